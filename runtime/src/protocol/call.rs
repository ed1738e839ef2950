//! Calls of any object.

use super::MethodLookup;
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

impl Vm {
    /// `callable(…)`: `PyObject_Vectorcall`.
    #[inline]
    pub fn call(&self, callable: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
        let Some(call) = callable.ty().slots.call.get() else {
            return Err(self.not_callable(callable));
        };
        let _guard = self.enter_recursive(" while calling a Python object")?;
        let result = call(self, callable, args);
        debug_assert_eq!(
            result.is_err(),
            self.exception_is_set(),
            "a result of {callable:?} and the exception disagree"
        );
        result
    }

    #[cold]
    fn not_callable(&self, callable: Obj<'_>) -> crate::errors::Raised {
        self.type_error(format_args!("'{}' object is not callable", callable.ty().name()))
    }

    /// A call with positional arguments: `PyObject_CallFunctionObjArgs`.
    #[inline]
    pub fn call_args(&self, callable: Obj<'_>, args: &[Obj<'_>]) -> PyResult<Value> {
        self.call(callable, Args::new(args))
    }

    /// `object.name(…)`: `PyObject_VectorcallMethod`.
    pub fn call_method(&self, object: Obj<'_>, name: Ptr<'_, Str>, args: &[Obj<'_>]) -> PyResult<Value> {
        let method = self.get_method(object, name)?;
        self.call_looked_up(&method, object, args)
    }

    /// `object.name(…)` of a name that is text.
    pub fn call_method_str(&self, object: Obj<'_>, name: &str, args: &[Obj<'_>]) -> PyResult<Value> {
        let name = self.intern(name);
        self.call_method(object, name.ptr(), args)
    }

    /// Calls what [`Vm::get_method`] or [`Vm::lookup_method`] found.
    pub(crate) fn call_looked_up(
        &self,
        method: &MethodLookup,
        object: Obj<'_>,
        args: &[Obj<'_>],
    ) -> PyResult<Value> {
        match method {
            MethodLookup::Unbound(function) => {
                Args::new(args).prepended(object, |args| self.call(function.obj(), args))
            }
            MethodLookup::Bound(function) => self.call_args(function.obj(), args),
        }
    }

    /// Calls what [`Vm::lookup_method`] found, with any arguments.
    pub(crate) fn call_looked_up_with(
        &self,
        method: &MethodLookup,
        object: Obj<'_>,
        args: Args<'_>,
    ) -> PyResult<Value> {
        match method {
            MethodLookup::Unbound(function) => args.prepended(object, |args| self.call(function.obj(), args)),
            MethodLookup::Bound(function) => self.call(function.obj(), args),
        }
    }

    /// The method of `object`'s type for a protocol, called; nothing if the type has none.
    pub fn call_special(
        &self,
        object: Obj<'_>,
        name: Ptr<'_, Str>,
        args: &[Obj<'_>],
    ) -> PyResult<Option<Value>> {
        match self.lookup_method(object, name)? {
            Some(method) => self.call_looked_up(&method, object, args).map(Some),
            None => Ok(None),
        }
    }

    /// A call with a tuple of positional arguments and a dict of keyword arguments: `PyObject_Call`.
    pub fn call_tuple(
        &self,
        callable: Obj<'_>,
        positional: Ptr<'_, Tuple>,
        keywords: Option<Ptr<'_, crate::objects::dict::Dict>>,
    ) -> PyResult<Value> {
        match keywords {
            Some(keywords) if !keywords.is_empty() => {
                let mut all: Vec<Value> = positional.get().as_slice().to_vec();
                let mut names = Vec::with_capacity(keywords.len());
                for (name, value) in keywords.get().items() {
                    if name.cast::<Str>().is_none() {
                        return Err(self.type_error("keywords must be strings"));
                    }
                    names.push(name);
                    all.push(value);
                }
                let names = Tuple::new(self, names);
                let all: Vec<Obj<'_>> = all.iter().map(Value::obj).collect();
                self.call(callable, Args::with_keywords(&all, Some(names.ptr())))
            }
            _ => self.call(callable, Args::from_values(positional.get().as_slice())),
        }
    }
}
