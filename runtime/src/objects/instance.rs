//! The attributes that instances have of their own: dicts before objects, in objects, and values behind objects.

#![allow(unsafe_code, reason = "places of objects in raw memory")]

use std::ptr::NonNull;

use crate::errors::PyResult;
use crate::objects::alloc::PRE_HEADER;
use crate::objects::dict::{
    Dict, DictValues, KeysRef, Stored, clear_values, get_inline, store_inline, value_slot, visit_values,
};
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// The word before an object whose type has `Py_TPFLAGS_MANAGED_DICT`: `_PyObject_ManagedDictPointer`.
///
/// # Safety
///
/// The type has that flag and the object lives for `'a`.
#[inline(always)]
pub(crate) unsafe fn managed_dict<'a>(object: NonNull<Header>) -> &'a FieldOf<Dict> {
    // SAFETY: the contract: the object was allocated with that word before it.
    unsafe { object.cast::<u8>().sub(PRE_HEADER).cast::<FieldOf<Dict>>().as_ref() }
}

/// The values behind an object whose type has `Py_TPFLAGS_INLINE_VALUES`: `_PyObject_InlineValues`. Such types have no
/// fields of their own, so that this is always the same place.
#[inline(always)]
pub(crate) const fn inline_values(object: NonNull<Header>) -> NonNull<DictValues> {
    // SAFETY: computes an address; who uses it vouches for the flag.
    unsafe { object.add(1).cast() }
}

/// Whether an object has values behind it that are in use.
#[inline(always)]
fn valid_values<'a>(object: Obj<'a>) -> Option<(&'a KeysRef, NonNull<DictValues>)> {
    let ty = object.ty();
    if !ty.has_flags(flags::INLINE_VALUES) {
        return None;
    }
    let values = inline_values(NonNull::from(object.header()?));
    // SAFETY: the flag says that there are values behind the object.
    if unsafe { values.as_ref() }.valid == 0 {
        return None;
    }
    Some((ty.cached_keys()?, values))
}

/// Releases the values behind an object, which are not used any more afterwards. A dict that others hold too keeps
/// them.
///
/// # Safety
///
/// The type says that there are values behind the object, and `dict` is the object's.
pub(crate) unsafe fn release_inline_values(vm: &Vm, object: NonNull<Header>, dict: Option<&Ref<Dict>>) {
    let values = inline_values(object);
    // SAFETY: the contract. `detach` leaves values alone that the dict does not use.
    unsafe {
        if values.as_ref().valid == 0 {
            return;
        }
        if let Some(dict) = dict {
            dict.detach(vm, values);
        }
        if values.as_ref().valid != 0 {
            (*values.as_ptr()).valid = 0;
            clear_values(values);
        }
    }
}

/// Drops the values behind an object that ends, or that only garbage can reach.
///
/// # Safety
///
/// The type says that there are values behind the object. What their ends run does not look at them through the
/// object's dict.
#[inline]
unsafe fn drop_inline_values(object: NonNull<Header>) {
    let values = inline_values(object).as_ptr();
    // SAFETY: the contract.
    unsafe {
        if (*values).valid == 0 {
            return;
        }
        // Nobody finds the ones that are still there.
        (*values).valid = 0;
        (*values).size = 0;
        for index in 0..usize::from((*values).capacity) {
            drop((*value_slot(values, index)).take());
        }
    }
}

/// The field that has an object's dict, if its type gives it one: `_PyObject_ComputedDictPointer`.
#[inline]
pub(crate) fn dict_field(object: Obj<'_>) -> Option<&FieldOf<Dict>> {
    let header = object.header()?;
    let ty = object.ty();
    match ty.dictoffset() {
        0 => None,
        // SAFETY: -1 stands for the word before the object.
        -1 => Some(unsafe { managed_dict(NonNull::from(header)) }),
        // SAFETY: the layout has the field there: the type's declaration says so, which is checked where it is made
        // ready.
        offset => Some(unsafe {
            NonNull::from(header).cast::<u8>().offset(offset).cast::<FieldOf<Dict>>().as_ref()
        }),
    }
}

/// Shows the dict before an object, and the values behind it, to the collector.
///
/// # Safety
///
/// The object is alive.
pub(crate) unsafe fn visit_managed_dict(object: NonNull<Header>, visit: &mut dyn FnMut(Obj<'_>)) {
    // SAFETY: the contract.
    unsafe {
        let ty = object.as_ref().ty();
        if ty.has_flags(flags::MANAGED_DICT) {
            managed_dict(object).visit(visit);
        }
        if ty.has_flags(flags::INLINE_VALUES) {
            visit_values(inline_values(object), visit);
        }
    }
}

/// Gives up what an object of a program's type refers to through its dict, for the collector:
/// `PyObject_ClearManagedDict`.
///
/// # Safety
///
/// The object is alive.
pub(crate) unsafe fn clear_managed_dict(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the contract.
    unsafe { drop_managed_dict(vm, object) };
}

/// Releases the dict of an object and the values behind it.
///
/// # Safety
///
/// The object is alive, or at its end with these not yet released.
#[inline]
pub(crate) unsafe fn drop_managed_dict(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the contract.
    unsafe {
        let ty = object.as_ref().ty();
        if !ty.has_flags(flags::MANAGED_DICT) {
            return;
        }
        let dict = managed_dict(object).take();
        if ty.has_flags(flags::INLINE_VALUES) {
            // A dict that nobody else holds goes before the values that it shows.
            match dict.filter(|dict| dict.header().refcount() > 1) {
                None => drop_inline_values(object),
                shared => release_inline_values(vm, object, shared.as_ref()),
            }
        }
    }
}

impl Vm {
    /// An attribute that the instance itself has.
    #[inline]
    pub(crate) fn instance_attribute(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Option<Value>> {
        let ty = object.ty();
        if ty.dictoffset() == 0 {
            return Ok(None);
        }
        if let Some((keys, values)) = valid_values(object) {
            // SAFETY: values in use belong to the keys of the object's class.
            return Ok(unsafe { get_inline(keys, values, name) });
        }
        match dict_field(object).and_then(FieldOf::get) {
            Some(dict) => dict.get(self, name.obj()),
            None => Ok(None),
        }
    }

    /// Sets or deletes an attribute that the instance itself has. Says whether it could: one without a dict cannot, and
    /// one that has no such attribute cannot delete it.
    pub(crate) fn set_instance_attribute(
        &self,
        object: Obj<'_>,
        name: Ptr<'_, Str>,
        value: Option<Obj<'_>>,
    ) -> PyResult<bool> {
        let Some(field) = dict_field(object) else { return Ok(false) };
        if let Some((keys, values)) = valid_values(object) {
            let dict = field.get();
            // SAFETY: values in use belong to the keys of the object's class, and its dict shows them.
            match unsafe { store_inline(keys, values, dict.as_deref(), name, value.map(Obj::to_owned)) } {
                Stored::Done(old) => {
                    drop(old);
                    return Ok(true);
                }
                Stored::Missing => return Ok(false),
                Stored::NoRoom => {}
            }
        }
        match value {
            Some(value) => {
                self.instance_dict_of(object, field).set(self, name.obj(), value)?;
                Ok(true)
            }
            None => match field.get() {
                Some(dict) => Ok(dict.remove(self, name.obj())?.is_some()),
                None => Ok(false),
            },
        }
    }

    /// The dict of an object, made if it has none yet.
    fn instance_dict_of(&self, object: Obj<'_>, field: &FieldOf<Dict>) -> Ref<Dict> {
        if let Some(dict) = field.get() {
            return dict;
        }
        let dict = match valid_values(object) {
            // SAFETY: values in use belong to the keys of the object's class. The dict gives them back when the object
            // ends.
            Some((keys, values)) => unsafe { Dict::from_inline_values(self, keys, values) },
            None => Dict::new(self),
        };
        field.set(Some(dict.clone()));
        dict
    }

    /// The dict of an object, made if it has none yet; nothing if its type gives it none: `PyObject_GenericGetDict`.
    pub(crate) fn instance_dict(&self, object: Obj<'_>) -> Option<Ref<Dict>> {
        dict_field(object).map(|field| self.instance_dict_of(object, field))
    }
}

/// `__dict__` of instances of built-in types that have one.
pub(crate) const DICT: GetSetDef = GetSetDef::new("__dict__", get_dict).set(set_dict);

/// `object.__dict__` of a type without a dict of its own kind: `subtype_dict`.
pub(crate) fn get_dict(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    match vm.instance_dict(object) {
        Some(dict) => Ok(dict.into_value()),
        None => Err(vm.attribute_error("This object has no __dict__")),
    }
}

/// `object.__dict__ = …`, or its deletion: `PyObject_GenericSetDict`.
pub(crate) fn set_dict(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let Some(field) = dict_field(object) else {
        return Err(vm.attribute_error("This object has no __dict__"));
    };
    let new = match value {
        None if object.ty().dictoffset() == -1 => None,
        None => return Err(vm.type_error("cannot delete __dict__")),
        Some(value) => match value.cast::<Dict>() {
            Some(dict) => Some(dict.to_ref()),
            None => {
                return Err(vm.type_error(format_args!(
                    "__dict__ must be set to a dictionary, not a '{}'",
                    value.ty().name()
                )));
            }
        },
    };
    let old = field.replace(new);
    if object.ty().has_flags(flags::INLINE_VALUES)
        && let Some(header) = object.header()
    {
        // SAFETY: the flag says that there are values behind the object, and `old` was its dict.
        unsafe { release_inline_values(vm, NonNull::from(header), old.as_ref()) };
    }
    Ok(())
}
