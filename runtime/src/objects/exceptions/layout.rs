//! The layouts of exceptions with fields of their own.

#![allow(unsafe_code, reason = "declares the layout of exceptions")]

use std::cell::Cell;

use super::BaseException;
use crate::errors::PyResult;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, Slots, Type};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Value};
use crate::vm::Vm;

macro_rules! layouts {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident { $($field:ident),* } $({ $($plain:ident: $type:ty = $start:expr),* })?
    )*) => {
        $(
            $(#[doc = $doc])*
            #[repr(C)]
            pub struct $name {
                base: BaseException,
                $(#[doc = concat!("`", stringify!($field), "`")] pub(crate) $field: Field,)*
                $($(#[doc = concat!("`", stringify!($plain), "`")] pub(crate) $plain: $type,)*)?
            }

            // SAFETY: `repr(C)`, and the first field begins with the header.
            unsafe impl Layout for $name {
                const NAME: &'static str = stringify!($name);

                #[inline(always)]
                fn fits(ty: &Type) -> bool {
                    ty.layout() == Kind::$name
                }
            }

            impl $name {
                /// `tp_dealloc`, `tp_traverse` and `tp_clear`
                pub(super) fn fill(slots: &Slots) {
                    slots.dealloc.set(super::base::dealloc::<$name>);
                    slots.traverse.set(Some(|object, visit| {
                        // SAFETY: the slot is that of types with this layout.
                        let this = unsafe { object.cast::<$name>().as_ref() };
                        this.base.visit(visit);
                        $(this.$field.visit(visit);)*
                    }));
                    slots.clear.set(Some(|_, object| {
                        if let Some(this) = object.cast::<$name>() {
                            this.base.clear();
                            $(drop(this.$field.take());)*
                        }
                    }));
                }
            }
        )*

        /// A new exception of a type, in the layout that instances of the type have.
        pub(super) fn allocate(vm: &Vm, ty: &Type, args: FieldOf<Tuple>) -> Value {
            let base = BaseException {
                header: Header::new(ty),
                dict: FieldOf::NULL,
                args,
                traceback: Field::NULL,
                context: Field::NULL,
                cause: Field::NULL,
                suppress_context: Cell::new(false),
            };
            match ty.layout() {
                $(Kind::$name => vm.alloc(ty, $name {
                    base,
                    $($field: Field::NULL,)*
                    $($($plain: $start,)*)?
                }).into_value(),)*
                _ => vm.alloc(ty, base).into_value(),
            }
        }
    };
}

layouts! {
    /// `AttributeError`: `PyAttributeErrorObject`
    AttributeError { name, obj }
    /// `BaseExceptionGroup`: `PyBaseExceptionGroupObject`
    BaseExceptionGroup { message, exceptions }
    /// `ImportError`: `PyImportErrorObject`
    ImportError { msg, name, path, name_from }
    /// `NameError`: `PyNameErrorObject`
    NameError { name }
    /// `OSError`: `PyOSErrorObject`
    OSError { errno, strerror, filename, filename2 } { written: Cell<isize> = Cell::new(-1) }
    /// `StopIteration`: `PyStopIterationObject`
    StopIteration { value }
    /// `SyntaxError`: `PySyntaxErrorObject`
    SyntaxError { msg, filename, lineno, offset, end_lineno, end_offset, text, print_file_and_line, metadata }
    /// `SystemExit`: `PySystemExitObject`
    SystemExit { code }
    /// `UnicodeError` and its children: `PyUnicodeErrorObject`
    UnicodeError { encoding, object, reason } { start: Cell<isize> = Cell::new(0), end: Cell<isize> = Cell::new(0) }
}

/// A field as an attribute: `None` if it is NULL.
macro_rules! member {
    ($layout:ident, $field:ident, $name:literal) => {
        $crate::objects::type_::GetSetDef::member($name, |vm, object| {
            Ok(vm.expect::<$layout>(object)?.$field.get().unwrap_or_else($crate::value::Value::none))
        })
        .set(|vm, object, value| {
            vm.expect::<$layout>(object)?.$field.set(value.map($crate::value::Obj::to_owned));
            Ok(())
        })
    };
}

pub(super) use member;

/// The text of a field, `None` if it is NULL.
pub(super) fn field_text(vm: &Vm, field: &Field) -> PyResult<String> {
    let value = field.get().unwrap_or_else(Value::none);
    Ok(vm.str(value.obj())?.as_str().into_owned())
}

/// The repr of a field, `None` if it is NULL.
pub(super) fn field_repr(vm: &Vm, field: &Field) -> PyResult<String> {
    let value = field.get().unwrap_or_else(Value::none);
    Ok(vm.repr(value.obj())?.as_str().into_owned())
}

/// An argument that becomes a field.
pub(super) fn given(value: Option<Obj<'_>>) -> Option<Value> {
    value.map(Obj::to_owned)
}
