//! Bound methods: `method`.

#![allow(unsafe_code, reason = "declares the layout of methods")]

use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{CompareOp, GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A callable bound to its first argument: `PyMethodObject`.
#[repr(C)]
pub struct Method {
    header: Header,
    /// `im_func`
    function: Field,
    /// `im_self`
    this: Field,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Method {
    const NAME: &'static str = "method";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Method
    }
}

impl Method {
    /// A method: `PyMethod_New`.
    pub(crate) fn new(vm: &Vm, function: Obj<'_>, this: Obj<'_>) -> Ref<Method> {
        let ty = vm.types.method();
        let method = Method {
            header: Header::new(ty),
            function: Field::new(function.to_owned()),
            this: Field::new(this.to_owned()),
        };
        vm.alloc(ty, method)
    }

    /// `im_func`
    #[inline(always)]
    pub(crate) fn function(&self) -> Obj<'_> {
        // SAFETY: the field is written only by the collector, when nobody can reach the method.
        unsafe { self.function.borrow() }.obj()
    }

    /// `im_self`
    #[inline(always)]
    pub(crate) fn this(&self) -> Obj<'_> {
        // SAFETY: as above.
        unsafe { self.this.borrow() }.obj()
    }
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, Method>> {
    vm.expect::<Method>(object)
}

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    args.no_keywords(vm, "method")?;
    let [function, this] = args.exactly(vm, "method")?;
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if this.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    let _ = ty;
    Ok(Method::new(vm, function, this).into_value())
}

/// What a method has of its own, then what its type has, then what its function has.
fn getattro(vm: &Vm, object: Obj<'_>, name: Ptr<'_, Str>) -> PyResult<Value> {
    let this = this(vm, object)?;
    if let Some(found) = object.ty().lookup(vm, name) {
        return match found.ty().slots.descr_get.get() {
            Some(get) => get(vm, found.obj(), Some(object), Some(object.ty().ptr().obj())),
            None => Ok(found),
        };
    }
    vm.getattr(this.get().function(), name)
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let function = this.get().function();
    let mut name = vm.getattr_opt(function, vm.names.__qualname__.ptr())?;
    if name.is_none() {
        name = vm.getattr_opt(function, vm.names.__name__.ptr())?;
    }
    let name = name.as_ref().and_then(|name| name.cast::<Str>());
    let name = name.map_or_else(|| "?".to_owned(), |name| name.get().as_str().into_owned());
    let of = vm.repr(this.get().this())?;
    Ok(Str::new(vm, &format!("<bound method {name} of {}>", of.as_str())).into_value())
}

/// `method`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "method",
    kind: Kind::Method,
    flags: flags::HAVE_GC | flags::HAVE_VECTORCALL,
    basicsize: size_of::<Method>(),
    weakrefs: true,
    doc: Some("method(function, instance, /)\n--\n\nCreate a bound instance method object."),
    new: Some(new),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Method>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<Method>().as_ref() };
            this.function.visit(visit);
            this.this.visit(visit);
        }));
        slots.call.set(Some(|vm, object, args| {
            let this = this(vm, object)?.get();
            args.prepended(this.this(), |args| vm.call(this.function(), args))
        }));
        slots.getattro.set(Some(getattro));
        slots.repr.set(Some(repr));
        slots.descr_get.set(Some(|_, object, _, _| Ok(object.to_owned())));
        slots.hash.set(Some(|vm, object| {
            let this = this(vm, object)?.get();
            let hash = crate::objects::object::identity_hash(vm, this.this())? ^ vm.hash(this.function())?;
            Ok(if hash == -1 { -2 } else { hash })
        }));
        slots.richcompare.set(Some(|vm, left, right, op| {
            let (Some(left), Some(right)) = (left.cast::<Method>(), right.cast::<Method>()) else {
                return Ok(Value::not_implemented());
            };
            let (left, right) = (left.get(), right.get());
            let same = vm.equal(left.function(), right.function())? && left.this().is(right.this());
            Ok(match op {
                CompareOp::Eq => Value::bool(same),
                CompareOp::Ne => Value::bool(!same),
                _ => Value::not_implemented(),
            })
        }));
    },
    methods: &[MethodDef::noargs("__reduce__", |vm, object| {
        let this = this(vm, object)?.get();
        let name = vm.getattr(this.function(), vm.names.__name__.ptr())?;
        let builtins = vm.import("builtins")?;
        let getattr = vm.getattr_str(builtins.obj(), "getattr")?;
        let args = Tuple::new(vm, vec![this.this().to_owned(), name]);
        Ok(Tuple::new(vm, vec![getattr, args.into_value()]).into_value())
    })],
    getset: &[
        GetSetDef::member("__func__", |vm, object| Ok(this(vm, object)?.get().function().to_owned()))
            .doc("the function (or other callable) implementing a method"),
        GetSetDef::member("__self__", |vm, object| Ok(this(vm, object)?.get().this().to_owned()))
            .doc("the instance to which a method is bound"),
        GetSetDef::new("__doc__", |vm, object| {
            vm.getattr(this(vm, object)?.get().function(), vm.names.__doc__.ptr())
        }),
    ],
    ..TypeSpec::DEFAULT
};
