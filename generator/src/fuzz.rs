//! What the fuzz targets run, here so that `cargo test` can run the same for a second.
//!
//! Any bytes are good input: the functions return nothing, and a panic, a hang or an overflow is a bug.

use crate::diagnostics::json::to_json;
use crate::diagnostics::render::render;
use crate::diagnostics::{Diagnostics, Severity};
use crate::syntax::source::SourceMap;
use crate::syntax::tree::{CacheHeader, Tree};
use crate::syntax::{Dialect, ParseOptions, add_file, parse_cache_header, parse_definitions};

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

/// Reads the bytes as several inputs, as a run of the generator would: definition files, and a cache header if
/// one starts with `#ifndef`, separated by bytes 0x1E; then whatever comes after parsing.
pub fn analyze(bytes: &[u8]) {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let options = ParseOptions { dialect: Dialect::V3_14, as_reference: false };
    let (mut trees, mut headers): (Vec<Tree>, Vec<CacheHeader>) = (Vec::new(), Vec::new());
    for (i, part) in bytes.split(|b| *b == 0x1E).take(8).enumerate() {
        let Some(file) = add_file(&mut sources, format!("{i}.c"), part.to_vec(), &mut sink) else { continue };
        if part.starts_with(b"#ifndef") {
            headers.push(parse_cache_header(&mut sources, file, &mut sink));
        } else {
            trees.push(parse_definitions(&mut sources, file, options, &mut sink));
        }
    }
    let errors = sink.iter().filter(|d| d.severity == Severity::Error).count();
    assert_eq!(errors > 0, sink.has_errors());
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
