//! Runs 10⁸ instructions of a Python loop on a thread whose native stack has 64 KiB: in a release build, running an
//! instruction leaves nothing on it. `ci/tail_calls` runs this.

use std::process::ExitCode;
use std::thread;

use casewright_code::compile::{Mode, Options, compile};
use casewright_code::{Constant, marshal};
use casewright_vm::vm::Vm;

/// What the thread has.
const STACK: usize = 64 << 10;

/// Five instructions in each turn of the inner loop, one of them a call of a Python function in the outer one.
const PROGRAM: &str = "
def add(a, b):
    return a + b

def run():
    total = 0
    for outer in range(2000):
        for inner in range(10000):
            total += inner
        total = add(total, outer)
    return total

total = run()
";

fn run(stream: &[u8]) -> Result<String, String> {
    let Ok(Constant::Code(code)) = marshal::read(stream) else { return Err("no code".to_owned()) };
    let vm = Vm::new();
    vm.set_stack_size(STACK / 2);
    vm.enter(|vm| {
        vm.run_code_data(&code).map_err(|error| vm.repr_text(&error))?;
        vm.main_global("total").map(|total| vm.repr_text(&total)).ok_or("no total".to_owned())
    })
}

fn main() -> ExitCode {
    let expected: u64 = 2000 * (9999 * 10000 / 2) + 1999 * 2000 / 2;
    let compiled = match compile(PROGRAM.as_bytes(), "small_stack.py", Mode::Exec, Options::default()) {
        Ok(compiled) => compiled,
        Err(error) => {
            eprintln!("small_stack: {error}");
            return ExitCode::FAILURE;
        }
    };
    let stream = marshal::write(&Constant::Code(compiled.code.clone()));
    let ran = thread::scope(|scope| {
        let run = || stream.as_ref().map_err(ToString::to_string).and_then(|stream| run(stream));
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        thread.map(|thread| thread.join().unwrap_or_else(|_| Err("the thread panicked".to_owned())))
    });
    match ran {
        Ok(Ok(total)) if total == expected.to_string() => {
            println!("small_stack: 10^8 instructions on a stack of {} KiB", STACK >> 10);
            ExitCode::SUCCESS
        }
        other => {
            eprintln!("small_stack: {other:?}, not {expected}");
            ExitCode::FAILURE
        }
    }
}
