//! `types.SimpleNamespace`: attributes and nothing else.

#![allow(unsafe_code, reason = "declares the layout of namespaces")]

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// A namespace: `_PyNamespaceObject`.
#[repr(C)]
pub struct SimpleNamespace {
    header: Header,
    dict: FieldOf<Dict>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for SimpleNamespace {
    const NAME: &'static str = "types.SimpleNamespace";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::SimpleNamespace
    }
}

/// A namespace with these attributes: `_PyNamespace_New`.
pub(crate) fn new(vm: &Vm, dict: Ref<Dict>) -> Value {
    let ty = vm.types.simple_namespace();
    vm.alloc(ty, SimpleNamespace { header: Header::new(ty), dict: FieldOf::new(dict) }).into_value()
}

fn dict(vm: &Vm, object: Obj<'_>) -> PyResult<Ref<Dict>> {
    let this = vm.expect::<SimpleNamespace>(object)?;
    Ok(this.dict.get().unwrap_or_else(|| Dict::new(vm)))
}

fn init(vm: &Vm, object: Obj<'_>, args: Args<'_>) -> PyResult<()> {
    let name = object.ty().short_name();
    if args.len() > 1 {
        return Err(vm.type_error(format_args!("{name} expected at most 1 argument, got {}", args.len())));
    }
    let dict = dict(vm, object)?;
    if let Some(mapping) = args.positional(0) {
        let pairs = match mapping.cast::<Dict>() {
            Some(mapping) => mapping.get().items(),
            None => {
                let made = vm.call_args(vm.types.dict().ptr().obj(), &[mapping])?;
                vm.expect::<Dict>(made.obj())?.get().items()
            }
        };
        for (key, value) in pairs {
            if key.cast::<Str>().is_none() {
                return Err(vm.type_error("keywords must be strings"));
            }
            dict.set(vm, key.obj(), value.obj())?;
        }
    }
    for (key, value) in args.iter_keywords() {
        dict.set(vm, key.obj(), value)?;
    }
    Ok(())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let name = if object.ty().kind() == Kind::SimpleNamespace { "namespace" } else { object.ty().name() };
    let Some(_guard) = crate::objects::collections::ReprGuard::enter(object) else {
        return Ok(Str::new(vm, &format!("{name}(...)")).into_value());
    };
    let mut parts = Vec::new();
    for (key, value) in dict(vm, object)?.items() {
        if let Some(key) = key.cast::<Str>().filter(|key| !key.is_empty()) {
            parts.push(format!("{}={}", key.get().as_str(), vm.repr(value.obj())?.as_str()));
        }
    }
    Ok(Str::new(vm, &format!("{name}({})", parts.join(", "))).into_value())
}

/// `types.SimpleNamespace`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "types.SimpleNamespace",
    module: "types",
    kind: Kind::SimpleNamespace,
    flags: flags::BASETYPE | flags::HAVE_GC,
    basicsize: size_of::<SimpleNamespace>(),
    dictoffset: std::mem::offset_of!(SimpleNamespace, dict) as isize,
    doc: Some(
        "SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nA simple attribute-based namespace.",
    ),
    new: Some(|vm, ty, _| {
        let made = SimpleNamespace { header: Header::new(&ty), dict: FieldOf::new(Dict::new(vm)) };
        Ok(vm.alloc(&ty, made).into_value())
    }),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<SimpleNamespace>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<SimpleNamespace>().as_ref() }.dict.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<SimpleNamespace>() {
                drop(this.dict.take());
            }
        }));
        slots.init.set(Some(init));
        slots.repr.set(Some(repr));
        slots.richcompare.set(Some(|vm, left, right, op| {
            let both = left.cast::<SimpleNamespace>().is_some() && right.cast::<SimpleNamespace>().is_some();
            if !both || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
                return Ok(Value::not_implemented());
            }
            vm.rich_compare(dict(vm, left)?.obj(), dict(vm, right)?.obj(), op)
        }));
    },
    methods: &[
        MethodDef::noargs("__reduce__", |vm, object| {
            let empty = Tuple::new(vm, Vec::new()).into_value();
            let parts = vec![object.ty().ptr().to_value(), empty, dict(vm, object)?.into_value()];
            Ok(Tuple::new(vm, parts).into_value())
        }),
        MethodDef::keywords("__replace__", |vm, object, args| {
            if !args.is_empty() {
                return Err(vm.type_error(format_args!(
                    "__replace__() takes no positional arguments ({} given)",
                    args.len()
                )));
            }
            let made = vm.call_args(object.ty().ptr().obj(), &[])?;
            let target = dict(vm, made.obj())?;
            for (key, value) in dict(vm, object)?.items() {
                target.set(vm, key.obj(), value.obj())?;
            }
            for (key, value) in args.iter_keywords() {
                target.set(vm, key.obj(), value)?;
            }
            Ok(made)
        }),
    ],
    getset: &[GetSetDef::member("__dict__", |vm, object| Ok(dict(vm, object)?.into_value()))],
    ..TypeSpec::DEFAULT
};
