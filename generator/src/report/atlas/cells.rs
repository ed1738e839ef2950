//! The picture of a cache: which bytes after the instruction are what.

use crate::ir::CacheStruct;
use crate::report::explain::World;
use crate::report::explain::model::{CacheRow, Explanation, Kind};

/// A picture of some bytes.
#[derive(Debug)]
pub struct Cells {
    /// How many bytes there are.
    pub bytes: u32,
    /// The offset of every second byte.
    pub offsets: Vec<u32>,
    /// The boxes.
    pub cells: Vec<Cell>,
}

impl Cells {
    /// Whether there are both fields and what micro-ops read.
    pub fn has_both(&self) -> bool {
        let has = |class| self.cells.iter().any(|cell| cell.class == class);
        has("field") && has("read")
    }
}

/// A box of the picture.
#[derive(Debug)]
pub struct Cell {
    /// The column of its first byte, 1-based.
    pub column: u32,
    /// How many bytes it covers.
    pub span: u32,
    /// Its row, 1-based; boxes that cover the same bytes are below each other.
    pub row: u32,
    /// What is in it.
    pub text: String,
    /// The style class.
    pub class: &'static str,
}

/// Bytes of a code unit.
const UNIT: u32 = 2;

/// The picture of a definition's cache. The fields of its struct come first, then what micro-ops read.
pub fn of(world: World<'_, '_>, e: &Explanation, index: usize) -> Option<Cells> {
    if e.cache.is_empty() {
        return None;
    }
    let isa = world.isa;
    let layout = match e.kind {
        Kind::Instruction => isa.instructions.get(index).and_then(|inst| world.layout_of(inst)),
        Kind::Family => {
            isa.instructions.iter().find(|inst| inst.name == e.name).and_then(|inst| world.layout_of(inst))
        }
        Kind::CacheStruct => isa.caches.get(index),
        _ => None,
    };
    let end = e.cache.iter().map(|row| row.unit.saturating_add(row.units)).max().unwrap_or(0);
    let mut cells = Vec::new();
    if e.kind != Kind::Uop {
        cells.push(Cell { column: 1, span: 1, row: 1, text: "opcode".to_owned(), class: "own" });
        cells.push(Cell { column: 2, span: 1, row: 1, text: "oparg".to_owned(), class: "own" });
    }
    if let Some(layout) = layout {
        fields(layout, &mut cells);
    }
    if e.kind != Kind::CacheStruct {
        let below = cells.iter().filter(|cell| cell.class == "field").map(|cell| cell.row).max().unwrap_or(0);
        e.cache.iter().for_each(|row| read(row, below, &mut cells));
    }
    let offsets = (0..end).map(|unit| unit.saturating_mul(UNIT)).collect();
    Some(Cells { bytes: end.saturating_mul(UNIT), offsets, cells })
}

fn fields(layout: &CacheStruct, cells: &mut Vec<Cell>) {
    for field in &layout.fields {
        let column = field.offset.saturating_add(1).saturating_mul(UNIT).saturating_add(1);
        let span = field.units.saturating_mul(UNIT);
        let row = free_row(cells, column, span);
        let text =
            if field.is_array { format!("{}[{}]", field.name, field.units) } else { field.name.clone() };
        cells.push(Cell { column, span, row, text, class: "field" });
    }
}

/// The first row where nothing else has these bytes.
fn free_row(cells: &[Cell], column: u32, span: u32) -> u32 {
    let end = column.saturating_add(span);
    let overlaps = |cell: &&Cell| cell.column < end && column < cell.column.saturating_add(cell.span);
    cells.iter().filter(overlaps).map(|cell| cell.row).max().unwrap_or(0).saturating_add(1)
}

fn read(row: &CacheRow, below: u32, cells: &mut Vec<Cell>) {
    if row.units == 0 || (row.read_by.is_empty() && below > 0) {
        return;
    }
    let text = row.read_by.rsplit(": ").next().unwrap_or_default();
    let (text, class) = if text.is_empty() || text == "unused" { ("unused", "none") } else { (text, "read") };
    cells.push(Cell {
        column: row.unit.saturating_mul(UNIT).saturating_add(1),
        span: row.units.saturating_mul(UNIT),
        row: below.saturating_add(1),
        text: text.to_owned(),
        class,
    });
}
