//! Descriptors that classes get for `__slots__`, `__dict__` and `__weakref__`.

#![allow(unsafe_code, reason = "fields at offsets that the type vouches for")]

use std::ptr::NonNull;

use super::spec::{GetSetDef, TypeSpec};
use super::{Kind, Type, flags, subtype};
use crate::errors::{PyResult, Raised};
use crate::objects::instance;
use crate::objects::str_::Str;
use crate::value::{FieldOf, Header, Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// `__dict__` of instances
pub(super) static DICT: GetSetDef =
    GetSetDef::new("__dict__", instance::get_dict).set(instance::set_dict).doc("dictionary for instance variables");

/// `__weakref__` of instances
pub(super) static WEAKREF: GetSetDef =
    GetSetDef::new("__weakref__", crate::objects::weakref::get_weakref).doc("list of weak references to the object");

/// A `member_descriptor` for an item of `__slots__`.
#[repr(C)]
pub struct SlotMember {
    header: Header,
    objclass: FieldOf<Type>,
    name: FieldOf<Str>,
    /// Where the slot lies in instances.
    pub(crate) offset: usize,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for SlotMember {
    const NAME: &'static str = "member_descriptor";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::MemberDescriptor
    }
}

impl SlotMember {
    /// A descriptor for the slot at `offset`.
    pub(super) fn new(vm: &Vm, class: &Ref<Type>, name: Ref<Str>, offset: usize) -> Ref<SlotMember> {
        let ty = vm.types.slot_member();
        vm.alloc(
            ty,
            SlotMember {
                header: Header::new(ty),
                objclass: FieldOf::new(class.clone()),
                name: FieldOf::new(name),
                offset,
            },
        )
    }

    fn class(&self) -> PyResult<Ref<Type>> {
        self.objclass.get().ok_or_else(Raised::is_set)
    }

    /// `PyDescr_TYPE`
    pub(crate) fn objclass(&self) -> Option<Ref<Type>> {
        self.objclass.get()
    }

    fn check(&self, vm: &Vm, object: Obj<'_>) -> PyResult<()> {
        let class = self.class()?;
        if object.ty().is_subtype(&class) {
            return Ok(());
        }
        Err(vm.type_error(format_args!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            self.text(),
            class.name(),
            object.ty().name()
        )))
    }

    fn text(&self) -> String {
        self.name.get().map_or_else(String::new, |name| name.as_str().into_owned())
    }

    fn missing(&self, vm: &Vm, object: Obj<'_>) -> Raised {
        match self.name.get() {
            Some(name) => vm.no_attribute(object, name.ptr()),
            None => vm.attribute_error(""),
        }
    }

    /// What the slot of an object has, or nothing.
    pub(crate) fn read(&self, vm: &Vm, object: Obj<'_>) -> PyResult<Option<Value>> {
        self.check(vm, object)?;
        let Some(header) = object.header() else { return Ok(None) };
        // SAFETY: instances of the class have the slot there.
        Ok(unsafe { subtype::field_at(NonNull::from(header), self.offset) }.get())
    }

    fn write(&self, vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
        self.check(vm, object)?;
        let Some(header) = object.header() else { return Err(self.missing(vm, object)) };
        // SAFETY: instances of the class have the slot there.
        let field = unsafe { subtype::field_at(NonNull::from(header), self.offset) };
        if value.is_none() && field.is_null() {
            return Err(self.missing(vm, object));
        }
        field.set(value.map(Obj::to_owned));
        Ok(())
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<crate::value::Ptr<'a, SlotMember>> {
    vm.expect::<SlotMember>(object)
}

/// `member_descriptor` of `__slots__`; its fields' kind is that of other `member_descriptor`s
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "member_descriptor",
    kind: Kind::MemberDescriptor,
    flags: flags::HAVE_GC,
    basicsize: size_of::<SlotMember>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<SlotMember>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot of this type gets objects of this type.
            let this = unsafe { object.cast::<SlotMember>().as_ref() };
            this.objclass.visit(visit);
        }));
        slots.repr.set(Some(|vm, object| {
            let this = this(vm, object)?;
            let class = this.class()?;
            let text = format!("<member '{}' of '{}' objects>", this.text(), class.name());
            Ok(Str::new(vm, &text).into_value())
        }));
        slots.descr_get.set(Some(|vm, object, instance, _| {
            let this = this(vm, object)?;
            match instance {
                None => Ok(object.to_owned()),
                Some(instance) => match this.read(vm, instance)? {
                    Some(value) => Ok(value),
                    None => Err(this.missing(vm, instance)),
                },
            }
        }));
        slots.descr_set.set(Some(|vm, object, instance, value| this(vm, object)?.write(vm, instance, value)));
    },
    getset: &[
        GetSetDef::member("__objclass__", |vm, object| Ok(this(vm, object)?.class()?.into_value())),
        GetSetDef::member("__name__", |vm, object| {
            Ok(this(vm, object)?.name.get().map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::new("__qualname__", |vm, object| {
            let this = this(vm, object)?;
            let class = vm.getattr(this.class()?.obj(), vm.names.__qualname__.ptr())?;
            let text = format!("{}.{}", vm.str(class.obj())?.as_str(), this.text());
            Ok(Str::new(vm, &text).into_value())
        }),
        GetSetDef::new("__doc__", |_, _| Ok(Value::none())),
    ],
    ..TypeSpec::DEFAULT
};
