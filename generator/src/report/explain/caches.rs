//! Explains caches: which code unit is which field, and which micro-op reads it.

use super::World;
use super::model::{CacheRow, Explanation, Kind, Place, UseKind};
use crate::ir::{CacheField, CacheStruct, Instruction, Location, Part};

impl<'w> World<'w, '_> {
    /// The cache of an instruction, by what its parts say of it, with the fields that its struct has there.
    pub(super) fn cache_rows(self, inst: &Instruction) -> Vec<CacheRow> {
        let layout = self.layout_of(inst);
        let mut rows: Vec<CacheRow> = Vec::new();
        let mut unit = 1u32;
        let mut add = |read_by: String, units: i32| {
            let units = u32::try_from(units).unwrap_or(0);
            match layout {
                // What nobody reads is shown field by field.
                Some(layout) if read_by.is_empty() => rows.extend(rows_of_fields(layout, unit, units)),
                layout => {
                    let fields = layout.map(|layout| fields_at(layout, unit - 1, units)).unwrap_or_default();
                    rows.push(CacheRow { unit, units, read_by, fields });
                }
            }
            unit = unit.saturating_add(units);
        };
        for part in &inst.parts {
            match part {
                Part::Skip(units) => add(String::new(), *units),
                Part::Flush => {}
                Part::Uop { name, .. } => {
                    let uop = self.isa.uops.iter().find(|uop| uop.name == *name);
                    for cache in uop.iter().flat_map(|uop| &uop.caches) {
                        let read_by = if cache.name == "unused" {
                            String::new()
                        } else {
                            format!("{name}: {}", cache.name)
                        };
                        add(read_by, cache.units);
                    }
                }
            }
        }
        rows
    }

    /// The cache struct of an instruction: that of its family, or the one of its own name.
    pub(crate) fn layout_of(self, inst: &Instruction) -> Option<&'w CacheStruct> {
        let family = self.isa.families.iter().find(|family| inst.family.as_ref() == Some(&family.name));
        let own = format!("INLINE_CACHE_ENTRIES_{}", inst.base.as_ref().unwrap_or(&inst.name));
        let entries = self.isa.cache_entries.iter().find(|entries| entries.name == own);
        let name = family
            .and_then(|family| family.cache_struct.as_ref())
            .or_else(|| entries.and_then(|entries| entries.cache_struct.as_ref()))?;
        // What is longer or shorter than the struct is laid out otherwise.
        self.isa.caches.iter().find(|layout| layout.name == *name && layout.units == inst.cache_units)
    }

    pub(super) fn cache_struct(self, index: usize) -> Option<Explanation> {
        let layout = self.isa.caches.get(index)?;
        let mut out = Explanation::new(Kind::CacheStruct, &layout.name);
        out.facts.push(match layout.units {
            1 => "1 code unit".to_owned(),
            units => format!("{units} code units"),
        });
        out.at = Some(place(&layout.location));
        if let Some(def) = self
            .parsed
            .caches
            .iter()
            .flat_map(|header| &header.structs)
            .find(|def| def.name.text == layout.name)
        {
            out.written = self.written(def.span, def.span.end);
        }
        out.cache = layout
            .fields
            .iter()
            .map(|field| CacheRow {
                unit: field.offset.saturating_add(1),
                units: field.units,
                read_by: String::new(),
                fields: vec![field_text(field)],
            })
            .collect();
        for entries in self.isa.cache_entries.iter().filter(|e| e.cache_struct.as_ref() == Some(&layout.name))
        {
            out.used(UseKind::MeasuredBy, &entries.name, None);
        }
        for inst in &self.isa.instructions {
            if self.layout_of(inst).is_some_and(|other| other.name == layout.name) {
                out.used(UseKind::CacheOf, &inst.name, Some(place(&inst.location)));
            }
        }
        Some(out)
    }
}

pub(super) fn place(location: &Location) -> Place {
    Place { file: location.file.clone(), line: location.line }
}

/// A row for each part of some code units that has fields of its own; alternatives of a union share one.
fn rows_of_fields(layout: &CacheStruct, unit: u32, units: u32) -> Vec<CacheRow> {
    let end = unit.saturating_add(units);
    // Where a field begins, a row does.
    let begins = layout.fields.iter().map(|field| field.offset.saturating_add(1));
    let mut starts: Vec<u32> = begins.filter(|start| (unit..end).contains(start)).chain([unit]).collect();
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([end]).collect::<Vec<_>>();
    let row = |(start, end): (u32, u32)| {
        let units = end.saturating_sub(start);
        CacheRow { unit: start, units, read_by: String::new(), fields: fields_at(layout, start - 1, units) }
    };
    starts.into_iter().zip(ends).filter(|(start, end)| start < end).map(row).collect()
}

/// The fields that lie in some code units, whole or in part.
fn fields_at(layout: &CacheStruct, first: u32, units: u32) -> Vec<String> {
    let end = first.saturating_add(units);
    let overlaps =
        |field: &&CacheField| field.offset < end && first < field.offset.saturating_add(field.units);
    layout.fields.iter().filter(overlaps).map(field_text).collect()
}

fn field_text(field: &CacheField) -> String {
    let mut text = field.name.clone();
    if field.units != 1 {
        text.push_str(&format!("/{}", field.units));
    }
    if field.is_counter {
        text.push_str(" (adaptive counter)");
    }
    if field.union.is_some() {
        text.push_str(" (in a union)");
    }
    text
}
