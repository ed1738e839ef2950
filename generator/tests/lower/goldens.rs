//! One file a construct, `tests/lower/goldens/NAME.golden`: the definitions, the Rust that comes out of them,
//! and runs of the first one with what they gave. `BLESS=1 cargo test -p casewright --test lower` writes the
//! last two anew.
//!
//! A run is a line `oparg=3 stack=[5 (1 2)] locals=[7]`; below it stands the outcome, with the stack that is
//! left. Every run releases what is left and then looks whether any object is still there, so that a leak or a
//! double release fails it. The outcomes of the same bodies in C are compared, too, where there is a C compiler
//! (`shim.h` has the vocabulary in C).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use casewright::analysis::{self, AnalysisOptions, StackEffects, StackItem};
use casewright::diagnostics::{Diagnostics, render::render};
use casewright::lower::bindings::Bindings;
use casewright::lower::{self, Function, Outcome};
use casewright::report::coverage::subset::CONSTRUCTS;
use casewright::syntax::source::SourceMap;
use casewright::syntax::{Dialect, ParseOptions, parse_definitions};

use crate::compile::{HEAD, folder, harness, isa_library, rustc};

struct Golden {
    path: PathBuf,
    name: String,
    definitions: String,
    rust: String,
    /// Each run with its outcome.
    runs: Vec<(String, String)>,
}

/// What the first definition became.
struct Translation {
    text: String,
    /// The function to run, if it was translated.
    function: Option<(String, Function, StackEffects)>,
    cache_names: Vec<(String, i32)>,
}

fn goldens() -> Vec<Golden> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lower/goldens");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the goldens").flatten().map(|e| e.path()).collect();
    paths.sort();
    paths.into_iter().map(Golden::read).collect()
}

impl Golden {
    fn read(path: PathBuf) -> Golden {
        let text = fs::read_to_string(&path).expect("a golden is text");
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let (definitions, rest) = text.split_once("\n=== rust\n").unwrap_or((&text, ""));
        let (rust, runs) = rest.split_once("=== runs\n").unwrap_or((rest, ""));
        let mut list: Vec<(String, String)> = Vec::new();
        for line in runs.lines().filter(|line| !line.trim().is_empty()) {
            match (line.strip_prefix("    "), list.last_mut()) {
                (Some(outcome), Some(run)) => run.1 = outcome.to_owned(),
                _ => list.push((line.to_owned(), String::new())),
            }
        }
        let definitions = definitions.trim_end().to_owned() + "\n";
        Golden { path, name, definitions, rust: rust.to_owned(), runs: list }
    }

    fn write(&self) {
        let mut text = format!("{}\n=== rust\n{}", self.definitions, self.rust);
        if !self.runs.is_empty() {
            text.push_str("=== runs\n");
            for (run, outcome) in &self.runs {
                let _ = writeln!(text, "{run}\n    {outcome}");
            }
        }
        fs::write(&self.path, text).expect("the golden is written");
    }

    fn translate(&self) -> Translation {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let dialect = if self.name.ends_with("_3_13") { Dialect::V3_13 } else { Dialect::V3_14 };
        let text = format!("// BEGIN BYTECODES //\n{}// END BYTECODES //\n", self.definitions);
        let file = sources.add(format!("{}.c", self.name), text);
        let options = ParseOptions { dialect, as_reference: false };
        let tree = parse_definitions(&mut sources, file, options, &mut sink);
        let bindings =
            Bindings::load_for(dialect, None, &mut sources, &mut sink).expect("the bindings are good");
        let forest = [tree];
        let analysis = analysis::analyze(&sources, &forest, dialect, AnalysisOptions::default(), &mut sink);
        let Some(analysis) = analysis.filter(|_| !sink.has_errors()) else {
            panic!("{}: {}", self.name, render(&sources, &sink, false));
        };
        let program = lower::lower(&analysis, &bindings);
        let mut text = String::new();
        let mut refused = Diagnostics::new();
        let mut function = None;
        for body in &program.bodies {
            match &body.outcome {
                Outcome::Translated(f) => {
                    text.push_str(&lower::function_text(body, f, &sources));
                    function.get_or_insert_with(|| (body.name.clone(), f.clone(), body.effects.clone()));
                }
                Outcome::Refused(list) => {
                    list.iter().for_each(|r| refused.push(r.diagnostic(&body.defined_as)))
                }
                Outcome::OptedOut(..) => {}
            }
        }
        let mut text = lower::layout(&text).expect("what is printed is Rust");
        if !refused.is_empty() {
            text.push_str(&render(&sources, &refused, false));
        }
        let caches = analysis.uops.first().map(|uop| uop.caches.clone()).unwrap_or_default();
        let cache_names =
            caches.into_iter().filter(|c| c.name != "unused").map(|c| (c.name, c.units)).collect();
        Translation { text, function, cache_names }
    }
}

/// What a run starts with.
struct Start {
    oparg: i64,
    stack: Vec<String>,
    locals: Vec<String>,
    named: BTreeMap<String, String>,
}

impl Start {
    fn parse(run: &str) -> Start {
        let mut start = Start { oparg: 0, stack: Vec::new(), locals: Vec::new(), named: BTreeMap::new() };
        let mut rest = run.trim();
        while let Some((name, value)) = rest.split_once('=') {
            let (value, after) = match value.strip_prefix('[') {
                Some(list) => list.split_once(']').expect("a list ends"),
                None => value.split_once(' ').unwrap_or((value, "")),
            };
            match name.trim() {
                "oparg" => start.oparg = value.parse().expect("oparg is a number"),
                "stack" => start.stack = list(value),
                "locals" => start.locals = list(value),
                name => {
                    start.named.insert(name.to_owned(), value.to_owned());
                }
            }
            rest = after;
        }
        start
    }
}

/// Items between blanks; a tuple is one item.
fn list(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut depth = 0;
    for word in text.split_whitespace() {
        match items.last_mut().filter(|_| depth > 0) {
            Some(last) => *last += &format!(" {word}"),
            None => items.push(word.to_owned()),
        }
        depth += word.matches('(').count();
        depth -= word.matches(')').count();
    }
    items
}

fn size(item: &StackItem, oparg: i64) -> i64 {
    match (&item.size_expr, item.is_array()) {
        (Some(size), true) => size.eval(oparg),
        _ => 1,
    }
}

/// The Rust that makes one run.
fn rust_run(module: &str, translation: &Translation, start: &Start) -> String {
    let (name, function, effects) = translation.function.as_ref().expect("what runs is translated");
    let quoted = |items: &[String]| items.iter().map(|i| format!("{i:?}")).collect::<Vec<_>>().join(", ");
    let height = start.stack.len();
    let mut text = String::from("{\n");
    let _ = writeln!(
        text,
        "let mut m = Machine::new(&[{}], &[{}]);",
        quoted(&start.stack),
        quoted(&start.locals)
    );
    let _ = writeln!(text, "let mut cx = m.cx({height}, {});", start.oparg);
    text.push_str("let top = cx.stack_pointer;\n");
    let mut arguments = String::new();
    let total: i64 = effects.inputs.iter().map(|item| size(item, start.oparg)).sum();
    let mut place = -total;
    for item in &effects.inputs {
        let parameter = function
            .parameters
            .iter()
            .find(|p| p.name.trim_start_matches("mut ").trim_end_matches('_') == item.name);
        if let Some(parameter) = parameter {
            let read = if parameter.ty.starts_with('&') { "&*" } else { "" };
            let take = if parameter.ty.starts_with('&') { "" } else { ".read()" };
            let _ = write!(arguments, ", {read}top.offset({place}){take}");
        }
        place += size(item, start.oparg);
    }
    for (cache, _) in &translation.cache_names {
        let _ = write!(arguments, ", {}", start.named.get(cache).map_or("0", String::as_str));
    }
    let _ = writeln!(text, "let result = {module}::{name}::<TierOne>(&mut cx{arguments});");
    let kept: i64 = effects.inputs.iter().filter(|i| i.peek).map(|i| size(i, start.oparg)).sum();
    let base = if function.moves_pointer {
        "cx.stack_pointer".to_owned()
    } else {
        format!("top.offset({})", kept - total)
    };
    let names: Vec<String> = (0..function.results.len()).map(|index| format!("r{index}")).collect();
    let pattern = match names.as_slice() {
        [one] => one.clone(),
        names => format!("({})", names.join(", ")),
    };
    let mut done = String::new();
    let _ = writeln!(done, "let mut at = {base};");
    let mut next = 0;
    let mut offset = -total;
    for item in &effects.outputs {
        let returned = function
            .results
            .get(next)
            .is_some_and(|r| r.name.starts_with(item.name.as_str()) || item.peek && !item.is_array());
        if item.peek {
            // Reassigned, or as it was.
            if returned
                && function.results.len() > next
                && function
                    .parameters
                    .iter()
                    .any(|p| p.name.trim_start_matches("mut ") == item.name && p.ty == "StackRef")
            {
                let _ = writeln!(done, "top.offset({offset}).write(r{next});");
                next += 1;
            }
            offset += size(item, start.oparg);
            continue;
        }
        if !item.is_array() && item.name != "unused" {
            let _ = writeln!(done, "at.write(r{next});");
            next += 1;
        }
        let _ = writeln!(done, "at = at.offset({});", size(item, start.oparg));
    }
    done.push_str("m.finish(\"ok\", cx, at);\n");
    if function.has_exits {
        let _ = writeln!(
            text,
            "match result {{ Ok({pattern}) => {{ {done} }}\nErr(exit) => {{ let (word, by) = outcome(exit); \
             let end = cx.stack_pointer.offset(by as isize); m.finish(word, cx, end); }} }}"
        );
    } else {
        let _ = writeln!(text, "let {pattern} = result; {done}");
    }
    text.push_str("}\n");
    text
}

/// The C that makes one run.
fn c_run(
    golden: &Golden,
    index: usize,
    start: &Start,
    effects: &StackEffects,
    caches: &[(String, i32)],
) -> String {
    let body = golden.definitions.find('{').map_or("", |open| &golden.definitions[open..]);
    let end = body.rfind("\n}").map_or(body.len(), |end| end + 2);
    let body = body.get(..end).unwrap_or(body);
    let items =
        |items: &[String]| items.iter().map(|i| format!("value({i:?})")).collect::<Vec<_>>().join(", ");
    let mut text = format!("static void run_{}_{index}(void) {{\n", golden.name);
    let _ = writeln!(text, "    START({}, {})", start.oparg, start.stack.len());
    for (place, item) in start.stack.iter().enumerate() {
        let _ = writeln!(text, "    stack[{place}] = value({item:?});");
    }
    for (place, item) in start.locals.iter().enumerate() {
        let _ = writeln!(text, "    localsplus[{place}] = value({item:?});");
    }
    let _ = items;
    let total: i64 = effects.inputs.iter().map(|item| size(item, start.oparg)).sum();
    let kept: i64 = effects.inputs.iter().filter(|i| i.peek).map(|i| size(i, start.oparg)).sum();
    let _ = writeln!(text, "    bottom_ = entry_ + ({});", kept - total);
    let mut place = -total;
    let mut closes = String::new();
    for item in &effects.inputs {
        if item.name != "unused" {
            if item.is_array() {
                let _ = writeln!(
                    text,
                    "    _PyStackRef *{} = entry_ + ({place}); (void){};",
                    item.name, item.name
                );
                let close = format!("close_array({}, {});", item.name, size(item, start.oparg));
                closes.push_str(if item.peek { "" } else { close.as_str() });
            } else {
                let _ =
                    writeln!(text, "    _PyStackRef {} = entry_[{place}]; (void){};", item.name, item.name);
                if !item.peek {
                    let _ = write!(closes, " PyStackRef_XCLOSE({});", item.name);
                }
            }
        }
        place += size(item, start.oparg);
    }
    for (cache, units) in caches {
        let ty = if *units == 1 { "uint16_t" } else { "uint32_t" };
        let _ = writeln!(text, "    {ty} {cache} = {};", start.named.get(cache).map_or("0", String::as_str));
    }
    let mut place = kept - total;
    let mut pushes = String::new();
    let mut peek_place = -total;
    for item in &effects.outputs {
        let is_input = effects.inputs.iter().any(|input| input.name == item.name);
        if item.peek {
            if !item.is_array() && item.name != "unused" {
                let _ = writeln!(pushes, "    entry_[{peek_place}] = {};", item.name);
            }
            peek_place += size(item, start.oparg);
            continue;
        }
        if item.name != "unused" && item.is_array() {
            let _ =
                writeln!(text, "    _PyStackRef *{} = entry_ + ({place}); (void){};", item.name, item.name);
        } else if item.name != "unused" {
            if !is_input {
                let _ = writeln!(text, "    _PyStackRef {} = NULL;", item.name);
            }
            let _ = writeln!(pushes, "    entry_[{place}] = {};", item.name);
        }
        place += size(item, start.oparg);
    }
    let _ = writeln!(text, "#undef DECREF_INPUTS\n#define DECREF_INPUTS() do {{ {closes} }} while (0)");
    text.push_str(body);
    let _ = writeln!(text, "\n{pushes}    outcome = \"ok\"; top_ = entry_ + ({place});\nleave: FINISH\n}}");
    text
}

/// Runs all goldens in Rust; a line for each run.
fn in_rust(list: &[(Golden, Translation)]) -> Vec<String> {
    let folder = folder("goldens");
    let mut text = String::from(HEAD);
    for module in ["value", "abi", "run"] {
        let _ = writeln!(text, "#[path = {:?}] mod {module};", harness(&format!("{module}.rs")));
    }
    text.push_str("use abi::*;\nuse cpython_isa::Opcode;\nuse run::*;\nuse value::*;\n");
    let mut main = String::from("fn main() { unsafe {\n");
    for (golden, translation) in list.iter().filter(|(golden, _)| !golden.runs.is_empty()) {
        let _ = writeln!(text, "mod {} {{ use super::*;\n{} }}", golden.name, translation.text);
        for (run, _) in &golden.runs {
            main.push_str(&rust_run(&golden.name, translation, &Start::parse(run)));
        }
    }
    text.push_str(&main);
    text.push_str("} }\n");
    let source = folder.join("goldens.rs");
    fs::write(&source, text).expect("written");
    let isa = format!("cpython_isa={}", isa_library().display());
    let output = rustc(&source, &["-C", "debug-assertions=on", "--extern", &isa]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}", errors.chars().take(20_000).collect::<String>());
    run(&folder.join("goldens"))
}

fn run(program: &Path) -> Vec<String> {
    let output = Command::new(program).output().expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    let lines = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    assert!(output.status.success(), "{errors}\nafter {lines:?}");
    lines
}

/// Runs the goldens whose vocabulary the C shim has; `None` if there is no C compiler.
fn in_c(list: &[(Golden, Translation)]) -> Option<Vec<(usize, usize, String)>> {
    let folder = folder("goldens_c");
    let mut text = format!("#include {:?}\n", harness("shim.h"));
    let mut main = String::from("int main(void) {\n");
    let mut order = Vec::new();
    for (index, (golden, translation)) in list.iter().enumerate() {
        if golden.definitions.contains("no C:") {
            continue;
        }
        for (number, (run, _)) in golden.runs.iter().enumerate() {
            let (_, _, effects) = translation.function.as_ref().expect("what runs is translated");
            text.push_str(&c_run(golden, number, &Start::parse(run), effects, &translation.cache_names));
            let _ = writeln!(main, "    run_{}_{number}();", golden.name);
            order.push((index, number));
        }
    }
    main.push_str("    return 0;\n}\n");
    text.push_str(&main);
    let source = folder.join("goldens.c");
    fs::write(&source, text).expect("written");
    let program = folder.join("goldens");
    let output =
        Command::new("cc").args(["-std=gnu11", "-w", "-o"]).arg(&program).arg(&source).output().ok()?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr).chars().take(8_000).collect::<String>()
    );
    let lines = run(&program);
    assert_eq!(lines.len(), order.len());
    Some(order.into_iter().zip(lines).map(|((golden, run), line)| (golden, run, line)).collect())
}

#[test]
fn the_list_of_constructs_is_that_of_the_goldens() {
    let listed: BTreeSet<&str> = CONSTRUCTS.iter().map(|(name, _)| *name).collect();
    let goldens = goldens();
    let there: BTreeSet<&str> = goldens.iter().map(|golden| golden.name.as_str()).collect();
    assert_eq!(listed, there);
}

#[test]
fn goldens_are_what_they_were() {
    let bless = std::env::var_os("BLESS").is_some();
    let list: Vec<(Golden, Translation)> = goldens()
        .into_iter()
        .map(|golden| {
            let translation = golden.translate();
            (golden, translation)
        })
        .collect();
    assert!(list.len() >= 60, "there is a golden for each construct");
    let outcomes = in_rust(&list);
    let from_c = in_c(&list);
    if from_c.is_none() {
        eprintln!("NOTE: there is no C compiler; the goldens are not compared with C");
    }
    let mut outcomes = outcomes.into_iter();
    let mut wrong = String::new();
    for (index, (mut golden, translation)) in list.into_iter().enumerate() {
        let got: Vec<String> = golden.runs.iter().map(|_| outcomes.next().unwrap_or_default()).collect();
        for (number, outcome) in got.iter().enumerate() {
            let c = from_c.iter().flatten().find(|(g, r, _)| (*g, *r) == (index, number));
            if let Some((_, _, c)) = c.filter(|(_, _, c)| c != outcome) {
                let _ = writeln!(
                    wrong,
                    "{}: `{}` gives\n  {outcome}\nin Rust and\n  {c}\nin C",
                    golden.name, golden.runs[number].0
                );
            }
        }
        if bless {
            golden.rust.clone_from(&translation.text);
            golden.runs.iter_mut().zip(got).for_each(|(run, outcome)| run.1 = outcome);
            golden.write();
            continue;
        }
        if golden.rust != translation.text {
            let _ = writeln!(wrong, "{}: the Rust differs:\n{}", golden.name, translation.text);
        }
        for ((run, expected), outcome) in golden.runs.iter().zip(&got) {
            if expected != outcome {
                let _ =
                    writeln!(wrong, "{}: `{run}` gives\n  {outcome}\ninstead of\n  {expected}", golden.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
