//! A program defines a class: `type.__new__`.

use std::cell::{Cell, OnceCell, RefCell};

use super::slots::Slots;
use super::{Kind, Type, flags};
use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::classmethods;
use crate::objects::descriptors::Descriptor;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// The most derived metaclass of `metatype` and the types of the bases: `_PyType_CalculateMetaclass`.
pub(crate) fn calculate_metaclass<'a>(vm: &Vm, metatype: &'a Type, bases: &'a [Value]) -> PyResult<&'a Type> {
    let mut winner = metatype;
    for base in bases {
        let candidate = base.ty();
        if winner.is_subtype(candidate) {
            continue;
        }
        if !candidate.is_subtype(winner) {
            return Err(vm.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of \
                 the metaclasses of all its bases",
            ));
        }
        winner = candidate;
    }
    Ok(winner)
}

/// The base whose layout instances get: `best_base`.
pub(super) fn best_base(vm: &Vm, bases: &[Value]) -> PyResult<Ref<Type>> {
    let mut best: Option<(Ref<Type>, Ref<Type>)> = None;
    for base in bases {
        let Some(base) = base.cast::<Type>() else {
            return Err(vm.type_error("bases must be types"));
        };
        if !base.has_flags(flags::BASETYPE) {
            return Err(vm.type_error(format_args!("type '{}' is not an acceptable base type", base.name())));
        }
        let candidate = base.solid_base(vm);
        match &best {
            None => best = Some((base.to_ref(), candidate)),
            Some((_, winner)) if winner.is_subtype(&candidate) => {}
            Some((_, winner)) if candidate.is_subtype(winner) => best = Some((base.to_ref(), candidate)),
            Some(_) => return Err(vm.type_error("multiple bases have instance lay-out conflict")),
        }
    }
    best.map(|(base, _)| base).ok_or_else(|| vm.type_error("a type needs a base"))
}

/// `type.__new__(metatype, name, bases, namespace, **keywords)`: `type_new`.
pub(super) fn type_new(vm: &Vm, metatype: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    if args.len() != 3 {
        return Err(
            vm.type_error(format_args!("type.__new__() takes exactly 3 arguments ({} given)", args.len()))
        );
    }
    let wrong = |index: usize, expected: &str| {
        let given = args.get(index - 1).ty().name();
        vm.type_error(format_args!("type.__new__() argument {index} must be {expected}, not {given}"))
    };
    let name = args.get(0).cast::<Str>().ok_or_else(|| wrong(1, "str"))?;
    let bases = args.get(1).cast::<Tuple>().ok_or_else(|| wrong(2, "tuple"))?;
    let namespace = args.get(2).cast::<Dict>().ok_or_else(|| wrong(3, "dict"))?;

    let object_only;
    let (bases, metatype) = if bases.get().as_slice().is_empty() {
        object_only = Tuple::new(vm, vec![vm.types.object().as_value()]);
        (object_only.ptr(), metatype)
    } else {
        for base in bases.get().as_slice() {
            if base.cast::<Type>().is_none()
                && vm.getattr_opt(base.obj(), vm.names.__mro_entries__.ptr())?.is_some()
            {
                return Err(
                    vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()")
                );
            }
        }
        let winner = calculate_metaclass(vm, &metatype, bases.get().as_slice())?;
        if !winner.is(&metatype)
            && let Some(new) = winner.slots.new.get()
            && !std::ptr::fn_addr_eq(new, type_new as super::slots::NewFn)
        {
            return new(vm, winner.ptr(), args);
        }
        (bases, winner.ptr())
    };
    let base = best_base(vm, bases.get().as_slice())?;
    let class =
        Definition { vm, metatype: &metatype, name, bases, base: &base, dict: namespace.get().copy(vm)? };
    let ty = class.make()?;
    set_names(vm, &ty)?;
    init_subclass(vm, &ty, args)?;
    Ok(ty.into_value())
}

/// A class in the making.
struct Definition<'a> {
    vm: &'a Vm,
    metatype: &'a Type,
    name: Ptr<'a, Str>,
    bases: Ptr<'a, Tuple>,
    base: &'a Type,
    /// The namespace, which becomes the type's dict.
    dict: Ref<Dict>,
}

/// What `__slots__` says.
struct SlotNames {
    names: Vec<Ref<Str>>,
    add_dict: bool,
    add_weak: bool,
    /// `ht_slots`: `None` if there is no `__slots__`.
    declared: bool,
}

impl Definition<'_> {
    fn entry(&self, name: &Ref<Str>) -> Option<Value> {
        self.dict.get_str(self.vm, name.ptr())
    }

    fn set(&self, name: &Ref<Str>, value: Obj<'_>) -> PyResult<()> {
        self.dict.set(self.vm, name.obj(), value)
    }

    fn remove(&self, name: &Ref<Str>) -> PyResult<()> {
        self.dict.remove(self.vm, name.obj()).map(|_| ())
    }

    fn make(&self) -> PyResult<Ref<Type>> {
        let vm = self.vm;
        let slots = self.slot_names()?;
        let text = self.checked_name(self.name)?;
        let ty = self.allocate(&text, &slots);
        self.set_attributes(&ty)?;
        self.add_members(&ty, &slots)?;
        let cell = self.entry(&vm.names.__classcell__);
        let dict_cell = self.entry(&vm.names.__classdictcell__);
        ty.dict.set(Some(self.dict.clone()));
        // Before anything that a program can see of the type runs, the compiler's cells are taken out.
        for (value, name) in [(&cell, &vm.names.__classcell__), (&dict_cell, &vm.names.__classdictcell__)] {
            let Some(value) = value else { continue };
            let Some(cell) = value.cast::<crate::objects::cell::Cell>() else {
                return Err(vm.type_error(format_args!(
                    "{} must be a nonlocal cell, not {}",
                    name.as_str(),
                    vm.repr(Ptr::from_ref(value.ty()).obj())?.as_str()
                )));
            };
            cell.set(Some(if std::ptr::eq(name, &vm.names.__classcell__) {
                ty.as_value()
            } else {
                self.dict.clone().into_value()
            }));
            self.remove(name)?;
        }
        ty.add_flags(flags::READY);
        ty.update_mro(vm)?;
        for base in ty.mro_vec().iter().skip(1) {
            ty.inherit_slots(vm, base, &self.dict);
        }
        if ty.slots.new.get().is_none() {
            ty.slots.new.set(self.base.slots.new.get());
        }
        ty.update_slots(vm);
        ty.register_with_bases();
        ty.make_cached_keys(vm)?;
        Ok(ty)
    }

    /// The name as UTF-8, or why it cannot be that.
    fn checked_name(&self, name: Ptr<'_, Str>) -> PyResult<String> {
        let vm = self.vm;
        match name.to_utf8() {
            Ok(text) if text.contains('\0') => {
                Err(vm.value_error("type name must not contain null characters"))
            }
            Ok(text) => Ok(text.into_owned()),
            Err(index) => Err(super::attributes::surrogate_error(vm, name, index)),
        }
    }

    /// Reads `__slots__`: `type_new_slots`.
    fn slot_names(&self) -> PyResult<SlotNames> {
        let vm = self.vm;
        let base = self.base;
        let may_add_dict = base.dictoffset() == 0;
        let may_add_weak = base.weaklistoffset.get() == 0 && base.itemsize() == 0;
        let Some(declared) = self.entry(&vm.names.__slots__) else {
            return Ok(SlotNames {
                names: Vec::new(),
                add_dict: may_add_dict,
                add_weak: may_add_weak,
                declared: false,
            });
        };
        let items = match declared.cast::<Str>() {
            Some(_) => vec![declared.clone()],
            None => vm.collect(declared.obj())?,
        };
        if !items.is_empty() && base.itemsize() != 0 {
            return Err(vm.type_error(format_args!(
                "nonempty __slots__ not supported for subtype of '{}'",
                base.name()
            )));
        }
        let mut result = SlotNames { names: Vec::new(), add_dict: false, add_weak: false, declared: true };
        for item in &items {
            let Some(name) = item.cast::<Str>() else {
                return Err(vm.type_error(format_args!(
                    "__slots__ items must be strings, not '{}'",
                    item.ty().name()
                )));
            };
            if !is_identifier(&name.get().as_str()) {
                return Err(vm.type_error("__slots__ must be identifiers"));
            }
            if name.equals_str("__dict__") {
                if !may_add_dict || result.add_dict {
                    return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
                }
                result.add_dict = true;
            } else if name.equals_str("__weakref__") {
                if !may_add_weak || result.add_weak {
                    return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
                }
                result.add_weak = true;
            } else {
                let mangled = self.mangled(name);
                result.names.push(vm.strings.intern(mangled));
            }
        }
        for name in &result.names {
            let special = ["__qualname__", "__classcell__", "__classdictcell__"];
            if self.entry(name).is_some() && !special.iter().any(|special| name.equals_str(special)) {
                return Err(vm.value_error(format_args!(
                    "{} in __slots__ conflicts with class variable",
                    vm.repr(name.obj())?.as_str()
                )));
            }
        }
        result.names.sort_by(|left, right| left.chars().compare(right.chars()));
        // Bases after the first may need what this class did not declare.
        for other in self.bases.get().as_slice() {
            let Some(other) = other.cast::<Type>() else { continue };
            if other.get().is(self.base) {
                continue;
            }
            result.add_dict |= may_add_dict && other.dictoffset() != 0;
            result.add_weak |= may_add_weak && other.weaklistoffset.get() != 0;
        }
        Ok(result)
    }

    /// The name of a private attribute with the class's name in front: `_Py_Mangle`.
    fn mangled(&self, name: Ptr<'_, Str>) -> Ref<Str> {
        let text = name.get().as_str();
        if !text.starts_with("__") || text.ends_with("__") || text.contains('.') {
            return name.to_ref();
        }
        let class = self.name.get().as_str();
        let class = class.trim_start_matches('_');
        if class.is_empty() { name.to_ref() } else { Str::new(self.vm, &format!("_{class}{text}")) }
    }

    /// The type, with its layout and without its dict.
    fn allocate(&self, name: &str, names: &SlotNames) -> Ref<Type> {
        let (vm, base) = (self.vm, self.base);
        let member_size = size_of::<Field>();
        let slot_offset = base.basicsize().next_multiple_of(member_size);
        let members: Vec<usize> =
            (0..names.names.len()).map(|index| slot_offset + index * member_size).collect();
        let basicsize =
            if members.is_empty() { base.basicsize() } else { slot_offset + members.len() * member_size };
        // An instance refers to its class, if to nothing else: the two may be a cycle.
        let mut own_flags = flags::HEAPTYPE | flags::BASETYPE | flags::HAVE_GC;
        own_flags |= base.flags() & (flags::INHERITED | flags::MANAGED_DICT);
        if names.add_dict {
            own_flags |= flags::MANAGED_DICT;
        }
        if names.add_weak || base.has_flags(flags::MANAGED_WEAKREF) {
            own_flags |= flags::MANAGED_WEAKREF;
        }
        let has_managed_dict = own_flags & flags::MANAGED_DICT != 0;
        if has_managed_dict && basicsize == size_of::<Header>() && base.itemsize() == 0 {
            own_flags |= flags::INLINE_VALUES;
        }
        let slots = Slots::new(super::subtype::dealloc);
        slots.traverse.set(Some(super::subtype::traverse));
        slots.clear.set(Some(super::subtype::clear));
        let ht_slots = names
            .declared
            .then(|| Tuple::new(vm, names.names.iter().map(|name| name.clone().into_value()).collect()));
        let ty = Type {
            header: Header::new(self.metatype),
            flags: Cell::new(own_flags),
            version_tag: Cell::new(0),
            versions_used: Cell::new(0),
            kind: Cell::new(Kind::Other),
            layout: Cell::new(base.layout()),
            basicsize: Cell::new(basicsize),
            itemsize: Cell::new(base.itemsize()),
            dictoffset: Cell::new(if has_managed_dict { -1 } else { base.dictoffset() }),
            weaklistoffset: Cell::new(if names.add_weak { -32 } else { base.weaklistoffset.get() }),
            name: Cell::new(vm.type_state.keep_name(name)),
            spec: None,
            dict: FieldOf::NULL,
            base: FieldOf::new(base.ptr().to_ref()),
            bases: FieldOf::new(self.bases.to_ref()),
            mro: FieldOf::NULL,
            subclasses: RefCell::default(),
            ht_name: Field::new(self.name.to_value()),
            ht_qualname: Field::new(self.name.to_value()),
            ht_slots: FieldOf::from_option(ht_slots),
            members: RefCell::new(members),
            has_members: Cell::new(false),
            native: Cell::new(std::ptr::null()),
            cached_keys: OnceCell::new(),
            spec_cache: super::SpecCache::default(),
            slots,
        };
        let ty = vm.alloc(self.metatype, ty);
        ty.note_layout();
        ty
    }

    /// What the namespace says about the type as a whole: `type_new_set_attrs`.
    fn set_attributes(&self, ty: &Ref<Type>) -> PyResult<()> {
        let vm = self.vm;
        if self.entry(&vm.names.__module__).is_none()
            && let Some(module) = vm.calling_module()
        {
            self.set(&vm.names.__module__, module.obj())?;
        }
        if let Some(qualname) = self.entry(&vm.names.__qualname__) {
            if qualname.cast::<Str>().is_none() {
                return Err(vm.type_error(format_args!(
                    "type __qualname__ must be a str, not {}",
                    qualname.ty().name()
                )));
            }
            ty.ht_qualname.set(Some(qualname));
            self.remove(&vm.names.__qualname__)?;
        }
        if self.entry(&vm.names.__doc__).is_none() {
            self.set(&vm.names.__doc__, Obj::NONE)?;
        }
        if let Some(new) = self.entry(&vm.names.__new__)
            && new.cast::<Function>().is_some()
        {
            let wrapped = classmethods::StaticMethod::new(vm, new.obj());
            self.set(&vm.names.__new__, wrapped.obj())?;
        }
        for name in [&vm.names.__init_subclass__, &vm.names.__class_getitem__] {
            if let Some(method) = self.entry(name)
                && method.cast::<Function>().is_some()
            {
                let wrapped = classmethods::ClassMethod::new(vm, method.obj());
                self.set(name, wrapped.obj())?;
            }
        }
        Ok(())
    }

    /// Descriptors for `__slots__`, and for what every instance has: `type_add_members`.
    fn add_members(&self, ty: &Ref<Type>, names: &SlotNames) -> PyResult<()> {
        let vm = self.vm;
        for (name, offset) in names.names.iter().zip(ty.members.borrow().iter()) {
            let member = Descriptor::of_member(vm, ty, name.clone(), *offset);
            self.set(name, member.obj())?;
        }
        for (add, def) in
            [(names.add_dict, &super::members::DICT), (names.add_weak, &super::members::WEAKREF)]
        {
            if add {
                let name = vm.intern(def.name);
                if self.entry(&name).is_none() {
                    let descriptor = Descriptor::of_getset(vm, ty, def);
                    self.set(&name, descriptor.obj())?;
                }
            }
        }
        if self.entry(&vm.names.__hash__).is_none() && self.entry(&vm.names.__eq__).is_some() {
            // A class that says what equals its instances, but not what hash they have, has no hash.
            self.set(&vm.names.__hash__, Obj::NONE)?;
        }
        Ok(())
    }
}

/// Whether a name can be written in a program: `PyUnicode_IsIdentifier`.
fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first))
        && chars.all(unicode_ident::is_xid_continue)
}

/// Tells the attributes of a new class their names: `type_new_set_names`.
fn set_names(vm: &Vm, ty: &Ref<Type>) -> PyResult<()> {
    let Some(dict) = ty.dict.get() else { return Ok(()) };
    for (name, value) in dict.items() {
        let Some(method) = vm.lookup_method(value.obj(), vm.names.__set_name__.ptr())? else { continue };
        if vm.call_looked_up(&method, value.obj(), &[ty.obj(), name.obj()]).is_err() {
            let raised = Raised::is_set();
            let note = format!(
                "Error calling __set_name__ on '{}' instance {} in '{}'",
                value.ty().name(),
                note_repr(vm, name.obj()),
                ty.name()
            );
            return Err(vm.add_note_to_raised(raised, &note));
        }
    }
    Ok(())
}

/// The repr of a name in a note about an exception that is set.
fn note_repr(vm: &Vm, name: Obj<'_>) -> String {
    let pending = vm.take_exception();
    let text = match vm.repr(name) {
        Ok(text) => text.as_str().into_owned(),
        Err(_) => {
            vm.clear_exception();
            "?".to_owned()
        }
    };
    if let Some(pending) = pending {
        let _ = vm.restore_exception(pending);
    }
    text
}

/// Tells the bases about a new class: `type_new_init_subclass`.
fn init_subclass(vm: &Vm, ty: &Ref<Type>, args: Args<'_>) -> PyResult<()> {
    let parent = crate::objects::super_::Super::new(vm, &ty.ptr(), ty.obj())?;
    let function = vm.getattr(parent.obj(), vm.names.__init_subclass__.ptr())?;
    let (keywords, names) = (args.keywords(), args.kwnames());
    let values: Vec<Obj<'_>> = (0..keywords).map(|index| args.get(args.len() + index)).collect();
    vm.call(function.obj(), Args::with_keywords(&values, names)).map(drop)
}
