//! The format mini-language: what `format()`, f-strings and `str.format` do with numbers and strings, and `%`.
//!
//! | file | what it has |
//! |---|---|
//! | `spec` | the format specification: what stands behind the colon |
//! | `layout` | padding, signs and grouping |
//! | `numbers` | ints, floats and complex numbers |
//! | `template` | `str.format`: literal text and replacement fields |
//! | `percent` | `%` of strings and bytes |

mod layout;
mod numbers;
mod percent;
mod spec;
mod template;

pub(crate) use numbers::{complex_format, float_format, int_format};
pub(crate) use percent::{bytes_percent, str_percent};
pub(crate) use template::{Source, format_template};

use self::layout::pad;
use self::spec::{Align, Spec};
use crate::errors::{PyResult, Raised};
use crate::objects::str_::Str;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// The specification that `__format__` got, which must be a string.
fn spec_argument<'a>(vm: &Vm, spec: Obj<'a>) -> PyResult<Ptr<'a, Str>> {
    spec.cast::<Str>().ok_or_else(|| {
        vm.type_error(format_args!("__format__() argument must be str, not {}", spec.type_name_or_none()))
    })
}

/// `str.__format__`
pub(crate) fn str_format(vm: &Vm, object: Obj<'_>, spec: Obj<'_>) -> PyResult<Value> {
    let text = spec_argument(vm, spec)?;
    let Some(string) = object.cast::<Str>() else {
        return Err(vm.type_error("descriptor '__format__' requires a 'str' object"));
    };
    if text.is_empty() {
        return vm.str(object).map(Into::into);
    }
    let spec = Spec::parse(vm, &text, object.ty().name(), Align::Left, Some('s'))?;
    match spec.code {
        None => {}
        Some(code) if code == u32::from('s') => {}
        Some(code) => return Err(unknown_code(vm, code, object.ty().name())),
    }
    let refused = match spec.sign {
        Some(b' ') => "Space not allowed in string format specifier",
        Some(_) => "Sign not allowed in string format specifier",
        None if spec.no_negative_zero => "Negative zero coercion (z) not allowed in string format specifier",
        None if spec.alternate => "Alternate form (#) not allowed in string format specifier",
        None if spec.align == Align::AfterSign => "'=' alignment not allowed in string format specifier",
        None => "",
    };
    if !refused.is_empty() {
        return Err(vm.value_error(refused));
    }
    let chars = string.get().chars();
    let shown = spec.precision.map_or(chars.len(), |precision| precision.min(chars.len()));
    Ok(pad(vm, chars.slice(0, shown), &spec)?.into_value())
}

/// Refuses the letter at the end of a specification.
#[cold]
fn unknown_code(vm: &Vm, code: u32, type_name: &str) -> Raised {
    match char::from_u32(code) {
        Some(char) if code > 32 && code < 128 => {
            vm.value_error(format_args!("Unknown format code '{char}' for object of type '{type_name}'"))
        }
        _ => {
            vm.value_error(format_args!("Unknown format code '\\x{code:x}' for object of type '{type_name}'"))
        }
    }
}
