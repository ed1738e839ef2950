//! Weak references.

#![allow(unsafe_code, reason = "weak references point to objects without keeping them alive")]

use std::cell::{Cell as StdCell, RefCell};
use std::collections::HashMap;
use std::ptr::NonNull;

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::value::{Field, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A weak reference: `PyWeakReference`.
#[repr(C)]
pub struct WeakRef {
    header: Header,
    /// `wr_object`: `None` after the object's end.
    referent: StdCell<Option<NonNull<Header>>>,
    /// `wr_callback`
    callback: Field,
    /// `hash`: -1 if nobody asked for it.
    hash: StdCell<i64>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for WeakRef {
    const NAME: &'static str = "weakref.ReferenceType";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        matches!(ty.layout(), Kind::WeakRef | Kind::WeakProxy)
    }
}

/// Who refers weakly to what: by the address of the object, the references in the order they were made.
#[derive(Default)]
pub(crate) struct WeakTable {
    references: RefCell<HashMap<usize, Vec<NonNull<WeakRef>>>>,
}

impl WeakTable {
    fn add(&self, object: &Header, reference: &WeakRef) {
        let mut table = self.references.borrow_mut();
        table.entry(std::ptr::from_ref(object) as usize).or_default().push(NonNull::from(reference));
        object.set_weakly_referenced(true);
    }

    /// Forgets a reference that ends.
    fn remove(&self, object: NonNull<Header>, reference: &WeakRef) {
        let mut table = self.references.borrow_mut();
        let Some(list) = table.get_mut(&(object.as_ptr() as usize)) else { return };
        list.retain(|other| !std::ptr::eq(other.as_ptr(), reference));
        if list.is_empty() {
            table.remove(&(object.as_ptr() as usize));
            // SAFETY: a reference that has not been cleared points to a live object.
            unsafe { object.as_ref() }.set_weakly_referenced(false);
        }
    }

    /// The references to an object that are alive themselves.
    pub(crate) fn of(&self, object: &Header) -> Vec<Ref<WeakRef>> {
        let table = self.references.borrow();
        let list = table.get(&(std::ptr::from_ref(object) as usize));
        list.into_iter()
            .flatten()
            // SAFETY: a reference takes itself out of the table when it ends.
            .map(|reference| unsafe { reference.as_ref() })
            .filter(|reference| reference.header.refcount() > 0)
            .map(|reference| reference.ptr().to_ref())
            .collect()
    }
}

impl WeakRef {
    /// The object, if it is alive: `PyWeakref_GetRef`.
    pub(crate) fn get(&self) -> Option<Value> {
        let header = self.referent.get()?;
        // SAFETY: a reference that has not been cleared points to an object whose fields are not dropped yet.
        let header = unsafe { header.as_ref() };
        // An object whose last reference has gone may be here still, on its way out.
        (header.refcount() > 0).then(|| Obj::from_header(header).to_owned())
    }

    /// Lets go of the object, and hands the callback out.
    fn clear(&self, vm: &Vm) -> Option<Value> {
        if let Some(object) = self.referent.take() {
            vm.weak.remove(object, self);
        }
        self.callback.take()
    }
}

/// Clears the weak references to a dying object, then runs their callbacks: `PyObject_ClearWeakRefs`.
#[cold]
pub(crate) fn clear_references(vm: &Vm, header: &Header) {
    let references = vm.weak.of(header);
    let callbacks: Vec<_> = references
        .into_iter()
        .map(|reference| {
            let callback = reference.clear(vm);
            (reference, callback)
        })
        .collect();
    // References that are ending themselves are still in the table.
    forget(vm, header);
    if callbacks.iter().all(|(_, callback)| callback.is_none()) {
        return;
    }
    let pending = vm.take_exception();
    for (reference, callback) in callbacks.iter().rev() {
        if let Some(callback) = callback {
            vm.trash.finalize(|| run_callback(vm, reference, callback));
        }
    }
    if let Some(pending) = pending {
        let _ = vm.restore_exception(pending);
    }
}

/// Takes an object out of the table, with whatever refers to it.
fn forget(vm: &Vm, header: &Header) {
    let list = vm.weak.references.borrow_mut().remove(&(std::ptr::from_ref(header) as usize));
    for reference in list.into_iter().flatten() {
        // SAFETY: a reference takes itself out of the table when it ends.
        unsafe { reference.as_ref() }.referent.set(None);
    }
    header.set_weakly_referenced(false);
}

fn run_callback(vm: &Vm, reference: &Ref<WeakRef>, callback: &Value) {
    if vm.call_args(callback.obj(), &[reference.obj()]).is_err() {
        vm.write_unraisable("Exception ignored while calling weakref callback", Some(callback.obj()));
    }
}

/// Clears the weak references to an object that the collector found to be garbage. Answers with the callbacks of
/// references that are not garbage themselves.
pub(crate) fn clear_for_collector(
    vm: &Vm,
    header: &Header,
    is_garbage: impl Fn(&Header) -> bool,
) -> Vec<(Ref<WeakRef>, Value)> {
    let mut callbacks = Vec::new();
    for reference in vm.weak.of(header) {
        if let Some(callback) = reference.clear(vm)
            && !is_garbage(&reference.header)
        {
            callbacks.push((reference, callback));
        }
    }
    forget(vm, header);
    callbacks
}

/// Runs callbacks that [`clear_for_collector`] handed out.
pub(crate) fn run_callbacks(vm: &Vm, callbacks: Vec<(Ref<WeakRef>, Value)>) {
    for (reference, callback) in callbacks {
        run_callback(vm, &reference, &callback);
    }
}

/// A weak reference to an object. One without a callback is shared: `PyWeakref_NewRef`.
pub(crate) fn new(vm: &Vm, ty: &Type, object: Obj<'_>, callback: Option<Obj<'_>>) -> PyResult<Ref<WeakRef>> {
    let target = object.ty();
    let header = match object.header() {
        Some(header) if target.supports_weakrefs() => header,
        _ => {
            return Err(
                vm.type_error(format_args!("cannot create weak reference to '{}' object", target.name()))
            );
        }
    };
    let callback = callback.filter(|callback| !callback.is_none());
    if callback.is_none() && !ty.is_heap_type() && header.is_weakly_referenced() {
        let shared = vm.weak.of(header);
        let plain = |reference: &&Ref<WeakRef>| reference.callback.is_null() && reference.header.ty().is(ty);
        if let Some(reference) = shared.iter().find(plain) {
            return Ok(reference.clone());
        }
    }
    let reference = WeakRef {
        header: Header::new(ty),
        referent: StdCell::new(Some(NonNull::from(header))),
        callback: Field::from_option(callback.map(Obj::to_owned)),
        hash: StdCell::new(-1),
    };
    let reference = vm.alloc(ty, reference);
    vm.weak.add(header, &reference);
    Ok(reference)
}

/// `object.__weakref__`: the first weak reference, or `None`.
pub(crate) fn get_weakref(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let Some(header) = object.header().filter(|header| header.is_weakly_referenced()) else {
        return Ok(Value::none());
    };
    Ok(vm.weak.of(header).into_iter().next().map_or_else(Value::none, Ref::into_value))
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, WeakRef>> {
    vm.expect::<WeakRef>(object)
}

fn make(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let plain = args.without_keywords();
    plain.range(vm, "__new__", 1, 2)?;
    new(vm, &ty, args.get(0), args.positional(1)).map(Ref::into_value)
}

/// `tp_dealloc`
///
/// # Safety
///
/// `object` is a weak reference without references.
unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is whole until its fields are dropped.
    unsafe {
        let reference = object.cast::<WeakRef>();
        drop(reference.as_ref().clear(vm));
        crate::objects::alloc::dealloc::<WeakRef>(vm, object);
    }
}

/// How weak references and proxies are collected and end.
pub(super) fn fill_lifetime(slots: &Slots) {
    slots.dealloc.set(dealloc);
    slots.traverse.set(Some(|object, visit| {
        // SAFETY: the slot is that of types with this layout.
        unsafe { object.cast::<WeakRef>().as_ref() }.callback.visit(visit);
    }));
    slots.clear.set(Some(|vm, object| {
        if let Some(this) = object.cast::<WeakRef>() {
            drop(this.get().clear(vm));
        }
    }));
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let text = match this.get().get() {
        None => format!("<weakref at {:#x}; dead>", object.word()),
        Some(referent) => {
            let name = vm.getattr_opt(referent.obj(), vm.names.__name__.ptr())?;
            let place = format!(
                "<weakref at {:#x}; to '{}' at {:#x}",
                object.word(),
                referent.ty().full_name(vm),
                referent.obj().word()
            );
            match name.as_ref().and_then(|name| name.cast::<Str>()) {
                Some(name) => format!("{place} ({})>", name.get().as_str()),
                None => format!("{place}>"),
            }
        }
    };
    Ok(Str::new(vm, &text).into_value())
}

/// `weakref.ReferenceType`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "weakref.ReferenceType",
    module: "weakref",
    kind: Kind::WeakRef,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<WeakRef>(),
    new: Some(make),
    slots: |slots| {
        fill_lifetime(slots);
        slots.init.set(Some(|vm, _, args| {
            args.no_keywords(vm, "ReferenceType")?;
            args.range(vm, "__init__", 1, 2)
        }));
        slots.call.set(Some(|vm, object, args| {
            args.no_keywords(vm, "ReferenceType")?;
            args.range(vm, "weakref", 0, 0)?;
            Ok(this(vm, object)?.get().get().unwrap_or_else(Value::none))
        }));
        slots.repr.set(Some(repr));
        slots.hash.set(Some(|vm, object| {
            let this = this(vm, object)?.get();
            if this.hash.get() == -1 {
                let Some(referent) = this.get() else {
                    return Err(vm.type_error("weak object has gone away"));
                };
                this.hash.set(vm.hash(referent.obj())?);
            }
            Ok(this.hash.get())
        }));
        slots.richcompare.set(Some(|vm, left, right, op| {
            let (Some(left), Some(right)) = (left.cast::<WeakRef>(), right.cast::<WeakRef>()) else {
                return Ok(Value::not_implemented());
            };
            if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
                return Ok(Value::not_implemented());
            }
            match (left.get().get(), right.get().get()) {
                (Some(left), Some(right)) => vm.rich_compare(left.obj(), right.obj(), op),
                _ => Ok(Value::bool(left.is(right) == (op == CompareOp::Eq))),
            }
        }));
    },
    methods: &[MethodDef::o("__class_getitem__", |vm, class, item| {
        crate::objects::generic_alias::new(vm, class, item)
    })
    .class()],
    getset: &[GetSetDef::member("__callback__", |vm, object| {
        Ok(this(vm, object)?.callback.get().unwrap_or_else(Value::none))
    })],
    ..TypeSpec::DEFAULT
};
