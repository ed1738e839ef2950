//! What the module `site` adds to `builtins` and a program may need: `exit` and `quit`.

use super::native::{ClassDef, instance};
use crate::args::Signature;
use crate::errors::PyResult;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Value};
use crate::vm::Vm;

/// The class of both.
const QUITTER: ClassDef = ClassDef {
    name: "_sitebuiltins.Quitter",
    methods: &[
        MethodDef::keywords("__call__", |vm, _, args| {
            const SIGNATURE: Signature<1> = Signature::new("__call__", ["code"], 0);
            let [code] = args.bind(vm, &SIGNATURE)?;
            // What reads from it meanwhile has come to its end.
            if let Some(stdin) = vm.sys_object("stdin")
                && vm.call_method(stdin.obj(), vm.names.close.ptr(), &[]).is_err()
            {
                vm.clear_exception();
            }
            let code = code.map_or_else(Value::none, Obj::to_owned);
            Err(vm.raise_with(vm.types.system_exit(), vec![code]))
        }),
        MethodDef::noargs("__repr__", |vm, quitter| {
            let name = vm.str(vm.getattr_str(quitter, "name")?.obj())?;
            let eof = vm.str(vm.getattr_str(quitter, "eof")?.obj())?;
            let (name, eof) = (name.as_str(), eof.as_str());
            Ok(vm.text(format_args!("Use {name}() or {eof} to exit")).into_value())
        }),
    ],
    ..ClassDef::DEFAULT
};

/// Adds them to `builtins`.
pub(super) fn install(vm: &Vm) -> PyResult<()> {
    let Some(builtins) = vm.builtins.get() else { return Ok(()) };
    let class = QUITTER.make(vm, &[])?;
    let eof = vm.intern("Ctrl-D (i.e. EOF)");
    for name in ["quit", "exit"] {
        let name = vm.intern(name);
        let quitter = instance(vm, &class, &[("name", name.obj()), ("eof", eof.obj())])?;
        builtins.set(vm, name.obj(), quitter.obj())?;
    }
    Ok(())
}
