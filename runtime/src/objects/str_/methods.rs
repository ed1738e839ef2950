//! Methods of strings.

#![allow(unsafe_code, reason = "borrows of items that nothing can change meanwhile")]

use super::chars::{same_width, with_units};
use super::slots::{self, substring, this};
use super::unicode;
use super::{Chars, Str, StrBuilder, codec};
use crate::args::{Args, Signature};
use crate::errors::{PyResult, Raised};
use crate::objects::collections::ssize_argument;
use crate::objects::format::{Source, format_template, str_format};
use crate::objects::list::List;
use crate::objects::search;
use crate::objects::sequence::slice_index;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef};
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

macro_rules! simple {
    ($(($name:literal, |$vm:ident, $string:ident| $body:expr),)*) => {
        &[$(MethodDef::noargs($name, |$vm, object| {
            let $string = this($vm, object)?;
            Ok($body)
        }),)*]
    };
}

const SIMPLE: &[MethodDef] = simple! {
    ("capitalize", |vm, string| string.capitalize(vm).into_value()),
    ("casefold", |vm, string| string.casefold(vm).into_value()),
    ("lower", |vm, string| string.lower(vm).into_value()),
    ("swapcase", |vm, string| string.swapcase(vm).into_value()),
    ("title", |vm, string| string.title(vm).into_value()),
    ("upper", |vm, string| string.upper(vm).into_value()),
    ("isalnum", |_vm, string| Value::bool(string.all(unicode::is_alnum))),
    ("isalpha", |_vm, string| Value::bool(string.all(unicode::is_alpha))),
    ("isascii", |_vm, string| Value::bool(string.is_ascii())),
    ("isdecimal", |_vm, string| Value::bool(string.all(unicode::is_decimal))),
    ("isdigit", |_vm, string| Value::bool(string.all(unicode::is_digit))),
    ("isidentifier", |_vm, string| Value::bool(string.is_identifier())),
    ("islower", |_vm, string| Value::bool(string.is_lower())),
    ("isnumeric", |_vm, string| Value::bool(string.all(unicode::is_numeric))),
    ("isprintable", |_vm, string| Value::bool(string.chars().iter().all(unicode::is_printable))),
    ("isspace", |_vm, string| Value::bool(string.all(unicode::is_space))),
    ("istitle", |_vm, string| Value::bool(string.is_title())),
    ("isupper", |_vm, string| Value::bool(string.is_upper())),
    ("__getnewargs__", |vm, string| {
        Tuple::new(vm, vec![Str::from_chars(vm, string.get().chars()).into_value()]).into_value()
    }),
    ("__sizeof__", |vm, string| vm.int(sizeof(&string) as i64)),
};

const OTHERS: &[MethodDef] = &[
    MethodDef::keywords("encode", encode),
    MethodDef::keywords("replace", replace),
    MethodDef::keywords("split", |vm, object, args| split(vm, object, args, false)),
    MethodDef::keywords("rsplit", |vm, object, args| split(vm, object, args, true)),
    MethodDef::o("join", join),
    MethodDef::fast("center", |vm, object, args| justify(vm, object, args, "center")),
    MethodDef::fast("ljust", |vm, object, args| justify(vm, object, args, "ljust")),
    MethodDef::fast("rjust", |vm, object, args| justify(vm, object, args, "rjust")),
    MethodDef::fast("count", count),
    MethodDef::keywords("expandtabs", expandtabs),
    MethodDef::fast("find", |vm, object, args| {
        Ok(vm.int(search_for(vm, object, args, "find")?.map_or(-1, |at| at as i64)))
    }),
    MethodDef::fast("rfind", |vm, object, args| {
        Ok(vm.int(search_for(vm, object, args, "rfind")?.map_or(-1, |at| at as i64)))
    }),
    MethodDef::fast("index", |vm, object, args| found(vm, search_for(vm, object, args, "index")?)),
    MethodDef::fast("rindex", |vm, object, args| found(vm, search_for(vm, object, args, "rindex")?)),
    MethodDef::o("partition", partition),
    MethodDef::o("rpartition", rpartition),
    MethodDef::fast("strip", |vm, object, args| strip(vm, object, args, "strip")),
    MethodDef::fast("lstrip", |vm, object, args| strip(vm, object, args, "lstrip")),
    MethodDef::fast("rstrip", |vm, object, args| strip(vm, object, args, "rstrip")),
    MethodDef::keywords("splitlines", splitlines),
    MethodDef::o("translate", super::translate::translate),
    MethodDef::fast("maketrans", super::translate::maketrans).static_(),
    MethodDef::fast("startswith", |vm, object, args| affix(vm, object, args, "startswith")),
    MethodDef::fast("endswith", |vm, object, args| affix(vm, object, args, "endswith")),
    MethodDef::o("removeprefix", removeprefix),
    MethodDef::o("removesuffix", removesuffix),
    MethodDef::o("zfill", zfill),
    MethodDef::keywords("format", |vm, object, args| {
        format_template(vm, this(vm, object)?.get(), Source::Args(args)).map(Ref::into_value)
    }),
    MethodDef::o("format_map", |vm, object, mapping| {
        format_template(vm, this(vm, object)?.get(), Source::Mapping(mapping)).map(Ref::into_value)
    }),
    MethodDef::o("__format__", str_format),
];

/// Methods of `str`.
pub(super) const METHODS: &[MethodDef] = &{
    let mut all = [OTHERS[0]; SIMPLE.len() + OTHERS.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = if index < SIMPLE.len() { SIMPLE[index] } else { OTHERS[index - SIMPLE.len()] };
        index += 1;
    }
    all
};

/// What CPython's object of the string would take.
fn sizeof(string: &Str) -> usize {
    /// `PyASCIIObject`
    const ASCII: usize = 40;
    /// `PyCompactUnicodeObject`
    const COMPACT: usize = 56;
    let units = string.width().bytes() * (string.len() + 1);
    if string.is_ascii() { ASCII + units } else { COMPACT + units }
}

/// An argument that must be a string.
fn text<'a>(vm: &Vm, argument: Obj<'a>, place: &str) -> PyResult<Ptr<'a, Str>> {
    argument.cast::<Str>().ok_or_else(|| {
        vm.type_error(format_args!("{place}must be str, not {}", argument.type_name_or_none()))
    })
}

fn empty_separator(vm: &Vm) -> Raised {
    vm.value_error("empty separator")
}

/// `(sub[, start[, end]])`: the part of the string to search, where it begins, and the text to search for. `None` if
/// the start is beyond the end, where not even an empty text is.
fn range_arguments<'a>(
    vm: &Vm,
    string: Ptr<'a, Str>,
    args: &Args<'a>,
    name: &str,
) -> PyResult<Option<(Chars<'a>, usize, Chars<'a>)>> {
    args.range(vm, name, 1, 3)?;
    let needle = args.get(0);
    let Some(needle) = needle.cast::<Str>() else {
        return Err(vm.type_error(format_args!(
            "{name}() argument 1 must be str, not {}",
            needle.type_name_or_none()
        )));
    };
    let start = slice_index(vm, args.positional(1), 0)?;
    let end = slice_index(vm, args.positional(2), isize::MAX)?;
    let (start, end) = search::adjust(start, end, string.get().len());
    if start > end {
        return Ok(None);
    }
    Ok(Some((string.get().chars().slice(start, end), start, needle.get().chars())))
}

fn search_for(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Option<usize>> {
    let string = this(vm, object)?;
    let Some((hay, start, needle)) = range_arguments(vm, string, &args, name)? else {
        return Ok(None);
    };
    let at = if name.starts_with('r') { slots::rfind(hay, needle) } else { slots::find(hay, needle) };
    Ok(at.map(|at| at + start))
}

fn found(vm: &Vm, at: Option<usize>) -> PyResult<Value> {
    match at {
        Some(at) => Ok(vm.int(at as i64)),
        None => Err(vm.value_error("substring not found")),
    }
}

fn count(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let string = this(vm, object)?;
    let count = match range_arguments(vm, string, &args, "count")? {
        Some((hay, _, needle)) => slots::count(hay, needle),
        None => 0,
    };
    Ok(vm.int(count as i64))
}

fn affix(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Value> {
    args.range(vm, name, 1, 3)?;
    let string = this(vm, object)?;
    let start = slice_index(vm, args.positional(1), 0)?;
    let end = slice_index(vm, args.positional(2), isize::MAX)?;
    let (start, end) = search::adjust(start, end, string.get().len());
    let part = (start <= end).then(|| string.get().chars().slice(start, end));
    let matches = |affix: Chars<'_>| {
        part.is_some_and(|part| {
            let (own, length) = (part.len(), affix.len());
            length <= own
                && if name == "startswith" {
                    part.slice(0, length).equals(affix)
                } else {
                    part.slice(own - length, own).equals(affix)
                }
        })
    };
    let argument = args.get(0);
    if let Some(tuple) = argument.cast::<Tuple>() {
        for item in tuple.get().as_slice() {
            let Some(item) = item.cast::<Str>() else {
                return Err(vm.type_error(format_args!(
                    "tuple for {name} must only contain str, not {}",
                    item.ty().name()
                )));
            };
            if matches(item.get().chars()) {
                return Ok(Value::bool(true));
            }
        }
        return Ok(Value::bool(false));
    }
    match argument.cast::<Str>() {
        Some(affix) => Ok(Value::bool(matches(affix.get().chars()))),
        None => Err(vm.type_error(format_args!(
            "{name} first arg must be str or a tuple of str, not {}",
            argument.ty().name()
        ))),
    }
}

fn removeprefix(vm: &Vm, object: Obj<'_>, prefix: Obj<'_>) -> PyResult<Value> {
    let (string, prefix) = (this(vm, object)?, text(vm, prefix, "removeprefix() argument ")?);
    let (own, length) = (string.get().len(), prefix.get().len());
    let has = length <= own && string.get().chars().slice(0, length).equals(prefix.get().chars());
    Ok(substring(vm, string, if has { length } else { 0 }, own).into_value())
}

fn removesuffix(vm: &Vm, object: Obj<'_>, suffix: Obj<'_>) -> PyResult<Value> {
    let (string, suffix) = (this(vm, object)?, text(vm, suffix, "removesuffix() argument ")?);
    let (own, length) = (string.get().len(), suffix.get().len());
    let has = length <= own && string.get().chars().slice(own - length, own).equals(suffix.get().chars());
    Ok(substring(vm, string, 0, if has { own - length } else { own }).into_value())
}

fn replace(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<3> = Signature::new("replace", ["", "", "count"], 2).positional_only(2);
    let string = this(vm, object)?;
    let [Some(old), Some(new), most] = args.bind(vm, &SIGNATURE)? else {
        return Err(vm.system_error("replace() has two arguments at least"));
    };
    let argument = |argument: Obj<'_>, number: u32| {
        vm.type_error(format_args!(
            "replace() argument {number} must be str, not {}",
            argument.type_name_or_none()
        ))
    };
    let old = old.cast::<Str>().ok_or_else(|| argument(old, 1))?;
    let new = new.cast::<Str>().ok_or_else(|| argument(new, 2))?;
    let most = match most {
        Some(most) => ssize_argument(vm, most)?,
        None => -1,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    replace_text(vm, string, &old, &new, most).map(Ref::into_value)
}

/// `string.replace(old, new, most)`
fn replace_text(vm: &Vm, string: Ptr<'_, Str>, old: &Str, new: &Str, most: usize) -> PyResult<Ref<Str>> {
    let hay = string.get().chars();
    let replacement = same_width!(hay, old.chars(), |hay, old_units| {
        let places: Vec<usize> = search::Matches::new(hay, old_units).take(most).collect();
        (!places.is_empty()).then_some(places)
    }, else None);
    let Some(places) = replacement.filter(|_| !old.equals(new)) else {
        return Ok(substring(vm, string, 0, hay.len()));
    };
    let replacement = search::Replacement::new(places, hay.len(), old.len(), new.len());
    let Some(length) = replacement.length else {
        return Err(vm.overflow_error("replace string is too long"));
    };
    vm.check_size(length)?;
    let mut out = StrBuilder::with_capacity(length);
    replacement.pieces(hay.len(), old.len(), |piece| match piece {
        Some((start, end)) => out.push_chars(hay.slice(start, end)),
        None => out.push_chars(new.chars()),
    });
    Ok(out.finish(vm))
}

fn split(vm: &Vm, object: Obj<'_>, args: Args<'_>, from_right: bool) -> PyResult<Value> {
    const SPLIT: Signature<2> = Signature::new("split", ["sep", "maxsplit"], 0);
    const RSPLIT: Signature<2> = Signature::new("rsplit", ["sep", "maxsplit"], 0);
    let string = this(vm, object)?;
    let [separator, most] = args.bind(vm, if from_right { &RSPLIT } else { &SPLIT })?;
    let most = match most {
        Some(most) => ssize_argument(vm, most)?,
        None => -1,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let hay = string.get().chars();
    let pieces = match separator {
        Some(separator) if !separator.is_none() => {
            let Some(separator) = separator.cast::<Str>() else {
                return Err(vm.type_error(format_args!("must be str or None, not {}", separator.ty().name())));
            };
            if separator.get().is_empty() {
                return Err(empty_separator(vm));
            }
            let separator = separator.get().chars();
            let whole = vec![(0, hay.len())];
            if from_right {
                same_width!(hay, separator, |hay, separator| search::rsplit_by(hay, separator, most), else whole)
            } else {
                same_width!(hay, separator, |hay, separator| search::split_by(hay, separator, most), else whole)
            }
        }
        _ => {
            #[allow(clippy::unnecessary_cast, reason = "the cast serves three widths")]
            let pieces = with_units!(hay, units => {
                let is_space = |unit| unicode::is_space(unit as u32);
                if from_right {
                    search::rsplit_space(units, is_space, most)
                } else {
                    search::split_space(units, is_space, most)
                }
            });
            pieces
        }
    };
    let pieces =
        pieces.into_iter().map(|(start, end)| substring(vm, string, start, end).into_value()).collect();
    Ok(List::new(vm, pieces).into_value())
}

/// Whether the code point ends a line.
fn ends_line(code: u32) -> bool {
    matches!(code, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

fn splitlines(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<1> = Signature::new("splitlines", ["keepends"], 0);
    let string = this(vm, object)?;
    let [keep] = args.bind(vm, &SIGNATURE)?;
    let keep = keep.map_or(Ok(false), |keep| vm.is_true(keep))?;
    #[allow(clippy::unnecessary_cast, reason = "the cast serves three widths")]
    let lines = with_units!(string.get().chars(), units => {
        search::split_lines(units, |unit| ends_line(unit as u32), keep)
    });
    let lines =
        lines.into_iter().map(|(start, end)| substring(vm, string, start, end).into_value()).collect();
    Ok(List::new(vm, lines).into_value())
}

/// The separator of `partition`, whose message calls `None` by its type.
fn separator_argument<'a>(vm: &Vm, argument: Obj<'a>) -> PyResult<Ptr<'a, Str>> {
    argument
        .cast::<Str>()
        .ok_or_else(|| vm.type_error(format_args!("must be str, not {}", argument.ty().name())))
}

fn partition(vm: &Vm, object: Obj<'_>, separator: Obj<'_>) -> PyResult<Value> {
    let (string, separator) = (this(vm, object)?, separator_argument(vm, separator)?);
    if separator.get().is_empty() {
        return Err(empty_separator(vm));
    }
    let items = match slots::find(string.get().chars(), separator.get().chars()) {
        Some(at) => {
            let after = at + separator.get().len();
            [
                substring(vm, string, 0, at),
                separator.to_ref(),
                substring(vm, string, after, string.get().len()),
            ]
        }
        None => [substring(vm, string, 0, string.get().len()), vm.strings.empty(), vm.strings.empty()],
    };
    Ok(Tuple::new(vm, items.into_iter().map(Ref::into_value).collect()).into_value())
}

fn rpartition(vm: &Vm, object: Obj<'_>, separator: Obj<'_>) -> PyResult<Value> {
    let (string, separator) = (this(vm, object)?, separator_argument(vm, separator)?);
    if separator.get().is_empty() {
        return Err(empty_separator(vm));
    }
    let items = match slots::rfind(string.get().chars(), separator.get().chars()) {
        Some(at) => {
            let after = at + separator.get().len();
            [
                substring(vm, string, 0, at),
                separator.to_ref(),
                substring(vm, string, after, string.get().len()),
            ]
        }
        None => [vm.strings.empty(), vm.strings.empty(), substring(vm, string, 0, string.get().len())],
    };
    Ok(Tuple::new(vm, items.into_iter().map(Ref::into_value).collect()).into_value())
}

fn join(vm: &Vm, object: Obj<'_>, iterable: Obj<'_>) -> PyResult<Value> {
    let separator = this(vm, object)?;
    if iterable.ty().slots.iter.get().is_none() && !vm.is_sequence(iterable) {
        return Err(vm.type_error("can only join an iterable"));
    }
    if let Some(list) = iterable.cast::<List>()
        && iterable.ty().kind() == Kind::List
    {
        // SAFETY: items that are strings are joined without running anything, and others are an error at once.
        let items = unsafe { list.get().as_slice() };
        return slots::join(vm, &separator, items).map(Ref::into_value);
    }
    let items = vm.collect(iterable)?;
    slots::join(vm, &separator, &items).map(Ref::into_value)
}

fn strip(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Value> {
    args.range(vm, name, 0, 1)?;
    let string = this(vm, object)?;
    let set = match args.positional(0) {
        Some(set) if !set.is_none() => match set.cast::<Str>() {
            Some(set) => Some(set),
            None => return Err(vm.type_error(format_args!("{name} arg must be None or str"))),
        },
        _ => None,
    };
    let goes = |code: u32| match set {
        None => unicode::is_space(code),
        Some(set) => set.get().chars().iter().any(|other| other == code),
    };
    let chars = string.get().chars();
    let (mut start, mut end) = (0, chars.len());
    if name != "rstrip" {
        while start < end && goes(chars.at(start)) {
            start += 1;
        }
    }
    if name != "lstrip" {
        while end > start && goes(chars.at(end - 1)) {
            end -= 1;
        }
    }
    Ok(substring(vm, string, start, end).into_value())
}

fn justify(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Value> {
    args.range(vm, name, 1, 2)?;
    let string = this(vm, object)?;
    let width = ssize_argument(vm, args.get(0))?;
    let fill = match args.positional(1) {
        None => ' '.into(),
        Some(fill) => match fill.cast::<Str>() {
            Some(fill) if fill.get().len() == 1 => fill.char_at(0),
            Some(_) => return Err(vm.type_error("The fill character must be exactly one character long")),
            None => {
                return Err(vm.type_error(format_args!(
                    "The fill character must be a unicode character, not {}",
                    fill.ty().name()
                )));
            }
        },
    };
    let own = string.get().len();
    let width = usize::try_from(width).unwrap_or(0);
    let total = width.saturating_sub(own);
    // An odd space goes to the left if the width is odd too.
    let before = match name {
        "ljust" => 0,
        "rjust" => total,
        _ => total / 2 + (total & width & 1),
    };
    padded(vm, string, before, total - before, fill)
}

fn padded(vm: &Vm, string: Ptr<'_, Str>, before: usize, after: usize, fill: u32) -> PyResult<Value> {
    let own = string.get().len();
    if before + after == 0 {
        return Ok(substring(vm, string, 0, own).into_value());
    }
    vm.check_size(before.saturating_add(after).saturating_add(own))?;
    let mut out = StrBuilder::with_capacity(before + after + own);
    out.push_repeated(fill, before);
    out.push_chars(string.get().chars());
    out.push_repeated(fill, after);
    Ok(out.finish(vm).into_value())
}

fn zfill(vm: &Vm, object: Obj<'_>, width: Obj<'_>) -> PyResult<Value> {
    let string = this(vm, object)?;
    let width = ssize_argument(vm, width)?;
    let chars = string.get().chars();
    let zeros = usize::try_from(width).unwrap_or(0).saturating_sub(chars.len());
    if zeros == 0 {
        return slots::to_str(vm, object);
    }
    vm.check_size(zeros.saturating_add(chars.len()))?;
    let sign = usize::from(!chars.is_empty() && matches!(char::from_u32(chars.at(0)), Some('+' | '-')));
    let mut out = StrBuilder::with_capacity(zeros + chars.len());
    out.push_chars(chars.slice(0, sign));
    out.push_repeated('0'.into(), zeros);
    out.push_chars(chars.slice(sign, chars.len()));
    Ok(out.finish(vm).into_value())
}

fn expandtabs(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<1> = Signature::new("expandtabs", ["tabsize"], 0);
    /// How far apart tab stops are.
    const DEFAULT: usize = 8;
    let string = this(vm, object)?;
    let [size] = args.bind(vm, &SIGNATURE)?;
    let size = match size {
        Some(size) => usize::try_from(vm.index_i32(size)?).unwrap_or(0),
        None => DEFAULT,
    };
    let chars = string.get().chars();
    let tabs = chars.iter().filter(|&code| code == u32::from('\t')).count();
    if tabs == 0 && object.ty().kind() == Kind::Str {
        return Ok(object.to_owned());
    }
    vm.check_size(tabs.saturating_mul(size).saturating_add(chars.len()))?;
    let (mut out, mut column) = (StrBuilder::with_capacity(chars.len()), 0usize);
    for code in chars.iter() {
        match char::from_u32(code) {
            Some('\t') if size > 0 => {
                let spaces = size - column % size;
                out.push_repeated(' '.into(), spaces);
                column += spaces;
            }
            Some('\t') => {}
            Some('\n' | '\r') => {
                out.push(code);
                column = 0;
            }
            _ => {
                out.push(code);
                column += 1;
            }
        }
    }
    Ok(out.finish(vm).into_value())
}

fn encode(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("encode", ["encoding", "errors"], 0);
    let string = this(vm, object)?;
    let [encoding, errors] = args.bind(vm, &SIGNATURE)?;
    let name = |argument: Option<Obj<'_>>, name: &str, default: &str| -> PyResult<String> {
        match argument {
            None => Ok(default.to_owned()),
            Some(argument) => {
                Ok(text(vm, argument, &format!("encode() argument '{name}' "))?.get().as_str().into_owned())
            }
        }
    };
    let (encoding, errors) = (name(encoding, "encoding", "utf-8")?, name(errors, "errors", "strict")?);
    let bytes = codec::encode(vm, string, &encoding, &errors)?;
    Ok(crate::objects::bytes::Bytes::from_vec(vm, bytes).into_value())
}
