//! Classes of modules that are made when the module is: of native functions, but as programs make theirs.

use crate::errors::PyResult;
use crate::objects::descriptors::{self, Descriptor};
use crate::objects::dict::Dict;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, MethodDef, Type, flags};
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

/// The declaration of a class.
pub(crate) struct ClassDef {
    /// Its name, with the module in front: what messages call it.
    pub(crate) name: &'static str,
    pub(crate) doc: Option<&'static str>,
    pub(crate) methods: &'static [MethodDef],
    pub(crate) getset: &'static [GetSetDef],
    /// Whether instances have no dict.
    pub(crate) slots: bool,
}

impl ClassDef {
    pub(crate) const DEFAULT: ClassDef =
        ClassDef { name: "", doc: None, methods: &[], getset: &[], slots: false };

    /// The class.
    pub(crate) fn make(&self, vm: &Vm, bases: &[&Type]) -> PyResult<Ref<Type>> {
        let (module, short) = self.name.rsplit_once('.').unwrap_or(("builtins", self.name));
        let dict = Dict::new(vm);
        dict.set(vm, vm.names.__module__.obj(), vm.intern(module).obj())?;
        let doc = self.doc.map_or_else(Value::none, |doc| Str::new(vm, doc).into_value());
        dict.set(vm, vm.names.__doc__.obj(), doc.obj())?;
        if self.slots {
            let none = Tuple::new(vm, Vec::new());
            dict.set(vm, vm.names.__slots__.obj(), none.obj())?;
        }
        let name = vm.intern(self.name);
        let bases = Tuple::from_iter(vm, bases.iter().map(|base| base.ptr().to_value()));
        let made = vm.call_args(vm.types.type_().ptr().obj(), &[name.obj(), bases.obj(), dict.obj()])?;
        let class = Ref::<Type>::try_from_value(made)
            .map_err(|other| vm.system_error(format_args!("{other:?} is no class")))?;
        let short = vm.intern(short).into_value();
        class.ht_name.set(Some(short.clone()));
        class.ht_qualname.set(Some(short));
        for def in self.methods {
            let method = descriptors::of_method(vm, &class, def);
            class.set_attribute(vm, vm.intern(def.name).ptr(), Some(method.obj()))?;
        }
        for def in self.getset {
            let attribute = Descriptor::of_getset(vm, &class, def);
            class.set_attribute(vm, vm.intern(def.name).ptr(), Some(attribute.obj()))?;
        }
        Ok(class)
    }
}

/// A new instance of a class whose instances have a dict, with these attributes.
pub(crate) fn instance(vm: &Vm, class: &Type, attributes: &[(&str, Obj<'_>)]) -> PyResult<Value> {
    let object = match vm.types.object().slots.new.get() {
        Some(new) => new(vm, class.ptr(), crate::args::Args::EMPTY)?,
        None => return Err(vm.system_error("object has no __new__")),
    };
    for (name, value) in attributes {
        vm.setattr_str(object.obj(), name, Some(*value))?;
    }
    Ok(object)
}

/// Makes a class one that programs cannot make instances of, nor change.
pub(crate) fn seal(class: &Type, instances: bool) {
    if !instances {
        class.add_flags(flags::DISALLOW_INSTANTIATION);
    }
    class.add_flags(flags::IMMUTABLETYPE);
    class.remove_flags(flags::BASETYPE);
}
