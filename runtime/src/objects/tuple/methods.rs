//! What programs do with tuples.

use super::Tuple;
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::collections::{self, ReprGuard};
use crate::objects::dict::hash_key;
use crate::objects::slice;
use crate::objects::str_::StrBuilder;
use crate::objects::type_::{CompareOp, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// The hash of several hashes: that of tuples, after xxHash.
pub(crate) struct Lanes {
    state: u64,
}

impl Lanes {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;

    /// No hashes yet.
    pub(crate) const fn new() -> Self {
        Self { state: Self::PRIME_5 }
    }

    /// One more.
    #[inline(always)]
    pub(crate) fn add(&mut self, hash: i64) {
        self.state = self.state.wrapping_add((hash as u64).wrapping_mul(Self::PRIME_2));
        self.state = self.state.rotate_left(31).wrapping_mul(Self::PRIME_1);
    }

    /// Notes how many there were.
    #[inline(always)]
    pub(crate) fn add_len(&mut self, len: usize) {
        self.state = self.state.wrapping_add(len as u64 ^ Self::PRIME_5 ^ 3_527_539);
    }

    /// Their hash. Never -1.
    #[inline(always)]
    pub(crate) fn finish(self) -> i64 {
        match self.state as i64 {
            -1 => 1_546_275_796,
            hash => hash,
        }
    }
}

/// The receiver of a slot or method, whose caller has made sure of it.
#[inline(always)]
fn receiver(object: Obj<'_>) -> Ptr<'_, Tuple> {
    object.cast().expect("the receiver is a tuple")
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let exact = ty.get().kind() == Kind::Tuple;
    if !exact {
        // A subtype may take more arguments in an `__init__` of its own, and keywords too.
        let iterable = args.without_keywords();
        let iterable = collections::iterable_argument(vm, iterable, "tuple")?;
        let items = iterable.map_or(Ok(Vec::new()), |iterable| vm.collect(iterable))?;
        return Ok(Tuple::with_type(vm, &ty, items).into_value());
    }
    match collections::iterable_argument(vm, args, "tuple")? {
        Some(iterable) if iterable.ty().kind() == Kind::Tuple => Ok(iterable.to_owned()),
        Some(iterable) => Ok(Tuple::new(vm, vm.collect(iterable)?).into_value()),
        None => Ok(Tuple::new(vm, Vec::new()).into_value()),
    }
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let tuple = receiver(object);
    if tuple.is_empty() {
        return Ok(vm.intern("()").into_value());
    }
    let Some(_guard) = ReprGuard::enter(object) else {
        return Ok(vm.intern("(...)").into_value());
    };
    let mut text = StrBuilder::new();
    text.push_str("(");
    let mut items = tuple.get().as_slice().iter();
    collections::push_items(vm, &mut text, || Ok(items.next().cloned()))?;
    text.push_str(if tuple.len() == 1 { ",)" } else { ")" });
    Ok(text.finish(vm).into_value())
}

fn hash(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let tuple = receiver(object).get();
    if tuple.hash.get() != -1 {
        return Ok(tuple.hash.get());
    }
    // Tuples may be nested deeply.
    let _guard = vm.enter_recursive(" while hashing a tuple")?;
    let mut lanes = Lanes::new();
    for item in tuple.as_slice() {
        lanes.add(hash_key(vm, item.obj())?);
    }
    lanes.add_len(tuple.len());
    tuple.hash.set(lanes.finish());
    Ok(tuple.hash.get())
}

fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Tuple>(), right.cast::<Tuple>()) else {
        return Ok(Value::not_implemented());
    };
    let (a, b) = (a.get(), b.get());
    collections::compare_items(
        vm,
        op,
        || (a.len(), b.len()),
        |index| (a.as_slice().get(index).cloned(), b.as_slice().get(index).cloned()),
    )
}

fn contains(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
    for own in receiver(object).get().as_slice() {
        if collections::equal(vm, own.obj(), item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn item(vm: &Vm, object: Obj<'_>, index: isize) -> PyResult<Value> {
    let tuple = receiver(object);
    match usize::try_from(index).ok().and_then(|index| tuple.get().get(index)) {
        Some(item) => Ok(item.to_owned()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let tuple = receiver(object).get();
    let items = tuple.as_slice();
    if let Some(slice) = slice::of(key) {
        let picked = slice.get().pick(vm, || items.len())?;
        if picked.count == items.len() && picked.step == 1 && object.ty().kind() == Kind::Tuple {
            return Ok(object.to_owned());
        }
        return Ok(Tuple::from_iter(vm, picked.indices().map(|index| items[index].clone())).into_value());
    }
    match collections::subscript_index(vm, key, "tuple", || items.len())? {
        Some(index) => Ok(items[index].clone()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn concat(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let a = receiver(left);
    if a.is_empty() && right.ty().kind() == Kind::Tuple {
        return Ok(right.to_owned());
    }
    let Some(b) = right.cast::<Tuple>() else {
        return Err(vm.type_error(format_args!(
            "can only concatenate tuple (not \"{}\") to tuple",
            right.ty().name()
        )));
    };
    if b.is_empty() && left.ty().kind() == Kind::Tuple {
        return Ok(left.to_owned());
    }
    let mut items = Vec::with_capacity(a.len() + b.len());
    items.extend_from_slice(a.get().as_slice());
    items.extend_from_slice(b.get().as_slice());
    Ok(Tuple::new(vm, items).into_value())
}

fn repeat(vm: &Vm, object: Obj<'_>, count: isize) -> PyResult<Value> {
    let tuple = receiver(object);
    if (tuple.is_empty() || count == 1) && object.ty().kind() == Kind::Tuple {
        return Ok(object.to_owned());
    }
    Ok(Tuple::new(vm, collections::repeat(vm, tuple.get().as_slice(), count)?).into_value())
}

fn index(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "index", 1, 3)?;
    let items = receiver(object).get().as_slice();
    let (start, stop) = collections::search_bounds(vm, args, items.len())?;
    for (index, own) in items.iter().enumerate().take(stop).skip(start) {
        if collections::equal(vm, own.obj(), args.get(0))? {
            return Ok(vm.int(index as i64));
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}

fn count(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    let mut count = 0;
    for own in receiver(object).get().as_slice() {
        count += i64::from(collections::equal(vm, own.obj(), item)?);
    }
    Ok(vm.int(count))
}

fn getnewargs(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let items = Tuple::new(vm, receiver(object).get().as_slice().to_vec());
    Ok(Tuple::of(vm, [items.into_value()]).into_value())
}

fn fill(slots: &Slots) {
    slots.dealloc.set(super::dealloc);
    slots.traverse.set(Some(super::traverse));
    slots.repr.set(Some(repr));
    slots.hash.set(Some(hash));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(super::iter::iter));
    slots.length.set(Some(|_, object| Ok(receiver(object).len())));
    slots.contains.set(Some(contains));
    slots.item.set(Some(item));
    slots.subscript.set(Some(subscript));
    slots.concat.set(Some(concat));
    slots.repeat.set(Some(repeat));
}

/// `tuple`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "tuple",
    kind: Kind::Tuple,
    flags: flags::TUPLE_SUBCLASS | flags::HAVE_GC | flags::BASETYPE | flags::MATCH_SELF | flags::SEQUENCE,
    basicsize: size_of::<Tuple>(),
    itemsize: size_of::<Value>(),
    doc: Some("tuple(iterable=(), /)\n--\n\nAn immutable sequence: the items of an iterable, or none."),
    new: Some(new),
    slots: fill,
    methods: &[
        MethodDef::fast("index", index),
        MethodDef::o("count", count),
        MethodDef::noargs("__getnewargs__", getnewargs),
        MethodDef::o("__class_getitem__", collections::class_getitem).class(),
    ],
    ..TypeSpec::DEFAULT
};
