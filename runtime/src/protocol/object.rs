//! Text, truth, hash and comparison of any object.

use crate::errors::PyResult;
use crate::objects::format;
use crate::objects::str_::Str;
use crate::objects::type_::{CompareOp, Kind};
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

impl Vm {
    /// `repr(object)`: `PyObject_Repr`.
    pub fn repr(&self, object: Obj<'_>) -> PyResult<Ref<Str>> {
        self.check_signals()?;
        let ty = object.ty();
        let Some(repr) = ty.slots.repr.get() else {
            return Ok(self.default_repr(object));
        };
        let guard = self.enter_recursive(" while getting the repr of an object")?;
        let result = repr(self, object)?;
        drop(guard);
        Ref::try_from_value(result).map_err(|other| {
            self.type_error(format_args!("__repr__ returned non-string (type {})", other.ty().name()))
        })
    }

    /// `<… object at 0x…>`
    pub(crate) fn default_repr(&self, object: Obj<'_>) -> Ref<Str> {
        Str::new(self, &format!("<{} object at {:#x}>", object.ty().name(), object.word()))
    }

    /// `str(object)`: `PyObject_Str`.
    pub fn str(&self, object: Obj<'_>) -> PyResult<Ref<Str>> {
        let ty = object.ty();
        if ty.kind() == Kind::Str
            && let Some(string) = object.cast::<Str>()
        {
            return Ok(string.to_ref());
        }
        self.check_signals()?;
        let Some(str) = ty.slots.str.get() else {
            return self.repr(object);
        };
        let guard = self.enter_recursive(" while getting the str of an object")?;
        let result = str(self, object)?;
        drop(guard);
        Ref::try_from_value(result).map_err(|other| {
            self.type_error(format_args!("__str__ returned non-string (type {})", other.ty().name()))
        })
    }

    /// `ascii(object)`: `PyObject_ASCII`.
    pub fn ascii(&self, object: Obj<'_>) -> PyResult<Ref<Str>> {
        use std::fmt::Write;
        let repr = self.repr(object)?;
        if repr.is_ascii() {
            return Ok(repr);
        }
        let mut text = String::with_capacity(repr.len() * 2);
        for index in 0..repr.len() {
            let code = repr.char_at(index);
            let written = match code {
                0..=0x7f => {
                    text.push(char::from(code as u8));
                    Ok(())
                }
                0x80..=0xff => write!(text, "\\x{code:02x}"),
                0x100..=0xffff => write!(text, "\\u{code:04x}"),
                _ => write!(text, "\\U{code:08x}"),
            };
            written.expect("writing to a string succeeds");
        }
        Ok(Str::new(self, &text))
    }

    /// `format(object, spec)`: `PyObject_Format`.
    pub fn format(&self, object: Obj<'_>, spec: Option<Obj<'_>>) -> PyResult<Ref<Str>> {
        let empty;
        let spec = match spec {
            Some(spec) => match spec.cast::<Str>() {
                Some(spec) => spec,
                None => {
                    return Err(self.system_error(format_args!(
                        "Format specifier must be a string, not {}",
                        spec.ty().name()
                    )));
                }
            },
            None => {
                empty = self.strings.empty();
                empty.ptr()
            }
        };
        if spec.is_empty() {
            if object.ty().kind() == Kind::Str
                && let Some(string) = object.cast::<Str>()
            {
                return Ok(string.to_ref());
            }
            if object.ty().kind() == Kind::Int {
                return self.str(object);
            }
        }
        // What is exactly of such a type has no other `__format__`, which so need not be looked up.
        let built_in = match object.ty().kind() {
            Kind::Str => Some(format::str_format(self, object, spec.obj())),
            Kind::Int | Kind::Bool => Some(format::int_format(self, object, spec.obj())),
            Kind::Float => Some(format::float_format(self, object, spec.obj())),
            _ => None,
        };
        if let Some(result) = built_in {
            return Ref::try_from_value(result?).map_err(|_| self.system_error("__format__ made no str"));
        }
        let Some(format) = self.lookup_special(object, self.names.__format__.ptr())? else {
            return Err(
                self.type_error(format_args!("Type {} doesn't define __format__", object.ty().name()))
            );
        };
        let result = self.call_args(format.obj(), &[spec.obj()])?;
        Ref::try_from_value(result).map_err(|other| {
            self.type_error(format_args!("__format__ must return a str, not {}", other.ty().name()))
        })
    }

    /// `hash(object)`: `PyObject_Hash`.
    #[inline]
    pub fn hash(&self, object: Obj<'_>) -> PyResult<i64> {
        match object.ty().slots.hash.get() {
            Some(hash) => hash(self, object),
            None => self.hash_not_implemented(object),
        }
    }

    /// Says that an object has no hash: `PyObject_HashNotImplemented`.
    #[cold]
    pub(crate) fn hash_not_implemented(&self, object: Obj<'_>) -> PyResult<i64> {
        Err(self.type_error(format_args!("unhashable type: '{}'", object.ty().name())))
    }

    /// The truth of an object: `PyObject_IsTrue`.
    #[inline]
    pub fn is_true(&self, object: Obj<'_>) -> PyResult<bool> {
        if let Some(truth) = object.as_bool() {
            return Ok(truth);
        }
        if object.is_none() {
            return Ok(false);
        }
        let slots = &object.ty().slots;
        if let Some(bool) = slots.bool.get() {
            bool(self, object)
        } else if let Some(length) = slots.length.get() {
            Ok(length(self, object)? > 0)
        } else {
            Ok(true)
        }
    }

    /// A comparison: `PyObject_RichCompare`.
    pub fn rich_compare(&self, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
        let _guard = self.enter_recursive(" in comparison")?;
        let (left_type, right_type) = (left.ty(), right.ty());
        let mut reflected = None;
        if !left_type.is(right_type)
            && right_type.is_subtype(left_type)
            && let Some(compare) = right_type.slots.richcompare.get()
        {
            let result = compare(self, right, left, op.swapped())?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
            reflected = Some(());
        }
        if let Some(compare) = left_type.slots.richcompare.get() {
            let result = compare(self, left, right, op)?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        if reflected.is_none()
            && let Some(compare) = right_type.slots.richcompare.get()
        {
            let result = compare(self, right, left, op.swapped())?;
            if !result.is(Obj::NOT_IMPLEMENTED) {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(left.is(right))),
            CompareOp::Ne => Ok(Value::bool(!left.is(right))),
            _ => Err(self.type_error(format_args!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                left_type.name(),
                right_type.name()
            ))),
        }
    }

    /// The truth of a comparison, in which an object equals itself: `PyObject_RichCompareBool`.
    pub fn rich_compare_bool(&self, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<bool> {
        if left.is(right) {
            match op {
                CompareOp::Eq => return Ok(true),
                CompareOp::Ne => return Ok(false),
                _ => {}
            }
        }
        let result = self.rich_compare(left, right, op)?;
        self.is_true(result.obj())
    }

    /// Whether two objects are the same or equal.
    pub fn equal(&self, left: Obj<'_>, right: Obj<'_>) -> PyResult<bool> {
        self.rich_compare_bool(left, right, CompareOp::Eq)
    }

    /// `callable(object)`: `PyCallable_Check`.
    pub fn is_callable(&self, object: Obj<'_>) -> bool {
        object.ty().slots.call.get().is_some()
    }

    /// `dir(object)`: a sorted list of names, from `__dir__`.
    pub fn dir(&self, object: Obj<'_>) -> PyResult<Value> {
        let Some(dir) = self.lookup_special(object, self.names.__dir__.ptr())? else {
            return Err(self.type_error("object does not provide __dir__"));
        };
        let names = self.call_args(dir.obj(), &[])?;
        self.sorted(names.obj())
    }
}
