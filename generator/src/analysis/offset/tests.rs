//! Held against `PointerOffset` of CPython 3.14.10's `stack.py`: the rows below are what it printed.

use super::{PointerOffset, maybe_parenthesize, python_int};
use crate::analysis::StackItem;
use crate::ir::{SizeExpr, SizeOp};
use crate::syntax::source::{FileId, Span};

fn item(size: &str) -> StackItem {
    StackItem {
        name: "x".to_owned(),
        ty: None,
        size: size.to_owned(),
        size_expr: None,
        condition: String::new(),
        condition_expr: None,
        peek: false,
        used: false,
        span: Span { file: FileId(0), start: 0, end: 0 },
    }
}

/// Pushes (`+`) and pops (`-`) of items of these sizes, then the text of the sum and of its negation.
type Row = (&'static [(char, &'static str)], &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (&[('+', "10"), ('+', "oparg & 0xFF")], "10 + (oparg & 0xFF)", "-10 - (oparg & 0xFF)"),
    (&[('+', "-3"), ('+', "+oparg"), ('-', "+oparg"), ('+', "oparg"), ('+', "oparg - 1"), ('+', "(oparg & 1)")],
     "-3 + (oparg & 1) + oparg + (oparg - 1)", "3 - (oparg & 1) - oparg - (oparg - 1)"),
    (&[('+', "2"), ('+', "oparg >> 8")], "2 + (oparg >> 8)", "-2 - (oparg >> 8)"),
    (&[('-', "+4"), ('-', "oparg >> 8"), ('-', "+oparg")], "-4 - oparg - (oparg >> 8)", "4 + oparg + (oparg >> 8)"),
    (&[('+', "007"), ('-', "10")], "-3", "3"),
    (&[('-', "oparg >> 8"), ('+', "oparg"), ('-', "007"), ('+', "007"), ('+', "oparg*2")],
     "-(oparg >> 8) + oparg + oparg*2", "-oparg - oparg*2 + (oparg >> 8)"),
    (&[('-', "007"), ('-', "oparg"), ('+', "+oparg")], "-7", "7"),
    (&[('+', "oparg*2"), ('+', "(oparg & 1)"), ('-', "")], "-1 + (oparg & 1) + oparg*2", "1 - (oparg & 1) - oparg*2"),
    (&[('+', "-3"), ('+', "+4"), ('+', "oparg"), ('-', "007"), ('-', "+4"), ('-', "oparg-1")],
     "-10 - (oparg-1) + oparg", "10 - oparg + (oparg-1)"),
    (&[('+', "(oparg & 1)"), ('-', "oparg"), ('-', "10"), ('+', "-3"), ('-', "")],
     "-14 - oparg + (oparg & 1)", "14 - (oparg & 1) + oparg"),
    (&[('+', "oparg & 0xFF"), ('-', "oparg"), ('+', "+oparg"), ('+', "-oparg")],
     "-oparg + (oparg & 0xFF)", "-(oparg & 0xFF) + oparg"),
    (&[('-', "(oparg & 1)")], "-(oparg & 1)", "(oparg & 1)"),
    (&[('+', "oparg >> 8"), ('+', "007"), ('+', "2"), ('-', "+4"), ('+', "+4"), ('+', "oparg")],
     "9 + oparg + (oparg >> 8)", "-9 - oparg - (oparg >> 8)"),
    (&[('+', "oparg >> 8"), ('+', "oparg & 0xFF"), ('-', "oparg >> 8")], "(oparg & 0xFF)", "-(oparg & 0xFF)"),
    (&[('+', "-oparg"), ('+', "oparg & 0xFF"), ('-', "oparg"), ('+', "+oparg"), ('-', "+oparg")],
     "-oparg - oparg + (oparg & 0xFF)", "-(oparg & 0xFF) + oparg + oparg"),
    (&[('+', "-oparg"), ('-', "007"), ('+', "(oparg & 1)"), ('+', "007"), ('-', "oparg")],
     "-oparg - oparg + (oparg & 1)", "-(oparg & 1) + oparg + oparg"),
    (&[('-', "oparg"), ('-', "-oparg"), ('-', "-oparg"), ('+', "oparg >> 8"), ('-', "+oparg"),
       ('+', "oparg - 1"), ('+', "-oparg")],
     "-oparg + (oparg >> 8) + (oparg - 1)", "-(oparg >> 8) - (oparg - 1) + oparg"),
    (&[('-', "oparg & 0xFF"), ('-', "-oparg"), ('-', "oparg*2")],
     "-oparg*2 - (oparg & 0xFF) + oparg", "-oparg + oparg*2 + (oparg & 0xFF)"),
    (&[('+', "(oparg & 1)"), ('+', ""), ('-', "+oparg"), ('+', "oparg")], "1 + (oparg & 1)", "-1 - (oparg & 1)"),
    (&[('+', "10"), ('+', "oparg*2"), ('+', "-3"), ('+', "+oparg")], "7 + oparg + oparg*2", "-7 - oparg - oparg*2"),
    (&[('-', ""), ('+', "oparg & 0xFF"), ('-', "oparg*2"), ('+', "10"), ('-', "-3"), ('-', "oparg")],
     "12 - oparg - oparg*2 + (oparg & 0xFF)", "-12 - (oparg & 0xFF) + oparg + oparg*2"),
    (&[('+', "007"), ('+', "oparg"), ('+', "oparg - 1"), ('+', "oparg >> 8"), ('-', "2"), ('-', "oparg - 1")],
     "5 + oparg + (oparg >> 8)", "-5 - oparg - (oparg >> 8)"),
    (&[('-', "oparg - 1"), ('+', "+oparg"), ('-', "oparg"), ('+', "oparg >> 8")],
     "-(oparg - 1) + (oparg >> 8)", "-(oparg >> 8) + (oparg - 1)"),
    (&[('-', "oparg"), ('-', "oparg"), ('+', "")], "1 - oparg - oparg", "-1 + oparg + oparg"),
];

#[test]
fn sums_are_printed_as_by_the_reference() {
    for (steps, sum, negated) in ROWS {
        let mut offset = PointerOffset::zero();
        for (sign, size) in *steps {
            offset = if *sign == '+' { offset.push(&item(size)) } else { offset.pop(&item(size)) };
        }
        assert_eq!(offset.to_c(), *sum, "after {steps:?}");
        assert_eq!((-&offset).to_c(), *negated, "negated, after {steps:?}");
    }
}

#[test]
fn parentheses() {
    let cases = [
        ("oparg", "oparg"),
        ("oparg*2", "oparg*2"),
        ("oparg * 2", "oparg * 2"),
        ("oparg-1", "(oparg-1)"),
        ("(oparg - 1)", "(oparg - 1)"),
        // Starts and ends with a parenthesis, though not with a pair of them.
        ("(a) + (b)", "(a) + (b)"),
        ("", "()"),
    ];
    for (text, expected) in cases {
        assert_eq!(maybe_parenthesize(text), expected);
    }
}

#[test]
fn integers_as_python_reads_them() {
    let cases = [
        ("12", Some(12)),
        (" -3 ", Some(-3)),
        ("+4", Some(4)),
        ("007", Some(7)),
        ("1_0", Some(10)),
        ("1__0", None),
        ("_1", None),
        ("1_", None),
        ("0x10", None),
        ("1.5", None),
        ("- 5", None),
        ("", None),
        ("99999999999999999999", Some(i64::MAX)),
    ];
    for (text, expected) in cases {
        assert_eq!(python_int(text), expected, "{text:?}");
    }
}

#[test]
fn numbers_saturate() {
    let huge = item("99999999999999999999");
    let offset = PointerOffset::zero().push(&huge).push(&huge);
    assert_eq!(offset.as_int(), Some(i64::MAX));
    assert_eq!((-&(&PointerOffset::items(i64::MIN) - &offset)).as_int(), Some(i64::MAX));
}

#[test]
fn the_value_goes_with_the_text() {
    let masked = SizeExpr::Binary(SizeOp::BitAnd, Box::new(SizeExpr::Oparg), Box::new(SizeExpr::Int(255)));
    let low = StackItem { size_expr: Some(masked), ..item("oparg & 0xFF") };
    let all = StackItem { size_expr: Some(SizeExpr::Oparg), ..item("oparg") };
    let effect = PointerOffset::items(2).push(&low).pop(&all).effect().expect("all terms have values");
    assert_eq!(effect.text, "2 - oparg + (oparg & 0xFF)");
    assert_eq!(effect.eval(0x105), 2 - 0x105 + 5);

    // The reference splits the sign off and so prints the wrong sum; the value is that of the size as written.
    let minus = SizeExpr::Binary(SizeOp::Sub, Box::new(SizeExpr::Int(-1)), Box::new(SizeExpr::Oparg));
    let signed = StackItem { size_expr: Some(minus), ..item("-1-oparg") };
    let effect = PointerOffset::zero().push(&signed).effect().expect("all terms have values");
    assert_eq!((effect.text.as_str(), effect.eval(4)), ("-(1-oparg)", -5));

    assert_eq!(PointerOffset::zero().push(&item("n")).effect(), None, "`n` has no value");
}
