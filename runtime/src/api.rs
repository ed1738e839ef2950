//! How programs are run from outside.

use crate::compile::{CompileOptions, Mode, Source};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::value::{Ref, Value};
use crate::vm::Vm;

impl Vm {
    /// Compiles a program and runs it in these globals.
    pub fn run_source_in(&self, source: &[u8], filename: &str, globals: &Ref<Dict>) -> PyResult<Value> {
        if self.builtins.get().is_none() {
            self.builtins.set(Some(Dict::new(self)));
        }
        let code = self.compile(Source::Bytes(source), filename, Mode::Exec, CompileOptions::default())?;
        self.run_code(code.ptr(), globals.ptr(), None, None)
    }
}
impl Vm {
    /// TEMP
    pub fn exc_text(&self) -> String {
        match self.take_exception() {
            Some(e) => {
                let r = self.repr(e.obj());
                r.map(|r| r.as_str().into_owned()).unwrap_or_default()
            }
            None => "none".into(),
        }
    }
}
