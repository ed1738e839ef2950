//! `classmethod` and `staticmethod`.

#![allow(unsafe_code, reason = "declares the layout of both")]

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::method::Method;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, Kind, Slots, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

macro_rules! wrapper {
    ($name:ident, $kind:ident, $text:literal, $accessor:ident) => {
        #[doc = concat!("`", $text, "`")]
        #[repr(C)]
        pub struct $name {
            header: Header,
            callable: Field,
            dict: FieldOf<Dict>,
        }

        // SAFETY: `repr(C)` with the header first.
        unsafe impl Layout for $name {
            const NAME: &'static str = $text;

            #[inline(always)]
            fn fits(ty: &Type) -> bool {
                ty.layout() == Kind::$kind
            }
        }

        impl $name {
            #[doc = concat!("A `", $text, "` of a callable.")]
            pub(crate) fn new(vm: &Vm, callable: Obj<'_>) -> Ref<$name> {
                let made = Self::allocate(vm, vm.types.$accessor());
                made.callable.set(Some(callable.to_owned()));
                made
            }

            fn allocate(vm: &Vm, ty: &Type) -> Ref<$name> {
                vm.alloc(ty, $name { header: Header::new(ty), callable: Field::NULL, dict: FieldOf::NULL })
            }

            /// What it wraps, or why it cannot be used.
            fn wrapped(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
                let this = vm.expect::<$name>(object)?;
                this.callable
                    .get()
                    .ok_or_else(|| vm.runtime_error(concat!("uninitialized ", $text, " object")))
            }

            fn wrapped_or_none(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
                Ok(vm.expect::<$name>(object)?.callable.get().unwrap_or_else(Value::none))
            }

            fn fill(slots: &Slots) {
                slots.dealloc.set(crate::objects::alloc::dealloc::<$name>);
                slots.traverse.set(Some(|object, visit| {
                    // SAFETY: the slot is that of the type with this layout.
                    let this = unsafe { object.cast::<$name>().as_ref() };
                    this.callable.visit(visit);
                    this.dict.visit(visit);
                }));
                slots.clear.set(Some(|_, object| {
                    if let Some(this) = object.cast::<$name>() {
                        drop((this.callable.take(), this.dict.take()));
                    }
                }));
                slots.init.set(Some(|vm, object, args| {
                    args.no_keywords(vm, $text)?;
                    let [callable] = args.exactly(vm, $text)?;
                    vm.expect::<$name>(object)?.callable.set(Some(callable.to_owned()));
                    copy_attributes(vm, object, callable)
                }));
                slots.repr.set(Some(|vm, object| {
                    let callable = Self::wrapped_or_none(vm, object)?;
                    let inner = vm.repr(callable.obj())?;
                    Ok(Str::new(vm, &format!(concat!("<", $text, "({})>"), inner.as_str())).into_value())
                }));
            }
        }
    };
}

wrapper!(ClassMethod, ClassMethod, "classmethod", classmethod);
wrapper!(StaticMethod, StaticMethod, "staticmethod", staticmethod);

/// Takes over what `functools.wraps` would: `functools_wraps`.
fn copy_attributes(vm: &Vm, object: Obj<'_>, callable: Obj<'_>) -> PyResult<()> {
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        if let Some(value) = vm.getattr_opt_str(callable, name)? {
            vm.setattr_str(object, name, Some(value.obj()))?;
        }
    }
    Ok(())
}

/// An attribute that is asked of the wrapped callable the first time, and then kept.
fn kept(vm: &Vm, object: Obj<'_>, callable: &Value, name: &Ref<Str>) -> PyResult<Value> {
    let dict = vm.instance_dict(object);
    if let Some(found) = dict.as_ref().and_then(|dict| dict.get_str(vm, name.ptr())) {
        return Ok(found);
    }
    let value = vm.getattr(callable.obj(), name.ptr())?;
    if let Some(dict) = dict {
        dict.set(vm, name.obj(), value.obj())?;
    }
    Ok(value)
}

fn set_kept(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>, name: &Ref<Str>) -> PyResult<()> {
    let Some(dict) = vm.instance_dict(object) else { return Ok(()) };
    match value {
        Some(value) => dict.set(vm, name.obj(), value),
        None => match dict.remove(vm, name.obj())? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(name.obj())),
        },
    }
}

fn is_abstract(vm: &Vm, callable: &Value) -> PyResult<Value> {
    match vm.getattr_opt(callable.obj(), vm.names.__isabstractmethod__.ptr())? {
        Some(value) => vm.is_true(value.obj()).map(Value::bool),
        None => Ok(Value::bool(false)),
    }
}

macro_rules! attributes {
    ($name:ident) => {
        &[
            GetSetDef::member("__func__", $name::wrapped_or_none),
            GetSetDef::member("__wrapped__", $name::wrapped_or_none),
            GetSetDef::new("__isabstractmethod__", |vm, object| {
                is_abstract(vm, &$name::wrapped_or_none(vm, object)?)
            }),
            crate::objects::instance::DICT,
            GetSetDef::new("__annotations__", |vm, object| {
                kept(vm, object, &$name::wrapped_or_none(vm, object)?, &vm.names.__annotations__)
            })
            .set(|vm, object, value| set_kept(vm, object, value, &vm.names.__annotations__)),
            GetSetDef::new("__annotate__", |vm, object| {
                kept(vm, object, &$name::wrapped_or_none(vm, object)?, &vm.names.__annotate__)
            })
            .set(|vm, object, value| set_kept(vm, object, value, &vm.names.__annotate__)),
        ]
    };
}

/// `classmethod`
pub(crate) static CLASSMETHOD: TypeSpec = TypeSpec {
    name: "classmethod",
    kind: Kind::ClassMethod,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<ClassMethod>(),
    dictoffset: std::mem::offset_of!(ClassMethod, dict) as isize,
    weakrefs: false,
    doc: Some("classmethod(function, /)\n--\n\nConvert a function to be a class method."),
    new: Some(|vm: &Vm, ty: Ptr<'_, Type>, _: Args<'_>| Ok(ClassMethod::allocate(vm, &ty).into_value())),
    slots: |slots| {
        ClassMethod::fill(slots);
        slots.descr_get.set(Some(|vm, object, instance, owner| {
            let callable = ClassMethod::wrapped(vm, object)?;
            let class = match (owner, instance) {
                (Some(owner), _) => owner.to_owned(),
                (None, Some(instance)) => Ptr::from_ref(instance.ty()).to_value(),
                (None, None) => return Ok(callable),
            };
            Ok(Method::new(vm, callable.obj(), class.obj()).into_value())
        }));
    },
    getset: attributes!(ClassMethod),
    ..TypeSpec::DEFAULT
};

/// `staticmethod`
pub(crate) static STATICMETHOD: TypeSpec = TypeSpec {
    name: "staticmethod",
    kind: Kind::StaticMethod,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<StaticMethod>(),
    dictoffset: std::mem::offset_of!(StaticMethod, dict) as isize,
    doc: Some("staticmethod(function, /)\n--\n\nConvert a function to be a static method."),
    new: Some(|vm: &Vm, ty: Ptr<'_, Type>, _: Args<'_>| Ok(StaticMethod::allocate(vm, &ty).into_value())),
    slots: |slots| {
        StaticMethod::fill(slots);
        slots.descr_get.set(Some(|vm, object, _, _| StaticMethod::wrapped(vm, object)));
        slots.call.set(Some(|vm, object, args| {
            let callable = StaticMethod::wrapped(vm, object)?;
            vm.call(callable.obj(), args)
        }));
    },
    getset: attributes!(StaticMethod),
    ..TypeSpec::DEFAULT
};
