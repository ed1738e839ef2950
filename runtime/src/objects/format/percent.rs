//! `%` of strings and bytes.

use std::cell::Cell;

use crate::errors::{PyResult, Raised};
use crate::objects::bytes::{self, Bytes, with_bytes_like};
use crate::objects::float::text::{Style, TextFlags, to_text};
use crate::objects::int::{IntRef, text};
use crate::objects::str_::{Chars, Str, StrBuilder};
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// What the result is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Str,
    Bytes,
}

/// A conversion: what stands between the percent sign and its letter.
#[derive(Default)]
struct Conversion {
    left: bool,
    sign: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    code: u32,
}

/// The arguments that are left.
struct Arguments<'a> {
    /// Those of a tuple, or the one argument that is none.
    items: Vec<Obj<'a>>,
    next: usize,
}

impl<'a> Arguments<'a> {
    fn take(&mut self, vm: &Vm) -> PyResult<Obj<'a>> {
        let item = self.items.get(self.next).copied();
        self.next += 1;
        item.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }
}

struct Formatter<'v, 'a> {
    vm: &'v Vm,
    target: Target,
    template: Chars<'a>,
    at: usize,
    out: StrBuilder,
}

/// `str % values`
pub(crate) fn str_percent(vm: &Vm, template: &Str, values: Obj<'_>) -> PyResult<Ref<Str>> {
    let mut formatter =
        Formatter { vm, target: Target::Str, template: template.chars(), at: 0, out: StrBuilder::new() };
    formatter.run(values)?;
    Ok(formatter.out.finish(vm))
}

/// `bytes % values`
pub(crate) fn bytes_percent(vm: &Vm, template: &[u8], values: Obj<'_>) -> PyResult<Vec<u8>> {
    let template = Chars::One(template);
    let mut formatter = Formatter { vm, target: Target::Bytes, template, at: 0, out: StrBuilder::new() };
    formatter.run(values)?;
    match formatter.out {
        StrBuilder::One(bytes) => Ok(bytes),
        _ => Err(vm.system_error("bytes were made of more than bytes")),
    }
}

impl Formatter<'_, '_> {
    fn peek(&self) -> Option<u32> {
        (self.at < self.template.len()).then(|| self.template.at(self.at))
    }

    fn next_code(&mut self) -> PyResult<u32> {
        let code = self.peek().ok_or_else(|| self.vm.value_error("incomplete format"))?;
        self.at += 1;
        Ok(code)
    }

    fn run(&mut self, values: Obj<'_>) -> PyResult<()> {
        let vm = self.vm;
        let is_text = values.cast::<Str>().is_some()
            || self.target == Target::Bytes && bytes::is_bytes_or_bytearray(values);
        let tuple = values.cast::<Tuple>();
        let mapping = (vm.is_mapping(values) && tuple.is_none() && !is_text).then_some(values);
        let mut arguments = match tuple {
            Some(tuple) => {
                Arguments { items: tuple.get().as_slice().iter().map(Value::obj).collect(), next: 0 }
            }
            None => Arguments { items: vec![values], next: 0 },
        };
        // What a mapping has for a key stays alive until its conversion is done.
        let mut keyed: Option<Value>;
        let used_mapping = Cell::new(false);
        while let Some(code) = self.peek() {
            self.at += 1;
            if code != u32::from('%') {
                let start = self.at - 1;
                while self.peek().is_some_and(|code| code != u32::from('%')) {
                    self.at += 1;
                }
                self.out.push_chars(self.template.slice(start, self.at));
                continue;
            }
            if self.peek() == Some('%'.into()) {
                self.at += 1;
                self.out.push('%'.into());
                continue;
            }
            if self.peek() == Some('('.into()) {
                let Some(mapping) = mapping else {
                    return Err(vm.type_error("format requires a mapping"));
                };
                let key = self.key()?;
                keyed = Some(vm.getitem(mapping, key.obj())?);
                used_mapping.set(true);
                let mut own = Arguments { items: keyed.iter().map(Value::obj).collect(), next: 0 };
                self.conversion(&mut own)?;
                // The mapping itself is used up from here on.
                arguments.next = arguments.items.len();
            } else {
                self.conversion(&mut arguments)?;
            }
        }
        if arguments.next < arguments.items.len() && mapping.is_none() {
            let what = if self.target == Target::Str { "string" } else { "bytes" };
            return Err(vm.type_error(format_args!("not all arguments converted during {what} formatting")));
        }
        Ok(())
    }

    /// The key in parentheses, which may nest.
    fn key(&mut self) -> PyResult<Value> {
        self.at += 1;
        let (start, mut depth) = (self.at, 1);
        while depth > 0 {
            match self.peek().map(char::from_u32) {
                None => return Err(self.vm.value_error("incomplete format key")),
                Some(Some('(')) => depth += 1,
                Some(Some(')')) => depth -= 1,
                Some(_) => {}
            }
            self.at += 1;
        }
        let key = self.template.slice(start, self.at - 1);
        match (self.target, key) {
            (Target::Bytes, Chars::One(key)) => Ok(Bytes::new(self.vm, key).into_value()),
            _ => Ok(Str::from_chars(self.vm, key).into_value()),
        }
    }

    /// A decimal number.
    fn number(&mut self, most: usize, what: &str) -> PyResult<usize> {
        let mut number = 0usize;
        while let Some(digit) = self.peek().and_then(char::from_u32).and_then(|char| char.to_digit(10)) {
            number = number
                .checked_mul(10)
                .and_then(|number| number.checked_add(digit as usize))
                .filter(|&number| number <= most)
                .ok_or_else(|| self.vm.value_error(format_args!("{what} too big")))?;
            self.at += 1;
        }
        Ok(number)
    }

    /// The argument of a `*`.
    fn star(&mut self, arguments: &mut Arguments<'_>, least: i64, most: i64, c_type: &str) -> PyResult<i64> {
        self.at += 1;
        let vm = self.vm;
        let argument = arguments.take(vm)?;
        let Some(number) = IntRef::of(argument) else {
            return Err(vm.type_error("* wants int"));
        };
        match number.to_i64() {
            Some(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(vm.overflow_error(format_args!("Python int too large to convert to C {c_type}"))),
        }
    }

    fn conversion(&mut self, arguments: &mut Arguments<'_>) -> PyResult<()> {
        let mut conversion = Conversion::default();
        while let Some(code) = self.peek() {
            match char::from_u32(code) {
                Some('-') => conversion.left = true,
                Some('+') => conversion.sign = true,
                Some(' ') => conversion.blank = true,
                Some('#') => conversion.alternate = true,
                Some('0') => conversion.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        if self.peek() == Some('*'.into()) {
            let width = self.star(arguments, i64::MIN, i64::MAX, "ssize_t")?;
            conversion.left |= width < 0;
            conversion.width = width.unsigned_abs() as usize;
        } else {
            conversion.width = self.number(isize::MAX as usize, "width")?;
        }
        if self.peek() == Some('.'.into()) {
            self.at += 1;
            conversion.precision = Some(if self.peek() == Some('*'.into()) {
                self.star(arguments, i32::MIN.into(), i32::MAX.into(), "int")?.max(0) as usize
            } else {
                self.number(i32::MAX as usize, if self.target == Target::Str { "precision" } else { "prec" })?
            });
        }
        if matches!(self.peek().and_then(char::from_u32), Some('h' | 'l' | 'L')) {
            self.at += 1;
        }
        conversion.code = self.next_code()?;
        self.vm.check_size(conversion.width)?;
        let argument = arguments.take(self.vm)?;
        self.convert(&conversion, argument)
    }

    fn convert(&mut self, conversion: &Conversion, argument: Obj<'_>) -> PyResult<()> {
        let vm = self.vm;
        match (char::from_u32(conversion.code), self.target) {
            (Some('s'), Target::Str) => {
                let text = vm.str(argument)?;
                self.text(conversion, text.chars());
            }
            (Some('r'), Target::Str) => {
                let text = vm.repr(argument)?;
                self.text(conversion, text.chars());
            }
            (Some('a'), _) | (Some('r'), Target::Bytes) => {
                let text = vm.ascii(argument)?;
                self.text(conversion, text.chars());
            }
            (Some('s' | 'b'), Target::Bytes) => {
                let bytes = bytes_of(vm, argument)?;
                self.text(conversion, Chars::One(&bytes));
            }
            (Some('d' | 'i' | 'u' | 'o' | 'x' | 'X'), _) => self.integer(conversion, argument)?,
            (Some('e' | 'E' | 'f' | 'F' | 'g' | 'G'), _) => self.float(conversion, argument)?,
            (Some('c'), Target::Str) => {
                let code = character(vm, argument)?;
                self.text(&Conversion { precision: None, ..*conversion }, Chars::Four(&[code]));
            }
            (Some('c'), Target::Bytes) => {
                let byte = byte(vm, argument)?;
                self.text(&Conversion { precision: None, ..*conversion }, Chars::One(&[byte]));
            }
            _ => {
                let shown = char::from_u32(conversion.code)
                    .filter(|_| self.target == Target::Bytes || (32..127).contains(&conversion.code))
                    .unwrap_or('?');
                return Err(vm.value_error(format_args!(
                    "unsupported format character '{shown}' ({:#x}) at index {}",
                    conversion.code,
                    self.at - 1
                )));
            }
        }
        Ok(())
    }

    /// Text, cut to the precision and padded with spaces.
    fn text(&mut self, conversion: &Conversion, text: Chars<'_>) {
        let shown = conversion.precision.map_or(text.len(), |precision| precision.min(text.len()));
        let padding = conversion.width.saturating_sub(shown);
        if !conversion.left {
            self.out.push_repeated(' '.into(), padding);
        }
        self.out.push_chars(text.slice(0, shown));
        if conversion.left {
            self.out.push_repeated(' '.into(), padding);
        }
    }

    /// A number in ASCII, with a sign of its own perhaps, and a prefix of its digits.
    fn numeric(&mut self, conversion: &Conversion, prefix: &str, number: &str) {
        let (own, digits) = match number.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", number),
        };
        let sign = match own {
            "" if conversion.sign => "+",
            "" if conversion.blank => " ",
            own => own,
        };
        let padding = conversion.width.saturating_sub(sign.len() + prefix.len() + digits.len());
        if !conversion.left && !conversion.zero {
            self.out.push_repeated(' '.into(), padding);
        }
        self.out.push_str(sign);
        self.out.push_str(prefix);
        if !conversion.left && conversion.zero {
            self.out.push_repeated('0'.into(), padding);
        }
        self.out.push_str(digits);
        if conversion.left {
            self.out.push_repeated(' '.into(), padding);
        }
    }

    fn integer(&mut self, conversion: &Conversion, argument: Obj<'_>) -> PyResult<()> {
        let vm = self.vm;
        let code = char::from_u32(conversion.code).unwrap_or('d');
        let in_digits_only = matches!(code, 'o' | 'x' | 'X');
        let converted;
        let number = match IntRef::of(argument) {
            Some(number) => number,
            None => {
                converted = integer_of(vm, argument, code, in_digits_only)?;
                IntRef::of(converted.obj()).unwrap_or(IntRef::Small(0))
            }
        };
        let mut text = match code {
            'o' => text::to_radix(number, 8),
            'x' => text::to_radix(number, 16),
            'X' => text::to_radix(number, 16).to_ascii_uppercase(),
            _ => crate::objects::int::to_text(vm, number)?.as_str().into_owned(),
        };
        let prefix = match code {
            'o' if conversion.alternate => "0o",
            'x' if conversion.alternate => "0x",
            'X' if conversion.alternate => "0X",
            _ => "",
        };
        if let Some(precision) = conversion.precision {
            vm.check_size(precision)?;
            let sign = usize::from(text.starts_with('-'));
            let zeros = precision.saturating_sub(text.len() - sign);
            text.insert_str(sign, &"0".repeat(zeros));
        }
        self.numeric(conversion, prefix, &text);
        Ok(())
    }

    fn float(&mut self, conversion: &Conversion, argument: Obj<'_>) -> PyResult<()> {
        /// Without a precision, so many decimals or digits.
        const DEFAULT: usize = 6;
        let vm = self.vm;
        let value = match (crate::objects::float::as_f64(vm, argument), self.target) {
            (Ok(value), _) => value,
            (Err(_), Target::Bytes) if vm.exception_matches(vm.types.type_error()) => {
                vm.clear_exception();
                return Err(
                    vm.type_error(format_args!("float argument required, not {}", argument.ty().name()))
                );
            }
            (Err(raised), _) => return Err(raised),
        };
        let precision = conversion.precision.unwrap_or(DEFAULT);
        vm.check_size(precision)?;
        let code = char::from_u32(conversion.code).unwrap_or('f');
        let style = match code.to_ascii_lowercase() {
            'e' => Style::Exponent,
            'g' => Style::General,
            _ => Style::Fixed,
        };
        let flags = TextFlags { alternate: conversion.alternate, ..TextFlags::default() };
        let mut text = to_text(value, style, precision, flags);
        if code.is_ascii_uppercase() {
            text.make_ascii_uppercase();
        }
        self.numeric(conversion, "", &text);
        Ok(())
    }
}

/// The int that a conversion shows.
fn integer_of(vm: &Vm, argument: Obj<'_>, code: char, in_digits_only: bool) -> PyResult<Value> {
    let slots = &argument.ty().slots;
    let is_number = slots.int.get().is_some() || slots.index.get().is_some() || slots.float.get().is_some();
    let result = if !is_number {
        None
    } else if in_digits_only {
        Some(vm.index(argument))
    } else {
        Some(crate::objects::int::from_object(vm, argument))
    };
    match result {
        Some(Ok(number)) => return Ok(number),
        Some(Err(raised)) if !vm.exception_matches(vm.types.type_error()) => return Err(raised),
        _ => vm.clear_exception(),
    }
    let wanted = if in_digits_only { "an integer" } else { "a real number" };
    Err(vm.type_error(format_args!("%{code} format: {wanted} is required, not {}", argument.ty().name())))
}

fn character(vm: &Vm, argument: Obj<'_>) -> PyResult<u32> {
    const RANGE: i64 = 0x11_0000;
    if let Some(string) = argument.cast::<Str>() {
        return match string.get().len() {
            1 => Ok(string.char_at(0)),
            length => Err(vm.type_error(format_args!(
                "%c requires an int or a unicode character, not a string of length {length}"
            ))),
        };
    }
    let number = match IntRef::of(argument) {
        Some(_) => argument.to_owned(),
        None if vm.is_index(argument) => vm.index(argument)?,
        None => {
            return Err(vm.type_error(format_args!(
                "%c requires an int or a unicode character, not {}",
                argument.ty().name()
            )));
        }
    };
    match IntRef::of(number.obj()).and_then(IntRef::to_i64) {
        Some(code @ 0..RANGE) => Ok(code as u32),
        _ => Err(vm.overflow_error("%c arg not in range(0x110000)")),
    }
}

fn byte(vm: &Vm, argument: Obj<'_>) -> PyResult<u8> {
    if bytes::is_bytes_or_bytearray(argument) {
        let (length, first) =
            with_bytes_like(argument, |bytes| (bytes.len(), bytes.first().copied())).unwrap_or((0, None));
        return match first {
            Some(byte) if length == 1 => Ok(byte),
            _ => Err(vm.type_error(format_args!(
                "%c requires an integer in range(256) or a single byte, not a {} object of length {length}",
                argument.ty().name()
            ))),
        };
    }
    let number = match IntRef::of(argument) {
        Some(_) => argument.to_owned(),
        None if vm.is_index(argument) => vm.index(argument)?,
        None => {
            return Err(vm.type_error(format_args!(
                "%c requires an integer in range(256) or a single byte, not {}",
                argument.ty().name()
            )));
        }
    };
    match IntRef::of(number.obj()).and_then(IntRef::to_i64).map(u8::try_from) {
        Some(Ok(byte)) => Ok(byte),
        _ => Err(vm.overflow_error("%c arg not in range(256)")),
    }
}

/// The bytes that `%b` and `%s` show.
fn bytes_of(vm: &Vm, argument: Obj<'_>) -> PyResult<Vec<u8>> {
    if let Some(bytes) = with_bytes_like(argument, <[u8]>::to_vec) {
        return Ok(bytes);
    }
    match bytes::of_dunder(vm, argument)? {
        Some(bytes) => Ok(bytes),
        None => Err(not_bytes(vm, argument)),
    }
}

#[cold]
fn not_bytes(vm: &Vm, argument: Obj<'_>) -> Raised {
    vm.type_error(format_args!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
        argument.ty().name()
    ))
}
