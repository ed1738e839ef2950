//! What is reported when the VM itself fails: where, in the definitions and in the program that ran.
//!
//! A panic in generated code names a line that nobody has written. The headings of the generated files lead back to the
//! definition, as `casewright where` does.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::panic::PanicHookInfo;

use crate::eval::frame;
use crate::vm::Vm;

/// The generated files in which something can fail, with their text.
const GENERATED: [(&str, &str); 4] = [
    ("generated/interp/bodies.rs", include_str!("../../generated/interp/bodies.rs")),
    ("generated/interp/tier1.rs", include_str!("../../generated/interp/tier1.rs")),
    ("generated/interp/tier2.rs", include_str!("../../generated/interp/tier2.rs")),
    ("generated/interp/optimizer.rs", include_str!("../../generated/interp/optimizer.rs")),
];

/// The definition that a line of a generated file is from, as its heading says: name, file and line.
fn definition(file: &str, line: u32) -> Option<(&'static str, &'static str)> {
    let (_, text) = GENERATED.iter().find(|(name, _)| file.ends_with(name))?;
    let before: Vec<&'static str> = text.lines().take(line as usize).collect();
    before.iter().rev().find_map(|line| {
        let heading = line.strip_prefix("/// `")?;
        let (name, rest) = heading.split_once("` (")?;
        let (place, _) = rest.split_once(')')?;
        place.contains(':').then_some((name, place))
    })
}

/// Lines of generated files that a backtrace goes through: file and line, the innermost first.
fn generated_lines(backtrace: &str) -> Vec<(&str, u32)> {
    let places = backtrace.lines().filter_map(|line| line.trim().strip_prefix("at "));
    let parsed = places.filter_map(|place| {
        let mut parts = place.rsplitn(3, ':');
        let (_column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
        GENERATED.iter().any(|(name, _)| file.ends_with(name)).then_some((file, line.parse().ok()?))
    });
    parsed.collect()
}

/// The text of the report.
fn report(vm: Option<&Vm>, info: &PanicHookInfo<'_>, backtrace: &str) -> String {
    let message = info.payload_as_str().unwrap_or("no message");
    let mut text = format!("pyvm: internal error: {message}\n");
    let mut places: Vec<(&str, u32)> = Vec::new();
    if let Some(location) = info.location() {
        let _ = writeln!(text, "  at {location}");
        places.push((location.file(), location.line()));
    }
    places.extend(generated_lines(backtrace));
    let mut seen = Vec::new();
    for (file, line) in places {
        if let Some((name, place)) = definition(file, line)
            && !seen.contains(&name)
        {
            seen.push(name);
            let _ = writeln!(text, "  in the definition of {name} ({place})");
        }
    }
    if let Some(place) = vm.and_then(frame::current_place) {
        let _ = writeln!(text, "  while the program was at {place}");
    }
    text.push_str("  This is a mistake of the VM, not of the program. Please report it with the program.\n");
    text
}

/// Reports panics in this way from here on, before what reported them until now does so.
pub(crate) fn install() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let backtrace = Backtrace::force_capture();
        let trace = match backtrace.status() {
            BacktraceStatus::Captured => backtrace.to_string(),
            _ => String::new(),
        };
        eprint!("{}", report(crate::vm::current(), info, &trace));
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            before(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leads_to_its_definition() {
        for (file, text) in GENERATED {
            let mut found = 0;
            for (index, line) in text.lines().enumerate() {
                let Some(rest) = line.strip_prefix("/// `") else { continue };
                let Some((name, _)) = rest.split_once("` (") else { continue };
                if !rest.contains(".c:") {
                    continue;
                }
                let number = index as u32 + 3;
                assert_eq!(definition(file, number).map(|(name, _)| name), Some(name), "{file}:{number}");
                found += 1;
            }
            assert!(found > 100, "{file} has {found} headings");
        }
        assert_eq!(definition("src/vm.rs", 10), None);
    }

    #[test]
    fn a_backtrace_leads_through_generated_lines() {
        let trace = "   3: _CACHE\n             at ./runtime/src/../../generated/interp/bodies.rs:12:5\n   4: x\n   \
                     at ./runtime/src/interp.rs:108:21\n";
        assert_eq!(generated_lines(trace), [("./runtime/src/../../generated/interp/bodies.rs", 12)]);
    }

    /// A native function of an embedder that panics, in a process of its own: this test again, with this variable set.
    #[cfg(feature = "compiler")]
    const CHILD: &str = "CASEWRIGHT_TEST_PANIC";

    #[cfg(feature = "compiler")]
    fn fail_in_a_call() {
        use crate::objects::builtin_function::BuiltinFunction;
        use crate::objects::type_::MethodDef;

        static DEF: MethodDef = MethodDef::o("broken", |_, _, _| panic!("this native function is broken"));
        install();
        let vm = Vm::new();
        vm.enter(|vm| {
            let broken = BuiltinFunction::new(vm, &DEF, None, None);
            let builtins = vm.builtins.get().expect("a VM has built-in functions");
            assert!(builtins.set(vm, vm.intern("broken").obj(), broken.ptr().obj()).is_ok());
            let source = b"def fails(x):\n    # A line above.\n    return broken(x)\n\nfails(1)\n";
            let _ = vm.run_source(source, "failing.py");
        });
    }

    #[cfg(feature = "compiler")]
    #[test]
    fn a_panic_is_reported_with_its_definition_and_the_program() {
        if std::env::var_os(CHILD).is_some() {
            fail_in_a_call();
            return;
        }
        let name = "internal_error::tests::a_panic_is_reported_with_its_definition_and_the_program";
        let child = std::process::Command::new(std::env::current_exe().expect("the test has a path"))
            .args(["--exact", name, "--nocapture", "--test-threads=1"])
            .env(CHILD, "1")
            .env_remove("RUST_BACKTRACE")
            .output()
            .expect("the test runs again");
        assert!(!child.status.success(), "the panic ends the process");
        let errors = String::from_utf8_lossy(&child.stderr).into_owned();
        let lines: Vec<&str> =
            errors.lines().skip_while(|line| !line.starts_with("pyvm: internal error")).collect();
        let [message, at, definitions @ .., program, advice] = lines.as_slice() else {
            panic!("not a report:\n{errors}")
        };
        assert_eq!(*message, "pyvm: internal error: this native function is broken");
        assert!(at.starts_with("  at runtime/src/internal_error.rs:"), "{at}");
        assert!(
            program.starts_with("  while the program was at failing.py, line 3, in fails: CALL at offset ")
        );
        assert!(advice.starts_with("  This is a mistake of the VM, not of the program."), "{advice}");
        assert!(!definitions.is_empty(), "{errors}");
        for line in definitions {
            let found = line.strip_prefix("  in the definition of ").and_then(|rest| rest.split_once(" ("));
            let (name, place) = found.expect(line);
            let (file, number) = place.trim_end_matches(')').split_once(':').expect(line);
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
            let text = std::fs::read_to_string(root).expect("the definitions are there");
            let number: usize = number.parse().expect(line);
            let defined = text.lines().nth(number - 1).expect("they have the line");
            assert!(defined.contains(name), "{line}: there is {defined}");
        }
        assert!(definitions.iter().any(|line| line.contains("CALL")), "{errors}");
    }
}
