//! Source becomes code objects: the compiler of `casewright-code`, with its errors as exceptions of the VM.

use casewright_code::CodeFlags;

use crate::errors::PyResult;
use crate::objects::code::Code;
use crate::value::Ref;
use crate::vm::Vm;

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
#[derive(Clone, Copy, Debug, Default)]
pub struct CompileOptions {
    /// 0; 1 for no assertions (`-O`); 2 for no docstrings either (`-OO`).
    pub optimize: u8,
    /// `FUTURE_…` flags that hold as if the source asked for them.
    pub future: CodeFlags,
    /// Whether `await` is allowed outside of functions: `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
    pub top_level_await: bool,
}

/// Source, as the compiler takes it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source<'a> {
    /// Bytes of a file, which may say what they are encoded in.
    Bytes(&'a [u8]),
    /// Text.
    Text(&'a str),
}

#[cfg(feature = "compiler")]
mod with_compiler {
    use casewright_code::compile::{self, Options, SyntaxError, SyntaxErrorKind};

    use super::{CompileOptions, Mode, Source};
    use crate::errors::{PyResult, Raised};
    use crate::objects::code::Code;
    use crate::objects::tuple::Tuple;
    use crate::value::{Ref, Value};
    use crate::vm::Vm;

    impl Vm {
        /// Raises the exception that says why source cannot be compiled.
        fn raise_syntax_error(&self, error: &SyntaxError) -> Raised {
            let ty = match error.kind {
                SyntaxErrorKind::Syntax => self.types.syntax_error(),
                SyntaxErrorKind::Indentation => self.types.indentation_error(),
                SyntaxErrorKind::Tab => self.types.tab_error(),
                SyntaxErrorKind::Recursion => return self.recursion_error(&error.message),
                SyntaxErrorKind::Memory => self.types.memory_error(),
            };
            if error.line.is_none() {
                return self.raise_with(ty, vec![self.text(&error.message).into_value()]);
            }
            let number = |value: Option<i64>| value.map_or_else(Value::none, |value| self.int(value));
            let line = |value: Option<usize>| number(value.and_then(|value| i64::try_from(value).ok()));
            let text = |value: &str| self.text(value).into_value();
            let mut details = vec![
                text(&error.filename),
                line(error.line),
                number(error.column),
                error.text.as_deref().map_or_else(Value::none, text),
            ];
            if error.end_line.is_some() || error.end_column.is_some() {
                details.extend([line(error.end_line), number(error.end_column)]);
            }
            let details = Tuple::new(self, details).into_value();
            self.raise_with(ty, vec![text(&error.message), details])
        }

        pub(super) fn run_compiler(
            &self,
            source: Source<'_>,
            filename: &str,
            mode: Mode,
            options: CompileOptions,
        ) -> PyResult<Ref<Code>> {
            let mode = match mode {
                Mode::Exec => compile::Mode::Exec,
                Mode::Eval => compile::Mode::Eval,
                Mode::Single => compile::Mode::Single,
            };
            let options = Options {
                optimize: options.optimize,
                future: options.future,
                top_level_await: options.top_level_await,
                max_str_digits: self.int_max_str_digits.get() as usize,
            };
            let compiled = match source {
                Source::Bytes(bytes) => compile::compile(bytes, filename, mode, options),
                Source::Text(text) => compile::compile_text(text, filename, mode, options),
            };
            let compiled = compiled.map_err(|error| self.raise_syntax_error(&error))?;
            for warning in &compiled.warnings {
                let category = self.types.syntax_warning();
                self.warn_explicit(category, &warning.message, filename, warning.line)?;
            }
            Code::from_data(self, &compiled.code)
        }
    }
}

impl Vm {
    /// Compiles source, and raises a `SyntaxError` if that is not possible. `filename` is what tracebacks show.
    pub(crate) fn compile(
        &self,
        source: Source<'_>,
        filename: &str,
        mode: Mode,
        options: CompileOptions,
    ) -> PyResult<Ref<Code>> {
        #[cfg(feature = "compiler")]
        return self.run_compiler(source, filename, mode, options);
        #[cfg(not(feature = "compiler"))]
        {
            let _ = (source, filename, mode, options);
            Err(self.not_implemented_error(
                "this VM was built without the compiler; it runs .pyc files (build with the feature `compiler`)",
            ))
        }
    }
}
