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
            return self.any_of(crate::objects::union_::args(class), |class| self.isinstance(object, class));
        }
        if let Some(classes) = class.cast::<Tuple>() {
            let _guard = self.enter_recursive(" in __instancecheck__")?;
            return self.any_of(classes.get().as_slice().to_vec(), |class| self.isinstance(object, class));
        }
        if let Some(check) = self.lookup_special(class, self.names.__instancecheck__.ptr())? {
            let _guard = self.enter_recursive(" in __instancecheck__")?;
            let result = self.call_args(check.obj(), &[object])?;
            return self.is_true(result.obj());
        }
        self.recursive_isinstance(object, class)
    }

    fn any_of(&self, classes: Vec<Value>, mut test: impl FnMut(Obj<'_>) -> PyResult<bool>) -> PyResult<bool> {
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

    /// `issubclass(derived, class)`: `PyObject_IsSubclass`.
    pub fn issubclass(&self, derived: Obj<'_>, class: Obj<'_>) -> PyResult<bool> {
        if class.ty().is(self.types.type_()) {
            if derived.is(class) {
                return Ok(true);
            }
            return self.recursive_issubclass(derived, class);
        }
        if class.ty().kind() == Kind::Union {
            return self.any_of(crate::objects::union_::args(class), |class| self.issubclass(derived, class));
        }
        if let Some(classes) = class.cast::<Tuple>() {
            let _guard = self.enter_recursive(" in __subclasscheck__")?;
            return self.any_of(classes.get().as_slice().to_vec(), |class| self.issubclass(derived, class));
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
