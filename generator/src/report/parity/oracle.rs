//! The oracle: a folder with real CPython in it, laid out by `ci/oracle`. Everything that runs CPython is here.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::bodies::{Sides, below_header};
use super::facts::FactSet;
use super::names::STACK_EFFECT;
use super::tables::{READERS, Tables};
use super::{Labels, Section, Unit};
use crate::emit::c::File;
use crate::upstream::Upstream;

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

/// What the script for the optimizer's cases does, for an instruction set in several files: the script takes only its
/// last argument for one.
const OPTIMIZER: &str = "\
import sys
scripts, output, overlays, *files = sys.argv[1:]
sys.path.insert(0, scripts)
import analyzer, optimizer_generator
overlay, base = files[:int(overlays)], files[int(overlays):]
overlay_analysis, base_analysis = analyzer.analyze_files(overlay), analyzer.analyze_files(base)
with open(output, 'w') as out:
    optimizer_generator.generate_abstract_interpreter(overlay, overlay_analysis, base_analysis, out, False)
";

fn run_script(file: File, folder: &Path, inputs: &Upstream, oracle: &Oracle) -> Result<String, String> {
    let output = folder.join(file.name());
    // Without -I: the scripts import each other from their own folder.
    let mut command = Command::new(oracle.root.join("bin/python3.14"));
    command.arg("-B");
    let scripts = oracle.root.join("cases_generator");
    let overlays: &[PathBuf] = if file == File::OptimizerCases { &inputs.optimizer_paths } else { &[] };
    if file == File::OptimizerCases && overlays.is_empty() {
        return Err("there are no definitions for the optimizer".to_owned());
    } else if file == File::OptimizerCases && inputs.definition_paths.len() > 1 {
        command.args(["-c", OPTIMIZER]).arg(scripts).arg(&output).arg(overlays.len().to_string());
    } else {
        command.arg(scripts.join(file.script())).arg("-o").arg(&output);
    }
    let result = command
        .args(overlays)
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
pub fn reference_headers(files: &ReferenceFiles, inputs: &Upstream, oracle: &Oracle) -> Section {
    let mut section = Section::new(format!(
        "files that CPython {}'s own generator writes from the inputs against the installed ones, byte for byte",
        oracle.version
    ));
    section.unit = Unit::Lines;
    section.labels =
        Labels { cpython: "CPython, as installed", casewright: "CPython's generator, on the inputs" };
    let tables = Tables::Installed(&oracle.root);
    for (file, _) in READERS {
        match files.get(file) {
            Ok(ours) => {
                if let Some(theirs) = tables.read(&tables.path(file), &mut section) {
                    let sides = Sides { cpython: below_header(&theirs), casewright: ours };
                    section.compare_files(file, sides, &inputs.definitions);
                }
            }
            Err(error) => section.failures.push(format!("{file}: {error}")),
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
        if let Some(effect) = inputs.isa.net_effect(name, oparg, jump) {
            ours.state(STACK_EFFECT, "net effect", name, &aspect, effect.to_string());
        }
    }
    if theirs.is_empty() {
        section.failures.push("CPython printed no stack effects".to_owned());
    }
    section.compare(&theirs, &ours, &inputs.definitions);
    section
}
