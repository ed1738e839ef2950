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
    /// `starred`: whether it is unpacked, as in `*tuple[int]`.
    starred: bool,
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
    Ok(make(vm, origin, args, false))
}

fn make(vm: &Vm, origin: Obj<'_>, args: Ref<Tuple>, starred: bool) -> Value {
    let ty = vm.types.generic_alias();
    let alias = GenericAlias {
        header: Header::new(ty),
        origin: Field::new(origin.to_owned()),
        args: FieldOf::new(args),
        starred,
    };
    vm.alloc(ty, alias).into_value()
}

fn is_starred(object: Obj<'_>) -> bool {
    object.cast::<GenericAlias>().is_some_and(|alias| alias.get().starred)
}

/// The parameters that stand in the arguments, each once, in their order: `_Py_make_parameters`.
pub(crate) fn parameters(vm: &Vm, args: &Tuple) -> PyResult<Vec<Value>> {
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
    Ok(found)
}

/// `alias[arguments]`: the alias with its parameters replaced.
fn subscript(vm: &Vm, object: Obj<'_>, given: Obj<'_>) -> PyResult<Value> {
    let (origin, args) = parts(vm, object)?;
    let args = substituted(vm, object, &args, given)?;
    Ok(make(vm, origin.obj(), Tuple::new(vm, args), is_starred(object)))
}

/// The arguments of something generic with its parameters replaced by what is given:
/// `_Py_subs_parameters`.
pub(crate) fn substituted(vm: &Vm, object: Obj<'_>, args: &Tuple, given: Obj<'_>) -> PyResult<Vec<Value>> {
    let parameters = parameters(vm, args)?;
    if parameters.is_empty() {
        let text = vm.repr(object)?;
        return Err(vm.type_error(format_args!("{} is not a generic class", text.as_str())));
    }
    let mut given = match given.cast::<Tuple>() {
        Some(given) => given.to_ref().into_value(),
        None => Tuple::new(vm, vec![given.to_owned()]).into_value(),
    };
    for parameter in &parameters {
        if let Some(prepare) = vm.getattr_opt_str(parameter.obj(), "__typing_prepare_subst__")? {
            given = vm.call_args(prepare.obj(), &[object, given.obj()])?;
        }
    }
    let given = vm.collect(given.obj())?;
    if given.len() != parameters.len() {
        let text = vm.repr(object)?;
        return Err(vm.type_error(format_args!(
            "Too {} arguments for {}; actual {}, expected {}",
            if given.len() > parameters.len() { "many" } else { "few" },
            text.as_str(),
            given.len(),
            parameters.len()
        )));
    }
    let value_of = |parameter: &Value| {
        let index = parameters.iter().position(|other| other.is(parameter.obj()));
        index.map_or_else(|| parameter.clone(), |index| given[index].clone())
    };
    let mut new_args = Vec::with_capacity(args.len());
    for item in args.as_slice() {
        let substitute = match item.cast::<Type>() {
            Some(_) => None,
            None => vm.getattr_opt(item.obj(), vm.names.__typing_subst__.ptr())?,
        };
        if let Some(substitute) = substitute {
            new_args.push(vm.call_args(substitute.obj(), &[value_of(item).obj()])?);
            continue;
        }
        let inner = match item.cast::<Type>() {
            Some(_) => None,
            None => vm.getattr_opt_str(item.obj(), "__parameters__")?,
        };
        match inner.as_ref().and_then(|inner| inner.cast::<Tuple>()).filter(|inner| !inner.is_empty()) {
            Some(inner) => {
                let values = inner.get().as_slice().iter().map(value_of).collect();
                new_args.push(vm.getitem(item.obj(), Tuple::new(vm, values).obj())?);
            }
            None => new_args.push(item.clone()),
        }
    }
    Ok(new_args)
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
    let star = if is_starred(object) { "*" } else { "" };
    Ok(Str::new(vm, &format!("{star}{}[{items}]", item_text(vm, origin.obj())?)).into_value())
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
        slots.subscript.set(Some(subscript));
        slots.iter.set(Some(|vm, object| {
            let (origin, args) = parts(vm, object)?;
            let starred = make(vm, origin.obj(), args, true);
            vm.iter(Tuple::new(vm, vec![starred]).obj())
        }));
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
            let starred = is_starred(left) == is_starred(right);
            let (left, right) = (parts(vm, left)?, parts(vm, right)?);
            let same =
                starred && vm.equal(left.0.obj(), right.0.obj())? && vm.equal(left.1.obj(), right.1.obj())?;
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
            Ok(Tuple::new(vm, parameters(vm, &args)?).into_value())
        }),
        GetSetDef::new("__unpacked__", |_, object| Ok(Value::bool(is_starred(object)))),
    ],
    ..TypeSpec::DEFAULT
};
