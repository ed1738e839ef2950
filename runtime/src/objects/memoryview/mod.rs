//! `memoryview`: what another object has in memory.
//!
//! | file | what it has |
//! |---|---|
//! | `format` | items as bytes |
//! | `items` | items and slices of a view |
//! | `methods` | methods and attributes |

#![allow(unsafe_code, reason = "declares the layout of views")]

use std::cell::Cell;

use crate::args::Signature;
use crate::errors::{PyResult, Raised};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::layout::object_layout;
use crate::objects::type_::{CompareOp, Kind, TypeSpec, flags};
use crate::value::{Field, Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

mod format;
mod items;
mod iterator;
mod methods;

use format::Format;
pub(crate) use iterator::SPEC as ITERATOR;

/// Where in the memory of an object the items of a view lie.
#[derive(Clone, Debug)]
struct View {
    /// The first byte of the first item.
    start: usize,
    format: Format,
    /// How many items there are, dimension by dimension.
    shape: Vec<usize>,
    /// How many bytes the next item is further on, dimension by dimension.
    strides: Vec<isize>,
    readonly: bool,
}

impl View {
    /// How many items.
    fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// How many bytes its items have.
    fn nbytes(&self) -> usize {
        self.count() * self.format.itemsize()
    }

    /// Whether the items lie side by side, the last index going first over them, or the first if not `last_first`.
    fn is_contiguous(&self, last_first: bool) -> bool {
        if self.count() == 0 {
            return true;
        }
        let mut expected = self.format.itemsize() as isize;
        let mut fits = |index: usize| {
            let fits = self.shape[index] == 1 || self.strides[index] == expected;
            expected *= self.shape[index] as isize;
            fits
        };
        let dimensions = self.shape.len();
        if last_first { (0..dimensions).rev().all(&mut fits) } else { (0..dimensions).all(&mut fits) }
    }

    /// Strides of items that lie side by side, the last index going first.
    fn plain_strides(shape: &[usize], itemsize: usize) -> Vec<isize> {
        let mut stride = itemsize as isize;
        let mut strides = Vec::with_capacity(shape.len());
        for count in shape.iter().rev() {
            strides.push(stride);
            stride *= *count as isize;
        }
        strides.reverse();
        strides
    }

    /// Where all items begin, in the order of their indices, the last index going first.
    fn positions(&self) -> Vec<usize> {
        let mut positions = vec![self.start as isize];
        for (count, stride) in self.shape.iter().zip(&self.strides) {
            let outer = std::mem::take(&mut positions);
            positions.reserve(outer.len() * count);
            for position in outer {
                positions.extend((0..*count as isize).map(|index| position + index * stride));
            }
        }
        positions.into_iter().map(|position| position as usize).collect()
    }
}

/// A view of what an object has in memory: `PyMemoryViewObject`.
#[repr(C)]
pub struct MemoryView {
    header: Header,
    /// The bytes or bytearray; NULL once the view has been released.
    object: Field,
    view: View,
    /// The hash, once asked for.
    hash: Cell<Option<i64>>,
}

object_layout!(MemoryView, MemoryView, "memoryview");

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.release();
    }
}

impl MemoryView {
    /// A view of an object that has such memory.
    fn new(vm: &Vm, object: Obj<'_>, view: View) -> Ref<MemoryView> {
        if let Some(array) = object.cast::<ByteArray>() {
            array.get().export();
        }
        let ty = vm.types.memoryview();
        let object = Field::new(object.to_owned());
        vm.alloc(ty, MemoryView { header: Header::new(ty), object, view, hash: Cell::new(None) })
    }

    /// A view of an object: `PyMemoryView_FromObject`.
    pub(crate) fn of(vm: &Vm, object: Obj<'_>) -> PyResult<Ref<MemoryView>> {
        if let Some(other) = object.cast::<MemoryView>() {
            let memory = other.get().object(vm)?;
            return Ok(Self::new(vm, memory.obj(), other.get().view.clone()));
        }
        let (len, readonly) = match (object.cast::<Bytes>(), object.cast::<ByteArray>()) {
            (Some(bytes), _) => (bytes.get().as_slice().len(), true),
            (None, Some(array)) => (array.len(), false),
            (None, None) => {
                let name = object.ty().name();
                return Err(
                    vm.type_error(format_args!("memoryview: a bytes-like object is required, not '{name}'"))
                );
            }
        };
        let view = View { start: 0, format: Format::BYTES, shape: vec![len], strides: vec![1], readonly };
        Ok(Self::new(vm, object, view))
    }

    /// Lets go of the memory.
    fn release(&self) {
        if let Some(object) = self.object.take()
            && let Some(array) = object.cast::<ByteArray>()
        {
            array.get().release();
        }
    }

    /// Whether it has let go of the memory.
    pub(crate) fn is_released(&self) -> bool {
        self.object.is_null()
    }

    /// Whose memory it is.
    fn object(&self, vm: &Vm) -> PyResult<Value> {
        self.object.get().ok_or_else(|| released(vm))
    }

    /// Runs a function with the whole memory of the object. It must not run Python code.
    fn with_memory<R>(&self, function: impl FnOnce(&[u8]) -> R) -> Option<R> {
        let object = self.object.get()?;
        match object.cast::<Bytes>() {
            Some(bytes) => Some(function(bytes.get().as_slice())),
            None => object.cast::<ByteArray>().map(|array| array.get().with(function)),
        }
    }

    /// Runs a function with the bytes of all items, side by side. It must not run Python code. `None` if the view was
    /// released.
    pub(crate) fn with_bytes<R>(&self, function: impl FnOnce(&[u8]) -> R) -> Option<R> {
        let view = &self.view;
        self.with_memory(|memory| {
            if view.is_contiguous(true) {
                // A view of nothing may begin behind the end.
                let start = view.start.min(memory.len());
                return function(&memory[start..start + view.nbytes()]);
            }
            let itemsize = view.format.itemsize();
            let mut bytes = Vec::with_capacity(view.nbytes());
            for position in view.positions() {
                bytes.extend_from_slice(&memory[position..position + itemsize]);
            }
            function(&bytes)
        })
    }
}

impl MemoryView {
    /// How many bytes can be written through the view side by side; `None` if that cannot be done.
    pub(crate) fn writable_size(&self) -> Option<usize> {
        let writable = !self.view.readonly && self.view.is_contiguous(true) && !self.is_released();
        writable.then(|| self.view.nbytes())
    }

    /// Writes bytes to the beginning of such a view, as many as it has room for.
    pub(crate) fn write_front(&self, bytes: &[u8]) {
        if let Some(size) = self.writable_size()
            && let Some(object) = self.object.get()
            && let Some(array) = object.cast::<ByteArray>()
        {
            let count = size.min(bytes.len());
            let start = self.view.start;
            array.get().with_mut(|data| data[start..start + count].copy_from_slice(&bytes[..count]));
        }
    }
}

/// Says that a view was used that has let go of its memory.
#[cold]
pub(crate) fn released(vm: &Vm) -> Raised {
    vm.value_error("operation forbidden on released memoryview object")
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, MemoryView>> {
    vm.expect::<MemoryView>(object)
}

/// The view of an object, which must not have been released.
fn live<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, MemoryView>> {
    let view = this(vm, object)?;
    if view.is_released() { Err(released(vm)) } else { Ok(view) }
}

fn hash(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    let this = this(vm, object)?.get();
    if let Some(hash) = this.hash.get() {
        return Ok(hash);
    }
    let memory = this.object(vm)?;
    if !this.view.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !this.view.format.is_byte() {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // Memory that may change after all has no hash.
    vm.hash(memory.obj())?;
    let bytes = this.with_bytes(|bytes| Bytes::new(vm, bytes)).ok_or_else(|| released(vm))?;
    let hash = vm.hash(bytes.obj())?;
    this.hash.set(Some(hash));
    Ok(hash)
}

/// Views are equal whose shapes and items are.
fn richcompare(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let answer = |equal: bool| Ok(Value::bool(equal == (op == CompareOp::Eq)));
    let this = this(vm, left)?;
    if this.is_released() {
        return answer(left.is(right));
    }
    let other = match right.cast::<MemoryView>() {
        Some(other) if other.is_released() => return answer(left.is(right)),
        Some(other) => other.to_ref(),
        None if right.cast::<Bytes>().is_some() || right.cast::<ByteArray>().is_some() => {
            MemoryView::of(vm, right)?
        }
        None => return Ok(Value::not_implemented()),
    };
    if this.view.shape != other.view.shape {
        return answer(false);
    }
    if this.view.format.code == b'B' && other.view.format.code == b'B' {
        let equal = this.get().with_bytes(|left| other.with_bytes(|right| left == right));
        return answer(equal.flatten().unwrap_or(false));
    }
    let (own, others) = (items::all(vm, &this)?, items::all(vm, &other)?);
    for (left, right) in own.iter().zip(&others) {
        // An item that is no number does not equal itself.
        let equal = vm.rich_compare(left.obj(), right.obj(), CompareOp::Eq)?;
        if !vm.is_true(equal.obj())? {
            return answer(false);
        }
    }
    answer(true)
}

/// `memoryview`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "memoryview",
    kind: Kind::MemoryView,
    flags: flags::HAVE_GC | flags::SEQUENCE,
    basicsize: size_of::<MemoryView>(),
    weakrefs: true,
    doc: Some("memoryview(object)\n--\n\nThe memory of another object, item by item, without a copy of it."),
    new: Some(|vm, _, args| {
        const SIGNATURE: Signature<1> = Signature::new("memoryview", ["object"], 1);
        let [object] = args.bind(vm, &SIGNATURE)?;
        MemoryView::of(vm, object.unwrap_or(Obj::NONE)).map(Ref::into_value)
    }),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<MemoryView>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<MemoryView>().as_ref() }.object.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<MemoryView>() {
                this.get().release();
            }
        }));
        slots.repr.set(Some(|vm, object| {
            let state = if this(vm, object)?.is_released() { "released " } else { "" };
            Ok(vm.text(format_args!("<{state}memory at {:#x}>", object.word())).into_value())
        }));
        slots.hash.set(Some(hash));
        slots.richcompare.set(Some(richcompare));
        slots.iter.set(Some(iterator::iter));
        slots.length.set(Some(items::length));
        slots.item.set(Some(items::item));
        slots.subscript.set(Some(items::subscript));
        slots.ass_subscript.set(Some(items::ass_subscript));
    },
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::DEFAULT
};
