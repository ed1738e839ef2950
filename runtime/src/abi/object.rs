//! What can be done with any object, and what bodies do with containers.

use super::vm;
use super::{ObjPtr, ObjSlot, Owned};
use crate::args::Args;
use crate::errors::PyResult;
use crate::eval::thread::{InterpreterState, ThreadState};
use crate::objects::cell::Cell;
use crate::objects::dict::{self, Dict, DictKeys, DictValues};
use crate::objects::list::List;
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, MethodDef, Native, Type};
use crate::protocol::MethodLookup;
use crate::value::{Obj, Ptr, Ref, StackRef, Value};
use crate::vm::Vm;

/// -1 with an exception set, or a truth.
fn truth(result: PyResult<bool>) -> i32 {
    result.map_or(-1, i32::from)
}

/// -1 with an exception set, or 0.
fn status(result: PyResult<()>) -> i32 {
    result.map_or(-1, |()| 0)
}

/// The name behind a pointer.
pub(super) fn name<'a>(object: ObjPtr<'a>) -> Ptr<'a, Str> {
    debug_assert!(object.obj().cast::<Str>().is_some());
    // SAFETY: names in code objects are strings.
    unsafe { object.obj().cast_unchecked() }
}

/// An object whose layout the body has made sure of.
macro_rules! as_layout {
    ($object:expr, $layout:ty) => {{
        // SAFETY: the body has made sure of the type.
        #[allow(unused_unsafe, reason = "it stands in unsafe blocks, too")]
        let pointer: Ptr<'_, $layout> = unsafe { $object.obj().cast_unchecked() };
        pointer
    }};
}

#[inline(always)]
pub unsafe fn Py_None() -> ObjPtr<'static> {
    Obj::NONE.into()
}

#[inline(always)]
pub unsafe fn Py_True() -> ObjPtr<'static> {
    Obj::TRUE.into()
}

#[inline(always)]
pub unsafe fn Py_False() -> ObjPtr<'static> {
    Obj::FALSE.into()
}

pub unsafe fn PyObject_IsTrue(object: ObjPtr<'_>) -> i32 {
    truth(vm().is_true(object.obj()))
}

pub unsafe fn PyObject_RichCompare(left: ObjPtr<'_>, right: ObjPtr<'_>, op: i32) -> Owned {
    let vm = vm();
    match CompareOp::from_number(op as usize) {
        Some(op) => vm.rich_compare(left.obj(), right.obj(), op).into(),
        None => unreachable!("comparison {op}"),
    }
}

pub unsafe fn PyObject_GetItem(object: ObjPtr<'_>, key: ObjPtr<'_>) -> Owned {
    vm().getitem(object.obj(), key.obj()).into()
}

pub unsafe fn PyObject_SetItem(object: ObjPtr<'_>, key: ObjPtr<'_>, value: ObjPtr<'_>) -> i32 {
    status(vm().setitem(object.obj(), key.obj(), Some(value.obj())))
}

pub unsafe fn PyObject_DelItem(object: ObjPtr<'_>, key: ObjPtr<'_>) -> i32 {
    status(vm().setitem(object.obj(), key.obj(), None))
}

pub unsafe fn PyObject_GetAttr(object: ObjPtr<'_>, attribute: ObjPtr<'_>) -> Owned {
    vm().getattr(object.obj(), name(attribute)).into()
}

pub unsafe fn PyObject_SetAttr(object: ObjPtr<'_>, attribute: ObjPtr<'_>, value: ObjPtr<'_>) -> i32 {
    status(vm().setattr(object.obj(), name(attribute), value.to_obj()))
}

pub unsafe fn PyObject_DelAttr(object: ObjPtr<'_>, attribute: ObjPtr<'_>) -> i32 {
    status(vm().setattr(object.obj(), name(attribute), None))
}

pub unsafe fn PyObject_GenericGetAttr(object: ObjPtr<'_>, attribute: ObjPtr<'_>) -> Owned {
    vm().generic_getattr(object.obj(), name(attribute)).into()
}

pub unsafe fn PyObject_GetIter(object: ObjPtr<'_>) -> Owned {
    vm().iter(object.obj()).into()
}

pub unsafe fn PyObject_Length(object: ObjPtr<'_>) -> isize {
    vm().len(object.obj()).map_or(-1, |len| len as isize)
}

pub unsafe fn PyObject_Str(object: ObjPtr<'_>) -> Owned {
    vm().str(object.obj()).map(Ref::into_value).into()
}

pub unsafe fn PyObject_Repr(object: ObjPtr<'_>) -> Owned {
    vm().repr(object.obj()).map(Ref::into_value).into()
}

pub unsafe fn PyObject_ASCII(object: ObjPtr<'_>) -> Owned {
    vm().ascii(object.obj()).map(Ref::into_value).into()
}

pub unsafe fn PyObject_Format(object: ObjPtr<'_>, spec: ObjPtr<'_>) -> Owned {
    vm().format(object.obj(), spec.to_obj()).map(Ref::into_value).into()
}

pub unsafe fn PyObject_IsInstance(object: ObjPtr<'_>, class: ObjPtr<'_>) -> i32 {
    truth(vm().isinstance(object.obj(), class.obj()))
}

pub unsafe fn PyIter_Check(object: ObjPtr<'_>) -> bool {
    vm().is_iterator(object.obj())
}

pub unsafe fn PySequence_Check(object: ObjPtr<'_>) -> bool {
    vm().is_sequence(object.obj())
}

pub unsafe fn PySequence_Contains(object: ObjPtr<'_>, item: ObjPtr<'_>) -> i32 {
    truth(vm().contains(object.obj(), item.obj()))
}

pub unsafe fn PySequence_Tuple(object: ObjPtr<'_>) -> Owned {
    let vm = vm();
    if object.obj().ty().is(vm.types.tuple()) {
        return object.obj().to_owned().into();
    }
    vm.collect(object.obj()).map(|items| Tuple::new(vm, items).into_value()).into()
}

/// `callable(*positional, **keywords)`
pub unsafe fn PyObject_Call(callable: ObjPtr<'_>, positional: ObjPtr<'_>, keywords: ObjPtr<'_>) -> Owned {
    let keywords = keywords.to_obj().and_then(|keywords| keywords.cast::<Dict>());
    vm().call_tuple(callable.obj(), as_layout!(positional, Tuple), keywords).into()
}

pub unsafe fn PyObject_CallMethodOneArg(object: ObjPtr<'_>, method: ObjPtr<'_>, arg: ObjPtr<'_>) -> Owned {
    vm().call_method(object.obj(), name(method), &[arg.obj()]).into()
}

/// Arguments as bodies have them: references side by side, with or without the mark of a borrowed one.
#[inline(always)]
pub(super) unsafe fn args<'a>(items: *const ObjPtr<'_>, positional: usize, kwnames: ObjPtr<'a>) -> Args<'a> {
    let kwnames = kwnames.to_obj().map(|names| {
        // SAFETY: names of keywords are a tuple.
        let names: Ptr<'a, Tuple> = unsafe { names.cast_unchecked() };
        names
    });
    let count = positional + kwnames.map_or(0, |names| names.len());
    // SAFETY: the references lie on the stack of a frame that waits for the call, none of them NULL.
    unsafe { Args::from_stack(crate::value::StackArray::new(items.cast_mut().cast(), count), kwnames) }
}

pub unsafe fn PyObject_Vectorcall(
    callable: ObjPtr<'_>,
    items: *const ObjPtr<'_>,
    count: usize,
    kwnames: ObjPtr<'_>,
) -> Owned {
    let positional = count & !super::constants::PY_VECTORCALL_ARGUMENTS_OFFSET;
    // SAFETY: the contract.
    vm().call(callable.obj(), unsafe { args(items, positional, kwnames) }).into()
}

/// `tp_vectorcall` of functions, as something to compare with.
pub unsafe fn _PyFunction_Vectorcall(
    callable: ObjPtr<'_>,
    items: *const ObjPtr<'_>,
    count: usize,
    kwnames: ObjPtr<'_>,
) -> Owned {
    // SAFETY: the same contract.
    unsafe { PyObject_Vectorcall(callable, items, count, kwnames) }
}

/// A native function, as bodies pass it on.
pub type PyCFunction = &'static MethodDef;
/// A native function that takes positional arguments.
pub type PyCFunctionFast = unsafe fn(ObjPtr<'_>, *const ObjPtr<'_>, isize) -> Owned;
/// A native function that takes positional and keyword arguments.
pub type PyCFunctionFastWithKeywords = unsafe fn(ObjPtr<'_>, *const ObjPtr<'_>, isize, ObjPtr<'_>) -> Owned;

#[inline(always)]
fn native(vm: &Vm, def: &MethodDef, this: Option<Obj<'_>>, args: Args<'_>) -> Owned {
    let this = this.unwrap_or(Obj::NONE);
    let result = match def.native {
        Native::NoArgs(function) => function(vm, this),
        Native::O(function) => function(vm, this, args.get(0)),
        Native::Fast(function) | Native::Keywords(function) => function(vm, this, args),
    };
    debug_assert_eq!(result.is_err(), vm.exception_is_set(), "{} and the exception disagree", def.name);
    result.into()
}

/// A call of a function with no argument or one.
pub unsafe fn _PyCFunction_TrampolineCall(
    function: Option<PyCFunction>,
    this: ObjPtr<'_>,
    arg: ObjPtr<'_>,
) -> Owned {
    let Some(def) = function else { unreachable!("a native function is NULL") };
    match arg.to_obj() {
        Some(arg) => native(vm(), def, this.to_obj(), Args::new(&[arg])),
        None => native(vm(), def, this.to_obj(), Args::EMPTY),
    }
}

unsafe fn call_fast(this: ObjPtr<'_>, items: *const ObjPtr<'_>, count: isize) -> Owned {
    let vm = vm();
    match vm.pending_native.take() {
        // SAFETY: the contract of the call.
        Some(def) => native(vm, def, this.to_obj(), unsafe { args(items, count as usize, ObjPtr::null()) }),
        None => unreachable!("a native function is called that nobody chose"),
    }
}

unsafe fn call_fast_keywords(
    this: ObjPtr<'_>,
    items: *const ObjPtr<'_>,
    count: isize,
    kwnames: ObjPtr<'_>,
) -> Owned {
    let vm = vm();
    match vm.pending_native.take() {
        // SAFETY: the contract of the call.
        Some(def) => native(vm, def, this.to_obj(), unsafe { args(items, count as usize, kwnames) }),
        None => unreachable!("a native function is called that nobody chose"),
    }
}

/// What calls a native function with positional arguments. Which one is noted in the VM: a body calls it at once.
pub unsafe fn _PyCFunctionFast_CAST(function: Option<PyCFunction>) -> Option<PyCFunctionFast> {
    vm().pending_native.set(function);
    function.map(|_| call_fast as PyCFunctionFast)
}

/// What calls a native function with positional and keyword arguments; see [`_PyCFunctionFast_CAST`].
pub unsafe fn _PyCFunctionFastWithKeywords_CAST(
    function: Option<PyCFunction>,
) -> Option<PyCFunctionFastWithKeywords> {
    vm().pending_native.set(function);
    function.map(|_| call_fast_keywords as PyCFunctionFastWithKeywords)
}

#[inline(always)]
pub unsafe fn PyCFunction_GET_FLAGS(function: ObjPtr<'_>) -> i32 {
    as_layout!(function, crate::objects::builtin_function::BuiltinFunction).def().ml_flags()
}

#[inline(always)]
pub unsafe fn PyCFunction_GET_FUNCTION(function: ObjPtr<'_>) -> Option<PyCFunction> {
    Some(as_layout!(function, crate::objects::builtin_function::BuiltinFunction).def())
}

#[inline(always)]
pub unsafe fn PyCFunction_GET_SELF(function: ObjPtr<'_>) -> ObjPtr<'_> {
    // SAFETY: the body has made sure of the type.
    unsafe { function.cast::<crate::objects::builtin_function::BuiltinFunction>().get() }.this().into()
}

/// An item of any mapping: 1 if it is there, 0 if not.
pub unsafe fn PyMapping_GetOptionalItem(
    object: ObjPtr<'_>,
    key: ObjPtr<'_>,
    found: Option<&mut Owned>,
) -> i32 {
    let vm = vm();
    let result = match object.obj().cast::<Dict>().filter(|_| object.obj().ty().is(vm.types.dict())) {
        Some(dict) => dict.get().get(vm, key.obj()),
        None => vm.suppress(vm.getitem(object.obj(), key.obj()), vm.types.key_error()),
    };
    optional(result, found)
}

fn optional(result: PyResult<Option<Value>>, found: Option<&mut Owned>) -> i32 {
    let (value, answer) = match result {
        Ok(Some(value)) => (Owned::from(value), 1),
        Ok(None) => (Owned::null(), 0),
        Err(_) => (Owned::null(), -1),
    };
    if let Some(found) = found {
        *found = value;
    }
    answer
}

/// The method of an object for `with`: replaces what lies at `items[1]`, the object, and writes `items[0]`. 1 if there
/// is one.
pub unsafe fn _PyObject_LookupSpecialMethod(attribute: ObjPtr<'_>, items: *mut StackRef) -> i32 {
    let vm = vm();
    // SAFETY: the body's two items: NULL, and the object.
    unsafe {
        let object = &*items.add(1);
        match vm.lookup_method(object.as_obj(), name(attribute)) {
            Ok(Some(MethodLookup::Unbound(function))) => {
                items.write(StackRef::from_value(function));
                1
            }
            Ok(Some(MethodLookup::Bound(function))) => {
                let object = items.add(1).replace(StackRef::NULL);
                items.write(StackRef::from_value(function));
                object.close();
                1
            }
            Ok(None) => 0,
            Err(_) => -1,
        }
    }
}

/// `super(class, object).name`
pub unsafe fn _PySuper_Lookup(
    class: ObjPtr<'_, Type>,
    object: ObjPtr<'_>,
    attribute: ObjPtr<'_>,
    method_found: Option<&mut i32>,
) -> Owned {
    let vm = vm();
    // SAFETY: a class is in the heap.
    let class = unsafe { class.get() };
    let found = crate::objects::super_::super_lookup(
        vm,
        class,
        object.obj(),
        name(attribute),
        method_found.is_some(),
    );
    match found {
        Ok((value, unbound)) => {
            if let Some(method_found) = method_found {
                *method_found = i32::from(unbound);
            }
            value.into()
        }
        Err(_) => Owned::null(),
    }
}

/// `owner.name`; with the lowest bit of the argument it is to be called, and what it is called with goes to
/// `self_or_null`.
pub unsafe fn _Py_LoadAttr_StackRefSteal(
    _: *mut ThreadState,
    owner: StackRef,
    attribute: ObjPtr<'_>,
    self_or_null: *mut StackRef,
) -> StackRef {
    let vm = vm();
    let found = vm.get_method(owner.as_obj(), name(attribute));
    // SAFETY: the body's place for it.
    unsafe {
        match found {
            Ok(MethodLookup::Unbound(function)) => {
                self_or_null.write(owner);
                StackRef::from_value(function)
            }
            Ok(MethodLookup::Bound(function)) => {
                self_or_null.write(StackRef::NULL);
                owner.close();
                StackRef::from_value(function)
            }
            Err(_) => {
                owner.close();
                StackRef::NULL
            }
        }
    }
}

pub unsafe fn _PyBuildSlice_ConsumeRefs(start: Owned, stop: Owned) -> Owned {
    Slice::new(vm(), start.into_value(), stop.into_value(), Value::none()).into_value().into()
}

pub unsafe fn PySlice_New(start: ObjPtr<'_>, stop: ObjPtr<'_>, step: ObjPtr<'_>) -> Owned {
    let part = |part: ObjPtr<'_>| part.to_obj().map_or_else(Value::none, Obj::to_owned);
    Slice::new(vm(), part(start), part(stop), part(step)).into_value().into()
}

pub unsafe fn PyDict_New() -> Owned {
    Dict::new(vm()).into_value().into()
}

pub unsafe fn PyDict_Contains(dict: ObjPtr<'_>, key: ObjPtr<'_>) -> i32 {
    truth(as_layout!(dict, Dict).get().contains(vm(), key.obj()))
}

pub unsafe fn PyDict_GetItemRef(dict: ObjPtr<'_>, key: ObjPtr<'_>, found: Option<&mut Owned>) -> i32 {
    optional(as_layout!(dict, Dict).get().get(vm(), key.obj()), found)
}

pub unsafe fn PyDict_Pop(dict: ObjPtr<'_>, key: ObjPtr<'_>, found: Option<&mut Owned>) -> i32 {
    optional(as_layout!(dict, Dict).get().remove(vm(), key.obj()), found)
}

pub unsafe fn PyDict_SetItem(dict: ObjPtr<'_>, key: ObjPtr<'_>, value: ObjPtr<'_>) -> i32 {
    status(as_layout!(dict, Dict).get().set(vm(), key.obj(), value.obj()))
}

pub unsafe fn _PyDict_SetItem_Take2(dict: ObjPtr<'_, Dict>, key: Owned, value: Owned) -> i32 {
    status(as_layout!(dict, Dict).get().insert(vm(), key.into_value(), value.into_value()))
}

pub unsafe fn PyDict_Update(dict: ObjPtr<'_>, other: ObjPtr<'_>) -> i32 {
    status(as_layout!(dict, Dict).get().merge(vm(), other.obj(), dict::Existing::Replace))
}

/// Merges keyword arguments: 0 keeps what is there, 1 replaces it, 2 refuses a key that is there already.
pub unsafe fn _PyDict_MergeEx(dict: ObjPtr<'_>, other: ObjPtr<'_>, existing: i32) -> i32 {
    let existing = match existing {
        0 => dict::Existing::Keep,
        1 => dict::Existing::Replace,
        _ => dict::Existing::Refuse,
    };
    status(as_layout!(dict, Dict).get().merge(vm(), other.obj(), existing))
}

pub unsafe fn _PyDict_FromItems(
    keys: *const ObjPtr<'_>,
    key_step: isize,
    values: *const ObjPtr<'_>,
    value_step: isize,
    count: isize,
) -> Owned {
    let vm = vm();
    let Ok(dict) = Dict::with_capacity(vm, count as usize) else { return Owned::null() };
    for index in 0..count {
        // SAFETY: there are so many references, with or without the mark of a borrowed one.
        let (key, value) = unsafe {
            let key: &StackRef = &*keys.offset(index * key_step).cast();
            let value: &StackRef = &*values.offset(index * value_step).cast();
            (key.as_obj(), value.as_obj())
        };
        if dict.set(vm, key, value).is_err() {
            return Owned::null();
        }
    }
    dict.into_value().into()
}

/// A body is about to write into an entry of a dict. Nobody watches dicts but the collector.
#[inline(always)]
pub unsafe fn _PyDict_NotifyEvent(
    _: *mut InterpreterState,
    _: i32,
    dict: ObjPtr<'_, Dict>,
    _: ObjPtr<'_>,
    value: ObjPtr<'_>,
) {
    as_layout!(dict, Dict).get().watch_because_of(vm(), value.obj());
}

#[inline(always)]
pub unsafe fn _PyDictValues_AddToInsertionOrder(values: *mut super::types::DictValues, index: isize) {
    // SAFETY: the contract is the same.
    unsafe { dict::add_to_insertion_order(values.cast::<DictValues>(), index as usize) }
}

#[inline(always)]
pub unsafe fn DK_IS_UNICODE(keys: *mut DictKeys) -> bool {
    // SAFETY: the body has them from a dict that lives.
    unsafe { (*keys).is_unicode() }
}

#[inline(always)]
pub unsafe fn DK_UNICODE_ENTRIES(keys: *mut DictKeys) -> *mut super::types::DictUnicodeEntry {
    // SAFETY: as above.
    unsafe { (*keys).unicode_entries() }.cast()
}

#[inline(always)]
pub unsafe fn _PyObject_GetManagedDict(object: ObjPtr<'_>) -> ObjPtr<'_, Dict> {
    let Some(header) = object.obj().header() else { unreachable!("objects with a dict are in the heap") };
    // SAFETY: the body has made sure that the type says so; the dict is looked at at once.
    let dict = unsafe { crate::objects::instance::managed_dict(std::ptr::NonNull::from(header)).borrow() };
    dict.map(Ptr::obj).into()
}

#[inline(always)]
pub unsafe fn _PyObject_InlineValues(object: ObjPtr<'_>) -> *mut super::types::DictValues {
    let Some(header) = object.obj().header() else { unreachable!("objects with values are in the heap") };
    crate::objects::instance::inline_values(std::ptr::NonNull::from(header)).as_ptr().cast()
}

#[inline(always)]
pub unsafe fn PyList_GET_ITEM(list: ObjPtr<'_>, index: isize) -> ObjPtr<'_> {
    // SAFETY: the body has made sure of the type and the index.
    unsafe { (*as_layout!(list, List).get().items().offset(index)).obj().into() }
}

#[inline(always)]
pub unsafe fn PyList_GET_SIZE(list: ObjPtr<'_>) -> isize {
    as_layout!(list, List).get().len() as isize
}

#[inline(always)]
pub unsafe fn _PyList_ITEMS(list: ObjPtr<'_>) -> *mut ObjSlot {
    as_layout!(list, List).get().items().cast()
}

#[inline(always)]
pub unsafe fn _PyTuple_ITEMS(tuple: ObjPtr<'_>) -> *mut ObjSlot {
    as_layout!(tuple, Tuple).get().items().cast_mut().cast()
}

#[inline(always)]
pub unsafe fn PyTuple_GET_ITEM(tuple: ObjPtr<'_>, index: isize) -> ObjPtr<'_> {
    // SAFETY: the body has made sure of the type and the index.
    unsafe { (*as_layout!(tuple, Tuple).get().items().offset(index)).obj().into() }
}

#[inline(always)]
pub unsafe fn PyTuple_GET_SIZE(tuple: ObjPtr<'_>) -> isize {
    as_layout!(tuple, Tuple).get().len() as isize
}

#[inline(always)]
pub unsafe fn _PyList_AppendTakeRef(list: ObjPtr<'_, List>, item: Owned) -> i32 {
    status(as_layout!(list, List).get().push(vm(), item.into_value()))
}

/// `None` if it worked; it is not released.
pub unsafe fn _PyList_Extend<'a>(list: ObjPtr<'a, List>, iterable: ObjPtr<'_>) -> ObjPtr<'a> {
    match crate::objects::list::extend(vm(), as_layout!(list, List).get(), iterable.obj()) {
        Ok(()) => ObjPtr::from(Obj::NONE),
        Err(_) => ObjPtr::null(),
    }
}

/// Takes items off the stack.
unsafe fn take_items(items: *mut StackRef, count: isize) -> impl ExactSizeIterator<Item = Value> {
    // SAFETY: there are so many items, which the body forgets afterwards.
    (0..count as usize).map(move |index| unsafe { items.add(index).replace(StackRef::NULL) }.into_value())
}

pub unsafe fn _PyList_FromStackRefStealOnSuccess(items: *mut StackRef, count: isize) -> Owned {
    // SAFETY: the contract.
    List::new(vm(), unsafe { take_items(items, count) }.collect()).into_value().into()
}

pub unsafe fn _PyTuple_FromStackRefStealOnSuccess(items: *mut StackRef, count: isize) -> Owned {
    // SAFETY: the contract.
    Tuple::from_iter(vm(), unsafe { take_items(items, count) }).into_value().into()
}

pub unsafe fn _PyList_SliceSubscript(list: ObjPtr<'_>, slice: ObjPtr<'_>) -> Owned {
    vm().getitem(list.obj(), slice.obj()).into()
}

pub unsafe fn PySet_New(iterable: ObjPtr<'_>) -> Owned {
    let vm = vm();
    let set = Set::new(vm);
    match iterable.to_obj().map_or(Ok(()), |iterable| set.update(vm, iterable)) {
        Ok(()) => set.into_value().into(),
        Err(_) => Owned::null(),
    }
}

pub unsafe fn PySet_Add(set: ObjPtr<'_>, item: ObjPtr<'_>) -> i32 {
    status(as_layout!(set, Set).get().add(vm(), item.obj().to_owned()))
}

pub unsafe fn _PySet_AddTakeRef(set: ObjPtr<'_, Set>, item: Owned) -> i32 {
    status(as_layout!(set, Set).get().add(vm(), item.into_value()))
}

pub unsafe fn _PySet_Contains(set: ObjPtr<'_, Set>, item: ObjPtr<'_>) -> i32 {
    truth(as_layout!(set, Set).get().contains(vm(), item.obj()))
}

pub unsafe fn _PySet_Update(set: ObjPtr<'_>, iterable: ObjPtr<'_>) -> i32 {
    status(as_layout!(set, Set).get().update(vm(), iterable.obj()))
}

pub unsafe fn PyCell_New(contents: ObjPtr<'_>) -> Owned {
    Cell::new(vm(), contents.to_obj().map(Obj::to_owned)).into_value().into()
}

#[inline(always)]
pub unsafe fn PyCell_GetRef(cell: ObjPtr<'_, Cell>) -> Owned {
    as_layout!(cell, Cell).get().get().into()
}

#[inline(always)]
pub unsafe fn PyCell_SetTakeRef(cell: ObjPtr<'_, Cell>, contents: Owned) {
    if let Some(old) = as_layout!(cell, Cell).get().swap(contents.into_option()) {
        StackRef::from_value(old).close();
    }
}

#[inline(always)]
pub unsafe fn PyCell_SwapTakeRef(cell: ObjPtr<'_, Cell>, contents: Owned) -> Owned {
    as_layout!(cell, Cell).get().swap(contents.into_option()).into()
}

#[inline(always)]
pub unsafe fn _PyCell_GetStackRef(cell: ObjPtr<'_, Cell>) -> StackRef {
    match as_layout!(cell, Cell).get().get() {
        Some(contents) => StackRef::from_value(contents),
        None => StackRef::NULL,
    }
}

pub unsafe fn PyType_GenericAlloc(ty: ObjPtr<'_, Type>, _: isize) -> Owned {
    // SAFETY: a class is in the heap.
    let ty = unsafe { ty.get() };
    vm().new_instance(ty).into()
}
