//! Type parameters and aliases (PEP 695): what the syntax makes, and what the module `_typing` has.
//!
//! | file | what it has |
//! |---|---|
//! | `parameter` | `TypeVar`, `ParamSpec`, `TypeVarTuple` |
//! | `attributes` | what programs see of them; `P.args` and `P.kwargs` |
//! | `alias` | `TypeAliasType` |
//! | `generic` | `Generic` |
//!
//! Once a program has imported the module `typing`, its functions are asked for what classes with parameters are
//! subscripted with. Before that they are aliases of the VM's own.

pub(crate) mod alias;
mod attributes;
pub(crate) mod generic;
pub(crate) mod parameter;

use crate::errors::PyResult;
use crate::objects::builtin_function::BuiltinFunction;
use crate::objects::generic_alias;
use crate::objects::type_::MethodDef;
use crate::value::{Field, Obj, Value};
use crate::vm::Vm;

pub(crate) use attributes::{PARAMSPEC, PARAMSPEC_ARGS, PARAMSPEC_KWARGS, TYPEVAR, TYPEVARTUPLE};

/// `annotationlib.Format.VALUE`
const FORMAT_VALUE: i64 = 1;
/// `annotationlib.Format.STRING`
const FORMAT_STRING: i64 = 4;

/// A value that is worked out when somebody asks for it.
#[derive(Default)]
struct Lazy {
    value: Field,
    /// The function that works it out, given a format.
    evaluate: Field,
}

impl Lazy {
    fn of_value(value: Option<Obj<'_>>) -> Self {
        Self { value: Field::from_option(value.map(Obj::to_owned)), evaluate: Field::NULL }
    }

    fn of_function(evaluate: Obj<'_>) -> Self {
        Self { value: Field::NULL, evaluate: Field::new(evaluate.to_owned()) }
    }

    fn is_given(&self) -> bool {
        !self.value.is_null() || !self.evaluate.is_null()
    }

    /// The value, if there is one.
    fn get(&self, vm: &Vm) -> PyResult<Option<Value>> {
        if let Some(value) = self.value.get() {
            return Ok(Some(value));
        }
        let Some(evaluate) = self.evaluate.get() else { return Ok(None) };
        let value = vm.call_args(evaluate.obj(), &[vm.int(FORMAT_VALUE).obj()])?;
        self.value.set(Some(value.clone()));
        Ok(Some(value))
    }

    /// The function that works it out; `None` without one.
    fn evaluator(&self, vm: &Vm) -> Value {
        static CONSTANT: MethodDef = MethodDef::o("constevaluator", |vm, value, format| {
            if vm.index_i32(format)? != FORMAT_STRING as i32 {
                return Ok(value.to_owned());
            }
            let text = generic_alias::item_text(vm, value)?;
            Ok(crate::objects::str_::Str::new(vm, &text).into_value())
        });
        match (self.evaluate.get(), self.value.get()) {
            (Some(evaluate), _) => evaluate,
            (None, Some(value)) => BuiltinFunction::new(vm, &CONSTANT, Some(value.obj()), None).into_value(),
            (None, None) => Value::none(),
        }
    }

    fn visit(&self, visit: &mut dyn FnMut(Obj<'_>)) {
        self.value.visit(visit);
        self.evaluate.visit(visit);
    }

    fn clear(&self) {
        drop((self.value.take(), self.evaluate.take()));
    }
}

/// The module `typing`, if a program has imported it.
fn library(vm: &Vm) -> PyResult<Option<Value>> {
    vm.imported("typing")
}
