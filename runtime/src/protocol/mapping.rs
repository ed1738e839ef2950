//! Items by key of any object.

use crate::errors::{PyResult, Raised};
use crate::objects::type_::Type;
use crate::value::{Obj, Value};
use crate::vm::Vm;

impl Vm {
    /// `object[key]`: `PyObject_GetItem`.
    #[inline]
    pub fn getitem(&self, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
        match object.ty().slots.subscript.get() {
            Some(subscript) => subscript(self, object, key),
            None => self.getitem_slow(object, key),
        }
    }

    #[inline(never)]
    fn getitem_slow(&self, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
        if object.ty().slots.item.get().is_some() {
            if !self.is_index(key) {
                return Err(self.bad_index(key));
            }
            let index = self.index_isize(key, Some(self.types.index_error()))?;
            return self.sequence_item(object, index);
        }
        if let Some(ty) = object.cast::<Type>() {
            if ty.get().is(self.types.type_()) {
                return crate::objects::generic_alias::new(self, object, key);
            }
            if let Some(method) = self.getattr_opt(object, self.names.__class_getitem__.ptr())?
                && !method.is_none()
            {
                return self.call_args(method.obj(), &[key]);
            }
            return Err(self.type_error(format_args!("type '{}' is not subscriptable", ty.name())));
        }
        Err(self.type_error(format_args!("'{}' object is not subscriptable", object.ty().name())))
    }

    /// `object[key] = value`, or `del object[key]`: `PyObject_SetItem`, `PyObject_DelItem`.
    #[inline]
    pub fn setitem(&self, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
        match object.ty().slots.ass_subscript.get() {
            Some(ass_subscript) => ass_subscript(self, object, key, value),
            None => self.setitem_slow(object, key, value),
        }
    }

    #[inline(never)]
    fn setitem_slow(&self, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
        let slots = &object.ty().slots;
        if slots.ass_item.get().is_some() {
            if !self.is_index(key) {
                return Err(self.bad_index(key));
            }
            let index = self.index_isize(key, Some(self.types.index_error()))?;
            return self.set_sequence_item(object, index, value);
        }
        let what = if value.is_some() { "item assignment" } else { "item deletion" };
        // It is the protocol of sequences that refuses an index.
        let refused_as_sequence = value.is_none() && object.ty().has_sequence_methods() && self.is_index(key);
        let does = if refused_as_sequence { "doesn't" } else { "does not" };
        Err(self.type_error(format_args!("'{}' object {does} support {what}", object.ty().name())))
    }

    #[cold]
    fn bad_index(&self, key: Obj<'_>) -> Raised {
        self.type_error(format_args!("sequence index must be integer, not '{}'", key.ty().name()))
    }

    /// Whether items can be asked for by key: `PyMapping_Check`.
    pub fn is_mapping(&self, object: Obj<'_>) -> bool {
        object.ty().slots.subscript.get().is_some()
    }
}
