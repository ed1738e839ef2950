//! The types of objects that exist once: `None`, `NotImplemented`, `...` and the marker of `sys.monitoring`.

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::type_::{Kind, MethodDef, TypeSpec};
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// What calling the type of a singleton answers with, if nothing is given to it.
fn only(vm: &Vm, args: Args<'_>, name: &str, singleton: Obj<'static>) -> PyResult<Value> {
    if args.len() + args.keywords() > 0 {
        return Err(vm.type_error(format_args!("{name} takes no arguments")));
    }
    Ok(singleton.to_owned())
}

/// `hash(None)`, which CPython fixed so that it does not depend on addresses.
const HASH_OF_NONE: i64 = 0xfca8_6420;

/// `NoneType`
pub(crate) static NONE: TypeSpec = TypeSpec {
    name: "NoneType",
    kind: Kind::None,
    doc: Some("What `None` is an object of."),
    new: Some(|vm, _, args| only(vm, args, "NoneType", Obj::NONE)),
    slots: |slots| {
        slots.repr.set(Some(|vm, _| Ok(vm.intern("None").into_value())));
        slots.hash.set(Some(|_, _| Ok(HASH_OF_NONE)));
        slots.bool.set(Some(|_, _| Ok(false)));
    },
    ..TypeSpec::DEFAULT
};

/// `NotImplementedType`
pub(crate) static NOT_IMPLEMENTED: TypeSpec = TypeSpec {
    name: "NotImplementedType",
    kind: Kind::NotImplemented,
    doc: Some("What `NotImplemented` is an object of."),
    new: Some(|vm, _, args| only(vm, args, "NotImplementedType", Obj::NOT_IMPLEMENTED)),
    slots: |slots| {
        slots.repr.set(Some(|vm, _| Ok(vm.intern("NotImplemented").into_value())));
        slots
            .bool
            .set(Some(|vm, _| Err(vm.type_error("NotImplemented should not be used in a boolean context"))));
    },
    methods: &[MethodDef::noargs("__reduce__", |vm, _| Ok(vm.intern("NotImplemented").into_value()))],
    ..TypeSpec::DEFAULT
};

/// `ellipsis`
pub(crate) static ELLIPSIS: TypeSpec = TypeSpec {
    name: "ellipsis",
    kind: Kind::Ellipsis,
    doc: Some("What `...` is an object of."),
    new: Some(|vm, _, args| only(vm, args, "EllipsisType", Obj::ELLIPSIS)),
    slots: |slots| {
        slots.repr.set(Some(|vm, _| Ok(vm.intern("Ellipsis").into_value())));
    },
    methods: &[MethodDef::noargs("__reduce__", |vm, _| Ok(vm.intern("Ellipsis").into_value()))],
    ..TypeSpec::DEFAULT
};

/// The type of `sys.monitoring.MISSING`
pub(crate) static MISSING: TypeSpec = TypeSpec { name: "object", kind: Kind::Missing, ..TypeSpec::DEFAULT };
