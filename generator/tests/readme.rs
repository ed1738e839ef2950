//! The examples of the README, run: every `$ casewright …` of a `console` block, with what it prints.
//!
//! A line `...` stands for any number of lines. Examples that read a CPython source tree (`../cpython-3.13`) run where
//! the oracle is (`make oracle`), and are left out with a notice where it is not.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A command of the README and the lines that it is said to print.
struct Example {
    command: String,
    expected: Vec<String>,
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the project").to_owned()
}

fn examples(readme: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            examples.push(Example { command: command.to_owned(), expected: Vec::new() });
        } else if inside && let Some(example) = examples.last_mut() {
            example.expected.push(line.trim_end().to_owned());
        }
    }
    examples
}

/// Whether the printed lines are the expected ones, `...` standing for any number of them.
fn matches(expected: &[String], printed: &[String]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line == "..." => {
            (0..=printed.len()).any(|skip| matches(rest, &printed[skip..]))
        }
        Some((line, rest)) => printed.first() == Some(line) && matches(rest, &printed[1..]),
    }
}

#[test]
fn the_examples_print_what_the_readme_says() {
    let readme = std::fs::read_to_string(project().join("README.md")).expect("there is a README");
    let oracle = std::env::var("CASEWRIGHT_ORACLE").ok();
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let mut run = 0;
    for Example { command, expected } in examples(&readme) {
        let mut words = command.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words.remove(0), "casewright", "only this command is run: {command}");
        if words.iter().any(|word| word == "../cpython-3.13") {
            let Some(oracle) = &oracle else {
                println!("NOTICE: left out, there is no oracle: {command}");
                continue;
            };
            words
                .iter_mut()
                .filter(|w| *w == "../cpython-3.13")
                .for_each(|w| *w = format!("{oracle}/src/3.13"));
        }
        // What an example writes under target/ goes into a folder of the test's own.
        for word in words.iter_mut().filter(|word| word.starts_with("target/")) {
            *word = scratch.path().join(&word["target/".len()..]).display().to_string();
        }
        let output = Command::new(env!("CARGO_BIN_EXE_casewright"))
            .args(&words)
            .current_dir(project())
            .output()
            .expect("the command starts");
        let text =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        let printed: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        assert!(matches(&expected, &printed), "$ {command}\nprints\n{text}\nnot\n{}", expected.join("\n"));
        run += 1;
    }
    assert!(run >= 2, "the README has examples");
}
