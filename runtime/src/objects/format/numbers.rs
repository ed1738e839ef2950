//! Ints, floats and complex numbers by a format specification.

use super::layout::{Pieces, lay_out, pad};
use super::spec::{Align, Spec};
use super::{spec_argument, unknown_code};
use crate::errors::{PyResult, Raised};
use crate::objects::complex::{Complex, ComplexObject};
use crate::objects::float::Float;
use crate::objects::float::text::{Style, TextFlags, to_text};
use crate::objects::int::{IntRef, text};
use crate::objects::str_::{Chars, Str};
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// `int.__format__`
pub(crate) fn int_format(vm: &Vm, object: Obj<'_>, spec: Obj<'_>) -> PyResult<Value> {
    let text = spec_argument(vm, spec)?;
    if text.is_empty() {
        return vm.str(object).map(Ref::into_value);
    }
    let Some(number) = IntRef::of(object) else {
        return Err(vm.type_error("descriptor '__format__' requires an 'int' object"));
    };
    let type_name = object.ty().name();
    let spec = Spec::parse(vm, &text, type_name, Align::Right, None)?;
    let formatted = match spec.code.map(char::from_u32) {
        None => int_by(vm, number, &spec, 'd'),
        Some(Some(code @ ('b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n'))) => int_by(vm, number, &spec, code),
        Some(Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) => float_by(vm, vm.int_to_f64(number)?, &spec),
        Some(_) => Err(unknown_code(vm, spec.code.unwrap_or(0), type_name)),
    };
    formatted.map(Ref::into_value)
}

fn int_by(vm: &Vm, number: IntRef<'_>, spec: &Spec, code: char) -> PyResult<Ref<Str>> {
    if spec.precision.is_some() || spec.fraction_grouping.is_some() {
        return Err(vm.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(vm.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    let digits = match code {
        'c' => return character(vm, number, spec),
        'b' => text::to_radix(number, 2),
        'o' => text::to_radix(number, 8),
        'x' => text::to_radix(number, 16),
        'X' => text::to_radix(number, 16).to_ascii_uppercase(),
        _ => crate::objects::int::to_text(vm, number)?.as_str().into_owned(),
    };
    let prefix = match code {
        'b' | 'o' | 'x' | 'X' if spec.alternate => ["0b", "0o", "0x", "0X"]["boxX".find(code).unwrap_or(0)],
        _ => "",
    };
    let pieces = Pieces {
        negative: number.is_negative(),
        prefix,
        digits: digits.trim_start_matches('-'),
        group: if matches!(code, 'd' | 'n') { 3 } else { 4 },
        ..Pieces::default()
    };
    lay_out(vm, &pieces, spec)
}

fn character(vm: &Vm, number: IntRef<'_>, spec: &Spec) -> PyResult<Ref<Str>> {
    if spec.sign.is_some() {
        return Err(vm.value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(vm.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    match number.to_i64() {
        Some(code @ 0..0x11_0000) => pad(vm, Chars::Four(&[code as u32]), spec),
        Some(_) => Err(vm.overflow_error("%c arg not in range(0x110000)")),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

/// `float.__format__`
pub(crate) fn float_format(vm: &Vm, object: Obj<'_>, spec: Obj<'_>) -> PyResult<Value> {
    let text = spec_argument(vm, spec)?;
    if text.is_empty() {
        return vm.str(object).map(Ref::into_value);
    }
    let Some(float) = object.cast::<Float>() else {
        return Err(vm.type_error("descriptor '__format__' requires a 'float' object"));
    };
    let type_name = object.ty().name();
    let spec = Spec::parse(vm, &text, type_name, Align::Right, None)?;
    match spec.code.map(char::from_u32) {
        None | Some(Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%')) => {
            float_by(vm, float.get().get(), &spec).map(Ref::into_value)
        }
        Some(_) => Err(unknown_code(vm, spec.code.unwrap_or(0), type_name)),
    }
}

/// The text of a float without layout: style, precision and flags as the specification says.
fn float_text(vm: &Vm, value: f64, spec: &Spec, whole_with_point: bool) -> PyResult<String> {
    /// `INT_MAX`
    const MOST: usize = i32::MAX as usize;
    if spec.precision.is_some_and(|precision| precision > MOST) {
        return Err(precision_too_big(vm));
    }
    vm.check_size(spec.precision.unwrap_or(0))?;
    let code = spec.code.and_then(char::from_u32);
    let (style, default) = match code {
        None if spec.precision.is_some() => (Style::General, 0),
        None => (Style::Repr, 0),
        Some('e' | 'E') => (Style::Exponent, 6),
        Some('f' | 'F' | '%') => (Style::Fixed, 6),
        Some(_) => (Style::General, 6),
    };
    let flags = TextFlags {
        sign: false,
        add_dot_0: code.is_none() && whole_with_point,
        alternate: spec.alternate,
        no_negative_zero: spec.no_negative_zero,
    };
    let value = if code == Some('%') { value * 100.0 } else { value };
    let mut text = to_text(value, style, spec.precision.unwrap_or(default), flags);
    if matches!(code, Some('E' | 'F' | 'G')) {
        text.make_ascii_uppercase();
    }
    if code == Some('%') {
        text.push('%');
    }
    Ok(text)
}

#[cold]
fn precision_too_big(vm: &Vm) -> Raised {
    vm.value_error("precision too big")
}

/// Takes the text of a float apart.
fn pieces_of(text: &str) -> Pieces<'_> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let end = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let (digits, after) = text.split_at(end);
    let (fraction, rest) = match after.strip_prefix('.') {
        Some(after) => {
            let end = after.find(|char: char| !char.is_ascii_digit()).unwrap_or(after.len());
            (Some(&after[..end]), &after[end..])
        }
        None => (None, after),
    };
    Pieces { negative, prefix: "", digits, group: 3, fraction, rest }
}

fn float_by(vm: &Vm, value: f64, spec: &Spec) -> PyResult<Ref<Str>> {
    let text = float_text(vm, value, spec, true)?;
    lay_out(vm, &pieces_of(&text), spec)
}

/// `complex.__format__`
pub(crate) fn complex_format(vm: &Vm, object: Obj<'_>, spec: Obj<'_>) -> PyResult<Value> {
    let text = spec_argument(vm, spec)?;
    if text.is_empty() {
        return vm.str(object).map(Ref::into_value);
    }
    let Some(complex) = object.cast::<ComplexObject>() else {
        return Err(vm.type_error("descriptor '__format__' requires a 'complex' object"));
    };
    let type_name = object.ty().name();
    let spec = Spec::parse(vm, &text, type_name, Align::Right, None)?;
    match spec.code.map(char::from_u32) {
        None | Some(Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n')) => {
            complex_by(vm, complex.get().cval, &spec).map(Ref::into_value)
        }
        Some(_) => Err(unknown_code(vm, spec.code.unwrap_or(0), type_name)),
    }
}

fn complex_by(vm: &Vm, value: Complex, spec: &Spec) -> PyResult<Ref<Str>> {
    if spec.fill == u32::from('0') {
        return Err(vm.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(vm.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    // Without a letter, the form is that of `repr`: no real part that is zero, or parentheses around both.
    let (skip_real, parentheses) = match spec.code {
        None if value.real == 0.0 && value.real.is_sign_positive() => (true, false),
        None => (false, true),
        Some(_) => (false, false),
    };
    let bare = Spec { width: 0, align: Align::Left, fill: ' '.into(), ..spec.clone() };
    let part = |value: f64, spec: &Spec| -> PyResult<Ref<Str>> {
        let text = float_text(vm, value, spec, false)?;
        lay_out(vm, &pieces_of(&text), spec)
    };
    let mut whole = String::new();
    if parentheses {
        whole.push('(');
    }
    let mut imag_spec = bare.clone();
    if !skip_real {
        whole.push_str(&part(value.real, &bare)?.as_str());
        imag_spec.sign = Some(b'+');
    }
    whole.push_str(&part(value.imag, &imag_spec)?.as_str());
    whole.push('j');
    if parentheses {
        whole.push(')');
    }
    pad(vm, Chars::One(whole.as_bytes()), spec)
}
