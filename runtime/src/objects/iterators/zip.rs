//! `zip`

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::objects::{alloc, collections};
use crate::value::{FieldOf, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `zipobject`
#[repr(C)]
struct Zip {
    header: Header,
    /// `ittuple`
    iterators: FieldOf<Tuple>,
    /// `result`: the pair that was handed out last, which is used again if nobody kept it.
    result: FieldOf<Tuple>,
    /// `strict`
    strict: Cell<bool>,
}

object_layout!(Zip, Zip, "zip");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, Zip> {
    object.cast().expect("the receiver is a zip")
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let strict =
        if ty.get().kind() == Kind::Zip { collections::strict_argument(vm, args, "zip")? } else { false };
    let mut iterators = Vec::with_capacity(args.len());
    for iterable in args.iter() {
        iterators.push(vm.iter(iterable)?);
    }
    let zip = Zip {
        header: Header::new(&ty),
        iterators: FieldOf::new(Tuple::new(vm, iterators)),
        result: FieldOf::NULL,
        strict: Cell::new(strict),
    };
    Ok(vm.alloc(&ty, zip).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let zip = receiver(object).get();
    let Some(iterators) = zip.iterators.get() else { return Ok(None) };
    match iterators.as_slice() {
        [] => Ok(None),
        [left, right] if !zip.strict.get() => {
            let Some(left) = vm.next(left.obj())? else { return Ok(None) };
            let Some(right) = vm.next(right.obj())? else { return Ok(None) };
            Ok(Some(super::pair(vm, &zip.result, left, right)))
        }
        iterators => {
            let mut items = Vec::with_capacity(iterators.len());
            for iterator in iterators {
                match vm.next(iterator.obj())? {
                    Some(item) => items.push(item),
                    None if zip.strict.get() => return uneven(vm, "zip", iterators, items.len()),
                    None => return Ok(None),
                }
            }
            Ok(Some(Tuple::new(vm, items).into_value()))
        }
    }
}

/// What `strict` says when the iterator with this number is the first without an item: nothing, if none of them has
/// one.
pub(super) fn uneven(vm: &Vm, function: &str, iterators: &[Value], short: usize) -> PyResult<Option<Value>> {
    let complain = |number: usize, how: &str| {
        let others = if number == 2 { " ".to_owned() } else { "s 1-".to_owned() };
        Err(vm.value_error(format_args!(
            "{function}() argument {number} is {how} than argument{others}{}",
            number - 1
        )))
    };
    if short > 0 {
        return complain(short + 1, "shorter");
    }
    for (index, iterator) in iterators.iter().enumerate().skip(1) {
        if vm.next(iterator.obj())?.is_some() {
            return complain(index + 1, "longer");
        }
    }
    Ok(None)
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let zip = receiver(object).get();
    let iterators = zip.iterators.get().unwrap_or_else(|| Tuple::new(vm, Vec::new())).into_value();
    let mut parts = vec![Ptr::from_ref(object.ty()).to_value(), iterators];
    if zip.strict.get() {
        parts.push(Value::bool(true));
    }
    Ok(Tuple::new(vm, parts).into_value())
}

fn setstate(vm: &Vm, object: Obj<'_>, state: Obj<'_>) -> PyResult<Value> {
    receiver(object).get().strict.set(vm.is_true(state)?);
    Ok(Value::none())
}

/// # Safety
///
/// `object` is a `zip`.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let zip = unsafe { object.cast::<Zip>().as_ref() };
    zip.iterators.visit(visit);
    zip.result.visit(visit);
}

/// `zip`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "zip",
    kind: Kind::Zip,
    flags: flags::HAVE_GC | flags::BASETYPE,
    basicsize: size_of::<Zip>(),
    doc: Some(
        "zip(*iterables, strict=False)\n--\n\nTuples of an item of each iterable, until the shortest one ends.",
    ),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<Zip>);
        slots.traverse.set(Some(traverse));
        slots.iter.set(Some(super::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[MethodDef::noargs("__reduce__", reduce), MethodDef::o("__setstate__", setstate)],
    ..TypeSpec::DEFAULT
};
