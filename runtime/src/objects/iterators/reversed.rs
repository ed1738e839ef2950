//! `reversed`

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::objects::{alloc, collections};
use crate::value::{Field, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `reversedobject`
#[repr(C)]
struct Reversed {
    header: Header,
    /// `index`: that of the next item; -1 if there is none.
    index: Cell<isize>,
    /// `seq`: NULL when the iterator is exhausted.
    seq: Field,
}

object_layout!(Reversed, Reversed, "reversed");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, Reversed> {
    object.cast().expect("the receiver is a reversed")
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let args = if ty.get().kind() == Kind::Reversed { args } else { args.without_keywords() };
    let [sequence] = args.exactly(vm, "reversed")?;
    let not_reversible =
        || Err(vm.type_error(format_args!("'{}' object is not reversible", sequence.ty().name())));
    if let Some(method) = vm.lookup_special(sequence, vm.names.__reversed__.ptr())? {
        return if method.is_none() { not_reversible() } else { vm.call_args(method.obj(), &[]) };
    }
    if !vm.is_sequence(sequence) {
        return not_reversible();
    }
    let index = Cell::new(vm.len(sequence)? as isize - 1);
    let reversed = Reversed { header: Header::new(&ty), index, seq: Field::new(sequence.to_owned()) };
    Ok(vm.alloc(&ty, reversed).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let reversed = receiver(object).get();
    let index = reversed.index.get();
    let Some(sequence) = reversed.seq.get() else { return Ok(None) };
    if index >= 0 {
        match vm.sequence_item(sequence.obj(), index) {
            Ok(item) => {
                reversed.index.set(index - 1);
                return Ok(Some(item));
            }
            Err(_)
                if vm.exception_matches(vm.types.index_error())
                    || vm.exception_matches(vm.types.stop_iteration()) =>
            {
                vm.clear_exception();
            }
            Err(raised) => return Err(raised),
        }
    }
    reversed.index.set(-1);
    reversed.seq.set(None);
    Ok(None)
}

fn length_hint(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let reversed = receiver(object).get();
    let Some(sequence) = reversed.seq.get() else { return Ok(vm.int(0)) };
    let left = reversed.index.get() + 1;
    let len = vm.len(sequence.obj())? as isize;
    Ok(vm.int(if len < left { 0 } else { left as i64 }))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let reversed = receiver(object).get();
    let ty = Ptr::from_ref(object.ty()).to_value();
    Ok(match reversed.seq.get() {
        Some(sequence) => {
            let index = vm.int(reversed.index.get() as i64);
            Tuple::of(vm, [ty, Tuple::of(vm, [sequence]).into_value(), index]).into_value()
        }
        None => {
            let empty = Tuple::new(vm, Vec::new()).into_value();
            Tuple::of(vm, [ty, Tuple::of(vm, [empty]).into_value()]).into_value()
        }
    })
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    let index = collections::state_argument(vm, state)?;
    let reversed = receiver(object).get();
    if let Some(sequence) = reversed.seq.get() {
        let len = vm.len(sequence.obj())? as isize;
        reversed.index.set(index.clamp(-1, (len - 1).max(-1)));
    }
    Ok(Value::none())
}

/// # Safety
///
/// `object` is a `reversed`.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    unsafe { object.cast::<Reversed>().as_ref() }.seq.visit(visit);
}

/// `reversed`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "reversed",
    kind: Kind::Reversed,
    flags: flags::HAVE_GC | flags::BASETYPE,
    basicsize: size_of::<Reversed>(),
    doc: Some("reversed(sequence, /)\n--\n\nThe items of a sequence, the last first."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<Reversed>);
        slots.traverse.set(Some(traverse));
        slots.iter.set(Some(super::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[
        MethodDef::noargs("__length_hint__", length_hint),
        MethodDef::noargs("__reduce__", reduce),
        MethodDef::o("__setstate__", setstate),
    ],
    ..TypeSpec::DEFAULT
};
