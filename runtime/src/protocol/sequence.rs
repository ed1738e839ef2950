//! Length and items by index of any object.

use crate::errors::{PyResult, Raised};
use crate::objects::list::try_copy;
use crate::objects::type_::{CompareOp, Kind};
use crate::value::{Obj, Value};
use crate::vm::Vm;

impl Vm {
    /// `len(object)`: `PyObject_Size`.
    #[inline]
    pub fn len(&self, object: Obj<'_>) -> PyResult<usize> {
        match object.ty().slots.length.get() {
            Some(length) => length(self, object),
            None => Err(self.no_length(object)),
        }
    }

    #[cold]
    fn no_length(&self, object: Obj<'_>) -> Raised {
        self.type_error(format_args!("object of type '{}' has no len()", object.ty().name()))
    }

    /// How many items an iterable probably has: `PyObject_LengthHint`.
    pub fn length_hint(&self, object: Obj<'_>, default: usize) -> PyResult<usize> {
        if let Some(length) = object.ty().slots.length.get() {
            let result = length(self, object);
            if let Some(length) = self.suppress(result, self.types.type_error())? {
                return Ok(length);
            }
        }
        let Some(hint) = self.lookup_special(object, self.names.__length_hint__.ptr())? else {
            return Ok(default);
        };
        let result = self.call_args(hint.obj(), &[]);
        let Some(result) = self.suppress(result, self.types.type_error())? else {
            return Ok(default);
        };
        if result.is(Obj::NOT_IMPLEMENTED) {
            return Ok(default);
        }
        if crate::objects::int::IntRef::of(result.obj()).is_none() {
            return Err(self
                .type_error(format_args!("__length_hint__ must be an integer, not {}", result.ty().name())));
        }
        let hint = self.index_isize(result.obj(), Some(self.types.overflow_error()))?;
        usize::try_from(hint).map_err(|_| self.value_error("__length_hint__() should return >= 0"))
    }

    /// Whether items can be asked for by index: `PySequence_Check`.
    pub fn is_sequence(&self, object: Obj<'_>) -> bool {
        object.ty().layout() != Kind::Dict && object.ty().slots.item.get().is_some()
    }

    /// The item at an index, from the end if it is negative: `PySequence_GetItem`.
    pub fn sequence_item(&self, object: Obj<'_>, index: isize) -> PyResult<Value> {
        let slots = &object.ty().slots;
        match slots.item.get() {
            Some(item) => item(self, object, self.counted_from_end(object, index)?),
            None => {
                Err(self
                    .type_error(format_args!("'{}' object does not support indexing", object.ty().name())))
            }
        }
    }

    /// Sets or deletes the item at an index: `PySequence_SetItem`, `PySequence_DelItem`.
    pub fn set_sequence_item(&self, object: Obj<'_>, index: isize, value: Option<Obj<'_>>) -> PyResult<()> {
        match object.ty().slots.ass_item.get() {
            Some(ass_item) => ass_item(self, object, self.counted_from_end(object, index)?, value),
            None => {
                let what = if value.is_some() {
                    "does not support item assignment"
                } else {
                    "doesn't support item deletion"
                };
                Err(self.type_error(format_args!("'{}' object {what}", object.ty().name())))
            }
        }
    }

    fn counted_from_end(&self, object: Obj<'_>, index: isize) -> PyResult<isize> {
        match object.ty().slots.length.get() {
            Some(length) if index < 0 => Ok(index.saturating_add_unsigned(length(self, object)?)),
            _ => Ok(index),
        }
    }

    /// `item in object`: `PySequence_Contains`.
    pub fn contains(&self, object: Obj<'_>, item: Obj<'_>) -> PyResult<bool> {
        if let Some(contains) = object.ty().slots.contains.get() {
            return contains(self, object, item);
        }
        let ty = object.ty();
        let is_iterable = ty.slots.iter.get().is_some() || self.is_sequence(object);
        if !is_iterable {
            return Err(self.type_error(format_args!(
                "argument of type '{}' is not a container or iterable",
                ty.name()
            )));
        }
        let iterator = self.iter(object)?;
        while let Some(candidate) = self.next(iterator.obj())? {
            if self.rich_compare_bool(candidate.obj(), item, CompareOp::Eq)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `left + right` of sequences: `PySequence_Concat`.
    pub fn concat(&self, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
        match left.ty().slots.concat.get() {
            Some(concat) => concat(self, left, right),
            None => Err(self.type_error(format_args!("'{}' object can't be concatenated", left.ty().name()))),
        }
    }

    /// All items of an iterable.
    pub fn collect(&self, iterable: Obj<'_>) -> PyResult<Vec<Value>> {
        if let Some(list) = iterable.cast::<crate::objects::list::List>()
            && iterable.ty().kind() == Kind::List
        {
            return list.get().try_to_vec().map_err(|_| self.no_memory());
        }
        if let Some(tuple) = iterable.cast::<crate::objects::tuple::Tuple>()
            && iterable.ty().kind() == Kind::Tuple
        {
            return try_copy(tuple.get().as_slice()).map_err(|_| self.no_memory());
        }
        let iterator = self.iter(iterable)?;
        // The hint is what a program claims: it must not take the memory away.
        let hint = self.length_hint(iterable, 0)?.min(1 << 16);
        let mut items = Vec::with_capacity(hint);
        while let Some(item) = self.next(iterator.obj())? {
            if items.len() == items.capacity() {
                items.try_reserve(1).map_err(|_| self.no_memory())?;
            }
            items.push(item);
        }
        Ok(items)
    }

    /// `sorted(iterable)`, as a list.
    pub fn sorted(&self, iterable: Obj<'_>) -> PyResult<Value> {
        let items = self.collect(iterable)?;
        let list = crate::objects::list::List::new(self, items);
        self.call_method_str(list.obj(), "sort", &[])?;
        Ok(list.into_value())
    }
}
