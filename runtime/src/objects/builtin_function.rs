//! Functions written in Rust: `builtin_function_or_method`.

#![allow(unsafe_code, reason = "declares the layout of built-in functions")]

use crate::args::Args;
use crate::errors::{PyResult, Raised};
use crate::objects::module::Module;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{
    CompareOp, GetSetDef, Kind, METH_STATIC, MethodDef, Native, Type, TypeSpec, flags,
};
use crate::value::{Field, Header, Layout, Obj, ObjPtr, Ptr, Ref, Value};
use crate::vm::Vm;

/// A function written in Rust, and what it is bound to: `PyCFunctionObject`.
#[repr(C)]
pub struct BuiltinFunction {
    header: Header,
    /// `m_ml`
    def: &'static MethodDef,
    /// `m_self`
    this: Field,
    /// `m_module`
    module: Field,
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for BuiltinFunction {
    const NAME: &'static str = "builtin_function_or_method";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::BuiltinFunction
    }
}

impl BuiltinFunction {
    /// A function bound to `this`, of the module with the name `module`: `PyCFunction_NewEx`.
    pub(crate) fn new(
        vm: &Vm,
        def: &'static MethodDef,
        this: Option<Obj<'_>>,
        module: Option<Obj<'_>>,
    ) -> Ref<BuiltinFunction> {
        let ty = vm.types.builtin_function();
        let function = BuiltinFunction {
            header: Header::new(ty),
            def,
            this: Field::from_option(this.map(Obj::to_owned)),
            module: Field::from_option(module.map(Obj::to_owned)),
        };
        vm.alloc(ty, function)
    }

    /// `m_ml`
    #[inline(always)]
    pub(crate) fn def(&self) -> &'static MethodDef {
        self.def
    }

    /// `m_self`: what it is bound to, which for static methods is the class.
    fn owner(&self) -> Option<Value> {
        self.this.get()
    }

    /// `PyCFunction_GET_SELF`: NULL for static methods.
    #[inline(always)]
    pub(crate) fn this(&self) -> ObjPtr<'_> {
        if self.def.binding & METH_STATIC != 0 {
            return ObjPtr::NULL;
        }
        // SAFETY: the field is written only by the collector, when nobody can reach the function.
        unsafe { self.this.borrow() }
    }
}

impl Vm {
    /// What messages call a function: its qualified name, with the module and parentheses (`_PyObject_FunctionStr`).
    pub(crate) fn function_text(&self, function: Obj<'_>) -> PyResult<String> {
        let Some(qualname) = self.getattr_opt(function, self.names.__qualname__.ptr())? else {
            return Ok(self.str(function)?.as_str().into_owned());
        };
        let qualname = self.str(qualname.obj())?;
        if let Some(module) = self.getattr_opt(function, self.names.__module__.ptr())?
            && !module.is_none()
        {
            let module = self.str(module.obj())?;
            if !module.equals_str("builtins") {
                return Ok(format!("{}.{}()", module.as_str(), qualname.as_str()));
            }
        }
        Ok(format!("{}()", qualname.as_str()))
    }
}

/// Calls a native function with arguments as it takes them. `callable` is what messages name.
#[inline]
pub(crate) fn call_native(
    vm: &Vm,
    native: Native,
    callable: Obj<'_>,
    this: Obj<'_>,
    args: Args<'_>,
) -> PyResult<Value> {
    match native {
        Native::Keywords(function) => function(vm, this, args),
        Native::Fast(function) if args.keywords() == 0 => function(vm, this, args),
        Native::NoArgs(function) if args.keywords() == 0 && args.is_empty() => function(vm, this),
        Native::O(function) if args.keywords() == 0 && args.len() == 1 => function(vm, this, args.get(0)),
        _ => Err(bad_arguments(vm, native, callable, &args)),
    }
}

#[cold]
#[inline(never)]
fn bad_arguments(vm: &Vm, native: Native, callable: Obj<'_>, args: &Args<'_>) -> Raised {
    let name = match vm.function_text(callable) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    if args.keywords() > 0 {
        return vm.type_error(format_args!("{name} takes no keyword arguments"));
    }
    let expected = if matches!(native, Native::O(_)) { "exactly one argument" } else { "no arguments" };
    vm.type_error(format_args!("{name} takes {expected} ({} given)", args.len()))
}

fn this<'a>(vm: &Vm, object: Obj<'a>) -> PyResult<Ptr<'a, BuiltinFunction>> {
    vm.expect::<BuiltinFunction>(object)
}

fn qualname(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let Some(owner) = this.owner().filter(|owner| owner.cast::<Module>().is_none()) else {
        return Ok(vm.intern(this.def.name).into_value());
    };
    // A method is named after the type of what it is bound to, a class method after the class.
    let class = match owner.cast::<Type>() {
        Some(class) => class.obj(),
        None => owner.ty().ptr().obj(),
    };
    let name = vm.getattr(class, vm.names.__qualname__.ptr())?;
    let Some(name) = name.cast::<Str>() else {
        return Err(vm.type_error("<method>.__class__.__qualname__ is not a unicode object"));
    };
    Ok(Str::new(vm, &format!("{}.{}", name.get().as_str(), this.def.name)).into_value())
}

fn repr(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let this = this(vm, object)?;
    let text = match this.owner().filter(|owner| owner.cast::<Module>().is_none()) {
        None => format!("<built-in function {}>", this.def.name),
        Some(owner) => format!(
            "<built-in method {} of {} object at {:#x}>",
            this.def.name,
            owner.ty().name(),
            owner.obj().word()
        ),
    };
    Ok(Str::new(vm, &text).into_value())
}

/// `builtin_function_or_method`
pub(crate) static SPEC: TypeSpec = TypeSpec {
    name: "builtin_function_or_method",
    kind: Kind::BuiltinFunction,
    flags: flags::HAVE_GC | flags::HAVE_VECTORCALL,
    basicsize: size_of::<BuiltinFunction>(),
    weakrefs: true,
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<BuiltinFunction>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<BuiltinFunction>().as_ref() };
            this.this.visit(visit);
            this.module.visit(visit);
        }));
        slots.call.set(Some(|vm, object, args| {
            let this = this(vm, object)?;
            let owner = this.this().get().unwrap_or(Obj::NONE);
            call_native(vm, this.def.native, object, owner, args)
        }));
        slots.repr.set(Some(repr));
        slots.hash.set(Some(|vm, object| {
            let this = this(vm, object)?;
            let owner = this.this().get().unwrap_or(Obj::NONE);
            let hash = (std::ptr::from_ref(this.def) as i64).rotate_right(4);
            Ok((crate::objects::object::identity_hash(vm, owner)? ^ hash).max(i64::MIN + 1))
        }));
        slots.richcompare.set(Some(|_, left, right, op| {
            let (Some(left), Some(right)) = (left.cast::<BuiltinFunction>(), right.cast::<BuiltinFunction>())
            else {
                return Ok(Value::not_implemented());
            };
            let same = std::ptr::eq(left.def, right.def) && left.this().word() == right.this().word();
            Ok(match op {
                CompareOp::Eq => Value::bool(same),
                CompareOp::Ne => Value::bool(!same),
                _ => Value::not_implemented(),
            })
        }));
    },
    methods: &[MethodDef::noargs("__reduce__", |vm, object| {
        let this = this(vm, object)?;
        let name = vm.intern(this.def.name).into_value();
        let Some(owner) = this.this().get().filter(|owner| owner.cast::<Module>().is_none()) else {
            return Ok(name);
        };
        let builtins = vm.import("builtins")?;
        let getattr = vm.getattr_str(builtins.obj(), "getattr")?;
        let args = Tuple::new(vm, vec![owner.to_owned(), name]);
        Ok(Tuple::new(vm, vec![getattr, args.into_value()]).into_value())
    })],
    getset: &[
        GetSetDef::new("__doc__", |vm, object| {
            let def = this(vm, object)?.def;
            let doc = def.doc.map(|doc| crate::objects::descriptors::without_signature(def.name, doc));
            Ok(doc.map_or_else(Value::none, |doc| Str::new(vm, doc).into_value()))
        }),
        GetSetDef::new("__name__", |vm, object| Ok(vm.intern(this(vm, object)?.def.name).into_value())),
        GetSetDef::new("__qualname__", qualname),
        GetSetDef::new("__self__", |vm, object| {
            Ok(this(vm, object)?.this().get().map_or_else(Value::none, Obj::to_owned))
        }),
        GetSetDef::new("__text_signature__", |vm, object| {
            let def = this(vm, object)?.def;
            let signature = def.doc.and_then(|doc| crate::objects::descriptors::signature(def.name, doc));
            Ok(signature.map_or_else(Value::none, |signature| Str::new(vm, signature).into_value()))
        }),
        GetSetDef::member("__module__", |vm, object| {
            Ok(this(vm, object)?.module.get().unwrap_or_else(Value::none))
        })
        .set(|vm, object, value| {
            this(vm, object)?.module.set(value.map(Obj::to_owned));
            Ok(())
        }),
    ],
    ..TypeSpec::DEFAULT
};
