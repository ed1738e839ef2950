//! Items and slices of views.

use super::format::Format;
use super::{MemoryView, View, live, released};
use crate::errors::{PyResult, Raised};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::source::{not_bytes_like, with_bytes_like};
use crate::objects::slice::Slice;
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

pub(super) fn length(vm: &Vm, object: Obj<'_>) -> PyResult<usize> {
    let this = live(vm, object)?;
    this.view.shape.first().copied().ok_or_else(|| vm.type_error("0-dim memory has no length"))
}

/// All items, the last index going first.
pub(super) fn all(vm: &Vm, this: &MemoryView) -> PyResult<Vec<Value>> {
    let itemsize = this.view.format.itemsize();
    let mut items = Vec::with_capacity(this.view.count());
    this.with_bytes(|bytes| {
        items.extend(bytes.chunks_exact(itemsize).map(|item| this.view.format.unpack(vm, item)));
    })
    .ok_or_else(|| released(vm))?;
    Ok(items)
}

/// The item at a position in memory.
fn at(vm: &Vm, this: &MemoryView, position: usize) -> PyResult<Value> {
    let itemsize = this.view.format.itemsize();
    this.with_memory(|memory| this.view.format.unpack(vm, &memory[position..position + itemsize]))
        .ok_or_else(|| released(vm))
}

/// Where the item with these indices lies: `ptr_from_tuple`.
fn position(vm: &Vm, view: &View, indices: &[isize]) -> PyResult<usize> {
    let mut position = view.start as isize;
    for (dimension, (index, (len, stride))) in
        indices.iter().zip(view.shape.iter().zip(&view.strides)).enumerate()
    {
        let from_start = if *index < 0 { index.saturating_add_unsigned(*len) } else { *index };
        if !usize::try_from(from_start).is_ok_and(|index| index < *len) {
            let dimension = dimension + 1;
            return Err(vm.index_error(format_args!("index out of bounds on dimension {dimension}")));
        }
        position += from_start * stride;
    }
    Ok(position as usize)
}

#[cold]
fn no_sub_views(vm: &Vm, text: &str) -> Raised {
    vm.not_implemented_error(format_args!("{text}sub-views are not implemented"))
}

/// `sq_item`
pub(super) fn item(vm: &Vm, object: Obj<'_>, index: isize) -> PyResult<Value> {
    let this = live(vm, object)?.get();
    match this.view.shape.len() {
        0 => Err(vm.type_error("invalid indexing of 0-dim memory")),
        1 => at(vm, this, position(vm, &this.view, &[index])?),
        _ => Err(no_sub_views(vm, "multi-dimensional ")),
    }
}

/// What a subscript names.
enum Key<'a> {
    Index(isize),
    Slice(Ptr<'a, Slice>),
    /// As many indices as there are dimensions.
    Indices(Vec<isize>),
    /// Slices, one for a dimension.
    Slices,
    Everything,
}

impl<'a> Key<'a> {
    fn parse(vm: &Vm, key: Obj<'a>, view: &View) -> PyResult<Self> {
        let dimensions = view.shape.len();
        if dimensions == 0 {
            return match key.cast::<Tuple>() {
                Some(tuple) if tuple.is_empty() => Ok(Self::Indices(Vec::new())),
                None if key.is(Obj::ELLIPSIS) => Ok(Self::Everything),
                _ => Err(vm.type_error("invalid indexing of 0-dim memory")),
            };
        }
        if vm.is_index(key) {
            return vm.index_isize(key, Some(vm.types.index_error())).map(Self::Index);
        }
        if let Some(slice) = key.cast::<Slice>() {
            return Ok(Self::Slice(slice));
        }
        let Some(tuple) = key.cast::<Tuple>() else { return Err(Self::invalid(vm)) };
        let parts = tuple.get().as_slice();
        if parts.iter().all(|part| vm.is_index(part.obj())) {
            let given = parts.len();
            if given < dimensions {
                return Err(no_sub_views(vm, ""));
            }
            if given > dimensions {
                return Err(vm.type_error(format_args!(
                    "cannot index {dimensions}-dimension view with {given}-element tuple"
                )));
            }
            let indices: PyResult<Vec<isize>> =
                parts.iter().map(|part| vm.index_isize(part.obj(), Some(vm.types.index_error()))).collect();
            return indices.map(Self::Indices);
        }
        if parts.iter().all(|part| part.cast::<Slice>().is_some()) {
            return Ok(Self::Slices);
        }
        Err(Self::invalid(vm))
    }

    #[cold]
    fn invalid(vm: &Vm) -> Raised {
        vm.type_error("memoryview: invalid slice key")
    }
}

/// The part of a view that a slice picks out of the first dimension.
fn sliced(vm: &Vm, view: &View, slice: Ptr<'_, Slice>) -> PyResult<View> {
    let picked = slice.get().pick(vm, || view.shape[0])?;
    let mut view = view.clone();
    view.start = (view.start as isize + picked.start as isize * view.strides[0]) as usize;
    view.shape[0] = picked.count;
    view.strides[0] = view.strides[0].wrapping_mul(picked.step);
    Ok(view)
}

/// `mp_subscript`
pub(super) fn subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>) -> PyResult<Value> {
    let this = live(vm, object)?.get();
    match Key::parse(vm, key, &this.view)? {
        Key::Index(index) => item(vm, object, index),
        Key::Indices(indices) => at(vm, this, position(vm, &this.view, &indices)?),
        Key::Slice(slice) => {
            let view = sliced(vm, &this.view, slice)?;
            Ok(MemoryView::new(vm, this.object(vm)?.obj(), view).into_value())
        }
        Key::Slices => Err(vm.not_implemented_error("multi-dimensional slicing is not implemented")),
        Key::Everything => Ok(object.to_owned()),
    }
}

/// `mp_ass_subscript`
pub(super) fn ass_subscript(vm: &Vm, object: Obj<'_>, key: Obj<'_>, value: Option<Obj<'_>>) -> PyResult<()> {
    let this = live(vm, object)?.get();
    let view = &this.view;
    if view.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
    let position = match Key::parse(vm, key, view)? {
        Key::Index(_) if view.shape.len() > 1 => return Err(no_sub_views(vm, "")),
        Key::Index(index) => position(vm, view, &[index])?,
        Key::Indices(indices) => position(vm, view, &indices)?,
        Key::Everything => view.start,
        Key::Slice(slice) if view.shape.len() == 1 => return assign_slice(vm, this, slice, value),
        Key::Slice(_) | Key::Slices => {
            return Err(
                vm.not_implemented_error("memoryview slice assignments are currently restricted to ndim = 1")
            );
        }
    };
    let bytes = view.format.pack(vm, value)?;
    // Asking the value may have released the view.
    write(vm, this, &[position], &bytes[..view.format.itemsize()])
}

/// Writes items side by side to their positions.
fn write(vm: &Vm, this: &MemoryView, positions: &[usize], items: &[u8]) -> PyResult<()> {
    let memory = this.object(vm)?;
    let Some(array) = memory.cast::<ByteArray>() else {
        return Err(vm.type_error("cannot modify read-only memory"));
    };
    let itemsize = this.view.format.itemsize();
    array.get().with_mut(|memory| {
        for (position, item) in positions.iter().zip(items.chunks_exact(itemsize)) {
            memory[*position..position + itemsize].copy_from_slice(item);
        }
    });
    Ok(())
}

fn assign_slice(vm: &Vm, this: &MemoryView, slice: Ptr<'_, Slice>, value: Obj<'_>) -> PyResult<()> {
    let source: Option<Ref<MemoryView>> = value.cast::<MemoryView>().map(Ptr::to_ref);
    let format = source.as_ref().map_or(Format::BYTES, |source| source.view.format);
    let Some(bytes) = with_bytes_like(value, <[u8]>::to_vec) else {
        return Err(not_bytes_like(vm, value));
    };
    let view = sliced(vm, &this.view, slice)?;
    let is_flat = source.is_none_or(|source| source.view.shape.len() == 1);
    if !is_flat || format.code != view.format.code || bytes.len() != view.nbytes() {
        return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    write(vm, this, &view.positions(), &bytes)
}
