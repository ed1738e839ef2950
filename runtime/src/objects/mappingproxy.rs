//! A mapping that cannot be written to: `mappingproxy`, the `__dict__` of types.

#![allow(unsafe_code, reason = "declares the layout of proxies")]

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::type_::{Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A mapping that cannot be written to: `mappingproxyobject`.
#[repr(C)]
pub struct MappingProxy {
    header: Header,
    mapping: Field,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for MappingProxy {
    const NAME: &'static str = "mappingproxy";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::MappingProxy
    }
}

/// A proxy of a mapping: `PyDictProxy_New`.
pub(crate) fn new(vm: &Vm, mapping: Obj<'_>) -> Value {
    let ty = vm.types.mappingproxy();
    vm.alloc(ty, MappingProxy { header: Header::new(ty), mapping: Field::new(mapping.to_owned()) })
        .into_value()
}

fn of(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    Ok(vm.expect::<MappingProxy>(object)?.mapping.get().unwrap_or_else(Value::none))
}

/// The mapping behind a proxy, or the object itself.
fn through(object: Obj<'_>) -> Value {
    match object.cast::<MappingProxy>() {
        Some(proxy) => proxy.mapping.get().unwrap_or_else(Value::none),
        None => object.to_owned(),
    }
}

fn make(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    let [mapping] = args.bind(vm, &Signature::new("mappingproxy", ["mapping"], 1))?;
    let mapping = mapping.unwrap_or(Obj::NONE);
    let sequence = matches!(mapping.ty().layout(), Kind::List | Kind::Tuple);
    if !vm.is_mapping(mapping) || sequence {
        return Err(vm.type_error(format_args!(
            "mappingproxy() argument must be a mapping, not {}",
            mapping.ty().name()
        )));
    }
    Ok(new(vm, mapping))
}

/// Passes a method on to the mapping.
macro_rules! forward {
    ($($name:literal),*) => {
        [$(MethodDef::fast($name, |vm, object, args| {
            let mapping = of(vm, object)?;
            let arguments: Vec<Obj<'_>> = args.iter().collect();
            vm.call_method_str(mapping.obj(), $name, &arguments)
        })),*]
    };
}

static METHODS: [MethodDef; 6] = forward!("get", "keys", "values", "items", "copy", "__reversed__");

/// `mappingproxy`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "mappingproxy",
    kind: Kind::MappingProxy,
    flags: flags::HAVE_GC | flags::MAPPING,
    basicsize: size_of::<MappingProxy>(),
    doc: Some("mappingproxy(mapping)\n--\n\nA view of a mapping through which it cannot be changed."),
    new: Some(make),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<MappingProxy>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<MappingProxy>().as_ref() }.mapping.visit(visit);
        }));
        slots.length.set(Some(|vm, object| vm.len(of(vm, object)?.obj())));
        slots.subscript.set(Some(|vm, object, key| vm.getitem(of(vm, object)?.obj(), key)));
        slots.contains.set(Some(|vm, object, key| vm.contains(of(vm, object)?.obj(), key)));
        slots.iter.set(Some(|vm, object| vm.iter(of(vm, object)?.obj())));
        slots.hash.set(Some(|vm, object| vm.hash(of(vm, object)?.obj())));
        slots.str.set(Some(|vm, object| vm.str(of(vm, object)?.obj()).map(Ref::into_value)));
        slots.repr.set(Some(|vm, object| {
            let inner = vm.repr(of(vm, object)?.obj())?;
            Ok(Str::new(vm, &format!("mappingproxy({})", inner.as_str())).into_value())
        }));
        slots.richcompare.set(Some(|vm, left, right, op| vm.rich_compare(of(vm, left)?.obj(), right, op)));
        slots.binary[crate::protocol::nb::OR].set(Some(|vm, left, right| {
            vm.binary_op(through(left).obj(), through(right).obj(), crate::protocol::nb::OR)
        }));
        slots.binary[crate::protocol::nb::INPLACE + crate::protocol::nb::OR].set(Some(|vm, left, _| {
            Err(vm.type_error(format_args!("'|=' is not supported by {}; use '|' instead", left.ty().name())))
        }));
    },
    methods: &METHODS,
    ..TypeSpec::DEFAULT
};
