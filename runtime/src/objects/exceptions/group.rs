//! Exception groups, and how they are split.

use super::BaseException;
use super::base::{self, args_tuple, this};
use super::hierarchy::{BASE_EXCEPTION, EXCEPTION, EXCEPTION_DEFAULT};
use super::layout::{self, BaseExceptionGroup, field_text};
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{GetSetDef, Kind, MethodDef, Type, TypeSpec, flags};
use crate::value::{FieldOf, Layout, Obj, Ptr, Value};
use crate::vm::Vm;

fn new(vm: &Vm, ty: Ptr<'_, Type>, args: Args<'_>) -> PyResult<Value> {
    if args.len() != 2 {
        return Err(vm.type_error(format_args!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
            args.len()
        )));
    }
    let (message, exceptions) = (args.get(0), args.get(1));
    if message.cast::<Str>().is_none() {
        return Err(vm.type_error(format_args!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
            message.ty().name()
        )));
    }
    if !vm.is_sequence(exceptions) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.collect(exceptions)?;
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut has_base_exceptions = false;
    for (index, item) in items.iter().enumerate() {
        if item.cast::<BaseException>().is_none() {
            return Err(vm.value_error(format_args!(
                "Item {index} of second argument (exceptions) is not an exception"
            )));
        }
        has_base_exceptions |= !vm.isinstance(item.obj(), vm.types.exception().ptr().obj())?;
    }
    let mut class = ty.get();
    if class.is(vm.types.exception_group()) {
        if has_base_exceptions {
            return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        }
    } else if class.is(vm.types.base_exception_group()) {
        if !has_base_exceptions {
            class = vm.types.exception_group();
        }
    } else if has_base_exceptions && class.is_subtype(vm.types.exception()) {
        return Err(vm.type_error(format_args!("Cannot nest BaseExceptions in '{}'", class.name())));
    }
    let made = layout::allocate(vm, class, FieldOf::new(args_tuple(vm, &args)));
    if let Some(group) = made.cast::<BaseExceptionGroup>() {
        group.message.set(Some(message.to_owned()));
        group.exceptions.set(Some(Tuple::new(vm, items).into_value()));
    }
    Ok(made)
}

/// The exceptions in a group.
fn members(vm: &Vm, group: Obj<'_>) -> PyResult<Vec<Value>> {
    let exceptions = vm.expect::<BaseExceptionGroup>(group)?.exceptions.get();
    Ok(exceptions
        .as_ref()
        .and_then(|exceptions| exceptions.cast::<Tuple>())
        .map_or_else(Vec::new, |exceptions| exceptions.get().as_slice().to_vec()))
}

/// How the exceptions of a group are told apart.
enum Matcher<'a> {
    /// By their type, or by one of several.
    Type(Obj<'a>),
    /// By what a function says.
    Predicate(Obj<'a>),
    /// By their identity.
    Instances(&'a [u64]),
}

impl<'a> Matcher<'a> {
    /// What a program gave to `split` or `subgroup`: `get_matcher_type`.
    fn new(vm: &Vm, condition: Obj<'a>) -> PyResult<Self> {
        let is_exception_class = |object: Obj<'_>| {
            object.cast::<Type>().is_some_and(|class| class.has_flags(flags::BASE_EXC_SUBCLASS))
        };
        if vm.is_callable(condition) && condition.cast::<Type>().is_none() {
            return Ok(Self::Predicate(condition));
        }
        if is_exception_class(condition) {
            return Ok(Self::Type(condition));
        }
        if condition.ty().kind() == Kind::Tuple
            && let Some(classes) = condition.cast::<Tuple>()
            && classes.get().as_slice().iter().all(|class| is_exception_class(class.obj()))
        {
            return Ok(Self::Type(condition));
        }
        Err(vm.type_error(
            "expected an exception type, a tuple of exception types, or a callable (other than a class)",
        ))
    }

    fn matches(&self, vm: &Vm, exception: Obj<'_>) -> PyResult<bool> {
        match self {
            Self::Type(classes) => Ok(super::given_exception_matches(exception, *classes)),
            Self::Predicate(function) => {
                let result = vm.call_args(*function, &[exception])?;
                vm.is_true(result.obj())
            }
            Self::Instances(words) => {
                Ok(exception.cast::<BaseExceptionGroup>().is_none() && words.contains(&exception.word()))
            }
        }
    }
}

/// The exceptions that match and the others: `exceptiongroup_split_recursive`.
fn split(
    vm: &Vm,
    exception: Obj<'_>,
    matcher: &Matcher<'_>,
    with_rest: bool,
) -> PyResult<(Option<Value>, Option<Value>)> {
    if matcher.matches(vm, exception)? {
        return Ok((Some(exception.to_owned()), None));
    }
    if exception.cast::<BaseExceptionGroup>().is_none() {
        return Ok((None, with_rest.then(|| exception.to_owned())));
    }
    let (mut matching, mut rest) = (Vec::new(), Vec::new());
    for member in members(vm, exception)? {
        let _guard = vm.enter_recursive(" in exceptiongroup_split_recursive")?;
        let (found, other) = split(vm, member.obj(), matcher, with_rest)?;
        matching.extend(found);
        rest.extend(other);
    }
    let matching = subset(vm, exception, matching)?;
    let rest = if with_rest { subset(vm, exception, rest)? } else { None };
    Ok((matching, rest))
}

/// A group of some of the exceptions of a group, with what that group knows: `exceptiongroup_subset`.
fn subset(vm: &Vm, group: Obj<'_>, exceptions: Vec<Value>) -> PyResult<Option<Value>> {
    if exceptions.is_empty() {
        return Ok(None);
    }
    let list = List::new(vm, exceptions);
    let derived = vm.call_method_str(group, "derive", &[list.obj()])?;
    if derived.cast::<BaseExceptionGroup>().is_none() {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let (old, new) = (this(vm, group)?, this(vm, derived.obj())?);
    new.traceback.set(old.traceback.get());
    new.context.set(old.context.get());
    super::set_cause(&new, old.cause.get());
    if let Some(notes) = vm.getattr_opt(group, vm.names.__notes__.ptr())?
        && vm.is_sequence(notes.obj())
    {
        // Each part has a list of its own.
        let copy = List::new(vm, vm.collect(notes.obj())?);
        vm.setattr(derived.obj(), vm.names.__notes__.ptr(), Some(copy.obj()))?;
    }
    Ok(Some(derived))
}

impl Vm {
    /// The part of a group whose members were raised again unchanged: `exceptiongroup_projection`.
    pub(crate) fn project_exception_group(&self, group: Obj<'_>, keep: &[Value]) -> PyResult<Option<Value>> {
        fn collect_leaves(vm: &Vm, exception: Obj<'_>, words: &mut Vec<u64>) -> PyResult<()> {
            if exception.cast::<BaseExceptionGroup>().is_none() {
                words.push(exception.word());
                return Ok(());
            }
            for member in members(vm, exception)? {
                let _guard = vm.enter_recursive(" in collect_exception_group_leaf_ids")?;
                collect_leaves(vm, member.obj(), words)?;
            }
            Ok(())
        }
        let mut words = Vec::new();
        for exception in keep {
            collect_leaves(self, exception.obj(), &mut words)?;
        }
        split(self, group, &Matcher::Instances(&words), false).map(|(found, _)| found)
    }

    /// Whether it is an exception group.
    pub(crate) fn is_exception_group(&self, object: Obj<'_>) -> bool {
        object.cast::<BaseExceptionGroup>().is_some()
    }

    /// What `except*` raises in the end: of the exceptions that its clauses raised or did not take, those that were
    /// raised again as they were are one group with the structure of the original (`_PyExc_PrepReraiseStar`).
    pub(crate) fn prepare_reraise_star(&self, original: Obj<'_>, raised: Vec<Value>) -> PyResult<Value> {
        let mut raised: Vec<Value> = raised.into_iter().filter(|exception| !exception.is_none()).collect();
        if raised.is_empty() {
            return Ok(Value::none());
        }
        if original.cast::<BaseExceptionGroup>().is_none() {
            // A single exception was wrapped: what came of it is raised as it is.
            return Ok(raised.swap_remove(0));
        }
        let same_metadata = |exception: &Value| -> PyResult<bool> {
            let (old, new) = (this(self, original)?, this(self, exception.obj())?);
            let word = |field: &crate::value::Field| field.get().map_or(0, |value| value.obj().word());
            Ok(word(&old.traceback) == word(&new.traceback)
                && word(&old.context) == word(&new.context)
                && word(&old.cause) == word(&new.cause))
        };
        let (mut fresh, mut again) = (Vec::new(), Vec::new());
        for exception in raised {
            if exception.cast::<BaseExceptionGroup>().is_some() && same_metadata(&exception)? {
                again.push(exception);
            } else {
                fresh.push(exception);
            }
        }
        let again = if again.is_empty() { None } else { self.project_exception_group(original, &again)? };
        if fresh.is_empty() {
            return Ok(again.unwrap_or_else(Value::none));
        }
        fresh.extend(again);
        if fresh.len() > 1 {
            let empty = self.strings.empty();
            let list = List::new(self, fresh);
            let class = self.types.exception_group();
            return self.call_args(class.ptr().obj(), &[empty.obj(), list.obj()]).or_else(|raised| {
                if !self.exception_matches(self.types.type_error()) {
                    return Err(raised);
                }
                self.clear_exception();
                let class = self.types.base_exception_group();
                self.call_args(class.ptr().obj(), &[empty.obj(), list.obj()])
            });
        }
        Ok(fresh.swap_remove(0))
    }
}

fn or_none(value: Option<Value>) -> Value {
    value.unwrap_or_else(Value::none)
}

/// `BaseExceptionGroup`
pub(crate) static BASE_EXCEPTION_GROUP: TypeSpec = TypeSpec {
    name: "BaseExceptionGroup",
    bases: &[&BASE_EXCEPTION],
    kind: Kind::BaseExceptionGroup,
    basicsize: size_of::<BaseExceptionGroup>(),
    doc: Some("Several exceptions, raised together."),
    new: Some(new),
    slots: |slots| {
        BaseExceptionGroup::fill(slots);
        slots.init.set(Some(|vm, object, args| {
            args.no_keywords(vm, object.ty().name())?;
            base::init(vm, object, args)
        }));
        slots.str.set(Some(|vm, object| {
            let this = vm.expect::<BaseExceptionGroup>(object)?.get();
            let count = members(vm, object)?.len();
            let plural = if count > 1 { "s" } else { "" };
            let message = field_text(vm, &this.message)?;
            Ok(Str::new(vm, &format!("{message} ({count} sub-exception{plural})")).into_value())
        }));
    },
    methods: &[
        MethodDef::o("__class_getitem__", |vm, class, item| {
            crate::objects::generic_alias::new(vm, class, item)
        })
        .class(),
        MethodDef::o("derive", |vm, object, exceptions| {
            let message = or_none(vm.expect::<BaseExceptionGroup>(object)?.message.get());
            let class = vm.types.base_exception_group();
            vm.call_args(class.ptr().obj(), &[message.obj(), exceptions])
        }),
        MethodDef::o("split", |vm, object, condition| {
            let matcher = Matcher::new(vm, condition)?;
            let (matching, rest) = split(vm, object, &matcher, true)?;
            Ok(Tuple::new(vm, vec![or_none(matching), or_none(rest)]).into_value())
        }),
        MethodDef::o("subgroup", |vm, object, condition| {
            let matcher = Matcher::new(vm, condition)?;
            Ok(or_none(split(vm, object, &matcher, false)?.0))
        }),
    ],
    getset: &[
        GetSetDef::member("message", |vm, object| {
            Ok(or_none(vm.expect::<BaseExceptionGroup>(object)?.message.get()))
        })
        .doc("exception message"),
        GetSetDef::member("exceptions", |vm, object| {
            Ok(or_none(vm.expect::<BaseExceptionGroup>(object)?.exceptions.get()))
        })
        .doc("nested exceptions"),
    ],
    ..EXCEPTION_DEFAULT
};
/// `ExceptionGroup`
pub(crate) static EXCEPTION_GROUP: TypeSpec = TypeSpec {
    name: "ExceptionGroup",
    bases: &[&BASE_EXCEPTION_GROUP, &EXCEPTION],
    kind: Kind::BaseExceptionGroup,
    basicsize: size_of::<BaseExceptionGroup>(),
    ..EXCEPTION_DEFAULT
};
