//! CPython's own generator as a process that is asked many questions.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use super::oracle;
use crate::emit::c::File;

/// The script that answers. It is part of the program, which so works without its source tree.
const SCRIPT: &str = include_str!("reference.py");

/// A running reference generator. It ends with this value.
#[derive(Debug)]
pub struct Reference {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What the reference made of definitions for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The file below its header.
    Text(String),
    /// It raised an exception.
    Raised {
        /// The exception's class.
        class: String,
        /// Its message.
        message: String,
    },
}

impl Reference {
    /// Starts the reference of an oracle folder; an error says why it does not start.
    pub fn start(root: &Path) -> Result<Reference, String> {
        let failed =
            |error: &dyn std::fmt::Display| format!("the oracle's interpreter does not run: {error}");
        let mut child = oracle::python(root)
            .args(["-c".as_ref(), SCRIPT.as_ref(), root.as_os_str()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&error))?;
        let questions = child.stdin.take().ok_or_else(|| failed(&"it has no input"))?;
        let answers = child.stdout.take().ok_or_else(|| failed(&"it has no output"))?;
        Ok(Reference { child, questions, answers: BufReader::new(answers) })
    }

    /// Hands over a question. Its answer must be taken before the next one is asked.
    pub fn ask(&mut self, base: &str, overlay: Option<&str>, files: &[File]) -> Result<(), String> {
        let names: Vec<&str> = files.iter().map(|file| file.name()).collect();
        self.send(&json!({"base": base, "overlay": overlay, "files": names}))
    }

    /// The answer to the last question, in the order of the files asked for.
    pub fn answer(&mut self, files: &[File]) -> Result<Vec<Answer>, String> {
        let answer = self.receive()?;
        files.iter().map(|file| read(&answer[file.name()])).collect()
    }

    /// What CPython's tests of its generator give it and expect of it.
    pub fn suite(mut self) -> Result<Value, String> {
        self.send(&json!({"suite": true}))?;
        let answer = self.receive()?;
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer),
        }
    }

    fn send(&mut self, question: &Value) -> Result<(), String> {
        let line = format!("{question}\n");
        let sent = self.questions.write_all(line.as_bytes()).and_then(|()| self.questions.flush());
        sent.map_err(|error| format!("the reference generator takes no more questions: {error}"))
    }

    fn receive(&mut self) -> Result<Value, String> {
        let mut line = String::new();
        match self.answers.read_line(&mut line) {
            Ok(0) => Err("the reference generator has ended".to_owned()),
            Ok(_) => serde_json::from_str(&line).map_err(|error| format!("no answer but `{error}`")),
            Err(error) => Err(format!("the reference generator gives no answer: {error}")),
        }
    }
}

fn read(answer: &Value) -> Result<Answer, String> {
    let text = |key: &str| answer[key].as_str().map(str::to_owned);
    match (text("text"), text("type"), text("error")) {
        (Some(text), _, _) => Ok(Answer::Text(text)),
        (None, Some(class), Some(message)) => Ok(Answer::Raised { class, message }),
        _ => Err(format!("the reference generator answers {answer}")),
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // It waits for a question and has nothing to lose.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
