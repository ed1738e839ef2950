//! Every case of the abstract interpreter, on symbols of which this and that is known, with what is known behind it.
//!
//! A line of `cases.txt` is a micro-op with its argument and its operand (`@`: an object, `#`: a number, `%`: the
//! version of a type), then what is on the stack and in the variables (`L0=`), then `->` and what was found. Symbols
//! that were there before have letters, from the bottom of the stack upwards. `?`: nothing is known, `some`: not NULL,
//! `!`: there can be no such value, `:int`: the type, `=one`: the value, `(…)`: the items of a tuple, `frame`: a frame
//! of `callee`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;

const CASES: &str = include_str!("cases.txt");

/// The names of the definitions' cases.
fn defined() -> BTreeSet<&'static str> {
    include_str!("../../../../inputs/optimizer_bytecodes.c")
        .lines()
        .filter_map(|line| Some(line.trim_start().strip_prefix("op(")?.split_once(',')?.0))
        .collect()
}

fn global(vm: &Vm, name: &str) -> Value {
    vm.main_global(name).unwrap_or_else(|| panic!("cases.py has no `{name}`"))
}

fn type_pointer(vm: &Vm, name: &str) -> ObjPtr<'static, PyTypeObject> {
    // SAFETY: the module keeps the type.
    unsafe { ObjPtr::from_word(global(vm, name).obj().word()) }
}

/// A frame that is about to run `callee`.
fn frame(vm: &Vm, walk: &mut Walk) -> *mut AbstractFrame<Few> {
    let function = global(vm, "callee");
    let function = function.cast::<Function>().expect("a function");
    // SAFETY: the function keeps its code.
    unsafe {
        let code = ObjPtr::from_word(function.code_ptr().word());
        Few::frame_new(&raw mut *walk.ctx, code, 0, ptr::null_mut(), 0)
    }
}

/// What a word of a line stands for.
fn known(vm: &Vm, walk: &mut Walk, word: &str) -> Known {
    match word {
        "?" => Known::Unknown,
        "null" => Known::Null,
        "some" => Known::NotNull,
        "frame" => Known::Frame(frame(vm, walk)),
        _ => match word.split_at(1) {
            (":", name) => Known::Type(type_pointer(vm, name)),
            ("=", name) => Known::Const(global(vm, name)),
            ("(", items) => {
                let items = items.trim_end_matches(')').split(',').filter(|item| !item.is_empty());
                let items: Vec<Known> = items.map(|item| known(vm, walk, item)).collect();
                Known::Tuple(items.into_iter().map(|item| add(&raw mut *walk.ctx, item)).collect())
            }
            _ => panic!("cases.txt: what is `{word}`?"),
        },
    }
}

/// How a symbol is written: with the letter of the one that it is, if it was there before.
fn show(vm: &Vm, symbol: Symbol, before: &[(char, Symbol, String)]) -> String {
    let text = match symbol.known() {
        Known::Unknown => "?".to_owned(),
        Known::Null => "null".to_owned(),
        Known::NotNull => "some".to_owned(),
        Known::Contradiction => "!".to_owned(),
        // SAFETY: types live as long as the VM.
        Known::Type(ty) => format!(":{}", unsafe { ty.get() }.name()),
        Known::Const(value) => match vm.repr_text(value) {
            // Without the address.
            text if text.contains(" at 0x") => format!("={}>", &text[..text.find(" at 0x").unwrap_or(0)]),
            text => format!("={text}"),
        },
        Known::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| show(vm, *item, before)).collect();
            format!("({})", items.join(","))
        }
        Known::Frame(frame) if frame.is_null() => "no frame".to_owned(),
        // SAFETY: the frame was made for this case.
        Known::Frame(frame) => unsafe {
            let locals = (0..(**frame).locals_len as usize).map(|index| *(**frame).locals.add(index));
            let locals: Vec<String> = locals.map(|local| show(vm, local, before)).collect();
            format!("frame[{}]", locals.join(","))
        },
    };
    match before.iter().find(|(_, other, _)| *other == symbol) {
        Some((letter, _, was)) if *was == text => letter.to_string(),
        Some((letter, ..)) => format!("{letter}{text}"),
        None => text,
    }
}

/// The operand that a word asks for.
fn operand(vm: &Vm, word: &str) -> u64 {
    match word.split_at(1) {
        ("@", name) => global(vm, name).obj().word(),
        ("#", number) => number.parse().expect("a number"),
        // SAFETY: the module keeps the type.
        (_, name) => u64::from(unsafe { type_pointer(vm, name).get() }.version_tag()),
    }
}

/// Interprets the micro-op of a line, and says what was found.
fn interpret(vm: &Vm, case: &str) -> String {
    let mut walk = Walk::new();
    let mut filter = BloomFilter::default();
    walk.cx.dependencies = &raw mut filter;
    let function = global(vm, "here");
    let function = function.cast::<Function>().expect("a function");
    // SAFETY: the function keeps its code.
    walk.cx.co = unsafe { ObjPtr::from_word(function.code_ptr().word()) };
    let mut words = case.split_whitespace();
    let uop = Uop::from_name(words.next().expect("a micro-op")).expect("a micro-op of 3.14");
    let oparg: i32 = words.next().and_then(|word| word.parse().ok()).expect("an argument");
    walk.trace = [UopInstruction::default(); 3];
    let mut before: Vec<(char, Symbol, String)> = Vec::new();
    let mut letters = 'a'..='z';
    let mut inner = ptr::null_mut();
    let mut check = UopInstruction { opcode: Uop::CheckStackSpace as u16, ..UopInstruction::default() };
    for word in words {
        if let Some((place, word)) = word.strip_prefix('L').and_then(|word| word.split_once('=')) {
            let known = known(vm, &mut walk, word);
            let index: usize = place.parse().expect("the number of a variable");
            *walk.locals[index].known() = known;
        } else if word == "pushes" {
            walk.trace[2].opcode = Uop::PushFrame as u16;
        } else if let Some(name) = word.strip_prefix("pushes=") {
            walk.trace[2].opcode = Uop::PushFrame as u16;
            walk.trace[2].operand0 = global(vm, name).obj().word();
        } else if word == "called" {
            // The frame at hand was called by another, which has one item on its stack.
            inner = frame(vm, &mut walk);
            let below = walk.push(Known::NotNull);
            before.push(('z', below, "some".to_owned()));
            walk.frame.stack_pointer = walk.cx.stack_pointer;
            walk.ctx.symbols.callers.push(walk.ctx.frame);
            walk.ctx.frame = inner;
            walk.ctx.curr_frame_depth = 2;
            // SAFETY: the frame has a stack.
            walk.cx.stack_pointer = unsafe { (*inner).stack_pointer };
        } else if word == "checked" {
            walk.cx.corresponding_check_stack = &raw mut check;
        } else if word == "checked-before" {
            walk.cx.first_valid_check_stack = walk.trace.as_mut_ptr();
        } else if word.starts_with(['@', '#', '%']) {
            walk.trace[0].operand0 = operand(vm, word);
        } else {
            let known = known(vm, &mut walk, word);
            let symbol = walk.push(known);
            before.push((letters.next().expect("a letter"), symbol, show(vm, symbol, &[])));
        }
    }
    walk.trace[0].opcode = uop as u16;
    walk.trace[0].oparg = oparg as u16;
    let was = walk.trace[0];
    let locals: Vec<(Symbol, String)> =
        walk.locals.iter().map(|local| (*local, show(vm, *local, &[]))).collect();
    walk.cx.this_instr = walk.trace.as_mut_ptr();
    (walk.cx.opcode, walk.cx.oparg) = (i32::from(uop.number()), oparg);
    // SAFETY: the stack has what the micro-op takes.
    let ended = unsafe { abstract_micro_op(&mut walk.cx) };
    let mut found = String::new();
    if ended.is_err() {
        let raised = vm.take_exception().expect("an exception is set");
        let _ = write!(found, " raises {}", raised.ty().name());
    }
    // SAFETY: both point into the stack of the same frame.
    let items: Vec<Symbol> = unsafe {
        let current = walk.ctx.frame;
        let height = walk.cx.stack_pointer.offset_from((*current).stack);
        (0..height as usize).map(|index| *(*current).stack.add(index)).collect()
    };
    for item in &items {
        let _ = write!(found, " {}", show(vm, *item, &before));
    }
    // What was learned of values that are gone.
    for (letter, symbol, was) in &before {
        let now = show(vm, *symbol, &[]);
        if !items.contains(symbol) && now != *was {
            let _ = write!(found, " {letter}{now}");
        }
    }
    for (index, (symbol, was)) in locals.iter().enumerate() {
        let now = show(vm, walk.locals[index], &before);
        if walk.locals[index] != *symbol || now != *was {
            let _ = write!(found, " L{index}={now}");
        }
    }
    if walk.ctx.done {
        found.push_str(" done");
    }
    if walk.ctx.curr_frame_depth != if inner.is_null() { 1 } else { 2 } {
        let _ = write!(found, " depth {}", walk.ctx.curr_frame_depth);
    }
    if walk.cx.curr_space != 0 {
        found.push_str(if walk.cx.curr_space > 0 { " more space" } else { " less space" });
    }
    if walk.cx.max_space > 0 {
        assert_eq!(walk.cx.max_space, walk.cx.curr_space);
        found.push_str(" most so far");
    }
    if walk.cx.first_valid_check_stack == &raw mut check {
        found.push_str(" its check stays");
    } else if check.opcode != Uop::CheckStackSpace as u16 {
        found.push_str(" its check goes");
    }
    if walk.cx.corresponding_check_stack == walk.trace.as_mut_ptr() {
        found.push_str(" is remembered");
    }
    if filter.bits[0] > 0 {
        found.push_str(" watched");
    }
    let now = walk.trace[0];
    if now != was {
        let uop = Uop::from_u16(now.opcode).expect("a micro-op");
        let _ = write!(found, " => {uop}");
        if uop == Uop::CheckFunctionVersionInline {
            // SAFETY: it is a function that `cases.py` keeps.
            let function = unsafe { ObjPtr::<crate::abi::PyObject>::from_word(now.operand1) };
            assert_eq!(now.operand0, was.operand0);
            assert!(function.obj().cast::<Function>().is_some());
        } else if now.operand0 != 0 && now.operand0 != was.operand0 {
            // SAFETY: micro-ops that load constants have an object there, which is alive.
            let object = unsafe { ObjPtr::<crate::abi::PyObject>::from_word(now.operand0) };
            let _ = write!(found, " {}", vm.repr_text(&object.obj().to_owned()));
        }
    }
    found
}

#[test]
fn each_case_finds_out_what_its_definition_says() {
    Vm::new().enter(|vm| {
        if let Err(error) = vm.run_source(include_bytes!("cases.py"), "cases.py") {
            panic!("{}", vm.repr_text(&error));
        }
        let plain = global(vm, "Plain");
        let class = plain.cast::<crate::objects::type_::Type>().expect("a class");
        assert!(class.get().assign_version(vm));
        TYPES.set(vec![plain]);
        let mut written = String::new();
        let mut missing = defined();
        for line in CASES.lines() {
            let Some((case, _)) = line.split_once("->").filter(|_| !line.starts_with("//")) else {
                let _ = writeln!(written, "{line}");
                continue;
            };
            missing.remove(case.split_whitespace().next().expect("a micro-op"));
            let _ = writeln!(written, "{}{}", format_args!("{case}->"), interpret(vm, case));
        }
        TYPES.take();
        // The optimizer writes it behind the walk, so that the walk must not meet it.
        assert!(missing.remove("_CHECK_STACK_SPACE_OPERAND"));
        let met = catch_unwind(AssertUnwindSafe(|| interpret(vm, "_CHECK_STACK_SPACE_OPERAND 0 #9")));
        assert!(met.is_err());
        if std::env::var_os("BLESS").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/optimizer/tests/cases.txt");
            std::fs::write(path, &written).expect("the cases can be written");
        } else {
            for (expected, found) in CASES.lines().zip(written.lines()) {
                assert_eq!(expected, found);
            }
        }
        assert!(missing.is_empty(), "no line of cases.txt is about {missing:?}");
    });
}
