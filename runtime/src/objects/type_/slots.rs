//! The slots of a type: what its instances do, as functions.

#![allow(unsafe_code, reason = "slots that work on raw objects are unsafe functions")]

use std::cell::Cell;
use std::ptr::NonNull;

use super::Type;
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::value::{Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// Ends the life of an object: drops its fields and gives its memory back.
pub type DeallocFn = unsafe fn(&Vm, NonNull<Header>);
/// Shows every object that this one owns a reference to.
pub type TraverseFn = unsafe fn(NonNull<Header>, &mut dyn FnMut(Obj<'_>));
/// Gives up references that may be part of a cycle.
pub type ClearFn = fn(&Vm, Obj<'_>);
/// Runs when an object is about to die.
pub type FinalizeFn = fn(&Vm, Obj<'_>);
/// One operand in, one object out.
pub type UnaryFn = fn(&Vm, Obj<'_>) -> PyResult<Value>;
/// Two operands in, one object out; `NotImplemented` passes the question on.
pub type BinaryFn = fn(&Vm, Obj<'_>, Obj<'_>) -> PyResult<Value>;
/// Three operands in, one object out.
pub type TernaryFn = fn(&Vm, Obj<'_>, Obj<'_>, Obj<'_>) -> PyResult<Value>;
/// The hash of an object; -1 is no hash.
pub type HashFn = fn(&Vm, Obj<'_>) -> PyResult<i64>;
/// Calls an object.
pub type CallFn = fn(&Vm, Obj<'_>, Args<'_>) -> PyResult<Value>;
/// Finds an attribute.
pub type GetattroFn = fn(&Vm, Obj<'_>, Ptr<'_, Str>) -> PyResult<Value>;
/// Sets an attribute, or deletes it if there is no value.
pub type SetattroFn = fn(&Vm, Obj<'_>, Ptr<'_, Str>, Option<Obj<'_>>) -> PyResult<()>;
/// Compares two objects.
pub type RichCompareFn = fn(&Vm, Obj<'_>, Obj<'_>, CompareOp) -> PyResult<Value>;
/// The next item; `None` says that there is none, with no exception set.
pub type IterNextFn = fn(&Vm, Obj<'_>) -> PyResult<Option<Value>>;
/// `__get__(self, instance, owner)`
pub type DescrGetFn = fn(&Vm, Obj<'_>, Option<Obj<'_>>, Option<Obj<'_>>) -> PyResult<Value>;
/// `__set__(self, instance, value)`, or `__delete__` if there is no value.
pub type DescrSetFn = fn(&Vm, Obj<'_>, Obj<'_>, Option<Obj<'_>>) -> PyResult<()>;
/// `__init__`
pub type InitFn = fn(&Vm, Obj<'_>, Args<'_>) -> PyResult<()>;
/// `__new__`
pub type NewFn = fn(&Vm, Ptr<'_, Type>, Args<'_>) -> PyResult<Value>;
/// The truth of an object, or whether one contains another.
pub type BoolFn = fn(&Vm, Obj<'_>) -> PyResult<bool>;
/// How many items there are.
pub type LenFn = fn(&Vm, Obj<'_>) -> PyResult<usize>;
/// Something with an index that may be negative only if the type has no length.
pub type ItemFn = fn(&Vm, Obj<'_>, isize) -> PyResult<Value>;
/// Sets or deletes an item by index.
pub type AssItemFn = fn(&Vm, Obj<'_>, isize, Option<Obj<'_>>) -> PyResult<()>;
/// Sets or deletes an item by key.
pub type AssSubscriptFn = fn(&Vm, Obj<'_>, Obj<'_>, Option<Obj<'_>>) -> PyResult<()>;
/// Whether an object contains another.
pub type ContainsFn = fn(&Vm, Obj<'_>, Obj<'_>) -> PyResult<bool>;
/// Sends a value into a generator-like object.
pub type SendFn = fn(&Vm, Obj<'_>, Obj<'_>) -> PyResult<Sent>;

/// What `am_send` answers with.
#[derive(Debug)]
pub enum Sent {
    /// `PYGEN_NEXT`: it yielded.
    Next(Value),
    /// `PYGEN_RETURN`: it returned.
    Return(Value),
}

/// A comparison, numbered as CPython's `Py_LT` … `Py_GE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CompareOp {
    /// `<`
    Lt = 0,
    /// `<=`
    Le = 1,
    /// `==`
    Eq = 2,
    /// `!=`
    Ne = 3,
    /// `>`
    Gt = 4,
    /// `>=`
    Ge = 5,
}

impl CompareOp {
    /// All, in the order of their numbers.
    pub const ALL: [CompareOp; 6] = [Self::Lt, Self::Le, Self::Eq, Self::Ne, Self::Gt, Self::Ge];

    /// The comparison with this number.
    #[inline(always)]
    pub const fn from_number(number: usize) -> Option<Self> {
        if number < Self::ALL.len() { Some(Self::ALL[number]) } else { None }
    }

    /// The one that says the same with the operands swapped.
    #[inline(always)]
    pub const fn swapped(self) -> Self {
        match self {
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            same => same,
        }
    }

    /// What it says of two things that order like this.
    #[inline(always)]
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Lt => order.is_lt(),
            Self::Le => order.is_le(),
            Self::Eq => order.is_eq(),
            Self::Ne => order.is_ne(),
            Self::Gt => order.is_gt(),
            Self::Ge => order.is_ge(),
        }
    }

    /// As it is written.
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }

    /// Its method.
    pub const fn dunder(self) -> &'static str {
        ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"][self as usize]
    }
}

/// How many binary operators there are: the arguments of `BINARY_OP` but the last (`[]`), in-place ones from the
/// thirteenth on.
pub const BINARY_OPERATORS: usize = 26;

macro_rules! slots {
    ($( $(#[doc = $doc:literal])* $name:ident: $function:ty; )*) => {
        /// The slots of a type: what its instances do, as functions. CPython's `tp_*`, `nb_*`, `sq_*`, `mp_*`, `am_*`.
        pub struct Slots {
            /// `tp_dealloc`
            pub dealloc: Cell<DeallocFn>,
            /// `nb_add` … `nb_inplace_matrix_multiply`, by the argument of `BINARY_OP`. The two powers are here as
            /// well: see [`Slots::power`].
            pub binary: [Cell<Option<BinaryFn>>; BINARY_OPERATORS],
            $( $(#[doc = $doc])* pub $name: Cell<Option<$function>>, )*
        }

        impl Slots {
            /// No slots but a `dealloc`.
            pub(crate) fn new(dealloc: DeallocFn) -> Self {
                Self {
                    dealloc: Cell::new(dealloc),
                    binary: [const { Cell::new(None) }; BINARY_OPERATORS],
                    $( $name: Cell::new(None), )*
                }
            }

            /// Takes over every slot of `base` that is empty here, but for those that are inherited together or in
            /// special ways.
            pub(super) fn inherit_each(&self, base: &Slots) {
                for (own, inherited) in self.binary.iter().zip(&base.binary) {
                    if own.get().is_none() {
                        own.set(inherited.get());
                    }
                }
                $(
                    if !is_special(stringify!($name)) && self.$name.get().is_none() {
                        self.$name.set(base.$name.get());
                    }
                )*
            }
        }
    };
}

/// Slots that [`Slots::inherit_each`] leaves alone: comparison and hash go together, `new`, `traverse` and `clear`
/// have rules of their own.
const fn is_special(name: &str) -> bool {
    matches!(name.as_bytes(), b"hash" | b"richcompare" | b"new" | b"traverse" | b"clear")
}

slots! {
    /// `tp_repr`
    repr: UnaryFn;
    /// `tp_str`
    str: UnaryFn;
    /// `tp_hash`
    hash: HashFn;
    /// `tp_call`, which takes its arguments as `tp_vectorcall` does.
    call: CallFn;
    /// `tp_getattro`
    getattro: GetattroFn;
    /// `tp_setattro`
    setattro: SetattroFn;
    /// `tp_richcompare`
    richcompare: RichCompareFn;
    /// `tp_iter`
    iter: UnaryFn;
    /// `tp_iternext`
    iternext: IterNextFn;
    /// `tp_descr_get`
    descr_get: DescrGetFn;
    /// `tp_descr_set`
    descr_set: DescrSetFn;
    /// `tp_init`
    init: InitFn;
    /// `tp_new`
    new: NewFn;
    /// `tp_finalize`
    finalize: FinalizeFn;
    /// `tp_traverse`
    traverse: TraverseFn;
    /// `tp_clear`
    clear: ClearFn;
    /// `nb_power`, with the modulus or `None`. `**` asks it too: `binary[NB_POWER]` stays empty.
    power: TernaryFn;
    /// `nb_inplace_power`
    inplace_power: TernaryFn;
    /// `nb_negative`
    negative: UnaryFn;
    /// `nb_positive`
    positive: UnaryFn;
    /// `nb_absolute`
    absolute: UnaryFn;
    /// `nb_invert`
    invert: UnaryFn;
    /// `nb_bool`
    bool: BoolFn;
    /// `nb_int`
    int: UnaryFn;
    /// `nb_float`
    float: UnaryFn;
    /// `nb_index`
    index: UnaryFn;
    /// `nb_divmod`
    divmod: BinaryFn;
    /// `sq_length` and `mp_length`
    length: LenFn;
    /// `sq_concat`
    concat: BinaryFn;
    /// `sq_repeat`
    repeat: ItemFn;
    /// `sq_item`
    item: ItemFn;
    /// `sq_ass_item`
    ass_item: AssItemFn;
    /// `sq_contains`
    contains: ContainsFn;
    /// `sq_inplace_concat`
    inplace_concat: BinaryFn;
    /// `sq_inplace_repeat`
    inplace_repeat: ItemFn;
    /// `mp_subscript`
    subscript: BinaryFn;
    /// `mp_ass_subscript`
    ass_subscript: AssSubscriptFn;
    /// `am_await`
    await_: UnaryFn;
    /// `am_aiter`
    aiter: UnaryFn;
    /// `am_anext`
    anext: UnaryFn;
    /// `am_send`
    send: SendFn;
}
