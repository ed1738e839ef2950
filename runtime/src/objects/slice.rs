//! `slice`

#![allow(unsafe_code, reason = "declares the layout of slices")]

use num_bigint::BigInt;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::int::IntRef;
use crate::objects::tuple::{Tuple, may_be_collected};
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A slice: `PySliceObject`.
#[repr(C)]
pub struct Slice {
    header: Header,
    start: Value,
    stop: Value,
    step: Value,
}

/// The items that a slice picks out of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Picked {
    /// The index of the first item; where items would go in, if there is none.
    pub(crate) start: usize,
    /// How far it is to the next one. Never 0.
    pub(crate) step: isize,
    /// How many.
    pub(crate) count: usize,
}

impl Picked {
    /// The indices, in the order of the slice.
    pub(crate) fn indices(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.count).map(move |index| (self.start as isize + self.step * index as isize) as usize)
    }
}

/// An argument or part of a slice as an index, cut to what an index can be: `_PyEval_SliceIndexNotNone`.
pub(crate) fn index_not_none(vm: &Vm, object: Obj<'_>) -> PyResult<isize> {
    if let Some(number) = object.as_small_int() {
        return Ok(number as isize);
    }
    if vm.is_index(object) {
        vm.index_isize(object, None)
    } else {
        Err(vm.type_error("slice indices must be integers or have an __index__ method"))
    }
}

/// [`index_not_none`], with a default for `None`: `_PyEval_SliceIndex`.
pub(crate) fn index_or(vm: &Vm, object: Obj<'_>, default: isize) -> PyResult<isize> {
    if let Some(number) = object.as_small_int() {
        return Ok(number as isize);
    }
    if object.is_none() {
        Ok(default)
    } else if vm.is_index(object) {
        vm.index_isize(object, None)
    } else {
        Err(vm.type_error("slice indices must be integers or None or have an __index__ method"))
    }
}

/// What `start:stop:step` picks out of `len` items: `PySlice_AdjustIndices`. `step` is not 0.
pub(crate) fn adjust_indices(start: isize, stop: isize, step: isize, len: usize) -> Picked {
    let len = len as isize;
    // Backwards, positions lie between -1, before the first item, and the last; forwards, between 0 and the end.
    let (least, most) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let clamp = |index: isize| if index < 0 { (index + len).max(least) } else { index.min(most) };
    let (start, stop) = (clamp(start), clamp(stop));
    let distance = if step < 0 { start - stop } else { stop - start };
    let count = match step {
        // Most steps need no division.
        1 | -1 => distance.max(0),
        _ if distance > 0 => (distance - 1) / step.saturating_abs() + 1,
        _ => 0,
    };
    Picked { start: start.max(0) as usize, step, count: count as usize }
}

impl Slice {
    /// `start:stop:step`: `PySlice_New`.
    pub fn new(vm: &Vm, start: Value, stop: Value, step: Value) -> Ref<Slice> {
        let ty = vm.types.slice();
        let place = vm.alloc_var(ty, size_of::<Slice>(), 0).cast::<Slice>();
        // SAFETY: the memory has the size of a slice, and nobody uses it.
        let slice = unsafe {
            place.write(Slice { header: Header::of_builtin(ty), start, stop, step });
            Ref::from_raw(place.as_ptr())
        };
        // As with tuples: numbers and `None` cannot be part of a cycle.
        if [slice.start(), slice.stop(), slice.step()].into_iter().any(may_be_collected) {
            vm.gc.track(slice.header());
        }
        slice
    }

    /// `start`
    pub fn start(&self) -> Obj<'_> {
        self.start.obj()
    }

    /// `stop`
    pub fn stop(&self) -> Obj<'_> {
        self.stop.obj()
    }

    /// `step`
    pub fn step(&self) -> Obj<'_> {
        self.step.obj()
    }

    /// The parts as numbers, `None` as what lies beyond all sequences: `PySlice_Unpack`. The last is not 0.
    pub(crate) fn unpack(&self, vm: &Vm) -> PyResult<(isize, isize, isize)> {
        let step = index_or(vm, self.step(), 1)?;
        if step == 0 {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        // The smallest number has no negative.
        let step = step.max(-isize::MAX);
        let start = index_or(vm, self.start(), if step < 0 { isize::MAX } else { 0 })?;
        let stop = index_or(vm, self.stop(), if step < 0 { isize::MIN } else { isize::MAX })?;
        Ok((start, stop, step))
    }

    /// What it picks out of a sequence whose length is asked for after the parts of the slice, since asking them may
    /// change it.
    pub(crate) fn pick(&self, vm: &Vm, len: impl FnOnce() -> usize) -> PyResult<Picked> {
        let (start, stop, step) = self.unpack(vm)?;
        Ok(adjust_indices(start, stop, step, len()))
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Slice {
    const NAME: &'static str = "slice";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Slice
    }
}

/// The receiver of a method, whose descriptor has made sure of it.
fn receiver(object: Obj<'_>) -> Ptr<'_, Slice> {
    object.cast().expect("the receiver is a slice")
}

fn new(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "slice", 1, 3)?;
    let part = |index: usize| args.positional(index).unwrap_or(Obj::NONE).to_owned();
    let slice = if args.len() == 1 {
        Slice::new(vm, Value::none(), part(0), Value::none())
    } else {
        Slice::new(vm, part(0), part(1), part(2))
    };
    Ok(slice.into_value())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let slice = receiver(object);
    let mut text = crate::objects::str_::StrBuilder::new();
    text.push_str("slice(");
    for (index, part) in [slice.get().start(), slice.get().stop(), slice.get().step()].into_iter().enumerate()
    {
        if index > 0 {
            text.push_str(", ");
        }
        text.push_chars(vm.repr(part)?.chars());
    }
    text.push_str(")");
    Ok(text.finish(vm).into_value())
}

fn hash(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let slice = receiver(object);
    let _guard = vm.enter_recursive(" while hashing a slice")?;
    let mut lanes = crate::objects::tuple::Lanes::new();
    for part in [slice.get().start(), slice.get().stop(), slice.get().step()] {
        lanes.add(crate::objects::dict::hash_key(vm, part)?);
    }
    Ok(lanes.finish())
}

fn parts(vm: &Vm, slice: Ptr<'_, Slice>) -> Ref<Tuple> {
    let slice = slice.get();
    Tuple::of(vm, [slice.start.clone(), slice.stop.clone(), slice.step.clone()])
}

fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Slice>(), right.cast::<Slice>()) else {
        return Ok(Value::not_implemented());
    };
    if left.is(right) {
        // What the parts say of themselves does not matter.
        return Ok(Value::bool(matches!(op, CompareOp::Eq | CompareOp::Le | CompareOp::Ge)));
    }
    vm.rich_compare(parts(vm, a).obj(), parts(vm, b).obj(), op)
}

/// A part that is an int of any size, or `None`.
fn big_index(vm: &Vm, object: Obj<'_>) -> PyResult<Option<BigInt>> {
    if object.is_none() {
        return Ok(None);
    }
    if !vm.is_index(object) {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    let number = vm.index(object)?;
    Ok(IntRef::of(number.obj()).map(IntRef::to_big))
}

/// `indices(len)`: start, stop and step for a sequence of that length, for numbers of any size.
fn indices(vm: &Vm, object: Obj<'_>, length: Obj<'_>) -> PyResult<Value> {
    let slice = receiver(object);
    let length = vm.index(length)?;
    let length = IntRef::of(length.obj()).map(IntRef::to_big).unwrap_or_default();
    if length < BigInt::ZERO {
        return Err(vm.value_error("length should not be negative"));
    }
    let (start, stop, step) = big_indices(vm, slice, length)?;
    Ok(Tuple::of(vm, [vm.int_big(start), vm.int_big(stop), vm.int_big(step)]).into_value())
}

/// Start, stop and step for a sequence of any length: `_PySlice_GetLongIndices`.
pub(crate) fn big_indices(
    vm: &Vm,
    slice: Ptr<'_, Slice>,
    length: BigInt,
) -> PyResult<(BigInt, BigInt, BigInt)> {
    let zero = BigInt::ZERO;
    let step = big_index(vm, slice.get().step())?.unwrap_or_else(|| BigInt::from(1));
    if step == zero {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let backwards = step < zero;
    let (least, most) =
        if backwards { (BigInt::from(-1), &length - 1) } else { (zero.clone(), length.clone()) };
    let clamp = |index: BigInt| {
        if index < zero { (index + &length).max(least.clone()) } else { index.min(most.clone()) }
    };
    let (first, last) = if backwards { (&most, &least) } else { (&least, &most) };
    let start = big_index(vm, slice.get().start())?.map_or_else(|| first.clone(), clamp);
    let stop = big_index(vm, slice.get().stop())?.map_or_else(|| last.clone(), clamp);
    Ok((start, stop, step))
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let slice = receiver(object);
    let ty = Ptr::from_ref(object.ty()).to_value();
    Ok(Tuple::of(vm, [ty, parts(vm, slice).into_value()]).into_value())
}

/// # Safety
///
/// `object` is a slice.
unsafe fn traverse(object: std::ptr::NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    let slice = unsafe { object.cast::<Slice>().as_ref() };
    visit(slice.start());
    visit(slice.stop());
    visit(slice.step());
}

/// `slice`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "slice",
    kind: Kind::Slice,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Slice>(),
    doc: Some("What stands between brackets with colons: slice(stop) or slice(start, stop[, step])."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Slice>);
        slots.traverse.set(Some(traverse));
        slots.repr.set(Some(repr));
        slots.hash.set(Some(hash));
        slots.richcompare.set(Some(richcompare));
    },
    methods: &[MethodDef::o("indices", indices), MethodDef::noargs("__reduce__", reduce)],
    getset: &[
        GetSetDef::member("start", |_, object| Ok(receiver(object).get().start.clone())),
        GetSetDef::member("stop", |_, object| Ok(receiver(object).get().stop.clone())),
        GetSetDef::member("step", |_, object| Ok(receiver(object).get().step.clone())),
    ],
    ..TypeSpec::DEFAULT
};

/// The object as a slice.
pub(crate) fn of(object: Obj<'_>) -> Option<Ptr<'_, Slice>> {
    object.cast::<Slice>()
}
