//! The compiler, compared with CPython's on CPython's library and tests, code object by code object.
//!
//! A sample, or everything with `CASEWRIGHT_WHOLE=1`. What differs stands in `data/compiler_differences.txt`, and
//! nothing else may; of everything, what does not differ any more must be taken out.

#![cfg(feature = "compiler")]

mod support;

use std::collections::BTreeSet;
use std::sync::Mutex;

use casewright_code::compile::{Mode, Options, SyntaxError, compile};
use casewright_code::{CodeData, Constant, dis, marshal, verify};
use support::{Frame, Outcome};

const DIFFERENCES: &str = include_str!("data/compiler_differences.txt");

/// What a run found.
#[derive(Default)]
struct Tally {
    files: usize,
    objects: usize,
    same_bytes: usize,
    errors: usize,
    found: BTreeSet<String>,
    wrong: Vec<String>,
}

#[test]
fn the_library_compiles_as_cpython_compiles_it() {
    let Some(oracle) = support::oracle() else { return };
    let library = support::library(&oracle);
    let names = support::files(&library, if support::whole() { 1 } else { 23 });
    let tally = Mutex::new(Tally::default());
    support::ask(&oracle, &names, |Frame { name, outcome }| {
        let source = std::fs::read(library.join(&name)).expect("the file can be read");
        let result = compile(&source, &name, Mode::Exec, Options::default());
        let mut one = Tally::default();
        match (outcome, result) {
            (Outcome::Code { marshal, .. }, Ok(compiled)) => check(&name, &marshal, &compiled.code, &mut one),
            (Outcome::Error { exception, details }, Err(error)) => {
                one.errors = 1;
                let ours = format!("{}\n{}", error.kind.name(), details_of(&error));
                if ours != format!("{exception}\n{details}") {
                    one.found.insert(format!("{name}: error"));
                    one.wrong.push(format!("{name}:\n{ours}\nCPython:\n{exception}\n{details}"));
                }
            }
            (Outcome::Code { .. }, Err(error)) => {
                one.found.insert(format!("{name}: refused"));
                one.wrong.push(format!("{name}: CPython compiles it\n{error}"));
            }
            (Outcome::Error { exception, details }, Ok(_)) => {
                one.found.insert(format!("{name}: accepted"));
                one.wrong.push(format!("{name}: CPython raises {exception} {details}"));
            }
        }
        let mut tally = tally.lock().unwrap();
        tally.files += one.files;
        tally.objects += one.objects;
        tally.same_bytes += one.same_bytes;
        tally.errors += one.errors;
        tally.found.append(&mut one.found);
        tally.wrong.append(&mut one.wrong);
    });
    let Tally { files, objects, same_bytes, errors, found, wrong } = tally.into_inner().unwrap();
    println!(
        "{files} files and {errors} with errors, {objects} code objects; {same_bytes} files of the same bytes"
    );
    let known: BTreeSet<String> = DIFFERENCES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let new: Vec<_> = found.difference(&known).cloned().collect();
    if !new.is_empty() {
        println!("{}", wrong.join("\n"));
    }
    assert!(new.is_empty(), "{} differences that are not listed:\n{}", new.len(), new.join("\n"));
    if support::whole() {
        let gone: Vec<_> = known.difference(&found).cloned().collect();
        assert!(
            gone.is_empty(),
            "listed, but there is no difference any more; take them out:\n{}",
            gone.join("\n")
        );
    }
    assert!(
        files > names.len() / 2 && objects > 10 * files,
        "{files} files with {objects} code objects are too few"
    );
}

/// What `reference.py` writes of an exception.
fn details_of(error: &SyntaxError) -> String {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map_or("None".to_owned(), |value| value.to_string())
    }
    let SyntaxError { message, line, column, end_line, end_column, .. } = error;
    [message.clone(), text(*line), text(*column), text(*end_line), text(*end_column)].join("\n")
}

/// Compares what was compiled with what CPython's `marshal.dumps(compile(…))` gave.
fn check(name: &str, theirs: &[u8], ours: &CodeData, tally: &mut Tally) {
    tally.files = 1;
    let Ok(Constant::Code(reference)) = marshal::read(theirs) else {
        panic!("{name}: CPython's marshal is read")
    };
    if let Err(error) = verify::verify(ours) {
        tally.wrong.push(format!("{name}: {error}"));
        tally.found.insert(format!("{name}: verify"));
    }
    let mut pairs = vec![(ours, &*reference)];
    while let Some((ours, theirs)) = pairs.pop() {
        tally.objects += 1;
        let fields = differences(ours, theirs);
        if !fields.is_empty() {
            let mut fields = fields.join(" ");
            if ours.qualname != theirs.qualname {
                fields = format!("{fields} ({})", ours.qualname);
            }
            let what = format!("{name}: {}:{}: {fields}", theirs.qualname, theirs.firstlineno);
            tally.wrong.push(format!(
                "{what}\n--- ours\n{}\n--- CPython\n{}",
                dis::dis(ours).with(FLAT).without_addresses(),
                dis::dis(theirs).with(FLAT).without_addresses()
            ));
            tally.found.insert(what);
        }
        pairs.extend(ours.nested().map(|code| &**code).zip(theirs.nested().map(|code| &**code)));
    }
    let root = Constant::Code(marshal_root(ours));
    let bytes = marshal::write_fresh(&root).expect("it can be written");
    if bytes == theirs {
        tally.same_bytes += 1;
    }
    // References or not, it is the same code object when it is read again.
    let Ok(Constant::Code(again)) = marshal::read(&bytes) else { panic!("{name}: our marshal is read") };
    assert_eq!(*again, *ours, "{name}: marshal reads something else than it wrote");
}

const FLAT: dis::Options = dis::Options { show_offsets: true, flat: true };

fn marshal_root(code: &CodeData) -> casewright_code::Ref<CodeData> {
    casewright_code::Ref::new(code.clone())
}

fn sorted(parts: &[Constant]) -> Vec<String> {
    let mut shown: Vec<String> = parts.iter().map(|part| format!("{part:?}")).collect();
    shown.sort();
    shown
}

/// The names of the fields that differ.
fn differences(ours: &CodeData, theirs: &CodeData) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let mut compare = |field, same: bool| {
        if !same {
            fields.push(field);
        }
    };
    compare("argcount", ours.argcount == theirs.argcount);
    compare("posonlyargcount", ours.posonlyargcount == theirs.posonlyargcount);
    compare("kwonlyargcount", ours.kwonlyargcount == theirs.kwonlyargcount);
    compare("stacksize", ours.stacksize == theirs.stacksize);
    compare("flags", ours.flags == theirs.flags);
    compare("code", ours.code == theirs.code);
    let same = |ours: &Constant, theirs: &Constant| match (ours, theirs) {
        // These are compared on their own.
        (Constant::Code(ours), Constant::Code(theirs)) => ours.qualname == theirs.qualname,
        // Their order depends on how many references CPython had to the elements.
        (Constant::FrozenSet(ours), Constant::FrozenSet(theirs)) => sorted(ours) == sorted(theirs),
        _ => ours == theirs,
    };
    let consts = ours.consts.iter().zip(theirs.consts.iter());
    compare(
        "consts",
        ours.consts.len() == theirs.consts.len()
            && consts.into_iter().all(|(ours, theirs)| same(ours, theirs)),
    );
    compare("names", ours.names == theirs.names);
    compare("localsplusnames", ours.localsplusnames == theirs.localsplusnames);
    compare("localspluskinds", ours.localspluskinds == theirs.localspluskinds);
    compare("filename", *ours.filename.as_bytes() == *theirs.filename.as_bytes());
    compare("name", ours.name == theirs.name);
    compare("qualname", ours.qualname == theirs.qualname);
    compare("firstlineno", ours.firstlineno == theirs.firstlineno);
    compare("linetable", ours.linetable == theirs.linetable);
    compare("exceptiontable", ours.exceptiontable == theirs.exceptiontable);
    fields
}
