//! Exceptions with fields of their own.

use super::base::{self, args_tuple, this};
use super::hierarchy::{BASE_EXCEPTION, EXCEPTION, EXCEPTION_DEFAULT};
use super::layout::{AttributeError, ImportError, NameError, StopIteration, SystemExit, given, member};
use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, MethodDef, TypeSpec};
use crate::value::{Field, Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// Sets `args` from the positional arguments and binds the keyword arguments.
fn init_with_keywords<const N: usize>(
    vm: &Vm,
    object: Obj<'_>,
    args: &Args<'_>,
    signature: &Signature<N>,
) -> PyResult<[Option<Value>; N]> {
    let keywords: Vec<Obj<'_>> = (0..args.keywords()).map(|index| args.get(args.len() + index)).collect();
    let bound = Args::with_keywords(&keywords, args.kwnames()).bind(vm, signature)?.map(given);
    this(vm, object)?.args.set(Some(args_tuple(vm, args)));
    Ok(bound)
}

/// The state that pickling keeps: the dict with the fields that are set.
fn state(vm: &Vm, object: Obj<'_>, fields: &[(&str, &Field)]) -> PyResult<Option<Value>> {
    let dict = this(vm, object)?.dict.get();
    if fields.iter().all(|(_, field)| field.is_null()) {
        return Ok(dict.map(Ref::into_value));
    }
    let state = match dict {
        Some(dict) => dict.copy(vm)?,
        None => Dict::new(vm),
    };
    for (name, field) in fields {
        if let Some(value) = field.get() {
            state.set(vm, vm.intern(name).obj(), value.obj())?;
        }
    }
    Ok(Some(state.into_value()))
}

/// `__reduce__` of an exception with these fields.
fn reduce_with(vm: &Vm, object: Obj<'_>, fields: &[(&str, &Field)]) -> PyResult<Value> {
    let mut parts = vec![object.ty().ptr().to_value(), this(vm, object)?.args(vm).into_value()];
    parts.extend(state(vm, object, fields)?);
    Ok(Tuple::new(vm, parts).into_value())
}

/// `AttributeError`
pub(crate) static ATTRIBUTE_ERROR: TypeSpec = TypeSpec {
    name: "AttributeError",
    bases: &[&EXCEPTION],
    kind: Kind::AttributeError,
    basicsize: size_of::<AttributeError>(),
    doc: Some("Attribute not found."),
    slots: |slots| {
        AttributeError::fill(slots);
        slots.init.set(Some(|vm, object, args| {
            const SIGNATURE: Signature<2> =
                Signature::new("AttributeError", ["name", "obj"], 0).keyword_only_after(0);
            let [name, obj] = init_with_keywords(vm, object, &args, &SIGNATURE)?;
            let this = vm.expect::<AttributeError>(object)?;
            this.name.set(name);
            this.obj.set(obj);
            Ok(())
        }));
    },
    methods: &[
        MethodDef::noargs("__getstate__", |vm, object| {
            let this = vm.expect::<AttributeError>(object)?.get();
            Ok(state(vm, object, &[("name", &this.name)])?.unwrap_or_else(Value::none))
        }),
        MethodDef::noargs("__reduce__", |vm, object| {
            let this = vm.expect::<AttributeError>(object)?.get();
            reduce_with(vm, object, &[("name", &this.name)])
        }),
    ],
    getset: &[member!(AttributeError, name, "name"), member!(AttributeError, obj, "obj")],
    ..EXCEPTION_DEFAULT
};

/// `NameError`
pub(crate) static NAME_ERROR: TypeSpec = TypeSpec {
    name: "NameError",
    bases: &[&EXCEPTION],
    kind: Kind::NameError,
    basicsize: size_of::<NameError>(),
    doc: Some("No variable has this name."),
    slots: |slots| {
        NameError::fill(slots);
        slots.init.set(Some(|vm, object, args| {
            const SIGNATURE: Signature<1> = Signature::new("NameError", ["name"], 0).keyword_only_after(0);
            let [name] = init_with_keywords(vm, object, &args, &SIGNATURE)?;
            vm.expect::<NameError>(object)?.name.set(name);
            Ok(())
        }));
    },
    getset: &[member!(NameError, name, "name")],
    ..EXCEPTION_DEFAULT
};

/// `ImportError`
pub(crate) static IMPORT_ERROR: TypeSpec = TypeSpec {
    name: "ImportError",
    bases: &[&EXCEPTION],
    kind: Kind::ImportError,
    basicsize: size_of::<ImportError>(),
    doc: Some("A module, or a name in one, cannot be imported."),
    slots: |slots| {
        ImportError::fill(slots);
        slots.init.set(Some(|vm, object, args| {
            const SIGNATURE: Signature<3> =
                Signature::new("ImportError", ["name", "path", "name_from"], 0).keyword_only_after(0);
            let [name, path, name_from] = init_with_keywords(vm, object, &args, &SIGNATURE)?;
            let this = vm.expect::<ImportError>(object)?;
            this.name.set(name);
            this.path.set(path);
            this.name_from.set(name_from);
            this.msg.set(if args.len() == 1 { given(args.positional(0)) } else { None });
            Ok(())
        }));
        slots.str.set(Some(|vm, object| {
            let message = vm.expect::<ImportError>(object)?.msg.get();
            match message.filter(|message| message.ty().kind() == Kind::Str) {
                Some(message) => Ok(message),
                None => base::str(vm, object),
            }
        }));
    },
    methods: &[MethodDef::noargs("__reduce__", |vm, object| {
        let this = vm.expect::<ImportError>(object)?.get();
        reduce_with(vm, object, &[("name", &this.name), ("path", &this.path), ("name_from", &this.name_from)])
    })],
    getset: &[
        member!(ImportError, msg, "msg").doc("exception message"),
        member!(ImportError, name, "name").doc("module name"),
        member!(ImportError, path, "path").doc("module path"),
        member!(ImportError, name_from, "name_from").doc("what was to be imported from the module"),
    ],
    ..EXCEPTION_DEFAULT
};

/// `StopIteration`
pub(crate) static STOP_ITERATION: TypeSpec = TypeSpec {
    name: "StopIteration",
    bases: &[&EXCEPTION],
    kind: Kind::StopIteration,
    basicsize: size_of::<StopIteration>(),
    doc: Some("An iterator has no more items."),
    slots: |slots| {
        StopIteration::fill(slots);
        slots.init.set(Some(|vm, object, args| {
            base::init(vm, object, args)?;
            let value = given(args.positional(0)).unwrap_or_else(Value::none);
            vm.expect::<StopIteration>(object)?.value.set(Some(value));
            Ok(())
        }));
    },
    getset: &[member!(StopIteration, value, "value").doc("generator return value")],
    ..EXCEPTION_DEFAULT
};

/// `SystemExit`
pub(crate) static SYSTEM_EXIT: TypeSpec = TypeSpec {
    name: "SystemExit",
    bases: &[&BASE_EXCEPTION],
    kind: Kind::SystemExit,
    basicsize: size_of::<SystemExit>(),
    doc: Some("The program is to end."),
    slots: |slots| {
        SystemExit::fill(slots);
        slots.init.set(Some(|vm, object, args| {
            base::init(vm, object, args)?;
            let code = match args.len() {
                0 => None,
                1 => given(args.positional(0)),
                _ => Some(args_tuple(vm, &args).into_value()),
            };
            vm.expect::<SystemExit>(object)?.code.set(code);
            Ok(())
        }));
    },
    getset: &[member!(SystemExit, code, "code").doc("exception code")],
    ..EXCEPTION_DEFAULT
};

/// `KeyError`, whose text is the repr of its key
pub(crate) static KEY_ERROR: TypeSpec = TypeSpec {
    name: "KeyError",
    bases: &[&super::hierarchy::LOOKUP_ERROR],
    doc: Some("A mapping has no item with this key."),
    slots: |slots| {
        slots.str.set(Some(|vm, object| match this(vm, object)?.args(vm).as_slice() {
            [only] => vm.repr(only.obj()).map(Ref::into_value),
            _ => base::str(vm, object),
        }));
    },
    ..EXCEPTION_DEFAULT
};

/// Whether an object is an exact string, whose text messages may show.
pub(super) fn as_text(value: &Option<Value>) -> Option<String> {
    let text = value.as_ref()?.cast::<Str>()?;
    Some(text.get().as_str().into_owned())
}
