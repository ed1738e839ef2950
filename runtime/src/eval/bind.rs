//! Arguments get into the variables of a new frame.

use casewright_code::CodeFlags;

use super::frame::{self, InterpreterFrame};
use super::suggest::suggestion;
use super::thread::ThreadState;
use crate::abi::pointer::Owned;
use crate::errors::{PyResult, Raised};
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ptr, Ref, StackRef};
use crate::vm::Vm;

/// Arguments on their way into a frame: positional ones, then the values of `kwnames`. What is not taken is released.
struct Arguments {
    first: *mut StackRef,
    positional: usize,
    all: usize,
}

impl Arguments {
    /// Moves an argument out.
    fn take(&mut self, index: usize) -> StackRef {
        debug_assert!(index < self.all);
        // SAFETY: there are so many arguments, all owned by this; NULL in the place says that it was moved out.
        unsafe { self.first.add(index).replace(StackRef::NULL) }
    }
}

impl Drop for Arguments {
    fn drop(&mut self) {
        for index in 0..self.all {
            self.take(index).xclose();
        }
    }
}

/// Room for references to arguments: without memory from the allocator, if they are few. It has no destructor for them.
pub(super) struct Room {
    few: [StackRef; Self::FEW],
    many: Vec<StackRef>,
}

impl Room {
    const FEW: usize = 8;

    pub(super) const fn new() -> Self {
        Self { few: [const { StackRef::NULL }; Self::FEW], many: Vec::new() }
    }

    /// Places for so many references, all of them NULL.
    #[inline(always)]
    pub(super) fn places(&mut self, count: usize) -> &mut [StackRef] {
        if count <= Self::FEW {
            return &mut self.few[..count];
        }
        self.many.resize_with(count, || StackRef::NULL);
        &mut self.many
    }
}

/// The variables of a new frame, all of which are NULL or owned.
struct Variables {
    first: *mut StackRef,
}

impl Variables {
    fn is_null(&self, index: usize) -> bool {
        // SAFETY: the frame has so many variables, and all are written.
        unsafe { (*self.first.add(index)).is_null() }
    }

    fn put(&self, index: usize, value: StackRef) {
        debug_assert!(self.is_null(index));
        // SAFETY: as above; what was there is NULL.
        unsafe { self.first.add(index).write(value) }
    }
}

/// Whether a function takes so many positional arguments, neither more nor less, and nothing else.
#[inline(always)]
pub(crate) fn takes_exactly(function: &Function, count: usize) -> bool {
    // SAFETY: a function has a code object.
    let code: Ptr<'_, Code> = unsafe { function.code_ptr().obj().cast_unchecked() };
    code.argcount() == count && code.has_plain_parameters()
}

/// A new frame of a function with its arguments in it: `_PyEvalFramePushAndInit`.
///
/// # Safety
///
/// `func` is an owned reference to a function. From `args` on there are `argcount` owned references, then as many as
/// `kwnames` has names; all are taken over, whatever comes of it.
pub(crate) unsafe fn push_and_init(
    vm: &Vm,
    func: StackRef,
    locals: Owned,
    args: *mut StackRef,
    argcount: usize,
    kwnames: Option<Ptr<'_, Tuple>>,
    previous: *mut InterpreterFrame,
) -> PyResult<*mut InterpreterFrame> {
    // SAFETY: the contract; the frame has room for the arguments, which are its first variables.
    unsafe {
        let function: Ptr<'_, Function> = func.as_obj().cast_unchecked();
        if kwnames.is_none() && takes_exactly(function.get(), argcount) {
            let code: Ptr<'static, Code> = function.get().code_ptr().detach().obj().cast_unchecked();
            let frame = (*vm.thread()).stack.push(code.framesize()).cast::<InterpreterFrame>();
            frame::initialize(frame, func, locals, code, argcount, previous);
            std::ptr::copy_nonoverlapping(args, frame::localsplus(frame), argcount);
            return Ok(frame);
        }
    }
    let all = argcount + kwnames.map_or(0, |names| names.len());
    let arguments = Arguments { first: args, positional: argcount, all };
    let thread: *mut ThreadState = vm.thread();
    // SAFETY: the contract; the frame's memory is as large as its code says.
    unsafe {
        let function: Ptr<'_, Function> = func.as_obj().cast_unchecked();
        let code: Ref<Code> = Ptr::to_ref(function.get().code_ptr().obj().cast_unchecked());
        // The reference that the frame has to the function may be the last one when the frame ends.
        let function: Ref<Function> = function.to_ref();
        let frame = (*thread).stack.push(code.framesize()).cast::<InterpreterFrame>();
        frame::initialize(frame, func, locals, code.ptr(), 0, previous);
        let variables = Variables { first: frame::localsplus(frame) };
        match bind(vm, &function, &code, &variables, arguments, kwnames) {
            Ok(()) => Ok(frame),
            Err(raised) => {
                frame::clear_and_pop(vm, frame);
                Err(raised)
            }
        }
    }
}

fn name_of(names: Ptr<'_, Tuple>, index: usize) -> &Str {
    match names.get().get(index).and_then(|name| name.cast::<Str>()) {
        Some(name) => name.get(),
        None => unreachable!("names of variables are strings"),
    }
}

/// `initialize_locals`
fn bind(
    vm: &Vm,
    function: &Function,
    code: &Code,
    variables: &Variables,
    mut arguments: Arguments,
    kwnames: Option<Ptr<'_, Tuple>>,
) -> PyResult<()> {
    let flags = code.flags();
    let (argcount, total) = (code.argcount(), code.argcount() + code.kwonlyargcount());
    let given = arguments.positional;
    let var_args = flags.contains(CodeFlags::VARARGS);
    let keywords = if flags.contains(CodeFlags::VARKEYWORDS) {
        let keywords = Dict::new(vm);
        variables.put(total + usize::from(var_args), StackRef::from_new(keywords.obj()));
        Some(keywords)
    } else {
        None
    };
    let by_position = given.min(argcount);
    for index in 0..by_position {
        variables.put(index, arguments.take(index));
    }
    if var_args {
        let rest = (by_position..given).map(|index| arguments.take(index).into_value());
        variables.put(total, StackRef::from_value(Tuple::from_iter(vm, rest).into_value()));
    }
    if let Some(kwnames) = kwnames {
        for (index, name) in kwnames.get().as_slice().iter().enumerate() {
            let value = arguments.take(given + index);
            bind_keyword(vm, function, code, variables, kwnames, keywords.as_ref(), name.obj(), value)?;
        }
    }
    if given > argcount && !var_args {
        return Err(too_many_positional(vm, function, code, variables, given));
    }
    drop(arguments);
    if given < argcount {
        let defaults = function.default_values();
        let defaults = defaults.as_ref().map_or(&[][..], |defaults| defaults.as_slice());
        let required = argcount.saturating_sub(defaults.len());
        let missing: Vec<usize> = (given..required).filter(|index| variables.is_null(*index)).collect();
        if !missing.is_empty() {
            return Err(missing_arguments(vm, function, code, &missing, "positional"));
        }
        for (index, default) in defaults.iter().enumerate().skip(given.saturating_sub(required)) {
            if variables.is_null(required + index) {
                variables.put(required + index, StackRef::from_new(default.obj()));
            }
        }
    }
    if total > argcount {
        let defaults = function.default_keywords();
        let mut missing = Vec::new();
        for index in argcount..total {
            if !variables.is_null(index) {
                continue;
            }
            let name = name_of(code.localsplusnames(), index);
            let default = match &defaults {
                Some(defaults) => defaults.get(vm, crate::value::Layout::ptr(name).obj())?,
                None => None,
            };
            match default {
                Some(default) => variables.put(index, StackRef::from_value(default)),
                None => missing.push(index),
            }
        }
        if !missing.is_empty() {
            return Err(missing_arguments(vm, function, code, &missing, "keyword-only"));
        }
    }
    Ok(())
}

/// What messages call the function.
fn qualname(function: &Function) -> String {
    function.qualname.get().map_or_else(String::new, |name| name.as_str().into_owned())
}

#[allow(clippy::too_many_arguments, reason = "everything that a call consists of")]
fn bind_keyword(
    vm: &Vm,
    function: &Function,
    code: &Code,
    variables: &Variables,
    kwnames: Ptr<'_, Tuple>,
    keywords: Option<&Ref<Dict>>,
    name: Obj<'_>,
    value: StackRef,
) -> PyResult<()> {
    let Some(text) = name.cast::<Str>() else {
        value.close();
        return Err(vm.type_error(format_args!("{}() keywords must be strings", qualname(function))));
    };
    let names = code.localsplusnames();
    let total = code.argcount() + code.kwonlyargcount();
    let candidates = &names.get().as_slice()[code.posonlyargcount()..total];
    let place = candidates.iter().position(|candidate| candidate.is(name)).or_else(|| {
        (code.posonlyargcount()..total).position(|index| name_of(names, index).equals(text.get()))
    });
    let raised = match (place, keywords) {
        (Some(place), _) => {
            let index = place + code.posonlyargcount();
            if variables.is_null(index) {
                variables.put(index, value);
                return Ok(());
            }
            vm.type_error(format_args!(
                "{}() got multiple values for argument '{}'",
                qualname(function),
                text.get().as_str()
            ))
        }
        (None, Some(keywords)) => return keywords.insert(vm, name.to_owned(), value.into_value()),
        (None, None) => unexpected_keyword(vm, function, code, kwnames, text.get()),
    };
    value.close();
    Err(raised)
}

#[cold]
fn unexpected_keyword(
    vm: &Vm,
    function: &Function,
    code: &Code,
    kwnames: Ptr<'_, Tuple>,
    name: &Str,
) -> Raised {
    let names = code.localsplusnames();
    let given = |parameter: &Str| {
        (0..kwnames.len()).any(|index| {
            kwnames
                .get()
                .get(index)
                .and_then(|name| name.cast::<Str>())
                .is_some_and(|name| name.get().equals(parameter))
        })
    };
    let wrong: Vec<String> = (0..code.posonlyargcount())
        .map(|index| name_of(names, index))
        .filter(|parameter| given(parameter))
        .map(|parameter| parameter.as_str().into_owned())
        .collect();
    let function = qualname(function);
    if !wrong.is_empty() {
        return vm.type_error(format_args!(
            "{function}() got some positional-only arguments passed as keyword arguments: '{}'",
            wrong.join(", ")
        ));
    }
    let total = code.argcount() + code.kwonlyargcount();
    let possible: Vec<String> =
        (code.posonlyargcount()..total).map(|index| name_of(names, index).as_str().into_owned()).collect();
    let name = name.as_str();
    match suggestion(possible.iter().map(String::as_str), &name) {
        Some(other) => vm.type_error(format_args!(
            "{function}() got an unexpected keyword argument '{name}'. Did you mean '{other}'?"
        )),
        None => vm.type_error(format_args!("{function}() got an unexpected keyword argument '{name}'")),
    }
}

#[cold]
fn missing_arguments(vm: &Vm, function: &Function, code: &Code, missing: &[usize], kind: &str) -> Raised {
    let mut names = Vec::with_capacity(missing.len());
    for index in missing {
        let name = name_of(code.localsplusnames(), *index);
        match vm.repr(crate::value::Layout::ptr(name).obj()) {
            Ok(name) => names.push(name.as_str().into_owned()),
            Err(raised) => return raised,
        }
    }
    let plural = if names.len() == 1 { "" } else { "s" };
    let count = names.len();
    let list = match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    };
    vm.type_error(format_args!(
        "{}() missing {count} required {kind} argument{plural}: {list}",
        qualname(function)
    ))
}

#[cold]
fn too_many_positional(
    vm: &Vm,
    function: &Function,
    code: &Code,
    variables: &Variables,
    given: usize,
) -> Raised {
    let argcount = code.argcount();
    let total = argcount + code.kwonlyargcount();
    let keyword_only = (argcount..total).filter(|index| !variables.is_null(*index)).count();
    let defaults = function.default_values().map_or(0, |defaults| defaults.len());
    let (plural, takes) = if defaults > 0 {
        (true, format!("from {} to {argcount}", argcount - defaults.min(argcount)))
    } else {
        (argcount != 1, argcount.to_string())
    };
    let s = |plural: bool| if plural { "s" } else { "" };
    let also = if keyword_only > 0 {
        format!(
            " positional argument{} (and {keyword_only} keyword-only argument{})",
            s(given != 1),
            s(keyword_only != 1)
        )
    } else {
        String::new()
    };
    let verb = if given == 1 && keyword_only == 0 { "was" } else { "were" };
    vm.type_error(format_args!(
        "{}() takes {takes} positional argument{} but {given}{also} {verb} given",
        qualname(function),
        s(plural)
    ))
}

/// A new frame of a function with what `callable(*positional, **keywords)` was called with:
/// `_PyEvalFramePushAndInit_Ex`.
///
/// # Safety
///
/// `func` is an owned reference to a function.
pub(crate) unsafe fn push_and_init_ex(
    vm: &Vm,
    func: StackRef,
    locals: Owned,
    positional: Ptr<'_, Tuple>,
    keywords: Option<Ptr<'_, Dict>>,
    previous: *mut InterpreterFrame,
) -> PyResult<*mut InterpreterFrame> {
    let keywords = keywords.filter(|keywords| !keywords.is_empty());
    let names = keywords.map(|keywords| keywords.get().keys_vec());
    if names.iter().flatten().any(|name| name.cast::<Str>().is_none()) {
        func.close();
        return Err(vm.type_error("keywords must be strings"));
    }
    let kwnames = names.map(|names| Tuple::new(vm, names));
    let argcount = positional.len();
    let all = argcount + kwnames.as_ref().map_or(0, |names| names.len());
    let mut room = Room::new();
    let args = room.places(all);
    for (place, arg) in args.iter_mut().zip(positional.get().as_slice()) {
        *place = StackRef::from_new(arg.obj());
    }
    if let Some(keywords) = keywords {
        let mut places = args.iter_mut().skip(argcount);
        keywords.get().each(|_, _, value| {
            if let Some(place) = places.next() {
                *place = StackRef::from_new(value);
            }
        });
    }
    let first = args.as_mut_ptr();
    // SAFETY: the contract; the references are in an array of their own, which has no destructor for them.
    unsafe { push_and_init(vm, func, locals, first, argcount, kwnames.as_ref().map(Ref::ptr), previous) }
}
