//! `isinstance` and `issubclass`.

use crate::errors::PyResult;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, Type};
use crate::value::{Obj, Value};
use crate::vm::Vm;

impl Vm {
    /// `isinstance(object, class)`: `PyObject_IsInstance`.
    pub fn isinstance(&self, object: Obj<'_>, class: Obj<'_>) -> PyResult<bool> {
        if let Some(ty) = class.cast::<Type>()
            && ty.get().is(object.ty())
        {
            return Ok(true);
        }
        if class.ty().is(self.types.type_()) {
            return self.recursive_isinstance(object, class);
        }
        if class.ty().kind() == Kind::Union {
            return self.any_of(&crate::objects::union_::args(class), |class| self.isinstance(object, class));
        }
        if let Some(classes) = class.cast::<Tuple>() {
            let _guard = self.enter_recursive(" in __instancecheck__")?;
            return self.any_of(classes.to_ref().as_slice(), |class| self.isinstance(object, class));
        }
        if let Some(check) = self.lookup_special(class, self.names.__instancecheck__.ptr())? {
            let _guard = self.enter_recursive(" in __instancecheck__")?;
            let result = self.call_args(check.obj(), &[object])?;
            return self.is_true(result.obj());
        }
        self.recursive_isinstance(object, class)
    }

    fn any_of(&self, classes: &[Value], mut test: impl FnMut(Obj<'_>) -> PyResult<bool>) -> PyResult<bool> {
        for class in classes {
            if test(class.obj())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What `type.__instancecheck__` says: `object_isinstance`.
    pub(crate) fn recursive_isinstance(&self, object: Obj<'_>, class: Obj<'_>) -> PyResult<bool> {
        if let Some(ty) = class.cast::<Type>() {
            if object.ty().is_subtype(&ty) {
                return Ok(true);
            }
            if self.tells_its_class(object) {
                return Ok(false);
            }
            // An object may claim to be of another class.
            return match self.getattr_opt(object, self.names.__class__.ptr())? {
                Some(claimed) => Ok(claimed
                    .cast::<Type>()
                    .is_some_and(|claimed| !claimed.get().is(object.ty()) && claimed.is_subtype(&ty))),
                None => Ok(false),
            };
        }
        self.check_class(class, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
        match self.getattr_opt(object, self.names.__class__.ptr())? {
            Some(claimed) => self.abstract_issubclass(claimed, class),
            None => Ok(false),
        }
    }

    /// Whether `object.__class__` is the type of the object for certain: attributes are found in the usual way, and
    /// this one is the one of `object`, which comes before what an instance has of that name.
    fn tells_its_class(&self, object: Obj<'_>) -> bool {
        let ty = object.ty();
        let name = self.names.__class__.ptr();
        let usual = crate::objects::object::GENERIC_GETATTR;
        if !ty.slots.getattro.get().is_some_and(|getattro| std::ptr::fn_addr_eq(getattro, usual)) {
            return false;
        }
        match (ty.lookup(self, name), self.types.object().lookup(self, name)) {
            (Some(found), Some(own)) => found.obj().is(own.obj()),
            _ => false,
        }
    }

    /// `issubclass(derived, class)`: `PyObject_IsSubclass`.
    pub fn issubclass(&self, derived: Obj<'_>, class: Obj<'_>) -> PyResult<bool> {
        if class.ty().is(self.types.type_()) {
            if derived.is(class) {
                return Ok(true);
            }
            return self.recursive_issubclass(derived, class);
        }
        if class.ty().kind() == Kind::Union {
            return self
                .any_of(&crate::objects::union_::args(class), |class| self.issubclass(derived, class));
        }
        if let Some(classes) = class.cast::<Tuple>() {
            let _guard = self.enter_recursive(" in __subclasscheck__")?;
            return self.any_of(classes.to_ref().as_slice(), |class| self.issubclass(derived, class));
        }
        if let Some(check) = self.lookup_special(class, self.names.__subclasscheck__.ptr())? {
            let _guard = self.enter_recursive(" in __subclasscheck__")?;
            let result = self.call_args(check.obj(), &[derived])?;
            return self.is_true(result.obj());
        }
        self.recursive_issubclass(derived, class)
    }

    /// What `type.__subclasscheck__` says.
    pub(crate) fn recursive_issubclass(&self, derived: Obj<'_>, class: Obj<'_>) -> PyResult<bool> {
        if let (Some(derived), Some(class)) = (derived.cast::<Type>(), class.cast::<Type>()) {
            return Ok(derived.is_subtype(&class));
        }
        self.check_class(derived, "issubclass() arg 1 must be a class")?;
        self.check_class(class, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
        self.abstract_issubclass(derived.to_owned(), class)
    }

    /// The `__bases__` of something like a class, if it is a tuple.
    fn abstract_bases(&self, class: Obj<'_>) -> PyResult<Option<Value>> {
        let bases = self.getattr_opt(class, self.names.__bases__.ptr())?;
        Ok(bases.filter(|bases| bases.cast::<Tuple>().is_some()))
    }

    fn check_class(&self, class: Obj<'_>, message: &str) -> PyResult<()> {
        match self.abstract_bases(class)? {
            Some(_) => Ok(()),
            None => Err(self.type_error(message)),
        }
    }

    fn abstract_issubclass(&self, derived: Value, class: Obj<'_>) -> PyResult<bool> {
        let mut derived = derived;
        loop {
            if derived.is(class) {
                return Ok(true);
            }
            let Some(bases) = self.abstract_bases(derived.obj())? else { return Ok(false) };
            let Some(tuple) = bases.cast::<Tuple>() else { return Ok(false) };
            match tuple.get().as_slice() {
                [] => return Ok(false),
                [only] => derived = only.clone(),
                several => {
                    let _guard = self.enter_recursive(" in __issubclass__")?;
                    for base in several {
                        if self.abstract_issubclass(base.clone(), class)? {
                            return Ok(true);
                        }
                    }
                    return Ok(false);
                }
            }
        }
    }
}
