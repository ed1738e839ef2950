//! The oracle: a folder with real CPython in it, laid out by `ci/oracle`. Everything that runs CPython is here.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::bodies::{Sides, below_header};
use super::facts::FactSet;
use super::names::*;
use super::{GeneratedTables, Section, Unit};
use crate::emit::c::File;
use crate::ir::Isa;
use crate::upstream::{Definitions, Upstream};

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

/// What the reference generator's nine scripts write from some inputs, or why they do not. Heads, which name scripts
/// and inputs by path, are left out (B67).
pub struct ReferenceFiles(Vec<(File, Result<String, String>)>);

impl ReferenceFiles {
    /// Runs the scripts, two at a time.
    pub fn write(inputs: &Upstream, oracle: &Oracle) -> ReferenceFiles {
        let scratch = tempfile::tempdir();
        let one = |file: File| -> Result<String, String> {
            let folder = scratch.as_ref().map_err(|error| format!("no temporary folder: {error}"))?;
            run_script(file, folder.path(), inputs, oracle)
        };
        let (first, second) = File::ALL.split_at(File::ALL.len() - 2);
        let all = |files: &[File]| -> Vec<(File, Result<String, String>)> {
            files.iter().map(|file| (*file, one(*file))).collect()
        };
        // The last two take as long as the others together.
        let files = std::thread::scope(|scope| {
            let thread = scope.spawn(|| all(second));
            let mut files = all(first);
            files.extend(thread.join().unwrap_or_default());
            files
        });
        ReferenceFiles(files)
    }

    /// What was written as a file.
    pub fn get(&self, file: File) -> Result<&str, &str> {
        match self.0.iter().find(|(name, _)| *name == file) {
            Some((_, Ok(text))) => Ok(text),
            Some((_, Err(error))) => Err(error),
            None => Err("it was not written"),
        }
    }
}

fn run_script(file: File, folder: &Path, inputs: &Upstream, oracle: &Oracle) -> Result<String, String> {
    let output = folder.join(file.name());
    // Without -I: the scripts import each other from their own folder.
    let mut command = Command::new(oracle.root.join("bin/python3.14"));
    command.arg("-B").arg(oracle.root.join("cases_generator").join(file.script())).arg("-o").arg(&output);
    if file == File::OptimizerCases {
        let overlay = inputs.optimizer_path.as_ref().ok_or("there are no definitions for the optimizer")?;
        command.arg(overlay);
    }
    let result = command
        .args(&inputs.definition_paths)
        .output()
        .map_err(|error| format!("the oracle's interpreter does not run: {error}"))?;
    if !result.status.success() {
        let message = String::from_utf8_lossy(&result.stderr);
        let last = message.lines().last().unwrap_or("no message");
        return Err(format!("CPython's generator refuses the inputs: {last}"));
    }
    let text = std::fs::read_to_string(&output).map_err(|error| error.to_string())?;
    Ok(below_header(&text).to_owned())
}

/// Compares the tables that the reference writes from our inputs with the installed ones, byte for byte.
pub fn reference_headers(files: &ReferenceFiles, oracle: &Oracle) -> Section {
    let mut section = Section::new(format!(
        "files that CPython {}'s own generator writes from the inputs against the installed ones, byte for byte",
        oracle.version
    ));
    section.unit = Unit::Lines;
    let tables = oracle.installed_tables();
    let installed = [
        (File::OpcodeIds, tables.opcode_ids.clone()),
        (File::OpcodeMetadata, tables.internal.join(OPCODE_METADATA)),
        (File::UopIds, tables.internal.join(UOP_IDS)),
        (File::UopMetadata, tables.internal.join(UOP_METADATA)),
        (File::PyMetadata, tables.python.clone()),
    ];
    for (file, path) in installed {
        match (files.get(file), std::fs::read_to_string(&path)) {
            (Ok(ours), Ok(theirs)) => {
                let sides = Sides { cpython: below_header(&theirs), casewright: ours };
                section.compare_files(file, sides, &Definitions::default());
            }
            (Err(error), _) => section.failures.push(format!("{file}: {error}")),
            (_, Err(error)) => section.failures.push(format!("{file}: {error}")),
        }
    }
    section
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
pub fn stack_effects(inputs: &Upstream, oracle: &Oracle) -> Section {
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
