//! How programs are run from outside.

use crate::compile::{CompileOptions, Mode, Source};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::value::{Ref, Value};
use crate::vm::Vm;

impl Vm {
    /// Compiles a program and runs it in these globals.
    pub fn run_source_in(&self, source: &[u8], filename: &str, globals: &Ref<Dict>) -> PyResult<Value> {
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

thread_local! { static SYS: std::cell::RefCell<Option<Ref<Dict>>> = const { std::cell::RefCell::new(None) }; }
fn temp_write(vm: &Vm, _: crate::value::Obj<'_>, text: crate::value::Obj<'_>) -> PyResult<Value> {
    use std::io::Write;
    let s = vm.str(text)?;
    let _ = std::io::stdout().lock().write_all(s.as_str().as_bytes());
    Ok(Value::none())
}
static WRITE: crate::objects::type_::MethodDef = crate::objects::type_::MethodDef::o("_write", temp_write);
impl Vm {
    /// TEMP
    pub fn temp_install(&self) {
        if self.builtins.get().is_none() {
            crate::builtins::install(self).ok().unwrap();
        }
        let m = crate::objects::module::Module::new(self, "sys").ok().unwrap();
        let f = crate::objects::builtin_function::BuiltinFunction::new(self, &WRITE, None, None);
        m.set(self, "_write", f.obj()).ok().unwrap();
        self.run_source_in(
            b"class Out:\n def write(self, s, w=_write): w(s)\n def flush(self): pass\nstdout=Out()\n",
            "x",
            &m.dict(),
        )
        .ok()
        .unwrap();
        SYS.set(Some(m.dict()));
        self.hooks
            .sys_object
            .set(|vm, name| SYS.with_borrow(|s| s.as_ref().unwrap().get_str(vm, vm.intern(name).ptr())));
    }
    /// TEMP
    pub fn temp_end(&self) {
        SYS.take();
    }
}
