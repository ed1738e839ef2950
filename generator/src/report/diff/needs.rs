//! What a name that bodies use on one side only asks for: a binding, or nothing.

use super::body::Body;
use super::model::{BodyKind, NameKind, Need};
use super::names::Use;
use super::side::Side;
use crate::lower::bindings::{Bindings, Place, symbol_key};
use crate::lower::vocabulary;

/// A name that the newer side alone uses: what it needs, and where that stands or belongs.
pub fn new_name(
    kind: NameKind,
    name: &str,
    how: Use,
    users: &[&Body],
    new: &Side,
    bindings: &Bindings,
) -> (Need, Vec<String>) {
    if kind == NameKind::Language || is_built_in(kind, name, new) {
        return (Need::BuiltIn, Vec::new());
    }
    let lacking = if kind == NameKind::Field { structs_without(name, new) } else { Vec::new() };
    let places = places(kind, name, bindings);
    if !places.is_empty() && lacking.is_empty() {
        return (Need::Bound, texts(&places));
    }
    if !how.is_translated {
        return (Need::LeftOut, Vec::new());
    }
    let is_optimizers = users.iter().all(|user| user.kind == BodyKind::Optimizer);
    (Need::ToBind, belongs(kind, how, &lacking, is_optimizers))
}

/// A name that the older side alone uses.
pub fn gone_name(kind: NameKind, name: &str, new: &Side, bindings: &Bindings) -> (Need, Vec<String>) {
    if kind == NameKind::Language {
        return (Need::Gone, Vec::new());
    }
    // Signatures and fields may go on using a type.
    if kind == NameKind::Type {
        return (Need::Gone, Vec::new());
    }
    // The translator may need what no body names: `LOCALS_ARRAY` is written with `GETLOCAL`.
    let field = format!(".{name}");
    let is_used = match kind {
        NameKind::Field => new.used.iter().any(|used| used.ends_with(&field)),
        _ => new.used.contains(name) || new.used.contains(&symbol_key(name)),
    };
    let mut places = match is_used {
        true => Vec::new(),
        false => places(kind, name, bindings),
    };
    // What need not be used is no work.
    places.retain(|place| !place.is_spare && place.table != "stackrefs");
    (if places.is_empty() { Need::Gone } else { Need::Unused }, texts(&places))
}

fn texts(places: &[Place]) -> Vec<String> {
    places.iter().map(Place::to_string).collect()
}

/// Whether a name needs no binding on any account.
fn is_built_in(kind: NameKind, name: &str, side: &Side) -> bool {
    match kind {
        NameKind::Call => vocabulary::knows_call(name),
        NameKind::Value => {
            let caches = name.strip_prefix("INLINE_CACHE_ENTRIES_");
            let of_instruction = |family: &str| side.isa.instructions.iter().any(|inst| inst.name == family);
            vocabulary::knows_value(name) || caches.is_some_and(of_instruction)
        }
        NameKind::Type => vocabulary::knows_type(name),
        NameKind::Language | NameKind::Field => false,
    }
}

/// Where a name is bound.
fn places(kind: NameKind, name: &str, bindings: &Bindings) -> Vec<Place> {
    match kind {
        NameKind::Call => bindings.place_of_call(name).into_iter().collect(),
        NameKind::Value => bindings.place_of_value(name).into_iter().collect(),
        NameKind::Type => bindings.place_of_type(name).into_iter().collect(),
        NameKind::Field => bindings.places_of_field(name).collect(),
        NameKind::Language => Vec::new(),
    }
}

/// The structs whose field of this name is not bound, although a body uses it.
fn structs_without<'s>(field: &str, side: &'s Side) -> Vec<&'s str> {
    let parts = side.unbound.iter().filter_map(|name| name.split_once('.'));
    parts.filter(|(_, name)| *name == field).map(|(ty, _)| ty).collect()
}

/// Where bindings have to be written, by what the name stands for: a field in the table of each struct, anything else
/// in one place. What only the abstract interpreter uses has a file of its own.
fn belongs(kind: NameKind, how: Use, structs: &[&str], is_optimizers: bool) -> Vec<String> {
    let (tables, file) = match kind {
        NameKind::Call if is_optimizers => (vec!["[symbols] or [functions]".to_owned()], "functions.toml"),
        NameKind::Call => (vec!["[inline], [cold] or [functions]".to_owned()], "functions.toml"),
        NameKind::Value if how.is_addressed => (vec!["[objects]".to_owned()], "constants.toml"),
        NameKind::Value if how.is_indexed => (vec!["[tables]".to_owned()], "constants.toml"),
        NameKind::Value => (vec!["[constants] or [globals]".to_owned()], "constants.toml"),
        NameKind::Type => (vec!["[types] or [function_types]".to_owned()], "types.toml"),
        NameKind::Field if structs.is_empty() => (vec!["[fields.STRUCT]".to_owned()], "types.toml"),
        NameKind::Field => (structs.iter().map(|ty| format!("[fields.{ty}]")).collect(), "types.toml"),
        NameKind::Language => (Vec::new(), ""),
    };
    let file = if is_optimizers { "optimizer.toml" } else { file };
    tables.into_iter().map(|table| format!("{table} of {file}")).collect()
}
