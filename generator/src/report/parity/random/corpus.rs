//! Real definitions, of which the comparison takes some at a time.

use std::collections::BTreeSet;

use super::generate::Definitions;
use super::piece::Piece;
use crate::diagnostics::Diagnostics;
use crate::syntax::source::SourceMap;
use crate::syntax::tree::{Definition, InstKind, MacroPart};
use crate::syntax::{Dialect, ParseOptions, parse_definitions};
use crate::testing::Random;

/// The definitions of an instruction set and of its abstract interpreter, in their order.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    base: Vec<Real>,
    overlay: Vec<Real>,
}

#[derive(Clone, Debug)]
struct Real {
    name: String,
    text: String,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Inst,
    Op,
    /// The micro-ops that it names.
    Macro(Vec<String>),
    /// Its size, with the comma before it, and its members.
    Family(String, Vec<String>),
    Label,
}

/// A micro-op without code, for the overlay of definitions of which the optimizer overrides none.
const EMPTY: &str = "op(_EMPTY, (--)) {\n}\n\n";

impl Corpus {
    /// Cuts definition files into definitions. What cannot be read is left out.
    pub fn new<'t>(
        base: impl IntoIterator<Item = &'t str>,
        overlay: impl IntoIterator<Item = &'t str>,
    ) -> Corpus {
        let cut = |text| definitions(text).into_iter();
        Corpus {
            base: base.into_iter().flat_map(cut).collect(),
            overlay: overlay.into_iter().flat_map(cut).collect(),
        }
    }

    /// Some instructions with all that they need: the micro-ops of macros, the heads of families, all labels; and what
    /// the optimizer makes of them. `None` if there are no instructions.
    pub(super) fn some(&self, random: &mut Random) -> Option<Definitions> {
        let instructions: Vec<&Real> =
            self.base.iter().filter(|real| matches!(real.what, What::Inst | What::Macro(_))).collect();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for _ in 0..=random.below(3) {
            let real = instructions.get(random.below(instructions.len()))?;
            names.insert(&real.name);
            // A member goes back to its head.
            let heads = self.base.iter().filter(
                |other| matches!(&other.what, What::Family(_, members) if members.contains(&real.name)),
            );
            names.extend(heads.map(|head| head.name.as_str()));
        }
        let mut parts: BTreeSet<&str> = BTreeSet::new();
        for real in &instructions {
            if let (true, What::Macro(list)) = (names.contains(real.name.as_str()), &real.what) {
                parts.extend(list.iter().map(String::as_str));
            }
        }
        let mut base = Vec::new();
        for real in &self.base {
            let name = real.name.as_str();
            match &real.what {
                What::Inst | What::Macro(_) if !names.contains(name) => {}
                What::Op if !parts.contains(name) => {}
                What::Family(size, members) => {
                    let members: Vec<&str> =
                        members.iter().map(String::as_str).filter(|member| names.contains(member)).collect();
                    if names.contains(name) && !members.is_empty() {
                        let members = members.join(", ");
                        base.push(Piece::leaf(format!("family({name}{size}) = {{ {members} }};\n\n")));
                    }
                }
                _ => base.push(Piece::leaf(format!("{}\n\n", real.text))),
            }
        }
        let overrides = |real: &&Real| {
            let name = real.name.as_str();
            parts.contains(name) || name.strip_prefix('_').is_some_and(|name| names.contains(name))
        };
        let overlay = self.overlay.iter().filter(|real| matches!(real.what, What::Op)).filter(overrides);
        let mut overlay: Vec<Piece> = overlay.map(|real| Piece::leaf(format!("{}\n\n", real.text))).collect();
        if overlay.is_empty() {
            base.push(Piece::leaf(EMPTY));
            overlay.push(Piece::leaf(EMPTY));
        }
        Some(Definitions::new(base, overlay))
    }
}

fn definitions(text: &str) -> Vec<Real> {
    let mut sources = SourceMap::new();
    let file = sources.add("definitions.c", text);
    let options = ParseOptions { dialect: Dialect::V3_14, as_reference: false };
    let tree = parse_definitions(&mut sources, file, options, &mut Diagnostics::new());
    let real = |definition: &Definition| {
        let (name, span, what) = match definition {
            Definition::Inst(d) if d.kind == InstKind::Op => (&d.name, d.span, What::Op),
            Definition::Inst(d) => (&d.name, d.span, What::Inst),
            Definition::Macro(d) => {
                let part = |part: &MacroPart| match part {
                    MacroPart::Op(name) => Some(name.text.clone()),
                    MacroPart::Cache(_) => None,
                };
                (&d.name, d.span, What::Macro(d.parts.iter().filter_map(part).collect()))
            }
            Definition::Family(d) => {
                let size = d.size.as_ref().map(|size| format!(", {}", size.text)).unwrap_or_default();
                let members = d.members.iter().map(|member| member.text.clone()).collect();
                (&d.name, d.span, What::Family(size, members))
            }
            Definition::Label(d) => (&d.name, d.span, What::Label),
            Definition::Pseudo(_) => return None,
        };
        Some(Real { name: name.text.clone(), text: sources.text(span).to_owned(), what })
    };
    tree.definitions.iter().filter_map(real).collect()
}
