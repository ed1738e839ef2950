//! Attributes are specialised by where they are found: in the instance, in its class, in a class itself, in a module.
//!
//! What a cache refers to is not counted. An object from a class is kept by the dict that it was found in, which does
//! not change as long as the class has the version that the instruction compares first; places in instances and numbers
//! of entries are vouched for by that version and by those of keys.

use std::ptr::{self, NonNull};

use cpython_isa::Opcode;
use cpython_isa::caches::{AttrCacheMut, LoadMethodCacheMut};

use super::call::{code_of, simple_argcount};
use super::{cache, choose};
use crate::abi::pointer::ObjPtr;
use crate::eval::unit::CodeUnit;
use crate::objects::alloc::PRE_HEADER;
use crate::objects::descriptors::Descriptor;
use crate::objects::dict::{DICT_KEYS_UNICODE, exact_str, value_slot};
use crate::objects::function::Function;
use crate::objects::instance::{dict_field, inline_values, managed_dict};
use crate::objects::module::Module;
use crate::objects::object::{GENERIC_GETATTR, GENERIC_SETATTR};
use crate::objects::property::Property;
use crate::objects::str_::Str;
use crate::objects::type_::{GetattroFn, Kind, SLOT_GETATTRO, Type, flags};
use crate::value::{Header, Obj, Ptr, StackRef};
use crate::vm::{Vm, vm};

/// What an attribute of a class is to its instances: `DescriptorClassification`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attribute {
    /// There is none.
    Absent,
    /// `NON_DESCRIPTOR`: it is the attribute itself.
    Plain,
    /// It is called with the instance in front.
    Method,
    /// It makes the attribute, if the instance has none of its own.
    NonOverriding,
    /// It comes before what the instance has.
    Overriding,
    /// `OBJECT_SLOT`: a field at this offset.
    Slot(usize),
    /// The class of the instance: what `object.__class__` shows.
    DunderClass,
    /// A property.
    Property,
    /// What it is to instances may change at any time.
    Mutable,
}

/// Whether it is what `object` itself has under this name.
fn is_of_object(vm: &Vm, name: Ptr<'_, Str>, found: Obj<'_>) -> bool {
    vm.types.object().own(vm, name).is_some_and(|own| own.is(found))
}

/// What is found in a class.
fn classify(vm: &Vm, found: Option<Obj<'_>>) -> Attribute {
    let Some(found) = found else { return Attribute::Absent };
    let ty = found.ty();
    if !ty.has_flags(flags::IMMUTABLETYPE) {
        return Attribute::Mutable;
    }
    if ty.slots.descr_set.get().is_some() {
        return match ty.kind() {
            Kind::Property => Attribute::Property,
            Kind::MemberDescriptor => {
                match found.cast::<Descriptor>().and_then(|member| member.member_offset()) {
                    Some(offset) => Attribute::Slot(offset),
                    None => Attribute::Overriding,
                }
            }
            Kind::GetSetDescriptor if is_of_object(vm, vm.names.__class__.ptr(), found) => {
                Attribute::DunderClass
            }
            _ => Attribute::Overriding,
        };
    }
    if ty.slots.descr_get.get().is_none() {
        Attribute::Plain
    } else if ty.has_flags(flags::METHOD_DESCRIPTOR) {
        Attribute::Method
    } else {
        Attribute::NonOverriding
    }
}

/// Whether an instance has an attribute of its own: `instance_has_key`.
enum Own {
    /// It has, or may have.
    Has,
    /// It has not. If its keys are shared, this is their version.
    HasNot(u32),
    /// To say so would run a program's code.
    Unknown,
}

/// Which of the two instructions it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Load,
    Store,
}

/// An instruction that is about to be specialised, and what it works on.
struct Site<'a> {
    vm: &'a Vm,
    owner: Obj<'a>,
    name: Ptr<'a, Str>,
    instruction: *mut CodeUnit,
}

impl<'a> Site<'a> {
    /// An attribute of a class and its bases.
    fn find(&self, ty: &'a Type) -> Option<Obj<'a>> {
        // SAFETY: specializers run nothing that could change a class.
        unsafe { ty.lookup_borrowed(self.vm, self.name) }.get()
    }

    /// Whether the attribute is loaded to be called.
    fn is_call(&self) -> bool {
        // SAFETY: the loop's instruction.
        unsafe { (*self.instruction).op.arg & 1 != 0 }
    }

    /// The cache of `LOAD_ATTR`.
    fn load_cache(&self) -> LoadMethodCacheMut<'_> {
        // SAFETY: the instruction has the cache of its family.
        LoadMethodCacheMut::from_units(unsafe { cache(self.instruction) })
    }

    /// The cache of `STORE_ATTR`, with which that of `LOAD_ATTR` begins.
    fn place_cache(&self) -> AttrCacheMut<'_> {
        // SAFETY: the instruction has the cache of one of both families.
        AttrCacheMut::from_units(unsafe { cache(self.instruction) })
    }

    /// Notes a version and a place: the offset of a field, or the number of an entry.
    fn note_place(&self, version: u32, place: usize) -> Option<()> {
        let place = u16::try_from(place).ok()?;
        let mut cache = self.place_cache();
        cache.set_version(version);
        cache.set_index(place);
        Some(())
    }

    /// The header of an object whose class has none but objects with headers: what bodies look into.
    fn header(&self) -> Option<NonNull<Header>> {
        if self.owner.ty().kind() == Kind::Int { None } else { self.owner.header().map(NonNull::from) }
    }

    /// `specialize_module_load_attr`
    fn load_from_module(&self) -> Option<Opcode> {
        // The instruction does not look at the class: that of other modules may have descriptors of its own.
        if self.owner.ty().kind() != Kind::Module {
            return None;
        }
        let overrides = |found: Obj<'_>| found.ty().slots.descr_set.get().is_some();
        if self.find(self.owner.ty()).is_some_and(overrides) {
            return None;
        }
        let module = self.owner.cast::<Module>()?;
        let dict = module.get().dict();
        let keys = dict.keys_ref();
        if keys.dk_kind() != DICT_KEYS_UNICODE {
            return None;
        }
        let hook = &self.vm.names.__getattr__;
        if keys.lookup_str(hook, hook.hash()).is_some() {
            return None;
        }
        let index = keys.lookup_str(self.name.get(), self.name.hash())?;
        let version = keys.version_for_current_state();
        if version == 0 {
            return None;
        }
        self.note_place(version, index)?;
        Some(Opcode::LoadAttrModule)
    }

    /// `specialize_class_load_attr`
    fn load_from_class(&self, class: Ptr<'a, Type>) -> Option<Opcode> {
        let (vm, class, meta) = (self.vm, class.get(), self.owner.ty());
        if !same_getattro(meta.slots.getattro.get(), vm.types.type_().slots.getattro.get()) {
            return None;
        }
        let checks_meta = !meta.has_flags(flags::IMMUTABLETYPE);
        if checks_meta && !meta.assign_version(vm) || !class.assign_version(vm) {
            return None;
        }
        match classify(vm, self.find(meta)) {
            Attribute::Absent | Attribute::Plain | Attribute::Method | Attribute::NonOverriding => {}
            _ => return None,
        }
        let found = self.find(class)?;
        if !matches!(classify(vm, Some(found)), Attribute::Plain | Attribute::Method) {
            return None;
        }
        let mut cache = self.load_cache();
        cache.set_type_version(class.version_tag());
        cache.set_descr(found.word());
        if checks_meta {
            cache.set_keys_version(meta.version_tag());
            Some(Opcode::LoadAttrClassWithMetaclassCheck)
        } else {
            Some(Opcode::LoadAttrClass)
        }
    }

    /// `specialize_instance_load_attr`
    fn load_from_instance(&self) -> Option<Opcode> {
        let (vm, ty) = (self.vm, self.owner.ty());
        if !ty.assign_version(vm) {
            return None;
        }
        let getattro = ty.slots.getattro.get();
        let mut has_hook = false;
        if !same_getattro(getattro, Some(GENERIC_GETATTR)) {
            if !same_getattro(getattro, Some(SLOT_GETATTRO)) {
                return None;
            }
            has_hook = ty.lookup(vm, vm.names.__getattr__.ptr()).is_some();
            let getattribute = vm.names.__getattribute__.ptr();
            let found = ty.lookup(vm, getattribute)?;
            if !is_of_object(vm, getattribute, found.obj()) {
                return if has_hook { None } else { self.load_through(found.cast::<Function>()?) };
            }
        }
        let found = self.find(ty);
        let attribute = classify(vm, found);
        match (attribute, found) {
            (Attribute::Overriding | Attribute::Mutable, _) => None,
            // Whether there is an attribute is up to the getter, and then to the hook.
            (Attribute::Property, Some(found)) if !has_hook => self.load_property(found.cast::<Property>()?),
            (Attribute::Property, _) => None,
            (Attribute::Slot(offset), Some(found)) => self.load_slot(found.cast::<Descriptor>()?, offset),
            (Attribute::DunderClass, _) => {
                self.header()?;
                self.note_place(ty.version_tag(), Header::TYPE_OFFSET)?;
                Some(Opcode::LoadAttrSlot)
            }
            _ => match (self.own_attribute(ty), found) {
                (Own::Has, _) => self.own_place(ty, Access::Load),
                (Own::HasNot(keys_version), Some(found)) => {
                    self.load_shared(ty, found, attribute, keys_version)
                }
                _ => None,
            },
        }
    }

    /// The class has a `__getattribute__` of its own.
    fn load_through(&self, getattribute: Ptr<'_, Function>) -> Option<Opcode> {
        if self.is_call() || simple_argcount(code_of(getattribute.get())?.get()) != Some(2) {
            return None;
        }
        let version = getattribute.get().version_for_current_state(self.vm);
        if version == 0 {
            return None;
        }
        let mut cache = self.load_cache();
        cache.set_type_version(self.owner.ty().version_tag());
        cache.set_keys_version(version);
        cache.set_descr(getattribute.obj().word());
        Some(Opcode::LoadAttrGetattributeOverridden)
    }

    /// A getter is a function that takes the instance.
    fn load_property(&self, property: Ptr<'_, Property>) -> Option<Opcode> {
        let getter = property.get().get.get()?;
        let function = getter.cast::<Function>()?;
        if self.is_call() || simple_argcount(code_of(function.get())?.get()) != Some(1) {
            return None;
        }
        let mut cache = self.load_cache();
        cache.set_type_version(self.owner.ty().version_tag());
        cache.set_descr(function.obj().word());
        Some(Opcode::LoadAttrProperty)
    }

    /// An item of `__slots__`: notes where it is.
    fn slot(&self, member: Ptr<'_, Descriptor>, offset: usize) -> Option<()> {
        let ty = self.owner.ty();
        if !ty.is_subtype(&member.get().objclass()) {
            return None;
        }
        self.note_place(ty.version_tag(), offset)
    }

    fn load_slot(&self, member: Ptr<'_, Descriptor>, offset: usize) -> Option<Opcode> {
        self.slot(member, offset).map(|()| Opcode::LoadAttrSlot)
    }

    /// Whether the instance has the attribute itself.
    fn own_attribute(&self, ty: &Type) -> Own {
        if !ty.has_flags(flags::MANAGED_DICT) {
            return Own::HasNot(0);
        }
        if ty.has_flags(flags::INLINE_VALUES) {
            let Some(keys) = ty.cached_keys() else { return Own::Unknown };
            return match keys.lookup_str(self.name.get(), self.name.hash()) {
                Some(_) => Own::Has,
                None => Own::HasNot(keys.version_for_current_state()),
            };
        }
        let Some(dict) = self.managed_dict() else { return Own::HasNot(0) };
        if !dict.has_only_strings() {
            return Own::Unknown;
        }
        match dict.index_of_str(self.vm, self.name) {
            Some(_) => Own::Has,
            None => Own::HasNot(0),
        }
    }

    /// The dict before the object, whose class has `Py_TPFLAGS_MANAGED_DICT`.
    fn managed_dict(&self) -> Option<Ptr<'_, crate::objects::dict::Dict>> {
        // SAFETY: the flag says that there is room for a dict, which nothing replaces while a specializer runs.
        unsafe { managed_dict(NonNull::from(self.owner.header()?)).borrow() }
    }

    /// Where the instance has the attribute itself: `specialize_dict_access`.
    fn own_place(&self, ty: &Type, access: Access) -> Option<Opcode> {
        if !ty.has_flags(flags::MANAGED_DICT) {
            return None;
        }
        let header = self.header()?;
        let dict = self.managed_dict();
        if ty.has_flags(flags::INLINE_VALUES) && !(access == Access::Store && dict.is_some()) {
            let values = inline_values(header);
            // SAFETY: the flag says that there are values behind the object.
            let (valid, capacity) =
                unsafe { (values.as_ref().valid != 0, usize::from(values.as_ref().capacity)) };
            if valid {
                let keys = ty.cached_keys()?;
                // Every instance has room for each key that is shared: the room for keys only ever shrinks.
                let index =
                    keys.lookup_str(self.name.get(), self.name.hash()).filter(|index| *index < capacity)?;
                // SAFETY: the index is below the capacity.
                let slot = unsafe { value_slot(values.as_ptr(), index) };
                self.note_place(ty.version_tag(), slot.addr() - header.as_ptr().addr())?;
                return Some(match access {
                    Access::Load => Opcode::LoadAttrInstanceValue,
                    Access::Store => Opcode::StoreAttrInstanceValue,
                });
            }
        }
        let dict = dict.filter(|dict| dict.obj().ty().kind() == Kind::Dict)?;
        let keys = dict.keys_ref();
        if keys.dk_kind() != DICT_KEYS_UNICODE {
            return None;
        }
        let index = keys.lookup_str(self.name.get(), self.name.hash())?;
        self.note_place(ty.version_tag(), index)?;
        Some(match access {
            Access::Load => Opcode::LoadAttrWithHint,
            Access::Store => Opcode::StoreAttrWithHint,
        })
    }

    /// What instances have from their class: `specialize_attr_loadclassattr`. The instance has no attribute of this
    /// name, and if it could have one without losing its inline values, `keys_version` is that of the keys it would
    /// have.
    fn load_shared(
        &self,
        ty: &Type,
        found: Obj<'_>,
        attribute: Attribute,
        keys_version: u32,
    ) -> Option<Opcode> {
        let is_method = match attribute {
            Attribute::Method if self.is_call() => true,
            Attribute::Plain if !self.is_call() => false,
            _ => return None,
        };
        let mut cache = self.load_cache();
        let opcode = if ty.has_flags(flags::INLINE_VALUES) {
            if keys_version == 0 {
                return None;
            }
            cache.set_keys_version(keys_version);
            if is_method { Opcode::LoadAttrMethodWithValues } else { Opcode::LoadAttrNondescriptorWithValues }
        } else if ty.dictoffset() == 0 {
            if is_method { Opcode::LoadAttrMethodNoDict } else { Opcode::LoadAttrNondescriptorNoDict }
        } else if is_method {
            let field = dict_field(self.owner)?;
            if !field.is_null() {
                return None;
            }
            // The instruction counts from the first place where a dict can be: the word before the object.
            let from_there =
                ptr::from_ref(field).addr() - (self.owner.header().map(ptr::from_ref)?.addr() - PRE_HEADER);
            cache.set_dict_offset(u16::try_from(from_there).ok()?);
            Opcode::LoadAttrMethodLazyDict
        } else {
            return None;
        };
        cache.set_type_version(ty.version_tag());
        cache.set_descr(found.word());
        Some(opcode)
    }

    fn load(&self) -> Option<Opcode> {
        let getattro = self.owner.ty().slots.getattro.get();
        if same_getattro(getattro, self.vm.types.module().slots.getattro.get()) {
            self.load_from_module()
        } else if let Some(class) = self.owner.cast::<Type>() {
            self.load_from_class(class)
        } else {
            self.load_from_instance()
        }
    }

    fn store(&self) -> Option<Opcode> {
        let ty = self.owner.ty();
        let setattro = ty.slots.setattro.get()?;
        if !ptr::fn_addr_eq(setattro, GENERIC_SETATTR) || !ty.assign_version(self.vm) {
            return None;
        }
        let found = self.find(ty);
        match (classify(self.vm, found), found) {
            (Attribute::Slot(offset), Some(found)) => {
                self.slot(found.cast::<Descriptor>()?, offset)?;
                Some(Opcode::StoreAttrSlot)
            }
            (Attribute::Absent, _) => self.own_place(ty, Access::Store),
            _ => None,
        }
    }
}

fn same_getattro(left: Option<GetattroFn>, right: Option<GetattroFn>) -> bool {
    left.zip(right).is_some_and(|(left, right)| ptr::fn_addr_eq(left, right))
}

/// What is done at an instruction with the attribute of this name.
unsafe fn at(
    owner: &StackRef,
    instruction: *mut CodeUnit,
    name: ObjPtr<'_>,
    specialize: impl FnOnce(&Site<'_>) -> Option<Opcode>,
) {
    // A string of another type may be equal to something else.
    let site = exact_str(name.obj()).map(|name| Site { vm: vm(), owner: owner.as_obj(), name, instruction });
    let chosen = site.and_then(|site| specialize(&site));
    // SAFETY: the loop's instruction.
    unsafe { choose(instruction, chosen) }
}

/// `_Py_Specialize_LoadAttr`
pub unsafe fn _Py_Specialize_LoadAttr(owner: &StackRef, instruction: *mut CodeUnit, name: ObjPtr<'_>) {
    // SAFETY: the loop's instruction and operand.
    unsafe { at(owner, instruction, name, |site| site.load()) }
}

/// `_Py_Specialize_StoreAttr`
pub unsafe fn _Py_Specialize_StoreAttr(owner: &StackRef, instruction: *mut CodeUnit, name: ObjPtr<'_>) {
    // SAFETY: the loop's instruction and operand.
    unsafe { at(owner, instruction, name, |site| site.store()) }
}
