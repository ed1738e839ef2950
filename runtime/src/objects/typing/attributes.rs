//! What programs see of type parameters.

#![allow(unsafe_code, reason = "declares the layout of what parameters have")]

use super::Lazy;
use super::parameter::{TypeParameter, Variance};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::layout::object_layout;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetFn, GetSetDef, Kind, MethodDef, Slots, Type, TypeSpec, flags};
use crate::protocol::nb;
use crate::value::{Field, Header, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, TypeParameter>> {
    vm.expect::<TypeParameter>(object)
}

fn name(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(this(vm, object)?.name.get().map_or_else(Value::none, Ref::into_value))
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let parameter = this(vm, object)?;
    let is_many = object.ty().is(vm.types.typevartuple());
    let sign = match parameter.variance {
        Variance::Inferred => "",
        Variance::Invariant if is_many => "",
        Variance::Invariant => "~",
        Variance::Covariant => "+",
        Variance::Contravariant => "-",
    };
    let name = name(vm, object)?;
    Ok(vm.text(format_args!("{sign}{}", vm.str(name.obj())?.as_str())).into_value())
}

/// The default, or `NoDefault`.
fn default(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    match this(vm, object)?.default.get(vm)? {
        Some(default) => Ok(default),
        None => super::generic::no_default(vm),
    }
}

fn has_default(vm: &Vm, object: Obj<'_>) -> PyResult<bool> {
    let Some(value) = this(vm, object)?.default.value.get() else {
        return Ok(this(vm, object)?.default.is_given());
    };
    Ok(!value.is(super::generic::no_default(vm)?.obj()))
}

fn cannot_subclass(vm: &Vm, object: Obj<'_>, _: Obj<'_>) -> PyResult<Value> {
    let kind = object.ty().short_name();
    Err(vm.type_error(format_args!("Cannot subclass an instance of {kind}")))
}

/// Asks a function of the module `typing` about a parameter.
fn ask_library(vm: &Vm, function: &str, args: &[Obj<'_>]) -> PyResult<Value> {
    let typing = vm.import("typing")?;
    let function = vm.getattr_str(typing.obj(), function)?;
    vm.call_args(function.obj(), args)
}

/// Whether something of [`Kind::GenericAlias`] is unpacked, as in `*tuple[int]`.
fn is_unpacked(vm: &Vm, object: Obj<'_>) -> PyResult<bool> {
    match vm.getattr_opt_str(object, "__typing_is_unpacked_typevartuple__")? {
        Some(answer) => vm.is_true(answer.obj()),
        None => Ok(false),
    }
}

/// What a type variable stands for once an argument is given to it.
fn typevar_subst(vm: &Vm, object: Obj<'_>, argument: Obj<'_>) -> PyResult<Value> {
    if super::library(vm)?.is_some() || is_unpacked(vm, argument)? {
        return ask_library(vm, "_typevar_subst", &[object, argument]);
    }
    Ok(argument.to_owned())
}

/// Adds the default to the arguments if they end right before this parameter.
fn typevar_prepare_subst(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<Value> {
    let [alias, arguments] = args.exactly(vm, "__typing_prepare_subst__")?;
    let parameters = vm.getattr_str(alias, "__parameters__")?;
    let count = vm.len(arguments)?;
    let index = vm.collect(parameters.obj())?.iter().position(|parameter| parameter.is(object));
    if index.is_some_and(|index| index < count) {
        return Ok(arguments.to_owned());
    }
    if index == Some(count) && has_default(vm, object)? {
        let mut all = vm.collect(arguments)?;
        all.push(default(vm, object)?);
        return Ok(Tuple::new(vm, all).into_value());
    }
    let alias = vm.repr(alias)?;
    Err(vm.type_error(format_args!(
        "Too few arguments for {}; actual {count}, expected {}",
        alias.as_str(),
        vm.len(parameters.obj())?
    )))
}

/// Remembers in which module a program made a parameter.
fn made_by_program(vm: &Vm, parameter: Ref<TypeParameter>) -> PyResult<Value> {
    if let Some(module) = vm.calling_module() {
        vm.setattr(parameter.obj(), vm.names.__module__.ptr(), Some(module.obj()))?;
    }
    Ok(parameter.into_value())
}

fn name_argument(vm: &Vm, function: &str, name: Option<Obj<'_>>) -> PyResult<Ref<Str>> {
    let name = name.unwrap_or(Obj::NONE);
    match name.cast::<Str>() {
        Some(name) => Ok(name.to_ref()),
        None => Err(vm.type_error(format_args!(
            "{function}() argument 'name' must be str, not {}",
            if name.is_none() { "None" } else { name.ty().name() }
        ))),
    }
}

/// The variance that the arguments `covariant`, `contravariant` and `infer_variance` say.
fn variance(vm: &Vm, given: [Option<Obj<'_>>; 3]) -> PyResult<Variance> {
    let mut flags = [false; 3];
    for (flag, given) in flags.iter_mut().zip(given) {
        *flag = given.map_or(Ok(false), |given| vm.is_true(given))?;
    }
    match flags {
        [true, true, _] => Err(vm.value_error("Bivariant types are not supported.")),
        [true, _, true] | [_, true, true] => {
            Err(vm.value_error("Variance cannot be specified with infer_variance."))
        }
        [true, false, false] => Ok(Variance::Covariant),
        [false, true, false] => Ok(Variance::Contravariant),
        [false, false, true] => Ok(Variance::Inferred),
        [false, false, false] => Ok(Variance::Invariant),
    }
}

/// A bound as programs give it: `None` is none.
fn bound_argument(bound: Option<Obj<'_>>) -> Lazy {
    Lazy::of_value(bound.filter(|bound| !bound.is_none()))
}

fn new_typevar(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<6> = Signature::new(
        "typevar",
        ["name", "bound", "default", "covariant", "contravariant", "infer_variance"],
        0,
    )
    .keyword_only_after(0);
    // What follows the name by position are constraints.
    let constraints: Vec<Value> = args.iter().skip(1).map(Obj::to_owned).collect();
    let [name, bound, default, covariant, contravariant, infer] =
        args.only_keywords().bind(vm, &SIGNATURE)?;
    let Some(name) = args.positional(0).or(name) else {
        return Err(vm.type_error("typevar() missing required argument 'name' (pos 1)"));
    };
    let name = name_argument(vm, "typevar", Some(name))?;
    let variance = variance(vm, [covariant, contravariant, infer])?;
    if constraints.len() == 1 {
        return Err(vm.type_error("A single constraint is not allowed"));
    }
    let bound = bound_argument(bound);
    if !constraints.is_empty() && bound.is_given() {
        return Err(vm.type_error("Constraints cannot be combined with bound=..."));
    }
    let constraints = (!constraints.is_empty()).then(|| Tuple::new(vm, constraints));
    let constraints = Lazy::of_value(constraints.as_ref().map(|constraints| constraints.obj()));
    let lazy = [bound, constraints, Lazy::of_value(default)];
    made_by_program(vm, TypeParameter::make(vm, &ty, name, variance, lazy))
}

fn new_paramspec(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<6> = Signature::new(
        "paramspec",
        ["name", "bound", "default", "covariant", "contravariant", "infer_variance"],
        1,
    )
    .keyword_only_after(1);
    let [name, bound, default, covariant, contravariant, infer] = args.bind(vm, &SIGNATURE)?;
    let name = name_argument(vm, "paramspec", name)?;
    let variance = variance(vm, [covariant, contravariant, infer])?;
    let lazy = [bound_argument(bound), Lazy::default(), Lazy::of_value(default)];
    made_by_program(vm, TypeParameter::make(vm, &ty, name, variance, lazy))
}

fn new_typevartuple(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<2> =
        Signature::new("typevartuple", ["name", "default"], 1).keyword_only_after(1);
    let [name, default] = args.bind(vm, &SIGNATURE)?;
    let name = name_argument(vm, "typevartuple", name)?;
    let lazy = [Lazy::default(), Lazy::default(), Lazy::of_value(default)];
    made_by_program(vm, TypeParameter::make(vm, &ty, name, Variance::Invariant, lazy))
}

fn fill(slots: &Slots) {
    slots.dealloc.set(crate::objects::alloc::dealloc::<TypeParameter>);
    slots.traverse.set(Some(|object, visit| {
        // SAFETY: the slot is that of the types with this layout.
        let this = unsafe { object.cast::<TypeParameter>().as_ref() };
        this.bound.visit(visit);
        this.constraints.visit(visit);
        this.default.visit(visit);
        this.dict.visit(visit);
    }));
    slots.clear.set(Some(|_, object| {
        let Some(this) = object.cast::<TypeParameter>() else { return };
        this.bound.clear();
        this.constraints.clear();
        this.default.clear();
        drop(this.dict.take());
    }));
    slots.repr.set(Some(repr));
}

fn fill_with_or(slots: &Slots) {
    fill(slots);
    slots.binary[nb::OR].set(Some(crate::objects::union_::or));
}

/// Where a program made a parameter; the syntax does not say.
const MODULE: GetSetDef = GetSetDef::new("__module__", |vm, object| {
    let own = this(vm, object)?.dict.get();
    let own = own.and_then(|own| own.get_str(vm, vm.names.__module__.ptr()));
    Ok(own.unwrap_or_else(|| vm.intern("typing").into_value()))
})
.set(|vm, object, value| {
    let this = this(vm, object)?;
    let dict = this.dict.get().unwrap_or_else(|| {
        let dict = Dict::new(vm);
        this.dict.set(Some(dict.clone()));
        dict
    });
    match value {
        Some(value) => dict.set(vm, vm.names.__module__.obj(), value),
        None => dict.remove(vm, vm.names.__module__.obj()).map(drop),
    }
});

const HAS_DEFAULT: MethodDef =
    MethodDef::noargs("has_default", |vm, object| has_default(vm, object).map(Value::bool));
const MRO_ENTRIES: MethodDef = MethodDef::o("__mro_entries__", cannot_subclass);
const REDUCE: MethodDef = MethodDef::noargs("__reduce__", name);
const NAME: GetSetDef = GetSetDef::member("__name__", name);
const DEFAULT: GetSetDef = GetSetDef::new("__default__", default);
const EVALUATE_DEFAULT: GetSetDef =
    GetSetDef::new("evaluate_default", |vm, object| Ok(this(vm, object)?.default.evaluator(vm)));

const fn varies(name: &'static str, get: GetFn) -> GetSetDef {
    GetSetDef::member(name, get)
}

const COVARIANT: GetSetDef =
    varies("__covariant__", |vm, object| Ok(Value::bool(this(vm, object)?.variance == Variance::Covariant)));
const CONTRAVARIANT: GetSetDef = varies("__contravariant__", |vm, object| {
    Ok(Value::bool(this(vm, object)?.variance == Variance::Contravariant))
});
const INFER_VARIANCE: GetSetDef = varies("__infer_variance__", |vm, object| {
    Ok(Value::bool(this(vm, object)?.variance == Variance::Inferred))
});

/// `typing.TypeVar`
pub(crate) static TYPEVAR: TypeSpec = TypeSpec {
    name: "typing.TypeVar",
    module: "typing",
    kind: Kind::TypeParameter,
    flags: flags::HAVE_GC,
    basicsize: size_of::<TypeParameter>(),
    dictoffset: std::mem::offset_of!(TypeParameter, dict) as isize,
    weakrefs: true,
    doc: Some("Type variable."),
    new: Some(new_typevar),
    slots: fill_with_or,
    methods: &[
        HAS_DEFAULT,
        MRO_ENTRIES,
        REDUCE,
        MethodDef::o("__typing_subst__", typevar_subst),
        MethodDef::fast("__typing_prepare_subst__", typevar_prepare_subst),
    ],
    getset: &[
        NAME,
        MODULE,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        DEFAULT,
        EVALUATE_DEFAULT,
        GetSetDef::new("__bound__", |vm, object| {
            Ok(this(vm, object)?.bound.get(vm)?.unwrap_or_else(Value::none))
        }),
        GetSetDef::new("__constraints__", |vm, object| {
            let constraints = this(vm, object)?.constraints.get(vm)?;
            Ok(constraints.unwrap_or_else(|| Tuple::new(vm, Vec::new()).into_value()))
        }),
        GetSetDef::new("evaluate_bound", |vm, object| Ok(this(vm, object)?.bound.evaluator(vm))),
        GetSetDef::new("evaluate_constraints", |vm, object| Ok(this(vm, object)?.constraints.evaluator(vm))),
    ],
    ..TypeSpec::DEFAULT
};

/// `typing.ParamSpec`
pub(crate) static PARAMSPEC: TypeSpec = TypeSpec {
    name: "typing.ParamSpec",
    module: "typing",
    kind: Kind::TypeParameter,
    flags: flags::HAVE_GC,
    basicsize: size_of::<TypeParameter>(),
    dictoffset: std::mem::offset_of!(TypeParameter, dict) as isize,
    weakrefs: true,
    doc: Some("Parameter specification variable."),
    new: Some(new_paramspec),
    slots: fill_with_or,
    methods: &[
        HAS_DEFAULT,
        MRO_ENTRIES,
        REDUCE,
        MethodDef::o("__typing_subst__", |vm, object, argument| {
            ask_library(vm, "_paramspec_subst", &[object, argument])
        }),
        MethodDef::fast("__typing_prepare_subst__", |vm, object, args| {
            let [alias, arguments] = args.exactly(vm, "__typing_prepare_subst__")?;
            ask_library(vm, "_paramspec_prepare_subst", &[object, alias, arguments])
        }),
    ],
    getset: &[
        NAME,
        MODULE,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        DEFAULT,
        EVALUATE_DEFAULT,
        GetSetDef::new("__bound__", |vm, object| {
            Ok(this(vm, object)?.bound.get(vm)?.unwrap_or_else(Value::none))
        }),
        GetSetDef::new("args", |vm, object| Ok(part(vm, vm.types.paramspec_args(), object))),
        GetSetDef::new("kwargs", |vm, object| Ok(part(vm, vm.types.paramspec_kwargs(), object))),
    ],
    ..TypeSpec::DEFAULT
};

/// `typing.TypeVarTuple`
pub(crate) static TYPEVARTUPLE: TypeSpec = TypeSpec {
    name: "typing.TypeVarTuple",
    module: "typing",
    kind: Kind::TypeParameter,
    flags: flags::HAVE_GC,
    basicsize: size_of::<TypeParameter>(),
    dictoffset: std::mem::offset_of!(TypeParameter, dict) as isize,
    weakrefs: true,
    doc: Some("Type variable tuple: any number of type variables."),
    new: Some(new_typevartuple),
    slots: |slots| {
        fill(slots);
        slots.iter.set(Some(super::generic::unpacked));
    },
    methods: &[
        HAS_DEFAULT,
        MRO_ENTRIES,
        REDUCE,
        MethodDef::o("__typing_subst__", |vm, _, _| {
            Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
        }),
        MethodDef::fast("__typing_prepare_subst__", |vm, object, args| {
            let [alias, arguments] = args.exactly(vm, "__typing_prepare_subst__")?;
            ask_library(vm, "_typevartuple_prepare_subst", &[object, alias, arguments])
        }),
    ],
    getset: &[NAME, MODULE, DEFAULT, EVALUATE_DEFAULT],
    ..TypeSpec::DEFAULT
};

/// `P.args` or `P.kwargs`: `paramspecattrobject`.
#[repr(C)]
struct Part {
    header: Header,
    origin: Field,
}

object_layout!(Part, ParamSpecPart, "typing.ParamSpecArgs");

fn part(vm: &Vm, ty: &Type, origin: Obj<'_>) -> Value {
    vm.alloc(ty, Part { header: Header::new(ty), origin: Field::new(origin.to_owned()) }).into_value()
}

fn origin(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(vm.expect::<Part>(object)?.origin.get().unwrap_or_else(Value::none))
}

fn compare_parts(vm: &Vm, left: Obj<'_>, right: Obj<'_>, op: CompareOp) -> PyResult<Value> {
    if !left.ty().is(right.ty()) || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let (left, right) = (origin(vm, left)?, origin(vm, right)?);
    vm.rich_compare(left.obj(), right.obj(), op)
}

fn part_repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let origin = origin(vm, object)?;
    let name = match origin.cast::<TypeParameter>() {
        Some(_) => vm.str(name(vm, origin.obj())?.obj())?,
        None => vm.repr(origin.obj())?,
    };
    let suffix = if object.ty().is(vm.types.paramspec_args()) { "args" } else { "kwargs" };
    Ok(vm.text(format_args!("{}.{suffix}", name.as_str())).into_value())
}

const PART_MEMBERS: &[GetSetDef] = &[GetSetDef::member("__origin__", origin)];

const fn part_spec(name: &'static str) -> TypeSpec {
    TypeSpec {
        name,
        module: "typing",
        kind: Kind::ParamSpecPart,
        flags: flags::HAVE_GC,
        basicsize: size_of::<Part>(),
        weakrefs: true,
        new: Some(|vm, ty, args| {
            const SIGNATURE: Signature<1> = Signature::new("paramspecargs", ["origin"], 1);
            let [origin] = args.bind(vm, &SIGNATURE)?;
            Ok(part(vm, &ty, origin.unwrap_or(Obj::NONE)))
        }),
        slots: |slots| {
            slots.dealloc.set(crate::objects::alloc::dealloc::<Part>);
            slots.traverse.set(Some(|object, visit| {
                // SAFETY: the slot is that of the types with this layout.
                unsafe { object.cast::<Part>().as_ref() }.origin.visit(visit);
            }));
            slots.repr.set(Some(part_repr));
            slots.hash.set(Some(Vm::hash_not_implemented));
            slots.richcompare.set(Some(compare_parts));
        },
        methods: &[MRO_ENTRIES],
        getset: PART_MEMBERS,
        ..TypeSpec::DEFAULT
    }
}

/// `typing.ParamSpecArgs`
pub(crate) static PARAMSPEC_ARGS: TypeSpec = part_spec("typing.ParamSpecArgs");
/// `typing.ParamSpecKwargs`
pub(crate) static PARAMSPEC_KWARGS: TypeSpec = part_spec("typing.ParamSpecKwargs");
