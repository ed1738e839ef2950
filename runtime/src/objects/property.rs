//! `property`

#![allow(unsafe_code, reason = "declares the layout of properties")]

use std::cell::Cell as StdCell;

use crate::args::{Args, Signature};
use crate::errors::{PyResult, Raised};
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, Header, Layout, Obj, Ptr, Value};
use crate::vm::Vm;

/// An attribute that functions compute: `propertyobject`.
#[repr(C)]
pub struct Property {
    header: Header,
    /// `prop_get`
    pub(crate) get: Field,
    /// `prop_set`
    set: Field,
    /// `prop_del`
    delete: Field,
    /// `prop_doc`
    doc: Field,
    /// `prop_name`
    name: Field,
    /// Whether the doc string is the getter's.
    getter_doc: StdCell<bool>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Property {
    const NAME: &'static str = "property";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Property
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Property>> {
    vm.expect::<Property>(object)
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, _: Args<'_>) -> PyResult<Value> {
    let property = Property {
        header: Header::new(&ty),
        get: Field::NULL,
        set: Field::NULL,
        delete: Field::NULL,
        doc: Field::NULL,
        name: Field::NULL,
        getter_doc: StdCell::new(false),
    };
    Ok(vm.alloc(&ty, property).into_value())
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    const SIGNATURE: Signature<4> = Signature::new("property", ["fget", "fset", "fdel", "doc"], 0);
    let given =
        args.bind(vm, &SIGNATURE)?.map(|value| value.filter(|value| !value.is_none()).map(Obj::to_owned));
    let [get, set, delete, doc] = given;
    let this = this(vm, object)?;
    if !this.get.is_null() {
        // Instructions that are specialised for a class which has this property go to the getter by themselves.
        vm.types.object().modified();
    }
    this.get.set(get.clone());
    this.set.set(set);
    this.delete.set(delete);
    this.name.set(None);
    this.getter_doc.set(false);
    let mut doc = doc;
    if doc.is_none()
        && let Some(get) = &get
        && let Some(found) = vm.getattr_opt(get.obj(), vm.names.__doc__.ptr())?
    {
        doc = Some(found).filter(|doc| !doc.is_none());
        this.getter_doc.set(doc.is_some());
    }
    if object.ty().kind() == Kind::Property {
        this.doc.set(doc);
        return Ok(());
    }
    // An instance of a subclass has its doc string in its dict, where it hides that of the class.
    let doc = doc.unwrap_or_else(Value::none);
    match vm.setattr(object, vm.names.__doc__.ptr(), Some(doc.obj())) {
        Err(_)
            if !this.getter_doc.get()
                && doc.is_none()
                && vm.exception_matches(vm.types.attribute_error()) =>
        {
            vm.clear_exception();
            Ok(())
        }
        result => result,
    }
}

/// The name of the property, as `__set_name__` told it or as its getter has it: `property_name`.
fn name_of(vm: &Vm, this: Ptr<'_, Property>) -> PyResult<Option<Value>> {
    if let Some(name) = this.name.get() {
        return Ok(Some(name));
    }
    match this.get.get() {
        Some(get) => vm.getattr_opt(get.obj(), vm.names.__name__.ptr()),
        None => Ok(None),
    }
}

/// The `AttributeError` of a property that lacks a function.
#[cold]
fn lacks(vm: &Vm, this: Ptr<'_, Property>, instance: Obj<'_>, what: &str) -> Raised {
    let message = || -> PyResult<String> {
        let class = instance.ty().qualname(vm);
        let class = vm.repr(class.obj())?;
        Ok(match name_of(vm, this)? {
            Some(name) => {
                let name = vm.repr(name.obj())?;
                format!("property {} of {} object has no {what}", name.as_str(), class.as_str())
            }
            None => format!("property of {} object has no {what}", class.as_str()),
        })
    };
    match message() {
        Ok(message) => vm.attribute_error(message),
        Err(raised) => raised,
    }
}

/// A copy with one function replaced: `property_copy`.
fn copy(vm: &Vm, object: Obj<'_>, which: usize, function: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let function = Some(function.to_owned()).filter(|function| !function.is_none());
    let mut parts = [this.get.get(), this.set.get(), this.delete.get()];
    if function.is_some() {
        parts[which] = function;
    }
    let keeps_getter_doc = this.getter_doc.get() && parts[0].is_some();
    let doc = if keeps_getter_doc { None } else { this.doc.get() };
    let parts: Vec<Value> =
        parts.into_iter().chain([doc]).map(|part| part.unwrap_or_else(Value::none)).collect();
    let made = vm.call(object.ty().ptr().obj(), Args::from_values(&parts))?;
    if let Some(property) = made.cast::<Property>() {
        property.name.set(this.name.get());
    }
    Ok(made)
}

/// `property`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "property",
    kind: Kind::Property,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<Property>(),
    doc: Some("property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nProperty attribute."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Property>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<Property>().as_ref() };
            for field in [&this.get, &this.set, &this.delete, &this.doc, &this.name] {
                field.visit(visit);
            }
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<Property>() {
                this.doc.set(None);
            }
        }));
        slots.init.set(Some(init));
        slots.descr_get.set(Some(|vm, object, instance, _| {
            let Some(instance) = instance.filter(|instance| !instance.is_none()) else {
                return Ok(object.to_owned());
            };
            let this = this(vm, object)?;
            match this.get.get() {
                Some(get) => vm.call_args(get.obj(), &[instance]),
                None => Err(lacks(vm, this, instance, "getter")),
            }
        }));
        slots.descr_set.set(Some(|vm, object, instance, value| {
            let this = this(vm, object)?;
            match value {
                Some(value) => match this.set.get() {
                    Some(set) => vm.call_args(set.obj(), &[instance, value]).map(drop),
                    None => Err(lacks(vm, this, instance, "setter")),
                },
                None => match this.delete.get() {
                    Some(delete) => vm.call_args(delete.obj(), &[instance]).map(drop),
                    None => Err(lacks(vm, this, instance, "deleter")),
                },
            }
        }));
    },
    methods: &[
        MethodDef::o("getter", |vm, object, function| copy(vm, object, 0, function))
            .doc("The same property with another function that reads."),
        MethodDef::o("setter", |vm, object, function| copy(vm, object, 1, function))
            .doc("The same property with another function that writes."),
        MethodDef::o("deleter", |vm, object, function| copy(vm, object, 2, function))
            .doc("The same property with another function that deletes."),
        MethodDef::fast("__set_name__", |vm, object, args| {
            if args.len() != 2 {
                return Err(vm.type_error(format_args!(
                    "__set_name__() takes 2 positional arguments but {} were given",
                    args.len()
                )));
            }
            this(vm, object)?.name.set(Some(args.get(1).to_owned()));
            Ok(Value::none())
        }),
    ],
    getset: &[
        GetSetDef::member("fget", |vm, object| Ok(this(vm, object)?.get.get().unwrap_or_else(Value::none))),
        GetSetDef::member("fset", |vm, object| Ok(this(vm, object)?.set.get().unwrap_or_else(Value::none))),
        GetSetDef::member("fdel", |vm, object| {
            Ok(this(vm, object)?.delete.get().unwrap_or_else(Value::none))
        }),
        GetSetDef::member("__doc__", |vm, object| {
            Ok(this(vm, object)?.doc.get().unwrap_or_else(Value::none))
        })
        .set(|vm, object, value| {
            this(vm, object)?.doc.set(value.map(Obj::to_owned));
            Ok(())
        }),
        GetSetDef::new("__name__", |vm, object| match name_of(vm, this(vm, object)?)? {
            Some(name) => Ok(name),
            None => Err(vm.no_attribute(object, vm.names.__name__.ptr())),
        })
        .set(|vm, object, value| {
            this(vm, object)?.name.set(value.map(Obj::to_owned));
            Ok(())
        }),
        GetSetDef::new("__isabstractmethod__", |vm, object| {
            let this = this(vm, object)?;
            for function in [this.get.get(), this.set.get(), this.delete.get()].into_iter().flatten() {
                if let Some(value) = vm.getattr_opt(function.obj(), vm.names.__isabstractmethod__.ptr())?
                    && vm.is_true(value.obj())?
                {
                    return Ok(Value::bool(true));
                }
            }
            Ok(Value::bool(false))
        }),
    ],
    ..TypeSpec::DEFAULT
};
