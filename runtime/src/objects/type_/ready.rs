//! A type gets its dict, its MRO and its slots: `PyType_Ready` and what it calls.

#![allow(unsafe_code, reason = "a type in the making is not yet all that its fields say")]

use super::slotdefs::{SLOTDEFS, SlotDef, SlotId, Wrapper};
use super::slots::Slots;
use super::{Kind, Type, TypeSpec, flags};
use crate::errors::PyResult;
use crate::objects::descriptors::{self, Descriptor};
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::types::Types;
use crate::value::{Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// Makes every built-in type ready, bases first.
pub(crate) fn ready_all(vm: &Vm) -> PyResult<()> {
    for (spec, _) in Types::ALL {
        ready_builtin(vm, spec)?;
    }
    Ok(())
}

/// Makes a built-in type ready, and its bases before it.
fn ready_builtin(vm: &Vm, spec: &'static TypeSpec) -> PyResult<()> {
    let ty = vm.types.of_spec(spec);
    if ty.has_flags(flags::READY) {
        return Ok(());
    }
    let is_object = ty.is(vm.types.object());
    let mut bases = Vec::new();
    if !is_object {
        let declared: &[&'static TypeSpec] =
            if spec.bases.is_empty() { &[&crate::objects::object::SPEC] } else { spec.bases };
        for base in declared {
            ready_builtin(vm, base)?;
            bases.push(vm.types.of_spec(base).ptr().to_value());
        }
    }
    ty.bases.set(Some(Tuple::new(vm, bases)));
    let dict = Dict::new(vm);
    ty.dict.set(Some(dict.clone()));
    ty.add_flags(flags::READY);
    fill_dict(vm, ty, spec, &dict)?;
    ty.update_mro(vm)?;
    if let Some(base) = ty.base() {
        ty.inherit_special(&base);
    }
    // A type of its own layout that says nothing about how it is made cannot be called.
    let base_is_object = ty.base().is_some_and(|base| base.is(vm.types.object()));
    if spec.new.is_some() {
        ty.slots.new.set(spec.new);
        if !ty.has_flags(flags::DISALLOW_INSTANTIATION) {
            add_new_wrapper(vm, ty, &dict)?;
        }
    } else if base_is_object {
        ty.add_flags(flags::DISALLOW_INSTANTIATION);
    } else if let Some(base) = ty.base() {
        ty.slots.new.set(base.slots.new.get());
    }
    for base in ty.mro_vec().iter().skip(1) {
        ty.inherit_slots(vm, base, &dict);
    }
    if ty.slots.hash.get().is_none() && dict.get_str(vm, vm.names.__hash__.ptr()).is_none() {
        dict.set(vm, vm.names.__hash__.obj(), Obj::NONE)?;
        ty.slots.hash.set(Some(Vm::hash_not_implemented));
    }
    ty.register_with_bases();
    Ok(())
}

/// Puts what a built-in type declares into its dict.
fn fill_dict(vm: &Vm, ty: &Type, spec: &'static TypeSpec, dict: &Ref<Dict>) -> PyResult<()> {
    add_wrappers(vm, ty, dict)?;
    for method in spec.methods {
        let name = vm.intern(method.name);
        // `__new__` and a method under the name of a slot may be declared as well: the first one stays.
        if dict.get_str(vm, name.ptr()).is_none() || method.name.starts_with("__") {
            let descriptor = descriptors::of_method(vm, ty, method);
            dict.set(vm, name.obj(), descriptor.obj())?;
        }
    }
    for getset in spec.getset {
        let name = vm.intern(getset.name);
        if dict.get_str(vm, name.ptr()).is_none() {
            let descriptor = Descriptor::of_getset(vm, ty, getset);
            dict.set(vm, name.obj(), descriptor.obj())?;
        }
    }
    let name = vm.names.__doc__.obj();
    if dict.get_str(vm, vm.names.__doc__.ptr()).is_none() {
        match spec.doc.map(|doc| descriptors::without_signature(spec.name, doc)) {
            Some(doc) => dict.set(vm, name, Str::new(vm, doc).obj())?,
            None => dict.set(vm, name, Obj::NONE)?,
        }
    }
    Ok(())
}

/// Puts a `wrapper_descriptor` into the dict for every slot that the type fills itself: `add_operators`.
fn add_wrappers(vm: &Vm, ty: &Type, dict: &Ref<Dict>) -> PyResult<()> {
    for def in SLOTDEFS {
        if !ty.slots.has(def.id) || matches!(def.wrapper, Wrapper::Getattr | Wrapper::New) {
            continue;
        }
        let name = vm.intern(def.name);
        if dict.get_str(vm, name.ptr()).is_some() {
            continue;
        }
        let not_hashable = def.id == SlotId::Hash
            && ty.slots.hash.get().is_some_and(|hash| {
                std::ptr::fn_addr_eq(hash, Vm::hash_not_implemented as super::slots::HashFn)
            });
        if not_hashable {
            dict.set(vm, name.obj(), Obj::NONE)?;
        } else {
            let wrapper = Descriptor::of_slot(vm, ty, def);
            dict.set(vm, name.obj(), wrapper.obj())?;
        }
    }
    Ok(())
}

/// Puts `__new__` into the dict of a built-in type.
fn add_new_wrapper(vm: &Vm, ty: &Type, dict: &Ref<Dict>) -> PyResult<()> {
    if dict.get_str(vm, vm.names.__new__.ptr()).is_some() {
        return Ok(());
    }
    let function = crate::objects::builtin_function::BuiltinFunction::new(
        vm,
        &super::call::NEW_DEF,
        Some(ty.ptr().obj()),
        None,
    );
    dict.set(vm, vm.names.__new__.obj(), function.obj())
}

impl Type {
    /// What comes from the one base that decides the layout: `inherit_special`.
    pub(super) fn inherit_special(&self, base: &Type) {
        if !self.has_flags(flags::HAVE_GC)
            && base.has_flags(flags::HAVE_GC)
            && self.slots.traverse.get().is_none()
            && self.slots.clear.get().is_none()
        {
            self.add_flags(flags::HAVE_GC);
            self.slots.traverse.set(base.slots.traverse.get());
            self.slots.clear.set(base.slots.clear.get());
        }
        self.add_flags(base.flags() & flags::INHERITED);
        if self.basicsize.get() < base.basicsize() {
            self.basicsize.set(base.basicsize());
        }
        if self.itemsize.get() == 0 {
            self.itemsize.set(base.itemsize());
        }
        if self.dictoffset.get() == 0 {
            self.dictoffset.set(base.dictoffset());
        }
        if self.weaklistoffset.get() == 0 {
            self.weaklistoffset.set(base.weaklistoffset.get());
        }
        if self.layout.get() == Kind::Object {
            self.layout.set(base.layout());
        }
    }

    /// Takes over the slots of a base that are still empty: `inherit_slots`.
    pub(super) fn inherit_slots(&self, vm: &Vm, base: &Type, dict: &Ref<Dict>) {
        if std::ptr::fn_addr_eq(self.slots.dealloc.get(), super::no_dealloc as super::slots::DeallocFn) {
            self.slots.dealloc.set(base.slots.dealloc.get());
        }
        if self.slots.traverse.get().is_none() && self.has_flags(flags::HAVE_GC) && !self.is_heap_type() {
            self.slots.traverse.set(base.slots.traverse.get());
            self.slots.clear.set(base.slots.clear.get());
        }
        self.slots.inherit_each(&base.slots);
        if self.slots.richcompare.get().is_none()
            && self.slots.hash.get().is_none()
            && dict.get_str(vm, vm.names.__eq__.ptr()).is_none()
            && dict.get_str(vm, vm.names.__hash__.ptr()).is_none()
        {
            self.slots.richcompare.set(base.slots.richcompare.get());
            self.slots.hash.set(base.slots.hash.get());
        }
    }

    /// Sets every slot as the methods say that the type and its bases have: `fixup_slot_dispatchers`.
    pub(super) fn update_slots(&self, vm: &Vm) {
        let mut rest = SLOTDEFS;
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|def| def.id == first.id).count();
            self.update_slot(vm, &rest[..count]);
            rest = &rest[count..];
        }
    }

    /// Sets the slots that methods with this name stand for, in the type and in what inherits from it: `update_slot`.
    pub(super) fn update_slots_named(&self, vm: &Vm, name: &Str) {
        let mut ids: Vec<SlotId> =
            SLOTDEFS.iter().filter(|def| name.equals_str(def.name)).map(|def| def.id).collect();
        ids.dedup();
        for id in ids {
            let Some(start) = SLOTDEFS.iter().position(|def| def.id == id) else { continue };
            let count = SLOTDEFS[start..].iter().take_while(|def| def.id == id).count();
            self.update_slot_recursively(vm, &SLOTDEFS[start..start + count], name);
        }
    }

    fn update_slot_recursively(&self, vm: &Vm, defs: &[SlotDef], name: &Str) {
        self.update_slot(vm, defs);
        for subclass in self.subclasses() {
            // A class with a method of its own under this name is not concerned.
            let own = subclass.dict.get().and_then(|dict| dict.get_str(vm, name.ptr()));
            if own.is_none() {
                subclass.update_slot_recursively(vm, defs, name);
            }
        }
    }

    /// Sets one slot, which all of `defs` stand for: `update_one_slot`.
    fn update_slot(&self, vm: &Vm, defs: &[SlotDef]) {
        let id = defs[0].id;
        // The built-in type whose function can be used as it is, if all methods agree on one.
        let mut specific: Option<Ref<Type>> = None;
        let mut not_hashable = false;
        let mut keep_new = false;
        let mut generic = false;
        let mut use_generic = false;
        for def in defs {
            let name = vm.intern(def.name);
            // SAFETY: the reference is taken before anything runs.
            let Some(found) = unsafe { self.find_in_mro(vm, name.ptr()) }.get().map(Obj::to_owned) else {
                continue;
            };
            let wrapper = found
                .cast::<Descriptor>()
                .and_then(|descriptor| descriptor.get().slot_def().map(|slot| (descriptor, slot)));
            if let Some((descriptor, slot)) = wrapper
                && slot.name == def.name
            {
                if self.only_slot_named(def.name).is_none_or(|only| only == id) {
                    generic = true;
                }
                let owner = descriptor.objclass();
                let agrees = match &specific {
                    None => true,
                    Some(other) => other.slots.same(id, &owner.slots),
                };
                if agrees && slot.wrapper == def.wrapper && slot.id == id && self.is_subtype(&owner) {
                    specific = Some(owner);
                } else {
                    use_generic = true;
                }
            } else if id == SlotId::New && super::call::is_new_wrapper(found.obj()) {
                keep_new = true;
            } else if id == SlotId::Hash && found.is_none() {
                not_hashable = true;
            } else {
                use_generic = true;
                generic = true;
            }
        }
        let slots: &Slots = &self.slots;
        if !use_generic {
            if let Some(owner) = specific {
                slots.copy(id, &owner.slots);
                return;
            }
            if not_hashable {
                slots.hash.set(Some(Vm::hash_not_implemented));
                return;
            }
            if keep_new {
                // A new class inherits the slot from its base, as `__new__` says. One that had a `__new__` of its own
                // goes on looking for one.
                if let Some(base) = self.base()
                    && slots.new.get().is_none()
                {
                    slots.new.set(base.slots.new.get());
                }
                return;
            }
        }
        if generic { slots.set_python(id) } else { slots.set_empty(id) }
    }

    /// The one slot that the type has of those that share a method's name, if it is one: `resolve_slotdups`.
    fn only_slot_named(&self, name: &str) -> Option<SlotId> {
        let mut filled =
            SLOTDEFS.iter().filter(|def| def.name == name && self.slots.has(def.id)).map(|def| def.id);
        let first = filled.next()?;
        match filled.next() {
            None => Some(first),
            Some(_) => None,
        }
    }

    /// The most derived of its bases, itself included, whose instances are larger than those of its own base:
    /// `solid_base`.
    pub(super) fn solid_base(&self, vm: &Vm) -> Ref<Type> {
        let mut ty = self.ptr().to_ref();
        loop {
            let Some(base) = ty.base() else { return vm.types.object().ptr().to_ref() };
            if ty.basicsize() != base.basicsize() || ty.itemsize() != base.itemsize() {
                return ty;
            }
            ty = base;
        }
    }

    /// Where the value of a slot is kept that an object of this type has.
    pub(super) fn as_value(&self) -> Value {
        Ptr::from_ref(self).to_value()
    }
}
