//! `str.format` and `str.format_map`: literal text and replacement fields.

use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::str_::{Chars, Str, StrBuilder};
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// Where the values of fields come from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// The arguments of `format`.
    Args(Args<'a>),
    /// The mapping given to `format_map`.
    Mapping(Obj<'a>),
}

/// How fields are numbered: by themselves or by the template, not both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

/// A piece of a template.
struct Piece<'a> {
    /// Text in front, with doubled braces made single.
    literal: Chars<'a>,
    field: Option<Field<'a>>,
}

struct Field<'a> {
    name: Chars<'a>,
    conversion: Option<u32>,
    spec: Chars<'a>,
    /// Whether the specification has fields of its own.
    nested: bool,
}

struct Pieces<'a> {
    chars: Chars<'a>,
    at: usize,
}

const OPEN: u32 = '{' as u32;
const CLOSE: u32 = '}' as u32;

impl<'a> Pieces<'a> {
    fn peek(&self) -> Option<u32> {
        (self.at < self.chars.len()).then(|| self.chars.at(self.at))
    }

    fn next_code(&mut self) -> Option<u32> {
        let code = self.peek()?;
        self.at += 1;
        Some(code)
    }

    /// The next piece: literal text, and a field behind it if one follows.
    fn next(&mut self, vm: &Vm) -> PyResult<Option<Piece<'a>>> {
        if self.peek().is_none() {
            return Ok(None);
        }
        let start = self.at;
        while let Some(code) = self.next_code() {
            if code != OPEN && code != CLOSE {
                continue;
            }
            match self.peek() {
                // A doubled brace: one of them is literal.
                Some(next) if next == code => {
                    let literal = self.chars.slice(start, self.at);
                    self.at += 1;
                    return Ok(Some(Piece { literal, field: None }));
                }
                _ if code == CLOSE => return Err(vm.value_error("Single '}' encountered in format string")),
                None => return Err(vm.value_error("Single '{' encountered in format string")),
                Some(_) => {
                    let literal = self.chars.slice(start, self.at - 1);
                    return Ok(Some(Piece { literal, field: Some(self.field(vm)?) }));
                }
            }
        }
        Ok(Some(Piece { literal: self.chars.slice(start, self.at), field: None }))
    }

    /// A field, whose opening brace has been read.
    fn field(&mut self, vm: &Vm) -> PyResult<Field<'a>> {
        let start = self.at;
        let end = loop {
            match self.next_code().map(char::from_u32) {
                None => return Err(vm.value_error("expected '}' before end of string")),
                Some(Some('{')) => return Err(vm.value_error("unexpected '{' in field name")),
                Some(Some('[')) => {
                    while let Some(code) = self.peek()
                        && code != u32::from(']')
                    {
                        self.at += 1;
                    }
                }
                Some(Some('}' | ':' | '!')) => break self.at - 1,
                Some(_) => {}
            }
        };
        let name = self.chars.slice(start, end);
        let mut conversion = None;
        match char::from_u32(self.chars.at(end)) {
            Some('}') => {
                return Ok(Field { name, conversion, spec: self.chars.slice(end, end), nested: false });
            }
            Some('!') => {
                conversion = self.next_code();
                if conversion.is_none() {
                    return Err(vm.value_error("end of string while looking for conversion specifier"));
                }
                match self.next_code() {
                    Some(CLOSE) => {
                        let spec = self.chars.slice(self.at, self.at);
                        return Ok(Field { name, conversion, spec, nested: false });
                    }
                    Some(code) if code != u32::from(':') => {
                        return Err(vm.value_error("expected ':' after conversion specifier"));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        let (start, mut depth, mut nested) = (self.at, 1, false);
        loop {
            match self.next_code() {
                None => return Err(vm.value_error("unmatched '{' in format spec")),
                Some(OPEN) => {
                    depth += 1;
                    nested = true;
                }
                Some(CLOSE) => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Field {
                            name,
                            conversion,
                            spec: self.chars.slice(start, self.at - 1),
                            nested,
                        });
                    }
                }
                Some(_) => {}
            }
        }
    }
}

/// The first part of a field's name.
enum First<'a> {
    Empty,
    Index(usize),
    Key(Chars<'a>),
}

/// The parts of a field's name behind the first.
enum Step<'a> {
    Attribute(Chars<'a>),
    Index(usize),
    Key(Chars<'a>),
}

struct Steps<'a> {
    chars: Chars<'a>,
    at: usize,
}

impl<'a> Steps<'a> {
    fn next(&mut self, vm: &Vm) -> PyResult<Option<Step<'a>>> {
        let len = self.chars.len();
        if self.at >= len {
            return Ok(None);
        }
        let opener = self.chars.at(self.at);
        self.at += 1;
        let start = self.at;
        let step = if opener == u32::from('.') {
            while self.at < len && !matches!(char::from_u32(self.chars.at(self.at)), Some('.' | '[')) {
                self.at += 1;
            }
            Step::Attribute(self.chars.slice(start, self.at))
        } else if opener == u32::from('[') {
            while self.at < len && self.chars.at(self.at) != u32::from(']') {
                self.at += 1;
            }
            if self.at >= len {
                return Err(vm.value_error("Missing ']' in format string"));
            }
            let inside = self.chars.slice(start, self.at);
            self.at += 1;
            match integer(vm, inside)? {
                Some(index) => Step::Index(index),
                None => Step::Key(inside),
            }
        } else {
            return Err(vm.value_error("Only '.' or '[' may follow ']' in format field specifier"));
        };
        match &step {
            Step::Attribute(name) | Step::Key(name) if name.is_empty() => {
                Err(vm.value_error("Empty attribute in format string"))
            }
            _ => Ok(Some(step)),
        }
    }
}

/// The decimal number that a text is, if it is one.
fn integer(vm: &Vm, chars: Chars<'_>) -> PyResult<Option<usize>> {
    let mut number = None;
    for code in chars.iter() {
        let Some(digit) = crate::objects::str_::unicode::decimal_value(code) else {
            return Ok(None);
        };
        let next =
            number.unwrap_or(0usize).checked_mul(10).and_then(|number| number.checked_add(digit as usize));
        number = Some(
            next.filter(|&number| isize::try_from(number).is_ok())
                .ok_or_else(|| vm.value_error("Too many decimal digits in format string"))?,
        );
    }
    Ok(number)
}

/// Takes a field's name apart.
fn split_name<'a>(vm: &Vm, name: Chars<'a>) -> PyResult<(First<'a>, Steps<'a>)> {
    let end =
        name.iter().position(|code| code == u32::from('.') || code == u32::from('[')).unwrap_or(name.len());
    let first = name.slice(0, end);
    let first = if first.is_empty() {
        First::Empty
    } else {
        match integer(vm, first)? {
            Some(index) => First::Index(index),
            None => First::Key(first),
        }
    };
    Ok((first, Steps { chars: name, at: end }))
}

struct Formatter<'v, 'a> {
    vm: &'v Vm,
    source: Source<'a>,
    numbering: Numbering,
}

impl Formatter<'_, '_> {
    /// Fills a template in. Specifications may have fields, `depth` levels deep.
    fn fill(&mut self, template: Chars<'_>, depth: u32, out: &mut StrBuilder) -> PyResult<()> {
        let mut pieces = Pieces { chars: template, at: 0 };
        while let Some(piece) = pieces.next(self.vm)? {
            out.push_chars(piece.literal);
            if let Some(field) = piece.field {
                self.field(&field, depth, out)?;
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &Field<'_>, depth: u32, out: &mut StrBuilder) -> PyResult<()> {
        let vm = self.vm;
        let value = self.value(field.name)?;
        let value = match field.conversion.map(char::from_u32) {
            None => value,
            Some(Some('r')) => vm.repr(value.obj())?.into_value(),
            Some(Some('s')) => vm.str(value.obj())?.into_value(),
            Some(Some('a')) => vm.ascii(value.obj())?.into_value(),
            Some(_) => return Err(self.unknown_conversion(field.conversion.unwrap_or(0))),
        };
        let spec = if field.nested {
            if depth == 0 {
                return Err(vm.value_error("Max string recursion exceeded"));
            }
            let mut expanded = StrBuilder::new();
            self.fill(field.spec, depth - 1, &mut expanded)?;
            expanded.finish(vm)
        } else {
            Str::from_chars(vm, field.spec)
        };
        let text = vm.format(value.obj(), Some(spec.obj()))?;
        out.push_chars(text.chars());
        Ok(())
    }

    #[cold]
    fn unknown_conversion(&self, code: u32) -> Raised {
        match char::from_u32(code) {
            Some(char) if code > 32 && code < 127 => {
                self.vm.value_error(format_args!("Unknown conversion specifier {char}"))
            }
            _ => self.vm.value_error(format_args!("Unknown conversion specifier \\x{code:x}")),
        }
    }

    /// The value of a field: an argument, and attributes and items of it.
    fn value(&mut self, name: Chars<'_>) -> PyResult<Value> {
        let vm = self.vm;
        let (first, mut steps) = split_name(vm, name)?;
        let index = match (&first, self.numbering) {
            (First::Empty, Numbering::Manual) => {
                return Err(vm.value_error(
                    "cannot switch from manual field specification to automatic field numbering",
                ));
            }
            (First::Empty, numbering) => {
                let index = if let Numbering::Automatic(index) = numbering { index } else { 0 };
                self.numbering = Numbering::Automatic(index + 1);
                Some(index)
            }
            (First::Index(_), Numbering::Automatic(_)) => {
                return Err(vm.value_error(
                    "cannot switch from automatic field numbering to manual field specification",
                ));
            }
            (First::Index(index), _) => {
                self.numbering = Numbering::Manual;
                Some(*index)
            }
            (First::Key(_), _) => None,
        };
        let mut value = match (index, self.source, &first) {
            (Some(index), Source::Args(args), _) => match args.positional(index) {
                Some(value) => value.to_owned(),
                None => {
                    return Err(vm.index_error(format_args!(
                        "Replacement index {index} out of range for positional args tuple"
                    )));
                }
            },
            (Some(_), Source::Mapping(_), _) => {
                return Err(vm.value_error("Format string contains positional fields"));
            }
            (None, source, First::Key(key)) => {
                let key = Str::from_chars(vm, *key);
                match source {
                    Source::Mapping(mapping) => vm.getitem(mapping, key.obj())?,
                    Source::Args(args) => {
                        match args.iter_keywords().find(|(name, _)| name.get().equals(&key)) {
                            Some((_, value)) => value.to_owned(),
                            None => return Err(vm.key_error(key.obj())),
                        }
                    }
                }
            }
            (None, ..) => return Err(vm.system_error("a field without a name has no number")),
        };
        while let Some(step) = steps.next(vm)? {
            value = match step {
                Step::Attribute(name) => {
                    let name = vm.strings.intern(Str::from_chars(vm, name));
                    vm.getattr(value.obj(), name.ptr())?
                }
                Step::Index(index) => vm.getitem(value.obj(), vm.int(index as i64).obj())?,
                Step::Key(key) => vm.getitem(value.obj(), Str::from_chars(vm, key).obj())?,
            };
        }
        Ok(value)
    }
}

/// `str.format` and `str.format_map`.
pub(crate) fn format_template(vm: &Vm, template: &Str, source: Source<'_>) -> PyResult<Ref<Str>> {
    /// How many levels of fields within specifications there may be.
    const DEPTH: u32 = 1;
    let mut out = StrBuilder::with_capacity(template.len() + 16);
    Formatter { vm, source, numbering: Numbering::Unknown }.fill(template.chars(), DEPTH, &mut out)?;
    Ok(out.finish(vm))
}
