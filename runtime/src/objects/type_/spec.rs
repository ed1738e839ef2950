//! How built-in types are declared: as data.

use super::Kind;
use super::slots::{NewFn, Slots};
use crate::args::Args;
use crate::errors::PyResult;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// The declaration of a built-in type.
pub struct TypeSpec {
    /// `__name__`
    pub name: &'static str,
    /// `__module__`
    pub module: &'static str,
    /// The layout of its instances.
    pub kind: Kind,
    /// What it inherits from; `object` if empty.
    pub bases: &'static [&'static TypeSpec],
    /// `tp_flags`: [`flags`](super::flags).
    pub flags: u64,
    /// `tp_basicsize`: the size of its layout.
    pub basicsize: usize,
    /// `tp_itemsize`
    pub itemsize: usize,
    /// `tp_dictoffset`: where in the layout the field with the instance's dict lies; 0 if it has none.
    pub dictoffset: isize,
    /// Whether there can be weak references to instances.
    pub weakrefs: bool,
    /// `tp_doc`, with the text signature on top as CPython has it.
    pub doc: Option<&'static str>,
    /// `tp_new`
    pub new: Option<NewFn>,
    /// Fills the other slots in.
    pub slots: fn(&Slots),
    /// `tp_methods`
    pub methods: &'static [MethodDef],
    /// `tp_getset` and `tp_members`
    pub getset: &'static [GetSetDef],
}

impl TypeSpec {
    /// What a declaration leaves open: `TypeSpec { name: "list", …, ..TypeSpec::DEFAULT }`.
    pub const DEFAULT: TypeSpec = TypeSpec {
        name: "",
        module: "builtins",
        kind: Kind::Object,
        bases: &[],
        flags: 0,
        basicsize: 16,
        itemsize: 0,
        dictoffset: 0,
        weakrefs: false,
        doc: None,
        new: None,
        slots: |_| {},
        methods: &[],
        getset: &[],
    };
}

/// A function without arguments but `self` (or the module).
pub type NoArgsFn = fn(&Vm, Obj<'_>) -> PyResult<Value>;
/// A function with one argument.
pub type OneArgFn = fn(&Vm, Obj<'_>, Obj<'_>) -> PyResult<Value>;
/// A function with any arguments.
pub type ArgsFn = fn(&Vm, Obj<'_>, Args<'_>) -> PyResult<Value>;

/// A native function, by how it takes its arguments.
#[derive(Clone, Copy)]
pub enum Native {
    /// `METH_NOARGS`
    NoArgs(NoArgsFn),
    /// `METH_O`
    O(OneArgFn),
    /// `METH_FASTCALL`: positional arguments only.
    Fast(ArgsFn),
    /// `METH_FASTCALL | METH_KEYWORDS`
    Keywords(ArgsFn),
}

/// `METH_FASTCALL`
pub const METH_FASTCALL: i32 = 0x80;
/// `METH_KEYWORDS`
pub const METH_KEYWORDS: i32 = 0x02;
/// `METH_NOARGS`
pub const METH_NOARGS: i32 = 0x04;
/// `METH_O`
pub const METH_O: i32 = 0x08;
/// `METH_CLASS`
pub const METH_CLASS: i32 = 0x10;
/// `METH_STATIC`
pub const METH_STATIC: i32 = 0x20;

/// A method of a built-in type or a function of a module: `PyMethodDef`.
#[derive(Clone, Copy)]
pub struct MethodDef {
    /// `ml_name`
    pub name: &'static str,
    /// `ml_meth`
    pub native: Native,
    /// [`METH_CLASS`], [`METH_STATIC`] or 0.
    pub binding: i32,
    /// `ml_doc`
    pub doc: Option<&'static str>,
}

impl MethodDef {
    const fn new(name: &'static str, native: Native) -> Self {
        Self { name, native, binding: 0, doc: None }
    }

    /// A method without arguments.
    pub const fn noargs(name: &'static str, function: NoArgsFn) -> Self {
        Self::new(name, Native::NoArgs(function))
    }

    /// A method with one argument.
    pub const fn o(name: &'static str, function: OneArgFn) -> Self {
        Self::new(name, Native::O(function))
    }

    /// A method with positional arguments.
    pub const fn fast(name: &'static str, function: ArgsFn) -> Self {
        Self::new(name, Native::Fast(function))
    }

    /// A method with positional and keyword arguments.
    pub const fn keywords(name: &'static str, function: ArgsFn) -> Self {
        Self::new(name, Native::Keywords(function))
    }

    /// Its doc string, with the text signature on top.
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = Some(doc);
        self
    }

    /// Makes it a class method.
    pub const fn class(mut self) -> Self {
        self.binding = METH_CLASS;
        self
    }

    /// Makes it a static method.
    pub const fn static_(mut self) -> Self {
        self.binding = METH_STATIC;
        self
    }

    /// `ml_flags`
    pub const fn ml_flags(&self) -> i32 {
        let convention = match self.native {
            Native::NoArgs(_) => METH_NOARGS,
            Native::O(_) => METH_O,
            Native::Fast(_) => METH_FASTCALL,
            Native::Keywords(_) => METH_FASTCALL | METH_KEYWORDS,
        };
        convention | self.binding
    }
}

/// Reads an attribute.
pub type GetFn = fn(&Vm, Obj<'_>) -> PyResult<Value>;
/// Sets an attribute, or deletes it if there is no value.
pub type SetFn = fn(&Vm, Obj<'_>, Option<Obj<'_>>) -> PyResult<()>;

/// A computed attribute of a built-in type: `PyGetSetDef`, or `PyMemberDef` if [`GetSetDef::member`].
#[derive(Clone, Copy)]
pub struct GetSetDef {
    /// Its name.
    pub name: &'static str,
    /// Reads it.
    pub get: GetFn,
    /// Sets or deletes it. Without one it is read-only.
    pub set: Option<SetFn>,
    /// Its doc string.
    pub doc: Option<&'static str>,
    /// Whether Python sees a `member_descriptor` and not a `getset_descriptor`.
    pub is_member: bool,
}

impl GetSetDef {
    /// A read-only attribute.
    pub const fn new(name: &'static str, get: GetFn) -> Self {
        Self { name, get, set: None, doc: None, is_member: false }
    }

    /// An attribute that is a field of the object.
    pub const fn member(name: &'static str, get: GetFn) -> Self {
        Self { name, get, set: None, doc: None, is_member: true }
    }

    /// Makes it writable.
    pub const fn set(mut self, set: SetFn) -> Self {
        self.set = Some(set);
        self
    }

    /// Its doc string.
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = Some(doc);
        self
    }
}
