//! `str.translate` and `str.maketrans`.

use super::slots::this;
use super::{Str, StrBuilder};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::int::IntRef;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// How many code points there are.
const RANGE: i64 = 0x11_0000;

/// `translate`: each character becomes what the table has for it.
pub(super) fn translate(vm: &Vm, object: Obj<'_>, table: Obj<'_>) -> PyResult<Value> {
    let string = this(vm, object)?;
    let mut out = StrBuilder::with_capacity(string.get().len());
    // Most texts have far fewer different characters than characters, and asking a table is slow.
    let mut known: [Option<u32>; 128] = [None; 128];
    for code in string.get().chars().iter() {
        if let Some(Some(mapped)) = known.get(code as usize) {
            out.push(*mapped);
            continue;
        }
        let key = vm.int(code.into());
        let Some(mapped) = vm.suppress(vm.getitem(table, key.obj()), vm.types.lookup_error())? else {
            if let Some(place) = known.get_mut(code as usize) {
                *place = Some(code);
            }
            out.push(code);
            continue;
        };
        if mapped.is_none() {
            continue;
        }
        if let Some(text) = mapped.cast::<Str>() {
            out.push_chars(text.get().chars());
        } else if let Some(number) = IntRef::of(mapped.obj()) {
            match number.to_i64() {
                Some(code @ 0..RANGE) => out.push(code as u32),
                _ => return Err(vm.value_error("character mapping must be in range(0x110000)")),
            }
        } else {
            return Err(vm.type_error("character mapping must return integer, None or str"));
        }
    }
    Ok(out.finish(vm).into_value())
}

/// `maketrans`: a table for [`translate`], as a dict of code points.
pub(super) fn maketrans(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "maketrans", 1, 3)?;
    let table = Dict::new(vm);
    let Some(to) = args.positional(1) else {
        let Some(source) = args.get(0).cast::<Dict>() else {
            return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        for (key, value) in source.get().items() {
            if let Some(text) = key.cast::<Str>() {
                if text.get().len() != 1 {
                    return Err(vm.value_error("string keys in translatetable must be of length 1"));
                }
                table.set(vm, vm.int(text.char_at(0).into()).obj(), value.obj())?;
            } else if IntRef::of(key.obj()).is_some() {
                table.set(vm, key.obj(), value.obj())?;
            } else {
                return Err(vm.type_error("keys in translate table mustbe strings or integers"));
            }
        }
        return Ok(table.into_value());
    };
    let argument = |argument: Obj<'_>, number: u32| {
        vm.type_error(format_args!(
            "maketrans() argument {number} must be str, not {}",
            argument.type_name_or_none()
        ))
    };
    let to = to.cast::<Str>().ok_or_else(|| argument(to, 2))?;
    let gone: Option<Ptr<'_, Str>> = match args.positional(2) {
        Some(gone) => Some(gone.cast::<Str>().ok_or_else(|| argument(gone, 3))?),
        None => None,
    };
    let Some(from) = args.get(0).cast::<Str>() else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    if from.get().len() != to.get().len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in from.get().chars().iter().zip(to.get().chars().iter()) {
        table.set(vm, vm.int(from.into()).obj(), vm.int(to.into()).obj())?;
    }
    for code in gone.iter().flat_map(|gone| gone.get().chars().iter()) {
        table.set(vm, vm.int(code.into()).obj(), Obj::NONE)?;
    }
    Ok(table.into_value())
}
