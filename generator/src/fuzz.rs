//! What the fuzz targets run, here so that `cargo test` can run the same for a second.
//!
//! Any bytes are good input: the functions return nothing, and a panic, a hang or an overflow is a bug.

use std::sync::OnceLock;

use crate::analysis::{self, Analysis, AnalysisOptions, Role};
use crate::diagnostics::Diagnostics;
use crate::diagnostics::json::to_json;
use crate::diagnostics::render::render;
use crate::driver::{self, Run};
use crate::emit::c::{File, Subject, optimizer, tier1, tier2};
use crate::ir::Isa;
use crate::lower::bindings::Bindings;
use crate::lower::{self, Outcome};
use crate::syntax::source::SourceMap;
use crate::syntax::tree::Tree;
use crate::syntax::{Dialect, ParseOptions, add_file, parse_cache_header, parse_definitions};
use crate::{check, ir};

/// Parses the bytes as a definition file of each dialect, strictly and as leniently as the reference, and as a
/// cache header, and renders what was found. Also checks that the same input gives the same findings.
pub fn parse(bytes: &[u8]) {
    for dialect in [Dialect::V3_13, Dialect::V3_14] {
        for as_reference in [false, true] {
            let options = ParseOptions { dialect, as_reference };
            let run = || {
                let mut sources = SourceMap::new();
                let mut sink = Diagnostics::new();
                if let Some(file) = add_file(&mut sources, "fuzz.c", bytes.to_vec(), &mut sink) {
                    let tree = parse_definitions(&mut sources, file, options, &mut sink);
                    check_spans(&sources, &tree);
                }
                (sources, sink)
            };
            let (sources, sink) = run();
            let text = render(&sources, &sink, false);
            assert_eq!(text.is_empty(), sink.is_empty());
            let json = to_json(&sources, &sink);
            assert!(json.ends_with('\n'));
            if !as_reference {
                let (sources, sink) = run();
                assert_eq!(text, render(&sources, &sink, false), "the findings depend on something else");
            }
        }
    }
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    if let Some(file) = add_file(&mut sources, "fuzz.h", bytes.to_vec(), &mut sink) {
        parse_cache_header(&mut sources, file, &mut sink);
    }
    render(&sources, &sink, true);
}

/// Reads the bytes as several inputs, as a run of the generator would: definition files, an abstract interpreter
/// if one starts with `//opt`, a cache header if one starts with `#ifndef`, separated by bytes 0x1E. Then runs
/// whatever comes after parsing, strictly and as leniently as the reference, in both dialects.
pub fn analyze(bytes: &[u8]) {
    for dialect in [Dialect::V3_13, Dialect::V3_14] {
        for as_reference in [false, true] {
            analyze_as(bytes, ParseOptions { dialect, as_reference });
        }
    }
}

fn analyze_as(bytes: &[u8], options: ParseOptions) {
    let ParseOptions { dialect, as_reference } = options;
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let (mut trees, mut overlays, mut headers) = (Vec::new(), Vec::new(), Vec::new());
    for (i, part) in bytes.split(|b| *b == 0x1E).take(8).enumerate() {
        let Some(file) = add_file(&mut sources, format!("{i}.c"), part.to_vec(), &mut sink) else { continue };
        if part.starts_with(b"#ifndef") {
            headers.push(parse_cache_header(&mut sources, file, &mut sink));
        } else {
            let list = if part.starts_with(b"//opt") { &mut overlays } else { &mut trees };
            list.push(parse_definitions(&mut sources, file, options, &mut sink));
        }
    }
    // As everywhere, later phases see only what the earlier ones found no fault with.
    if !sink.has_errors() {
        let options = |role| AnalysisOptions { as_reference, role };
        let (set, interpreter) = (Role::InstructionSet, Role::AbstractInterpreter);
        let base = analysis::analyze(&sources, &trees, dialect, options(set), &mut sink);
        let overlay = analysis::analyze(&sources, &overlays, dialect, options(interpreter), &mut sink);
        if let Some(base) = &base {
            check::check_bodies(base, options(set), &mut sink);
            let isa = ir::build(base, headers.last(), &mut sink);
            // Only what no phase found fault with is written.
            if !sink.has_errors() {
                write(&sources, base, &isa);
            }
        }
        if let (Some(base), Some(overlay)) = (&base, &overlay)
            && analysis::check_abstract(base, overlay, &mut sink)
        {
            check::check_optimizer_bodies(base, overlay, options(interpreter), &mut sink);
        }
        if let Some(base) = base.as_ref().filter(|_| !sink.has_errors()) {
            translate(&sources, base, overlay.as_ref());
        }
    }
    let text = render(&sources, &sink, false);
    assert_eq!(text.is_empty(), sink.is_empty());
    if dialect == Dialect::V3_14 {
        walk(&sources, &trees, as_reference);
    }
}

/// Writes all that is written from a good instruction set. What the reference cannot write is refused, not more.
fn write(sources: &SourceMap, base: &Analysis<'_>, isa: &Isa) {
    let run = Run { isa: isa.clone(), definition_paths: Vec::new(), interp: Vec::new() };
    let files = driver::outputs(&run, sources);
    assert!(files.iter().all(|file| file.contents.ends_with('\n')));
    let subject = Subject { base, overlay: None, isa };
    for file in File::ALL {
        if let Ok(text) = file.generate(&subject, None) {
            assert!(text.ends_with('\n'), "{file} ends in the middle of a line");
        }
    }
}

/// Translates every body into Rust, with the built-in bindings. Whatever is translated has to be Rust, and what is not
/// has a reason.
fn translate(sources: &SourceMap, base: &Analysis<'_>, overlay: Option<&Analysis<'_>>) {
    static BINDINGS: OnceLock<Option<Bindings>> = OnceLock::new();
    let load = || Bindings::load(None, &mut SourceMap::new(), &mut Diagnostics::new());
    let bindings = BINDINGS.get_or_init(load).as_ref().expect("the built-in bindings are good");
    let mut program = lower::lower(base, bindings);
    if let Some(overlay) = overlay {
        lower::lower_optimizer(&mut program, base, overlay, bindings);
    }
    let mut refused = Diagnostics::new();
    for body in program.bodies.iter().chain(&program.optimizer) {
        if let Outcome::Refused(refusals) = &body.outcome {
            assert!(!refusals.is_empty());
            refusals.iter().for_each(|refusal| refused.push(refusal.diagnostic(&body.defined_as)));
        }
    }
    render(sources, &refused, false);
    let mut drafts =
        vec![lower::bodies_file(&program, sources, ""), lower::abi_check(&program, bindings, "")];
    let mut arms = vec![lower::tier1(&program, base, ""), lower::tier2(&program, base, "")];
    arms.extend(overlay.map(|overlay| lower::optimizer(&program, base, overlay, bindings, "")));
    for arms in arms {
        assert!(arms.is_ok() || !refused.is_empty(), "arms cannot be written: {arms:?}");
        drafts.extend(arms);
    }
    for draft in drafts {
        let text = draft.finish();
        let is_rust = text.as_ref().is_ok_and(|text| syn::parse_file(text).is_ok());
        assert!(is_rust, "what is translated is no Rust: {text:?}, of {}", draft.text);
    }
}

/// Analyses what was parsed, checks all bodies and writes the three files of cases, the optimizer's as if the
/// definitions overrode themselves. If the checks find nothing, the files can be written.
pub fn walk(sources: &SourceMap, trees: &[Tree], as_reference: bool) {
    let mut sink = Diagnostics::new();
    let options = AnalysisOptions { as_reference, role: Role::InstructionSet };
    let analysis = analysis::analyze(sources, trees, Dialect::V3_14, options, &mut sink);
    if let Some(analysis) = &analysis {
        check::check_bodies(analysis, options, &mut sink);
        let refused = sink.has_errors();
        let written = tier1::generate(analysis).is_ok() && tier2::generate(analysis).is_ok();
        assert!(refused || written, "the checks let something through that cannot be written");
        let options = AnalysisOptions { role: Role::AbstractInterpreter, ..options };
        if let Some(overlay) = analysis::analyze(sources, trees, Dialect::V3_14, options, &mut sink) {
            let mut sink = Diagnostics::new();
            check::check_optimizer_bodies(analysis, &overlay, options, &mut sink);
            let written = optimizer::generate(analysis, &overlay).is_ok();
            assert!(sink.has_errors() || written, "the checks let something through that cannot be written");
            render(sources, &sink, false);
        }
    }
    render(sources, &sink, false);
}

/// Every definition's span is a piece of the text.
fn check_spans(sources: &SourceMap, tree: &Tree) {
    use crate::syntax::tree::Definition;
    for definition in &tree.definitions {
        let (span, tokens) = match definition {
            Definition::Inst(d) => (d.span, d.tokens),
            Definition::Label(d) => (d.span, d.tokens),
            Definition::Macro(d) => (d.span, d.tokens),
            Definition::Family(d) => (d.span, d.tokens),
            Definition::Pseudo(d) => (d.span, d.tokens),
        };
        assert!(!sources.text(span).is_empty());
        assert!(!sources.tokens(tokens).is_empty());
    }
}
