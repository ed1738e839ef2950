//! Exceptions without a program. The texts are those of CPython 3.14.

use super::{BaseException, given_exception_matches};
use crate::args::Args;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::Type;
use crate::objects::type_::tests::{class, raised, with_vm};
use crate::value::{Layout, Obj, Value};
use crate::vm::Vm;

fn text(vm: &Vm, text: &str) -> Value {
    Str::new(vm, text).into_value()
}

fn make(vm: &Vm, ty: &Type, args: Vec<Value>) -> Value {
    vm.call(ty.ptr().obj(), Args::from_values(&args)).unwrap()
}

fn str_of(vm: &Vm, object: &Value) -> String {
    vm.str(object.obj()).unwrap().as_str().into_owned()
}

fn repr_of(vm: &Vm, object: &Value) -> String {
    vm.repr(object.obj()).unwrap().as_str().into_owned()
}

#[test]
fn texts_depend_on_the_number_of_arguments() {
    with_vm(|vm| {
        let ty = vm.types.value_error();
        let none = make(vm, ty, vec![]);
        assert_eq!((str_of(vm, &none).as_str(), repr_of(vm, &none).as_str()), ("", "ValueError()"));
        let one = make(vm, ty, vec![text(vm, "a")]);
        assert_eq!(str_of(vm, &one), "a");
        let key = make(vm, vm.types.key_error(), vec![Value::none()]);
        assert_eq!(str_of(vm, &key), "None");
        let names = Tuple::new(vm, vec![vm.intern("x").into_value()]);
        let args = [Obj::NONE];
        let result = vm.call(ty.ptr().obj(), Args::with_keywords(&args, Some(names.ptr())));
        assert_eq!(raised(vm, result), "TypeError: ValueError() takes no keyword arguments");
    });
}

#[test]
fn os_errors_become_the_child_for_their_number() {
    with_vm(|vm| {
        let error = make(vm, vm.types.os_error(), vec![vm.int(2), text(vm, "No such file"), Value::none()]);
        assert_eq!(error.ty().name(), "FileNotFoundError");
        assert_eq!(str_of(vm, &error), "[Errno 2] No such file");
        let derived = class(vm, "Mine", &[vm.types.os_error()], &[]).unwrap();
        let error = make(vm, &derived, vec![vm.int(2), text(vm, "No such file")]);
        assert_eq!(error.ty().name(), "Mine");
        let errno = vm.getattr_str(error.obj(), "errno").unwrap();
        assert_eq!(errno.obj().as_small_int(), Some(2));
    });
}

#[test]
fn layouts_of_unlike_exceptions_conflict() {
    with_vm(|vm| {
        let types = &vm.types;
        assert!(class(vm, "Both", &[types.os_error(), types.value_error()], &[]).is_ok());
        assert_eq!(
            raised(vm, class(vm, "Both", &[types.os_error(), types.syntax_error()], &[])),
            "TypeError: multiple bases have instance lay-out conflict"
        );
    });
}

#[test]
fn contexts_chain_without_cycles() {
    with_vm(|vm| {
        let (first, second) =
            (make(vm, vm.types.value_error(), vec![]), make(vm, vm.types.type_error(), vec![]));
        vm.exc_info_value().set(Some(first.clone()));
        let _ = vm.set_exception(second.clone());
        let second_exception = second.cast::<BaseException>().unwrap();
        assert!(second_exception.context.is(first.obj()));
        // Raising the first again while the second is handled cuts the chain.
        vm.exc_info_value().set(Some(second.clone()));
        let _ = vm.set_exception(first.clone());
        assert!(first.cast::<BaseException>().unwrap().context.is(second.obj()));
        assert!(second_exception.context.is_null());
        vm.clear_exception();
        vm.exc_info_value().set(None);
    });
}

#[test]
fn groups_are_split_by_type() {
    with_vm(|vm| {
        let types = &vm.types;
        let (value, ty) = (make(vm, types.value_error(), vec![]), make(vm, types.type_error(), vec![]));
        let inner = make(
            vm,
            types.exception_group(),
            vec![text(vm, "inner"), List::new(vm, vec![value.clone()]).into_value()],
        );
        let group = make(
            vm,
            types.base_exception_group(),
            vec![text(vm, "outer"), List::new(vm, vec![inner, ty]).into_value()],
        );
        assert_eq!(group.ty().name(), "ExceptionGroup");
        assert_eq!(str_of(vm, &group), "outer (2 sub-exceptions)");
        let parts = vm.call_method_str(group.obj(), "split", &[types.value_error().ptr().obj()]).unwrap();
        let parts = parts.cast::<Tuple>().unwrap();
        let [matching, rest] = parts.get().as_slice() else { panic!("a pair") };
        assert_eq!(str_of(vm, matching), "outer (1 sub-exception)");
        assert_eq!(str_of(vm, rest), "outer (1 sub-exception)");
        assert!(given_exception_matches(value.obj(), types.exception().ptr().obj()));
        assert!(!given_exception_matches(value.obj(), types.os_error().ptr().obj()));
        let empty = Tuple::new(vm, vec![]);
        let result = vm.call_args(types.exception_group().ptr().obj(), &[text(vm, "x").obj(), empty.obj()]);
        assert_eq!(
            raised(vm, result),
            "ValueError: second argument (exceptions) must be a non-empty sequence"
        );
    });
}
