//! `object`, and the attributes of objects in general.

#![allow(unsafe_code, reason = "declares the layout of plain objects")]

use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::dict::Dict;
use crate::objects::instance;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{
    CompareOp, GetSetDef, GetattroFn, InitFn, Kind, MethodDef, NewFn, SetattroFn, Type, TypeSpec, flags,
};
use crate::value::{Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// An instance of `object` or of a type that a program derived from it: a header, and what the type puts behind it.
#[repr(C)]
pub struct Instance {
    header: Header,
}

// SAFETY: `repr(C)`, and every object begins with a header.
unsafe impl Layout for Instance {
    const NAME: &'static str = "object";

    #[inline(always)]
    fn fits(_: &Type) -> bool {
        true
    }
}

/// `PyObject_GenericGetAttr`, as the slot of `object` has it.
pub(crate) const GENERIC_GETATTR: GetattroFn = generic_getattr;
/// `PyObject_GenericSetAttr`, as the slot of `object` has it.
pub(crate) const GENERIC_SETATTR: SetattroFn = generic_setattr;

fn generic_getattr(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
    vm.generic_getattr(object, name)
}

fn generic_setattr(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>, value: Option<Obj<'_>>) -> PyResult<()> {
    vm.generic_setattr(object, name, value)
}

impl Vm {
    /// The object as a `T`, or a `TypeError`.
    #[inline]
    pub fn expect<'a, T: Layout>(&self, object: Obj<'a>) -> PyResult<Ptr<'a, T>> {
        match object.cast::<T>() {
            Some(object) => Ok(object),
            None => Err(self.not_a::<T>(object)),
        }
    }

    #[cold]
    fn not_a<T: Layout>(&self, object: Obj<'_>) -> Raised {
        self.type_error(format_args!("expected {}, got {}", T::NAME, object.ty().name()))
    }

    /// A plain new instance of a type, with all its fields NULL: `PyType_GenericAlloc` of a type with the layout of
    /// `object`.
    pub(crate) fn new_instance(&self, ty: &Type) -> Value {
        self.alloc(ty, Instance { header: Header::new(ty) }).into_value()
    }

    /// `object.name`, as most types find it: `PyObject_GenericGetAttr`.
    pub fn generic_getattr(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
        match self.find_attribute(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// [`Vm::generic_getattr`], or nothing if there is no such attribute or finding it raises `AttributeError`.
    pub(crate) fn generic_getattr_opt(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Option<Value>> {
        let result = self.find_attribute(object, name);
        Ok(self.suppress(result, self.types.attribute_error())?.flatten())
    }

    /// An attribute, as most types find it: a data descriptor of the type, then what the instance has, then anything
    /// else of the type. What a descriptor raises is raised.
    #[inline]
    fn find_attribute(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Option<Value>> {
        let ty = object.ty();
        let found = ty.lookup(self, name);
        let get = found.as_ref().and_then(|found| found.ty().slots.descr_get.get());
        if let (Some(found), Some(get)) = (&found, get)
            && found.ty().slots.descr_set.get().is_some()
        {
            return get(self, found.obj(), Some(object), Some(ty.ptr().obj())).map(Some);
        }
        if let Some(value) = self.instance_attribute(object, name)? {
            return Ok(Some(value));
        }
        match (found, get) {
            (Some(found), Some(get)) => get(self, found.obj(), Some(object), Some(ty.ptr().obj())).map(Some),
            (found, _) => Ok(found),
        }
    }

    /// `object.name = value` or `del object.name`, as most types do it: `PyObject_GenericSetAttr`.
    pub fn generic_setattr(
        &self,
        object: Obj<'_>,
        name: Ptr<'_, Str>,
        value: Option<Obj<'_>>,
    ) -> PyResult<()> {
        let ty = object.ty();
        let found = ty.lookup(self, name);
        if let Some(found) = &found
            && let Some(set) = found.ty().slots.descr_set.get()
        {
            return set(self, found.obj(), object, value);
        }
        if self.set_instance_attribute(object, name, value)? {
            return Ok(());
        }
        if ty.dictoffset() != 0 {
            return Err(self.no_attribute(object, name));
        }
        let text = name.get().as_str();
        Err(if found.is_some() {
            self.attribute_error_of(
                object,
                name,
                format_args!("'{}' object attribute '{text}' is read-only", ty.name()),
            )
        } else if ty
            .slots
            .setattro
            .get()
            .is_some_and(|setattro| std::ptr::fn_addr_eq(setattro, GENERIC_SETATTR))
        {
            self.attribute_error_of(
                object,
                name,
                format_args!(
                    "'{}' object has no attribute '{text}' and no __dict__ for setting new attributes",
                    ty.name()
                ),
            )
        } else {
            self.no_attribute(object, name)
        })
    }

    /// Whether `__getattribute__` of a class is one that a built-in type has.
    pub(crate) fn is_native_getattribute(&self, found: Obj<'_>) -> bool {
        found
            .cast::<crate::objects::descriptors::Descriptor>()
            .is_some_and(|descriptor| descriptor.slot_def().is_some_and(|def| def.name == "__getattribute__"))
    }

    /// `__getattribute__` of the built-in type that an instance's class inherits from, or nothing if there is no such
    /// attribute.
    pub(crate) fn native_getattr_opt(&self, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Option<Value>> {
        let native = object.ty().native_base();
        match native.slots.getattro.get() {
            Some(getattro) if !std::ptr::fn_addr_eq(getattro, GENERIC_GETATTR) => {
                let result = getattro(self, object, name);
                self.suppress(result, self.types.attribute_error())
            }
            _ => self.generic_getattr_opt(object, name),
        }
    }
}

/// Whether a type has more than the `__init__` or `__new__` of `object`.
fn excess_args(args: &Args<'_>) -> bool {
    !args.is_empty() || args.keywords() > 0
}

fn is_object_new(function: Option<NewFn>) -> bool {
    function.is_some_and(|function| std::ptr::fn_addr_eq(function, new as NewFn))
}

fn is_object_init(function: Option<InitFn>) -> bool {
    function.is_some_and(|function| std::ptr::fn_addr_eq(function, init as InitFn))
}

/// `object.__new__`
pub(crate) fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    if excess_args(&args) {
        if !is_object_new(ty.slots.new.get()) {
            return Err(
                vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)")
            );
        }
        if is_object_init(ty.slots.init.get()) {
            return Err(vm.type_error(format_args!("{}() takes no arguments", ty.name())));
        }
    }
    if ty.has_flags(flags::IS_ABSTRACT) {
        return Err(abstract_error(vm, &ty)?);
    }
    if ty.get().layout() != Kind::Object {
        return Err(vm.type_error(format_args!(
            "object.__new__({0}) is not safe, use {0}.__new__()",
            ty.get().native_base().name()
        )));
    }
    Ok(vm.new_instance(&ty))
}

/// Names the methods that keep a class abstract.
fn abstract_error(vm: &Vm, ty: &Type) -> PyResult<Raised> {
    let methods = match ty.own(vm, vm.names.__abstractmethods__.ptr()) {
        Some(methods) => vm.sorted(methods.obj())?,
        None => List::new(vm, Vec::new()).into_value(),
    };
    let names = vm.collect(methods.obj())?;
    let quoted: Vec<String> = names
        .iter()
        .map(|name| vm.str(name.obj()).map(|name| format!("'{}'", name.as_str())))
        .collect::<PyResult<_>>()?;
    let plural = if quoted.len() == 1 { "" } else { "s" };
    Ok(vm.type_error(format_args!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} {}",
        ty.name(),
        quoted.join(", ")
    )))
}

/// `object.__init__`
pub(crate) fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    let ty = object.ty();
    if excess_args(&args) {
        if !is_object_init(ty.slots.init.get()) {
            return Err(
                vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)")
            );
        }
        if is_object_new(ty.slots.new.get()) {
            return Err(vm.type_error(format_args!(
                "{}.__init__() takes exactly one argument (the instance to initialize)",
                ty.name()
            )));
        }
    }
    Ok(())
}

/// `object.__repr__`
fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = object.ty();
    let module = ty.module(vm);
    let qualname = ty.qualname(vm);
    let qualname = vm.str(qualname.obj())?;
    let text = match module.as_ref().and_then(|module| module.cast::<Str>()) {
        Some(module) if !module.equals_str("builtins") => {
            format!("<{}.{} object at {:#x}>", module.get().as_str(), qualname.as_str(), object.word())
        }
        _ => format!("<{} object at {:#x}>", ty.name(), object.word()),
    };
    Ok(Str::new(vm, &text).into_value())
}

/// `object.__hash__`: the address, turned so that its low bits differ.
pub(crate) fn identity_hash(_: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let hash = object.word().rotate_right(4) as i64;
    Ok(if hash == -1 { -2 } else { hash })
}

/// `object.__eq__` and `object.__ne__`
fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    match op {
        CompareOp::Eq if left.is(right) => Ok(Value::bool(true)),
        CompareOp::Ne => {
            // `!=` is the opposite of what the class says about `==`.
            let Some(compare) = left.ty().slots.richcompare.get() else {
                return Ok(Value::not_implemented());
            };
            let equal = compare(vm, left, right, CompareOp::Eq)?;
            if equal.is(Obj::NOT_IMPLEMENTED) {
                return Ok(equal);
            }
            Ok(Value::bool(!vm.is_true(equal.obj())?))
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn get_class(_: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(object.ty().ptr().to_value())
}

fn set_class(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.type_error("can't delete __class__ attribute"));
    };
    let Some(new) = value.cast::<Type>() else {
        return Err(vm.type_error(format_args!(
            "__class__ must be set to a class, not '{}' object",
            value.ty().name()
        )));
    };
    let old = object.ty();
    let module = vm.types.module();
    let modules = new.is_subtype(module) && old.is_subtype(module);
    if !modules && (new.has_flags(flags::IMMUTABLETYPE) || old.has_flags(flags::IMMUTABLETYPE)) {
        return Err(
            vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
        );
    }
    crate::objects::type_::compatible_for_assignment(vm, old, &new, "__class__")?;
    let Some(header) = object.header() else { return Ok(()) };
    if old.has_flags(flags::INLINE_VALUES) {
        // The values lie in the order of the old class's keys: they move into a dict of their own.
        if let Some(dict) = vm.instance_dict(object) {
            // SAFETY: the type says that there are values behind the object.
            unsafe { instance::release_inline_values(vm, std::ptr::NonNull::from(header), Some(&dict)) };
        }
    }
    if let Some(module) = object.cast::<Module>() {
        // Instructions that are specialised for the module do not look at its class, nor at that of a module which is
        // an attribute of a class.
        module.get().dict().forget_version();
        vm.types.object().modified();
    }
    let old = old.ptr().to_ref();
    header.set_type(&new);
    if old.is_heap_type() {
        // SAFETY: the object's own reference to the old type is not used any more.
        unsafe { Header::release_type(&old) };
    }
    Ok(())
}

/// `object.__dir__`: the names in the dict, the class and its bases.
fn dir(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let names = Dict::new(vm);
    if let Some(own) = vm.getattr_opt(object, vm.names.__dict__.ptr())?
        && let Some(own) = own.cast::<Dict>()
    {
        for (name, _) in own.get().items() {
            names.set(vm, name.obj(), Obj::NONE)?;
        }
    }
    if let Some(class) = vm.getattr_opt(object, vm.names.__class__.ptr())?
        && let Some(class) = class.cast::<Type>()
    {
        for base in class.get().mro_vec().iter().rev() {
            for (name, _) in base.dict.get().map(|dict| dict.items()).unwrap_or_default() {
                names.set(vm, name.obj(), Obj::NONE)?;
            }
        }
    }
    Ok(List::new(vm, names.items().into_iter().map(|(name, _)| name).collect()).into_value())
}

/// `object.__format__`
fn format(vm: &Vm, object: Obj<'_>, spec: Obj<'_>) -> PyResult<Value> {
    let Some(text) = spec.cast::<Str>() else {
        return Err(
            vm.type_error(format_args!("__format__() argument must be str, not {}", spec.ty().name()))
        );
    };
    if !text.is_empty() {
        return Err(vm.type_error(format_args!(
            "unsupported format string passed to {}.__format__",
            object.ty().name()
        )));
    }
    vm.str(object).map(Ref::into_value)
}

/// `object.__getstate__`: the dict, and the slots if there are any.
pub(crate) fn getstate(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    if object.ty().itemsize() != 0 && !object.ty().is_heap_type() {
        return Err(vm.type_error(format_args!("cannot pickle {} objects", object.ty().name())));
    }
    let dict = match instance::dict_field(object) {
        Some(_) => match vm.instance_dict(object) {
            Some(dict) if !dict.is_empty() => dict.copy(vm)?.into_value(),
            _ => Value::none(),
        },
        None => Value::none(),
    };
    let slots = Dict::new(vm);
    for class in object.ty().mro_vec().iter().rev() {
        let Some(names) = class.ht_slots.get() else { continue };
        for name in names.as_slice() {
            let Some(text) = name.cast::<Str>() else { continue };
            if let Some(value) = vm.getattr_opt(object, text)? {
                slots.set(vm, name.obj(), value.obj())?;
            }
        }
    }
    if slots.is_empty() {
        return Ok(dict);
    }
    Ok(Tuple::new(vm, vec![dict, slots.into_value()]).into_value())
}

/// `object.__reduce_ex__`, by `copyreg` where the protocol asks for that.
fn reduce_ex(vm: &Vm, object: Obj<'_>, protocol: Obj<'_>) -> PyResult<Value> {
    let number = vm.index_isize(protocol, Some(vm.types.overflow_error()))?;
    // A class with a `__reduce__` of its own has the last word.
    let reduce = vm.getattr_opt(object, vm.names.__reduce__.ptr())?;
    let own = object.ty().lookup(vm, vm.names.__reduce__.ptr());
    let inherited = vm.types.object().own(vm, vm.names.__reduce__.ptr());
    if let (Some(reduce), Some(own), Some(inherited)) = (reduce, own, inherited)
        && !own.is(inherited.obj())
    {
        return vm.call_args(reduce.obj(), &[]);
    }
    reduce_by_copyreg(vm, object, number)
}

fn reduce_by_copyreg(vm: &Vm, object: Obj<'_>, protocol: isize) -> PyResult<Value> {
    let copyreg = vm.import("copyreg")?;
    if protocol < 2 {
        let number = vm.int(protocol as i64);
        return vm.call_method_str(copyreg.obj(), "_reduce_ex", &[object, number.obj()]);
    }
    let class = object.ty().ptr().to_value();
    let state = vm.call_method(object, vm.names.__getstate__.ptr(), &[])?;
    let (function, args) =
        if let Some(method) = vm.lookup_special(object, vm.names.__getnewargs_ex__.ptr())? {
            let pair = vm.call_args(method.obj(), &[])?;
            let parts = vm.collect(pair.obj())?;
            let [positional, keywords] = &parts[..] else {
                return Err(vm.value_error(format_args!(
                    "__getnewargs_ex__ should return a tuple of length 2, not {}",
                    parts.len()
                )));
            };
            let args = vec![class, positional.clone(), keywords.clone()];
            (vm.getattr_str(copyreg.obj(), "__newobj_ex__")?, args)
        } else {
            let mut args = vec![class];
            if let Some(method) = vm.lookup_special(object, vm.names.__getnewargs__.ptr())? {
                let more = vm.call_args(method.obj(), &[])?;
                let Some(more) = more.cast::<Tuple>() else {
                    return Err(vm.type_error(format_args!(
                        "__getnewargs__ should return a tuple, not '{}'",
                        more.ty().name()
                    )));
                };
                args.extend_from_slice(more.get().as_slice());
            }
            (vm.getattr_str(copyreg.obj(), "__newobj__")?, args)
        };
    let items = if object.ty().layout() == Kind::List { vm.iter(object)? } else { Value::none() };
    let pairs = if object.ty().layout() == Kind::Dict {
        let pairs = vm.call_method(object, vm.names.items.ptr(), &[])?;
        vm.iter(pairs.obj())?
    } else {
        Value::none()
    };
    let args = Tuple::new(vm, args).into_value();
    Ok(Tuple::new(vm, vec![function, args, state, items, pairs]).into_value())
}

/// `object`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "object",
    kind: Kind::Object,
    flags: flags::BASETYPE,
    doc: Some("object()\n--\n\nThe base class of the class hierarchy."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Instance>);
        slots.repr.set(Some(repr));
        slots.str.set(Some(|vm, object| match object.ty().slots.repr.get() {
            Some(own) => own(vm, object),
            None => repr(vm, object),
        }));
        slots.hash.set(Some(identity_hash));
        slots.richcompare.set(Some(richcompare));
        slots.getattro.set(Some(GENERIC_GETATTR));
        slots.setattro.set(Some(GENERIC_SETATTR));
        slots.init.set(Some(init));
    },
    methods: &[
        MethodDef::o("__reduce_ex__", reduce_ex)
            .doc("__reduce_ex__($self, protocol, /)\n--\n\nWhat a copy of the object is made from."),
        MethodDef::noargs("__reduce__", |vm, object| reduce_by_copyreg(vm, object, 0))
            .doc("__reduce__($self, /)\n--\n\nWhat a copy of the object is made from."),
        MethodDef::noargs("__getstate__", getstate)
            .doc("__getstate__($self, /)\n--\n\nWhat a copy of the object is made from."),
        MethodDef::o("__subclasshook__", |_, _, _| Ok(Value::not_implemented()))
            .class()
            .doc("Abstract classes can override this to customize issubclass()."),
        MethodDef::noargs("__init_subclass__", |_, _| Ok(Value::none()))
            .class()
            .doc("This method is called when a class is subclassed."),
        MethodDef::o("__format__", format)
            .doc("__format__($self, format_spec, /)\n--\n\nDefault object formatter."),
        MethodDef::noargs("__sizeof__", |vm, object| Ok(vm.int(object.ty().basicsize() as i64)))
            .doc("__sizeof__($self, /)\n--\n\nHow many bytes of memory the object takes."),
        MethodDef::noargs("__dir__", dir)
            .doc("__dir__($self, /)\n--\n\nThe names of the attributes of the object and its classes."),
    ],
    getset: &[GetSetDef::new("__class__", get_class).set(set_class).doc("the object's class")],
    ..TypeSpec::DEFAULT
};
