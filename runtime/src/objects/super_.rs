//! `super`

#![allow(unsafe_code, reason = "declares the layout of super objects")]

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, Kind, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// The attributes that come after a class in the MRO of an object: `superobject`.
#[repr(C)]
pub struct Super {
    header: Header,
    /// `type`
    class: FieldOf<Type>,
    /// `obj`
    object: Field,
    /// `obj_type`
    object_type: FieldOf<Type>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Super {
    const NAME: &'static str = "super";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Super
    }
}

/// Whose MRO is searched for `super(class, object)`: `supercheck`.
fn check(vm: &Vm, class: &Type, object: Obj<'_>) -> PyResult<Ref<Type>> {
    if let Some(ty) = object.cast::<Type>()
        && ty.is_subtype(class)
    {
        return Ok(ty.to_ref());
    }
    if object.ty().is_subtype(class) {
        return Ok(object.ty().ptr().to_ref());
    }
    if let Some(claimed) = vm.getattr_opt(object, vm.names.__class__.ptr())?
        && let Some(ty) = claimed.cast::<Type>()
        && ty.is_subtype(class)
    {
        return Ok(ty.to_ref());
    }
    let (what, name) = match object.cast::<Type>() {
        Some(ty) => ("type", ty.get().name()),
        None => ("instance of", object.ty().name()),
    };
    Err(vm.type_error(format_args!(
        "super(type, obj): obj ({what} {name}) is not an instance or subtype of type ({}).",
        class.name()
    )))
}

/// An attribute of the first type after `class` in the MRO of `object_type` that has it: `_super_lookup_descr`.
fn lookup(vm: &Vm, class: &Type, object_type: &Type, name: Ptr<'_, Str>) -> Option<Value> {
    // The object's class itself is not a parent.
    if name.is(vm.names.__class__.ptr()) {
        return None;
    }
    let mro = object_type.mro.get()?;
    let mut after = mro.as_slice().iter().skip_while(|entry| !entry.is(class.ptr().obj())).skip(1);
    after.find_map(|entry| entry.cast::<Type>().and_then(|base| base.own(vm, name)))
}

impl Super {
    /// `super(class, object)`
    pub(crate) fn new(vm: &Vm, class: &Type, object: Obj<'_>) -> PyResult<Ref<Super>> {
        let object_type = check(vm, class, object)?;
        let made = Self::allocate(vm, vm.types.super_());
        made.class.set(Some(class.ptr().to_ref()));
        made.object.set(Some(object.to_owned()));
        made.object_type.set(Some(object_type));
        Ok(made)
    }

    fn allocate(vm: &Vm, ty: &Type) -> Ref<Super> {
        let made = Super {
            header: Header::new(ty),
            class: FieldOf::NULL,
            object: Field::NULL,
            object_type: FieldOf::NULL,
        };
        vm.alloc(ty, made)
    }
}

/// `super(class, object).name` without a `super` object: `_PySuper_Lookup`. If `method` is asked for, a function comes
/// back unbound, and the second part of the answer says so.
pub(crate) fn super_lookup(
    vm: &Vm,
    class: &Type,
    object: Obj<'_>,
    name: Ptr<'_, Str>,
    method: bool,
) -> PyResult<(Value, bool)> {
    let object_type = check(vm, class, object)?;
    match lookup(vm, class, &object_type, name) {
        Some(found) if method && found.ty().has_flags(flags::METHOD_DESCRIPTOR) => Ok((found, true)),
        Some(found) => bind(vm, found, Some(object), &object_type).map(|bound| (bound, false)),
        None => {
            let parent = Super::new(vm, class, object)?;
            vm.generic_getattr(parent.obj(), name).map(|found| (found, false))
        }
    }
}

/// Binds what was found to the object, unless that is the class itself.
fn bind(vm: &Vm, found: Value, object: Option<Obj<'_>>, object_type: &Type) -> PyResult<Value> {
    let owner = object_type.ptr().obj();
    match found.ty().slots.descr_get.get() {
        Some(get) => get(vm, found.obj(), object.filter(|object| !object.is(owner)), Some(owner)),
        None => Ok(found),
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Super>> {
    vm.expect::<Super>(object)
}

fn getattro(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
    let this = this(vm, object)?;
    if let (Some(class), Some(object_type)) = (this.class.get(), this.object_type.get())
        && let Some(found) = lookup(vm, &class, &object_type, name)
    {
        let bound_to = this.object.get();
        return bind(vm, found, bound_to.as_ref().map(Value::obj), &object_type);
    }
    vm.generic_getattr(object, name)
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    args.no_keywords(vm, "super")?;
    args.range(vm, "super()", 0, 2)?;
    let this = this(vm, object)?;
    let (class, bound_to) = match args.positional(0) {
        // Without arguments: the class that the running method was defined in, and its first argument.
        None => (vm.hooks.super_arguments.get())(vm)?,
        Some(class) => (class.to_owned(), args.positional(1).map_or_else(Value::none, Obj::to_owned)),
    };
    let Some(class) = class.cast::<Type>() else {
        return Err(
            vm.type_error(format_args!("super() argument 1 must be a type, not {}", class.ty().name()))
        );
    };
    let bound_to = Some(bound_to).filter(|object| !object.is_none());
    let object_type = match &bound_to {
        Some(bound_to) => Some(check(vm, &class, bound_to.obj())?),
        None => None,
    };
    this.class.set(Some(class.to_ref()));
    this.object.set(bound_to);
    this.object_type.set(object_type);
    Ok(())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let class = this.class.get().map_or_else(|| "NULL".to_owned(), |class| class.name().to_owned());
    let text = match this.object_type.get() {
        Some(ty) => format!("<super: <class '{class}'>, <{} object>>", ty.name()),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    Ok(Str::new(vm, &text).into_value())
}

/// Binds an unbound `super` object, as a class attribute, to an instance: `super_descr_get`.
fn descr_get(vm: &Vm, object: Obj<'_>, instance: Option<Obj<'_>>, _: Option<Obj<'_>>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let Some(instance) = instance.filter(|instance| !instance.is_none()) else {
        return Ok(object.to_owned());
    };
    if !this.object.get().is_none_or(|bound| bound.is_none()) {
        return Ok(object.to_owned());
    }
    let Some(class) = this.class.get() else { return Ok(object.to_owned()) };
    if object.ty().kind() != Kind::Super {
        return vm.call_args(object.ty().ptr().obj(), &[class.obj(), instance]);
    }
    Super::new(vm, &class, instance).map(Ref::into_value)
}

/// `super`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "super",
    kind: Kind::Super,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<Super>(),
    doc: Some("super() -> same as super(__class__, <first argument>)"),
    new: Some(|vm, ty, _| Ok(Super::allocate(vm, &ty).into_value())),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Super>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<Super>().as_ref() };
            this.class.visit(visit);
            this.object.visit(visit);
            this.object_type.visit(visit);
        }));
        slots.init.set(Some(init));
        slots.getattro.set(Some(getattro));
        slots.repr.set(Some(repr));
        slots.descr_get.set(Some(descr_get));
    },
    getset: &[
        GetSetDef::member("__thisclass__", |vm, object| {
            Ok(this(vm, object)?.class.get().map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::member("__self__", |vm, object| {
            Ok(this(vm, object)?.object.get().unwrap_or_else(Value::none))
        }),
        GetSetDef::member("__self_class__", |vm, object| {
            Ok(this(vm, object)?.object_type.get().map_or_else(Value::none, Ref::into_value))
        }),
    ],
    ..TypeSpec::DEFAULT
};
