//! Checks of bodies: every body is walked once for each thing that is made of it, into a writer that keeps nothing,
//! and whatever goes wrong or looks wrong becomes a diagnostic.
//!
//! What the reference refuses is always reported. What it accepts in silence although it cannot be meant (values used
//! after they were consumed, statements that never reach the output, and so on) is reported unless the reference is
//! the measure.

mod faults;
mod remarks;

use std::collections::BTreeSet;

use crate::analysis::{Analysis, AnalysisOptions, Dialect, StackItem, Uop};
use crate::diagnostics::catalog::body as codes;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::emit::c::cases::Emitter;
use crate::emit::c::fault::WalkError;
use crate::emit::c::optimizer;
use crate::emit::c::tier2;
use crate::emit::c::writer::{CWriter, Casts};
use crate::syntax::source::Span;

/// How much there may be to walk: tokens, each weighted with the number of items that the stack model has to look
/// after beside it. The real instruction set comes to less than a hundredth of it.
const MAX_WORK: usize = 10_000_000;

/// What it costs to walk the bodies of some micro-ops one after the other.
fn work(uops: &[&Uop<'_>]) -> usize {
    let tokens = |uop: &&Uop<'_>| (uop.def.tokens.end.0 - uop.def.tokens.start.0) as usize;
    let items: usize = uops.iter().map(|uop| uop.stack.inputs.len() + uop.stack.outputs.len()).sum();
    // Two paths are joined, and symbolic offsets added up, item by item.
    let weight = 1 + items.saturating_mul(items) / 128;
    uops.iter().map(tokens).sum::<usize>().saturating_mul(weight)
}

/// Whether everything can be walked in reasonable time: a short file can combine one long body very often.
fn is_too_much(analysis: &Analysis<'_>, sink: &mut Diagnostics) -> bool {
    let mut left = MAX_WORK;
    let uops = analysis.uops.iter().map(|uop| (uop.def.name.span, vec![uop]));
    let instructions = analysis.instructions.iter();
    let instructions = instructions.map(|inst| (inst.name_span, analysis.uops_of(inst).collect()));
    for (span, uops) in uops.chain(instructions) {
        let work = work(&uops);
        if work > left {
            sink.push(
                Diagnostic::error(
                    codes::TOO_MUCH_CODE,
                    "there is too much code to look at",
                    span,
                    format!("{work} units of work here, {left} of {MAX_WORK} left"),
                )
                .with_help("split long bodies, and use them in fewer places"),
            );
            return true;
        }
        left -= work;
    }
    false
}

/// Walks the body of every instruction, of every micro-op that tier 2 has, and of every label. Each definition's
/// first mistake is reported once, however many instructions it is part of.
///
/// Bodies of 3.13 follow other rules and are not looked at.
pub fn check_bodies<'a>(analysis: &'a Analysis<'a>, options: AnalysisOptions, sink: &mut Diagnostics) {
    if analysis.dialect != Dialect::V3_14 {
        return;
    }
    if is_too_much(analysis, sink) {
        return;
    }
    let mut report = Report::new(options, sink);
    let layout = || Layout(CWriter::null(2, Casts::INTERPRETER));
    let mut cases = layout();
    let mut instructions: Vec<_> = analysis.instructions.iter().collect();
    instructions.sort_by(|a, b| a.name.cmp(&b.name));
    for instruction in instructions {
        let uops: Vec<&Uop<'_>> = analysis.uops_of(instruction).collect();
        cases.walk(analysis, &mut report, &uops, &instruction.name, |emitter| {
            emitter.instruction(instruction)
        });
    }
    let mut cases = layout();
    for uop in tier2::candidates(analysis).filter(|uop| analysis.why_not_viable(uop).is_none()) {
        cases.walk(analysis, &mut report, &[uop], &uop.name, |emitter| emitter.executor_case(uop));
    }
    let mut cases = layout();
    for label in &analysis.labels {
        cases.walk(analysis, &mut report, &[], &label.name, |emitter| emitter.label(label));
    }
}

/// The layout of a file of cases, in which each case is laid out as those before it left it: brackets in literals and
/// comments count, too.
struct Layout(CWriter);

impl Layout {
    /// Walks one case and reports what is found in it.
    fn walk<'a>(
        &mut self,
        analysis: &'a Analysis<'a>,
        report: &mut Report<'_>,
        uops: &[&Uop<'_>],
        name: &str,
        case: impl FnOnce(&mut Emitter<'a>) -> Result<(), WalkError>,
    ) {
        let mut emitter = Emitter::new(analysis, self.0.clone());
        let result = case(&mut emitter);
        let is_written = result.is_ok();
        report.add(&mut emitter, result, uops, name);
        if is_written {
            self.0 = emitter.out;
        }
    }
}

/// Walks the body of every micro-op of the optimizer's file, and looks whether each overrides one of the base.
pub fn check_optimizer_bodies(
    base: &Analysis<'_>,
    overlay: &Analysis<'_>,
    options: AnalysisOptions,
    sink: &mut Diagnostics,
) {
    if overlay.dialect != Dialect::V3_14 {
        return;
    }
    if is_too_much(overlay, sink) {
        return;
    }
    let mut report = Report::new(options, sink);
    for error in optimizer::overriding_nothing(base, overlay) {
        report.fault(&error, &[], "");
    }
    let mut cases = Layout(CWriter::null(2, Casts::OPTIMIZER));
    for uop in optimizer::cases(base) {
        let overriding = overlay.uop(&uop.name);
        let uops = [overriding.unwrap_or(uop)];
        cases.walk(overlay, &mut report, &uops, &uop.name, |emitter| emitter.optimizer_case(uop, overriding));
    }
}

/// Reports what ended a walk over bodies of some of these micro-ops.
pub fn report(error: &WalkError, uops: &[&Uop<'_>], sink: &mut Diagnostics) {
    sink.push(faults::diagnostic(error, &Place::new(error.at, uops, "")));
}

/// Turns what the walks found into diagnostics, each once.
struct Report<'d> {
    as_reference: bool,
    sink: &'d mut Diagnostics,
    seen: BTreeSet<(Code, Span)>,
}

/// What a finding was made in.
struct Place<'p> {
    /// The micro-ops walked, the one at fault first.
    uops: Vec<&'p Uop<'p>>,
    /// The definition to name in messages: the micro-op at fault, or what it is part of.
    name: &'p str,
}

impl<'p> Place<'p> {
    fn new(at: Span, uops: &[&'p Uop<'p>], name: &'p str) -> Place<'p> {
        let mut uops = uops.to_vec();
        let contains = |uop: &&Uop<'_>| {
            let span = uop.def.span;
            span.file == at.file && span.start <= at.start && at.end <= span.end
        };
        uops.sort_by_key(|uop| !contains(uop));
        let name = match uops.first().filter(|uop| contains(uop)) {
            Some(uop) => &uop.def.name.text,
            None => name,
        };
        Place { uops, name }
    }

    /// Where an item of this name is defined, in the micro-op at fault if it has one.
    fn item(&self, name: &str) -> Option<&'p StackItem> {
        let items = |uop: &&'p Uop<'p>| uop.stack.inputs.iter().chain(&uop.stack.outputs);
        self.uops.iter().flat_map(items).find(|item| item.name == name)
    }

    /// Whether there is an output of this name in the micro-op at fault.
    fn is_output(&self, name: &str) -> bool {
        let outputs = self.uops.first().map_or(&[][..], |uop| uop.stack.outputs.as_slice());
        outputs.iter().any(|item| item.name == name)
    }
}

impl<'d> Report<'d> {
    fn new(options: AnalysisOptions, sink: &'d mut Diagnostics) -> Report<'d> {
        // What the analysis has refused already need not be said again.
        let errors = sink.iter().filter(|d| d.severity == Severity::Error);
        let seen = errors.filter_map(|d| Some((d.code, d.labels.first()?.span))).collect();
        Report { as_reference: options.as_reference, sink, seen }
    }

    fn add(
        &mut self,
        emitter: &mut Emitter<'_>,
        result: Result<(), WalkError>,
        uops: &[&Uop<'_>],
        name: &str,
    ) {
        if let Err(error) = result {
            self.fault(&error, uops, name);
        }
        if self.as_reference {
            return;
        }
        for remark in emitter.take_remarks() {
            let place = Place::new(remark.at, uops, name);
            self.push(remarks::diagnostic(&remark, &place));
        }
    }

    fn fault(&mut self, error: &WalkError, uops: &[&Uop<'_>], name: &str) {
        let place = Place::new(error.at, uops, name);
        self.push(faults::diagnostic(error, &place));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        let Some(label) = diagnostic.labels.first() else { return };
        if self.seen.insert((diagnostic.code, label.span)) {
            self.sink.push(diagnostic);
        }
    }
}

/// Points to the definition of an item, if there is one.
fn with_item(diagnostic: Diagnostic, place: &Place<'_>, name: &str) -> Diagnostic {
    match place.item(name) {
        Some(item) => diagnostic.with_label(item.span, format!("`{name}` is defined here")),
        None => diagnostic,
    }
}
