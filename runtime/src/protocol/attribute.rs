//! Attributes of any object.

use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{Kind, Type, flags};
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// What a method is called with: `_PyObject_GetMethod`.
pub(crate) enum MethodLookup {
    /// A function that takes the object as its first argument.
    Unbound(Value),
    /// Something that is called as it is.
    Bound(Value),
}

impl Vm {
    /// `object.name`: `PyObject_GetAttr`.
    #[inline]
    pub fn getattr(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
        match object.ty().slots.getattro.get() {
            Some(getattro) => getattro(self, object, name),
            None => self.generic_getattr(object, name),
        }
    }

    /// `object.name`, for a name that is known to the VM.
    pub fn getattr_str(&self, object: Obj<'_>, name: &str) -> PyResult<Value> {
        let name = self.intern(name);
        self.getattr(object, name.ptr())
    }

    /// `object.name`, or nothing if there is no such attribute: `PyObject_GetOptionalAttr`.
    pub fn getattr_opt(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Option<Value>> {
        let getattro = object.ty().slots.getattro.get();
        if getattro
            .is_none_or(|getattro| std::ptr::fn_addr_eq(getattro, crate::objects::object::GENERIC_GETATTR))
        {
            // The common case does not make an exception only to throw it away.
            return self.generic_getattr_opt(object, name);
        }
        if let Some(ty) = object.cast::<Type>()
            && object.ty().kind() == Kind::Type
        {
            let result = ty.getattr_opt(self, name);
            return Ok(self.suppress(result, self.types.attribute_error())?.flatten());
        }
        let result = self.getattr(object, name);
        self.suppress(result, self.types.attribute_error())
    }

    /// [`Vm::getattr_opt`] of a name that is text.
    pub fn getattr_opt_str(&self, object: Obj<'_>, name: &str) -> PyResult<Option<Value>> {
        let name = self.intern(name);
        self.getattr_opt(object, name.ptr())
    }

    /// Whether there is such an attribute: `PyObject_HasAttrWithError`.
    pub fn hasattr(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<bool> {
        Ok(self.getattr_opt(object, name)?.is_some())
    }

    /// `object.name = value`, or `del object.name`: `PyObject_SetAttr`.
    #[inline]
    pub fn setattr(&self, object: Obj<'_>, name: Ptr<'_, Str>, value: Option<Obj<'_>>) -> PyResult<()> {
        match object.ty().slots.setattro.get() {
            Some(setattro) => setattro(self, object, name, value),
            None => self.generic_setattr(object, name, value),
        }
    }

    /// [`Vm::setattr`] of a name that is text.
    pub fn setattr_str(&self, object: Obj<'_>, name: &str, value: Option<Obj<'_>>) -> PyResult<()> {
        let name = self.intern(name);
        self.setattr(object, name.ptr(), value)
    }

    /// The method of `object` for a protocol, found in its type and bound: `_PyObject_LookupSpecial`.
    pub fn lookup_special(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Option<Value>> {
        let ty = object.ty();
        let Some(found) = ty.lookup(self, name) else { return Ok(None) };
        match found.ty().slots.descr_get.get() {
            Some(get) => get(self, found.obj(), Some(object), Some(Ptr::from_ref(ty).obj())).map(Some),
            None => Ok(Some(found)),
        }
    }

    /// The method of `object` for a protocol, found in its type and not bound if it is a plain function.
    pub(crate) fn lookup_method(
        &self,
        object: Obj<'_>,
        name: Ptr<'_, Str>,
    ) -> PyResult<Option<MethodLookup>> {
        let ty = object.ty();
        let Some(found) = ty.lookup(self, name) else { return Ok(None) };
        if found.ty().has_flags(flags::METHOD_DESCRIPTOR) {
            return Ok(Some(MethodLookup::Unbound(found)));
        }
        match found.ty().slots.descr_get.get() {
            Some(get) => get(self, found.obj(), Some(object), Some(Ptr::from_ref(ty).obj()))
                .map(|bound| Some(MethodLookup::Bound(bound))),
            None => Ok(Some(MethodLookup::Bound(found))),
        }
    }

    /// `object.name`, to be called: without making a bound method if it is a plain function of the type
    /// (`_PyObject_GetMethod`).
    pub(crate) fn get_method(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<MethodLookup> {
        let ty = object.ty();
        let getattro = ty.slots.getattro.get();
        if getattro
            .is_some_and(|getattro| !std::ptr::fn_addr_eq(getattro, crate::objects::object::GENERIC_GETATTR))
        {
            return self.getattr(object, name).map(MethodLookup::Bound);
        }
        let found = ty.lookup(self, name);
        if let Some(found) = &found
            && !found.ty().has_flags(flags::METHOD_DESCRIPTOR)
        {
            let slots = &found.ty().slots;
            if let (Some(get), Some(_)) = (slots.descr_get.get(), slots.descr_set.get()) {
                return get(self, found.obj(), Some(object), Some(Ptr::from_ref(ty).obj()))
                    .map(MethodLookup::Bound);
            }
        }
        if let Some(value) = self.instance_attribute(object, name)? {
            return Ok(MethodLookup::Bound(value));
        }
        match found {
            Some(found) if found.ty().has_flags(flags::METHOD_DESCRIPTOR) => Ok(MethodLookup::Unbound(found)),
            Some(found) => match found.ty().slots.descr_get.get() {
                Some(get) => get(self, found.obj(), Some(object), Some(Ptr::from_ref(ty).obj()))
                    .map(MethodLookup::Bound),
                None => Ok(MethodLookup::Bound(found)),
            },
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// Raises the `AttributeError` of an object that has no such attribute, with `name` and `obj` filled in.
    #[cold]
    #[inline(never)]
    pub(crate) fn no_attribute(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> crate::errors::Raised {
        self.attribute_error_of(
            object,
            name,
            format_args!("'{}' object has no attribute '{}'", object.ty().name(), name.get().as_str()),
        )
    }
}
