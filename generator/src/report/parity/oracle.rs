//! The oracle: a folder with real CPython in it, laid out by `ci/oracle`. Everything that runs CPython is here.

use std::path::{Path, PathBuf};
use std::process::Command;

use similar::TextDiff;

use super::facts::FactSet;
use super::names::*;
use super::{Count, GeneratedTables, Section};
use crate::driver::Run;
use crate::ir::Isa;

/// A usable oracle folder.
#[derive(Clone, Debug)]
pub struct Oracle {
    /// The folder.
    pub root: PathBuf,
    /// The source tree in it.
    pub tree: PathBuf,
    /// Version of the interpreter, headers and reference generator (`3.14.10`).
    pub version: String,
    /// Version of the source tree.
    pub tree_version: String,
    /// The lines of `VERSIONS`.
    pub versions: Vec<String>,
}

/// Paths of the tables that CPython installs.
pub struct InstalledTables {
    opcode_ids: PathBuf,
    internal: PathBuf,
    python: PathBuf,
}

impl InstalledTables {
    /// The same, borrowed.
    pub fn borrow(&self) -> GeneratedTables<'_> {
        GeneratedTables { opcode_ids: &self.opcode_ids, internal: &self.internal, python: &self.python }
    }
}

impl Oracle {
    /// Opens an oracle folder; an error says what it lacks.
    pub fn open(root: &Path) -> Result<Oracle, String> {
        let stamp = root.join("VERSIONS");
        let text = std::fs::read_to_string(&stamp)
            .map_err(|error| format!("there is no oracle in `{}`: VERSIONS: {error}", root.display()))?;
        let versions: Vec<String> = text.lines().map(str::to_owned).collect();
        let version = |name: &str| {
            versions
                .iter()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
                .map(str::to_owned)
                .ok_or_else(|| format!("the oracle's VERSIONS has no line `{name}`"))
        };
        Ok(Oracle {
            root: root.to_owned(),
            tree: root.join("src/3.13"),
            version: version("cpython-3.14")?,
            tree_version: version("cpython-src-3.13")?,
            versions,
        })
    }

    /// The installed tables.
    pub fn installed_tables(&self) -> InstalledTables {
        InstalledTables {
            opcode_ids: self.root.join("include/opcode_ids.h"),
            internal: self.root.join("include/internal"),
            python: self.root.join("lib/python3.14/_opcode_metadata.py"),
        }
    }

    /// A command that runs the oracle's interpreter, isolated from the user's settings.
    pub fn python(&self) -> Command {
        python(&self.root)
    }
}

/// A command that runs the interpreter of an oracle folder, isolated from the user's settings.
pub(super) fn python(root: &Path) -> Command {
    let mut command = Command::new(root.join("bin/python3.14"));
    command.args(["-I", "-B"]).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// Runs the reference generator's five scripts for tables on our inputs and compares the files' bodies with the
/// installed ones, byte for byte. Their heads name scripts and inputs by path and are left out (B67).
pub fn reference_headers(inputs: &Run, oracle: &Oracle) -> Section {
    let mut section = Section::new(format!(
        "files that CPython {}'s own generator writes from inputs/ against the installed ones, byte for byte",
        oracle.version
    ));
    let scratch = match tempfile::tempdir() {
        Ok(scratch) => scratch,
        Err(error) => {
            section.failures.push(format!("no temporary folder: {error}"));
            return section;
        }
    };
    let tables = oracle.installed_tables();
    let files = [
        ("opcode_id_generator.py", OPCODE_IDS, tables.opcode_ids.clone()),
        ("opcode_metadata_generator.py", OPCODE_METADATA, tables.internal.join(OPCODE_METADATA)),
        ("uop_id_generator.py", UOP_IDS, tables.internal.join(UOP_IDS)),
        ("uop_metadata_generator.py", UOP_METADATA, tables.internal.join(UOP_METADATA)),
        ("py_metadata_generator.py", PY_METADATA, tables.python.clone()),
    ];
    for (script, name, installed) in files {
        let output = scratch.path().join(name);
        let script = oracle.root.join("cases_generator").join(script);
        // Without -I: the scripts import each other from their own folder.
        let result = Command::new(oracle.root.join("bin/python3.14"))
            .arg("-B")
            .arg(&script)
            .arg("-o")
            .arg(&output)
            .args(&inputs.definition_paths)
            .output();
        match result {
            Ok(result) if result.status.success() => {}
            Ok(result) => {
                let message = String::from_utf8_lossy(&result.stderr);
                section.failures.push(format!(
                    "CPython's generator refuses inputs/ for {name}: {}",
                    message.lines().last().unwrap_or("no message")
                ));
                continue;
            }
            Err(error) => {
                section.failures.push(format!("the oracle's interpreter does not run: {error}"));
                return section;
            }
        }
        match (std::fs::read_to_string(&output), std::fs::read_to_string(&installed)) {
            (Ok(ours), Ok(theirs)) => {
                let (ours, theirs) = (body(&ours), body(&theirs));
                section.counts.push(Count {
                    file: name.to_owned(),
                    table: "lines".to_owned(),
                    facts: theirs.lines().count(),
                });
                if ours != theirs {
                    let diff = TextDiff::from_lines(theirs, ours);
                    let diff = diff.unified_diff().header("installed", "from inputs/").to_string();
                    section.failures.push(format!("{name} differs:\n{diff}"));
                }
            }
            (Err(error), _) | (_, Err(error)) => section.failures.push(format!("{name}: {error}")),
        }
    }
    section
}

/// What stands below the leading comment.
fn body(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with("//") || rest.starts_with('#') && !rest.starts_with("#if") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

/// Prints `dis.stack_effect` for every opcode, oparg and jump that it accepts, a line each.
const STACK_EFFECTS: &str = "
import _opcode, opcode
for name, op in sorted(opcode.opmap.items()):
    for oparg in range(256):
        arg = oparg if op >= 256 or _opcode.has_arg(op) else None
        for jump in (None, True, False):
            try:
                print(name, oparg, jump, _opcode.stack_effect(op, arg, jump=jump))
            except ValueError:
                pass
        if arg is None:
            break
";

/// Compares `dis.stack_effect` of the running CPython with our net effects, with and without jump.
pub fn stack_effects(inputs: &Run, oracle: &Oracle) -> Section {
    let mut section = Section::new(format!(
        "net stack effects against dis.stack_effect of a running CPython {}, every oparg from 0 to 255",
        oracle.version
    ));
    let output = match oracle.python().args(["-c", STACK_EFFECTS]).output() {
        Ok(output) if output.status.success() => output,
        Ok(output) => {
            section.failures.push(String::from_utf8_lossy(&output.stderr).into_owned());
            return section;
        }
        Err(error) => {
            section.failures.push(format!("the oracle's interpreter does not run: {error}"));
            return section;
        }
    };
    let (mut theirs, mut ours) = (FactSet::new(), FactSet::new());
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, oparg, jump, effect] = words[..] else { continue };
        let aspect = format!("oparg={oparg}, jump={jump}");
        theirs.state(STACK_EFFECT, "net effect", name, &aspect, effect);
        let Ok(oparg) = oparg.parse() else { continue };
        let jump = match jump {
            "True" => Some(true),
            "False" => Some(false),
            _ => None,
        };
        if let Some(effect) = net_effect(&inputs.isa, name, oparg, jump) {
            ours.state(STACK_EFFECT, "net effect", name, &aspect, effect.to_string());
        }
    }
    if theirs.is_empty() {
        section.failures.push("CPython printed no stack effects".to_owned());
    }
    section.compare(&theirs, &ours, &inputs.isa);
    section
}

/// The change of the stack's depth by an instruction. A pseudo-instruction that pushes a block has an effect only
/// when it "jumps" to its handler; without a choice the larger effect counts, as `dis.stack_effect` defines it.
pub fn net_effect(isa: &Isa, name: &str, oparg: i64, jump: Option<bool>) -> Option<i64> {
    if let Some(inst) = isa.instructions.iter().find(|inst| inst.name == name) {
        return Some(inst.pushed.eval(oparg) - inst.popped.eval(oparg));
    }
    let pseudo = isa.pseudos.iter().find(|pseudo| pseudo.name == name)?;
    let effect = pseudo.pushed.eval(oparg) - pseudo.popped.eval(oparg);
    Some(match (pseudo.block_push, jump) {
        (true, Some(false)) => 0,
        (true, None) => effect.max(0),
        _ => effect,
    })
}
