//! The program `pyvm`: runs Python programs as `python` runs them.

mod arguments;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, thread};

use arguments::{Action, Arguments, HELP, Other, Program};

use crate::compile::{CompileOptions, Mode, Source};
use crate::errors::PyResult;
use crate::modules::Options;
use crate::modules::sys::info::VERSION;
use crate::objects::code::Code;
use crate::report::Exit;
use crate::vm::Vm;

/// The stack that a program has for native calls. Memory is taken only as far as it is used.
const STACK: usize = 64 << 20;
/// What is left of it for what native functions do when they have been told that it is used up.
const RESERVE: usize = 4 << 20;

/// Runs what the command line of this process says.
pub fn main() -> ExitCode {
    crate::internal_error::install();
    let words: Vec<OsString> = env::args_os().collect();
    let status = match arguments::parse(words.iter().skip(1).cloned()) {
        Ok(arguments) => on_own_stack(|| run(&arguments, &words)),
        Err(Other::Help) => print(HELP),
        Err(Other::Version) => {
            let (major, minor, micro) = VERSION;
            print(&format!("Python {major}.{minor}.{micro} (Casewright {})\n", env!("CARGO_PKG_VERSION")))
        }
        Err(Other::Wrong(why)) => {
            complain(&format!(
                "{why}\nusage: pyvm [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `pyvm -h' for more information."
            ));
            Exit::Status(2)
        }
    };
    match status {
        // The status of a process has eight bits.
        Exit::Status(status) => ExitCode::from((status & 0xFF) as u8),
        Exit::Interrupted => {
            // Whoever waits for the process is to see that it was interrupted.
            let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGINT);
            ExitCode::from(130)
        }
    }
}

/// Runs a function on a thread with a stack of known size.
fn on_own_stack(function: impl FnOnce() -> Exit + Send) -> Exit {
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("main".to_owned()).stack_size(STACK);
        match builder.spawn_scoped(scope, function) {
            Ok(thread) => {
                leave_interrupts_to_others();
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            }
            Err(error) => {
                complain(&format!("pyvm: no thread for the program: {}", text_of(&error)));
                Exit::Status(1)
            }
        }
    })
}

/// Has Ctrl-C come to the thread that runs the program, not to this one, which only waits: there it ends what waits for
/// input or for a time.
#[allow(unsafe_code, reason = "the signals of a thread")]
fn leave_interrupts_to_others() {
    let mut signals = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: `sigemptyset` makes the set what it is.
    unsafe {
        libc::sigemptyset(signals.as_mut_ptr());
        libc::sigaddset(signals.as_mut_ptr(), signal_hook::consts::SIGINT);
        libc::pthread_sigmask(libc::SIG_BLOCK, signals.as_ptr(), std::ptr::null_mut());
    }
}

fn print(text: &str) -> Exit {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => Exit::Status(0),
        Err(_) => Exit::Status(1),
    }
}

fn complain(text: &str) {
    // If there is no standard error, nobody can be told.
    let _ = writeln!(io::stderr(), "{text}");
}

/// An error of the operating system as CPython shows it.
fn text_of(error: &io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(number) => {
            let plain = text.strip_suffix(&format!(" (os error {number})")).unwrap_or(&text);
            format!("[Errno {number}] {plain}")
        }
        None => text,
    }
}

/// What a program is read from.
enum Input {
    Source { bytes: Vec<u8>, filename: String, is_in_file: bool },
    Code(Box<casewright_code::CodeData>),
    Module(String),
}

/// A program, ready to be run.
struct Prepared {
    input: Input,
    /// The file that it lies in, if it lies in one.
    file: Option<PathBuf>,
    argv0: OsString,
    /// `sys.path[0]`
    path0: PathBuf,
}

/// Reads the program, or says why there is none, and the status to end with.
fn prepare(program: Option<&Program>) -> Result<Prepared, (String, i32)> {
    let here = PathBuf::new();
    match program {
        Some(Program::Command(text)) => Ok(Prepared {
            input: Input::Source {
                bytes: [text.as_encoded_bytes(), b"\n"].concat(),
                filename: "<string>".to_owned(),
                is_in_file: false,
            },
            file: None,
            argv0: "-c".into(),
            path0: here,
        }),
        Some(Program::Module(name)) => Ok(Prepared {
            input: Input::Module(name.to_string_lossy().into_owned()),
            file: None,
            argv0: "-m".into(),
            path0: env::current_dir().unwrap_or_default(),
        }),
        None | Some(Program::Stdin) => {
            let mut bytes = Vec::new();
            io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|error| (format!("pyvm: standard input cannot be read: {}", text_of(&error)), 1))?;
            let argv0 = if program.is_some() { "-" } else { "" };
            let filename = "<stdin>".to_owned();
            let input = Input::Source { bytes, filename, is_in_file: false };
            Ok(Prepared { input, file: None, argv0: argv0.into(), path0: here })
        }
        Some(Program::File(path)) => prepare_file(path),
    }
}

fn prepare_file(path: &Path) -> Result<Prepared, (String, i32)> {
    let shown = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let failed =
        |error: &io::Error| (format!("pyvm: can't open file '{}': {}", shown.display(), text_of(error)), 2);
    let (file, path0) = if path.is_dir() {
        let main = path.join("__main__.py");
        if !main.is_file() {
            return Err((format!("pyvm: can't find '__main__' module in '{}'", path.display()), 1));
        }
        (std::path::absolute(&main).unwrap_or(main), path.to_path_buf())
    } else {
        let real = fs::canonicalize(path).map_err(|error| failed(&error))?;
        (shown.clone(), real.parent().map(Path::to_path_buf).unwrap_or_default())
    };
    let bytes = fs::read(&file).map_err(|error| failed(&error))?;
    let is_code = file.extension().is_some_and(|extension| extension == "pyc");
    let input = if is_code {
        match casewright_code::pyc::read(&bytes) {
            Ok(pyc) => Input::Code(Box::new((*pyc.code).clone())),
            Err(error) => return Err((format!("pyvm: {}: {error}", file.display()), 1)),
        }
    } else {
        Input::Source { bytes, filename: file.to_string_lossy().into_owned(), is_in_file: true }
    };
    Ok(Prepared { input, argv0: path.as_os_str().to_owned(), file: Some(file), path0 })
}

/// Runs or prints the program.
fn run(arguments: &Arguments, words: &[OsString]) -> Exit {
    let prepared = match prepare(arguments.program.as_ref()) {
        Ok(prepared) => prepared,
        Err((why, status)) => {
            complain(&why);
            return Exit::Status(status);
        }
    };
    if arguments.action == Action::Disassemble {
        return disassemble(&prepared.input, arguments.optimize);
    }
    let vm = Vm::with_options(&options(arguments, words, &prepared));
    vm.set_stack_size(STACK - RESERVE);
    if arguments.stats || arguments.stats_file.is_some() {
        vm.enable_stats();
    }
    let exit = vm.enter(|vm| {
        watch_for_interrupts(vm);
        let result = run_program(vm, &prepared);
        let exit = match vm.value_of(result) {
            Ok(()) => Exit::Status(0),
            Err(exception) => crate::report::print_exception(vm, exception),
        };
        let all_written = vm.finalize_modules();
        match exit {
            Exit::Status(0) if !all_written => Exit::Status(120),
            exit => exit,
        }
    });
    if let Some(stats) = vm.stats() {
        if arguments.stats {
            complain(stats.to_string().trim_end());
        }
        if let Some(file) = &arguments.stats_file
            && let Err(error) = fs::write(file, stats.executions_json())
        {
            complain(&format!("pyvm: can't write '{}': {}", file.display(), text_of(&error)));
        }
    }
    if cfg!(debug_assertions) {
        // Counts the objects that are left.
        drop(vm);
    } else {
        // The process ends: the system takes the memory back faster than we give it.
        std::mem::forget(vm);
    }
    exit
}

fn options(arguments: &Arguments, words: &[OsString], prepared: &Prepared) -> Options {
    let mut argv = vec![prepared.argv0.clone()];
    argv.extend(arguments.rest.iter().cloned());
    let path = match env::var_os("PYTHONPATH") {
        Some(path) if !arguments.ignore_environment => env::split_paths(&path).collect(),
        _ => Vec::new(),
    };
    Options {
        argv,
        orig_argv: words.to_vec(),
        path0: Some(prepared.path0.clone()),
        path,
        executable: env::current_exe().unwrap_or_default(),
        optimize: arguments.optimize,
        unbuffered: arguments.unbuffered,
        ignore_environment: arguments.ignore_environment,
        safe_path: arguments.safe_path,
        no_site: arguments.no_site,
        ..Options::default()
    }
}

/// Lets Ctrl-C raise `KeyboardInterrupt`.
#[allow(unsafe_code, reason = "a handler of a signal")]
fn watch_for_interrupts(vm: &Vm) {
    // SAFETY: the process ends with the VM, or soon after it; in between, the handler only sets words that are not
    // freed, since the VM is not dropped but in debug builds, where the time in between is as short.
    unsafe {
        let interrupter = vm.interrupter();
        let _ =
            signal_hook::low_level::register(signal_hook::consts::SIGINT, move || interrupter.interrupt());
    }
}

fn run_program(vm: &Vm, prepared: &Prepared) -> PyResult<()> {
    let main = vm.main_module(prepared.file.as_deref())?;
    let code = match &prepared.input {
        Input::Source { bytes, filename, is_in_file } => {
            let options = CompileOptions { optimize: vm.modules.optimize.get(), ..CompileOptions::default() };
            let code = vm.compile(Source::Bytes(bytes), filename, Mode::Exec, options)?;
            if !is_in_file && filename == "<string>" {
                crate::report::source::register(vm, code.ptr(), &String::from_utf8_lossy(bytes));
            }
            code
        }
        Input::Code(data) => Code::from_data(vm, data)?,
        Input::Module(name) => match crate::import::main_code(vm, name, &main)? {
            Some(code) => code,
            None => {
                vm.flush_standard_streams();
                complain(&format!("pyvm: No module named {name}"));
                return Err(vm.raise_with(vm.types.system_exit(), vec![vm.int(1)]));
            }
        },
    };
    vm.run_main(&code, &main)
}

#[cfg(feature = "compiler")]
fn code_data(input: &Input, optimize: u8) -> Result<casewright_code::CodeData, String> {
    use casewright_code::compile;
    match input {
        Input::Source { bytes, filename, .. } => {
            let options = compile::Options { optimize, ..compile::Options::default() };
            compile::compile(bytes, filename, compile::Mode::Exec, options)
                .map(|compiled| (*compiled.code).clone())
                .map_err(|error| error.to_string())
        }
        Input::Code(code) => Ok((**code).clone()),
        Input::Module(_) => Err("pyvm: --dis takes a file or -c".to_owned()),
    }
}

#[cfg(not(feature = "compiler"))]
fn code_data(input: &Input, _: u8) -> Result<casewright_code::CodeData, String> {
    match input {
        Input::Code(code) => Ok((**code).clone()),
        _ => Err("pyvm: built without the compiler, it lists .pyc files only".to_owned()),
    }
}

/// `--dis`
fn disassemble(input: &Input, optimize: u8) -> Exit {
    match code_data(input, optimize) {
        Ok(code) => print(&casewright_code::dis::dis(&code).to_string()),
        Err(why) => {
            complain(&why);
            Exit::Status(1)
        }
    }
}
