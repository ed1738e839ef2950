//! The methods that `bytes` and `bytearray` share. Their results are of the type they are called on.

use super::source::{self, buffer};
use super::{Bytes, is_bytes_or_bytearray, with_bytes_like};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::bytearray::ByteArray;
use crate::objects::collections::ssize_argument;
use crate::objects::list::List;
use crate::objects::search;
use crate::objects::sequence::slice_index;
use crate::objects::str_::{Str, codec};
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, Type};
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// Runs a function with the bytes that a method was called on. It must not run Python code.
fn this<R>(vm: &Vm, object: Obj<'_>, function: impl FnOnce(&[u8]) -> R) -> PyResult<R> {
    with_bytes_like(object, function).ok_or_else(|| {
        vm.type_error(format_args!(
            "descriptor requires a 'bytes' object but received a '{}'",
            object.ty().name()
        ))
    })
}

/// An object of the type of `like`, `bytes` or `bytearray`.
fn make(vm: &Vm, like: Obj<'_>, bytes: Vec<u8>) -> Value {
    if like.cast::<ByteArray>().is_some() {
        ByteArray::from_vec(vm, bytes).into_value()
    } else {
        Bytes::from_vec(vm, bytes).into_value()
    }
}

/// What is not changed is itself if it is exactly `bytes`, and a copy if not.
fn same(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().kind() == Kind::Bytes {
        return Ok(object.to_owned());
    }
    Ok(make(vm, object, this(vm, object, <[u8]>::to_vec)?))
}

macro_rules! simple {
    ($(($name:literal, |$vm:ident, $object:ident, $bytes:ident| $body:expr),)*) => {
        &[$(MethodDef::noargs($name, |$vm, $object| {
            let result = this($vm, $object, |$bytes| $body)?;
            Ok(result.into_result($vm, $object))
        }),)*]
    };
}

/// What a method without arguments answers with.
trait Answer {
    fn into_result(self, vm: &Vm, object: Obj<'_>) -> Value;
}

impl Answer for Vec<u8> {
    fn into_result(self, vm: &Vm, object: Obj<'_>) -> Value {
        make(vm, object, self)
    }
}

impl Answer for bool {
    fn into_result(self, _: &Vm, _: Obj<'_>) -> Value {
        Value::bool(self)
    }
}

/// White space in ASCII: the vertical tab too, which Rust leaves out.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | 9..=13)
}

fn all(bytes: &[u8], is_such: impl Fn(u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| is_such(byte))
}

/// Whether there are letters, all of this case.
fn has_case(bytes: &[u8], wanted: impl Fn(&u8) -> bool, refused: impl Fn(&u8) -> bool) -> bool {
    bytes.iter().any(wanted) && !bytes.iter().any(refused)
}

fn title(bytes: &[u8]) -> Vec<u8> {
    let mut after_letter = false;
    let map = |&byte: &u8| {
        let mapped = if after_letter { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        after_letter = byte.is_ascii_alphabetic();
        mapped
    };
    bytes.iter().map(map).collect()
}

fn is_title(bytes: &[u8]) -> bool {
    let (mut found, mut after_letter) = (false, false);
    for byte in bytes {
        if byte.is_ascii_uppercase() && after_letter || byte.is_ascii_lowercase() && !after_letter {
            return false;
        }
        after_letter = byte.is_ascii_alphabetic();
        found |= after_letter;
    }
    found
}

const SIMPLE: &[MethodDef] = simple! {
    ("capitalize", |vm, object, bytes| {
        let mut result = bytes.to_ascii_lowercase();
        if let Some(first) = result.first_mut() {
            first.make_ascii_uppercase();
        }
        result
    }),
    ("lower", |vm, object, bytes| bytes.to_ascii_lowercase()),
    ("upper", |vm, object, bytes| bytes.to_ascii_uppercase()),
    ("swapcase", |vm, object, bytes| {
        let swap = |byte: &u8| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { *byte };
        bytes.iter().map(swap).collect::<Vec<u8>>()
    }),
    ("title", |vm, object, bytes| title(bytes)),
    ("isalnum", |vm, object, bytes| all(bytes, |byte| byte.is_ascii_alphanumeric())),
    ("isalpha", |vm, object, bytes| all(bytes, |byte| byte.is_ascii_alphabetic())),
    ("isascii", |vm, object, bytes| bytes.is_ascii()),
    ("isdigit", |vm, object, bytes| all(bytes, |byte| byte.is_ascii_digit())),
    ("islower", |vm, object, bytes| has_case(bytes, u8::is_ascii_lowercase, u8::is_ascii_uppercase)),
    ("isspace", |vm, object, bytes| all(bytes, is_space)),
    ("istitle", |vm, object, bytes| is_title(bytes)),
    ("isupper", |vm, object, bytes| has_case(bytes, u8::is_ascii_uppercase, u8::is_ascii_lowercase)),
};

const OTHERS: &[MethodDef] = &[
    MethodDef::keywords("decode", decode),
    MethodDef::fast("center", |vm, object, args| justify(vm, object, args, "center")),
    MethodDef::fast("ljust", |vm, object, args| justify(vm, object, args, "ljust")),
    MethodDef::fast("rjust", |vm, object, args| justify(vm, object, args, "rjust")),
    MethodDef::fast("count", count),
    MethodDef::fast("find", |vm, object, args| {
        Ok(vm.int(search_for(vm, object, args, "find")?.map_or(-1, |at| at as i64)))
    }),
    MethodDef::fast("rfind", |vm, object, args| {
        Ok(vm.int(search_for(vm, object, args, "rfind")?.map_or(-1, |at| at as i64)))
    }),
    MethodDef::fast("index", |vm, object, args| found(vm, search_for(vm, object, args, "index")?)),
    MethodDef::fast("rindex", |vm, object, args| found(vm, search_for(vm, object, args, "rindex")?)),
    MethodDef::keywords("expandtabs", expandtabs),
    MethodDef::o("fromhex", fromhex).class(),
    MethodDef::keywords("hex", hex),
    MethodDef::o("join", join),
    MethodDef::fast("maketrans", maketrans).static_(),
    MethodDef::o("partition", |vm, object, separator| partition(vm, object, separator, false)),
    MethodDef::o("rpartition", |vm, object, separator| partition(vm, object, separator, true)),
    MethodDef::o("removeprefix", |vm, object, prefix| {
        let prefix = buffer(vm, prefix)?;
        match this(vm, object, |bytes| bytes.strip_prefix(&prefix[..]).map(<[u8]>::to_vec))? {
            Some(rest) => Ok(make(vm, object, rest)),
            None => same(vm, object),
        }
    }),
    MethodDef::o("removesuffix", |vm, object, suffix| {
        let suffix = buffer(vm, suffix)?;
        match this(vm, object, |bytes| bytes.strip_suffix(&suffix[..]).map(<[u8]>::to_vec))? {
            Some(rest) => Ok(make(vm, object, rest)),
            None => same(vm, object),
        }
    }),
    MethodDef::fast("replace", replace),
    MethodDef::keywords("split", |vm, object, args| split(vm, object, args, false)),
    MethodDef::keywords("rsplit", |vm, object, args| split(vm, object, args, true)),
    MethodDef::keywords("splitlines", splitlines),
    MethodDef::fast("startswith", |vm, object, args| affix(vm, object, args, "startswith")),
    MethodDef::fast("endswith", |vm, object, args| affix(vm, object, args, "endswith")),
    MethodDef::fast("strip", |vm, object, args| strip(vm, object, args, "strip")),
    MethodDef::fast("lstrip", |vm, object, args| strip(vm, object, args, "lstrip")),
    MethodDef::fast("rstrip", |vm, object, args| strip(vm, object, args, "rstrip")),
    MethodDef::keywords("translate", translate),
    MethodDef::o("zfill", zfill),
];

const OWN: &[MethodDef] = &[
    MethodDef::noargs("__bytes__", same),
    MethodDef::noargs("__getnewargs__", |vm, object| {
        let bytes = this(vm, object, <[u8]>::to_vec)?;
        Ok(Tuple::new(vm, vec![Bytes::from_vec(vm, bytes).into_value()]).into_value())
    }),
    // What CPython's object would take: 33 bytes and the contents.
    MethodDef::noargs("__sizeof__", |vm, object| {
        Ok(vm.int(this(vm, object, |bytes| bytes.len() as i64 + 33)?))
    }),
];

/// The methods that `bytearray` shares.
pub(crate) const SHARED: [MethodDef; SIMPLE.len() + OTHERS.len()] = {
    let mut all = [OTHERS[0]; SIMPLE.len() + OTHERS.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = if index < SIMPLE.len() { SIMPLE[index] } else { OTHERS[index - SIMPLE.len()] };
        index += 1;
    }
    all
};

/// Methods of `bytes`.
pub(super) const BYTES: &[MethodDef] = &{
    let mut all = [OWN[0]; SHARED.len() + OWN.len()];
    let mut index = 0;
    while index < all.len() {
        all[index] = if index < SHARED.len() { SHARED[index] } else { OWN[index - SHARED.len()] };
        index += 1;
    }
    all
};

/// What is searched for: a piece, or one byte given as an int.
fn needle(vm: &Vm, argument: Obj<'_>) -> PyResult<Vec<u8>> {
    if let Some(bytes) = with_bytes_like(argument, <[u8]>::to_vec) {
        return Ok(bytes);
    }
    if vm.is_index(argument) {
        return Ok(vec![source::byte(vm, argument, "byte must be in range(0, 256)")?]);
    }
    Err(vm.type_error(format_args!(
        "argument should be integer or bytes-like object, not '{}'",
        argument.ty().name()
    )))
}

/// `(sub[, start[, end]])`
fn range_arguments(vm: &Vm, args: &Args<'_>, name: &str) -> PyResult<(Vec<u8>, isize, isize)> {
    args.range(vm, name, 1, 3)?;
    let start = slice_index(vm, args.positional(1), 0)?;
    let end = slice_index(vm, args.positional(2), isize::MAX)?;
    Ok((needle(vm, args.get(0))?, start, end))
}

fn search_for(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Option<usize>> {
    let (needle, start, end) = range_arguments(vm, &args, name)?;
    this(vm, object, |bytes| {
        let (start, end) = search::adjust(start, end, bytes.len());
        let part = bytes.get(start..end)?;
        let at =
            if name.starts_with('r') { search::rfind(part, &needle) } else { search::find(part, &needle) };
        at.map(|at| at + start)
    })
}

fn found(vm: &Vm, at: Option<usize>) -> PyResult<Value> {
    match at {
        Some(at) => Ok(vm.int(at as i64)),
        None => Err(vm.value_error("subsection not found")),
    }
}

fn count(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let (needle, start, end) = range_arguments(vm, &args, "count")?;
    let count = this(vm, object, |bytes| {
        let (start, end) = search::adjust(start, end, bytes.len());
        bytes.get(start..end).map_or(0, |part| search::count(part, &needle))
    })?;
    Ok(vm.int(count as i64))
}

fn affix(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Value> {
    args.range(vm, name, 1, 3)?;
    let start = slice_index(vm, args.positional(1), 0)?;
    let end = slice_index(vm, args.positional(2), isize::MAX)?;
    let matches = |affix: Obj<'_>| -> PyResult<bool> {
        let affix = buffer(vm, affix)?;
        this(vm, object, |bytes| {
            let (start, end) = search::adjust(start, end, bytes.len());
            bytes.get(start..end).is_some_and(|part| {
                if name == "startswith" { part.starts_with(&affix) } else { part.ends_with(&affix) }
            })
        })
    };
    let argument = args.get(0);
    if let Some(tuple) = argument.cast::<Tuple>() {
        for item in tuple.get().as_slice() {
            if matches(item.obj())? {
                return Ok(Value::bool(true));
            }
        }
        return Ok(Value::bool(false));
    }
    if !is_bytes_or_bytearray(argument) {
        return Err(vm.type_error(format_args!(
            "{name} first arg must be bytes or a tuple of bytes, not {}",
            argument.ty().name()
        )));
    }
    Ok(Value::bool(matches(argument)?))
}

fn replace(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    args.range(vm, "replace", 2, 3)?;
    let (old, new) = (buffer(vm, args.get(0))?, buffer(vm, args.get(1))?);
    let most = match args.positional(2) {
        Some(most) => ssize_argument(vm, most)?,
        None => -1,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let found = this(vm, object, |bytes| {
        let places: Vec<usize> = search::Matches::new(bytes, &old).take(most).collect();
        search::Replacement::new(places, bytes.len(), old.len(), new.len())
    })?;
    if found.places.is_empty() {
        return same(vm, object);
    }
    let Some(length) = found.length else {
        return Err(vm.overflow_error("replace bytes is too long"));
    };
    let mut result = Vec::new();
    result.try_reserve_exact(length).map_err(|_| vm.no_memory())?;
    this(vm, object, |bytes| {
        found.pieces(bytes.len(), old.len(), |piece| match piece {
            Some((start, end)) => result.extend_from_slice(&bytes[start..end]),
            None => result.extend_from_slice(&new),
        });
    })?;
    Ok(make(vm, object, result))
}

/// Pieces of the bytes as a list.
fn pieces(vm: &Vm, object: Obj<'_>, ranges: &[(usize, usize)]) -> PyResult<Value> {
    let all: Vec<Vec<u8>> = this(vm, object, |bytes| {
        ranges.iter().filter_map(|&(start, end)| bytes.get(start..end)).map(<[u8]>::to_vec).collect()
    })?;
    Ok(List::new(vm, all.into_iter().map(|piece| make(vm, object, piece)).collect()).into_value())
}

fn split(vm: &Vm, object: Obj<'_>, args: Args<'_>, from_right: bool) -> PyResult<Value> {
    const SPLIT: Signature<2> = Signature::new("split", ["sep", "maxsplit"], 0);
    const RSPLIT: Signature<2> = Signature::new("rsplit", ["sep", "maxsplit"], 0);
    let [separator, most] = args.bind(vm, if from_right { &RSPLIT } else { &SPLIT })?;
    let most = match most {
        Some(most) => ssize_argument(vm, most)?,
        None => -1,
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let ranges = match separator {
        Some(separator) if !separator.is_none() => {
            let separator = buffer(vm, separator)?;
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            this(vm, object, |bytes| {
                if from_right {
                    search::rsplit_by(bytes, &separator, most)
                } else {
                    search::split_by(bytes, &separator, most)
                }
            })?
        }
        _ => this(vm, object, |bytes| {
            if from_right {
                search::rsplit_space(bytes, is_space, most)
            } else {
                search::split_space(bytes, is_space, most)
            }
        })?,
    };
    pieces(vm, object, &ranges)
}

fn splitlines(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<1> = Signature::new("splitlines", ["keepends"], 0);
    let [keep] = args.bind(vm, &SIGNATURE)?;
    let keep = keep.map_or(Ok(false), |keep| vm.is_true(keep))?;
    let ends = |byte: u8| byte == b'\n' || byte == b'\r';
    let ranges = this(vm, object, |bytes| search::split_lines(bytes, ends, keep))?;
    pieces(vm, object, &ranges)
}

fn partition(vm: &Vm, object: Obj<'_>, separator: Obj<'_>, from_right: bool) -> PyResult<Value> {
    let needle = buffer(vm, separator)?;
    if needle.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let parts = this(vm, object, |bytes| {
        let at = if from_right { search::rfind(bytes, &needle) } else { search::find(bytes, &needle) };
        at.map(|at| (bytes[..at].to_vec(), bytes[at + needle.len()..].to_vec()))
    })?;
    let empty = || make(vm, object, Vec::new());
    let items = match parts {
        Some((before, after)) => {
            let middle = if object.cast::<ByteArray>().is_some() {
                make(vm, object, needle)
            } else {
                separator.to_owned()
            };
            vec![make(vm, object, before), middle, make(vm, object, after)]
        }
        None if from_right => vec![empty(), empty(), same(vm, object)?],
        None => vec![same(vm, object)?, empty(), empty()],
    };
    Ok(Tuple::new(vm, items).into_value())
}

fn strip(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Value> {
    args.range(vm, name, 0, 1)?;
    let set = match args.positional(0) {
        Some(set) if !set.is_none() => Some(buffer(vm, set)?),
        _ => None,
    };
    let goes = |byte: u8| set.as_ref().map_or_else(|| is_space(byte), |set| set.contains(&byte));
    let rest = this(vm, object, |bytes| {
        let (mut start, mut end) = (0, bytes.len());
        while name != "rstrip" && start < end && goes(bytes[start]) {
            start += 1;
        }
        while name != "lstrip" && end > start && goes(bytes[end - 1]) {
            end -= 1;
        }
        (end - start < bytes.len()).then(|| bytes[start..end].to_vec())
    })?;
    match rest {
        Some(rest) => Ok(make(vm, object, rest)),
        None => same(vm, object),
    }
}

fn justify(vm: &Vm, object: Obj<'_>, args: Args<'_>, name: &str) -> PyResult<Value> {
    args.range(vm, name, 1, 2)?;
    let width = ssize_argument(vm, args.get(0))?;
    let fill = match args.positional(1) {
        None => b' ',
        Some(fill) if is_bytes_or_bytearray(fill) => match buffer(vm, fill)?[..] {
            [byte] => byte,
            ref other => {
                return Err(vm.type_error(format_args!(
                    "{name}(): argument 2 must be a byte string of length 1, not a {} object of length {}",
                    fill.ty().name(),
                    other.len()
                )));
            }
        },
        Some(fill) => {
            return Err(vm.type_error(format_args!(
                "{name}() argument 2 must be a byte string of length 1, not {}",
                fill.ty().name()
            )));
        }
    };
    let own = this(vm, object, <[u8]>::len)?;
    let width = usize::try_from(width).unwrap_or(0);
    let total = width.saturating_sub(own);
    if total == 0 {
        return same(vm, object);
    }
    vm.check_size(width)?;
    let before = match name {
        "ljust" => 0,
        "rjust" => total,
        _ => total / 2 + (total & width & 1),
    };
    let mut result = vec![fill; before];
    this(vm, object, |bytes| result.extend_from_slice(bytes))?;
    result.resize(result.len() + total - before, fill);
    Ok(make(vm, object, result))
}

fn zfill(vm: &Vm, object: Obj<'_>, width: Obj<'_>) -> PyResult<Value> {
    let width = ssize_argument(vm, width)?;
    let own = this(vm, object, <[u8]>::len)?;
    let zeros = usize::try_from(width).unwrap_or(0).saturating_sub(own);
    if zeros == 0 {
        return same(vm, object);
    }
    vm.check_size(zeros.saturating_add(own))?;
    let result = this(vm, object, |bytes| {
        let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
        let mut result = bytes[..sign].to_vec();
        result.resize(sign + zeros, b'0');
        result.extend_from_slice(&bytes[sign..]);
        result
    })?;
    Ok(make(vm, object, result))
}

fn expandtabs(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<1> = Signature::new("expandtabs", ["tabsize"], 0);
    /// How far apart tab stops are.
    const DEFAULT: usize = 8;
    let [size] = args.bind(vm, &SIGNATURE)?;
    let size = match size {
        Some(size) => usize::try_from(vm.index_i32(size)?).unwrap_or(0),
        None => DEFAULT,
    };
    let (length, tabs) = this(vm, object, |bytes| (bytes.len(), search::count(bytes, b"\t")))?;
    vm.check_size(tabs.saturating_mul(size).saturating_add(length))?;
    let result = this(vm, object, |bytes| {
        let (mut result, mut column) = (Vec::with_capacity(length), 0);
        for &byte in bytes {
            match byte {
                b'\t' if size > 0 => {
                    let spaces = size - column % size;
                    result.resize(result.len() + spaces, b' ');
                    column += spaces;
                }
                b'\t' => {}
                _ => {
                    result.push(byte);
                    column = if byte == b'\n' || byte == b'\r' { 0 } else { column + 1 };
                }
            }
        }
        result
    })?;
    Ok(make(vm, object, result))
}

fn join(vm: &Vm, object: Obj<'_>, iterable: Obj<'_>) -> PyResult<Value> {
    if iterable.ty().slots.iter.get().is_none() && !vm.is_sequence(iterable) {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.collect(iterable)?;
    let separator = this(vm, object, <[u8]>::to_vec)?;
    let mut result: Vec<u8> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let separator = if index > 0 { &separator[..] } else { &[] };
        let add = |bytes: &[u8]| {
            result.try_reserve(separator.len() + bytes.len()).map_err(|_| vm.no_memory())?;
            result.extend_from_slice(separator);
            result.extend_from_slice(bytes);
            Ok(())
        };
        if let Some(added) = with_bytes_like(item.obj(), add) {
            added?;
        } else {
            return Err(vm.type_error(format_args!(
                "sequence item {index}: expected a bytes-like object, {} found",
                item.ty().name()
            )));
        }
    }
    Ok(make(vm, object, result))
}

fn translate(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("translate", ["", "delete"], 1).positional_only(1);
    let [Some(table), delete] = args.bind(vm, &SIGNATURE)? else {
        return Err(vm.system_error("translate() has an argument at least"));
    };
    let table = if table.is_none() {
        (0..=255).collect()
    } else {
        let table = buffer(vm, table)?;
        if table.len() != 256 {
            return Err(vm.value_error("translation table must be 256 characters long"));
        }
        table
    };
    let mut gone = [false; 256];
    for byte in delete.map_or(Ok(Vec::new()), |delete| buffer(vm, delete))? {
        gone[usize::from(byte)] = true;
    }
    let result = this(vm, object, |bytes| {
        bytes.iter().filter(|&&byte| !gone[usize::from(byte)]).map(|&byte| table[usize::from(byte)]).collect()
    })?;
    Ok(make(vm, object, result))
}

fn maketrans(vm: &Vm, _: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [from, to] = args.exactly(vm, "maketrans")?;
    let (from, to) = (buffer(vm, from)?, buffer(vm, to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.into_iter().zip(to) {
        table[usize::from(from)] = to;
    }
    Ok(Bytes::from_vec(vm, table).into_value())
}

fn decode(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("decode", ["encoding", "errors"], 0);
    let [encoding, errors] = args.bind(vm, &SIGNATURE)?;
    let name = |argument: Option<Obj<'_>>, name: &str, default: &str| -> PyResult<String> {
        match argument.map(|argument| (argument, argument.cast::<Str>())) {
            None => Ok(default.to_owned()),
            Some((_, Some(text))) => Ok(text.get().as_str().into_owned()),
            Some((argument, None)) => Err(vm.type_error(format_args!(
                "decode() argument '{name}' must be str, not {}",
                argument.type_name_or_none()
            ))),
        }
    };
    let (encoding, errors) = (name(encoding, "encoding", "utf-8")?, name(errors, "errors", "strict")?);
    let bytes = this(vm, object, <[u8]>::to_vec)?;
    Ok(codec::decode(vm, &bytes, &encoding, &errors)?.into_value())
}

fn hex(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> = Signature::new("hex", ["sep", "bytes_per_sep"], 0);
    let [separator, group] = args.bind(vm, &SIGNATURE)?;
    let group = group.map_or(Ok(1), |group| vm.index_i32(group))?;
    let separator = match separator {
        None => None,
        Some(separator) => {
            if vm.len(separator)? != 1 {
                return Err(vm.value_error("sep must be length 1."));
            }
            let byte = match separator.cast::<Str>() {
                Some(text) => u8::try_from(text.char_at(0)).ok(),
                None => match with_bytes_like(separator, |bytes| bytes[0]) {
                    Some(byte) => Some(byte),
                    None => return Err(vm.type_error("sep must be str or bytes.")),
                },
            };
            match byte.filter(u8::is_ascii) {
                Some(byte) => Some(char::from(byte)),
                None => return Err(vm.value_error("sep must be ASCII.")),
            }
        }
    };
    let text = this(vm, object, |bytes| {
        let mut text = String::with_capacity(bytes.len() * 2);
        let size = group.unsigned_abs() as usize;
        for (index, byte) in bytes.iter().enumerate() {
            // Groups are counted from the right, or from the left if their size is negative.
            let place = if group > 0 { bytes.len() - index } else { index };
            if let Some(separator) = separator
                && index > 0
                && size > 0
                && place % size == 0
            {
                text.push(separator);
            }
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
            }
        }
        text
    })?;
    Ok(Str::from_latin1(vm, text.as_bytes()).into_value())
}

fn fromhex(vm: &Vm, class: Obj<'_>, argument: Obj<'_>) -> PyResult<Value> {
    let codes: Vec<u32> = if let Some(text) = argument.cast::<Str>() {
        text.get().chars().iter().collect()
    } else if let Some(codes) =
        with_bytes_like(argument, |bytes| bytes.iter().map(|&byte| byte.into()).collect())
    {
        codes
    } else {
        return Err(vm.type_error(format_args!(
            "fromhex() argument must be str or bytes-like, not {}",
            argument.ty().name()
        )));
    };
    let digit =
        |at: usize| codes.get(at).and_then(|&code| char::from_u32(code)).and_then(|char| char.to_digit(16));
    let space = |at: usize| codes.get(at).is_some_and(|&code| u8::try_from(code).is_ok_and(is_space));
    let (mut bytes, mut at) = (Vec::with_capacity(codes.len() / 2), 0);
    while at < codes.len() {
        if space(at) {
            at += 1;
            continue;
        }
        let bad = |at: usize| {
            vm.value_error(format_args!("non-hexadecimal number found in fromhex() arg at position {at}"))
        };
        let Some(high) = digit(at) else {
            return Err(bad(at));
        };
        if at + 1 == codes.len() {
            return Err(vm.value_error("fromhex() arg must contain an even number of hexadecimal digits"));
        }
        let Some(low) = digit(at + 1) else {
            return Err(bad(at + 1));
        };
        bytes.push((high << 4 | low) as u8);
        at += 2;
    }
    let Some(class_type) = class.cast::<Type>() else {
        return Err(vm.system_error("fromhex() is a class method"));
    };
    if class_type.get().is(vm.types.bytes()) {
        return Ok(Bytes::from_vec(vm, bytes).into_value());
    }
    if class_type.get().is(vm.types.bytearray()) {
        return Ok(ByteArray::from_vec(vm, bytes).into_value());
    }
    vm.call_args(class, &[Bytes::from_vec(vm, bytes).obj()])
}
