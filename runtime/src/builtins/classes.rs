//! Classes and what objects are.

use crate::objects::type_::{MethodDef, build_class};
use crate::value::Value;

/// The functions of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::keywords("__build_class__", |vm, _, args| build_class(vm, args))
        .doc("__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nWhat class statements call."),
    MethodDef::o("callable", |vm, _, object| Ok(Value::bool(vm.is_callable(object))))
        .doc("callable($module, obj, /)\n--\n\nWhether an object can be called, as far as its type says."),
    MethodDef::o("id", |vm, _, object| Ok(vm.int_big(object.word().into())))
        .doc("id($module, obj, /)\n--\n\nA number that no other object has as long as this one lives."),
    MethodDef::fast("isinstance", |vm, _, args| {
        let [object, class] = args.exactly(vm, "isinstance")?;
        vm.isinstance(object, class).map(Value::bool)
    })
    .doc(
        "isinstance($module, obj, class_or_tuple, /)\n--\n\n\
         Whether an object is an instance of a class, of a class of a tuple or union, or of a class derived from it.",
    ),
    MethodDef::fast("issubclass", |vm, _, args| {
        let [derived, class] = args.exactly(vm, "issubclass")?;
        vm.issubclass(derived, class).map(Value::bool)
    })
    .doc(
        "issubclass($module, cls, class_or_tuple, /)\n--\n\n\
         Whether a class is another, one of a tuple or union, or derived from it.",
    ),
];
