//! What t-strings are: `string.templatelib.Template` and `Interpolation`.

#![allow(unsafe_code, reason = "declares the layout of templates")]

use crate::args::{Args, Signature};
use crate::errors::PyResult;
use crate::objects::layout::object_layout;
use crate::objects::list::List;
use crate::objects::str_::{self, Str};
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{Field, FieldOf, Header, Layout, Obj, Ptr, Ref, Value};
use crate::vm::Vm;

/// A value in a t-string, with how it was written: `interpolationobject`.
#[repr(C)]
pub struct Interpolation {
    header: Header,
    value: Field,
    expression: Field,
    conversion: Field,
    format_spec: Field,
}

object_layout!(Interpolation, Interpolation, "string.templatelib.Interpolation");

/// A t-string: `templateobject`.
#[repr(C)]
pub struct Template {
    header: Header,
    strings: FieldOf<Tuple>,
    interpolations: FieldOf<Tuple>,
}

object_layout!(Template, Template, "string.templatelib.Template");

impl Interpolation {
    /// An interpolation: `_PyInterpolation_Build`. The conversion is `None` or one of `s`, `r` and `a`.
    pub(crate) fn new(
        vm: &Vm,
        value: Value,
        expression: Value,
        conversion: Value,
        format_spec: Value,
    ) -> Ref<Self> {
        let ty = vm.types.interpolation();
        vm.alloc(
            ty,
            Interpolation {
                header: Header::new(ty),
                value: Field::new(value),
                expression: Field::new(expression),
                conversion: Field::new(conversion),
                format_spec: Field::new(format_spec),
            },
        )
    }

    fn fields(&self) -> [Value; 4] {
        [&self.value, &self.expression, &self.conversion, &self.format_spec]
            .map(|field| field.get().unwrap_or_else(Value::none))
    }
}

impl Template {
    /// A template of strings, of which there is one more than of interpolations: `_PyTemplate_Build`.
    pub(crate) fn new(vm: &Vm, strings: Ref<Tuple>, interpolations: Ref<Tuple>) -> Ref<Self> {
        let ty = vm.types.template();
        debug_assert_eq!(strings.len(), interpolations.len() + 1);
        let template = Template {
            header: Header::new(ty),
            strings: FieldOf::new(strings),
            interpolations: FieldOf::new(interpolations),
        };
        vm.alloc(ty, template)
    }

    /// Its strings and interpolations, which the collector may have taken.
    fn parts(&self) -> (Vec<Value>, Vec<Value>) {
        let items =
            |field: &FieldOf<Tuple>| field.get().map_or_else(Vec::new, |items| items.as_slice().to_vec());
        (items(&self.strings), items(&self.interpolations))
    }
}

fn new_interpolation(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    const SIGNATURE: Signature<4> =
        Signature::new("Interpolation", ["value", "expression", "conversion", "format_spec"], 1);
    let [value, expression, conversion, format_spec] = args.bind(vm, &SIGNATURE)?;
    let text = |given: Option<Obj<'_>>, name: &str| match given {
        None => Ok(vm.strings.empty().into_value()),
        Some(given) if given.cast::<Str>().is_some() => Ok(given.to_owned()),
        Some(given) => Err(vm.type_error(format_args!(
            "Interpolation() argument '{name}' must be str, not {}",
            given.ty().name()
        ))),
    };
    let expression = text(expression, "expression")?;
    let conversion = conversion.unwrap_or(Obj::NONE);
    if !conversion.is_none() {
        let Some(letter) = conversion.cast::<Str>() else {
            return Err(vm.type_error(format_args!(
                "Interpolation() argument 'conversion' must be str, not {}",
                conversion.ty().name()
            )));
        };
        if !["s", "a", "r"].iter().any(|known| letter.equals_str(known)) {
            return Err(
                vm.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
            );
        }
    }
    let format_spec = text(format_spec, "format_spec")?;
    let value = value.unwrap_or(Obj::NONE).to_owned();
    Ok(Interpolation::new(vm, value, expression, conversion.to_owned(), format_spec).into_value())
}

fn new_template(vm: &Vm, _: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    if args.keywords() > 0 {
        return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
    }
    let (mut strings, mut interpolations) = (Vec::new(), Vec::new());
    let mut last: Option<Value> = None;
    for arg in args.iter() {
        if let Some(text) = arg.cast::<Str>() {
            last = Some(match last.as_ref().and_then(|last| last.cast::<Str>()) {
                Some(last) => str_::concat(vm, &last, &text).into_value(),
                None => arg.to_owned(),
            });
        } else if arg.cast::<Interpolation>().is_some() {
            strings.push(last.take().unwrap_or_else(|| vm.strings.empty().into_value()));
            interpolations.push(arg.to_owned());
        } else {
            return Err(vm.type_error(format_args!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {}",
                arg.ty().name()
            )));
        }
    }
    strings.push(last.unwrap_or_else(|| vm.strings.empty().into_value()));
    Ok(Template::new(vm, Tuple::new(vm, strings), Tuple::new(vm, interpolations)).into_value())
}

fn concat(vm: &Vm, left: Obj<'_>, right: Obj<'_>) -> PyResult<Value> {
    let (Some(first), Some(second)) = (left.cast::<Template>(), right.cast::<Template>()) else {
        return Err(vm.type_error(format_args!(
            "can only concatenate string.templatelib.Template (not \"{}\") to string.templatelib.Template",
            right.ty().name()
        )));
    };
    let ((mut strings, mut interpolations), (more_strings, more_interpolations)) =
        (first.parts(), second.parts());
    let mut more_strings = more_strings.into_iter();
    // The last string of one and the first of the other become one.
    if let (Some(last), Some(next)) = (strings.pop(), more_strings.next()) {
        strings.push(match (last.cast::<Str>(), next.cast::<Str>()) {
            (Some(last), Some(next)) => str_::concat(vm, &last, &next).into_value(),
            _ => last,
        });
    }
    strings.extend(more_strings);
    interpolations.extend(more_interpolations);
    Ok(Template::new(vm, Tuple::new(vm, strings), Tuple::new(vm, interpolations)).into_value())
}

/// Strings and interpolations in turn, without empty strings.
fn iter(vm: &Vm, object: Obj<'_>) -> PyResult<Value> {
    let (strings, interpolations) = vm.expect::<Template>(object)?.parts();
    let mut items = Vec::with_capacity(strings.len() + interpolations.len());
    let mut interpolations = interpolations.into_iter();
    for string in strings {
        if string.cast::<Str>().is_some_and(|string| !string.is_empty()) {
            items.push(string);
        }
        items.extend(interpolations.next());
    }
    vm.iter(List::new(vm, items).obj())
}

fn tuple(items: Option<Ref<Tuple>>) -> PyResult<Value> {
    Ok(items.map_or_else(Value::none, Ref::into_value))
}

const CLASS_GETITEM: MethodDef =
    MethodDef::o("__class_getitem__", crate::objects::generic_alias::new).class().doc("See PEP 585");

macro_rules! member {
    ($name:literal, $field:ident) => {
        GetSetDef::member($name, |vm, object| {
            Ok(vm.expect::<Interpolation>(object)?.$field.get().unwrap_or_else(Value::none))
        })
    };
}

/// `Interpolation`
pub(crate) static INTERPOLATION: TypeSpec = TypeSpec {
    name: "string.templatelib.Interpolation",
    module: "string.templatelib",
    kind: Kind::Interpolation,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Interpolation>(),
    doc: Some("Interpolation object"),
    new: Some(new_interpolation),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Interpolation>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<Interpolation>().as_ref() };
            for field in [&this.value, &this.expression, &this.conversion, &this.format_spec] {
                field.visit(visit);
            }
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<Interpolation>() {
                drop(this.value.take());
            }
        }));
        slots.repr.set(Some(|vm, object| {
            let fields = vm.expect::<Interpolation>(object)?.fields();
            let mut texts = Vec::with_capacity(fields.len());
            for field in &fields {
                texts.push(vm.repr(field.obj())?.as_str().into_owned());
            }
            Ok(vm.text(format_args!("Interpolation({})", texts.join(", "))).into_value())
        }));
    },
    methods: &[
        CLASS_GETITEM,
        MethodDef::noargs("__reduce__", |vm, object| {
            let fields = vm.expect::<Interpolation>(object)?.fields();
            let args = Tuple::of(vm, fields).into_value();
            Ok(Tuple::of(vm, [object.ty().ptr().to_value(), args]).into_value())
        }),
    ],
    getset: &[
        member!("value", value),
        member!("expression", expression),
        member!("conversion", conversion),
        member!("format_spec", format_spec),
    ],
    ..TypeSpec::DEFAULT
};

/// `Template`
pub(crate) static TEMPLATE: TypeSpec = TypeSpec {
    name: "string.templatelib.Template",
    module: "string.templatelib",
    kind: Kind::Template,
    flags: flags::HAVE_GC,
    basicsize: size_of::<Template>(),
    doc: Some("Template object"),
    new: Some(new_template),
    slots: |slots| {
        slots.dealloc.set(crate::objects::alloc::dealloc::<Template>);
        slots.traverse.set(Some(|object, visit| {
            // SAFETY: the slot is that of the type with this layout.
            let this = unsafe { object.cast::<Template>().as_ref() };
            this.strings.visit(visit);
            this.interpolations.visit(visit);
        }));
        slots.clear.set(Some(|_, object| {
            if let Some(this) = object.cast::<Template>() {
                drop((this.strings.take(), this.interpolations.take()));
            }
        }));
        slots.concat.set(Some(concat));
        slots.iter.set(Some(iter));
        slots.repr.set(Some(|vm, object| {
            let this = vm.expect::<Template>(object)?;
            let strings = vm.repr(tuple(this.strings.get())?.obj())?;
            let interpolations = vm.repr(tuple(this.interpolations.get())?.obj())?;
            Ok(vm
                .text(format_args!(
                    "Template(strings={}, interpolations={})",
                    strings.as_str(),
                    interpolations.as_str()
                ))
                .into_value())
        }));
    },
    methods: &[CLASS_GETITEM],
    getset: &[
        GetSetDef::member("strings", |vm, object| tuple(vm.expect::<Template>(object)?.strings.get())),
        GetSetDef::member("interpolations", |vm, object| {
            tuple(vm.expect::<Template>(object)?.interpolations.get())
        }),
        GetSetDef::new("values", |vm, object| {
            let (_, interpolations) = vm.expect::<Template>(object)?.parts();
            let value = |one: &Value| one.cast::<Interpolation>().and_then(|one| one.value.get());
            let values = interpolations.iter().map(|one| value(one).unwrap_or_else(Value::none)).collect();
            Ok(Tuple::new(vm, values).into_value())
        }),
    ],
    ..TypeSpec::DEFAULT
};
