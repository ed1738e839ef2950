//! Reads the files that CPython's generator wrote, as installed or in a source tree, into facts.

use std::collections::BTreeMap;

use super::c_expr;
use super::facts::FactSet;
use super::names::*;

/// What a file says that we could not read: the file, the table, and what was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The file.
    pub file: &'static str,
    /// What was expected and what was found.
    pub what: String,
}

type Read = Result<(), Unreadable>;

fn unreadable(file: &'static str, what: impl Into<String>) -> Unreadable {
    Unreadable { file, what: what.into() }
}

/// The lines between the line that ends a table's head and its closing `};`.
fn table<'a>(file: &'static str, text: &'a str, head: &str) -> Result<Vec<&'a str>, Unreadable> {
    let start = text.find(head).ok_or_else(|| unreadable(file, format!("there is no `{head}`")))?;
    let body = &text[start + head.len()..];
    let end = body.find("\n};").ok_or_else(|| unreadable(file, format!("`{head}` does not end")))?;
    Ok(body[..end].lines().map(str::trim).filter(|line| !line.is_empty()).collect())
}

/// Splits `[NAME] = VALUE,`.
fn row(file: &'static str, line: &str) -> Result<(String, String), Unreadable> {
    let odd = || unreadable(file, format!("`{line}` is no row of a table"));
    let (name, value) = line.strip_prefix('[').and_then(|rest| rest.split_once("] = ")).ok_or_else(odd)?;
    Ok((name.to_owned(), value.trim_end_matches(',').to_owned()))
}

/// Splits `#define NAME VALUE`.
fn define(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("#define ")?;
    let (name, value) = rest.split_once(char::is_whitespace)?;
    (!name.contains('(')).then(|| (name, value.trim()))
}

/// `opcode_ids.h`
pub fn opcode_ids(text: &str, facts: &mut FactSet) -> Read {
    let mut any = false;
    for (name, value) in text.lines().filter_map(define) {
        any = true;
        facts.state(OPCODE_IDS, "number", name, "", value);
    }
    if any { Ok(()) } else { Err(unreadable(OPCODE_IDS, "it defines nothing")) }
}

/// `_opcode_metadata.py`
pub fn python_metadata(text: &str, facts: &mut FactSet) -> Read {
    let mut family: Option<(String, usize)> = None;
    let mut table = "";
    let mut position = 0;
    for line in text.lines().map(str::trim_end) {
        let inner = line.trim();
        if inner.is_empty() || inner.starts_with('#') {
            continue;
        }
        if !line.starts_with(' ') {
            table = match inner.split_once(" = ") {
                Some(("_specializations", "{")) => "_specializations",
                Some(("_specialized_opmap", "{")) => "_specialized_opmap",
                Some(("opmap", "{")) => "opmap",
                Some((name, value)) => {
                    facts.state(PY_METADATA, "constant", name, "", value);
                    ""
                }
                None => "",
            };
            position = 0;
        } else if table == "_specializations" {
            let name = inner.trim_end_matches(',').trim_matches('"');
            if let Some(head) = inner.strip_suffix(": [") {
                let head = head.trim_matches('"').to_owned();
                facts.state(PY_METADATA, "family order", &head, "", position.to_string());
                position += 1;
                family = Some((head, 0));
            } else if inner == "]," {
                family = None;
            } else if let Some((head, count)) = &mut family {
                facts.state(PY_METADATA, "_specializations", head.as_str(), format!("[{count}]"), name);
                *count += 1;
            }
        } else if let Some((name, number)) = inner.trim_end_matches(',').split_once(": ") {
            let name = name.trim_matches('\'');
            let (values, order) = match table {
                "opmap" => ("opmap", "opmap order"),
                _ => ("_specialized_opmap", "_specialized_opmap order"),
            };
            facts.state(PY_METADATA, values, name, "", number);
            facts.state(PY_METADATA, order, name, "", position.to_string());
            position += 1;
        } else {
            return Err(unreadable(PY_METADATA, format!("`{inner}` was not expected")));
        }
    }
    Ok(())
}

/// The `case NAME: return EXPR;` pairs of a function.
fn cases<'a>(file: &'static str, text: &'a str, head: &str) -> Result<Vec<(&'a str, &'a str)>, Unreadable> {
    // The name stands twice, once with `;` in a declaration; the definition is the one with a body.
    let start = text
        .match_indices(head)
        .map(|(at, _)| at + head.len())
        .find(|at| text[*at..].trim_start().starts_with('{'))
        .ok_or_else(|| unreadable(file, format!("there is no `{head}`")))?;
    let body = &text[start..];
    let end = body.find("default:").ok_or_else(|| unreadable(file, format!("`{head}` has no default")))?;
    let mut pairs = Vec::new();
    let mut name = None;
    for line in body[..end].lines().map(str::trim) {
        if let Some(case) = line.strip_prefix("case ").and_then(|rest| rest.strip_suffix(':')) {
            name = Some(case);
        } else if let Some(value) = line.strip_prefix("return ").and_then(|rest| rest.strip_suffix(';')) {
            let name = name.take().ok_or_else(|| unreadable(file, format!("`{line}` without a case")))?;
            pairs.push((name, value));
        }
    }
    Ok(pairs)
}

/// States the value of an effect for every oparg from 0 to 255.
fn effect(file: &'static str, table: &'static str, name: &str, value: &str, facts: &mut FactSet) -> Read {
    for oparg in 0..256 {
        let number = c_expr::eval(value, oparg)
            .ok_or_else(|| unreadable(file, format!("the effect `{value}` of `{name}`")))?;
        facts.state(file, table, name, format!("oparg={oparg}"), number.to_string());
    }
    Ok(())
}

/// `pycore_opcode_metadata.h`
pub fn opcode_metadata(text: &str, facts: &mut FactSet) -> Read {
    const FILE: &str = OPCODE_METADATA;
    for (position, line) in
        text.lines().filter(|l| l.starts_with("((OP) == ") || l.contains("    ((OP) == ")).enumerate()
    {
        let name = line.trim().trim_start_matches("((OP) == ").split(')').next().unwrap_or("");
        facts.state(FILE, "IS_PSEUDO_INSTR", name, "", position.to_string());
    }
    for (name, value) in cases(FILE, text, "int _PyOpcode_num_popped(int opcode, int oparg)")? {
        effect(FILE, "popped", name, value, facts)?;
    }
    for (name, value) in cases(FILE, text, "int _PyOpcode_num_pushed(int opcode, int oparg)")? {
        effect(FILE, "pushed", name, value, facts)?;
    }
    for line in table(FILE, text, "enum InstructionFormat {")? {
        let (name, value) = line
            .trim_end_matches(',')
            .split_once(" = ")
            .ok_or_else(|| unreadable(FILE, format!("`{line}` is no format")))?;
        facts.state(FILE, "format numbers", name, "", value);
    }
    let mut kinds = BTreeMap::new();
    for (name, value) in text.lines().filter_map(define) {
        if name.ends_with("_FLAG") {
            facts.state(FILE, "flag bits", name, "", value.trim_matches(['(', ')']));
        } else if name.starts_with("OPARG_") || name.starts_with("OPERAND1_") {
            facts.state(FILE, "expansion kinds", name, "", value);
            kinds.insert(name, value);
        } else if name == "MAX_UOP_PER_EXPANSION" {
            facts.state(FILE, "constant", name, "", value);
        }
    }
    for line in head_table(FILE, text, "_PyOpcode_opcode_metadata[")? {
        let (name, value) = row(FILE, line)?;
        let fields: Vec<&str> = value.trim_matches(['{', '}', ' ']).splitn(3, ", ").collect();
        let [_, format, flags] = fields[..] else {
            return Err(unreadable(FILE, format!("`{line}` has no three fields")));
        };
        facts.state(FILE, "format", &name, "", format);
        facts.state(FILE, "flags", &name, "", flags);
    }
    for line in head_table(FILE, text, "_PyOpcode_macro_expansion[")? {
        let (name, value) = row(FILE, line)?;
        let uops = value
            .split_once(".uops = { ")
            .map(|(_, uops)| uops.trim_end_matches([' ', '}']))
            .ok_or_else(|| unreadable(FILE, format!("`{line}` has no uops")))?;
        let mut count = 0;
        for (position, uop) in uops.split("}, ").enumerate().filter(|(_, u)| !u.trim().is_empty()) {
            let columns: Vec<&str> = uop.trim_matches(['{', '}', ' ']).split(", ").collect();
            let [uop, kind, offset] = columns[..] else {
                return Err(unreadable(FILE, format!("`{uop}` has no three columns")));
            };
            // The second column is a constant by name or by number; either way the number is the fact.
            let kind = kinds.get(kind).unwrap_or(&kind);
            facts.state(
                FILE,
                "expansion",
                &name,
                format!("[{position}]"),
                format!("{uop}, {kind}, {offset}"),
            );
            count += 1;
        }
        facts.state(FILE, "expansion", &name, "length", count.to_string());
    }
    for line in head_table(FILE, text, "_PyOpcode_OpName[")? {
        let (name, value) = row(FILE, line)?;
        facts.state(FILE, "name", name, "", value);
    }
    for (position, line) in head_table(FILE, text, "_PyOpcode_Caches[")?.into_iter().enumerate() {
        let (name, value) = row(FILE, line)?;
        facts.state(FILE, "caches", &name, "", value);
        facts.state(FILE, "caches order", &name, "", position.to_string());
    }
    for line in head_table(FILE, text, "_PyOpcode_Deopt[")? {
        let (name, value) = row(FILE, line)?;
        facts.state(FILE, "deopt", name, "", value);
    }
    if let Some((_, cases)) = text.split_once("#define EXTRA_CASES") {
        for line in cases.lines().map(str::trim).take_while(|line| *line != ";") {
            if let Some(number) = line.strip_prefix("case ").and_then(|rest| rest.split(':').next()) {
                facts.state(FILE, "unused opcodes", number, "", "unused");
            }
        }
    }
    for line in head_table(FILE, text, "_PyOpcode_PseudoTargets[")? {
        let (name, value) = row(FILE, line)?;
        let name = name.trim_end_matches("-256").to_owned();
        let value = value.trim_start_matches("{ ").trim_end_matches([' ', '}']);
        let (sequence, targets) = match value.split_once(", { ") {
            Some((sequence, targets)) => (sequence == "1", targets),
            None => (false, value.trim_start_matches("{ ")),
        };
        let targets: Vec<&str> = targets.split(", ").filter(|target| *target != "0").collect();
        facts.state(FILE, "pseudo targets", &name, "", targets.join(", "));
        facts.state(FILE, "pseudo targets", &name, "as sequence", sequence.to_string());
    }
    Ok(())
}

/// The rows of the table that is *defined* (not declared) with this name.
fn head_table<'a>(file: &'static str, text: &'a str, name: &str) -> Result<Vec<&'a str>, Unreadable> {
    let head = text
        .match_indices(name)
        .filter_map(|(at, _)| {
            let line = text[at..].lines().next()?;
            line.ends_with("= {").then_some(line)
        })
        .next()
        .ok_or_else(|| unreadable(file, format!("there is no table `{name}…]`")))?;
    table(file, text, head)
}

/// `pycore_uop_ids.h`
pub fn uop_ids(text: &str, facts: &mut FactSet) -> Read {
    let mut any = false;
    for (name, value) in text.lines().filter_map(define) {
        any = true;
        facts.state(UOP_IDS, "id", name, "", value);
    }
    if any { Ok(()) } else { Err(unreadable(UOP_IDS, "it defines nothing")) }
}

/// `pycore_uop_metadata.h`
pub fn uop_metadata(text: &str, facts: &mut FactSet) -> Read {
    const FILE: &str = UOP_METADATA;
    for (position, line) in head_table(FILE, text, "_PyUop_Flags[")?.into_iter().enumerate() {
        let (name, value) = row(FILE, line)?;
        facts.state(FILE, "flags", &name, "", value);
        facts.state(FILE, "table order", &name, "", position.to_string());
    }
    for line in head_table(FILE, text, "_PyUop_Replication[")? {
        let (name, value) = row(FILE, line)?;
        facts.state(FILE, "replication", name, "", value);
    }
    for line in head_table(FILE, text, "_PyOpcode_uop_name[")? {
        let (name, value) = row(FILE, line)?;
        facts.state(FILE, "name", name, "", value);
    }
    for (name, value) in cases(FILE, text, "int _PyUop_num_popped(int opcode, int oparg)")? {
        effect(FILE, "popped", name, value, facts)?;
    }
    Ok(())
}
