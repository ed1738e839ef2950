//! Iteration over any object.

use crate::errors::{PyResult, Raised};
use crate::objects::type_::Sent;
use crate::value::{Obj, Value};
use crate::vm::Vm;

impl Vm {
    /// `iter(object)`: `PyObject_GetIter`.
    pub fn iter(&self, object: Obj<'_>) -> PyResult<Value> {
        let Some(iter) = object.ty().slots.iter.get() else {
            if self.is_sequence(object) {
                return Ok(crate::objects::iterators::sequence_iterator(self, object));
            }
            return Err(self.type_error(format_args!("'{}' object is not iterable", object.ty().name())));
        };
        let iterator = iter(self, object)?;
        if iterator.ty().slots.iternext.get().is_none() {
            return Err(self.type_error(format_args!(
                "iter() returned non-iterator of type '{}'",
                iterator.ty().name()
            )));
        }
        Ok(iterator)
    }

    /// Whether it is an iterator: `PyIter_Check`.
    pub fn is_iterator(&self, object: Obj<'_>) -> bool {
        object.ty().slots.iternext.get().is_some()
    }

    /// The next item of an iterator, if there is one: `PyIter_Next`.
    #[inline]
    pub fn next(&self, iterator: Obj<'_>) -> PyResult<Option<Value>> {
        match iterator.ty().slots.iternext.get() {
            Some(next) => match next(self, iterator) {
                Err(_) if self.exception_matches(self.types.stop_iteration()) => {
                    self.clear_exception();
                    Ok(None)
                }
                result => result,
            },
            None => Err(self.not_iterator(iterator)),
        }
    }

    #[cold]
    fn not_iterator(&self, object: Obj<'_>) -> Raised {
        self.type_error(format_args!("'{}' object is not an iterator", object.ty().name()))
    }

    /// Sends a value into an iterator: `PyIter_Send`.
    pub fn send(&self, iterator: Obj<'_>, value: Obj<'_>) -> PyResult<Sent> {
        if let Some(send) = iterator.ty().slots.send.get() {
            return send(self, iterator, value);
        }
        let result = if value.is_none() && self.is_iterator(iterator) {
            match iterator.ty().slots.iternext.get() {
                Some(next) => match next(self, iterator) {
                    Ok(Some(item)) => Ok(item),
                    Ok(None) => return Ok(Sent::Return(Value::none())),
                    Err(raised) => Err(raised),
                },
                None => Err(self.not_iterator(iterator)),
            }
        } else {
            self.call_method(iterator, self.names.send.ptr(), &[value])
        };
        match result {
            Ok(item) => Ok(Sent::Next(item)),
            Err(raised) => match self.stop_iteration_value() {
                Some(value) => Ok(Sent::Return(value)),
                None => Err(raised),
            },
        }
    }

    /// `aiter(object)`: `PyObject_GetAIter`.
    pub fn aiter(&self, object: Obj<'_>) -> PyResult<Value> {
        let Some(aiter) = object.ty().slots.aiter.get() else {
            return Err(
                self.type_error(format_args!("'{}' object is not an async iterable", object.ty().name()))
            );
        };
        let iterator = aiter(self, object)?;
        if iterator.ty().slots.anext.get().is_none() {
            return Err(self.type_error(format_args!(
                "aiter() returned not an async iterator of type '{}'",
                iterator.ty().name()
            )));
        }
        Ok(iterator)
    }
}
