//! The module `builtins`.
//!
//! | file | what it has |
//! |---|---|
//! | `attributes` | attributes and namespaces: `getattr`, `dir`, `vars`, `locals`, … |
//! | `classes` | what `builtins` says about classes: `isinstance`, `__build_class__`, … |
//! | `code` | `compile`, `eval`, `exec`, `__import__` |
//! | `files` | `print` and `input` |
//! | `iteration` | `iter`, `next`, `all`, `max`, `sorted`, … |
//! | `numbers` | `abs`, `divmod`, `pow`, `round`, `hex`, … |
//! | `sum` | `sum` |
//! | `text` | `repr`, `format`, `chr`, … |

use crate::errors::PyResult;
use crate::objects::module::Module;
use crate::objects::type_::MethodDef;
use crate::types::Types;
use crate::value::{Layout, Obj};
use crate::vm::Vm;

mod attributes;
mod classes;
mod code;
mod files;
mod iteration;
mod numbers;
mod sum;
mod text;

/// The doc string of the module.
const DOC: &str = "Functions, types, exceptions and constants that every module sees without an import.\n\n\
                   `None` is the value that stands for nothing; `...` is called Ellipsis.";

/// The functions, file by file.
const FUNCTIONS: [&[MethodDef]; 8] = [
    classes::FUNCTIONS,
    code::FUNCTIONS,
    attributes::FUNCTIONS,
    files::FUNCTIONS,
    iteration::FUNCTIONS,
    numbers::FUNCTIONS,
    sum::FUNCTIONS,
    text::FUNCTIONS,
];

/// Types that are known by their names. They come in the order in which CPython has them in the module's dict, before
/// all exceptions.
const TYPES: &[fn(&Types) -> &crate::objects::type_::Type] = &[
    Types::bool,
    Types::memoryview,
    Types::bytearray,
    Types::bytes,
    Types::classmethod,
    Types::complex,
    Types::dict,
    Types::enumerate,
    Types::filter,
    Types::float,
    Types::frozenset,
    Types::property,
    Types::int,
    Types::list,
    Types::map,
    Types::object,
    Types::range,
    Types::reversed,
    Types::set,
    Types::slice,
    Types::staticmethod,
    Types::str,
    Types::super_,
    Types::tuple,
    Types::type_,
    Types::zip,
];

/// Makes the module and what code finds when neither its locals nor its globals have a name.
pub(crate) fn install(vm: &Vm) -> PyResult<()> {
    let module = Module::new(vm, "builtins")?;
    module.set(vm, "__doc__", crate::objects::str_::Str::new(vm, DOC).obj())?;
    module.set(vm, "__package__", vm.strings.empty().obj())?;
    for functions in FUNCTIONS {
        module.add_functions(vm, functions)?;
    }
    let constants = [
        ("None", Obj::NONE),
        ("Ellipsis", Obj::ELLIPSIS),
        ("NotImplemented", Obj::NOT_IMPLEMENTED),
        ("False", Obj::FALSE),
        ("True", Obj::TRUE),
    ];
    for (name, constant) in constants {
        module.set(vm, name, constant)?;
    }
    for ty in TYPES {
        let ty = ty(&vm.types);
        module.set(vm, ty.name(), ty.ptr().obj())?;
    }
    module.set(vm, "__debug__", Obj::TRUE)?;
    for (spec, _) in Types::ALL {
        if spec.bases.is_empty() && !std::ptr::eq(*spec, &crate::objects::exceptions::BASE_EXCEPTION) {
            continue;
        }
        let ty = vm.types.of_spec(spec);
        if spec.module == "builtins" && ty.is_subtype(vm.types.base_exception()) {
            module.set(vm, spec.name, ty.ptr().obj())?;
        }
    }
    for alias in ["EnvironmentError", "IOError"] {
        module.set(vm, alias, vm.types.os_error().ptr().obj())?;
    }
    vm.builtins.set(Some(module.dict()));
    note_common_objects(vm, &module)?;
    vm.builtins_module.set(Some(module));
    Ok(())
}

/// Gives the instructions those objects of the module that they know.
fn note_common_objects(vm: &Vm, module: &Module) -> PyResult<()> {
    let dict = module.dict();
    let find = |name: &str| {
        let found = dict.get_str(vm, vm.intern(name).ptr());
        found.ok_or_else(|| vm.system_error(format_args!("builtins have no {name}")))
    };
    let functions = [find("isinstance")?, find("len")?, find("all")?, find("any")?];
    let Some(append) = vm.types.list().own(vm, vm.names.append.ptr()) else {
        return Err(vm.system_error("list has no append"));
    };
    vm.thread_state.note_common_objects(&vm.types, functions, append);
    Ok(())
}
