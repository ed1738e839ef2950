//! Descriptors of built-in types: `method_descriptor`, `getset_descriptor`, `member_descriptor`, `wrapper_descriptor`,
//! `classmethod_descriptor`, and what `__slots__` makes.

#![allow(unsafe_code, reason = "declares the layout of descriptors; fields at offsets that types vouch for")]

use std::ptr::NonNull;

use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::builtin_function::{BuiltinFunction, call_native};
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{
    GetSetDef, Kind, METH_CLASS, METH_STATIC, MethodDef, SlotDef, Slots, Type, TypeSpec, flags,
};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A descriptor of a built-in type, or of an item of `__slots__`: `PyDescrObject` and what begins with it.
#[repr(C)]
pub struct Descriptor {
    header: Header,
    /// `d_type`
    objclass: FieldOf<Type>,
    /// `d_name`
    name: FieldOf<Str>,
    what: What,
}

/// What a descriptor stands for.
#[derive(Clone, Copy)]
enum What {
    /// `d_method`
    Method(&'static MethodDef),
    /// `d_getset`, or `d_member`
    GetSet(&'static GetSetDef),
    /// `d_base`
    Slot(&'static SlotDef),
    /// The offset of a field for an item of `__slots__`.
    Member(usize),
}

// SAFETY: `repr(C)` with the header first; the types of these kinds have this layout.
unsafe impl Layout for Descriptor {
    const NAME: &'static str = "descriptor";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        matches!(
            ty.layout(),
            Kind::MethodDescriptor
                | Kind::ClassMethodDescriptor
                | Kind::GetSetDescriptor
                | Kind::MemberDescriptor
                | Kind::WrapperDescriptor
        )
    }
}

/// What a method of a built-in type becomes in its dict: `type_add_method`.
pub(crate) fn of_method(vm: &Vm, class: &Type, def: &'static MethodDef) -> Value {
    if def.binding & METH_STATIC != 0 {
        let function = BuiltinFunction::new(vm, def, Some(class.ptr().obj()), None);
        return crate::objects::classmethods::StaticMethod::new(vm, function.obj()).into_value();
    }
    let ty = if def.binding & METH_CLASS != 0 {
        vm.types.classmethod_descriptor()
    } else {
        vm.types.method_descriptor()
    };
    Descriptor::new(vm, ty, class, vm.intern(def.name), What::Method(def)).into_value()
}

impl Descriptor {
    fn new(vm: &Vm, ty: &Type, class: &Type, name: Ref<Str>, what: What) -> Ref<Descriptor> {
        let descriptor = Descriptor {
            header: Header::new(ty),
            objclass: FieldOf::new(class.ptr().to_ref()),
            name: FieldOf::new(name),
            what,
        };
        vm.alloc(ty, descriptor)
    }

    /// A descriptor for a computed attribute.
    pub(crate) fn of_getset(vm: &Vm, class: &Type, def: &'static GetSetDef) -> Ref<Descriptor> {
        let ty = if def.is_member { vm.types.member_descriptor() } else { vm.types.getset_descriptor() };
        Self::new(vm, ty, class, vm.intern(def.name), What::GetSet(def))
    }

    /// A descriptor for a slot.
    pub(crate) fn of_slot(vm: &Vm, class: &Type, def: &'static SlotDef) -> Ref<Descriptor> {
        Self::new(vm, vm.types.wrapper_descriptor(), class, vm.intern(def.name), What::Slot(def))
    }

    /// A descriptor for an item of `__slots__`.
    pub(crate) fn of_member(vm: &Vm, class: &Type, name: Ref<Str>, offset: usize) -> Ref<Descriptor> {
        Self::new(vm, vm.types.member_descriptor(), class, name, What::Member(offset))
    }

    /// The slot, if it stands for one.
    pub(crate) fn slot_def(&self) -> Option<&'static SlotDef> {
        match self.what {
            What::Slot(def) => Some(def),
            _ => None,
        }
    }

    /// `d_method`, if it stands for a method.
    #[inline(always)]
    pub(crate) fn method_def(&self) -> Option<&'static MethodDef> {
        match self.what {
            What::Method(def) => Some(def),
            _ => None,
        }
    }

    /// Where the field lies in instances, if it stands for an item of `__slots__`.
    pub(crate) fn member_offset(&self) -> Option<usize> {
        match self.what {
            What::Member(offset) => Some(offset),
            _ => None,
        }
    }

    /// `d_type`, borrowed: NULL if the collector has cleared the descriptor.
    #[inline(always)]
    pub(crate) fn class(&self) -> &FieldOf<Type> {
        &self.objclass
    }

    /// `d_type`
    ///
    /// # Panics
    ///
    /// If the collector has cleared the descriptor, which nobody can reach then.
    pub(crate) fn objclass(&self) -> Ref<Type> {
        self.objclass.get().expect("a descriptor that can be reached has its class")
    }

    fn text(&self) -> String {
        self.name.get().map_or_else(String::new, |name| name.as_str().into_owned())
    }

    /// The `TypeError` of an object that is no instance of the class: `descr_check`.
    #[cold]
    fn does_not_apply(&self, vm: &Vm, object: Obj<'_>) -> Raised {
        vm.type_error(format_args!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            self.text(),
            self.objclass().name(),
            object.ty().name()
        ))
    }

    #[inline]
    fn check(&self, vm: &Vm, object: Obj<'_>) -> PyResult<()> {
        // SAFETY: the class is only looked at.
        let class = unsafe { self.objclass.borrow() };
        if class.is_some_and(|class| object.ty().is_subtype(&class)) {
            Ok(())
        } else {
            Err(self.does_not_apply(vm, object))
        }
    }

    /// The field of an instance.
    fn field<'a>(&self, vm: &Vm, object: Obj<'a>, offset: usize) -> PyResult<&'a Field> {
        self.check(vm, object)?;
        let Some(header) = object.header() else { return Err(self.does_not_apply(vm, object)) };
        // SAFETY: instances of the class have the field there.
        Ok(unsafe { NonNull::from(header).cast::<u8>().add(offset).cast::<Field>().as_ref() })
    }

    fn missing(&self, vm: &Vm, object: Obj<'_>) -> Raised {
        match self.name.get() {
            Some(name) => {
                let full = object.ty().fully_qualified_name(vm);
                let text = name.as_str();
                let message = format_args!("'{full}' object has no attribute '{text}'");
                vm.attribute_error_of(object, name.ptr(), message)
            }
            None => vm.attribute_error("no name"),
        }
    }

    fn doc(&self) -> Option<&'static str> {
        match self.what {
            What::Method(def) => def.doc,
            What::GetSet(def) => def.doc,
            What::Slot(def) => Some(def.doc),
            What::Member(_) => None,
        }
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Descriptor>> {
    vm.expect::<Descriptor>(object)
}

/// `__get__` of attributes: `getset_get`, `member_get`
fn attribute_get(vm: &Vm, object: Obj<'_>, instance: Option<Obj<'_>>, _: Option<Obj<'_>>) -> PyResult<Value> {
    let Some(instance) = instance else { return Ok(object.to_owned()) };
    let this = this(vm, object)?;
    match this.what {
        What::GetSet(def) => {
            this.check(vm, instance)?;
            (def.get)(vm, instance)
        }
        What::Member(offset) => match this.field(vm, instance, offset)?.get() {
            Some(value) => Ok(value),
            None => Err(this.missing(vm, instance)),
        },
        _ => Err(vm.system_error("a descriptor of another kind")),
    }
}

/// `__set__` of attributes: `getset_set`, `member_set`
fn attribute_set(vm: &Vm, object: Obj<'_>, instance: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let this = this(vm, object)?;
    match this.what {
        What::GetSet(def) => {
            this.check(vm, instance)?;
            match def.set {
                Some(set) => set(vm, instance, value),
                None if def.is_member => Err(vm.attribute_error("readonly attribute")),
                None => Err(vm.attribute_error(format_args!(
                    "attribute '{}' of '{}' objects is not writable",
                    def.name,
                    this.objclass().name()
                ))),
            }
        }
        What::Member(offset) => {
            let field = this.field(vm, instance, offset)?;
            if value.is_none() && field.is_null() {
                return Err(vm.attribute_error(this.text()));
            }
            field.set(value.map(Obj::to_owned));
            Ok(())
        }
        _ => Err(vm.system_error("a descriptor of another kind")),
    }
}

/// `__get__` of methods: `method_get`
fn method_get(vm: &Vm, object: Obj<'_>, instance: Option<Obj<'_>>, _: Option<Obj<'_>>) -> PyResult<Value> {
    let Some(instance) = instance else { return Ok(object.to_owned()) };
    let this = this(vm, object)?;
    this.check(vm, instance)?;
    match this.what {
        What::Method(def) => Ok(BuiltinFunction::new(vm, def, Some(instance), None).into_value()),
        _ => Err(vm.system_error("a descriptor of another kind")),
    }
}

/// The first argument of a method that is called through its descriptor: `method_check_args`.
fn self_argument<'a>(vm: &Vm, this: Ptr<'_, Descriptor>, args: &Args<'a>) -> PyResult<Obj<'a>> {
    let Some(first) = args.positional(0) else {
        let name = vm.function_text(this.obj())?;
        return Err(vm.type_error(format_args!("unbound method {name} needs an argument")));
    };
    this.check(vm, first)?;
    Ok(first)
}

/// Calls a method of a built-in type: `method_vectorcall_*`
fn method_call(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let first = self_argument(vm, this, &args)?;
    match this.what {
        What::Method(def) => call_native(vm, def.native, object, first, args.skip_first()),
        _ => Err(vm.system_error("a descriptor of another kind")),
    }
}

/// `__get__` of class methods: `classmethod_get`
fn classmethod_get(
    vm: &Vm,
    object: Obj<'_>,
    instance: Option<Obj<'_>>,
    owner: Option<Obj<'_>>,
) -> PyResult<Value> {
    let this = this(vm, object)?;
    let owner = match (owner, instance) {
        (Some(owner), _) => owner,
        (None, Some(instance)) => instance.ty().ptr().obj(),
        (None, None) => {
            return Err(vm.type_error(format_args!(
                "descriptor '{}' for type '{}' needs either an object or a type",
                this.text(),
                this.objclass().name()
            )));
        }
    };
    let Some(class) = owner.cast::<Type>() else {
        return Err(vm.type_error(format_args!(
            "descriptor '{}' for type '{}' needs a type, not a '{}' as arg 2",
            this.text(),
            this.objclass().name(),
            owner.ty().name()
        )));
    };
    if !class.is_subtype(&this.objclass()) {
        return Err(vm.type_error(format_args!(
            "descriptor '{}' requires a subtype of '{}' but received '{}'",
            this.text(),
            this.objclass().name(),
            class.name()
        )));
    }
    match this.what {
        What::Method(def) => Ok(BuiltinFunction::new(vm, def, Some(owner), None).into_value()),
        _ => Err(vm.system_error("a descriptor of another kind")),
    }
}

/// Calls a class method of a built-in type through its descriptor: `classmethoddescr_call`
fn classmethod_call(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let Some(first) = args.positional(0) else {
        return Err(vm.type_error(format_args!(
            "descriptor '{}' of '{}' object needs an argument",
            this.text(),
            this.objclass().name()
        )));
    };
    let bound = classmethod_get(vm, object, None, Some(first))?;
    vm.call(bound.obj(), args.skip_first())
}

/// `__get__` of slots: `wrapperdescr_get`
fn wrapper_get(vm: &Vm, object: Obj<'_>, instance: Option<Obj<'_>>, _: Option<Obj<'_>>) -> PyResult<Value> {
    let Some(instance) = instance else { return Ok(object.to_owned()) };
    let this = this(vm, object)?;
    this.check(vm, instance)?;
    let ty = vm.types.method_wrapper();
    let wrapper = MethodWrapper {
        header: Header::new(ty),
        descriptor: FieldOf::new(this.to_ref()),
        object: Field::new(instance.to_owned()),
    };
    Ok(vm.alloc(ty, wrapper).into_value())
}

/// Calls a slot through its descriptor: `wrapperdescr_call`
fn wrapper_call(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let Some(first) = args.positional(0) else {
        return Err(vm.type_error(format_args!(
            "descriptor '{}' of '{}' object needs an argument",
            this.text(),
            this.objclass().name()
        )));
    };
    if !first.ty().is_subtype(&this.objclass()) {
        return Err(vm.type_error(format_args!(
            "descriptor '{}' requires a '{}' object but received a '{}'",
            this.text(),
            this.objclass().name(),
            first.ty().name()
        )));
    }
    this.call_slot(vm, first, args.skip_first())
}

impl Descriptor {
    fn call_slot(&self, vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
        match self.what {
            What::Slot(def) => def.call(vm, &self.objclass(), object, args),
            _ => Err(vm.system_error("a descriptor of another kind")),
        }
    }
}

/// The part of a doc string that is a signature, from its parenthesis on: `_PyType_GetTextSignatureFromInternalDoc`.
pub(crate) fn signature<'a>(name: &str, doc: &'a str) -> Option<&'a str> {
    let rest = doc.strip_prefix(name)?;
    if !rest.starts_with('(') {
        return None;
    }
    let end = rest.find(")\n--\n\n")?;
    Some(&rest[..=end])
}

/// A doc string without the signature on top: `_PyType_DocWithoutSignature`.
pub(crate) fn without_signature<'a>(name: &str, doc: &'a str) -> &'a str {
    match signature(name, doc) {
        Some(signature) => &doc[name.len() + signature.len() + "\n--\n\n".len()..],
        None => doc,
    }
}

fn get_doc(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let text = this.text();
    Ok(this.doc().map_or_else(Value::none, |doc| Str::new(vm, without_signature(&text, doc)).into_value()))
}

fn get_signature(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let text = this.text();
    let signature = this.doc().and_then(|doc| signature(&text, doc));
    Ok(signature.map_or_else(Value::none, |signature| Str::new(vm, signature).into_value()))
}

fn get_name(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(this(vm, object)?.name.get().map_or_else(Value::none, Ref::into_value))
}

fn get_qualname(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let class = this.objclass().qualname(vm);
    let text = format!("{}.{}", vm.str(class.obj())?.as_str(), this.text());
    Ok(Str::new(vm, &text).into_value())
}

fn get_objclass(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(this(vm, object)?.objclass().into_value())
}

/// `__reduce__`: as an attribute of the class.
fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let builtins = vm.import("builtins")?;
    let getattr = vm.getattr_str(builtins.obj(), "getattr")?;
    let name = this.name.get().map_or_else(Value::none, Ref::into_value);
    let args = Tuple::new(vm, vec![this.objclass().into_value(), name]);
    Ok(Tuple::new(vm, vec![getattr, args.into_value()]).into_value())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let what = match object.ty().kind() {
        Kind::GetSetDescriptor => "attribute",
        Kind::MemberDescriptor => "member",
        Kind::WrapperDescriptor => "slot wrapper",
        _ => "method",
    };
    let text = format!("<{what} '{}' of '{}' objects>", this.text(), this.objclass().name());
    Ok(Str::new(vm, &text).into_value())
}

/// What all descriptors have in common.
fn common(slots: &Slots) {
    slots.dealloc.set(crate::objects::alloc::dealloc::<Descriptor>);
    slots.traverse.set(Some(|object, visit| {
        // SAFETY: the slot is that of types with this layout.
        unsafe { object.cast::<Descriptor>().as_ref() }.objclass.visit(visit);
    }));
    slots.repr.set(Some(repr));
}

const OBJCLASS: GetSetDef = GetSetDef::member("__objclass__", get_objclass);
const NAME: GetSetDef = GetSetDef::member("__name__", get_name);
const QUALNAME: GetSetDef = GetSetDef::new("__qualname__", get_qualname);
const DOC: GetSetDef = GetSetDef::new("__doc__", get_doc);
const SIGNATURE: GetSetDef = GetSetDef::new("__text_signature__", get_signature);
const REDUCE: MethodDef = MethodDef::noargs("__reduce__", reduce);

const DEFAULT: TypeSpec = TypeSpec {
    flags: flags::HAVE_GC,
    basicsize: size_of::<Descriptor>(),
    methods: &[REDUCE],
    getset: &[OBJCLASS, NAME, QUALNAME, DOC, SIGNATURE],
    ..TypeSpec::DEFAULT
};

/// `method_descriptor`
pub(crate) static METHOD: TypeSpec = TypeSpec {
    name: "method_descriptor",
    kind: Kind::MethodDescriptor,
    flags: flags::HAVE_GC | flags::METHOD_DESCRIPTOR | flags::HAVE_VECTORCALL,
    slots: |slots| {
        common(slots);
        slots.call.set(Some(method_call));
        slots.descr_get.set(Some(method_get));
    },
    ..DEFAULT
};

/// `classmethod_descriptor`
pub(crate) static CLASSMETHOD: TypeSpec = TypeSpec {
    name: "classmethod_descriptor",
    kind: Kind::ClassMethodDescriptor,
    slots: |slots| {
        common(slots);
        slots.call.set(Some(classmethod_call));
        slots.descr_get.set(Some(classmethod_get));
    },
    ..DEFAULT
};

/// `getset_descriptor`
pub(crate) static GETSET: TypeSpec = TypeSpec {
    name: "getset_descriptor",
    kind: Kind::GetSetDescriptor,
    methods: &[],
    slots: |slots| {
        common(slots);
        slots.descr_get.set(Some(attribute_get));
        slots.descr_set.set(Some(attribute_set));
    },
    getset: &[OBJCLASS, NAME, QUALNAME, DOC],
    ..DEFAULT
};

/// `member_descriptor`
pub(crate) static MEMBER: TypeSpec = TypeSpec {
    name: "member_descriptor",
    kind: Kind::MemberDescriptor,
    slots: |slots| {
        common(slots);
        slots.descr_get.set(Some(attribute_get));
        slots.descr_set.set(Some(attribute_set));
    },
    getset: &[OBJCLASS, NAME, QUALNAME, DOC],
    ..DEFAULT
};

/// `wrapper_descriptor`
pub(crate) static WRAPPER: TypeSpec = TypeSpec {
    name: "wrapper_descriptor",
    kind: Kind::WrapperDescriptor,
    flags: flags::HAVE_GC | flags::METHOD_DESCRIPTOR,
    slots: |slots| {
        common(slots);
        slots.call.set(Some(wrapper_call));
        slots.descr_get.set(Some(wrapper_get));
    },
    ..DEFAULT
};

/// `method-wrapper`: a slot bound to an object.
#[repr(C)]
pub struct MethodWrapper {
    header: Header,
    descriptor: FieldOf<Descriptor>,
    object: Field,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for MethodWrapper {
    const NAME: &'static str = "method-wrapper";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::MethodWrapper
    }
}

impl MethodWrapper {
    fn parts(&self) -> Option<(Ref<Descriptor>, Value)> {
        Some((self.descriptor.get()?, self.object.get()?))
    }
}

/// The parts of a `method-wrapper` that can be reached.
fn wrapper_parts(vm: &Vm, object: Obj<'_>) -> PyResult<(Ref<Descriptor>, Value)> {
    vm.expect::<MethodWrapper>(object)?
        .parts()
        .ok_or_else(|| vm.system_error("a method-wrapper without its parts"))
}

/// An attribute that a `method-wrapper` has from its descriptor.
macro_rules! from_descriptor {
    ($name:literal, $get:expr) => {
        GetSetDef::new($name, |vm, object| $get(vm, wrapper_parts(vm, object)?.0.obj()))
    };
}

/// `method-wrapper`
pub(crate) static METHOD_WRAPPER: TypeSpec = TypeSpec {
    name: "method-wrapper",
    kind: Kind::MethodWrapper,
    flags: flags::HAVE_GC,
    basicsize: size_of::<MethodWrapper>(),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<MethodWrapper>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<MethodWrapper>().as_ref() };
            this.descriptor.visit(visit);
            this.object.visit(visit);
        }));
        slots.repr.set(Some(|vm, object| {
            let (descriptor, object) = wrapper_parts(vm, object)?;
            let text = format!(
                "<method-wrapper '{}' of {} object at {:#x}>",
                descriptor.text(),
                object.ty().name(),
                object.obj().word()
            );
            Ok(Str::new(vm, &text).into_value())
        }));
        slots.call.set(Some(|vm, object, args| {
            let (descriptor, object) = wrapper_parts(vm, object)?;
            descriptor.call_slot(vm, object.obj(), args)
        }));
        slots.hash.set(Some(|vm, object| {
            let (descriptor, object) = wrapper_parts(vm, object)?;
            let identity = |object| crate::objects::object::identity_hash(vm, object);
            Ok((identity(object.obj())? ^ identity(descriptor.obj())?).max(i64::MIN + 1))
        }));
        slots.richcompare.set(Some(|vm, left, right, op| {
            let (Some(_), Some(_)) = (left.cast::<MethodWrapper>(), right.cast::<MethodWrapper>()) else {
                return Ok(Value::not_implemented());
            };
            let (left, right) = (wrapper_parts(vm, left)?, wrapper_parts(vm, right)?);
            let same = left.0.ptr().is(right.0.ptr()) && left.1.is(right.1.obj());
            Ok(match op {
                crate::objects::type_::CompareOp::Eq => Value::bool(same),
                crate::objects::type_::CompareOp::Ne => Value::bool(!same),
                _ => Value::not_implemented(),
            })
        }));
    },
    methods: &[MethodDef::noargs("__reduce__", |vm, object| {
        let (descriptor, object) = wrapper_parts(vm, object)?;
        let builtins = vm.import("builtins")?;
        let getattr = vm.getattr_str(builtins.obj(), "getattr")?;
        let args = Tuple::new(vm, vec![object, get_name(vm, descriptor.obj())?]);
        Ok(Tuple::new(vm, vec![getattr, args.into_value()]).into_value())
    })],
    getset: &[
        GetSetDef::member("__self__", |vm, object| Ok(wrapper_parts(vm, object)?.1)),
        from_descriptor!("__objclass__", get_objclass),
        from_descriptor!("__name__", get_name),
        from_descriptor!("__qualname__", get_qualname),
        from_descriptor!("__doc__", get_doc),
        from_descriptor!("__text_signature__", get_signature),
    ],
    ..TypeSpec::DEFAULT
};
