//! Which method of a class belongs to which slot.

use super::python;
use super::slots::{CompareOp, Slots};

macro_rules! slot_ids {
    ($($id:ident: $field:ident = $python:expr;)*) => {
        /// A slot that methods stand for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum SlotId {
            /// An element of [`Slots::binary`].
            Binary(usize),
            $(
                #[doc = concat!("[`Slots::", stringify!($field), "`]")]
                $id,
            )*
        }

        impl Slots {
            /// Whether the slot has a function.
            pub(crate) fn has(&self, id: SlotId) -> bool {
                match id {
                    SlotId::Binary(op) => self.binary[op].get().is_some(),
                    $(SlotId::$id => self.$field.get().is_some(),)*
                }
            }

            /// Empties the slot.
            pub(super) fn set_empty(&self, id: SlotId) {
                match id {
                    SlotId::Binary(op) => self.binary[op].set(None),
                    $(SlotId::$id => self.$field.set(None),)*
                }
            }

            /// Lets the slot look its method up: `slot_tp_*` and its like.
            pub(super) fn set_python(&self, id: SlotId) {
                match id {
                    SlotId::Binary(op) => self.binary[op].set(Some(python::BINARY[op])),
                    $(SlotId::$id => self.$field.set($python),)*
                }
            }

            /// Takes the function over.
            pub(super) fn copy(&self, id: SlotId, from: &Slots) {
                match id {
                    SlotId::Binary(op) => self.binary[op].set(from.binary[op].get()),
                    $(SlotId::$id => self.$field.set(from.$field.get()),)*
                }
            }

            /// Whether both have the same function, or none.
            pub(super) fn same(&self, id: SlotId, other: &Slots) -> bool {
                match id {
                    SlotId::Binary(op) => match (self.binary[op].get(), other.binary[op].get()) {
                        (Some(left), Some(right)) => std::ptr::fn_addr_eq(left, right),
                        (left, right) => left.is_none() && right.is_none(),
                    },
                    $(SlotId::$id => match (self.$field.get(), other.$field.get()) {
                        (Some(left), Some(right)) => std::ptr::fn_addr_eq(left, right),
                        (left, right) => left.is_none() && right.is_none(),
                    },)*
                }
            }
        }
    };
}

slot_ids! {
    Repr: repr = Some(python::repr);
    Str: str = Some(python::str);
    Hash: hash = Some(python::hash);
    Call: call = Some(python::call);
    Getattro: getattro = Some(python::getattro);
    Setattro: setattro = Some(python::setattro);
    RichCompare: richcompare = Some(python::richcompare);
    Iter: iter = Some(python::iter);
    IterNext: iternext = Some(python::iternext);
    DescrGet: descr_get = Some(python::descr_get);
    DescrSet: descr_set = Some(python::descr_set);
    Init: init = Some(python::init);
    New: new = Some(python::new);
    Finalize: finalize = Some(python::finalize);
    Power: power = Some(python::power);
    InplacePower: inplace_power = Some(python::inplace_power);
    Negative: negative = Some(python::negative);
    Positive: positive = Some(python::positive);
    Absolute: absolute = Some(python::absolute);
    Invert: invert = Some(python::invert);
    Bool: bool = Some(python::bool);
    Int: int = Some(python::int);
    Float: float = Some(python::float);
    Index: index = Some(python::index);
    Divmod: divmod = Some(python::divmod);
    Length: length = Some(python::length);
    Concat: concat = None;
    Repeat: repeat = None;
    Item: item = Some(python::item);
    AssItem: ass_item = Some(python::ass_item);
    Contains: contains = Some(python::contains);
    InplaceConcat: inplace_concat = None;
    InplaceRepeat: inplace_repeat = None;
    Subscript: subscript = Some(python::subscript);
    AssSubscript: ass_subscript = Some(python::ass_subscript);
    Await: await_ = Some(python::await_);
    Aiter: aiter = Some(python::aiter);
    Anext: anext = Some(python::anext);
}

/// How a slot is called through its method: `wrap_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapper {
    /// No arguments.
    Unary,
    /// One argument, `self` on the left: `wrap_binaryfunc_l`.
    BinaryLeft,
    /// One argument, `self` on the right: `wrap_binaryfunc_r`.
    BinaryRight,
    /// One argument that is not an operand: `wrap_binaryfunc`.
    Binary,
    /// `__pow__`
    Power,
    /// `__rpow__`
    PowerRight,
    /// `__ipow__`
    InplacePower,
    /// Answers with a bool.
    Bool,
    /// Answers with a length.
    Length,
    /// An index that counts from the end if it is negative.
    Item,
    /// How often to repeat.
    Repeat,
    /// `__contains__`
    Contains,
    /// `__setitem__` by index
    SetItem,
    /// `__delitem__` by index
    DelItem,
    /// `__setitem__`
    SetSubscript,
    /// `__delitem__`
    DelSubscript,
    /// `__hash__`
    Hash,
    /// `__call__`
    Call,
    /// `__getattribute__`
    Getattribute,
    /// `__getattr__`, which no slot of a built-in type stands for.
    Getattr,
    /// `__setattr__`
    Setattr,
    /// `__delattr__`
    Delattr,
    /// A comparison.
    RichCompare(CompareOp),
    /// `__next__`
    Next,
    /// `__get__`
    DescrGet,
    /// `__set__`
    DescrSet,
    /// `__delete__`
    DescrDelete,
    /// `__init__`
    Init,
    /// `__new__`, which is not wrapped in this way.
    New,
    /// `__del__`
    Del,
}

/// A method that stands for a slot: `pytype_slotdef`.
pub(crate) struct SlotDef {
    /// The method's name.
    pub(crate) name: &'static str,
    /// The slot.
    pub(crate) id: SlotId,
    /// How the slot is called through the method.
    pub(crate) wrapper: Wrapper,
    /// The method's doc string, with its signature on top.
    pub(crate) doc: &'static str,
}

const fn def(name: &'static str, id: SlotId, wrapper: Wrapper, doc: &'static str) -> SlotDef {
    SlotDef { name, id, wrapper, doc }
}

macro_rules! binary {
    ($op:expr, $left:literal, $right:literal, $symbol:literal) => {
        [
            def(
                $left,
                SlotId::Binary($op),
                Wrapper::BinaryLeft,
                concat!($left, "($self, value, /)\n--\n\nReturn self", $symbol, "value."),
            ),
            def(
                $right,
                SlotId::Binary($op),
                Wrapper::BinaryRight,
                concat!($right, "($self, value, /)\n--\n\nReturn value", $symbol, "self."),
            ),
        ]
    };
}

macro_rules! inplace {
    ($op:expr, $name:literal, $symbol:literal) => {
        def(
            $name,
            SlotId::Binary($op),
            Wrapper::Binary,
            concat!($name, "($self, value, /)\n--\n\nReturn self", $symbol, "value."),
        )
    };
}

macro_rules! compare {
    ($op:ident, $name:literal, $symbol:literal) => {
        def(
            $name,
            SlotId::RichCompare,
            Wrapper::RichCompare(CompareOp::$op),
            concat!($name, "($self, value, /)\n--\n\nReturn self", $symbol, "value."),
        )
    };
}

/// All methods that stand for slots. Those of one slot lie side by side; where several slots share a name, the first
/// that a built-in type fills is the one whose wrapper the type's dict has.
pub(crate) static SLOTDEFS: &[SlotDef] = &{
    use SlotId as S;
    use Wrapper as W;
    let [add, radd] = binary!(0, "__add__", "__radd__", "+");
    let [and, rand] = binary!(1, "__and__", "__rand__", "&");
    let [floordiv, rfloordiv] = binary!(2, "__floordiv__", "__rfloordiv__", "//");
    let [lshift, rlshift] = binary!(3, "__lshift__", "__rlshift__", "<<");
    let [matmul, rmatmul] = binary!(4, "__matmul__", "__rmatmul__", "@");
    let [mul, rmul] = binary!(5, "__mul__", "__rmul__", "*");
    let [modulo, rmod] = binary!(6, "__mod__", "__rmod__", "%");
    let [or, ror] = binary!(7, "__or__", "__ror__", "|");
    let [rshift, rrshift] = binary!(9, "__rshift__", "__rrshift__", ">>");
    let [sub, rsub] = binary!(10, "__sub__", "__rsub__", "-");
    let [truediv, rtruediv] = binary!(11, "__truediv__", "__rtruediv__", "/");
    let [xor, rxor] = binary!(12, "__xor__", "__rxor__", "^");
    [
        def(
            "__getattribute__",
            S::Getattro,
            W::Getattribute,
            "__getattribute__($self, name, /)\n--\n\nReturn getattr(self, name).",
        ),
        def("__getattr__", S::Getattro, W::Getattr, ""),
        def(
            "__setattr__",
            S::Setattro,
            W::Setattr,
            "__setattr__($self, name, value, /)\n--\n\nSets the attribute with this name.",
        ),
        def(
            "__delattr__",
            S::Setattro,
            W::Delattr,
            "__delattr__($self, name, /)\n--\n\nImplement delattr(self, name).",
        ),
        def("__repr__", S::Repr, W::Unary, "__repr__($self, /)\n--\n\nReturn repr(self)."),
        def("__hash__", S::Hash, W::Hash, "__hash__($self, /)\n--\n\nReturn hash(self)."),
        def("__call__", S::Call, W::Call, "__call__($self, /, *args, **kwargs)\n--\n\nWhat calling it does."),
        def("__str__", S::Str, W::Unary, "__str__($self, /)\n--\n\nReturn str(self)."),
        compare!(Lt, "__lt__", "<"),
        compare!(Le, "__le__", "<="),
        compare!(Eq, "__eq__", "=="),
        compare!(Ne, "__ne__", "!="),
        compare!(Gt, "__gt__", ">"),
        compare!(Ge, "__ge__", ">="),
        def("__iter__", S::Iter, W::Unary, "__iter__($self, /)\n--\n\nImplement iter(self)."),
        def("__next__", S::IterNext, W::Next, "__next__($self, /)\n--\n\nImplement next(self)."),
        def(
            "__get__",
            S::DescrGet,
            W::DescrGet,
            "__get__($self, instance, owner=None, /)\n--\n\nWhat reading the attribute of an object, or of its class, gives.",
        ),
        def(
            "__set__",
            S::DescrSet,
            W::DescrSet,
            "__set__($self, instance, value, /)\n--\n\nSets the attribute of this object.",
        ),
        def(
            "__delete__",
            S::DescrSet,
            W::DescrDelete,
            "__delete__($self, instance, /)\n--\n\nDeletes the attribute of this object.",
        ),
        def(
            "__init__",
            S::Init,
            W::Init,
            "__init__($self, /, *args, **kwargs)\n--\n\nMakes a new object ready for use; what it takes is up to its class.",
        ),
        def(
            "__new__",
            S::New,
            W::New,
            "__new__(type, /, *args, **kwargs)\n--\n\nCreate and return new object.",
        ),
        def("__del__", S::Finalize, W::Del, "__del__($self, /)\n--\n\nWhat is done before the object ends."),
        def("__await__", S::Await, W::Unary, "__await__($self, /)\n--\n\nWhat `await` goes through."),
        def(
            "__aiter__",
            S::Aiter,
            W::Unary,
            "__aiter__($self, /)\n--\n\nThe asynchronous iterator to go through.",
        ),
        def("__anext__", S::Anext, W::Unary, "__anext__($self, /)\n--\n\nAn awaitable for the next item."),
        add,
        radd,
        sub,
        rsub,
        mul,
        rmul,
        modulo,
        rmod,
        def(
            "__divmod__",
            S::Divmod,
            W::BinaryLeft,
            "__divmod__($self, value, /)\n--\n\nReturn divmod(self, value).",
        ),
        def(
            "__rdivmod__",
            S::Divmod,
            W::BinaryRight,
            "__rdivmod__($self, value, /)\n--\n\nReturn divmod(value, self).",
        ),
        def(
            "__pow__",
            S::Power,
            W::Power,
            "__pow__($self, value, mod=None, /)\n--\n\nself to the power of value, modulo mod if there is one.",
        ),
        def(
            "__rpow__",
            S::Power,
            W::PowerRight,
            "__rpow__($self, value, mod=None, /)\n--\n\nvalue to the power of self, modulo mod if there is one.",
        ),
        def("__neg__", S::Negative, W::Unary, "__neg__($self, /)\n--\n\n-self"),
        def("__pos__", S::Positive, W::Unary, "__pos__($self, /)\n--\n\n+self"),
        def("__abs__", S::Absolute, W::Unary, "__abs__($self, /)\n--\n\nabs(self)"),
        def("__bool__", S::Bool, W::Bool, "__bool__($self, /)\n--\n\nWhether it counts as true."),
        def("__invert__", S::Invert, W::Unary, "__invert__($self, /)\n--\n\n~self"),
        lshift,
        rlshift,
        rshift,
        rrshift,
        and,
        rand,
        xor,
        rxor,
        or,
        ror,
        def("__int__", S::Int, W::Unary, "__int__($self, /)\n--\n\nint(self)"),
        def("__float__", S::Float, W::Unary, "__float__($self, /)\n--\n\nfloat(self)"),
        inplace!(13, "__iadd__", "+="),
        inplace!(23, "__isub__", "-="),
        inplace!(18, "__imul__", "*="),
        inplace!(19, "__imod__", "%="),
        def(
            "__ipow__",
            S::InplacePower,
            W::InplacePower,
            "__ipow__($self, value, /)\n--\n\nReturn self**=value.",
        ),
        inplace!(16, "__ilshift__", "<<="),
        inplace!(22, "__irshift__", ">>="),
        inplace!(14, "__iand__", "&="),
        inplace!(25, "__ixor__", "^="),
        inplace!(20, "__ior__", "|="),
        floordiv,
        rfloordiv,
        truediv,
        rtruediv,
        inplace!(15, "__ifloordiv__", "//="),
        inplace!(24, "__itruediv__", "/="),
        def(
            "__index__",
            S::Index,
            W::Unary,
            "__index__($self, /)\n--\n\n\
             The int that it stands for where an index is needed.",
        ),
        matmul,
        rmatmul,
        inplace!(17, "__imatmul__", "@="),
        def("__len__", S::Length, W::Length, "__len__($self, /)\n--\n\nReturn len(self)."),
        def("__getitem__", S::Subscript, W::Binary, "__getitem__($self, key, /)\n--\n\nReturn self[key]."),
        def(
            "__setitem__",
            S::AssSubscript,
            W::SetSubscript,
            "__setitem__($self, key, value, /)\n--\n\nStores value under key.",
        ),
        def(
            "__delitem__",
            S::AssSubscript,
            W::DelSubscript,
            "__delitem__($self, key, /)\n--\n\nDelete self[key].",
        ),
        def("__add__", S::Concat, W::Binary, "__add__($self, value, /)\n--\n\nReturn self+value."),
        def("__mul__", S::Repeat, W::Repeat, "__mul__($self, value, /)\n--\n\nReturn self*value."),
        def("__rmul__", S::Repeat, W::Repeat, "__rmul__($self, value, /)\n--\n\nReturn value*self."),
        def("__getitem__", S::Item, W::Item, "__getitem__($self, key, /)\n--\n\nReturn self[key]."),
        def(
            "__setitem__",
            S::AssItem,
            W::SetItem,
            "__setitem__($self, key, value, /)\n--\n\nStores value under key.",
        ),
        def("__delitem__", S::AssItem, W::DelItem, "__delitem__($self, key, /)\n--\n\nDelete self[key]."),
        def(
            "__contains__",
            S::Contains,
            W::Contains,
            "__contains__($self, key, /)\n--\n\nWhether key is in it.",
        ),
        def(
            "__iadd__",
            S::InplaceConcat,
            W::Binary,
            "__iadd__($self, value, /)\n--\n\nImplement self+=value.",
        ),
        def(
            "__imul__",
            S::InplaceRepeat,
            W::Repeat,
            "__imul__($self, value, /)\n--\n\nImplement self*=value.",
        ),
    ]
};
