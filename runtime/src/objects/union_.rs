//! Unions of types, as in `int | str`: `types.UnionType`, which 3.14 calls `typing.Union`.

#![allow(unsafe_code, reason = "declares the layout of unions")]

use crate::errors::PyResult;
use crate::objects::generic_alias;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Header, Layout, Obj, Value};
use crate::vm::Vm;

/// A union: `unionobject`.
#[repr(C)]
pub struct Union {
    header: Header,
    args: FieldOf<Tuple>,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Union {
    const NAME: &'static str = "typing.Union";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Union
    }
}

/// The members of a union.
pub(crate) fn args(object: Obj<'_>) -> Vec<Value> {
    let args = object.cast::<Union>().and_then(|union| union.args.get());
    args.map_or_else(Vec::new, |args| args.as_slice().to_vec())
}

/// Whether it can be a member: `is_unionable`.
fn is_unionable(object: Obj<'_>) -> bool {
    object.is_none()
        || object.cast::<Type>().is_some()
        || matches!(
            object.ty().kind(),
            Kind::GenericAlias | Kind::Union | Kind::TypeAlias | Kind::TypeParameter
        )
}

/// `left | right` of types: `_Py_union_type_or`.
pub(crate) fn or(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    if !is_unionable(left) || !is_unionable(right) {
        return Ok(Value::not_implemented());
    }
    let mut members: Vec<Value> = Vec::new();
    for side in [left, right] {
        let parts = match side.cast::<Union>() {
            Some(_) => args(side),
            None if side.is_none() => vec![vm.types.none().ptr().to_value()],
            None => vec![side.to_owned()],
        };
        for part in parts {
            let mut known = false;
            for other in &members {
                known = known || vm.equal(other.obj(), part.obj())?;
            }
            if !known {
                members.push(part);
            }
        }
    }
    if let [_] = members[..] {
        return Ok(members.swap_remove(0));
    }
    let ty = vm.types.union_();
    let members = FieldOf::new(Tuple::new(vm, members));
    Ok(vm.alloc(ty, Union { header: Header::new(ty), args: members }).into_value())
}

/// Whether both have the same members, in any order.
fn same(vm: &Vm, left: &[Value], right: &[Value]) -> PyResult<bool> {
    for (these, those) in [(left, right), (right, left)] {
        for one in these {
            let mut found = false;
            for other in those {
                found = found || vm.equal(one.obj(), other.obj())?;
            }
            if !found {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// `typing.Union`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "typing.Union",
    module: "typing",
    kind: Kind::Union,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Union>(),
    weakrefs: true,
    doc: Some("Represent a union type"),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Union>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            unsafe { object.cast::<Union>().as_ref() }.args.visit(visit);
        }));
        slots.repr.set(Some(|vm, object| {
            let mut parts = Vec::new();
            for member in args(object) {
                let is_none = member.is(vm.types.none().ptr().obj());
                parts.push(if is_none {
                    "None".to_owned()
                } else {
                    generic_alias::item_text(vm, member.obj())?
                });
            }
            Ok(Str::new(vm, &parts.join(" | ")).into_value())
        }));
        slots.hash.set(Some(|vm, object| {
            // Equal whatever the order of the members is.
            let mut hash = 0_i64;
            for member in args(object) {
                hash ^= vm.hash(member.obj())?.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64 as i64);
            }
            Ok(if hash == -1 { -2 } else { hash })
        }));
        slots.richcompare.set(Some(|vm, left, right, op| {
            let unions = left.cast::<Union>().is_some() && right.cast::<Union>().is_some();
            if !unions || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
                return Ok(Value::not_implemented());
            }
            Ok(Value::bool(same(vm, &args(left), &args(right))? == (op == CompareOp::Eq)))
        }));
        slots.binary[crate::protocol::nb::OR].set(Some(or));
        slots.subscript.set(Some(|vm, object, given| {
            let members = Tuple::new(vm, args(object));
            let members = generic_alias::substituted(vm, object, &members, given)?;
            let mut members = members.into_iter();
            let first = members.next().unwrap_or_else(Value::none);
            members
                .try_fold(first, |left, right| vm.binary_op(left.obj(), right.obj(), crate::protocol::nb::OR))
        }));
    },
    methods: &[
        MethodDef::o("__instancecheck__", |vm, object, instance| {
            vm.isinstance(instance, object).map(Value::bool)
        }),
        MethodDef::o("__subclasscheck__", |vm, object, class| vm.issubclass(class, object).map(Value::bool)),
        MethodDef::o("__mro_entries__", |vm, object, _| {
            let text = vm.repr(object)?;
            Err(vm.type_error(format_args!("Cannot subclass {}", text.as_str())))
        }),
    ],
    getset: &[
        GetSetDef::member("__args__", |vm, object| Ok(Tuple::new(vm, args(object)).into_value())),
        GetSetDef::new("__parameters__", |vm, object| {
            let args = Tuple::new(vm, args(object));
            Ok(Tuple::new(vm, generic_alias::parameters(vm, &args)?).into_value())
        }),
        GetSetDef::new("__origin__", |vm, object| {
            let _ = object;
            Ok(vm.types.union_().ptr().to_value())
        }),
    ],
    ..TypeSpec::DEFAULT
};
