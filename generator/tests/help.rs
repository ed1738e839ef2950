//! What `--help` says, for the command and each of its subcommands, as snapshots (`cargo insta` or
//! `INSTA_UPDATE=always` accepts changes): the text is documentation, so a change of it is to be seen in review.

use std::process::Command;

/// The text of `casewright … --help`.
fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_casewright"))
        .args(arguments)
        .arg("--help")
        .env_remove("CASEWRIGHT_ORACLE")
        .env("COLUMNS", "100")
        .output()
        .expect("the command starts");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("help is text")
}

#[test]
fn the_command() {
    insta::assert_snapshot!(help(&[]));
}

#[test]
fn every_subcommand() {
    let listed = help(&[]);
    let names: Vec<&str> = listed
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with("     "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() >= 5, "{names:?}");
    for name in names {
        insta::assert_snapshot!(format!("help_{name}"), help(&[name]));
    }
}
