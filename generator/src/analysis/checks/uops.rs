//! Names, annotations and use of micro-ops.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::context::Cx;
use crate::analysis::definitions::already_defined;
use crate::analysis::{Analysis, Uop};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::syntax::tree::{Definition, MacroPart, Name, Tree};

/// The micro-op of `inst(X)` is called `_X`, which an `op` may be called too. The tables of both tiers are
/// indexed by these names, and the reference's generator of ids cannot sort two equal ones.
pub(super) fn check_names(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>) {
    let mut seen: BTreeMap<&str, &Uop<'_>> = BTreeMap::new();
    for uop in &analysis.uops {
        let Some(first) = seen.insert(&uop.name, uop) else { continue };
        let (inst, op) = if first.implicitly_created { (first, uop) } else { (uop, first) };
        let this = Name { text: uop.name.clone(), span: uop.def.name.span };
        cx.strict(already_defined(codes::NAME_CLASH, "micro-op", &this, &first.def.name).with_help(format!(
            "`inst({})` makes a micro-op `{}` of its own; rename the `op` (or, if `{}` is replicated, one of the two)",
            inst.def.name.text, inst.name, op.def.name.text
        )));
    }
}

/// Annotations that contradict or repeat each other.
pub(super) fn check_annotations(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>) {
    for uop in analysis.uops.iter().filter(|uop| uop.replicates.is_none()) {
        let mut seen: BTreeMap<&str, &Name> = BTreeMap::new();
        for annotation in &uop.def.annotations {
            let name = &annotation.name;
            if let Some(first) = seen.insert(&name.text, name) {
                cx.warn(
                    Diagnostic::error(
                        codes::CONFLICTING_ANNOTATIONS,
                        format!("`{}` is annotated `{}` twice", uop.def.name.text, name.text),
                        name.span,
                        "again here",
                    )
                    .with_label(first.span, "first here; only this one counts")
                    .with_help("remove one of them"),
                );
            }
        }
        let tier1 = seen.get("tier1").or(seen.get("specializing"));
        if let (Some(one), Some(two)) = (tier1, seen.get("tier2")) {
            let (first, second) = if one.span.start < two.span.start { (one, two) } else { (two, one) };
            cx.warn(
                Diagnostic::error(
                    codes::CONFLICTING_ANNOTATIONS,
                    format!("`{}` cannot be for both tiers alone", uop.def.name.text),
                    second.span,
                    "has no effect",
                )
                .with_label(first.span, "the first annotation decides")
                .with_help("remove one of them; a micro-op without these annotations is for both tiers"),
            );
        }
    }
}

/// Warns of micro-ops that nothing can reach: no macro names them, and tier 2 cannot create them by itself.
/// Tier 2 can create any micro-op that it has (its optimizer is C code that is not read here), so only those
/// that it cannot have are dead for certain. `override` may leave such an original behind; that is no mistake.
pub(super) fn check_use(cx: &mut Cx<'_, '_>, analysis: &Analysis<'_>, forest: &[Tree]) {
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for definition in forest.iter().flat_map(|tree| &tree.definitions) {
        if let Definition::Macro(def) = definition {
            named.extend(def.parts.iter().filter_map(|part| match part {
                MacroPart::Op(name) => Some(name.text.as_str()),
                MacroPart::Cache(_) => None,
            }));
        }
    }
    for uop in &analysis.uops {
        let excused = uop.implicitly_created
            || uop.replicates.is_some()
            || uop.has_annotation("tier2")
            || named.contains(uop.key.as_str())
            || analysis.is_in_tier2(uop);
        if excused {
            continue;
        }
        let why = match analysis.why_not_viable(uop) {
            Some(reason) => format!("no macro names it, and tier 2 cannot have it because it {reason}"),
            None => "no macro names it, and it is for tier 1 only".to_owned(),
        };
        cx.warn(
            Diagnostic::error(
                codes::UNUSED_OP,
                format!("the micro-op `{}` is never used", uop.name),
                uop.def.name.span,
                why,
            )
            .with_help("name it in a macro or remove it; if tier 2 creates it, annotate it with `tier2`"),
        );
    }
}
