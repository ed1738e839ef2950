//! Variables that closures share: `cell`.

#![allow(unsafe_code, reason = "declares the layout of cells")]

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{GetSetDef, Kind, Type, TypeSpec, flags};
use crate::value::{Field, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A variable that closures share: `PyCellObject`.
#[repr(C)]
pub struct Cell {
    header: Header,
    /// `ob_ref`
    contents: Field,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Cell {
    const NAME: &'static str = "cell";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Cell
    }
}

impl Cell {
    /// A cell, empty or not: `PyCell_New`.
    pub(crate) fn new(vm: &Vm, contents: Option<Value>) -> Ref<Cell> {
        let ty = vm.types.cell();
        vm.alloc(ty, Cell { header: Header::new(ty), contents: Field::from_option(contents) })
    }

    /// What it has: `PyCell_GetRef`.
    #[inline(always)]
    pub(crate) fn get(&self) -> Option<Value> {
        self.contents.get()
    }

    /// Puts something else into it: `PyCell_SetTakeRef`.
    #[inline(always)]
    pub(crate) fn set(&self, contents: Option<Value>) {
        self.contents.set(contents);
    }

    /// Puts something else into it and hands out what it had: `PyCell_SwapTakeRef`.
    #[inline(always)]
    pub(crate) fn swap(&self, contents: Option<Value>) -> Option<Value> {
        self.contents.replace(contents)
    }
}

fn new(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    args.no_keywords(vm, "cell")?;
    args.range(vm, "cell", 0, 1)?;
    Ok(Cell::new(vm, args.positional(0).map(Obj::to_owned)).into_value())
}

/// `cell`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "cell",
    kind: Kind::Cell,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Cell>(),
    doc: Some("cell([contents])\n--\n\nCreate a new cell object."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Cell>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<Cell>().as_ref() }.contents.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(cell) = object.cast::<Cell>() {
                cell.set(None);
            }
        }));
        slots.repr.set(Some(|vm, object| {
            let cell = vm.expect::<Cell>(object)?;
            let text = match cell.get().get() {
                None => format!("<cell at {:#x}: empty>", object.word()),
                Some(contents) => format!(
                    "<cell at {:#x}: {} object at {:#x}>",
                    object.word(),
                    contents.ty().name(),
                    contents.obj().word()
                ),
            };
            Ok(Str::new(vm, &text).into_value())
        }));
        slots.richcompare.set(Some(|vm, left, right, op| {
            let (Some(left), Some(right)) = (left.cast::<Cell>(), right.cast::<Cell>()) else {
                return Ok(Value::not_implemented());
            };
            match (left.get().get(), right.get().get()) {
                (Some(left), Some(right)) => vm.rich_compare(left.obj(), right.obj(), op),
                // An empty cell comes before all others.
                (left, right) => Ok(Value::bool(op.holds(left.is_some().cmp(&right.is_some())))),
            }
        }));
    },
    getset: &[GetSetDef::new("cell_contents", |vm, object| {
        vm.expect::<Cell>(object)?.get().get().ok_or_else(|| vm.value_error("Cell is empty"))
    })
    .set(|vm, object, value| {
        vm.expect::<Cell>(object)?.set(value.map(Obj::to_owned));
        Ok(())
    })],
    ..TypeSpec::DEFAULT
};
