//! Asks CPython's generator and our analysis the same question, and lists the differences.

use std::path::{Path, PathBuf};
use std::process::Command;

use casewright::analysis::{self, Analysis, AnalysisOptions, Dialect, Part, StackItem};
use casewright::diagnostics::Diagnostics;
use casewright::ir::{Effect, ExpansionKind, Flag, Properties, UopId};
use casewright::syntax::source::{FileId, SourceMap, TokenId};
use casewright::syntax::{self, ParseOptions};
use serde_json::{Map, Value, json};

pub fn oracle() -> Option<PathBuf> {
    let path = std::env::var_os("CASEWRIGHT_ORACLE").map(PathBuf::from);
    if path.is_none() {
        eprintln!("CASEWRIGHT_ORACLE is not set: nothing was compared");
    }
    path
}

#[allow(dead_code, reason = "not every test that uses this module reads them")]
pub fn inputs() -> PathBuf {
    std::env::var_os("CASEWRIGHT_INPUTS")
        .map(PathBuf::from)
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs"))
}

fn manifest(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What the reference generator says about files.
#[allow(dead_code, reason = "not every test that uses this module asks about whole sets")]
pub fn reference(oracle: &Path, generator: &str, files: &[PathBuf]) -> Value {
    run(oracle, generator, |command| command.args(files))
}

/// What the reference generator says about each of the files that a file lists, one a line.
#[allow(dead_code, reason = "not every test that uses this module has many files")]
pub fn reference_for_each(oracle: &Path, generator: &str, list: &Path) -> Value {
    run(oracle, generator, |command| command.arg("--each").arg(list))
}

fn run(oracle: &Path, generator: &str, files: impl FnOnce(&mut Command) -> &mut Command) -> Value {
    let mut command = Command::new(oracle.join("bin/python3.14"));
    command.arg("-B").arg(manifest("tests/support/dump_analysis.py")).arg(oracle.join(generator));
    let output = files(&mut command).output().expect("the oracle's interpreter runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the script prints JSON")
}

/// What we say about files, in the same form; what we have found besides is in `sink`.
pub fn ours(
    files: &[PathBuf],
    dialect: Dialect,
    options: AnalysisOptions,
    sources: &mut SourceMap,
    sink: &mut Diagnostics,
) -> Option<Value> {
    let mut forest = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).expect("the file can be read");
        let id = sources.add(file.file_name().unwrap_or_default().to_string_lossy(), text);
        let parse = ParseOptions { dialect, as_reference: options.as_reference };
        forest.push(syntax::parse_definitions(sources, id, parse, sink));
    }
    if sink.has_errors() {
        return None;
    }
    analysis::analyze(sources, &forest, dialect, options, sink).map(|analysis| dump(&analysis))
}

fn place(a: &Analysis<'_>, file: FileId, token: TokenId) -> Value {
    let token = &a.sources.file(file).tokens[token.0 as usize];
    json!([token.line, token.column])
}

/// Values of `oparg` for which sizes are evaluated, as in the script.
const OPARGS: [i64; 7] = [0, 1, 2, 3, 7, 255, 0x1234];

fn valued(effect: &Effect) -> Value {
    json!([effect.text, OPARGS.map(|oparg| effect.eval(oparg))])
}

fn c_flags(flags: &[Flag]) -> String {
    let flags: Vec<String> = flags.iter().map(|flag| flag.c_macro()).collect();
    if flags.is_empty() { "0".to_owned() } else { flags.join(" | ") }
}

fn properties(dialect: Dialect, p: &Properties) -> Value {
    let Value::Object(all) = serde_json::to_value(p).expect("properties are plain data") else {
        unreachable!()
    };
    let missing: &[&str] = match dialect {
        Dialect::V3_13 => &["uses_opcode", "needs_prev", "no_save_ip", "passthrough"],
        Dialect::V3_14 => &["ends_with_eval_breaker", "oparg_and_1", "passthrough"],
    };
    let mut result = Map::new();
    for (name, value) in all {
        if missing.contains(&name.as_str()) {
            assert_eq!(value, json!(false), "{name} means nothing in this version");
            continue;
        }
        let value = if name == "const_oparg" && value.is_null() { json!(-1) } else { value };
        result.insert(name.trim_end_matches('_').to_owned(), value);
    }
    result.insert("flags".to_owned(), json!(c_flags(&analysis::flags(p))));
    Value::Object(result)
}

fn items(dialect: Dialect, items: &[StackItem]) -> Value {
    let item = |item: &StackItem| {
        let mut value = json!({
            "name": item.name, "type": item.ty.clone().unwrap_or_default(), "size": item.size,
            "condition": item.condition, "peek": item.peek,
        });
        if dialect == Dialect::V3_14 {
            value["used"] = json!(item.used);
        }
        value
    };
    Value::Array(items.iter().map(item).collect())
}

fn calls(
    a: &Analysis<'_>,
    file: FileId,
    calls: &std::collections::BTreeMap<syntax::tree::StmtId, analysis::EscapingCall>,
) -> Value {
    let rows = calls
        .values()
        .map(|call| json!([place(a, file, call.call), call.kills.map(|token| place(a, file, token))]));
    Value::Array(rows.collect())
}

fn kind(dialect: Dialect, kind: ExpansionKind) -> String {
    if dialect == Dialect::V3_13 {
        return (kind as i32).to_string();
    }
    match kind {
        ExpansionKind::OpargSimple => "OPARG_SIMPLE",
        ExpansionKind::OpargCache1 => "1",
        ExpansionKind::OpargCache2 => "2",
        ExpansionKind::OpargCache4 => "4",
        ExpansionKind::OpargTop => "OPARG_TOP",
        ExpansionKind::OpargBottom => "OPARG_BOTTOM",
        ExpansionKind::OpargSaveReturnOffset => "OPARG_SAVE_RETURN_OFFSET",
        ExpansionKind::OpargReplaced => "OPARG_REPLACED",
        ExpansionKind::Operand1_1 => "OPERAND1_1",
        ExpansionKind::Operand1_2 => "OPERAND1_2",
        ExpansionKind::Operand1_4 => "OPERAND1_4",
    }
    .to_owned()
}

fn dump(a: &Analysis<'_>) -> Value {
    let dialect = a.dialect;
    let uops: Vec<Value> = a
        .uops
        .iter()
        .map(|u| {
            let file = u.def.tokens.file;
            let stores: Vec<Value> = match dialect {
                // 3.13 knows nothing of stores.
                Dialect::V3_13 => Vec::new(),
                Dialect::V3_14 => u.local_stores.iter().map(|token| place(a, file, *token)).collect(),
            };
            json!({
                "key": u.key, "name": u.name, "annotations": u.annotations,
                "inputs": items(dialect, &u.stack.inputs), "outputs": items(dialect, &u.stack.outputs),
                "caches": u.caches.iter().map(|c| json!([c.name, c.units])).collect::<Vec<_>>(),
                "properties": properties(dialect, &u.properties),
                "escaping_calls": calls(a, file, &u.escaping_calls),
                "local_stores": stores,
                "implicitly_created": u.implicitly_created, "replicated": u.replicated,
                "replicates": u.replicates.map(|index| a.uops[index.0].name.clone()),
                "instruction_size": u.instruction_size,
                "not_viable": a.why_not_viable(u), "popped": valued(&a.uop_popped(u)), "is_super": a.is_super(u),
            })
        })
        .collect();
    let part = |part: &Part| match part {
        Part::Uop(index) => json!(a.uops[index.0].name),
        Part::Skip(units) => json!(["skip", units]),
        Part::Flush => json!(["flush"]),
    };
    let instructions: Vec<Value> = a
        .instructions
        .iter()
        .map(|i| {
            json!({
                "name": i.name, "parts": i.parts.iter().map(part).collect::<Vec<_>>(),
                "properties": properties(dialect, &i.properties), "is_target": i.is_target, "family": i.family,
                "opcode": i.opcode, "size": i.size, "format": format!("INSTR_FMT_{}", a.format(i)),
                "net": [valued(&i.popped), valued(&i.pushed)],
            })
        })
        .collect();
    let name = |index: &analysis::InstIndex| a.instructions[index.0].name.clone();
    let families: Vec<Value> = a
        .families
        .iter()
        .map(|f| json!([f.name, f.size, f.members.iter().map(name).collect::<Vec<_>>()]))
        .collect();
    let pseudos: Vec<Value> = a
        .pseudos
        .iter()
        .map(|p| {
            let mut value = json!({
                "name": p.name, "targets": p.targets.iter().map(name).collect::<Vec<_>>(),
                "as_sequence": p.as_sequence, "flags": p.flags, "opcode": p.opcode,
                "properties": properties(dialect, &p.properties),
            });
            if dialect == Dialect::V3_14 {
                value["net"] = json!([valued(&p.popped), valued(&p.pushed)]);
                value["inputs"] = items(dialect, &p.stack.inputs);
            }
            value
        })
        .collect();
    let labels: Vec<Value> = a
        .labels
        .iter()
        .map(|l| {
            json!({
                "name": l.name, "spilled": l.spilled, "properties": properties(dialect, &l.properties),
                "escaping_calls": calls(a, l.def.tokens.file, &l.escaping_calls),
            })
        })
        .collect();
    let mut expansions = Map::new();
    for i in &a.instructions {
        if let Some(rows) = a.expansion(i) {
            let rows: Vec<Value> =
                rows.iter().map(|row| json!([row.uop, kind(dialect, row.kind), row.offset])).collect();
            expansions.insert(i.name.clone(), Value::Array(rows));
        }
    }
    let (numbers, max) = a.uop_ids();
    let mut ids = Map::new();
    ids.insert("MAX_UOP_ID".to_owned(), json!(max.to_string()));
    ids.insert("_EXIT_TRACE".to_owned(), json!("300"));
    ids.insert("_SET_IP".to_owned(), json!("301"));
    for (uop, id) in a.uops.iter().zip(numbers) {
        let text = match id {
            Some(UopId::Number(number)) => number.to_string(),
            Some(UopId::Opcode(name)) => name,
            None => continue,
        };
        ids.insert(uop.name.clone(), json!(text));
    }
    json!({
        "uops": uops, "instructions": instructions, "families": families, "pseudos": pseudos, "labels": labels,
        "opmap": a.opcodes.opmap, "have_arg": a.opcodes.have_argument,
        "min_instrumented": a.opcodes.min_instrumented, "expansions": expansions, "ids": ids,
    })
}

/// Lists the paths at which two values differ.
pub fn differences(path: &str, reference: &Value, ours: &Value, list: &mut Vec<String>) {
    match (reference, ours) {
        (Value::Object(r), Value::Object(o)) => {
            for (key, value) in r {
                match o.get(key) {
                    Some(other) => differences(&format!("{path}.{key}"), value, other, list),
                    None => list.push(format!("{path}.{key}: missing, {value}")),
                }
            }
            for key in o.keys().filter(|key| !r.contains_key(*key)) {
                list.push(format!("{path}.{key}: too much"));
            }
        }
        (Value::Array(r), Value::Array(o)) if r.len() == o.len() => {
            for (index, (r, o)) in r.iter().zip(o).enumerate() {
                let name = r.get("name").and_then(Value::as_str).map_or(index.to_string(), str::to_owned);
                differences(&format!("{path}[{name}]"), r, o, list);
            }
        }
        _ if reference != ours => list.push(format!("{path}: {reference} there, {ours} here")),
        _ => {}
    }
}
