//! Holds the VM against CPython 3.14 on the programs in `tests/programs`: one test for each.
//!
//! A program is `tests/programs/TOPIC/NAME.py`; files and folders whose names begin with an underscore are
//! modules that programs import. What CPython printed stands beside it: `NAME.out`, `NAME.err` if there was
//! anything on standard error, `NAME.code` if the exit status was not 0. `ci/programs`, which writes these
//! files, says how a program is run; this file does the same with `pyvm`.
//!
//! `tests/programs/pending.txt` lists the programs that do not pass yet. One that is listed and passes is a
//! failure, as is one that is not listed and fails, so that the list only shrinks.
//!
//! A debug build counts the instructions that it executes. If all programs ran, those that none of them executed are
//! listed, and are a failure unless [`NOT_EXECUTED`] has a reason.
//!
//! The arguments are those of any test: `cargo test --test programs -- strings/` runs one topic,
//! `PYVM=path` names another binary than the one cargo built.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use cpython_isa::Opcode;
use libtest_mimic::{Arguments, Failed, Trial};
use similar::TextDiff;

/// What the path of the programs' folder is stored as.
const PLACEHOLDER: &str = "<programs>";
/// The word among a program's arguments that stands for a new folder, and what its path is stored as.
const SCRATCH: &str = "<scratch>";
/// The VM built without optimization is slow; CPython needs less than a second for any of the programs.
const TIMEOUT: Duration = Duration::from_secs(120);
/// A diff is for reading: of a program gone wild, its beginning is enough.
const DIFF_LINES: usize = 60;

/// Unspecialized instructions that programs need not, or cannot, execute.
const NOT_EXECUTED: &[(&str, &str)] = &[
    ("CACHE", "a cell of an inline cache; runs only as what a generator's return value is discarded by"),
    ("RESERVED", "not an instruction"),
    ("ENTER_EXECUTOR", "put in by an optimizer of traces"),
    ("EXIT_INIT_CHECK", "stands in the frame below an `__init__`, not in programs"),
    ("INTERPRETER_EXIT", "stands in the frame below a loop, not in programs"),
];

/// What a run of a program left behind.
#[derive(PartialEq, Eq)]
struct Outcome {
    out: Vec<u8>,
    err: Vec<u8>,
    /// The exit status, or why there is none.
    code: Result<i32, String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let (root, programs, pending) = match load(&folder) {
        Ok(loaded) => loaded,
        Err(error) => {
            eprintln!("programs: {}: {error}", folder.display());
            return ExitCode::from(2);
        }
    };
    let all_programs = programs.clone();
    if counts_instructions()
        && let Err(error) = fs::create_dir_all(root_of_counts())
    {
        eprintln!("programs: {}: {error}", root_of_counts().display());
        return ExitCode::from(2);
    }
    let root = Arc::new(root);
    let mut trials: Vec<Trial> = programs
        .iter()
        .map(|program| {
            let (root, program, expected_to_fail) =
                (Arc::clone(&root), program.clone(), pending.contains(program));
            Trial::test(program.clone(), move || judge(&root, &program, expected_to_fail))
        })
        .collect();
    trials.push(Trial::test("pending.txt names programs", move || {
        let unknown: Vec<&str> = pending.difference(&programs).map(String::as_str).collect();
        if unknown.is_empty() {
            Ok(())
        } else {
            Err(format!("no such program: {}", unknown.join(", ")).into())
        }
    }));
    let conclusion = libtest_mimic::run(&arguments, trials);
    let all = conclusion.num_filtered_out == 0 && conclusion.num_ignored == 0 && !arguments.list;
    if all
        && !conclusion.has_failed()
        && counts_instructions()
        && let Err(why) = check_instructions(&all_programs)
    {
        eprintln!("programs: {why}");
        return ExitCode::FAILURE;
    }
    conclusion.exit_code()
}

/// Whether the VM that runs the programs is the debug build that cargo made for this test.
fn counts_instructions() -> bool {
    cfg!(debug_assertions) && env::var_os("PYVM").is_none()
}

/// Where the counts of all programs lie.
fn root_of_counts() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("instructions")
}

/// The file for the counts of a program.
fn counts_of(program: &str) -> PathBuf {
    root_of_counts().join(program.replace('/', "-")).with_extension("json")
}

/// Fails if there is an instruction that none of the programs executed.
fn check_instructions(programs: &BTreeSet<String>) -> Result<(), String> {
    let mut executed = BTreeSet::new();
    for program in programs {
        // A program that is not compiled, or ends in the middle, has none.
        let Ok(text) = fs::read_to_string(counts_of(program)) else { continue };
        let counts: BTreeMap<String, u64> = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        executed.extend(counts.into_keys());
    }
    let general = (0..=u8::MAX).filter_map(Opcode::from_u8);
    let general = general.filter(|opcode| !opcode.is_specialized() && !opcode.is_instrumented());
    let names: BTreeSet<&str> = general.map(Opcode::name).collect();
    let missing: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !executed.contains(*name) && NOT_EXECUTED.iter().all(|(exempt, _)| exempt != name))
        .collect();
    let count = names.iter().filter(|name| executed.contains(**name)).count();
    println!("instructions: {count} of {} executed by {} programs", names.len(), programs.len());
    if missing.is_empty() { Ok(()) } else { Err(format!("no program executes {}", missing.join(", "))) }
}

/// The folder without symbolic links, as tracebacks show it; all programs; those that are pending.
fn load(folder: &Path) -> io::Result<(PathBuf, BTreeSet<String>, BTreeSet<String>)> {
    let root = folder.canonicalize()?;
    let (programs, pending) = (find(&root)?, read_pending(&root)?);
    Ok((root, programs, pending))
}

/// All programs, as `TOPIC/NAME.py`.
fn find(root: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for topic in entries(root)?.into_iter().filter(|path| path.is_dir()) {
        for path in entries(&topic)? {
            if path.extension().is_some_and(|extension| extension == "py") {
                found.insert(format!("{}/{}", name(&topic), name(&path)));
            }
        }
    }
    if found.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "no program found"));
    }
    Ok(found)
}

/// What is in a folder and is not a module for others to import.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|path| !name(path).starts_with(['_', '.'])).collect())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The programs listed in `pending.txt`: one a line, `#` begins a comment.
fn read_pending(root: &Path) -> io::Result<BTreeSet<String>> {
    let text = fs::read_to_string(root.join("pending.txt"))?;
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// Runs a program and compares; a pending one has to fail.
fn judge(root: &Path, program: &str, pending: bool) -> Result<(), Failed> {
    let expected = stored(root, program)?;
    let got = run(root, program)?;
    match (expected == got, pending) {
        (true, false) | (false, true) => Ok(()),
        (true, true) => Err(format!("{program} passes now: take it off pending.txt").into()),
        (false, false) => Err(differences(&expected, &got).into()),
    }
}

/// What is stored beside a program.
fn stored(root: &Path, program: &str) -> Result<Outcome, Failed> {
    let path = root.join(program);
    let optional = |extension: &str| match fs::read(path.with_extension(extension)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other,
    };
    let code = optional("code")?;
    let code = if code.is_empty() { 0 } else { String::from_utf8(code)?.trim().parse()? };
    Ok(Outcome { out: fs::read(path.with_extension("out"))?, err: optional("err")?, code: Ok(code) })
}

/// Runs a program on the VM: in its own folder, with the arguments of its `# args:` line, nothing on standard
/// input and an environment of two variables. The folder of all programs reads as [`PLACEHOLDER`] in what comes
/// back.
fn run(root: &Path, program: &str) -> Result<Outcome, Failed> {
    let path = root.join(program);
    let vm = env::var_os("PYVM").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_pyvm")), PathBuf::from);
    let mut command = Command::new(vm);
    if counts_instructions() {
        let counts = counts_of(program);
        if counts.exists() {
            fs::remove_file(&counts)?;
        }
        let mut option = OsString::from("--stats=");
        option.push(counts);
        command.arg(option);
    }
    let scratch = tempfile::tempdir()?;
    let words = arguments(&fs::read_to_string(&path)?).into_iter().map(|word| match word.as_str() {
        SCRATCH => scratch.path().into(),
        _ => OsString::from(word),
    });
    let mut child = command
        .arg("-S")
        .arg(name(&path))
        .args(words)
        .current_dir(path.parent().unwrap_or(root))
        .env_clear()
        .envs([("PYTHONHASHSEED", "0"), ("LC_ALL", "C.UTF-8")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (out, err) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let code = wait(&mut child)?;
    let collect = |reader: thread::JoinHandle<io::Result<Vec<u8>>>| -> Result<Vec<u8>, Failed> {
        let bytes = reader.join().map_err(|_| "the reader of a pipe panicked")??;
        let bytes = replace(&bytes, root.to_string_lossy().as_bytes(), PLACEHOLDER.as_bytes());
        Ok(replace(&bytes, scratch.path().to_string_lossy().as_bytes(), SCRATCH.as_bytes()))
    };
    Ok(Outcome { out: collect(out)?, err: collect(err)?, code })
}

/// The words of the `# args:` line among the first five.
fn arguments(source: &str) -> Vec<String> {
    let line = source.lines().take(5).find_map(|line| line.strip_prefix("# args:"));
    line.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// Reads a pipe to its end on a thread of its own, so that a child which fills the other one is not stuck.
fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<io::Result<Vec<u8>>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    })
}

/// The exit status of a child, which is killed if it takes longer than [`TIMEOUT`].
fn wait(child: &mut Child) -> io::Result<Result<i32, String>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code().ok_or_else(|| status.to_string()));
        }
        if started.elapsed() > TIMEOUT {
            child.kill()?;
            child.wait()?;
            return Ok(Err(format!("ran longer than {} s", TIMEOUT.as_secs())));
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// `bytes` with each `from` replaced by `to`.
fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        if let Some(after) = rest.strip_prefix(from) {
            out.extend_from_slice(to);
            rest = after;
        } else {
            out.push(first);
            rest = tail;
        }
    }
    out
}

/// What differs, to be read: the exit status, and a unified diff of each stream.
fn differences(expected: &Outcome, got: &Outcome) -> String {
    let mut text = String::new();
    if expected.code != got.code {
        let show = |code: &Result<i32, String>| code.as_ref().map_or_else(Clone::clone, ToString::to_string);
        _ = writeln!(text, "exit status: CPython {}, pyvm {}", show(&expected.code), show(&got.code));
    }
    for (stream, old, new) in [("stdout", &expected.out, &got.out), ("stderr", &expected.err, &got.err)] {
        if old != new {
            // Text that differs in invalid UTF-8 alone would show no difference.
            let (old, new) = (old.escape_unless_text(), new.escape_unless_text());
            let diff = TextDiff::from_lines(&old, &new);
            let shown = diff
                .unified_diff()
                .header(&format!("CPython {stream}"), &format!("pyvm {stream}"))
                .to_string();
            for line in shown.lines().take(DIFF_LINES) {
                _ = writeln!(text, "{line}");
            }
            let left = shown.lines().count().saturating_sub(DIFF_LINES);
            if left > 0 {
                _ = writeln!(text, "... and {left} lines more");
            }
        }
    }
    text
}

/// Bytes as text to compare.
trait EscapeUnlessText {
    /// The text, or, if it is not UTF-8, each line with its bytes escaped.
    fn escape_unless_text(&self) -> String;
}

impl EscapeUnlessText for Vec<u8> {
    fn escape_unless_text(&self) -> String {
        match std::str::from_utf8(self) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                self.split(|&byte| byte == b'\n').map(|line| format!("{}\n", line.escape_ascii())).collect()
            }
        }
    }
}
