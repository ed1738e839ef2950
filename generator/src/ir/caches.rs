//! Cache structs laid out over 16-bit code units.

use std::collections::BTreeMap;

use super::build::location;
use super::{CacheEntries, CacheField, CacheStruct};
use crate::diagnostics::catalog::analysis as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::syntax::source::{SourceMap, Span};
use crate::syntax::tree::{self, CacheEntriesValue, CacheHeader, Name};

/// A cell: one code unit of 16 bits.
const CELL: &str = "uint16_t";
/// The type of adaptive counters, one code unit wide.
const COUNTER: &str = "_Py_BackoffCounter";
/// What a counter is called where it has no type of its own.
const COUNTER_NAME: &str = "counter";
/// The number of cells that a cache can have: an opcode's count of them is a byte.
const MAX_UNITS: u32 = 255;

/// The structs and `INLINE_CACHE_ENTRIES_…` macros of a cache header. What cannot be laid out is reported and
/// left out.
pub fn caches(
    sources: &SourceMap,
    header: &CacheHeader,
    sink: &mut Diagnostics,
) -> (Vec<CacheStruct>, Vec<CacheEntries>) {
    let structs: Vec<CacheStruct> =
        header.structs.iter().filter_map(|cache| lay_out(sources, cache, sink)).collect();
    let by_name: BTreeMap<&str, &CacheStruct> = structs.iter().map(|s| (s.name.as_str(), s)).collect();
    let mut entries = Vec::with_capacity(header.entries.len());
    for entry in &header.entries {
        let (cache_struct, units) = match &entry.value {
            CacheEntriesValue::Number(units) => (None, *units),
            CacheEntriesValue::Struct(name) => match by_name.get(name.text.as_str()) {
                Some(cache) => (Some(cache.name.clone()), cache.units),
                None => {
                    report_unknown_struct(header, entry, name, sink);
                    continue;
                }
            },
        };
        entries.push(CacheEntries { name: entry.name.text.clone(), cache_struct, units });
    }
    (structs, entries)
}

/// A struct that is there but could not be laid out has been reported already.
fn report_unknown_struct(
    header: &CacheHeader,
    entry: &tree::CacheEntries,
    name: &Name,
    sink: &mut Diagnostics,
) {
    if header.structs.iter().any(|cache| cache.name.text == name.text) {
        return;
    }
    sink.push(
        Diagnostic::error(
            codes::UNKNOWN_CACHE_STRUCT,
            format!("there is no cache struct `{}`", name.text),
            name.span,
            format!("measured by `{}`", entry.name.text),
        )
        .with_help("define it in the same header, with `typedef struct { … } NAME;`"),
    );
}

/// A struct in the making.
struct Layout<'a> {
    fields: Vec<CacheField>,
    names: BTreeMap<&'a str, Span>,
    offset: u32,
    unions: u32,
    sound: bool,
}

fn lay_out(sources: &SourceMap, cache: &tree::CacheStruct, sink: &mut Diagnostics) -> Option<CacheStruct> {
    let mut layout = Layout { fields: Vec::new(), names: BTreeMap::new(), offset: 0, unions: 0, sound: true };
    for field in &cache.fields {
        match field {
            tree::CacheField::Plain { name, ty, length } => {
                let units = layout.place(name, ty, *length, None, sink);
                layout.offset = layout.offset.saturating_add(units);
            }
            tree::CacheField::Union { alternatives, .. } => {
                let union = layout.unions;
                layout.unions += 1;
                let mut units = 0;
                for alternative in alternatives {
                    if let tree::CacheField::Plain { name, ty, length } = alternative {
                        units = layout.place(name, ty, *length, Some(union), sink).max(units);
                    }
                }
                layout.offset = layout.offset.saturating_add(units);
            }
        }
    }
    if layout.offset > MAX_UNITS {
        layout.report(
            sink,
            format!("`{}` is {} code units long", cache.name.text, layout.offset),
            cache.name.span,
            format!("longer than {MAX_UNITS}"),
            "the number of cells of a cache is kept in a byte",
        );
    }
    layout.sound.then(|| CacheStruct {
        name: cache.name.text.clone(),
        location: location(sources, cache.span),
        units: layout.offset,
        fields: layout.fields,
    })
}

impl<'a> Layout<'a> {
    /// Adds a field at the current offset and gives its size.
    fn place(
        &mut self,
        name: &'a Name,
        ty: &Name,
        length: Option<u32>,
        union: Option<u32>,
        sink: &mut Diagnostics,
    ) -> u32 {
        if ty.text != CELL && ty.text != COUNTER {
            self.report(
                sink,
                format!("the field `{}` cannot be laid out", name.text),
                ty.span,
                format!("`{}` is no code unit", ty.text),
                "use `uint16_t`, an array of it, or `_Py_BackoffCounter`",
            );
            return 0;
        }
        let units = length.unwrap_or(1);
        if units == 0 {
            self.report(
                sink,
                format!("the field `{}` is empty", name.text),
                name.span,
                "an array of no cells".to_owned(),
                "remove it",
            );
        }
        if let Some(first) = self.names.insert(&name.text, name.span) {
            self.sound = false;
            sink.push(
                Diagnostic::error(
                    codes::CACHE_LAYOUT,
                    format!("there are two fields `{}`", name.text),
                    name.span,
                    "the second",
                )
                .with_label(first, "the first")
                .with_help("rename one of them; fields of a union are fields of the struct around it"),
            );
        }
        self.fields.push(CacheField {
            name: name.text.clone(),
            offset: self.offset,
            units,
            is_counter: ty.text == COUNTER || (name.text == COUNTER_NAME && length.is_none()),
            is_array: length.is_some(),
            union,
        });
        units
    }

    fn report(&mut self, sink: &mut Diagnostics, message: String, span: Span, label: String, help: &str) {
        self.sound = false;
        sink.push(Diagnostic::error(codes::CACHE_LAYOUT, message, span, label).with_help(help));
    }
}
