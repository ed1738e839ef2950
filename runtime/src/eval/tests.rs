//! Arguments get into frames as in CPython 3.14, whose messages these are.

use casewright_code::{CodeFlags, LocalKind};
use cpython_isa::Opcode;

use super::frame;
use crate::args::Args;
use crate::errors::PyResult;
use crate::objects::code::{Code, CodeParts};
use crate::objects::dict::Dict;
use crate::objects::exceptions::BaseException;
use crate::objects::function::Function;
use crate::objects::tuple::Tuple;
use crate::value::{Obj, Ref, Value};
use crate::vm::Vm;

/// What a function is like.
struct Parameters {
    names: &'static [&'static str],
    positional: u32,
    positional_only: u32,
    keyword_only: u32,
    flags: CodeFlags,
    defaults: &'static [i64],
    kwdefaults: &'static [(&'static str, i64)],
}

const PLAIN: Parameters = Parameters {
    names: &["a"],
    positional: 1,
    positional_only: 0,
    keyword_only: 0,
    flags: CodeFlags::OPTIMIZED,
    defaults: &[],
    kwdefaults: &[],
};

fn code(vm: &Vm, name: &str, parameters: &Parameters) -> Ref<Code> {
    let text = |text: &str| vm.intern(text);
    let unit = |opcode: Opcode| u16::from_ne_bytes([opcode.number(), 0]);
    Code::new(
        vm,
        CodeParts {
            units: vec![unit(Opcode::Resume), unit(Opcode::ReturnValue)],
            consts: Tuple::new(vm, Vec::new()),
            names: Tuple::new(vm, Vec::new()),
            localsplusnames: Tuple::new(
                vm,
                parameters.names.iter().map(|name| text(name).into_value()).collect(),
            ),
            filename: text("test.py"),
            name: text(name),
            qualname: text(name),
            kinds: vec![LocalKind::LOCAL; parameters.names.len()].into(),
            exceptiontable: Box::default(),
            linetable: Box::default(),
            flags: parameters.flags,
            argcount: parameters.positional,
            posonlyargcount: parameters.positional_only,
            kwonlyargcount: parameters.keyword_only,
            stacksize: 1,
            firstlineno: 1,
        },
    )
}

fn function(vm: &Vm, name: &str, parameters: &Parameters) -> Ref<Function> {
    let code = code(vm, name, parameters);
    let globals = Dict::new(vm);
    let (name, qualname) = (code.name().to_ref(), code.qualname().to_ref());
    let function = Function::new(vm, code.obj(), globals.ptr(), name, qualname, Value::none());
    if !parameters.defaults.is_empty() {
        let defaults = parameters.defaults.iter().map(|number| vm.int(*number)).collect();
        function.defaults.set(Some(Tuple::new(vm, defaults).into_value()));
    }
    if !parameters.kwdefaults.is_empty() {
        let defaults = Dict::new(vm);
        for (name, number) in parameters.kwdefaults {
            assert!(defaults.set(vm, vm.intern(name).obj(), vm.int(*number).obj()).is_ok());
        }
        function.kwdefaults.set(Some(defaults.into_value()));
    }
    function
}

/// Runs a frame: its function answers with a tuple of its variables.
fn answer_variables(vm: &Vm, frame: *mut frame::InterpreterFrame, _: bool) -> PyResult<Value> {
    // SAFETY: the frame was just made, and is the last one.
    unsafe {
        let count = frame::code(frame).nlocalsplus();
        let variable = |index| frame::local(frame, index).get().map_or(Obj::ELLIPSIS, |value| value);
        let variables = (0..count).map(|index| variable(index).to_owned()).collect();
        frame::clear_and_pop(vm, frame);
        Ok(Tuple::new(vm, variables).into_value())
    }
}

fn call(vm: &Vm, function: &Ref<Function>, positional: usize, keywords: &[(&str, i64)]) -> String {
    let mut values: Vec<Value> = (1..=positional).map(|number| vm.int(number as i64)).collect();
    values.extend(keywords.iter().map(|(_, number)| vm.int(*number)));
    let names = keywords.iter().map(|(name, _)| vm.intern(name).into_value()).collect();
    let names = Tuple::new(vm, names);
    let values: Vec<Obj<'_>> = values.iter().map(Value::obj).collect();
    let args = Args::with_keywords(&values, (!keywords.is_empty()).then(|| names.ptr()));
    let shown = match vm.call(function.obj(), args) {
        Ok(variables) => vm.repr(variables.obj()),
        Err(raised) => {
            let exception: Ref<BaseException> = vm.catch(raised);
            vm.str(exception.obj())
        }
    };
    match shown {
        Ok(text) => text.as_str().into_owned(),
        Err(_) => unreachable!("ints and messages can be shown"),
    }
}

#[test]
fn arguments_are_bound_as_in_cpython() {
    let vm = Vm::bare();
    vm.enter(|vm| {
        vm.hooks.run_frame.set(answer_variables);
        let one = function(vm, "one", &PLAIN);
        let two =
            function(vm, "two", &Parameters { names: &["a", "b"], positional: 2, defaults: &[10], ..PLAIN });
        let pos =
            function(vm, "pos", &Parameters { names: &["a", "b"], positional: 2, positional_only: 2, ..PLAIN });
        let kwo = Parameters {
            names: &["a", "key", "other"],
            keyword_only: 2,
            kwdefaults: &[("other", 7)],
            ..PLAIN
        };
        let kwo = function(vm, "kwo", &kwo);
        let flags = CodeFlags(CodeFlags::OPTIMIZED.0 | CodeFlags::VARARGS.0 | CodeFlags::VARKEYWORDS.0);
        let var = function(vm, "var", &Parameters { names: &["a", "args", "kw"], flags, ..PLAIN });
        let three = function(vm, "three", &Parameters { names: &["a", "b", "c"], positional: 3, ..PLAIN });
        // A function, how many positional arguments, keywords, and what it binds.
        type Case<'a> = (&'a Ref<Function>, usize, &'a [(&'a str, i64)], &'a str);
        let cases: &[Case<'_>] = &[
            (&one, 1, &[], "(1,)"),
            (&one, 0, &[("a", 5)], "(5,)"),
            (&one, 0, &[], "one() missing 1 required positional argument: 'a'"),
            (&one, 2, &[], "one() takes 1 positional argument but 2 were given"),
            (&one, 1, &[("a", 2)], "one() got multiple values for argument 'a'"),
            (&one, 0, &[("b", 1)], "one() got an unexpected keyword argument 'b'"),
            (&one, 0, &[("A", 1)], "one() got an unexpected keyword argument 'A'. Did you mean 'a'?"),
            (&two, 1, &[], "(1, 10)"),
            (&two, 1, &[("b", 2)], "(1, 2)"),
            (&two, 0, &[], "two() missing 1 required positional argument: 'a'"),
            (&two, 3, &[], "two() takes from 1 to 2 positional arguments but 3 were given"),
            (&two, 0, &[("b", 3)], "two() missing 1 required positional argument: 'a'"),
            (&pos, 2, &[], "(1, 2)"),
            (
                &pos,
                1,
                &[("a", 1), ("b", 2)],
                "pos() got some positional-only arguments passed as keyword arguments: 'a, b'",
            ),
            (&pos, 1, &[("b", 2)], "pos() got some positional-only arguments passed as keyword arguments: 'b'"),
            (&kwo, 1, &[("key", 3)], "(1, 3, 7)"),
            (&kwo, 1, &[], "kwo() missing 1 required keyword-only argument: 'key'"),
            (&kwo, 2, &[("key", 3)], "kwo() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given"),
            (&kwo, 1, &[("key", 2), ("othr", 1)], "kwo() got an unexpected keyword argument 'othr'. Did you mean 'other'?"),
            (&var, 3, &[("x", 4)], "(1, (2, 3), {'x': 4})"),
            (&var, 0, &[], "var() missing 1 required positional argument: 'a'"),
            (&three, 0, &[], "three() missing 3 required positional arguments: 'a', 'b', and 'c'"),
            (&three, 1, &[], "three() missing 2 required positional arguments: 'b' and 'c'"),
            (&three, 4, &[], "three() takes 3 positional arguments but 4 were given"),
            (&three, 1, &[("b", 5), ("c", 6)], "(1, 5, 6)"),
        ];
        for (function, positional, keywords, expected) in cases {
            assert_eq!(call(vm, function, *positional, keywords), *expected);
        }
    });
}

#[test]
fn frames_of_many_sizes_end_without_a_trace() {
    let vm = Vm::bare();
    vm.enter(|vm| {
        vm.hooks.run_frame.set(answer_variables);
        let flags = CodeFlags(CodeFlags::OPTIMIZED.0 | CodeFlags::VARARGS.0);
        let var = function(vm, "var", &Parameters { names: &["a", "args"], flags, ..PLAIN });
        for count in 1..40 {
            assert!(call(vm, &var, count, &[]).starts_with("(1, ("));
        }
    });
    // The end of the VM counts what is left.
    drop(vm);
}
