//! The command line of `pyvm`: that of `python`, as far as it goes.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// What is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// `-c`: this text.
    Command(OsString),
    /// `-m`: a module, found as `import` finds it.
    Module(OsString),
    /// A file of source or of code, or a folder with a `__main__.py`.
    File(PathBuf),
    /// `-`: what standard input has.
    Stdin,
}

/// What is to be done with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Action {
    /// Runs it.
    #[default]
    Run,
    /// `--dis`: prints its instructions.
    Disassemble,
}

/// A command line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments {
    /// What is to be run; nothing if the command line does not say.
    pub(super) program: Option<Program>,
    /// What is to be done with it.
    pub(super) action: Action,
    /// The words behind the program.
    pub(super) rest: Vec<OsString>,
    /// `--stats`
    pub(super) stats: bool,
    /// `--stats=FILE`
    pub(super) stats_file: Option<PathBuf>,
    /// How many `-O` there are, at most 2.
    pub(super) optimize: u8,
    /// `-u`
    pub(super) unbuffered: bool,
    /// `-E` or `-I`
    pub(super) ignore_environment: bool,
    /// `-P` or `-I`
    pub(super) safe_path: bool,
    pub(super) no_site: bool,
}

/// A command line that asks for no program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// `-h`
    Help,
    /// `-V`
    Version,
    /// It makes no sense; why.
    Wrong(String),
}

/// What `pyvm --help` prints.
pub(super) const HELP: &str = "\
usage: pyvm [option] ... [-c cmd | -m mod | file | -] [arg] ...

Runs Python programs on the instructions of CPython 3.14.

  -c cmd     run this text
  -m mod     run a module, found as `import` finds it
  file       run a .py or .pyc file, or a folder with a __main__.py
  -          run what standard input has (also without a program)
  arg ...    what the program finds in sys.argv[1:]

Options:
  --dis      print the instructions of the program instead of running it
  --stats    print to standard error how often each family of instructions hit,
             missed and was specialised
  --stats=FILE
             write to a file how often each instruction was executed, as JSON
  -O         leave out assertions; -OO leaves out docstrings as well
  -u         write standard output and standard error without delay
  -E         ignore the environment variables PYTHON*
  -P         do not search the program's folder for modules
  -I         both of them
  -S         leave out the functions exit and quit
  -h         print this (also --help)
  -V         print the version (also --version)

Accepted for scripts that pass them to python, without effect: -B -b -d -q -s -v -x, -W arg, -X opt.

Exit codes: what the program says; 1 if it ends with an exception; 2 if there is no
such file or the command line is wrong.
";

/// Takes a command line apart, without the name of the program at its beginning.
pub(super) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Other> {
    let mut words = words.into_iter();
    let mut arguments = Arguments::default();
    while let Some(word) = words.next() {
        let text = word.to_string_lossy().into_owned();
        match text.as_str() {
            "-" => arguments.program = Some(Program::Stdin),
            "--" => arguments.program = words.next().map(|word| Program::File(word.into())),
            "--help" => return Err(Other::Help),
            "--version" => return Err(Other::Version),
            "--dis" => arguments.action = Action::Disassemble,
            "--stats" => arguments.stats = true,
            _ if text.starts_with("--stats=") => {
                arguments.stats_file = Some(text["--stats=".len()..].into());
            }
            _ if text.starts_with("--") => {
                return Err(Other::Wrong(format!("unknown option {text}")));
            }
            _ if text.starts_with('-') => letters(&mut arguments, &word, &mut words)?,
            _ => arguments.program = Some(Program::File(word.into())),
        }
        if arguments.program.is_some() {
            break;
        }
    }
    arguments.rest = words.collect();
    Ok(arguments)
}

/// Options of one letter, of which a word may have several; the last may have an argument.
fn letters(
    arguments: &mut Arguments,
    word: &OsStr,
    words: &mut impl Iterator<Item = OsString>,
) -> Result<(), Other> {
    let bytes = word.as_encoded_bytes();
    for (index, letter) in bytes.iter().enumerate().skip(1) {
        let mut argument = || match &bytes[index + 1..] {
            [] => words.next().ok_or_else(|| {
                Other::Wrong(format!("Argument expected for the -{} option", char::from(*letter)))
            }),
            // What is not UTF-8 could not be source either.
            rest => Ok(OsString::from(String::from_utf8_lossy(rest).into_owned())),
        };
        match letter {
            b'c' => {
                arguments.program = Some(Program::Command(argument()?));
                return Ok(());
            }
            b'm' => {
                arguments.program = Some(Program::Module(argument()?));
                return Ok(());
            }
            b'W' | b'X' => {
                argument()?;
                return Ok(());
            }
            b'O' => arguments.optimize = (arguments.optimize + 1).min(2),
            b'u' => arguments.unbuffered = true,
            b'E' => arguments.ignore_environment = true,
            b'P' => arguments.safe_path = true,
            b'S' => arguments.no_site = true,
            b'I' => {
                arguments.ignore_environment = true;
                arguments.safe_path = true;
            }
            b'h' | b'?' => return Err(Other::Help),
            b'V' => return Err(Other::Version),
            b'B' | b'b' | b'd' | b'q' | b's' | b'v' | b'x' => {}
            other => return Err(Other::Wrong(format!("Unknown option: -{}", char::from(*other)))),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Arguments, Other> {
        parse(words.iter().map(OsString::from))
    }

    #[test]
    fn what_follows_the_program_is_the_programs() {
        let command = parsed(&["-OuO", "-c", "pass", "-c", "--dis"]).expect("it makes sense");
        assert_eq!(command.program, Some(Program::Command("pass".into())));
        assert_eq!((command.optimize, command.unbuffered, command.action), (2, true, Action::Run));
        assert_eq!(command.rest, ["-c", "--dis"]);
        let glued = parsed(&["-Ic1+1", "x"]).expect("it makes sense");
        assert_eq!(glued.program, Some(Program::Command("1+1".into())));
        assert!(glued.safe_path && glued.ignore_environment);
        let file = parsed(&["-W", "error", "-Xdev", "--stats", "x.py", "-V"]).expect("it makes sense");
        assert_eq!(file.program, Some(Program::File("x.py".into())));
        assert_eq!((file.stats, file.rest), (true, vec!["-V".into()]));
        let counted = parsed(&["--stats=counts.json", "x.py"]).expect("it makes sense");
        assert_eq!((counted.stats, counted.stats_file), (false, Some("counts.json".into())));
        assert_eq!(parsed(&["-", "a"]).expect("it makes sense").program, Some(Program::Stdin));
        assert_eq!(parsed(&[]).expect("it makes sense").program, None);
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        assert_eq!(parsed(&["-c"]), Err(Other::Wrong("Argument expected for the -c option".to_owned())));
        assert_eq!(parsed(&["-Z"]), Err(Other::Wrong("Unknown option: -Z".to_owned())));
        assert_eq!(parsed(&["--made-up"]), Err(Other::Wrong("unknown option --made-up".to_owned())));
        assert_eq!(parsed(&["-OV"]), Err(Other::Version));
    }
}
