//! Collections whose items change them while they are compared.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;

use crate::errors::PyResult;
use crate::objects::builtin_function::BuiltinFunction;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::tuple::Tuple;
use crate::objects::type_::tests::class;
use crate::objects::type_::{CompareOp, MethodDef};
use crate::value::{Layout, Obj, Value};
use crate::vm::Vm;

thread_local! {
    /// The collections that comparisons change. They are dropped while their VM is there, or not at all.
    static TARGETS: RefCell<ManuallyDrop<Vec<Value>>> = const { RefCell::new(ManuallyDrop::new(Vec::new())) };
    static RANDOM: Cell<u64> = const { Cell::new(0x9e37_79b9_7f4a_7c15) };
    /// How many comparisons there were.
    static COMPARISONS: Cell<u64> = const { Cell::new(0) };
}

/// A number that looks random and is the same every time.
fn below(bound: u64) -> u64 {
    let mut state = RANDOM.get();
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    RANDOM.set(state);
    (state >> 11) % bound
}

fn target(index: usize) -> Value {
    TARGETS.with_borrow(|targets| targets[index].clone())
}

fn dict() -> Value {
    target(0)
}

fn set() -> Value {
    target(1)
}

fn list() -> Value {
    target(2)
}

/// An item: a small int or one of the objects that are hostile.
fn item(vm: &Vm) -> Value {
    match below(3) {
        0 => vm.int(below(12) as i64),
        1 => target(4 + below(6) as usize),
        _ => vm.call_args(target(3).obj(), &[]).expect("an object can be made"),
    }
}

/// Changes one of the collections.
fn disturb(vm: &Vm) -> PyResult<()> {
    if TARGETS.with_borrow(|targets| targets.is_empty()) {
        // The test is over.
        return Ok(());
    }
    let (dict, set, list) = (dict(), set(), list());
    let dict = dict.cast::<Dict>().expect("a dict").get();
    let set = set.cast::<Set>().expect("a set").get();
    let list = list.cast::<List>().expect("a list").get();
    // Numbers need no comparison: changes do not nest.
    let number = vm.int(below(40) as i64);
    match below(16) {
        0 => dict.clear(),
        1 => drop(dict.pop_last(vm)?),
        2..5 => dict.insert(vm, number, Value::none())?,
        5 => {
            for number in 100..150 {
                dict.insert(vm, vm.int(number), Value::none())?;
            }
        }
        6 => set.clear(),
        7..9 => set.add(vm, number)?,
        9 => {
            for number in 100..150 {
                set.add(vm, vm.int(number))?;
            }
        }
        10 => drop(vm.call_method_str(set.ptr().obj(), "pop", &[]).map_err(|_| vm.clear_exception())),
        11 => drop(list.take()),
        12 => list.push(vm, number)?,
        13 => drop(list.pop()),
        _ => {}
    }
    Ok(())
}

fn hostile_eq(vm: &Vm, _: Obj<'_>, _: Obj<'_>) -> PyResult<Value> {
    COMPARISONS.set(COMPARISONS.get() + 1);
    disturb(vm)?;
    match below(12) {
        0 => Err(vm.value_error("no")),
        1..4 => Ok(Value::bool(true)),
        4 => Ok(Value::not_implemented()),
        _ => Ok(Value::bool(false)),
    }
}

fn hostile_hash(vm: &Vm, _: Obj<'_>) -> PyResult<Value> {
    Ok(vm.int(below(2) as i64 + 3))
}

fn hostile_del(vm: &Vm, _: Obj<'_>) -> PyResult<Value> {
    disturb(vm)?;
    Ok(Value::none())
}

static DEL: MethodDef = MethodDef::noargs("__del__", hostile_del);
static EQ: MethodDef = MethodDef::o("__eq__", hostile_eq);
static LT: MethodDef = MethodDef::o("__lt__", hostile_eq);
static HASH: MethodDef = MethodDef::noargs("__hash__", hostile_hash);

/// Does something to a collection that compares items. What comes of it does not matter.
fn act(vm: &Vm) -> PyResult<()> {
    let (dict, set, list) = (dict(), set(), list());
    let of = |value: &Value| vm.call_args(value.ty().ptr().obj(), &[value.obj()]);
    let (one, two) = (item(vm), item(vm));
    match below(24) {
        0..3 => vm.setitem(dict.obj(), one.obj(), Some(two.obj())),
        3 => vm.getitem(dict.obj(), one.obj()).map(drop),
        4 => vm.setitem(dict.obj(), one.obj(), None),
        5 => vm.call_method_str(dict.obj(), "setdefault", &[one.obj(), two.obj()]).map(drop),
        6 => vm.rich_compare(dict.obj(), of(&dict)?.obj(), CompareOp::Eq).map(drop),
        7 => vm.call_method_str(dict.obj(), "update", &[of(&dict)?.obj()]).map(drop),
        8..11 => vm.call_method_str(set.obj(), "add", &[one.obj()]).map(drop),
        11 => vm.call_method_str(set.obj(), "discard", &[one.obj()]).map(drop),
        12 => vm.call_method_str(set.obj(), "update", &[of(&set)?.obj()]).map(drop),
        13 => vm.call_method_str(set.obj(), "symmetric_difference_update", &[list.obj()]).map(drop),
        14 => vm.call_method_str(set.obj(), "difference", &[dict.obj()]).map(drop),
        15 => vm.call_method_str(set.obj(), "issubset", &[of(&set)?.obj()]).map(drop),
        16 => vm.call_method_str(list.obj(), "append", &[one.obj()]).map(drop),
        17 => vm.call_method_str(list.obj(), "index", &[one.obj()]).map(drop),
        18 => vm.call_method_str(list.obj(), "remove", &[one.obj()]).map(drop),
        19 => vm.call_method_str(list.obj(), "count", &[one.obj()]).map(drop),
        20 => vm.call_method_str(list.obj(), "sort", &[]).map(drop),
        21 => vm.rich_compare(list.obj(), of(&list)?.obj(), CompareOp::Lt).map(drop),
        22 => vm.call_method_str(list.obj(), "extend", &[of(&list)?.obj()]).map(drop),
        _ => {
            let bound = |number: u64| vm.int(number as i64);
            let step = vm.int(below(5) as i64 - 2);
            let slice = Slice::new(vm, bound(below(6)), bound(below(12)), step);
            let items = Tuple::new(vm, (0..below(4)).map(|_| item(vm)).collect());
            vm.setitem(list.obj(), slice.obj(), Some(items.obj()))
        }
    }
}

#[test]
fn collections_that_are_changed_by_comparisons_stay_whole() {
    Vm::bare().enter(|vm| {
        let functions =
            [&EQ, &LT, &HASH, &DEL].map(|def| BuiltinFunction::new(vm, def, Some(Obj::NONE), None));
        let [eq, lt, hash, del] = &functions;
        let attributes =
            [("__eq__", eq.obj()), ("__lt__", lt.obj()), ("__hash__", hash.obj()), ("__del__", del.obj())];
        let hostile = class(vm, "Hostile", &[], &attributes).unwrap();
        let mut targets = vec![
            Dict::new(vm).into_value(),
            Set::new(vm).into_value(),
            List::new(vm, Vec::new()).into_value(),
        ];
        targets.push(hostile.into_value());
        for _ in 0..6 {
            targets.push(vm.call_args(targets[3].obj(), &[]).unwrap());
        }
        TARGETS.set(ManuallyDrop::new(targets));
        for step in 0..60_000 {
            if act(vm).is_err() {
                vm.clear_exception();
            }
            // Collections that are too large only take time.
            if step % 50 == 49 {
                for index in 0..3 {
                    vm.call_method_str(target(index).obj(), "clear", &[]).unwrap();
                }
            }
        }
        assert!(COMPARISONS.get() > 10_000, "{} comparisons", COMPARISONS.get());
        drop(ManuallyDrop::into_inner(TARGETS.take()));
    });
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    Vm::bare().enter(|vm| {
        vm.set_stack_size(512 << 10);
        let (mut tuple, mut list) =
            (Tuple::new(vm, Vec::new()).into_value(), List::new(vm, Vec::new()).into_value());
        let mut other = List::new(vm, Vec::new()).into_value();
        for _ in 0..200_000 {
            tuple = Tuple::of(vm, [tuple]).into_value();
            list = List::new(vm, vec![list]).into_value();
            other = List::new(vm, vec![other]).into_value();
        }
        let errors = [
            vm.hash(tuple.obj()).is_err(),
            vm.repr(list.obj()).is_err(),
            vm.rich_compare(list.obj(), other.obj(), CompareOp::Eq).is_err(),
        ];
        let raised = vm.exception_matches(vm.types.recursion_error());
        vm.clear_exception();
        assert_eq!((errors, raised), ([true; 3], true));
    });
}
