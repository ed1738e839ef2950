//! Tuples whose items have names: `PyStructSequence`.

use super::native::{self, ClassDef};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetFn, GetSetDef, MethodDef, Type};
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// The declaration of a class of named tuples.
pub(crate) struct StructSeq {
    /// Its name, with the module in front.
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    /// The items' names, in their order: what [`fields`] makes.
    pub(crate) fields: &'static [GetSetDef],
    /// Attributes that are no items.
    pub(crate) hidden: &'static [GetSetDef],
}

/// An item.
fn item<const INDEX: usize>(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let tuple = vm.expect::<Tuple>(object)?;
    Ok(tuple.get().get(INDEX).unwrap_or(Obj::NONE).to_owned())
}

const ITEMS: [GetFn; 18] = [
    item::<0>, item::<1>, item::<2>, item::<3>, item::<4>, item::<5>, item::<6>, item::<7>, item::<8>,
    item::<9>, item::<10>, item::<11>, item::<12>, item::<13>, item::<14>, item::<15>, item::<16>,
    item::<17>,
];

/// Attributes that read the items of a tuple, in order.
pub(crate) const fn fields<const N: usize>(names: [&'static str; N]) -> [GetSetDef; N] {
    let mut fields = [GetSetDef::member("", ITEMS[0]); N];
    let mut index = 0;
    while index < N {
        fields[index] = GetSetDef::member(names[index], ITEMS[index]);
        index += 1;
    }
    fields
}

/// `namespace.name(field=value, …)`
fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let tuple = vm.expect::<Tuple>(object)?;
    let names = vm.getattr_str(object, "__match_args__")?;
    let names = vm.expect::<Tuple>(names.obj())?;
    let mut parts = Vec::new();
    for (name, value) in names.get().as_slice().iter().zip(tuple.get().as_slice()) {
        parts.push(format!("{}={}", vm.str(name.obj())?.as_str(), vm.repr(value.obj())?.as_str()));
    }
    Ok(Str::new(vm, &format!("{}({})", object.ty().name(), parts.join(", "))).into_value())
}

fn reduce(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let items = Tuple::new(vm, vm.expect::<Tuple>(object)?.get().as_slice().to_vec());
    let args = Tuple::new(vm, vec![items.into_value(), Dict::new(vm).into_value()]);
    Ok(Tuple::new(vm, vec![object.ty().ptr().to_value(), args.into_value()]).into_value())
}

/// `__replace__`: what `copy.replace` calls.
fn replace(vm: &Vm, object: Obj<'_>, args: crate::args::Args<'_>) -> PyResult<Value> {
    if !args.is_empty() {
        return Err(
            vm.type_error(format_args!("__replace__() takes no positional arguments ({} given)", args.len()))
        );
    }
    let mut items = vm.expect::<Tuple>(object)?.get().as_slice().to_vec();
    let names = vm.getattr_str(object, "__match_args__")?;
    let names = vm.expect::<Tuple>(names.obj())?;
    let mut stray = Vec::new();
    for (name, value) in args.iter_keywords() {
        let place = names
            .get()
            .as_slice()
            .iter()
            .position(|own| own.cast::<Str>().is_some_and(|own| own.get().equals(&name)));
        match place.and_then(|place| items.get_mut(place)) {
            Some(item) => *item = value.to_owned(),
            None => stray.push(vm.repr(name.obj())?.as_str().into_owned()),
        }
    }
    if !stray.is_empty() {
        return Err(vm.type_error(format_args!("Got unexpected field name(s): [{}]", stray.join(", "))));
    }
    Ok(Tuple::with_type(vm, object.ty(), items).into_value())
}

const METHODS: &[MethodDef] = &[
    MethodDef::noargs("__repr__", repr),
    MethodDef::noargs("__reduce__", reduce),
    MethodDef::keywords("__replace__", replace),
];

impl StructSeq {
    /// The class: `PyStructSequence_NewType`. Programs cannot make instances of it.
    pub(crate) fn make(&self, vm: &Vm) -> PyResult<Ref<Type>> {
        let def = ClassDef {
            name: self.name,
            doc: Some(self.doc),
            methods: METHODS,
            getset: self.fields,
            slots: true,
        };
        let class = def.make(vm, &[vm.types.tuple()])?;
        class.slots.repr.set(Some(repr));
        for def in self.hidden {
            let attribute = crate::objects::descriptors::Descriptor::of_getset(vm, &class, def);
            class.set_attribute(vm, vm.intern(def.name).ptr(), Some(attribute.obj()))?;
        }
        let (visible, hidden) = (self.fields.len() as i64, self.hidden.len() as i64);
        let numbers =
            [("n_sequence_fields", visible), ("n_fields", visible + hidden), ("n_unnamed_fields", 0)];
        for (name, number) in numbers {
            let number = vm.int(number);
            class.set_attribute(vm, vm.intern(name).ptr(), Some(number.obj()))?;
        }
        let names = self.fields.iter().map(|field| vm.intern(field.name).into_value());
        let names = Tuple::from_iter(vm, names);
        class.set_attribute(vm, vm.names.__match_args__.ptr(), Some(names.obj()))?;
        native::seal(&class, false);
        Ok(class)
    }

    /// An instance of [`StructSeq::make`]'s class.
    pub(crate) fn instance(&self, vm: &Vm, class: &Type, items: Vec<Value>) -> Value {
        debug_assert_eq!(items.len(), self.fields.len(), "{}", self.name);
        Tuple::with_type(vm, class, items).into_value()
    }
}
