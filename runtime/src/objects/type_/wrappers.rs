//! Slots called through their methods: what a `wrapper_descriptor` does. CPython's `wrap_*`.

use super::slotdefs::{SlotDef, SlotId, Wrapper};
use super::slots::{BinaryFn, ItemFn, Slots, UnaryFn};
use super::{Type, flags};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::BoolFn;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

impl Slots {
    fn unary(&self, id: SlotId) -> Option<UnaryFn> {
        match id {
            SlotId::Repr => self.repr.get(),
            SlotId::Str => self.str.get(),
            SlotId::Iter => self.iter.get(),
            SlotId::Negative => self.negative.get(),
            SlotId::Positive => self.positive.get(),
            SlotId::Absolute => self.absolute.get(),
            SlotId::Invert => self.invert.get(),
            SlotId::Int => self.int.get(),
            SlotId::Float => self.float.get(),
            SlotId::Index => self.index.get(),
            SlotId::Await => self.await_.get(),
            SlotId::Aiter => self.aiter.get(),
            SlotId::Anext => self.anext.get(),
            _ => None,
        }
    }

    fn binary_function(&self, id: SlotId) -> Option<BinaryFn> {
        match id {
            SlotId::Binary(op) => self.binary[op].get(),
            SlotId::Divmod => self.divmod.get(),
            SlotId::Concat => self.concat.get(),
            SlotId::InplaceConcat => self.inplace_concat.get(),
            SlotId::Subscript => self.subscript.get(),
            _ => None,
        }
    }

    fn item_function(&self, id: SlotId) -> Option<ItemFn> {
        match id {
            SlotId::Item => self.item.get(),
            SlotId::Repeat => self.repeat.get(),
            SlotId::InplaceRepeat => self.inplace_repeat.get(),
            _ => None,
        }
    }

    fn bool_function(&self, id: SlotId) -> Option<BoolFn> {
        if id == SlotId::Bool { self.bool.get() } else { None }
    }
}

/// Exactly `N` arguments: `check_num_args`.
fn arguments<'a, const N: usize>(vm: &Vm, args: &Args<'a>) -> PyResult<[Obj<'a>; N]> {
    if args.len() != N {
        let plural = if N == 1 { "" } else { "s" };
        return Err(vm.type_error(format_args!("expected {N} argument{plural}, got {}", args.len())));
    }
    Ok(std::array::from_fn(|index| args.get(index)))
}

/// One argument or two, as a power takes them.
fn one_or_two(vm: &Vm, args: &Args<'_>) -> PyResult<()> {
    match args.len() {
        1 | 2 => Ok(()),
        given => Err(vm.type_error(format_args!("expected 1 or 2 arguments, got {given}"))),
    }
}

/// An index that counts from the end if it is negative: `getindex`.
fn index_from_end(vm: &Vm, object: Obj<'_>, index: Obj<'_>) -> PyResult<isize> {
    let index = vm.index_isize(index, Some(vm.types.overflow_error()))?;
    match object.ty().slots.length.get() {
        Some(length) if index < 0 => Ok(index.saturating_add_unsigned(length(vm, object)?)),
        _ => Ok(index),
    }
}

/// The name of an attribute that is given as an argument.
fn attribute_name<'a>(vm: &Vm, name: Obj<'a>) -> PyResult<Ptr<'a, Str>> {
    name.cast::<Str>().ok_or_else(|| {
        vm.type_error(format_args!("attribute name must be string, not '{}'", name.ty().name()))
    })
}

/// Refuses to go around the `__setattr__` of a built-in type by calling that of one of its bases: `hackcheck`.
fn check_setattr(vm: &Vm, slots: &Slots, object: Obj<'_>, what: &str) -> PyResult<()> {
    let mut ty = Some(Ptr::from_ref(object.ty()).to_ref());
    // The most derived built-in type decides.
    while let Some(class) = &ty {
        if !class.has_flags(flags::HEAPTYPE) {
            break;
        }
        ty = class.base();
    }
    match ty {
        Some(class) if !class.slots.same(SlotId::Setattro, slots) && class.slots.has(SlotId::Setattro) => {
            Err(vm.type_error(format_args!("can't apply this {what} to {} object", object.ty().name())))
        }
        _ => Ok(()),
    }
}

impl SlotDef {
    /// Calls the slot that this method stands for, as `owner`'s instances have it.
    pub(crate) fn call(&self, vm: &Vm, owner: &Type, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
        let slots = &owner.slots;
        if !matches!(self.wrapper, Wrapper::Call | Wrapper::Init) && args.keywords() > 0 {
            return Err(vm.type_error(format_args!("wrapper {}() takes no keyword arguments", self.name)));
        }
        match self.call_slot(vm, slots, object, args) {
            Some(result) => result,
            None => Err(vm.system_error(format_args!("{} of {} has no slot", self.name, owner.name()))),
        }
    }

    /// [`SlotDef::call`], or nothing if the slot is empty.
    fn call_slot(&self, vm: &Vm, slots: &Slots, object: Obj<'_>, args: Args<'_>) -> Option<PyResult<Value>> {
        let none = |result: PyResult<()>| result.map(|()| Value::none());
        Some(match self.wrapper {
            Wrapper::Unary => {
                let function = slots.unary(self.id)?;
                arguments::<0>(vm, &args).and_then(|[]| function(vm, object))
            }
            Wrapper::Binary | Wrapper::BinaryLeft => {
                let function = slots.binary_function(self.id)?;
                arguments(vm, &args).and_then(|[other]| function(vm, object, other))
            }
            Wrapper::BinaryRight => {
                let function = slots.binary_function(self.id)?;
                arguments(vm, &args).and_then(|[other]| function(vm, other, object))
            }
            Wrapper::Power | Wrapper::PowerRight => {
                let function = slots.power.get()?;
                one_or_two(vm, &args).and_then(|()| {
                    let (other, modulus) = (args.get(0), args.positional(1).unwrap_or(Obj::NONE));
                    let (base, exponent) =
                        if self.wrapper == Wrapper::Power { (object, other) } else { (other, object) };
                    function(vm, base, exponent, modulus)
                })
            }
            Wrapper::InplacePower => {
                let function = slots.inplace_power.get()?;
                arguments(vm, &args).and_then(|[other]| function(vm, object, other, Obj::NONE))
            }
            Wrapper::Bool => {
                let function = slots.bool_function(self.id)?;
                arguments::<0>(vm, &args).and_then(|[]| function(vm, object)).map(Value::bool)
            }
            Wrapper::Length => {
                let function = slots.length.get()?;
                arguments::<0>(vm, &args)
                    .and_then(|[]| function(vm, object))
                    .map(|length| vm.int(length as i64))
            }
            Wrapper::Item => {
                let function = slots.item_function(self.id)?;
                arguments(vm, &args)
                    .and_then(|[index]| function(vm, object, index_from_end(vm, object, index)?))
            }
            Wrapper::Repeat => {
                let function = slots.item_function(self.id)?;
                arguments(vm, &args).and_then(|[count]| {
                    function(vm, object, vm.index_isize(count, Some(vm.types.overflow_error()))?)
                })
            }
            Wrapper::Contains => {
                let function = slots.contains.get()?;
                arguments(vm, &args).and_then(|[item]| function(vm, object, item)).map(Value::bool)
            }
            Wrapper::SetItem => {
                let function = slots.ass_item.get()?;
                none(args.exactly(vm, self.name).and_then(|[index, value]| {
                    function(vm, object, index_from_end(vm, object, index)?, Some(value))
                }))
            }
            Wrapper::DelItem => {
                let function = slots.ass_item.get()?;
                none(
                    arguments(vm, &args)
                        .and_then(|[index]| function(vm, object, index_from_end(vm, object, index)?, None)),
                )
            }
            Wrapper::SetSubscript => {
                let function = slots.ass_subscript.get()?;
                none(
                    args.exactly(vm, self.name)
                        .and_then(|[key, value]| function(vm, object, key, Some(value))),
                )
            }
            Wrapper::DelSubscript => {
                let function = slots.ass_subscript.get()?;
                none(arguments(vm, &args).and_then(|[key]| function(vm, object, key, None)))
            }
            Wrapper::Hash => {
                let function = slots.hash.get()?;
                arguments::<0>(vm, &args).and_then(|[]| function(vm, object)).map(|hash| vm.int(hash))
            }
            Wrapper::Call => slots.call.get()?(vm, object, args),
            Wrapper::Getattribute => {
                let function = slots.getattro.get()?;
                arguments(vm, &args).and_then(|[name]| function(vm, object, attribute_name(vm, name)?))
            }
            Wrapper::Setattr => {
                let function = slots.setattro.get()?;
                none(args.exactly(vm, self.name).and_then(|[name, value]| {
                    check_setattr(vm, slots, object, "__setattr__")?;
                    function(vm, object, attribute_name(vm, name)?, Some(value))
                }))
            }
            Wrapper::Delattr => {
                let function = slots.setattro.get()?;
                none(arguments(vm, &args).and_then(|[name]| {
                    check_setattr(vm, slots, object, "__delattr__")?;
                    function(vm, object, attribute_name(vm, name)?, None)
                }))
            }
            Wrapper::RichCompare(op) => {
                let function = slots.richcompare.get()?;
                arguments(vm, &args).and_then(|[other]| function(vm, object, other, op))
            }
            Wrapper::Next => {
                let function = slots.iternext.get()?;
                match arguments::<0>(vm, &args).and_then(|[]| function(vm, object)) {
                    Ok(Some(item)) => Ok(item),
                    Ok(None) => Err(vm.stop_iteration(None)),
                    Err(raised) => Err(raised),
                }
            }
            Wrapper::DescrGet => {
                let function = slots.descr_get.get()?;
                args.range(vm, self.name, 1, 2).and_then(|()| {
                    let some =
                        |index| args.positional(index).filter(|argument: &Obj<'_>| !argument.is_none());
                    let (instance, owner) = (some(0), some(1));
                    if instance.is_none() && owner.is_none() {
                        return Err(vm.type_error("__get__(None, None) is invalid"));
                    }
                    function(vm, object, instance, owner)
                })
            }
            Wrapper::DescrSet => {
                let function = slots.descr_set.get()?;
                none(
                    args.exactly(vm, self.name)
                        .and_then(|[instance, value]| function(vm, object, instance, Some(value))),
                )
            }
            Wrapper::DescrDelete => {
                let function = slots.descr_set.get()?;
                none(arguments(vm, &args).and_then(|[instance]| function(vm, object, instance, None)))
            }
            Wrapper::Init => none(slots.init.get()?(vm, object, args)),
            Wrapper::Del => {
                let function = slots.finalize.get()?;
                arguments::<0>(vm, &args).map(|[]| {
                    function(vm, object);
                    Value::none()
                })
            }
            Wrapper::Getattr | Wrapper::New => return None,
        })
    }
}
