//! Holds the nine files against CPython's own generator: on the real inputs, on the inputs of CPython's tests of its
//! generator, and on random definitions.
//!
//! Needs `CASEWRIGHT_ORACLE`, a folder with `bin/python3.14`, `cases_generator/` and `lib/python3.14/`; without it
//! every test here passes after saying so. The real inputs are those of the repository, or of the folder
//! `CASEWRIGHT_INPUTS`. `CASEWRIGHT_COUNT` and `CASEWRIGHT_SEED` say how many random definitions there are.

mod random;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use casewright::emit::c::File;
use casewright::report::parity::random::{Corpus, Failure, Outcome, Plan, disagreement, ours, run};
use casewright::report::parity::reference::{Answer, Reference};
use casewright::report::parity::suite;

fn oracle() -> Option<PathBuf> {
    let folder = std::env::var_os("CASEWRIGHT_ORACLE").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: CASEWRIGHT_ORACLE is not set");
    }
    folder
}

fn answers(reference: &mut Reference, base: &str, overlay: &str, files: &[File]) -> Vec<Answer> {
    reference.ask(base, Some(overlay), files).expect("the reference takes questions");
    reference.answer(files).expect("the reference gives answers")
}

/// The real definitions and the optimizer's.
fn inputs() -> (String, String) {
    let inputs = std::env::var_os("CASEWRIGHT_INPUTS").map(PathBuf::from);
    let inputs = inputs.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs"));
    let read = |name: &str| std::fs::read_to_string(inputs.join(name)).expect("the input can be read");
    (read("bytecodes.c"), read("optimizer_bytecodes.c"))
}

#[test]
fn the_real_inputs_give_the_reference_files() {
    let Some(oracle) = oracle() else { return };
    let (base, overlay) = inputs();
    let mut reference = Reference::start(&oracle).expect("the reference starts");
    let theirs = answers(&mut reference, &base, &overlay, &File::ALL);
    let ours = ours(&base, Some(&overlay), &File::ALL);
    for ((file, theirs), ours) in File::ALL.into_iter().zip(&theirs).zip(&ours) {
        assert!(matches!(theirs, Answer::Text(_)), "{file}: {theirs:?}");
        assert_eq!(disagreement(theirs, ours), None, "{file}");
    }
}

#[test]
fn the_reference_suite_passes() {
    let Some(oracle) = oracle() else { return };
    let suite = suite::run(&oracle).expect("the tests can be read");
    assert!(suite.failures.is_empty(), "{:#?}", suite.failures);
    assert!(suite.skipped.is_empty(), "{:?}", suite.skipped);
}

/// The seeds to try: `CASEWRIGHT_COUNT` of them from `CASEWRIGHT_SEED` on.
fn seeds(count: u64) -> std::ops::Range<u64> {
    let number = |name: &str, default| match std::env::var(name) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    };
    let first = number("CASEWRIGHT_SEED", 1);
    first..first + number("CASEWRIGHT_COUNT", count)
}

/// What the report runs in greater number: most of these definitions are good.
#[test]
fn random_definitions_give_what_the_reference_gives() {
    let Some(oracle) = oracle() else { return };
    let seeds = seeds(300);
    let plan = Plan { count: seeds.end - seeds.start, seed: seeds.start, processes: 1 };
    let (base, overlay) = inputs();
    let corpus = Corpus::new([base.as_str()], [overlay.as_str()]);
    let tally = run(&oracle, plan, &corpus).expect("the reference runs");
    let failures: Vec<String> = tally.failures.iter().map(Failure::summary).collect();
    println!("{} of {} refused: {:#?}", tally.refused, tally.tried, tally.refusals);
    println!("written: {:?}", tally.written);
    let some: Vec<&String> = failures.iter().take(5).collect();
    assert!(failures.is_empty(), "{} failures\n{some:#?}", failures.len());
    // Where most are refused, or none, little is compared.
    let per_mille = tally.refused * 1000 / tally.tried;
    assert!((50..=200).contains(&per_mille), "{per_mille} ‰ of the files are refused");
}

/// A definition file around some definitions.
fn marked(definitions: &str) -> String {
    format!("// BEGIN BYTECODES //{definitions}// END BYTECODES //")
}

/// Runs definitions of which many are bad through both and says how often they agreed on what.
fn compare(name: &str, seeds: std::ops::Range<u64>, damaged: bool) {
    let Some(oracle) = oracle() else { return };
    let mut reference = Reference::start(&oracle).expect("the reference starts");
    let mut agreed: BTreeMap<String, usize> = BTreeMap::new();
    for seed in seeds {
        let mut random = random::Random::new(seed);
        let (mut base, overlay) = random::definitions(&mut random);
        if damaged {
            base = random::damage(&mut random, &base);
        }
        let files = [[File::GeneratedCases, File::ExecutorCases, File::OptimizerCases][(seed % 3) as usize]];
        let (base, overlay) = (marked(&base), marked(&overlay));
        let theirs = answers(&mut reference, &base, &overlay, &files).remove(0);
        let ours = ours(&base, Some(&overlay), &files).remove(0);
        let agreement = match (&theirs, &ours) {
            (Answer::Raised { .. }, Outcome::Refused(_) | Outcome::RefusedBefore(_)) if damaged => {
                "refused".to_owned()
            }
            _ => {
                let problem = disagreement(&theirs, &ours);
                assert_eq!(problem, None, "{name} {seed}, {}:\n{base}\n{overlay}", files[0]);
                match ours {
                    Outcome::Text(_) => "text".to_owned(),
                    Outcome::RefusedBefore(_) => "refused before".to_owned(),
                    // Without the names, to count the kinds.
                    Outcome::Refused(ours) => ours.split('\'').step_by(2).collect(),
                }
            }
        };
        *agreed.entry(agreement).or_default() += 1;
    }
    for (kind, count) in agreed {
        println!("{count:6} {kind}");
    }
}

/// Definitions that the reference and we must agree on: the same text, or an error with the same words.
#[test]
fn careless_definitions_give_what_the_reference_gives() {
    compare("seed", seeds(1200), false);
}

/// With a mistake somewhere, definitions give the same text to both, or both refuse them.
#[test]
fn damaged_definitions_give_what_the_reference_gives() {
    compare("damaged seed", seeds(600), true);
}
