//! The built-in types come into being: first as memory, since everything needs them, then with all that they have.

#![allow(unsafe_code, reason = "types refer to each other before all of them are whole")]

use std::cell::{Cell, OnceCell, RefCell};
use std::ptr::{self, NonNull};

use super::{Kind, Slots, SpecCache, Type, TypeSpec, flags};
use crate::errors::PyResult;
use crate::objects::dict::KeysRef;
use crate::objects::instance::inline_values;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::types::Types;
use crate::value::{Field, FieldOf, Header, Heap, Layout, Ref};
use crate::vm::Vm;

impl Types {
    /// Makes all built-in types, without their dicts.
    pub(crate) fn allocate(&self, heap: &Heap) {
        for (spec, place) in Self::ALL {
            place(self).set(Type::allocate(heap, spec));
        }
        let metatype = self.type_();
        for (spec, place) in Self::ALL {
            // SAFETY: all types have just been made.
            let ty = unsafe { &*place(self).get() };
            ty.header.set_type(metatype);
            ty.native.set(ty);
            if !ptr::eq(*spec, &crate::objects::object::SPEC) {
                let base = spec.bases.first().map_or(self.object(), |base| self.of_spec(base));
                ty.base.set(Some(base.ptr().to_ref()));
            }
        }
    }

    /// The type with this declaration.
    ///
    /// # Panics
    ///
    /// If the list of types does not have it.
    pub(crate) fn of_spec(&self, spec: &TypeSpec) -> &Type {
        let (_, place) = Self::ALL
            .iter()
            .find(|(other, _)| ptr::eq(*other, spec))
            .unwrap_or_else(|| panic!("{} is missing in the list of built-in types", spec.name));
        // SAFETY: built-in types live as long as the VM.
        unsafe { &*place(self).get() }
    }
}

impl Type {
    /// Memory for a built-in type with what its declaration says.
    fn allocate(heap: &Heap, spec: &'static TypeSpec) -> *const Type {
        // An exception without fields of its own has those of its base.
        let mut own = spec;
        while own.kind == Kind::BaseException
            && let [base, ..] = own.bases
        {
            own = base;
        }
        let slots = Slots::new(super::no_dealloc);
        (spec.slots)(&slots);
        let ty = Type {
            header: Header::without_type(),
            flags: Cell::new(spec.flags | flags::IMMUTABLETYPE),
            version_tag: Cell::new(0),
            versions_used: Cell::new(0),
            kind: Cell::new(own.kind),
            layout: Cell::new(own.kind),
            basicsize: Cell::new(own.basicsize),
            itemsize: Cell::new(spec.itemsize),
            dictoffset: Cell::new(spec.dictoffset),
            weaklistoffset: Cell::new(isize::from(spec.weakrefs)),
            name: Cell::new(NonNull::from(spec.name)),
            spec: Some(spec),
            dict: FieldOf::NULL,
            base: FieldOf::NULL,
            bases: FieldOf::NULL,
            mro: FieldOf::NULL,
            subclasses: RefCell::default(),
            ht_name: Field::NULL,
            ht_qualname: Field::NULL,
            ht_slots: FieldOf::NULL,
            members: RefCell::default(),
            has_members: Cell::new(false),
            native: Cell::new(ptr::null()),
            cached_keys: OnceCell::new(),
            spec_cache: SpecCache::default(),
            slots,
        };
        let place = heap.alloc(size_of::<Type>()).cast::<Type>();
        // SAFETY: the place has room for a type, and nobody uses it.
        unsafe { place.write(ty) };
        place.as_ptr()
    }

    /// Whether it is `other` or inherits from it: `PyType_IsSubtype`.
    pub fn is_subtype(&self, other: &Type) -> bool {
        if self.is(other) {
            return true;
        }
        // SAFETY: nothing runs while the tuple is looked at.
        match unsafe { self.mro.borrow() } {
            Some(mro) => {
                mro.get().as_slice().iter().any(|entry| entry.is(crate::value::Ptr::from_ref(other).obj()))
            }
            None => {
                let mut base = self.base.get();
                while let Some(ty) = base {
                    if ty.is(other) {
                        return true;
                    }
                    base = ty.base.get();
                }
                false
            }
        }
    }

    /// `tp_base`
    pub fn base(&self) -> Option<Ref<Type>> {
        self.base.get()
    }

    /// How many bytes of inline values a new instance gets.
    #[inline]
    pub(crate) fn inline_values_size(&self) -> usize {
        match self.cached_keys() {
            Some(keys) if self.has_flags(flags::INLINE_VALUES) => keys.inline_values_size(),
            _ => 0,
        }
    }

    /// How many bytes of inline values an instance has.
    ///
    /// # Safety
    ///
    /// `object` is an instance of this type whose memory has not been given back.
    #[inline]
    pub(crate) unsafe fn inline_values_size_of(&self, object: NonNull<Header>) -> usize {
        if !self.has_flags(flags::INLINE_VALUES) {
            return 0;
        }
        // SAFETY: the flag says that there are values behind the object, and they were initialised with it.
        let values = unsafe { inline_values(object).as_ref() };
        crate::objects::dict::values_size(usize::from(values.capacity))
    }

    /// Initialises the inline values of a new instance.
    ///
    /// # Safety
    ///
    /// `values` points to as many bytes as [`Type::inline_values_size`] said, which were more than none.
    #[inline]
    pub(crate) unsafe fn init_inline_values(&self, values: NonNull<u8>) {
        if let Some(keys) = self.cached_keys() {
            // SAFETY: the contract.
            unsafe { keys.init_inline_values(values.cast()) };
        }
    }

    /// Makes the keys that instances will share, beginning with the attributes that the compiler saw: the end of
    /// `type_new`.
    pub(super) fn make_cached_keys(&self, vm: &Vm) -> PyResult<()> {
        if !self.has_flags(flags::MANAGED_DICT) {
            return Ok(());
        }
        let names = self.own(vm, vm.names.__static_attributes__.ptr());
        let names = names.as_ref().and_then(|names| names.cast::<Tuple>());
        let names = names.map_or(&[][..], |names| names.get().as_slice());
        let keys = KeysRef::for_class(vm, names.iter().filter_map(|name| name.cast::<Str>()))?;
        let _ = self.cached_keys.set(keys);
        Ok(())
    }
}
