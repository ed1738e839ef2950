//! The model on its own. What is expected was found out by doing the same to the reference's `Stack` and `Storage`.

use super::*;
use crate::syntax::source::{FileId, Span};

/// Writes down in short what happens.
#[derive(Default)]
struct Recorder(String);

impl Sink for Recorder {
    fn op(&mut self, op: StackOp<'_>) {
        let text = match op {
            StackOp::StartLine | StackOp::InPlace => return,
            StackOp::Rename { to, from } => format!("{to} = {from}; "),
            StackOp::Load { item, offset, .. } => format!("{} = [{}]; ", item.name, offset.to_c()),
            StackOp::Point { item, offset } => format!("{} = &[{}]; ", item.name, offset.to_c()),
            StackOp::Store { item, offset } => format!("[{}] = {}; ", offset.to_c(), item.name),
            StackOp::Move { by, checked: true } => format!("sp += {}; check; ", by.to_c()),
            StackOp::Move { by, checked: false } => format!("sp += {}; ", by.to_c()),
            StackOp::Spill => "spill; ".to_owned(),
            StackOp::Reload => "reload; ".to_owned(),
            StackOp::Close(Closing::Replace { place, with, .. }) => format!("{} -> {with}; ", place.name),
            StackOp::Close(Closing::Spare { .. }) => "close; ".to_owned(),
            StackOp::Close(Closing::InPlace { place, .. }) => format!("close {}; ", place.name),
            StackOp::Close(Closing::Each { size }) => format!("each of {size}: "),
            StackOp::Close(Closing::DeclareSpare | Closing::EndEach) => return,
        };
        self.0.push_str(&text);
    }
}

impl Recorder {
    fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

fn item(name: &str, size: &str) -> StackItem {
    StackItem {
        name: name.to_owned(),
        ty: None,
        size: size.to_owned(),
        size_expr: None,
        condition: String::new(),
        condition_expr: None,
        peek: false,
        used: true,
        span: Span { file: FileId(0), start: 0, end: 0 },
    }
}

fn peeked(name: &str) -> StackItem {
    StackItem { peek: true, ..item(name, "") }
}

/// Items, and whether a local (L) or memory (M) has them; then bottom, stack pointer and top.
fn describe(stack: &Stack<'_>) -> String {
    let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
    let items: Vec<String> = stack
        .variables()
        .map(|v| format!("{}:{}{}", v.name(), mark(v.memory.is_some(), "M"), mark(v.in_local, "L")))
        .collect();
    let [base, sp, top] = [&stack.base, &stack.physical, &stack.logical].map(|offset| offset.to_c());
    format!("[{}] {base} {sp} {top}", items.join(" "))
}

fn effects(inputs: &[StackItem], outputs: &[StackItem]) -> StackEffects {
    StackEffects { inputs: inputs.to_vec(), outputs: outputs.to_vec() }
}

type Step<'s> = &'s dyn Fn(&mut Storage<'_>, &mut Recorder);

/// Walks two paths from the same start and joins the first to the second: what happens on joining, and the
/// state after it.
fn join(effects: &StackEffects, first: &[Step<'_>], second: &[Step<'_>]) -> Result<String, StackError> {
    let mut out = Recorder::default();
    let mut kept = Storage::for_uop(Stack::new(), effects, true, &mut out)?;
    let mut other = kept.copy()?;
    for step in first {
        step(&mut other, &mut out);
    }
    for step in second {
        step(&mut kept, &mut out);
    }
    out.take();
    kept.merge(other, &mut out)?;
    Ok(format!("{}| {}", out.take(), describe(&kept.stack)))
}

fn flush(storage: &mut Storage<'_>, out: &mut Recorder) {
    storage.flush(out).expect("it can be flushed");
}

#[test]
fn an_output_pushed_on_one_path_is_pushed_on_both() {
    let effects = effects(&[], &[item("x", "")]);
    let define: Step<'_> = &|storage, _| storage.define("x");
    let joined = join(&effects, &[define, &flush], &[define]);
    assert_eq!(joined.as_deref(), Ok("sp += 1; | [x:L] 0 1 1"));
    let joined = join(&effects, &[define, &flush], &[]);
    assert_eq!(joined, Err(StackError::SetOnSomePaths { name: "x".into() }));
}

#[test]
fn an_input_must_be_consumed_on_both_paths() {
    let effects = effects(&[item("a", "")], &[]);
    let kill: Step<'_> = &|storage, _| assert!(storage.kill("a"));
    let joined = join(&effects, &[kill], &[]);
    assert_eq!(joined, Err(StackError::ClearedOnSomePaths { name: "a".into() }));
    let joined = join(&effects, &[kill, &flush], &[]);
    assert_eq!(joined, Err(StackError::UnmergeableInputs { name: "a".into() }));
    let joined = join(&effects, &[kill, &flush], &[kill]);
    assert_eq!(joined.as_deref(), Ok("sp += -1; | [] -1 -1 -1"));
}

#[test]
fn memory_known_on_one_path_is_forgotten() {
    let effects = effects(&[item("a", "")], &[item("b", "")]);
    let replace: Step<'_> = &|storage, _| {
        storage.kill("a");
        storage.define("b");
    };
    let joined = join(&effects, &[replace, &flush], &[replace]);
    assert_eq!(joined.as_deref(), Ok("| [b:L] -1 0 0"));
}

#[test]
fn a_store_to_a_peeked_input_on_one_path_invalidates_memory() {
    let effects = effects(&[peeked("a")], &[peeked("a")]);
    let joined = join(&effects, &[&|storage, _| storage.define("a")], &[]);
    assert_eq!(joined.as_deref(), Ok("| [a:L] -1 0 0"));
}

#[test]
fn a_peeked_input_is_lost_to_copies_after_a_sync() {
    let effects = effects(&[peeked("a")], &[peeked("a")]);
    let mut storage = Storage::for_uop(Stack::new(), &effects, true, &mut NullSink).expect("it starts");
    storage.stack.clear(&mut NullSink);
    let error = storage.copy().expect_err("the input is gone");
    assert_eq!(error, StackError::InputNotTracked { name: "a".into() });
}

/// A stack with one item that only a local has.
fn one<'a>(item: &'a StackItem) -> Stack<'a> {
    let mut stack = Stack::new();
    let id = stack.add(Local { item, memory: None, in_local: true });
    stack.push(id).expect("there is room");
    stack
}

#[test]
fn stacks_are_aligned_to_the_one_that_goes() {
    let x = item("x", "");
    let mut out = Recorder::default();
    let (mut kept, mut other) = (one(&x), one(&x));
    other.flush(&mut out);
    out.take();
    assert_eq!(kept.merge(&other, &mut out), Ok(()));
    assert_eq!((out.take().as_str(), describe(&kept).as_str()), ("sp += 1; ", "[x:L] 0 1 1"));

    let (mut kept, other) = (one(&x), one(&x));
    kept.flush(&mut out);
    out.take();
    assert_eq!(kept.merge(&other, &mut out), Ok(()));
    assert_eq!((out.take().as_str(), describe(&kept).as_str()), ("sp += -1; ", "[x:L] 0 0 1"));
}

#[test]
fn stacks_that_differ_cannot_be_merged() {
    let (x, y, array) = (item("x", ""), item("y", ""), item("z", "oparg"));
    let mismatch = one(&x).merge(&one(&y), &mut NullSink);
    assert_eq!(mismatch, Err(StackError::MismatchedVariables { name: "x".into(), other: "y".into() }));
    assert_eq!(one(&x).merge(&Stack::new(), &mut NullSink), Err(StackError::DifferingVariables));

    let mut taller = one(&x);
    taller.logical = Rc::new(taller.logical.push(&array));
    assert_eq!(taller.merge(&one(&x), &mut NullSink), Err(StackError::DifferingTop));

    let at = |numeric| {
        let mut stack = one(&x);
        let id = stack.variables[0];
        stack.local_mut(id).memory = Some(Rc::new(PointerOffset::items(numeric)));
        stack
    };
    let depths = StackError::MismatchedDepths { name: "x".into(), offset: "1".into(), other: "2".into() };
    assert_eq!(at(1).merge(&at(2), &mut NullSink), Err(depths));
}

#[test]
fn an_input_takes_over_what_is_tracked_if_it_has_the_same_shape() {
    let (x, same, array) = (item("x", ""), item("q", ""), item("q", "oparg"));
    let mut out = Recorder::default();
    let mut stack = one(&x);
    assert!(stack.pop(&same, &mut out).is_ok());
    assert_eq!((out.take().as_str(), describe(&stack).as_str()), ("q = x; ", "[] 0 0 0"));

    let mut stack = one(&x);
    assert!(stack.pop(&array, &mut out).is_ok());
    assert_eq!(out.take(), "[0] = x; sp += 1; check; q = &[-oparg]; ");
    assert_eq!(describe(&stack), "[] 1 - oparg 1 1 - oparg");
}

#[test]
fn the_same_item_cannot_be_pushed_twice() {
    let x = item("x", "");
    let mut stack = one(&x);
    let again = stack.add(Local { item: &x, memory: None, in_local: true });
    assert_eq!(stack.push(again), Err(StackError::PushedTwice { name: "x".into() }));
    let undefined = stack.add(Local::undefined(&x));
    assert_eq!(stack.push(undefined), Ok(()), "one without a value can be told apart");
}

#[test]
fn inputs_are_closed_from_the_top_with_the_output_in_the_lowest_place() {
    let effects = effects(&[item("a", ""), item("b", "")], &[item("r", "")]);
    let mut out = Recorder::default();
    let mut storage = Storage::for_uop(Stack::new(), &effects, true, &mut out).expect("it starts");
    assert_eq!(out.take(), "b = [-1]; a = [-2]; ");
    storage.define("r");
    assert_eq!(storage.close_inputs(&mut out), Ok(()));
    let expected = "spill; a -> r; [-2] = a; close; reload; \
                    spill; b -> PyStackRef_NULL; [-1] = b; close; reload; sp += -1; check; ";
    assert_eq!(out.take(), expected);
    assert_eq!(storage.push_outputs(), Ok(()));
    assert_eq!(describe(&storage.stack), "[r:ML] -2 -1 -1");
}
