//! Iterators, and what is done with all items of something.

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::generator::anext_with_default;
use crate::objects::iterators::callable_iterator;
use crate::objects::list::List;
use crate::objects::list::sort::sort_items;
use crate::objects::type_::{CompareOp, MethodDef};
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// What messages call the arguments of `sorted`, which are those of `list.sort`.
const SORT: Signature<2> = Signature::new("sort", ["key", "reverse"], 0).keyword_only_after(0);

/// The functions of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::o("aiter", |vm, _, iterable| vm.aiter(iterable))
        .doc("aiter($module, async_iterable, /)\n--\n\nAn asynchronous iterator over something."),
    MethodDef::o("all", |vm, _, iterable| {
        let iterator = vm.iter(iterable)?;
        while let Some(item) = vm.next(iterator.obj())? {
            if !vm.is_true(item.obj())? {
                return Ok(Value::bool(false));
            }
        }
        Ok(Value::bool(true))
    })
    .doc("all($module, iterable, /)\n--\n\nWhether all items are true; so it is if there are none."),
    MethodDef::fast("anext", |vm, _, args| {
        args.range(vm, "anext", 1, 2)?;
        let iterator = args.get(0);
        let Some(anext) = iterator.ty().slots.anext.get() else {
            let name = iterator.ty().name();
            return Err(vm.type_error(format_args!("'{name}' object is not an async iterator")));
        };
        let awaitable = anext(vm, iterator)?;
        Ok(match args.positional(1) {
            None => awaitable,
            Some(default) => anext_with_default(vm, awaitable, default),
        })
    })
    .doc(
        "anext($module, aiterator, default=<unrepresentable>, /)\n--\n\n\
         Awaits the next item of an asynchronous iterator; if it is exhausted, the default.",
    ),
    MethodDef::o("any", |vm, _, iterable| {
        let iterator = vm.iter(iterable)?;
        while let Some(item) = vm.next(iterator.obj())? {
            if vm.is_true(item.obj())? {
                return Ok(Value::bool(true));
            }
        }
        Ok(Value::bool(false))
    })
    .doc("any($module, iterable, /)\n--\n\nWhether an item is true; none is if there are none."),
    MethodDef::fast("iter", |vm, _, args| {
        args.range(vm, "iter", 1, 2)?;
        match args.positional(1) {
            None => vm.iter(args.get(0)),
            Some(_) if !vm.is_callable(args.get(0)) => {
                Err(vm.type_error("iter(v, w): v must be callable"))
            }
            Some(sentinel) => Ok(callable_iterator(vm, args.get(0), sentinel)),
        }
    })
    .doc(
        "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\n\
         An iterator over something, or over what calls answer with until that is the sentinel.",
    ),
    MethodDef::o("len", |vm, _, object| Ok(vm.int(vm.len(object)? as i64)))
        .doc("len($module, obj, /)\n--\n\nHow many items something has."),
    MethodDef::keywords("max", |vm, _, args| extreme(vm, args, "max", CompareOp::Gt)).doc(
        "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\n\
         The largest item, or the largest of several arguments.",
    ),
    MethodDef::keywords("min", |vm, _, args| extreme(vm, args, "min", CompareOp::Lt)).doc(
        "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\n\
         The smallest item, or the smallest of several arguments.",
    ),
    MethodDef::fast("next", next)
        .doc("next(iterator[, default])\n\nThe next item of an iterator; if it is exhausted, the default."),
    MethodDef::keywords("sorted", |vm, _, args| {
        args.without_keywords().range(vm, "sorted", 1, 1)?;
        let mut items = vm.collect(args.get(0))?;
        let [key, reverse] = args.skip_first().bind(vm, &SORT)?;
        let reverse = reverse.map_or(Ok(false), |reverse| vm.is_true(reverse))?;
        sort_items(vm, &mut items, key.filter(|key| !key.is_none()), reverse)?;
        Ok(List::new(vm, items).into_value())
    })
    .doc(
        "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\n\
         A new list of all items in ascending order.",
    ),
];

fn next(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "next", 1, 2)?;
    let iterator = args.get(0);
    let Some(next) = iterator.ty().slots.iternext.get() else {
        return Err(vm.type_error(format_args!("'{}' object is not an iterator", iterator.ty().name())));
    };
    match (next(vm, iterator), args.positional(1)) {
        (Ok(Some(item)), _) => Ok(item),
        (Ok(None), Some(default)) => Ok(default.to_owned()),
        (Ok(None), None) => Err(vm.stop_iteration(None)),
        (Err(_), Some(default)) if vm.exception_matches(vm.types.stop_iteration()) => {
            vm.clear_exception();
            Ok(default.to_owned())
        }
        (Err(raised), _) => Err(raised),
    }
}

/// Whether an item comes before the best so far.
fn is_better(vm: &Vm, item: Obj<'_>, best: Obj<'_>, op: CompareOp) -> PyResult<bool> {
    match item.small_int_order(best) {
        Some((item, best)) => Ok(op.holds(item.cmp(&best))),
        None => {
            let result = vm.rich_compare(item, best, op)?;
            vm.is_true(result.obj())
        }
    }
}

/// The first argument that is `op` all others, of at least one.
fn extreme_of(vm: &Vm, args: Args<'_>, op: CompareOp) -> PyResult<Value> {
    let mut best = args.get(0);
    for index in 1..args.len() {
        let item = args.get(index);
        if is_better(vm, item, best, op)? {
            best = item;
        }
    }
    Ok(best.to_owned())
}

/// `min` and `max`: the first item that is `op` all others.
fn extreme(vm: &Vm, args: Args<'_>, name: &'static str, op: CompareOp) -> PyResult<Value> {
    args.without_keywords().range(vm, name, 1, usize::MAX)?;
    if args.kwnames().is_none() && args.len() > 1 {
        return extreme_of(vm, args, op);
    }
    let signature = Signature::new(name, ["key", "default"], 0).keyword_only_after(0);
    let [key, default] = args.only_keywords().bind(vm, &signature)?;
    let key = key.filter(|key| !key.is_none());
    let single = args.len() == 1;
    if !single && default.is_some() {
        return Err(vm.type_error(format_args!(
            "Cannot specify a default for {name}() with multiple positional arguments"
        )));
    }
    let mut best: Option<(Value, Value)> = None;
    let mut consider = |item: Value| -> PyResult<()> {
        let rank = match key {
            None => item.clone(),
            Some(key) => vm.call_args(key, &[item.obj()])?,
        };
        let better = match &best {
            None => true,
            Some((_, best_rank)) => is_better(vm, rank.obj(), best_rank.obj(), op)?,
        };
        if better {
            best = Some((item, rank));
        }
        Ok(())
    };
    if single {
        let iterator = vm.iter(args.get(0))?;
        while let Some(item) = vm.next(iterator.obj())? {
            consider(item)?;
        }
    } else {
        for item in args.iter() {
            consider(item.to_owned())?;
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default.to_owned()),
        (None, None) => Err(vm.value_error(format_args!("{name}() iterable argument is empty"))),
    }
}
