//! `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`

use crate::errors::{PyResult, Raised};
use crate::objects::str_::{Chars, Str, unicode};
use crate::vm::Vm;

/// Where padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: between sign and digits
    AfterSign,
}

impl Align {
    fn of(code: u32) -> Option<Self> {
        match char::from_u32(code)? {
            '<' => Some(Self::Left),
            '>' => Some(Self::Right),
            '^' => Some(Self::Center),
            '=' => Some(Self::AfterSign),
            _ => None,
        }
    }
}

/// A format specification.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    /// What padding is made of.
    pub(super) fill: u32,
    /// Where padding goes.
    pub(super) align: Align,
    /// `+`, `-` or a space
    pub(super) sign: Option<u8>,
    /// `z`: what rounds to zero has no minus sign.
    pub(super) no_negative_zero: bool,
    /// `#`
    pub(super) alternate: bool,
    /// How long the text is at least.
    pub(super) width: usize,
    /// `,` or `_` before the point
    pub(super) grouping: Option<u8>,
    /// Digits behind the point, or in all, or characters of a string.
    pub(super) precision: Option<usize>,
    /// `,` or `_` behind the point
    pub(super) fraction_grouping: Option<u8>,
    /// The letter at the end.
    pub(super) code: Option<u32>,
}

struct Reader<'a> {
    chars: Chars<'a>,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<u32> {
        (self.at + ahead < self.chars.len()).then(|| self.chars.at(self.at + ahead))
    }

    fn takes(&mut self, expected: char) -> bool {
        let yes = self.peek(0) == Some(expected.into());
        self.at += usize::from(yes);
        yes
    }

    /// A decimal number, in the digits of any script. `None` if there is none.
    fn number(&mut self, vm: &Vm) -> PyResult<Option<usize>> {
        let mut number = None;
        while let Some(digit) = match self.peek(0) {
            Some(code @ 0x30..=0x39) => Some(code - 0x30),
            Some(code @ 0x80..) => unicode::decimal_value(code),
            _ => None,
        } {
            let next = number
                .unwrap_or(0usize)
                .checked_mul(10)
                .and_then(|number| number.checked_add(digit as usize));
            number = Some(
                next.filter(|&number| isize::try_from(number).is_ok())
                    .ok_or_else(|| vm.value_error("Too many decimal digits in format string"))?,
            );
            self.at += 1;
        }
        Ok(number)
    }

    /// `,` or `_`, not both.
    fn grouping(&mut self, vm: &Vm) -> PyResult<Option<u8>> {
        let comma = self.takes(',');
        if self.takes('_') {
            if comma || self.takes(',') {
                return Err(vm.value_error("Cannot specify both ',' and '_'."));
            }
            return Ok(Some(b'_'));
        }
        Ok(comma.then_some(b','))
    }
}

impl Spec {
    /// Parses a specification for an object of the named type, which is aligned as `default` says unless the
    /// specification says otherwise. `default_code` is the letter that none stands for where grouping is concerned.
    pub(super) fn parse(
        vm: &Vm,
        text: &Str,
        type_name: &str,
        default: Align,
        default_code: Option<char>,
    ) -> PyResult<Self> {
        let mut reader = Reader { chars: text.chars(), at: 0 };
        let (mut fill, mut align) = (None, None);
        if let Some(given) = reader.peek(1).and_then(Align::of) {
            (fill, align) = (reader.peek(0), Some(given));
            reader.at += 2;
        } else if let Some(given) = reader.peek(0).and_then(Align::of) {
            align = Some(given);
            reader.at += 1;
        }
        let sign = match reader.peek(0) {
            Some(code @ (0x20 | 0x2b | 0x2d)) => {
                reader.at += 1;
                Some(code as u8)
            }
            _ => None,
        };
        let no_negative_zero = reader.takes('z');
        let alternate = reader.takes('#');
        if fill.is_none() && reader.takes('0') {
            fill = Some('0'.into());
            // A zero before the width of a number pads it between sign and digits.
            if align.is_none() && default == Align::Right {
                align = Some(Align::AfterSign);
            }
        }
        let width = reader.number(vm)?;
        let grouping = reader.grouping(vm)?;
        let (mut precision, mut fraction_grouping) = (None, None);
        if reader.takes('.') {
            precision = reader.number(vm)?;
            fraction_grouping = reader.grouping(vm)?;
            if precision.is_none() && fraction_grouping.is_none() {
                return Err(vm.value_error("Format specifier missing precision"));
            }
        }
        let code = match reader.chars.len() - reader.at {
            0 => None,
            1 => reader.peek(0),
            _ => {
                return Err(vm.value_error(format_args!(
                    "Invalid format specifier '{}' for object of type '{type_name}'",
                    text.as_str()
                )));
            }
        };
        if let Some(separator) = grouping {
            let code = code.or(default_code.map(u32::from));
            let allowed = match code.and_then(char::from_u32) {
                None => code.is_none(),
                Some('d' | 'e' | 'f' | 'g' | 'E' | 'F' | 'G' | '%') => true,
                Some('b' | 'o' | 'x' | 'X') => separator == b'_',
                Some(_) => false,
            };
            if !allowed {
                return Err(bad_grouping(vm, separator, code));
            }
        }
        if let Some(separator) = fraction_grouping
            && code == Some('n'.into())
        {
            return Err(bad_grouping(vm, separator, code));
        }
        Ok(Self {
            fill: fill.unwrap_or(' '.into()),
            align: align.unwrap_or(default),
            sign,
            no_negative_zero,
            alternate,
            width: width.unwrap_or(0),
            grouping,
            precision,
            fraction_grouping,
            code,
        })
    }
}

#[cold]
fn bad_grouping(vm: &Vm, separator: u8, code: Option<u32>) -> Raised {
    let (separator, code) = (char::from(separator), code.unwrap_or(0));
    match char::from_u32(code) {
        Some(char) if code > 32 && code < 128 => {
            vm.value_error(format_args!("Cannot specify '{separator}' with '{char}'."))
        }
        _ => vm.value_error(format_args!("Cannot specify '{separator}' with '\\x{code:x}'.")),
    }
}
