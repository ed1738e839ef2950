//! Every code object of CPython's library and tests, as CPython compiled it: read, written, verified, listed.
//!
//! A sample, or everything with `CASEWRIGHT_WHOLE=1`.

mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use casewright_code::linetable::{self, Entry};
use casewright_code::{CodeData, Constant, dis, exceptiontable, marshal, pyc, verify};
use support::{Frame, Outcome};

#[test]
fn every_code_object_of_the_library() {
    let Some(oracle) = support::oracle() else { return };
    let names = support::files(&support::library(&oracle), if support::whole() { 1 } else { 23 });
    let (files, objects) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let wrong = Mutex::new(Vec::new());
    support::ask(&oracle, &names, |Frame { name, outcome }| {
        let Outcome::Code { marshal, listing, places } = outcome else { return };
        let mut found = Vec::new();
        let count = check(&marshal, &listing, &places, &mut found);
        files.fetch_add(1, Ordering::Relaxed);
        objects.fetch_add(count, Ordering::Relaxed);
        wrong.lock().unwrap().extend(found.into_iter().map(|what| format!("{name}: {what}")));
    });
    let wrong = wrong.into_inner().unwrap();
    let (files, objects) = (files.into_inner(), objects.into_inner());
    println!("{files} files, {objects} code objects");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), first(&wrong));
    assert!(
        files > names.len() / 2 && objects > 10 * files,
        "{files} files with {objects} code objects are too few"
    );
}

fn first(lines: &[String]) -> String {
    lines[..lines.len().min(40)].join("\n")
}

/// Checks a file. Gives the number of its code objects.
fn check(bytes: &[u8], listing: &str, places: &[i32], wrong: &mut Vec<String>) -> usize {
    let root = match marshal::read(bytes) {
        Ok(Constant::Code(code)) => code,
        other => {
            wrong.push(format!("not a code object: {other:?}"));
            return 0;
        }
    };
    if marshal::write(&Constant::Code(root.clone())).as_deref() != Ok(bytes) {
        wrong.push("marshal writes something else than it read".to_owned());
    }
    let validation = pyc::Validation::Timestamp { mtime: 1, size: 2 };
    let file = [&pyc::header(validation)[..], bytes].concat();
    let read = pyc::read(&file);
    if read.as_ref().map(|pyc| (pyc.validation, pyc.code.clone())) != Ok((validation, root.clone())) {
        wrong.push("the .pyc file is read as something else".to_owned());
    }
    if let Err(error) = verify::verify(&root) {
        wrong.push(format!("verify: {error}"));
    }
    let ours = dis::dis(&root).without_addresses().to_string();
    if ours != listing {
        let line = ours.lines().zip(listing.lines()).position(|(ours, theirs)| ours != theirs);
        let shown = line.map_or("the ends differ".to_owned(), |line| {
            let of = |text: &str| text.lines().nth(line).unwrap_or_default().to_owned();
            format!("line {}\n  ours   {}\n  theirs {}", line + 1, of(&ours), of(listing))
        });
        wrong.push(format!("dis: {shown}"));
    }
    let mut places = places.iter().copied();
    let mut count = 0;
    each(&root, &mut |code| {
        count += 1;
        let ours = our_places(code);
        let theirs: Vec<i32> = places.by_ref().take(ours.len()).collect();
        if ours != theirs {
            wrong.push(format!("{}: positions or lines differ", code.qualname));
        }
        tables(code, wrong);
    });
    if places.next().is_some() {
        wrong.push("there are more positions".to_owned());
    }
    count
}

/// A code object and those within it, in the order of `walk` in `reference.py`: one that occurs twice comes twice.
fn each(code: &CodeData, visit: &mut impl FnMut(&CodeData)) {
    visit(code);
    for nested in code.nested() {
        each(nested, visit);
    }
}

fn our_places(code: &CodeData) -> Vec<i32> {
    let number = |value: Option<i32>| value.unwrap_or(-1);
    let positions: Vec<i32> = code
        .positions()
        .flat_map(|p| [number(p.line), number(p.end_line), number(p.column), number(p.end_column)])
        .collect();
    let lines: Vec<i32> =
        code.lines().flat_map(|range| [range.start as i32, range.end as i32, number(range.line)]).collect();
    let sizes = [positions.len() as i32, lines.len() as i32];
    [&sizes[..], &positions, &lines].concat()
}

/// The tables are written as they were read, and the stack fits.
fn tables(code: &CodeData, wrong: &mut Vec<String>) {
    let entries: Result<Vec<Entry>, _> = linetable::Entries::new(&code.linetable, code.firstlineno).collect();
    match entries {
        Ok(entries) if linetable::encode(entries.iter().copied(), code.firstlineno) == *code.linetable => {}
        Ok(_) => wrong.push(format!("{}: the line table is written differently", code.qualname)),
        Err(error) => wrong.push(format!("{}: {error}", code.qualname)),
    }
    match code.exception_entries() {
        Ok(entries) if exceptiontable::encode(entries.iter().copied()) == *code.exceptiontable => {}
        Ok(_) => wrong.push(format!("{}: the exception table is written differently", code.qualname)),
        Err(error) => wrong.push(format!("{}: {error}", code.qualname)),
    }
    match verify::verify_one(code) {
        Ok(depth) if depth <= code.stacksize => {}
        Ok(depth) => wrong.push(format!("{}: depth {depth} of {}", code.qualname, code.stacksize)),
        Err(error) => wrong.push(error.to_string()),
    }
}

/// The facts of CPython that are kept by hand here.
#[test]
fn facts_of_cpython() {
    let Some(oracle) = support::oracle() else { return };
    let script = "
import importlib.util, sys
print(list(importlib.util.MAGIC_NUMBER))
print([c for c in range(sys.maxunicode + 1) if chr(c).isprintable()].__repr__())
";
    let output = std::process::Command::new(support::interpreter(&oracle))
        .args(["-I", "-c", script])
        .output()
        .expect("the oracle's interpreter runs");
    let text = String::from_utf8(output.stdout).expect("it prints ASCII");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(&*format!("{:?}", pyc::MAGIC_NUMBER)));
    let printable: Vec<u32> =
        (0..=0x10_ffff).filter(|c| char::from_u32(*c).is_some_and(casewright_code::is_printable)).collect();
    assert_eq!(lines.next(), Some(&*format!("{printable:?}")));
}

/// The tables of what arguments stand for: all of their entries are shown as CPython's `dis` shows them.
#[test]
fn operands_of_cpython() {
    let Some(oracle) = support::oracle() else { return };
    let script = "
import _opcode, dis, opcode
def show(name, values):
    for arg, value in enumerate(values):
        print(name, arg, value)
show('BINARY_OP', [sign for _, sign in _opcode.get_nb_ops()])
show('CALL_INTRINSIC_1', _opcode.get_intrinsic1_descs())
show('CALL_INTRINSIC_2', _opcode.get_intrinsic2_descs())
show('LOAD_SPECIAL', _opcode.get_special_method_names())
constants = opcode._common_constants
show('LOAD_COMMON_CONSTANT', [c.__name__ if isinstance(c, type) else repr(c) for c in constants])
for arg, sign in enumerate(opcode.cmp_op):
    print('COMPARE_OP', arg << 5, sign)
    print('COMPARE_OP', arg << 5 | 16, f'bool({sign})')
for bit, name in enumerate(dis.FUNCTION_ATTR_FLAGS):
    print('SET_FUNCTION_ATTRIBUTE', 1 << bit, name)
";
    let output = std::process::Command::new(support::interpreter(&oracle))
        .args(["-I", "-c", script])
        .output()
        .expect("the oracle's interpreter runs");
    let text = String::from_utf8(output.stdout).expect("it prints ASCII");
    let Ok(sample) = pyc::read(include_bytes!("data/sample.pyc")) else { panic!("the sample is read") };
    let mut seen = std::collections::BTreeMap::new();
    for line in text.lines() {
        let mut words = line.splitn(3, ' ');
        let mut next = || words.next().expect("three words");
        let (name, arg, meaning) = (next(), next().parse::<u8>().expect("an argument"), next());
        let opcode = cpython_isa::Opcode::from_name(name).expect("an opcode");
        let mut bytes = vec![0; 2 * opcode.size()];
        bytes[..2].copy_from_slice(&[opcode.number(), arg]);
        let code = CodeData { code: casewright_code::Ref::new(bytes), ..(*sample.code).clone() };
        let listing =
            dis::dis(&code).with(dis::Options { flat: true, ..dis::Options::default() }).to_string();
        let first = listing.lines().next().unwrap_or_default();
        assert!(first.ends_with(&format!("{arg} ({meaning})")), "{first}\nCPython: {line}");
        *seen.entry(name).or_insert(0) += 1;
    }
    assert!(seen.len() == 7 && seen["BINARY_OP"] > 20, "{seen:?}");
}
