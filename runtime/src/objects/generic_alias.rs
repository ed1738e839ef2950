//! Types with parameters, as in `list[int]`: `types.GenericAlias`.

#![allow(unsafe_code, reason = "declares the layout of aliases")]

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A type with parameters: `gaobject`.
#[repr(C)]
pub struct GenericAlias {
    header: Header,
    /// `origin`
    origin: Field,
    /// `args`
    args: FieldOf<Tuple>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for GenericAlias {
    const NAME: &'static str = "types.GenericAlias";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::GenericAlias
    }
}

/// `origin[args]`: `Py_GenericAlias`.
pub(crate) fn new(vm: &Vm, origin: Obj<'_>, args: Obj<'_>) -> PyResult<Value> {
    let args = match args.cast::<Tuple>() {
        Some(args) => args.to_ref(),
        None => Tuple::new(vm, vec![args.to_owned()]),
    };
    let ty = vm.types.generic_alias();
    let alias = GenericAlias {
        header: Header::new(ty),
        origin: Field::new(origin.to_owned()),
        args: FieldOf::new(args),
    };
    Ok(vm.alloc(ty, alias).into_value())
}

/// The origin and the arguments.
fn parts(vm: &Vm, object: Obj<'_>) -> PyResult<(Value, Ref<Tuple>)> {
    let this = vm.expect::<GenericAlias>(object)?;
    let args = this.args.get().unwrap_or_else(|| Tuple::new(vm, Vec::new()));
    Ok((this.origin.get().unwrap_or_else(Value::none), args))
}

/// How an argument is written: a type by its name, anything else by its repr (`ga_repr_item`).
pub(crate) fn item_text(vm: &Vm, item: Obj<'_>) -> PyResult<String> {
    if item.is(Obj::ELLIPSIS) {
        return Ok("...".to_owned());
    }
    if let Some(list) = item.cast::<crate::objects::list::List>() {
        let parts: PyResult<Vec<String>> =
            list.get().to_vec().iter().map(|item| item_text(vm, item.obj())).collect();
        return Ok(format!("[{}]", parts?.join(", ")));
    }
    let plain = vm.getattr_opt(item, vm.names.__origin__.ptr())?.is_some()
        && vm.getattr_opt_str(item, "__args__")?.is_some();
    if !plain
        && let Some(qualname) = vm.getattr_opt(item, vm.names.__qualname__.ptr())?
        && let Some(module) = vm.getattr_opt(item, vm.names.__module__.ptr())?
        && !module.is_none()
    {
        let qualname = vm.str(qualname.obj())?;
        let module = vm.str(module.obj())?;
        return Ok(if module.equals_str("builtins") {
            qualname.as_str().into_owned()
        } else {
            format!("{}.{}", module.as_str(), qualname.as_str())
        });
    }
    Ok(vm.repr(item)?.as_str().into_owned())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let (origin, args) = parts(vm, object)?;
    let mut items = Vec::new();
    for item in args.as_slice() {
        items.push(item_text(vm, item.obj())?);
    }
    let items = if items.is_empty() { "()".to_owned() } else { items.join(", ") };
    Ok(Str::new(vm, &format!("{}[{items}]", item_text(vm, origin.obj())?)).into_value())
}

/// Attributes that an alias has itself; all others are those of its origin.
const OWN: [&str; 12] = [
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__unpacked__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
    "__call__",
];

fn getattro(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
    if OWN.iter().any(|own| name.equals_str(own)) {
        return vm.generic_getattr(object, name);
    }
    let (origin, _) = parts(vm, object)?;
    vm.getattr(origin.obj(), name)
}

fn call(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let (origin, _) = parts(vm, object)?;
    let made = vm.call(origin.obj(), args)?;
    // The instance remembers its alias, if it can.
    let result = vm.setattr_str(made.obj(), "__orig_class__", Some(object));
    if result.is_err() {
        let forgiven =
            vm.exception_matches(vm.types.attribute_error()) || vm.exception_matches(vm.types.type_error());
        if !forgiven {
            return Err(crate::errors::Raised::is_set());
        }
        vm.clear_exception();
    }
    Ok(made)
}

fn refuse(vm: &Vm, _: Obj<'_>, _: Obj<'_>, what: &str, which: usize) -> PyResult<Value> {
    Err(vm.type_error(format_args!("{what}() argument {which} cannot be a parameterized generic")))
}

/// `types.GenericAlias`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "types.GenericAlias",
    module: "types",
    kind: Kind::GenericAlias,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<GenericAlias>(),
    weakrefs: true,
    doc: Some("GenericAlias(origin, args, /)\n--\n\nRepresent a PEP 585 generic type"),
    new: Some(|vm, _, args| {
        args.no_keywords(vm, "GenericAlias")?;
        let [origin, arguments] = args.exactly(vm, "GenericAlias")?;
        new(vm, origin, arguments)
    }),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<GenericAlias>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<GenericAlias>().as_ref() };
            this.origin.visit(visit);
            this.args.visit(visit);
        }));
        slots.repr.set(Some(repr));
        slots.getattro.set(Some(getattro));
        slots.call.set(Some(call));
        slots.hash.set(Some(|vm, object| {
            let (origin, args) = parts(vm, object)?;
            let hash = vm.hash(origin.obj())? ^ vm.hash(args.obj())?;
            Ok(if hash == -1 { -2 } else { hash })
        }));
        slots.richcompare.set(Some(|vm, left, right, op| {
            if left.cast::<GenericAlias>().is_none()
                || right.cast::<GenericAlias>().is_none()
                || !matches!(op, CompareOp::Eq | CompareOp::Ne)
            {
                return Ok(Value::not_implemented());
            }
            let (left, right) = (parts(vm, left)?, parts(vm, right)?);
            let same = vm.equal(left.0.obj(), right.0.obj())? && vm.equal(left.1.obj(), right.1.obj())?;
            Ok(Value::bool(same == (op == CompareOp::Eq)))
        }));
        slots.binary[crate::protocol::nb::OR].set(Some(crate::objects::union_::or));
    },
    methods: &[
        MethodDef::o("__mro_entries__", |vm, object, _| {
            let (origin, _) = parts(vm, object)?;
            Ok(Tuple::new(vm, vec![origin]).into_value())
        }),
        MethodDef::o("__instancecheck__", |vm, object, other| refuse(vm, object, other, "isinstance", 2)),
        MethodDef::o("__subclasscheck__", |vm, object, other| refuse(vm, object, other, "issubclass", 2)),
        MethodDef::noargs("__reduce__", |vm, object| {
            let (origin, args) = parts(vm, object)?;
            let class = vm.types.generic_alias().ptr().to_value();
            let arguments = Tuple::new(vm, vec![origin, args.into_value()]).into_value();
            Ok(Tuple::new(vm, vec![class, arguments]).into_value())
        }),
    ],
    getset: &[
        GetSetDef::member("__origin__", |vm, object| Ok(parts(vm, object)?.0)),
        GetSetDef::member("__args__", |vm, object| Ok(parts(vm, object)?.1.into_value())),
        GetSetDef::new("__parameters__", |vm, object| {
            let (_, args) = parts(vm, object)?;
            let mut found: Vec<Value> = Vec::new();
            for item in args.as_slice() {
                let mut add = |parameter: Value| {
                    if !found.iter().any(|other| other.is(parameter.obj())) {
                        found.push(parameter);
                    }
                };
                if item.cast::<Type>().is_some() {
                    continue;
                }
                if vm.getattr_opt(item.obj(), vm.names.__typing_subst__.ptr())?.is_some() {
                    add(item.clone());
                } else if let Some(inner) = vm.getattr_opt_str(item.obj(), "__parameters__")?
                    && let Some(inner) = inner.cast::<Tuple>()
                {
                    inner.get().as_slice().iter().cloned().for_each(&mut add);
                }
            }
            Ok(Tuple::new(vm, found).into_value())
        }),
        GetSetDef::new("__unpacked__", |_, _| Ok(Value::bool(false))),
    ],
    ..TypeSpec::DEFAULT
};
