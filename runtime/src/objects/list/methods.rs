//! What programs do with lists.

#![allow(unsafe_code, reason = "borrows of items that nothing can change meanwhile")]

use super::{List, clear, no_memory, slicing, sort, traverse};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::collections::{self, ReprGuard, from_end, ssize_argument};
use crate::objects::str_::StrBuilder;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// The receiver of a slot or method, whose caller has made sure of it.
#[inline(always)]
pub(super) fn receiver(object: Obj<'_>) -> Ptr<'_, List> {
    object.cast().expect("the receiver is a list")
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, _: Args<'_>) -> PyResult<Value> {
    Ok(List::with_type(vm, &ty, Vec::new()).into_value())
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    let args = if object.ty().kind() == Kind::List { args } else { args.without_keywords() };
    let iterable = collections::iterable_argument(vm, args, "list")?;
    let list = receiver(object).get();
    super::release(list.take());
    match iterable {
        Some(iterable) => extend(vm, list, iterable),
        None => Ok(()),
    }
}

/// Adds the items of an iterable at the end: `_PyList_Extend`.
pub(crate) fn extend(vm: &Vm, list: &List, iterable: Obj<'_>) -> PyResult<()> {
    if matches!(iterable.ty().kind(), Kind::List | Kind::Tuple) {
        let items = match (iterable.cast::<List>(), iterable.cast::<Tuple>()) {
            // SAFETY: the list is not changed before its items are counted. Extending a list by itself takes a copy.
            (Some(other), _) if !std::ptr::eq(other.get(), list) => unsafe { other.get().as_slice() },
            (Some(_), _) => &list.to_vec()[..],
            (_, Some(tuple)) => tuple.get().as_slice(),
            _ => &[],
        };
        list.reserve(vm, items.len())?;
        for item in items {
            list.push(vm, item.clone())?;
        }
        return Ok(());
    }
    let iterator = vm.iter(iterable)?;
    let hint = vm.length_hint(iterable, 8)?;
    // The hint is what a program claims: a false one must not take the memory away.
    if list.is_empty() && hint > 0 {
        list.reserve(vm, hint.min(1 << 16))?;
    }
    while let Some(item) = vm.next(iterator.obj())? {
        list.push(vm, item)?;
    }
    Ok(())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let list = receiver(object).get();
    if list.is_empty() {
        return Ok(vm.intern("[]").into_value());
    }
    let Some(_guard) = ReprGuard::enter(object) else {
        return Ok(vm.intern("[...]").into_value());
    };
    let mut text = StrBuilder::new();
    text.push_str("[");
    let mut index = 0;
    collections::push_items(vm, &mut text, || {
        index += 1;
        Ok(list.get(index - 1))
    })?;
    text.push_str("]");
    Ok(text.finish(vm).into_value())
}

fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<List>(), right.cast::<List>()) else {
        return Ok(Value::not_implemented());
    };
    let (a, b) = (a.get(), b.get());
    if a.len() != b.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    collections::compare_items(vm, op, || (a.len(), b.len()), |index| (a.get(index), b.get(index)))
}

/// The first item from `start` on and before `stop` that equals this one.
fn find(vm: &Vm, list: &List, start: usize, stop: usize, item: Obj<'_>) -> PyResult<Option<usize>> {
    let mut index = start;
    loop {
        // SAFETY: nothing runs while the items are borrowed.
        let items = unsafe { list.as_slice() };
        let mut asked = None;
        while index < items.len().min(stop) {
            match collections::equal_without_running(items[index].obj(), item) {
                Some(true) => return Ok(Some(index)),
                Some(false) => index += 1,
                None => {
                    asked = Some(items[index].clone());
                    break;
                }
            }
        }
        let Some(own) = asked else { return Ok(None) };
        if vm.rich_compare_bool(own.obj(), item, CompareOp::Eq)? {
            return Ok(Some(index));
        }
        index += 1;
    }
}

fn contains(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
    Ok(find(vm, receiver(object).get(), 0, usize::MAX, item)?.is_some())
}

fn index(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "index", 1, 3)?;
    let list = receiver(object).get();
    let (start, stop) = collections::search_bounds(vm, args, list.len())?;
    match find(vm, list, start, stop, args.get(0))? {
        Some(index) => Ok(vm.int(index as i64)),
        None => Err(vm.value_error("list.index(x): x not in list")),
    }
}

fn count(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    let list = receiver(object).get();
    let (mut count, mut start) = (0, 0);
    while let Some(index) = find(vm, list, start, usize::MAX, item)? {
        count += 1;
        start = index + 1;
    }
    Ok(vm.int(count))
}

fn remove(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    let list = receiver(object).get();
    match find(vm, list, 0, usize::MAX, item)? {
        Some(index) => {
            if index < list.len() {
                drop(list.remove(index));
            }
            Ok(Value::none())
        }
        None => Err(vm.value_error("list.remove(x): x not in list")),
    }
}

fn append(vm: &Vm, object: Obj<'_>, item: Obj<'_>) -> PyResult<Value> {
    receiver(object).get().push(vm, item.to_owned())?;
    Ok(Value::none())
}

fn insert(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [index, item] = args.exactly(vm, "insert")?;
    let index = ssize_argument(vm, index)?;
    let list = receiver(object).get();
    list.insert(vm, from_end(index, list.len()).unwrap_or(0), item.to_owned())?;
    Ok(Value::none())
}

fn pop(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "pop", 0, 1)?;
    let index = args.positional(0).map_or(Ok(-1), |index| ssize_argument(vm, index))?;
    let list = receiver(object).get();
    if list.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    match from_end(index, list.len()).filter(|&index| index < list.len()) {
        Some(index) if index + 1 == list.len() => Ok(list.pop().unwrap_or_else(Value::none)),
        Some(index) => Ok(list.remove(index)),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn item(vm: &Vm, object: Obj<'_>, index: isize) -> PyResult<Value> {
    let item = usize::try_from(index).ok().and_then(|index| receiver(object).get().get(index));
    item.ok_or_else(|| vm.index_error("list index out of range"))
}

fn ass_item(vm: &Vm, object: Obj<'_>, index: isize, value: Option<Obj<'_>>) -> PyResult<()> {
    let list = receiver(object).get();
    match usize::try_from(index).ok().filter(|&index| index < list.len()) {
        Some(index) => {
            slicing::set_item(list, index, value);
            Ok(())
        }
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

fn concat(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let a = receiver(left).get();
    let Some(b) = right.cast::<List>() else {
        return Err(
            vm.type_error(format_args!("can only concatenate list (not \"{}\") to list", right.ty().name()))
        );
    };
    let mut items = Vec::new();
    items.try_reserve_exact(a.len() + b.len()).map_err(|_| no_memory(vm))?;
    // SAFETY: taking counts runs nothing.
    unsafe {
        items.extend_from_slice(a.as_slice());
        items.extend_from_slice(b.get().as_slice());
    }
    Ok(List::new(vm, items).into_value())
}

fn inplace_concat(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    extend(vm, receiver(left).get(), right)?;
    Ok(left.to_owned())
}

fn repeat(vm: &Vm, object: Obj<'_>, count: isize) -> PyResult<Value> {
    // SAFETY: taking counts runs nothing.
    let items = collections::repeat(vm, unsafe { receiver(object).get().as_slice() }, count)?;
    Ok(List::new(vm, items).into_value())
}

fn inplace_repeat(vm: &Vm, object: Obj<'_>, count: isize) -> PyResult<Value> {
    let list = receiver(object).get();
    if count < 1 {
        super::release(list.take());
    } else if count > 1 {
        let more = collections::repeated_len(vm, list.len(), count)? - list.len();
        list.reserve(vm, more)?;
        let items = list.to_vec();
        for _ in 1..count {
            for item in &items {
                list.push(vm, item.clone())?;
            }
        }
    }
    Ok(object.to_owned())
}

fn reverse(_: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let list = receiver(object).get();
    let mut items = list.take();
    items.reverse();
    drop(list.put(items));
    Ok(Value::none())
}

fn size_of_list(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let list = receiver(object).get();
    // As CPython counts: the collector's part is added by `sys.getsizeof`.
    Ok(vm.int((object.ty().basicsize() + list.capacity() * size_of::<Value>()) as i64))
}

fn fill(slots: &Slots) {
    slots.dealloc.set(crate::objects::alloc::dealloc::<List>);
    slots.traverse.set(Some(traverse));
    slots.clear.set(Some(clear));
    slots.init.set(Some(init));
    slots.repr.set(Some(repr));
    slots.hash.set(Some(Vm::hash_not_implemented));
    slots.richcompare.set(Some(richcompare));
    slots.iter.set(Some(super::iter::iter));
    slots.length.set(Some(|_, object| Ok(receiver(object).len())));
    slots.contains.set(Some(contains));
    slots.item.set(Some(item));
    slots.ass_item.set(Some(ass_item));
    slots.subscript.set(Some(slicing::subscript));
    slots.ass_subscript.set(Some(slicing::ass_subscript));
    slots.concat.set(Some(concat));
    slots.repeat.set(Some(repeat));
    slots.inplace_concat.set(Some(inplace_concat));
    slots.inplace_repeat.set(Some(inplace_repeat));
}

/// `list`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "list",
    kind: Kind::List,
    flags: flags::LIST_SUBCLASS | flags::HAVE_GC | flags::BASETYPE | flags::MATCH_SELF | flags::SEQUENCE,
    basicsize: size_of::<List>(),
    doc: Some("list(iterable=(), /)\n--\n\nA mutable sequence: the items of an iterable, or none."),
    new: Some(new),
    slots: fill,
    methods: &[
        MethodDef::noargs("__reversed__", super::iter::reversed),
        MethodDef::noargs("__sizeof__", size_of_list),
        MethodDef::noargs("clear", |_, object| {
            super::release(receiver(object).get().take());
            Ok(Value::none())
        }),
        MethodDef::noargs("copy", |vm, object| {
            Ok(List::new(vm, receiver(object).get().to_vec()).into_value())
        }),
        MethodDef::o("append", append),
        MethodDef::fast("insert", insert),
        MethodDef::o("extend", |vm, object, iterable| {
            extend(vm, receiver(object).get(), iterable)?;
            Ok(Value::none())
        }),
        MethodDef::fast("pop", pop),
        MethodDef::o("remove", remove),
        MethodDef::fast("index", index),
        MethodDef::o("count", count),
        MethodDef::noargs("reverse", reverse),
        MethodDef::keywords("sort", sort::method),
        MethodDef::o("__class_getitem__", collections::class_getitem).class(),
    ],
    ..TypeSpec::DEFAULT
};
