//! `map`

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::objects::{alloc, collections};
use crate::value::{Field, FieldOf, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `mapobject`
#[repr(C)]
struct Map {
    header: Header,
    /// `func`
    function: Field,
    /// `iters`
    iterators: FieldOf<Tuple>,
    /// `strict`
    strict: Cell<bool>,
}

object_layout!(Map, Map, "map");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, Map> {
    object.cast().expect("the receiver is a map")
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let strict =
        if ty.get().kind() == Kind::Map { collections::strict_argument(vm, args, "map")? } else { false };
    if args.len() < 2 {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let mut iterators = Vec::with_capacity(args.len() - 1);
    for iterable in args.iter().skip(1) {
        iterators.push(vm.iter(iterable)?);
    }
    let map = Map {
        header: Header::new(&ty),
        function: Field::new(args.get(0).to_owned()),
        iterators: FieldOf::new(Tuple::new(vm, iterators)),
        strict: Cell::new(strict),
    };
    Ok(vm.alloc(&ty, map).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let map = receiver(object).get();
    let (Some(iterators), Some(function)) = (map.iterators.get(), map.function.get()) else {
        return Ok(None);
    };
    let iterators = iterators.as_slice();
    if let [iterator] = iterators {
        return match vm.next(iterator.obj())? {
            Some(item) => vm.call_args(function.obj(), &[item.obj()]).map(Some),
            None => Ok(None),
        };
    }
    let mut items = Vec::with_capacity(iterators.len());
    for iterator in iterators {
        match vm.next(iterator.obj())? {
            Some(item) => items.push(item),
            None if map.strict.get() => return super::zip::uneven(vm, "map", iterators, items.len()),
            None => return Ok(None),
        }
    }
    vm.call(function.obj(), Args::from_values(&items)).map(Some)
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let map = receiver(object).get();
    let mut args = vec![map.function.get().unwrap_or_else(Value::none)];
    if let Some(iterators) = map.iterators.get() {
        args.extend_from_slice(iterators.as_slice());
    }
    let mut parts = vec![Ptr::from_ref(object.ty()).to_value(), Tuple::new(vm, args).into_value()];
    if map.strict.get() {
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
/// `object` is a `map`.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let map = unsafe { object.cast::<Map>().as_ref() };
    map.function.visit(visit);
    map.iterators.visit(visit);
}

/// `map`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "map",
    kind: Kind::Map,
    flags: flags::HAVE_GC | flags::BASETYPE,
    basicsize: size_of::<Map>(),
    doc: Some(
        "map(function, iterable, /, *iterables, strict=False)\n--\n\nWhat a function makes of the items of iterables.",
    ),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<Map>);
        slots.traverse.set(Some(traverse));
        slots.iter.set(Some(super::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[MethodDef::noargs("__reduce__", reduce), MethodDef::o("__setstate__", setstate)],
    ..TypeSpec::DEFAULT
};
