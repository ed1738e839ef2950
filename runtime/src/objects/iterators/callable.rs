//! `callable_iterator`: what a callable answers with, until that is the sentinel.

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use crate::errors::PyResult;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, TypeSpec, flags};
use crate::objects::{alloc, collections};
use crate::value::{Field, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `calliterobject`
#[repr(C)]
struct CallableIter {
    header: Header,
    /// `it_callable`: NULL when the iterator is exhausted.
    callable: Field,
    /// `it_sentinel`
    sentinel: Field,
}

object_layout!(CallableIter, CallableIterator, "callable_iterator");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, CallableIter> {
    object.cast().expect("the receiver is a callable_iterator")
}

/// `iter(callable, sentinel)`: `PyCallIter_New`.
pub(crate) fn new(vm: &Vm, callable: Obj<'_>, sentinel: Obj<'_>) -> Value {
    let ty = vm.types.callable_iterator();
    let (callable, sentinel) = (Field::new(callable.to_owned()), Field::new(sentinel.to_owned()));
    vm.alloc(ty, CallableIter { header: Header::new(ty), callable, sentinel }).into_value()
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let iterator = receiver(object).get();
    let Some(callable) = iterator.callable.get() else { return Ok(None) };
    match vm.call_args(callable.obj(), &[]) {
        Ok(result) => {
            // The callable may have exhausted its own iterator.
            let Some(sentinel) = iterator.sentinel.get() else { return Ok(None) };
            if !collections::equal(vm, sentinel.obj(), result.obj())? {
                return Ok(Some(result));
            }
        }
        Err(_) if vm.exception_matches(vm.types.stop_iteration()) => vm.clear_exception(),
        Err(raised) => return Err(raised),
    }
    iterator.callable.set(None);
    iterator.sentinel.set(None);
    Ok(None)
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let iterator = receiver(object).get();
    match (iterator.callable.get(), iterator.sentinel.get()) {
        (Some(callable), Some(sentinel)) => {
            let args = Tuple::of(vm, [callable, sentinel]).into_value();
            Ok(Tuple::of(vm, [collections::builtin(vm, "iter")?, args]).into_value())
        }
        _ => super::reduce_exhausted(vm, "iter", Tuple::new(vm, Vec::new()).into_value()),
    }
}

/// # Safety
///
/// `object` is a `callable_iterator`.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let iterator = unsafe { object.cast::<CallableIter>().as_ref() };
    iterator.callable.visit(visit);
    iterator.sentinel.visit(visit);
}

/// `callable_iterator`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "callable_iterator",
    kind: Kind::CallableIterator,
    flags: flags::HAVE_GC,
    basicsize: size_of::<CallableIter>(),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<CallableIter>);
        slots.traverse.set(Some(traverse));
        slots.iter.set(Some(super::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[MethodDef::noargs("__reduce__", reduce)],
    ..TypeSpec::DEFAULT
};
