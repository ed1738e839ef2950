//! Compiles Python source, with `rustpython-compiler`.
//!
//! That crate makes code objects as CPython 3.14 does, but has neither a reader of source files nor CPython's sharing
//! of equal constants, and reports errors by rules of its own. All that is here: [`decode`] makes text of the bytes of
//! a file, a parser with CPython's rules says what is wrong with it, and what is compiled is turned into [`CodeData`]
//! whose equal constants, names and tables are the same objects.
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
mod fold;
mod shape;
mod syntax;

use std::thread;

use ruff_source_file::SourceFileBuilder;
use rustpython_compiler::codegen::{self, error::CodegenError};
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

/// The compiler follows the nesting of the source with recursive functions. As much as can be had of these is reserved
/// for them, and taken only as far as it is used.
const STACK_SIZES: [usize; 4] = [1 << 29, 1 << 27, 1 << 25, 1 << 23];
/// What is there if no thread can be started.
const SMALLEST_STACK: usize = 1 << 18;
/// A level of nesting takes no more than this of the stack, whoever follows it.
const LEVEL_SIZE: usize = 48 << 10;
/// Nothing is nested more deeply than this, whatever the stack.
const MAX_DEPTH: usize = 10_000;

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
    let (code, warnings) = on_large_stack(|stack| run_compiler(&source, filename, mode, options, stack))?;
    Ok(Compiled { code: convert::convert(&code), warnings })
}

/// Runs what follows the nesting of a source; it is told how large its stack is.
fn on_large_stack<R: Send>(run: impl Fn(usize) -> R + Send + Sync) -> R {
    let run = &run;
    thread::scope(|scope| {
        for size in STACK_SIZES {
            let compiler = thread::Builder::new().name("compiler".to_owned()).stack_size(size);
            if let Ok(thread) = compiler.spawn_scoped(scope, move || run(size)) {
                return thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            }
        }
        run(SMALLEST_STACK)
    })
}

fn run_compiler(
    source: &str,
    filename: &str,
    mode: Mode,
    options: Options,
    stack: usize,
) -> Result<(CodeObject, Vec<Warning>), Box<SyntaxError>> {
    let future = bytecode::CodeFlags::from_bits_truncate(options.future.0);
    let compile_options = CompileOpts {
        optimize: options.optimize,
        int_max_str_digits: options.max_str_digits,
        allow_top_level_await: options.top_level_await,
        future_features: future,
        recursion_limit: (stack / LEVEL_SIZE).min(MAX_DEPTH),
        ..CompileOpts::default()
    };
    let compiler_mode = match mode {
        Mode::Exec => rustpython_compiler::Mode::Exec,
        Mode::Eval => rustpython_compiler::Mode::Eval,
        Mode::Single => rustpython_compiler::Mode::Single,
    };
    // The joke about `<>` is left to those who know it.
    let flufl =
        future.contains(bytecode::CodeFlags::FUTURE_BARRY_AS_BDFL) || source.contains("barry_as_FLUFL");
    let mut warnings = Vec::new();
    if !flufl {
        warnings = syntax::examine(source, filename, mode, stack / LEVEL_SIZE)?;
    }
    let mut warn = |location: rustpython_compiler::core::SourceLocation, message: String| {
        warnings.push(Warning { line: location.line.get(), message });
        Ok::<(), CodegenError>(())
    };
    let result = if flufl {
        let compile = rustpython_compiler::compile_with_syntax_warning_handler;
        compile(source, compiler_mode, filename, compile_options, &mut warn)
    } else {
        compile_examined(source, filename, compiler_mode, compile_options, &mut warn)
    };
    match result {
        Ok(code) => Ok((code, warnings)),
        Err(error) => Err(Box::new(error::from_compiler(&error, source, filename))),
    }
}

/// Compiles source in which there is nothing that CPython's parser would refuse.
fn compile_examined<'a>(
    source: &str,
    filename: &str,
    mode: rustpython_compiler::Mode,
    options: CompileOpts,
    warn: &'a mut codegen::compile::SyntaxWarningHandler<'a>,
) -> Result<CodeObject, CompileError> {
    let file = SourceFileBuilder::new(filename, source).finish();
    let parser_mode = match mode {
        rustpython_compiler::Mode::Eval => ruff_python_parser::Mode::Expression,
        _ => ruff_python_parser::Mode::Module,
    };
    let parsed = ruff_python_parser::parse(source, parser_mode.into())
        .map_err(|error| CompileError::from_ruff_parse_error(error, &file, mode))?;
    let digits = options.int_max_str_digits;
    let digits = rustpython_compiler::long_decimal_integer_literal_error(&file, parsed.tokens(), digits);
    if let Some(error) = digits {
        return Err(error);
    }
    let mut tree = parsed.into_syntax();
    if let Err(error) = rustpython_compiler::too_deeply_nested_error(&tree, &file, options.recursion_limit) {
        // To let go of the tree is recursive, too.
        std::mem::forget(tree);
        return Err(error);
    }
    fold::make_exact(&mut tree);
    let compile = codegen::compile::compile_top_with_syntax_warning_handler;
    compile(tree, file, mode, options, Some(warn)).map_err(CompileError::from)
}
