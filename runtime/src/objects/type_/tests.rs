//! Types without a program: what can be made of them through the API alone.

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, MethodDef, Type};
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// Runs a test in a new VM.
pub(crate) fn with_vm(test: impl FnOnce(&Vm)) {
    let vm = Vm::bare();
    vm.enter(|vm| test(vm));
}

/// The text of what was raised: type and message.
pub(crate) fn raised<T>(vm: &Vm, result: PyResult<T>) -> String {
    let raised = match result {
        Ok(_) => panic!("nothing was raised"),
        Err(raised) => raised,
    };
    let exception = vm.catch(raised);
    let text = vm.str(exception.obj()).expect("an exception has text");
    format!("{}: {}", exception.obj().ty().name(), text.as_str())
}

/// A class with these bases and attributes.
pub(crate) fn class(
    vm: &Vm,
    name: &str,
    bases: &[&Type],
    attributes: &[(&str, Obj<'_>)],
) -> PyResult<Ref<Type>> {
    let dict = Dict::new(vm);
    for (name, value) in attributes {
        dict.set(vm, vm.intern(name).obj(), *value)?;
    }
    let bases = Tuple::new(vm, bases.iter().map(|base| base.ptr().to_value()).collect());
    let name = vm.intern(name);
    let made = vm.call_args(vm.types.type_().ptr().obj(), &[name.obj(), bases.obj(), dict.obj()])?;
    match Ref::try_from_value(made) {
        Ok(class) => Ok(class),
        Err(other) => panic!("{other:?} is not a class"),
    }
}

#[test]
fn types_are_made_and_have_what_their_bases_have() {
    with_vm(|vm| {
        let one = vm.int(1);
        let base = class(vm, "Base", &[vm.types.object()], &[("x", one.obj())]).unwrap();
        let derived = class(vm, "Derived", &[&base], &[]).unwrap();
        let x = vm.intern("x");
        assert!(vm.getattr(derived.obj(), x.ptr()).unwrap().is(one.obj()));
        assert_eq!(vm.repr(derived.obj()).unwrap().as_str(), "<class 'Derived'>");
        let object = vm.call_args(derived.obj(), &[]).unwrap();
        assert!(vm.getattr(object.obj(), x.ptr()).unwrap().is(one.obj()));
        let two = vm.int(2);
        vm.setattr(object.obj(), x.ptr(), Some(two.obj())).unwrap();
        assert!(vm.getattr(object.obj(), x.ptr()).unwrap().is(two.obj()));
        vm.setattr(object.obj(), x.ptr(), None).unwrap();
        assert!(vm.getattr(object.obj(), x.ptr()).unwrap().is(one.obj()));
        assert_eq!(
            raised(vm, vm.setattr(object.obj(), x.ptr(), None)),
            "AttributeError: 'Derived' object has no attribute 'x'"
        );
    });
}

#[test]
fn a_change_of_a_base_takes_versions_away() {
    with_vm(|vm| {
        let base = class(vm, "Base", &[vm.types.object()], &[]).unwrap();
        let derived = class(vm, "Derived", &[&base], &[]).unwrap();
        assert!(derived.assign_version(vm));
        let version = derived.version_tag();
        assert!(version != 0 && base.version_tag() != 0);
        let name = vm.intern("method");
        assert!(derived.lookup(vm, name.ptr()).is_none());
        vm.setattr(base.obj(), name.ptr(), Some(Obj::TRUE)).unwrap();
        assert_eq!(derived.version_tag(), 0);
        assert!(derived.lookup(vm, name.ptr()).unwrap().is(Obj::TRUE));
        assert!(derived.version_tag() > version);
    });
}

#[test]
fn inconsistent_orders_are_refused() {
    with_vm(|vm| {
        let object = vm.types.object();
        let x = class(vm, "X", &[object], &[]).unwrap();
        let y = class(vm, "Y", &[object], &[]).unwrap();
        let a = class(vm, "A", &[&x, &y], &[]).unwrap();
        let b = class(vm, "B", &[&y, &x], &[]).unwrap();
        assert_eq!(
            raised(vm, class(vm, "C", &[&a, &b], &[])),
            "TypeError: Cannot create a consistent method resolution order (MRO) for bases X, Y"
        );
        assert_eq!(raised(vm, class(vm, "C", &[&a, &a], &[])), "TypeError: duplicate base class A");
        assert_eq!(
            raised(vm, class(vm, "C", &[vm.types.bool()], &[])),
            "TypeError: type 'bool' is not an acceptable base type"
        );
    });
}

#[test]
fn slots_follow_methods_both_ways() {
    static LENGTH: MethodDef = MethodDef::noargs("seven", |vm, _| Ok(vm.int(7)));
    with_vm(|vm| {
        let length = crate::objects::builtin_function::BuiltinFunction::new(vm, &LENGTH, None, None);
        let wrapped = crate::objects::classmethods::StaticMethod::new(vm, length.obj());
        let class = class(vm, "Sized", &[vm.types.object()], &[]).unwrap();
        let object = vm.call_args(class.obj(), &[]).unwrap();
        assert_eq!(raised(vm, vm.len(object.obj())), "TypeError: object of type 'Sized' has no len()");
        let name = vm.intern("__len__");
        vm.setattr(class.obj(), name.ptr(), Some(wrapped.obj())).unwrap();
        assert_eq!(vm.len(object.obj()).unwrap(), 7);
        assert!(vm.is_true(object.obj()).unwrap());
        vm.setattr(class.obj(), name.ptr(), None).unwrap();
        assert!(vm.len(object.obj()).is_err());
        vm.clear_exception();
        // A slot of a built-in type is a method of it.
        let repr = vm.getattr_str(vm.types.object().ptr().obj(), "__repr__").unwrap();
        assert_eq!(vm.repr(repr.obj()).unwrap().as_str(), "<slot wrapper '__repr__' of 'object' objects>");
        let text = vm.call_args(repr.obj(), &[object.obj()]).unwrap();
        assert!(text.cast::<Str>().unwrap().get().as_str().starts_with("<Sized object at 0x"));
        assert_eq!(
            raised(vm, vm.call_args(repr.obj(), &[])),
            "TypeError: descriptor '__repr__' of 'object' object needs an argument"
        );
    });
}

#[test]
fn declared_slots_are_fields() {
    with_vm(|vm| {
        let names = Tuple::new(vm, vec![vm.intern("b").into_value(), vm.intern("a").into_value()]);
        let class = class(vm, "Point", &[vm.types.object()], &[("__slots__", names.obj())]).unwrap();
        assert_eq!((class.basicsize(), class.dictoffset()), (32, 0));
        let object = vm.call_args(class.obj(), &[]).unwrap();
        let (a, other) = (vm.intern("a"), vm.intern("other"));
        assert_eq!(
            raised(vm, vm.getattr(object.obj(), a.ptr())),
            "AttributeError: 'Point' object has no attribute 'a'"
        );
        vm.setattr(object.obj(), a.ptr(), Some(Obj::TRUE)).unwrap();
        assert!(vm.getattr(object.obj(), a.ptr()).unwrap().is(Obj::TRUE));
        assert_eq!(
            raised(vm, vm.setattr(object.obj(), other.ptr(), Some(Obj::TRUE))),
            "AttributeError: 'Point' object has no attribute 'other' and no __dict__ for setting new attributes"
        );
        let number = vm.int(1);
        let bad = Tuple::new(vm, vec![number]);
        assert_eq!(
            raised(vm, super::tests::class(vm, "Bad", &[vm.types.object()], &[("__slots__", bad.obj())])),
            "TypeError: __slots__ items must be strings, not 'int'"
        );
    });
}

#[test]
fn native_functions_refuse_wrong_arguments() {
    with_vm(|vm| {
        let object = vm.call_args(vm.types.object().ptr().obj(), &[]).unwrap();
        let method = vm.getattr_str(object.obj(), "__format__").unwrap();
        assert_eq!(
            raised(vm, vm.call_args(method.obj(), &[])),
            "TypeError: object.__format__() takes exactly one argument (0 given)"
        );
        let names = Tuple::new(vm, vec![vm.intern("x").into_value()]);
        let args = [Obj::TRUE, Obj::TRUE];
        assert_eq!(
            raised(vm, vm.call(method.obj(), Args::with_keywords(&args, Some(names.ptr())))),
            "TypeError: object.__format__() takes no keyword arguments"
        );
        assert_eq!(
            raised(vm, vm.rich_compare(object.obj(), Obj::TRUE, CompareOp::Lt)),
            "TypeError: '<' not supported between instances of 'object' and 'bool'"
        );
        let _: Value = object;
    });
}
