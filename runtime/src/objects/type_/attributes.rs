//! Attributes of types: what `type` itself declares.

use super::spec::{GetSetDef, MethodDef, TypeSpec};
use super::{Kind, Type, flags};
use crate::errors::{PyResult, Raised};
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Type>> {
    vm.expect::<Type>(object)
}

impl Type {
    /// An attribute of the type as an object: `type_getattro`.
    pub(crate) fn getattr_opt(&self, vm: &Vm, name: Ptr<'_, Str>) -> PyResult<Option<Value>> {
        let metatype = self.header().ty();
        let meta = metatype.lookup(vm, name);
        let meta_get = meta.as_ref().and_then(|found| found.ty().slots.descr_get.get());
        let (object, owner) = (self.ptr().obj(), metatype.ptr().obj());
        if let (Some(found), Some(get)) = (&meta, meta_get)
            && found.ty().slots.descr_set.get().is_some()
        {
            return get(vm, found.obj(), Some(object), Some(owner)).map(Some);
        }
        if let Some(found) = self.lookup(vm, name) {
            return match found.ty().slots.descr_get.get() {
                Some(get) => get(vm, found.obj(), None, Some(object)).map(Some),
                None => Ok(Some(found)),
            };
        }
        match (meta, meta_get) {
            (Some(found), Some(get)) => get(vm, found.obj(), Some(object), Some(owner)).map(Some),
            (meta, _) => Ok(meta),
        }
    }

    /// Sets or deletes an attribute of the type: `type_setattro`.
    pub(crate) fn set_attribute(&self, vm: &Vm, name: Ptr<'_, Str>, value: Option<Obj<'_>>) -> PyResult<()> {
        if self.has_flags(flags::IMMUTABLETYPE) {
            return Err(vm.type_error(format_args!(
                "cannot set {} attribute of immutable type '{}'",
                vm.repr(name.obj())?.as_str(),
                self.name()
            )));
        }
        let name = vm.strings.intern(name.to_ref());
        if let Some(found) = self.header().ty().lookup(vm, name.ptr())
            && let Some(set) = found.ty().slots.descr_set.get()
        {
            return set(vm, found.obj(), self.ptr().obj(), value);
        }
        let Some(dict) = self.dict.get() else {
            return Err(vm.system_error("a type without a dict"));
        };
        // The old value lives until the type is whole again.
        let old = dict.get_str(vm, name.ptr());
        match value {
            Some(value) => {
                self.modified();
                dict.set(vm, name.obj(), value)?;
            }
            None => {
                if old.is_none() {
                    return Err(vm.attribute_error_of(
                        self.ptr().obj(),
                        name.ptr(),
                        format_args!("type object '{}' has no attribute '{}'", self.name(), name.as_str()),
                    ));
                }
                self.modified();
                dict.remove(vm, name.obj())?;
            }
        }
        if name.chars().len() > 4 && name.as_str().starts_with("__") && name.as_str().ends_with("__") {
            self.update_slots_named(vm, &name);
        }
        if name.ptr().is(vm.names.__abstractmethods__.ptr()) {
            self.modified();
        }
        Ok(())
    }

    /// The value of an entry of its own dict.
    pub(crate) fn own(&self, vm: &Vm, name: Ptr<'_, Str>) -> Option<Value> {
        self.dict.get().and_then(|dict| dict.get_str(vm, name))
    }

    /// Removes an entry of its own dict, and says whether there was one. The end of what was removed before may have
    /// made others rely on the type as it was then, so that each change is one of its own.
    fn remove_own(&self, vm: &Vm, dict: &Dict, name: &Ref<Str>) -> PyResult<bool> {
        self.modified();
        Ok(dict.remove(vm, name.obj())?.is_some())
    }

    /// `__module__`
    pub(crate) fn module(&self, vm: &Vm) -> Option<Value> {
        if self.is_heap_type() {
            return self.own(vm, vm.names.__module__.ptr());
        }
        let module = match self.name().rsplit_once('.') {
            Some((module, _)) => module,
            None => self.spec().map_or("builtins", |spec| spec.module),
        };
        Some(vm.intern(module).into_value())
    }

    /// `__qualname__`
    pub(crate) fn qualname(&self, vm: &Vm) -> Value {
        self.ht_qualname.get().unwrap_or_else(|| vm.intern(self.short_name()).into_value())
    }

    /// The name with its module, as tracebacks and messages have it: `PyType_GetFullyQualifiedName`.
    pub(crate) fn full_name(&self, vm: &Vm) -> String {
        let qualname = self.qualname(vm);
        let qualname =
            qualname.cast::<Str>().map_or_else(String::new, |name| name.get().as_str().into_owned());
        match self.module(vm) {
            Some(module) => match module.cast::<Str>() {
                Some(module) if !module.equals_str("builtins") && !module.equals_str("__main__") => {
                    format!("{}.{qualname}", module.get().as_str())
                }
                _ => qualname,
            },
            None => qualname,
        }
    }
}

/// The `UnicodeEncodeError` of a name that has a surrogate at `index`.
pub(super) fn surrogate_error(vm: &Vm, name: Ptr<'_, Str>, index: usize) -> Raised {
    let (start, end) = (vm.int(index as i64), vm.int(index as i64 + 1));
    let args = vec![
        Str::new(vm, "utf-8").into_value(),
        name.to_value(),
        start,
        end,
        Str::new(vm, "surrogates not allowed").into_value(),
    ];
    vm.raise_with(vm.types.unicode_encode_error(), args)
}

/// Refuses to set or delete what a type cannot do without: `check_set_special_type_attr`.
fn check_special(vm: &Vm, ty: &Type, value: Option<Obj<'_>>, name: &str) -> PyResult<()> {
    if ty.has_flags(flags::IMMUTABLETYPE) {
        return Err(
            vm.type_error(format_args!("cannot set '{name}' attribute of immutable type '{}'", ty.name()))
        );
    }
    if value.is_none() {
        return Err(
            vm.type_error(format_args!("cannot delete '{name}' attribute of immutable type '{}'", ty.name()))
        );
    }
    Ok(())
}

/// A string that becomes `__name__` or `__qualname__`.
fn checked_string<'a>(vm: &Vm, ty: &Type, value: Option<Obj<'a>>, name: &str) -> PyResult<Ptr<'a, Str>> {
    check_special(vm, ty, value, name)?;
    let value = value.unwrap_or(Obj::NONE);
    value.cast::<Str>().ok_or_else(|| {
        vm.type_error(format_args!(
            "can only assign string to {}.{name}, not '{}'",
            ty.name(),
            value.ty().name()
        ))
    })
}

fn set_name(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let ty = this(vm, object)?;
    let name = checked_string(vm, &ty, value, "__name__")?;
    match name.to_utf8() {
        Ok(text) if text.contains('\0') => Err(vm.value_error("type name must not contain null characters")),
        Ok(text) => {
            ty.get().name.set(vm.type_state.keep_name(&text));
            ty.ht_name.set(Some(name.to_value()));
            Ok(())
        }
        Err(index) => Err(surrogate_error(vm, name, index)),
    }
}

fn set_bases(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let ty = this(vm, object)?;
    check_special(vm, &ty, value, "__bases__")?;
    let value = value.unwrap_or(Obj::NONE);
    let Some(bases) = value.cast::<Tuple>() else {
        return Err(vm.type_error(format_args!(
            "can only assign tuple to {}.__bases__, not {}",
            ty.name(),
            value.ty().name()
        )));
    };
    let items = bases.get().as_slice();
    if items.is_empty() {
        return Err(
            vm.type_error(format_args!("can only assign non-empty tuple to {}.__bases__, not ()", ty.name()))
        );
    }
    for item in items {
        let Some(base) = item.cast::<Type>() else {
            return Err(vm.type_error(format_args!(
                "{}.__bases__ must be tuple of classes, not '{}'",
                ty.name(),
                item.ty().name()
            )));
        };
        if base.is_subtype(&ty) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let new_base = super::new::best_base(vm, items)?;
    if let Some(old_base) = ty.base() {
        compatible_for_assignment(vm, &old_base, &new_base, "__bases__")?;
    }
    let (old_bases, old_base) = (ty.bases.get(), ty.base());
    ty.unregister_from_bases();
    ty.bases.set(Some(bases.to_ref()));
    ty.get().base.set(Some(new_base));
    let result = ty.update_mro_hierarchy(vm);
    if result.is_err() {
        ty.bases.set(old_bases);
        ty.get().base.set(old_base);
    }
    ty.register_with_bases();
    if result.is_ok() {
        update_all(vm, &ty);
    }
    result
}

/// Sets the slots of a type and of all that inherit from it anew.
fn update_all(vm: &Vm, ty: &Type) {
    ty.modified();
    ty.note_layout();
    ty.update_slots(vm);
    for subclass in ty.subclasses() {
        update_all(vm, &subclass);
    }
}

/// Whether instances of one type can become instances of the other: `compatible_for_assignment`.
pub(crate) fn compatible_for_assignment(vm: &Vm, old: &Type, new: &Type, attribute: &str) -> PyResult<()> {
    // The first type on the way to `object` that has a layout of its own.
    fn own_layout(ty: &Type) -> Ref<Type> {
        let mut ty = ty.ptr().to_ref();
        while let Some(base) = ty.base() {
            let same = ty.basicsize() == base.basicsize()
                && ty.itemsize() == base.itemsize()
                && ty.dictoffset() == base.dictoffset()
                && ty.weaklistoffset.get() == base.weaklistoffset.get()
                && ty.has_flags(flags::HAVE_GC) == base.has_flags(flags::HAVE_GC);
            if !same {
                break;
            }
            ty = base;
        }
        ty
    }
    let differ = |what: &str| {
        vm.type_error(format_args!(
            "{attribute} assignment: '{}' {what} differs from '{}'",
            new.name(),
            old.name()
        ))
    };
    let differs = || differ("object layout");
    // Only built-in types without cycles are freed in a way of their own.
    let freed_by_collector = |ty: &Type| ty.is_heap_type() || ty.has_flags(flags::HAVE_GC);
    if freed_by_collector(new) != freed_by_collector(old) {
        return Err(differ("deallocator"));
    }
    let (old_owner, new_owner) = (own_layout(old), own_layout(new));
    if !old_owner.is(&new_owner) {
        let same_base = match (old_owner.base(), new_owner.base()) {
            (Some(old), Some(new)) => old.is(&new),
            (old, new) => old.is_none() && new.is_none(),
        };
        if !same_base || !old_owner.is_heap_type() || !new_owner.is_heap_type() {
            return Err(differs());
        }
        let same_slots = match (old_owner.ht_slots.get(), new_owner.ht_slots.get()) {
            (Some(old), Some(new)) => vm.equal(old.obj(), new.obj())?,
            _ => true,
        };
        if !same_slots || old_owner.basicsize() != new_owner.basicsize() {
            return Err(differs());
        }
    }
    let before = flags::INLINE_VALUES | flags::MANAGED_DICT | flags::MANAGED_WEAKREF;
    if old.flags() & before != new.flags() & before || old.layout() != new.layout() {
        return Err(differs());
    }
    Ok(())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    let module = ty.module(vm);
    let module = module.as_ref().and_then(|module| module.cast::<Str>());
    let text = match module {
        Some(module) if !module.equals_str("builtins") => {
            let qualname = ty.qualname(vm);
            let qualname = vm.str(qualname.obj())?;
            format!("<class '{}.{}'>", module.get().as_str(), qualname.as_str())
        }
        _ => format!("<class '{}'>", ty.name()),
    };
    Ok(Str::new(vm, &text).into_value())
}

fn getattro(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    match ty.getattr_opt(vm, name)? {
        Some(value) => Ok(value),
        None => Err(vm.attribute_error_of(
            object,
            name,
            format_args!("type object '{}' has no attribute '{}'", ty.name(), name.get().as_str()),
        )),
    }
}

fn get_doc(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    let Some(doc) = ty.own(vm, vm.names.__doc__.ptr()) else { return Ok(Value::none()) };
    match doc.ty().slots.descr_get.get() {
        Some(get) => get(vm, doc.obj(), None, Some(object)),
        None => Ok(doc),
    }
}

fn set_in_dict(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>, name: &Ref<Str>) -> PyResult<()> {
    let ty = this(vm, object)?;
    check_special(vm, &ty, value, &name.as_str())?;
    ty.modified();
    match (ty.dict.get(), value) {
        (Some(dict), Some(value)) => dict.set(vm, name.obj(), value),
        _ => Ok(()),
    }
}

fn get_abstract(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    let found =
        if ty.get().is(vm.types.type_()) { None } else { ty.own(vm, vm.names.__abstractmethods__.ptr()) };
    found.ok_or_else(|| vm.attribute_error("__abstractmethods__"))
}

fn set_abstract(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let ty = this(vm, object)?;
    if ty.has_flags(flags::IMMUTABLETYPE) {
        check_special(vm, &ty, value.or(Some(Obj::NONE)), "__abstractmethods__")?;
    }
    let Some(dict) = ty.dict.get() else { return Ok(()) };
    let name = vm.names.__abstractmethods__.obj();
    let is_abstract = match value {
        Some(value) => {
            let truth = vm.is_true(value)?;
            ty.modified();
            dict.set(vm, name, value)?;
            truth
        }
        None => {
            ty.modified();
            if dict.remove(vm, name)?.is_none() {
                return Err(vm.attribute_error("__abstractmethods__"));
            }
            false
        }
    };
    if is_abstract {
        ty.add_flags(flags::IS_ABSTRACT)
    } else {
        ty.remove_flags(flags::IS_ABSTRACT)
    }
    Ok(())
}

/// `__annotations__`: evaluated when asked for, and kept in the type's dict (PEP 649).
fn get_annotations(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    if !ty.is_heap_type() {
        return Err(vm.attribute_error_of(
            object,
            vm.names.__annotations__.ptr(),
            format_args!("type object '{}' has no attribute '__annotations__'", ty.name()),
        ));
    }
    for name in [&vm.names.__annotations__, &vm.names.__annotations_cache__] {
        if let Some(found) = ty.own(vm, name.ptr()) {
            return match found.ty().slots.descr_get.get() {
                Some(get) => get(vm, found.obj(), None, Some(object)),
                None => Ok(found),
            };
        }
    }
    let annotate = get_annotate(vm, object)?;
    let annotations = if annotate.is_none() {
        Dict::new(vm).into_value()
    } else {
        let one = vm.int(1);
        let result = vm.call_args(annotate.obj(), &[one.obj()])?;
        if result.cast::<Dict>().is_none() {
            return Err(vm.type_error(format_args!(
                "__annotate__ returned non-dict of type '{}'",
                result.ty().name()
            )));
        }
        result
    };
    if let Some(dict) = ty.dict.get() {
        ty.modified();
        dict.set(vm, vm.names.__annotations_cache__.obj(), annotations.obj())?;
    }
    Ok(annotations)
}

fn set_annotations(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let ty = this(vm, object)?;
    if ty.has_flags(flags::IMMUTABLETYPE) {
        return check_special(vm, &ty, Some(Obj::NONE), "__annotations__");
    }
    let Some(dict) = ty.dict.get() else { return Ok(()) };
    let (plain, cache) = (&vm.names.__annotations__, &vm.names.__annotations_cache__);
    match value {
        Some(value) => {
            let name = if dict.get_str(vm, plain.ptr()).is_some() { plain } else { cache };
            ty.modified();
            dict.set(vm, name.obj(), value)?;
        }
        None => {
            let had = ty.remove_own(vm, &dict, plain)? | ty.remove_own(vm, &dict, cache)?;
            if !had {
                return Err(vm.attribute_error("__annotations__"));
            }
        }
    }
    ty.remove_own(vm, &dict, &vm.names.__annotate_func__)?;
    ty.remove_own(vm, &dict, &vm.names.__annotate__)?;
    Ok(())
}

fn get_annotate(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    if !ty.is_heap_type() {
        return Err(vm.attribute_error_of(
            object,
            vm.names.__annotate__.ptr(),
            format_args!("type object '{}' has no attribute '__annotate__'", ty.name()),
        ));
    }
    for name in [&vm.names.__annotate_func__, &vm.names.__annotate__] {
        if let Some(found) = ty.own(vm, name.ptr()) {
            return match found.ty().slots.descr_get.get() {
                Some(get) => get(vm, found.obj(), None, Some(object)),
                None => Ok(found),
            };
        }
    }
    if let Some(dict) = ty.dict.get() {
        ty.modified();
        dict.set(vm, vm.names.__annotate_func__.obj(), Obj::NONE)?;
    }
    Ok(Value::none())
}

fn set_annotate(vm: &Vm, object: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let ty = this(vm, object)?;
    let Some(value) = value else {
        return Err(vm.type_error("cannot delete __annotate__ attribute"));
    };
    if ty.has_flags(flags::IMMUTABLETYPE) {
        return check_special(vm, &ty, Some(value), "__annotate__");
    }
    if !value.is_none() && !vm.is_callable(value) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    let Some(dict) = ty.dict.get() else { return Ok(()) };
    ty.modified();
    dict.set(vm, vm.names.__annotate_func__.obj(), value)?;
    if !value.is_none() {
        ty.remove_own(vm, &dict, &vm.names.__annotations_cache__)?;
    }
    Ok(())
}

fn type_params(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    let own = if ty.get().is(vm.types.type_()) { None } else { ty.own(vm, vm.names.__type_params__.ptr()) };
    Ok(own.unwrap_or_else(|| Tuple::new(vm, Vec::new()).into_value()))
}

fn class_dir(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let ty = this(vm, object)?;
    let names = Dict::new(vm);
    for base in ty.mro_vec().iter().rev() {
        if let Some(dict) = base.dict.get() {
            for (name, _) in dict.items() {
                names.set(vm, name.obj(), Obj::NONE)?;
            }
        }
    }
    let names = names.items().into_iter().map(|(name, _)| name).collect();
    Ok(List::new(vm, names).into_value())
}

/// `type`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "type",
    kind: Kind::Type,
    flags: flags::BASETYPE | flags::HAVE_GC | flags::TYPE_SUBCLASS,
    basicsize: size_of::<Type>(),
    itemsize: 40,
    dictoffset: std::mem::offset_of!(Type, dict) as isize,
    weakrefs: true,
    doc: Some("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type"),
    new: Some(super::new::type_new),
    slots: |slots| {
        slots.dealloc.set(super::lifetime::dealloc);
        slots.traverse.set(Some(super::lifetime::traverse));
        slots.clear.set(Some(super::lifetime::clear));
        slots.repr.set(Some(repr));
        slots.call.set(Some(super::call::call));
        slots.init.set(Some(super::call::init));
        slots.getattro.set(Some(getattro));
        slots.setattro.set(Some(|vm, object, name, value| this(vm, object)?.set_attribute(vm, name, value)));
        slots.binary[crate::protocol::nb::OR].set(Some(crate::objects::union_::or));
    },
    methods: &[
        MethodDef::noargs("mro", |vm, object| {
            let order = this(vm, object)?.mro_list(vm)?;
            Ok(List::new(vm, order.into_iter().map(Value::from).collect()).into_value())
        })
        .doc("mro($self, /)\n--\n\nThe classes in which attributes are looked up, in this order."),
        MethodDef::noargs("__subclasses__", |vm, object| {
            let subclasses = this(vm, object)?.subclasses();
            Ok(List::new(vm, subclasses.into_iter().map(Value::from).collect()).into_value())
        })
        .doc("__subclasses__($self, /)\n--\n\nThe classes that have this one among their bases."),
        MethodDef::keywords("__prepare__", |vm, _, _| Ok(Dict::new(vm).into_value())).class().doc(
            "__prepare__($cls, name, bases, /, **kwds)\n--\n\nThe namespace that the body of a class runs in.",
        ),
        MethodDef::o("__instancecheck__", |vm, object, instance| {
            vm.recursive_isinstance(instance, object).map(Value::bool)
        })
        .doc("__instancecheck__($self, instance, /)\n--\n\nWhat isinstance asks a class."),
        MethodDef::o("__subclasscheck__", |vm, object, subclass| {
            vm.recursive_issubclass(subclass, object).map(Value::bool)
        })
        .doc("__subclasscheck__($self, subclass, /)\n--\n\nWhat issubclass asks a class."),
        MethodDef::noargs("__dir__", class_dir)
            .doc("__dir__($self, /)\n--\n\nThe names of the attributes of the class and its bases."),
        MethodDef::noargs("__sizeof__", |vm, _| Ok(vm.int(size_of::<Type>() as i64)))
            .doc("__sizeof__($self, /)\n--\n\nHow many bytes of memory the class takes."),
    ],
    getset: &[
        GetSetDef::member("__basicsize__", |vm, object| Ok(vm.int(this(vm, object)?.basicsize() as i64))),
        GetSetDef::member("__itemsize__", |vm, object| Ok(vm.int(this(vm, object)?.itemsize() as i64))),
        GetSetDef::member("__flags__", |vm, object| Ok(vm.int(this(vm, object)?.flags() as i64))),
        GetSetDef::member("__weakrefoffset__", |vm, object| {
            Ok(vm.int(this(vm, object)?.get().weaklistoffset.get() as i64))
        }),
        GetSetDef::member("__base__", |vm, object| {
            Ok(this(vm, object)?.base().map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::member("__dictoffset__", |vm, object| Ok(vm.int(this(vm, object)?.dictoffset() as i64))),
        GetSetDef::new("__name__", |vm, object| {
            let ty = this(vm, object)?;
            Ok(ty.ht_name.get().unwrap_or_else(|| vm.intern(ty.short_name()).into_value()))
        })
        .set(set_name),
        GetSetDef::new("__qualname__", |vm, object| Ok(this(vm, object)?.qualname(vm))).set(
            |vm, object, value| {
                let ty = this(vm, object)?;
                let name = checked_string(vm, &ty, value, "__qualname__")?;
                ty.ht_qualname.set(Some(name.to_value()));
                Ok(())
            },
        ),
        GetSetDef::new("__bases__", |vm, object| {
            Ok(this(vm, object)?.bases.get().map_or_else(Value::none, Ref::into_value))
        })
        .set(set_bases),
        GetSetDef::member("__mro__", |vm, object| {
            Ok(this(vm, object)?.mro.get().map_or_else(Value::none, Ref::into_value))
        }),
        GetSetDef::new("__module__", |vm, object| {
            let ty = this(vm, object)?;
            ty.module(vm).ok_or_else(|| vm.attribute_error("__module__"))
        })
        .set(|vm, object, value| {
            set_in_dict(vm, object, value, &vm.names.__module__)?;
            // A class that moved has no line in the new place.
            let ty = this(vm, object)?;
            if let Some(dict) = ty.dict.get() {
                ty.remove_own(vm, &dict, &vm.names.__firstlineno__)?;
            }
            Ok(())
        }),
        GetSetDef::new("__abstractmethods__", get_abstract).set(set_abstract),
        GetSetDef::new("__dict__", |vm, object| {
            let ty = this(vm, object)?;
            match ty.dict.get() {
                Some(dict) => Ok(crate::objects::mappingproxy::new(vm, dict.obj())),
                None => Ok(Value::none()),
            }
        }),
        GetSetDef::new("__doc__", get_doc)
            .set(|vm, object, value| set_in_dict(vm, object, value, &vm.names.__doc__)),
        GetSetDef::new("__text_signature__", |vm, object| {
            let ty = this(vm, object)?;
            let doc = ty.spec().and_then(|spec| spec.doc);
            let signature = doc.and_then(|doc| crate::objects::descriptors::signature(ty.short_name(), doc));
            Ok(signature.map_or_else(Value::none, |signature| Str::new(vm, signature).into_value()))
        }),
        GetSetDef::new("__annotations__", get_annotations).set(set_annotations),
        GetSetDef::new("__annotate__", get_annotate).set(set_annotate),
        GetSetDef::new("__type_params__", type_params)
            .set(|vm, object, value| set_in_dict(vm, object, value, &vm.names.__type_params__)),
    ],
    ..TypeSpec::DEFAULT
};
