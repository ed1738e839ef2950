//! `type` statements: `typing.TypeAliasType`.

#![allow(unsafe_code, reason = "declares the layout of aliases")]

use super::Lazy;
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::generic_alias;
use crate::objects::layout::object_layout;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, Kind, Type, TypeSpec, flags};
use crate::protocol::nb;
use crate::value::{Field, FieldOf, Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// An alias of a type: `typealiasobject`.
#[repr(C)]
pub(crate) struct TypeAlias {
    header: Header,
    name: FieldOf<Str>,
    /// NULL if it has none.
    type_params: FieldOf<Tuple>,
    value: Lazy,
    module: Field,
}

object_layout!(TypeAlias, TypeAlias, "typing.TypeAliasType");

fn make(vm: &Vm, name: Ref<Str>, type_params: Option<Ref<Tuple>>, value: Lazy) -> Value {
    let ty = vm.types.type_alias();
    let alias = TypeAlias {
        header: Header::new(ty),
        name: FieldOf::new(name),
        type_params: FieldOf::from_option(type_params),
        value,
        module: Field::from_option(vm.calling_module()),
    };
    vm.alloc(ty, alias).into_value()
}

/// `INTRINSIC_TYPEALIAS`: of a tuple of the name, the type parameters or `None`, and a function that works the value
/// out.
pub(crate) fn of_statement(vm: &Vm, parts: Obj<'_>) -> PyResult<Value> {
    let parts = vm.expect::<Tuple>(parts)?;
    let [name, type_params, evaluate] = parts.get().as_slice() else {
        return Err(vm.system_error("a type alias is made of three parts"));
    };
    let type_params = type_params.cast::<Tuple>().map(|params| params.to_ref());
    let name = vm.expect::<Str>(name.obj())?.to_ref();
    Ok(make(vm, name, type_params, Lazy::of_function(evaluate.obj())))
}

fn new(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<3> =
        Signature::new("typealias", ["name", "value", "type_params"], 2).keyword_only_after(2);
    let [name, value, type_params] = args.bind(vm, &SIGNATURE)?;
    let name = name.unwrap_or(Obj::NONE);
    let Some(text) = name.cast::<Str>() else {
        let given = if name.is_none() { "None" } else { name.ty().name() };
        return Err(vm.type_error(format_args!("typealias() argument 'name' must be str, not {given}")));
    };
    let type_params = match type_params {
        None => None,
        Some(given) => match given.cast::<Tuple>() {
            Some(params) => Some(params.to_ref()),
            None => return Err(vm.type_error("type_params must be a tuple")),
        },
    };
    let type_params = type_params.filter(|params| !params.is_empty());
    Ok(make(vm, text.to_ref(), type_params, Lazy::of_value(value)))
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, TypeAlias>> {
    vm.expect::<TypeAlias>(object)
}

fn name(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(this(vm, object)?.name.get().map_or_else(Value::none, Ref::into_value))
}

fn params(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let params = this(vm, object)?.type_params.get();
    Ok(params.unwrap_or_else(|| Tuple::new(vm, Vec::new())).into_value())
}

/// `typing.TypeAliasType`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "typing.TypeAliasType",
    module: "typing",
    kind: Kind::TypeAlias,
    flags: flags::HAVE_GC,
    basicsize: size_of::<TypeAlias>(),
    weakrefs: true,
    doc: Some("Type alias."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<TypeAlias>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<TypeAlias>().as_ref() };
            this.type_params.visit(visit);
            this.value.visit(visit);
            this.module.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            let Some(this) = object.cast::<TypeAlias>() else { return };
            drop((this.type_params.take(), this.module.take()));
            this.value.clear();
        }));
        slots.repr.set(Some(name));
        slots.subscript.set(Some(|vm, object, args| {
            if this(vm, object)?.type_params.is_null() {
                return Err(vm.type_error("Only generic type aliases are subscriptable"));
            }
            generic_alias::new(vm, object, args)
        }));
        slots.iter.set(Some(super::generic::unpacked));
        slots.binary[nb::OR].set(Some(crate::objects::union_::or));
    },
    methods: &[crate::objects::type_::MethodDef::noargs("__reduce__", name)],
    getset: &[
        GetSetDef::member("__name__", name),
        GetSetDef::new("__type_params__", params),
        GetSetDef::new("__parameters__", params),
        GetSetDef::new("__value__", |vm, object| {
            Ok(this(vm, object)?.value.get(vm)?.unwrap_or_else(Value::none))
        }),
        GetSetDef::new("evaluate_value", |vm, object| Ok(this(vm, object)?.value.evaluator(vm))),
        GetSetDef::new("__module__", |vm, object| {
            Ok(this(vm, object)?.module.get().unwrap_or_else(Value::none))
        }),
    ],
    ..TypeSpec::DEFAULT
};
