//! Every diagnostic code has a minimal bad input and the message that users see for it.
//!
//! A fixture is `tests/diagnostics/CWnnnn_slug.c` (or `.h` for a cache header); next to it `CWnnnn_slug.txt` holds
//! the rendered message. `BLESS=1 cargo test -p casewright --test diagnostics` writes the messages anew. The
//! tests check that the code in the file's name is among those found, that every code of the catalog has a
//! fixture, that there are no orphans, and that the messages are what they were.
//!
//! The first lines of a fixture may say how to read it; each has the form `// key: value`:
//!
//! - `// dialect: 3.13` reads it as 3.13; without it, as 3.14.
//! - `// as-reference: yes` accepts what the reference accepts without a word.
//! - `// files: inputs/a.c inputs/b.h` reads these files of `tests/diagnostics/` before the fixture itself: `.c` as
//!   definitions, `.h` as a cache header. Their names start with their folder, so they are no fixtures.
//! - `// role: abstract` takes the fixture for an abstract interpreter of the micro-ops in the files before it.
//! - `// bindings: leak` translates the bodies, with the files of `tests/diagnostics/bindings/leak/`, if there are any, in place
//!   of the built-in bindings; `// whole: yes` takes the fixture for a whole instruction set, which uses every
//!   binding.
//! - `// table: opcode_ids.h` writes this one of CPython's table files too.
//!
//! A fixture can also be a folder `CWnnnn_slug/` or a file `CWnnnn_slug.json`: it is read as `casewright diff` reads
//! one of its sides, a folder of definitions, a CPython tree or an `isa.json`. If the folder has a file `out`, a run
//! tries to write its outputs below that.
//!
//! Anywhere in a fixture, a line `// repeat 1000: text` stands for the text 1000 times on one line, and
//! `// repeat-lines 1000: text` for as many lines: limits are tested without large files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use casewright::analysis::{self, AnalysisOptions, Role};
use casewright::check;
use casewright::diagnostics::json::to_json;
use casewright::diagnostics::render::render;
use casewright::diagnostics::{Diagnostics, catalog};
use casewright::emit::c::tables::{self, Table};
use casewright::files::GeneratedFile;
use casewright::files::write::write_all;
use casewright::ir;
use casewright::lower::bindings::Bindings;
use casewright::lower::{self, Outcome};
use casewright::report::diff::side::Side;
use casewright::syntax::source::SourceMap;
use casewright::syntax::tree::{CacheHeader, Tree};
use casewright::syntax::{Dialect, ParseOptions, add_file, parse_cache_header, parse_definitions};

/// How the first lines of a fixture want it to be read.
struct Settings {
    options: ParseOptions,
    files: Vec<String>,
    is_abstract: bool,
    /// The table file to write.
    table: Option<Table>,
    /// Translate the bodies with these bindings.
    bindings: Option<Bindings>,
    is_whole: bool,
}

/// What comes after parsing. A phase that makes diagnostics is added here.
fn after_parsing(
    sources: &SourceMap,
    trees: &[Tree],
    headers: &[CacheHeader],
    settings: &Settings,
    sink: &mut Diagnostics,
) {
    if sink.has_errors() {
        return;
    }
    let ParseOptions { dialect, as_reference } = settings.options;
    let analyze = |trees, role, sink: &mut Diagnostics| {
        analysis::analyze(sources, trees, dialect, AnalysisOptions { as_reference, role }, sink)
    };
    let count = trees.len() - usize::from(settings.is_abstract);
    let (definitions, overlay) = trees.split_at(count);
    let base = analyze(definitions, Role::InstructionSet, sink);
    let overlay = analyze(overlay, Role::AbstractInterpreter, sink).filter(|_| settings.is_abstract);
    if let (Some(base), Some(overlay)) = (&base, &overlay) {
        analysis::check_abstract(base, overlay, sink);
        let options = AnalysisOptions { as_reference, role: Role::AbstractInterpreter };
        check::check_optimizer_bodies(base, overlay, options, sink);
    }
    if let Some(base) = &base {
        let options = AnalysisOptions { as_reference, role: Role::InstructionSet };
        check::check_bodies(base, options, sink);
        let isa = ir::build(base, headers.last(), sink);
        if let Some(Err(faults)) = settings.table.map(|table| (table.write)(&isa, None)) {
            faults.report(sources, sink);
        }
        if let Some(bindings) = &settings.bindings {
            let program = lower::lower(base, bindings);
            for body in &program.bodies {
                if let Outcome::Refused(refusals) = &body.outcome {
                    refusals.iter().for_each(|refusal| sink.push(refusal.diagnostic(&body.defined_as)));
                }
            }
            if settings.is_whole {
                program.check_bindings(bindings, sink);
            }
        }
    }
}

/// Reads a fixture as one side of a version report, or writes where nothing can be written.
fn run_side(path: &Path) -> (SourceMap, Diagnostics) {
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let out = path.join("out");
    if out.is_file() {
        let file = GeneratedFile { path: "isa.json".to_owned(), contents: String::new() };
        sink.push(write_all(&out, &[file]).expect_err("a file is no folder"));
    } else {
        let bindings = Bindings::load(None, &mut sources, &mut sink).expect("the bindings are good");
        Side::read(path, Dialect::V3_14, &bindings, &mut sources, &mut sink);
    }
    (sources, sink)
}

/// Runs everything that exists over one fixture.
fn run(path: &Path) -> (SourceMap, Diagnostics) {
    if path.is_dir() || path.extension().is_some_and(|extension| extension == "json") {
        return run_side(path);
    }
    let bytes = expand(fs::read(path).expect("the fixture can be read"));
    let mut settings = settings(&bytes);
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let mut inputs: Vec<(String, Vec<u8>)> = Vec::new();
    for name in &settings.files {
        let file = folder().join(name);
        inputs.push((name.clone(), fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))));
    }
    inputs.push((path.file_name().unwrap().to_string_lossy().into_owned(), bytes));
    let (mut trees, mut headers) = (Vec::new(), Vec::new());
    for (name, bytes) in inputs {
        let is_header = name.ends_with(".h");
        let Some(id) = add_file(&mut sources, name, bytes, &mut sink) else { continue };
        if is_header {
            headers.push(parse_cache_header(&mut sources, id, &mut sink));
        } else {
            trees.push(parse_definitions(&mut sources, id, settings.options, &mut sink));
        }
    }
    if let Some(name) = String::from_utf8_lossy(&expand(fs::read(path).unwrap_or_default()))
        .lines()
        .find_map(|line| line.strip_prefix("// bindings: "))
    {
        let bindings = folder().join("bindings").join(name);
        settings.bindings = Bindings::load(Some(&bindings), &mut sources, &mut sink);
    }
    after_parsing(&sources, &trees, &headers, &settings, &mut sink);
    (sources, sink)
}

fn settings(bytes: &[u8]) -> Settings {
    let text = String::from_utf8_lossy(bytes);
    let mut settings = Settings {
        options: ParseOptions { dialect: Dialect::V3_14, as_reference: false },
        files: Vec::new(),
        is_abstract: false,
        table: None,
        bindings: None,
        is_whole: false,
    };
    for line in text.lines() {
        let Some((key, value)) = line.strip_prefix("// ").and_then(|l| l.split_once(": ")) else { break };
        match key {
            "dialect" if value == "3.13" => settings.options.dialect = Dialect::V3_13,
            "as-reference" if value == "yes" => settings.options.as_reference = true,
            "bindings" => {}
            "whole" if value == "yes" => settings.is_whole = true,
            "role" if value == "abstract" => settings.is_abstract = true,
            "table" => {
                let table = tables::ALL.into_iter().find(|table| table.file == value);
                settings.table = Some(table.expect("a table file of this name"));
            }
            "files" => settings.files = value.split_whitespace().map(str::to_owned).collect(),
            _ => break,
        }
    }
    settings
}

/// Carries out the `repeat` lines.
fn expand(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.windows(10).any(|w| w == b"// repeat ") && !bytes.windows(16).any(|w| w == b"// repeat-lines ")
    {
        return bytes;
    }
    let text = String::from_utf8(bytes).expect("a fixture with `repeat` is UTF-8");
    let mut out = String::new();
    for line in text.lines() {
        let repeat = |prefix: &str, end: &str| {
            let (count, what) = line.strip_prefix(prefix)?.split_once(": ")?;
            Some(format!("{what}{end}").repeat(count.parse().ok()?))
        };
        match repeat("// repeat ", "").or_else(|| repeat("// repeat-lines ", "\n")) {
            Some(text) => out.push_str(&text),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out.into_bytes()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// The fixtures, or the files with another extension, in order.
fn files(extensions: &[&str]) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("a fixture").path())
        .filter(|p| p.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)))
        .collect();
    list.sort();
    list
}

/// All fixtures, folders among them.
fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of fixtures");
    let folders = entries
        .map(|entry| entry.expect("a fixture").path())
        .filter(|p| p.is_dir() && p.file_name().is_some_and(|name| name.to_string_lossy().starts_with("CW")));
    let mut list: Vec<PathBuf> = files(&["c", "h", "json"]).into_iter().chain(folders).collect();
    list.sort();
    list
}

/// `CW0012` of `CW0012_slug.c`.
fn code_of(path: &Path) -> String {
    let name = path.file_stem().unwrap().to_string_lossy();
    name.split('_').next().unwrap_or_default().to_owned()
}

#[test]
fn messages_are_as_blessed() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for path in fixtures() {
        let (sources, sink) = run(&path);
        let code = code_of(&path);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !sink.iter().any(|d| d.code.to_string() == code) {
            failures.push(format!("{name}: does not make {code}:\n{}", render(&sources, &sink, false)));
            continue;
        }
        let text = render(&sources, &sink, false);
        let expected = path.with_extension("txt");
        if bless {
            fs::write(&expected, &text).expect("the message can be written");
        }
        let blessed = fs::read_to_string(&expected).unwrap_or_default();
        if blessed != text {
            let diff = similar::TextDiff::from_lines(&blessed, &text);
            failures.push(format!("{name}:\n{}", diff.unified_diff().header("blessed", "now")));
        }
        let json = to_json(&sources, &sink);
        let list: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
        assert_eq!(list.as_array().map(Vec::len), Some(sink.sorted().len()), "{name}");
        assert!(!render(&sources, &sink, true).is_empty());
    }
    assert!(failures.is_empty(), "{}\n(BLESS=1 accepts the new messages)", failures.join("\n"));
}

/// Whether a text of a finding starts and ends as its documentation says: `Name` is wrong, `NAME` is not.
fn is_in_style(text: &str) -> bool {
    let mut chars = text.chars();
    let is_capitalised = chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(|c| !c.is_uppercase() && c != '_');
    !is_capitalised && !text.ends_with('.')
}

#[test]
fn findings_speak_in_one_style() {
    assert!(is_in_style("no label") && is_in_style("RESUME is missing") && is_in_style(""));
    assert!(!is_in_style("No label") && !is_in_style("A label") && !is_in_style("no label."));
    let mut failures = BTreeSet::new();
    for path in fixtures() {
        let (_, sink) = run(&path);
        for d in sink.iter() {
            let labels = d.labels.iter().map(|label| &label.text);
            let texts = [&d.message, &d.help].into_iter().chain(labels);
            failures
                .extend(texts.filter(|text| !is_in_style(text)).map(|text| format!("{}: {text}", d.code)));
        }
    }
    for info in catalog::all().filter(|info| !is_in_style(info.title)) {
        failures.insert(format!("{}: {}", info.code, info.title));
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn every_code_has_a_fixture_and_every_fixture_a_code() {
    let fixtures: BTreeSet<String> = fixtures().iter().map(|p| code_of(p)).collect();
    let codes: BTreeSet<String> = catalog::all().map(|info| info.code.to_string()).collect();
    let without: Vec<_> = codes.difference(&fixtures).collect();
    assert!(without.is_empty(), "codes without a fixture: {without:?}");
    let unknown: Vec<_> = fixtures.difference(&codes).collect();
    assert!(unknown.is_empty(), "fixtures of unknown codes: {unknown:?}");
    for text in files(&["txt"]) {
        let has_input =
            ["c", "h", "json", ""].iter().any(|extension| text.with_extension(extension).exists());
        assert!(has_input, "{} belongs to no fixture", text.display());
    }
}

#[test]
fn the_catalog_is_in_order_and_can_be_explained() {
    let codes: Vec<_> = catalog::all().map(|info| info.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "codes are in order and unique");
    for info in catalog::all() {
        let text = casewright::diagnostics::render::explain(info.code).expect("every code can be explained");
        assert!(text.lines().all(|l| l.chars().count() <= 120 && l == l.trim_end()), "{}", info.code);
        assert!(info.explanation.lines().count() >= 2, "{} is explained in more than a line", info.code);
    }
}
