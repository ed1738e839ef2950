//! Text of objects, and characters.

use crate::errors::PyResult;
use crate::objects::bytes::source::with_bytes_like;
use crate::objects::int::IntRef;
use crate::objects::str_::Str;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// The functions of this file.
pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::o("ascii", |vm, _, object| vm.ascii(object).map(Ref::into_value)).doc(
        "ascii($module, obj, /)\n--\n\n\
         What repr() says, with escapes in the place of characters that are not ASCII.",
    ),
    MethodDef::o("chr", |vm, _, code| chr(vm, code))
        .doc("chr($module, i, /)\n--\n\nThe character with this code point, from 0 to 0x10ffff."),
    MethodDef::fast("format", |vm, _, args| {
        args.range(vm, "format", 1, 2)?;
        let spec = args.positional(1);
        if let Some(spec) = spec
            && spec.cast::<Str>().is_none()
        {
            let name = spec.ty().name();
            return Err(vm.type_error(format_args!("format() argument 2 must be str, not {name}")));
        }
        vm.format(args.get(0), spec).map(Ref::into_value)
    })
    .doc("format($module, value, format_spec='', /)\n--\n\nWhat the __format__ of a value makes of a format."),
    MethodDef::o("ord", |vm, _, character| ord(vm, character))
        .doc("ord($module, character, /)\n--\n\nThe code point of a character, which is a string of length 1."),
    MethodDef::o("repr", |vm, _, object| vm.repr(object).map(Ref::into_value))
        .doc("repr($module, obj, /)\n--\n\nText that shows an object to programmers; for many, one that makes it when run."),
];

fn chr(vm: &Vm, code: Obj<'_>) -> PyResult<Value> {
    let code = vm.index(code)?;
    let code = IntRef::of(code.obj()).and_then(IntRef::to_i64).and_then(|code| u32::try_from(code).ok());
    match code.filter(|code| *code <= u32::from(char::MAX)) {
        Some(code) => Ok(Str::from_code(vm, code).into_value()),
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &Vm, character: Obj<'_>) -> PyResult<Value> {
    let (len, code) = match character.cast::<Str>() {
        Some(text) => (text.len(), text.get().chars().iter().next()),
        None => {
            match with_bytes_like(character, |bytes| (bytes.len(), bytes.first().copied().map(u32::from))) {
                Some(found) => found,
                None => {
                    let name = character.ty().name();
                    return Err(
                        vm.type_error(format_args!("ord() expected string of length 1, but {name} found"))
                    );
                }
            }
        }
    };
    match code {
        Some(code) if len == 1 => Ok(vm.int(code.into())),
        _ => Err(vm.type_error(format_args!("ord() expected a character, but string of length {len} found"))),
    }
}
