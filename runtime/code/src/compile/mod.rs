//! Compiles Python source, with `rustpython-compiler`.
//!
//! That crate makes code objects as CPython 3.14 does, but has neither a reader of source files nor CPython's sharing
//! of equal constants. Both are here: [`decode`] makes text of the bytes of a file, and what is compiled is turned into
//! [`CodeData`] whose equal constants, names and tables are the same objects.
//!
//! ```
//! use casewright_code::compile::{Mode, Options, compile};
//!
//! let code = compile(b"def f(x): return x + 1\n", "f.py", Mode::Exec, Options::default()).unwrap().code;
//! assert_eq!(code.names.len(), 1);
//!
//! let error = compile(b"x = = 1\n", "f.py", Mode::Exec, Options::default()).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "  File \"f.py\", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax"
//! );
//! ```

mod convert;
mod decode;
mod error;
mod shape;

use std::thread;

use rustpython_compiler::codegen::error::CodegenError;
use rustpython_compiler::core::bytecode::{self, CodeObject};
use rustpython_compiler::{CompileError, CompileOpts};

pub use decode::decode;
pub use error::{SyntaxError, SyntaxErrorKind, Warning};
pub use shape::{Shape, Statement, expression_shape, first_statement};

use crate::{CodeData, CodeFlags, Ref};

/// What the source is, as the third argument of Python's `compile` says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A module.
    #[default]
    Exec,
    /// An expression.
    Eval,
    /// A statement of an interactive session: values of expressions are printed.
    Single,
}

/// How to compile.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// 0; 1 for no assertions (`-O`); 2 for no docstrings either (`-OO`).
    pub optimize: u8,
    /// `FUTURE_…` flags that hold as if the source asked for them.
    pub future: CodeFlags,
    /// Whether `await` is allowed outside of functions.
    pub top_level_await: bool,
    /// How many digits a decimal integer may have; 0 for any number.
    pub max_str_digits: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { optimize: 0, future: CodeFlags::default(), top_level_await: false, max_str_digits: 4300 }
    }
}

/// What was compiled.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The code object. It is as good as the compiler; [`verify`](crate::verify) it before it runs.
    pub code: Ref<CodeData>,
    /// What the compiler finds suspicious, in the order in which it was found.
    pub warnings: Vec<Warning>,
}

/// The compiler follows the nesting of the source with recursive functions. This much is reserved for them, and
/// taken only as far as it is used.
const STACK_SIZE: usize = 1 << 29;

/// Compiles the bytes of a source file. `filename` is what tracebacks show.
pub fn compile(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: Options,
) -> Result<Compiled, Box<SyntaxError>> {
    let text = decode(source, filename)?;
    compile_text(&text, filename, mode, options)
}

/// Compiles source that is text already; what it says of its encoding is ignored.
pub fn compile_text(
    source: &str,
    filename: &str,
    mode: Mode,
    options: Options,
) -> Result<Compiled, Box<SyntaxError>> {
    if source.contains('\0') {
        return Err(decode::null_byte(filename));
    }
    let source = decode::universal_newlines(source);
    let (result, warnings) = on_large_stack(|| run_compiler(&source, filename, mode, options));
    match result {
        Ok(code) => Ok(Compiled { code: convert::convert(&code), warnings }),
        Err(error) => Err(Box::new(error::from_compiler(&error, &source, filename))),
    }
}

/// Runs what follows the nesting of a source.
fn on_large_stack<R: Send>(run: impl Fn() -> R + Send + Sync) -> R {
    thread::scope(|scope| {
        let compiler = thread::Builder::new().name("compiler".to_owned()).stack_size(STACK_SIZE);
        match compiler.spawn_scoped(scope, &run) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Where so much cannot be reserved, most sources are flat enough for the stack that there is.
            Err(_) => run(),
        }
    })
}

fn run_compiler(
    source: &str,
    filename: &str,
    mode: Mode,
    options: Options,
) -> (Result<CodeObject, CompileError>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let mode = match mode {
        Mode::Exec => rustpython_compiler::Mode::Exec,
        Mode::Eval => rustpython_compiler::Mode::Eval,
        Mode::Single => rustpython_compiler::Mode::Single,
    };
    let options = CompileOpts {
        optimize: options.optimize,
        int_max_str_digits: options.max_str_digits,
        allow_top_level_await: options.top_level_await,
        future_features: bytecode::CodeFlags::from_bits_truncate(options.future.0),
        ..CompileOpts::default()
    };
    let result = {
        let mut warn = |location: rustpython_compiler::core::SourceLocation, message: String| {
            warnings.push(Warning { line: location.line.get(), message });
            Ok::<(), CodegenError>(())
        };
        rustpython_compiler::compile_with_syntax_warning_handler(source, mode, filename, options, &mut warn)
    };
    (result, warnings)
}
