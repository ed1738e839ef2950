//! A file as CPython compiled it, for what can be tested without CPython. `tests/support/sample.py` made it.

mod support;

use std::path::Path;
use std::process::Command;

use casewright_code::{dis, pyc, verify};

const SAMPLE: &[u8] = include_bytes!("data/sample.pyc");
const LISTING: &str = include_str!("data/sample.dis");

#[test]
fn it_is_read_written_verified_and_listed() {
    let Ok(sample) = pyc::read(SAMPLE) else { panic!("it is read") };
    assert!(matches!(sample.validation, pyc::Validation::Hash { check_source: false, .. }));
    assert_eq!(pyc::write(&sample).as_deref(), Ok(SAMPLE));
    assert_eq!(verify::verify(&sample.code), Ok(()));
    for code in sample.code.walk() {
        assert!(verify::verify_one(code).is_ok_and(|depth| depth <= code.stacksize), "{}", code.qualname);
    }
    assert_eq!(dis::dis(&sample.code).without_addresses().to_string(), LISTING);
}

#[test]
fn bad_headers_are_told_apart() {
    let with = |at: usize, byte: u8| {
        let mut bytes = SAMPLE.to_vec();
        bytes[at] = byte;
        pyc::read(&bytes).expect_err("the header is bad").to_string()
    };
    assert_eq!(
        with(0, 0xf3),
        "bad magic number in .pyc file: [f3, 0e, 0d, 0a], while CPython 3.14 writes [2b, 0e, 0d, 0a]; \
         compile the source again"
    );
    assert_eq!(with(4, 4), "bad flags in .pyc file: 0x4");
    assert_eq!(
        with(16, b'N'),
        "the .pyc file has an object of type NoneType where a code object is expected"
    );
    assert_eq!(with(16, b'?'), "bad marshal data (unknown type code) (at offset 0)");
    let short = pyc::read(&SAMPLE[..15]).expect_err("the header is not whole");
    assert_eq!(short.to_string(), "not a .pyc file: 15 bytes are too few for the header of 16");
    let cut = pyc::read(&SAMPLE[..SAMPLE.len() - 1]).expect_err("the end is missing");
    assert!(cut.to_string().starts_with("marshal data too short (at offset "), "{cut}");
}

#[cfg(feature = "compiler")]
#[test]
fn it_is_compiled_to_the_same() {
    use casewright_code::compile::{Mode, Options, compile};

    let source = include_bytes!("data/sample.py");
    let compiled = match compile(source, "sample.py", Mode::Exec, Options::default()) {
        Ok(compiled) => compiled,
        Err(error) => panic!("{error}"),
    };
    let Ok(sample) = pyc::read(SAMPLE) else { panic!("it is read") };
    let ours = pyc::Pyc { validation: sample.validation, code: compiled.code };
    assert_eq!(dis::dis(&ours.code).without_addresses().to_string(), LISTING);
    assert_eq!(pyc::write_fresh(&ours).as_deref(), Ok(SAMPLE));
}

/// What is kept is what CPython makes today.
#[test]
fn it_is_up_to_date() {
    let Some(oracle) = support::oracle() else { return };
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample");
    std::fs::create_dir_all(&out).expect("there is a folder to write to");
    let status = Command::new(support::interpreter(&oracle))
        .args(["-I", "-X", "utf8"])
        .arg(tests.join("support/sample.py"))
        .arg(tests.join("data"))
        .arg(&out)
        .status()
        .expect("the oracle's interpreter runs");
    assert!(status.success());
    assert!(
        std::fs::read(out.join("sample.pyc")).is_ok_and(|bytes| bytes == SAMPLE),
        "sample.pyc is out of date"
    );
    assert!(
        std::fs::read_to_string(out.join("sample.dis")).is_ok_and(|text| text == LISTING),
        "sample.dis is"
    );
}
