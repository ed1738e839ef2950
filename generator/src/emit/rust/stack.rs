//! Stack effects: `stack_effects.rs` of the crate.

use askama::Template;

use crate::ir::{Effect, Location};

use super::docs::place;
use super::effect;
use super::model::Model;

/// `stack_effects.rs`
#[derive(Template)]
#[template(path = "isa/stack_effects.rs.askama")]
pub struct StackEffectsFile<'m> {
    header: &'m str,
    tables: Vec<Table>,
}

/// One function: what a type's values pop, or push.
struct Table {
    ty: &'static str,
    function: &'static str,
    doc: &'static str,
    uses_oparg: bool,
    rows: Vec<Row>,
}

struct Row {
    variant: String,
    place: String,
    size: String,
}

impl<'m> StackEffectsFile<'m> {
    /// The effects of instructions, pseudo-instructions and micro-ops.
    pub fn new(model: &Model<'m>, header: &'m str) -> StackEffectsFile<'m> {
        let popped = "Stack items that it takes.";
        let pushed = "Stack items that it leaves in their place.";
        let uop_popped = "Stack items that it takes, up to the first that stays where it is.";
        let opcodes = || model.instructions.iter().map(|i| (model.opcode(&i.name), &i.location, *i));
        let pseudos = || model.isa.pseudos.iter().map(|p| (model.pseudo(&p.name), &p.location, p));
        let uops = model.uops.iter().map(|(_, u)| (model.uop(&u.name), &u.location, &u.popped));
        let tables = vec![
            table("Opcode", "popped", popped, opcodes().map(|(v, l, i)| (v, l, &i.popped))),
            table("Opcode", "pushed", pushed, opcodes().map(|(v, l, i)| (v, l, &i.pushed))),
            table("PseudoOpcode", "popped", popped, pseudos().map(|(v, l, p)| (v, l, &p.popped))),
            table("PseudoOpcode", "pushed", pushed, pseudos().map(|(v, l, p)| (v, l, &p.pushed))),
            table("Uop", "popped", uop_popped, uops),
        ];
        StackEffectsFile { header, tables }
    }
}

fn table<'i>(
    ty: &'static str,
    function: &'static str,
    doc: &'static str,
    effects: impl Iterator<Item = (String, &'i Location, &'i Effect)>,
) -> Table {
    let mut uses_oparg = false;
    let rows = effects.map(|(variant, location, effect)| {
        let size = effect::print(&effect.expr);
        uses_oparg |= size.uses_oparg;
        Row { variant, place: place(location), size: size.text }
    });
    let rows = rows.collect();
    Table { ty, function, doc, uses_oparg, rows }
}
