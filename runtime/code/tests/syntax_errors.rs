//! Sources that are wrong, and what is said of them: by us and by CPython.
//!
//! The sources stand in `data/syntax_errors.txt`. Those that the compiler sees differently are listed in
//! `data/syntax_error_differences.txt`, a source a line; a line that is not needed any more has to go.

#![cfg(feature = "compiler")]

mod support;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use casewright_code::compile::{Mode, Options, SyntaxError, compile};

const SOURCES: &str = include_str!("data/syntax_errors.txt");
const DIFFERENCES: &str = include_str!("data/syntax_error_differences.txt");

/// Sources that are wrong before there is text: all of these are as in CPython.
const ENCODINGS: [&[u8]; 17] = [
    b"x = \"\xe9\"\n",
    b"x = 1\ny = \"\xe9\"\n",
    b"# coding: utf-8\nx = \"\xe9\"\n",
    b"# coding: utf8\nx = \"\xf0\x9f\"\n",
    b"# coding: utf8\nx = \"\xe9\"\n",
    b"# coding: utf8\nx = \"\xff\"\n",
    b"\xef\xbb\xbfx = 1\ny = \"\xe9\"\n",
    b"# coding: foo\nx\n",
    b"\xef\xbb\xbf# coding: latin-1\n",
    b"\xef\xbb\xbf# coding: utf8\nx\n",
    b"# coding: ascii\nx\ny = \"\xe9\"\n",
    b"x = 1\ny\0 = 2\n",
    b"\"\xc3",
    b"\n\n# -*- coding: latin-1 -*-\n\"\xe9\"\n",
    b"# coding: cp1252\nx=\"\x81\"\n",
    b"x = 1 # coding: latin-1\n\"\xe9\"\n",
    b"\xff\xfex\0",
];

#[test]
fn sources_that_are_wrong() {
    let Some(oracle) = support::oracle() else { return };
    let sources: Vec<&str> = SOURCES.split("---\n").collect();
    let all: Vec<&[u8]> = sources.iter().map(|source| source.as_bytes()).chain(ENCODINGS).collect();
    let known: BTreeSet<&str> = DIFFERENCES.lines().filter(|line| !line.starts_with('#')).collect();
    let mut needed = BTreeSet::new();
    let mut wrong = Vec::new();
    for (index, (source, theirs)) in all.iter().zip(ask(&oracle, &all)).enumerate() {
        let ours = match compile(source, "bad.py", Mode::Exec, Options::default()) {
            Ok(_) => ("nothing".to_owned(), String::new()),
            Err(error) => (fields(&error), error.to_string()),
        };
        if ours != theirs {
            let text = String::from_utf8_lossy(source);
            let key = text.trim_end().replace('\n', "\\n").replace('\t', "\\t");
            if index < sources.len() && known.contains(&*key) {
                needed.insert(key);
            } else {
                wrong.push(format!(
                    "{text}\n--- ours\n{}\n{}\n--- CPython\n{}\n{}",
                    ours.0, ours.1, theirs.0, theirs.1
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differences that are not listed:\n{}",
        wrong.len(),
        wrong.join("\n=====\n")
    );
    let gone: Vec<_> = known.iter().filter(|line| !needed.contains(**line)).collect();
    assert!(gone.is_empty(), "listed, but there is no difference any more: {gone:?}");
}

/// What `syntax_errors.py` writes of an exception.
fn fields(error: &SyntaxError) -> String {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map_or("None".to_owned(), |value| value.to_string())
    }
    let places =
        [text(error.line), text(error.column), text(error.end_line), text(error.end_column)].join("\n");
    [error.kind.name(), &error.message, &places].join("\n")
}

/// What CPython makes of each of these.
fn ask(oracle: &Path, sources: &[&[u8]]) -> Vec<(String, String)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/syntax_errors.py");
    let mut child = Command::new(support::interpreter(oracle))
        .args(["-I", "-X", "utf8"])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the oracle's interpreter runs");
    let mut input = child.stdin.take().expect("it has an input");
    let all: Vec<u8> = sources
        .iter()
        .flat_map(|source| [&(source.len() as u32).to_le_bytes()[..], source].concat())
        .collect();
    let writer = std::thread::spawn(move || input.write_all(&all));
    let mut output = Vec::new();
    child.stdout.take().expect("it has an output").read_to_end(&mut output).expect("it can be read");
    writer.join().expect("no panic").expect("it reads the sources");
    assert!(child.wait().expect("it ends").success(), "syntax_errors.py failed");
    let mut rest = &output[..];
    let mut texts = Vec::new();
    while let Some((size, after)) = rest.split_first_chunk::<4>() {
        let (text, after) = after.split_at(u32::from_le_bytes(*size) as usize);
        texts.push(String::from_utf8(text.to_vec()).expect("it writes UTF-8"));
        rest = after;
    }
    assert_eq!(texts.len(), 2 * sources.len());
    texts.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

/// Nothing is nested so deeply that the compiler ends with anything but an error.
#[test]
fn nesting() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("-", ""), ("not ", ""), ("lambda: ", ""), ("x if x else ", "")]
    {
        for depth in [50, 5_000, 50_000] {
            let source = format!("x = {}1{}\n", open.repeat(depth), close.repeat(depth));
            let result = compile(source.as_bytes(), "deep.py", Mode::Exec, Options::default());
            assert!(depth > 50 || result.is_ok(), "{open:?}: {:?}", result.err());
        }
    }
}
