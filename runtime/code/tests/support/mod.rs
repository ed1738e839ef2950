//! What CPython makes of its own library, to compare with.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::io::{BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// What the interpreter wrote of a file; see `reference.py`.
pub struct Frame {
    /// Path below the library's folder.
    pub name: String,
    pub outcome: Outcome,
}

pub enum Outcome {
    Code { marshal: Vec<u8>, listing: String, places: Vec<i32> },
    Error { exception: String, details: String },
}

/// The folder of the oracle, if there is one. Says that nothing is compared if there is none.
pub fn oracle() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("CASEWRIGHT_ORACLE").filter(|folder| !folder.is_empty()) else {
        eprintln!("NOTE: CASEWRIGHT_ORACLE names no folder; nothing is compared with CPython");
        return None;
    };
    Some(PathBuf::from(folder))
}

/// Whether everything is compared, and not just a sample.
pub fn whole() -> bool {
    std::env::var("CASEWRIGHT_WHOLE").is_ok_and(|value| value == "1")
}

pub fn interpreter(oracle: &Path) -> PathBuf {
    oracle.join("bin/python3.14")
}

pub fn library(oracle: &Path) -> PathBuf {
    oracle.join("lib/python3.14")
}

/// The Python files of the library and its tests, by name; of these every `step`-th.
pub fn files(library: &Path, step: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = vec![library.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(&folder).expect("the library can be listed") {
            let path = entry.expect("the library can be listed").path();
            if path.is_dir() {
                left.push(path);
            } else if path.is_file() && path.extension().is_some_and(|extension| extension == "py") {
                let name = path.strip_prefix(library).expect("it is below the library");
                found.push(name.to_str().expect("names of the library are UTF-8").to_owned());
            }
        }
    }
    found.sort();
    found.into_iter().step_by(step).collect()
}

/// Asks the interpreter what it makes of these files, and gives each answer to `check`. Several processes work at once.
pub fn ask(oracle: &Path, names: &[String], check: impl Fn(Frame) + Sync) {
    let workers = thread::available_parallelism().map_or(1, usize::from).min(8);
    thread::scope(|scope| {
        for worker in 0..workers {
            let names: Vec<&String> = names.iter().skip(worker).step_by(workers).collect();
            let check = &check;
            scope.spawn(move || ask_one(oracle, &names, check));
        }
    });
}

fn ask_one(oracle: &Path, names: &[&String], check: &impl Fn(Frame)) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/reference.py");
    let mut child = Command::new(interpreter(oracle))
        .args(["-I", "-X", "utf8"])
        .arg(script)
        .arg(library(oracle))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the oracle's interpreter runs");
    let mut input = child.stdin.take().expect("it has an input");
    let list: String = names.iter().map(|name| format!("{name}\n")).collect();
    input.write_all(list.as_bytes()).expect("it reads the names");
    drop(input);
    let mut output = BufReader::new(child.stdout.take().expect("it has an output"));
    let mut count = 0;
    while let Some(fields) = number(&mut output) {
        let mut fields = (0..fields).map(|_| field(&mut output)).collect::<Vec<_>>().into_iter();
        let mut next = || fields.next().expect("the frame has the field");
        let name = text(next());
        let outcome = match text(next()) {
            kind if kind == "code" => Outcome::Code {
                marshal: next(),
                listing: text(next()),
                places: next().as_chunks::<4>().0.iter().map(|bytes| i32::from_ne_bytes(*bytes)).collect(),
            },
            exception => Outcome::Error { exception, details: text(next()) },
        };
        check(Frame { name, outcome });
        count += 1;
    }
    assert!(child.wait().expect("it ends").success(), "reference.py failed");
    assert_eq!(count, names.len(), "reference.py answered for every file");
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("the field is UTF-8")
}

/// A number; nothing at the end.
fn number(input: &mut impl Read) -> Option<u32> {
    let mut bytes = [0; 4];
    match input.read_exact(&mut bytes) {
        Ok(()) => Some(u32::from_le_bytes(bytes)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => None,
        Err(error) => panic!("reference.py cannot be read: {error}"),
    }
}

fn field(input: &mut impl Read) -> Vec<u8> {
    let size = number(input).expect("the frame is whole");
    let mut bytes = vec![0; size as usize];
    input.read_exact(&mut bytes).expect("the frame is whole");
    bytes
}
