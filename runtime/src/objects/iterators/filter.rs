//! `filter`

#![allow(unsafe_code, reason = "declares the layout of iterators")]

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::alloc;
use crate::objects::layout::object_layout;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, Header, Obj, Ptr, Value};
use crate::vm::Vm;

/// `filterobject`
#[repr(C)]
struct Filter {
    header: Header,
    /// `func`
    function: Field,
    /// `it`
    iterator: Field,
}

object_layout!(Filter, Filter, "filter");

#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, Filter> {
    object.cast().expect("the receiver is a filter")
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    // A subtype may take keywords in an `__init__` of its own.
    let args = if ty.get().kind() == Kind::Filter { args } else { args.without_keywords() };
    let [function, iterable] = args.exactly(vm, "filter")?;
    let iterator = vm.iter(iterable)?;
    let filter = Filter {
        header: Header::new(&ty),
        function: Field::new(function.to_owned()),
        iterator: Field::new(iterator),
    };
    Ok(vm.alloc(&ty, filter).into_value())
}

fn next(vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
    let filter = receiver(object).get();
    let (Some(iterator), Some(function)) = (filter.iterator.get(), filter.function.get()) else {
        return Ok(None);
    };
    let itself = function.is_none() || function.is(Ptr::from_ref(vm.types.bool()).obj());
    while let Some(item) = vm.next(iterator.obj())? {
        let keep = if itself {
            vm.is_true(item.obj())?
        } else {
            let result = vm.call_args(function.obj(), &[item.obj()])?;
            vm.is_true(result.obj())?
        };
        if keep {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let filter = receiver(object).get();
    let part = |field: &Field| field.get().unwrap_or_else(Value::none);
    let args = Tuple::of(vm, [part(&filter.function), part(&filter.iterator)]).into_value();
    Ok(Tuple::of(vm, [Ptr::from_ref(object.ty()).to_value(), args]).into_value())
}

/// # Safety
///
/// `object` is a `filter`.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let filter = unsafe { object.cast::<Filter>().as_ref() };
    filter.function.visit(visit);
    filter.iterator.visit(visit);
}

/// `filter`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "filter",
    kind: Kind::Filter,
    flags: flags::HAVE_GC | flags::BASETYPE,
    basicsize: size_of::<Filter>(),
    doc: Some(
        "filter(function, iterable, /)\n--\n\nThe items of which the function, or they themselves, are true.",
    ),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(alloc::dealloc::<Filter>);
        slots.traverse.set(Some(traverse));
        slots.iter.set(Some(super::itself));
        slots.iternext.set(Some(next));
    },
    methods: &[MethodDef::noargs("__reduce__", reduce)],
    ..TypeSpec::DEFAULT
};
