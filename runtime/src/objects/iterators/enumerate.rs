//! `enumerate`

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use std::cell::Cell;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::alloc;
use crate::objects::int::IntRef;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `enumobject`
#[repr(C)]
struct Enumerate {
    header: Header,
    /// `en_index`: the next number, as long as it is small.
    index: Cell<i64>,
    /// `en_longindex`: the next number, if it is not; else NULL.
    long_index: Field,
    /// `en_sit`
    iterator: Field,
    /// `en_result`: the pair that was handed out last, which is used again if nobody kept it.
    result: FieldOf<Tuple>,
}

object_layout!(Enumerate, Enumerate, "enumerate");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, Enumerate> {
    object.cast().expect("the receiver is an enumerate")
}

/// The two arguments in whichever way they are given, with messages of their own.
fn arguments<'a>(vm: &Vm, args: Args<'a>) -> PyResult<(Obj<'a>, Option<Obj<'a>>)> {
    let total = args.len() + args.keywords();
    if total > 2 {
        return Err(vm.type_error(format_args!("enumerate() takes at most 2 arguments ({total} given)")));
    }
    let invalid =
        |name: &str| vm.type_error(format_args!("'{name}' is an invalid keyword argument for enumerate()"));
    let (mut iterable, mut start) = (args.positional(0), args.positional(1));
    for (name, value) in args.iter_keywords() {
        let name = name.get().as_str();
        match &*name {
            "iterable" if iterable.is_none() => iterable = Some(value),
            // The name of the second argument counts only behind a first one.
            "start" if start.is_none() && (!args.is_empty() || args.keyword("iterable").is_some()) => {
                start = Some(value);
            }
            other => return Err(invalid(other)),
        }
    }
    match iterable {
        Some(iterable) => Ok((iterable, start)),
        None => Err(vm.type_error("enumerate() missing required argument 'iterable'")),
    }
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let (iterable, start) = arguments(vm, args)?;
    let start = start.map_or_else(|| Ok(vm.int(0)), |start| vm.index(start))?;
    let iterator = vm.iter(iterable)?;
    let small = start.obj().as_small_int();
    let enumerate = Enumerate {
        header: Header::new(&ty),
        index: Cell::new(small.unwrap_or(0)),
        long_index: Field::from_option(if small.is_some() { None } else { Some(start) }),
        iterator: Field::new(iterator),
        result: FieldOf::NULL,
    };
    Ok(vm.alloc(&ty, enumerate).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let enumerate = receiver(object).get();
    let Some(iterator) = enumerate.iterator.get() else { return Ok(None) };
    let Some(item) = vm.next(iterator.obj())? else { return Ok(None) };
    if enumerate.long_index.is_null() {
        let index = enumerate.index.get();
        if let Some(number) = Value::small_int(index) {
            enumerate.index.set(index + 1);
            return Ok(Some(super::pair(vm, &enumerate.result, number, item)));
        }
        enumerate.long_index.set(Some(vm.int(index)));
    }
    let number = enumerate.long_index.get().unwrap_or_else(|| vm.int(0));
    if let Some(view) = IntRef::of(number.obj()) {
        enumerate.long_index.set(Some(vm.number(view.add(IntRef::Small(1)))));
    }
    Ok(Some(Tuple::of(vm, [number, item]).into_value()))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let enumerate = receiver(object).get();
    let index = enumerate.long_index.get().unwrap_or_else(|| vm.int(enumerate.index.get()));
    let iterator = enumerate.iterator.get().unwrap_or_else(Value::none);
    let args = Tuple::of(vm, [iterator, index]).into_value();
    Ok(Tuple::of(vm, [Ptr::from_ref(object.ty()).to_value(), args]).into_value())
}

/// # Safety
///
/// `object` is an `enumerate`.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let enumerate = unsafe { object.cast::<Enumerate>().as_ref() };
    enumerate.iterator.visit(visit);
    enumerate.result.visit(visit);
}

/// `enumerate`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "enumerate",
    kind: Kind::Enumerate,
    flags: flags::HAVE_GC | flags::BASETYPE,
    basicsize: size_of::<Enumerate>(),
    doc: Some("enumerate(iterable, start=0)\n--\n\nPairs of a number and an item of an iterable."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<Enumerate>);
        slots.traverse.set(Some(traverse));
        slots.iter.set(Some(super::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[
        MethodDef::noargs("__reduce__", reduce),
        MethodDef::o("__class_getitem__", crate::objects::collections::class_getitem).class(),
    ],
    ..TypeSpec::DEFAULT
};
