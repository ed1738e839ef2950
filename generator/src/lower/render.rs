//! The text of `generated/interp/`: one function a body, each headed by its definition, file and line, and
//! stack effect.

use std::fmt::Write as _;

use super::bindings::Bindings;
use super::expr::choice;
use super::ir::Expr;
use super::layout::Draft;
use super::print;
use super::{Function, Lowered, Outcome, Program};
use crate::analysis::offset::PointerOffset;
use crate::analysis::{StackEffects, StackItem};
use crate::ir::{SizeExpr, SizeOp};
use crate::syntax::source::SourceMap;

/// A distance on the stack as an `i32`.
pub fn offset(offset: &PointerOffset) -> Expr {
    match offset.effect() {
        Some(effect) => size(&effect.expr),
        // Sizes that are no arithmetic are reported by the analysis.
        None => Expr::Int(i128::from(offset.numeric)),
    }
}

/// A size as an `i32`.
pub fn size(e: &SizeExpr) -> Expr {
    match e {
        SizeExpr::Int(value) => Expr::Int(i128::from(*value)),
        SizeExpr::Oparg => Expr::cx("oparg"),
        SizeExpr::Neg(inner) => size(inner).unary("-"),
        SizeExpr::Not(inner) => size(inner).binary("==", Expr::Int(0)).cast("i32"),
        SizeExpr::BitNot(inner) => size(inner).unary("!"),
        SizeExpr::Cond(condition, then, otherwise) => {
            choice(size(condition).binary("!=", Expr::Int(0)), size(then), size(otherwise))
        }
        // A sum with a negative term is a difference.
        SizeExpr::Binary(SizeOp::Add, left, right) => match (&**left, &**right) {
            (left, SizeExpr::Neg(right)) => size(left).binary("-", size(right)),
            (SizeExpr::Int(left), right) if *left < 0 => {
                size(right).binary("-", Expr::Int(-i128::from(*left)))
            }
            (left, right) => size(left).binary("+", size(right)),
        },
        SizeExpr::Binary(op, left, right) => {
            let (symbol, is_bool) = match op {
                SizeOp::Mul => ("*", false),
                SizeOp::Div => ("/", false),
                SizeOp::Rem => ("%", false),
                SizeOp::Add => ("+", false),
                SizeOp::Sub => ("-", false),
                SizeOp::Shl => ("<<", false),
                SizeOp::Shr => (">>", false),
                SizeOp::BitAnd => ("&", false),
                SizeOp::BitXor => ("^", false),
                SizeOp::BitOr => ("|", false),
                SizeOp::Lt => ("<", true),
                SizeOp::Gt => (">", true),
                SizeOp::Le => ("<=", true),
                SizeOp::Ge => (">=", true),
                SizeOp::Eq => ("==", true),
                SizeOp::Ne => ("!=", true),
                SizeOp::And | SizeOp::Or => {
                    let truth = |e: &SizeExpr| size(e).binary("!=", Expr::Int(0));
                    let symbol = if *op == SizeOp::And { "&&" } else { "||" };
                    return truth(left).binary(symbol, truth(right)).cast("i32");
                }
            };
            let value = size(left).binary(symbol, size(right));
            if is_bool { value.cast("i32") } else { value }
        }
    }
}

/// `left, right -- res`
pub fn effect(effects: &StackEffects) -> String {
    let items = |items: &[StackItem]| {
        let one = |item: &StackItem| match (&item.ty, item.is_array()) {
            (_, true) => format!("{}[{}]", item.name, item.size),
            (Some(ty), _) => format!("{}: {ty}", item.name),
            _ => item.name.clone(),
        };
        items.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    format!("{} -- {}", items(&effects.inputs), items(&effects.outputs)).trim().to_owned()
}

/// The type of what a function returns.
pub fn result_type(function: &Function, is_label: bool) -> String {
    if is_label {
        return "Exit".to_owned();
    }
    let types: Vec<&str> = function.results.iter().map(|result| result.ty.as_str()).collect();
    let ty = match types.as_slice() {
        [ty] => (*ty).to_owned(),
        types => format!("({})", types.join(", ")),
    };
    if function.has_exits { format!("Result<{ty}, Exit>") } else { ty }
}

/// The text of one function.
pub fn function(lowered: &Lowered, function: &Function, sources: &SourceMap) -> String {
    function_over(lowered, function, sources, ("M: Mode", "Cx"))
}

/// The text of one function, given its generic parameter and the type of its state.
pub fn function_over(
    lowered: &Lowered,
    function: &Function,
    sources: &SourceMap,
    (generic, state): (&str, &str),
) -> String {
    let file = sources.file(lowered.span.file);
    let (line, _) = sources.line_column(lowered.span);
    let mut text = String::new();
    let what = if lowered.is_label { "label ".to_owned() } else { effect(&lowered.effects) };
    let what = if lowered.is_label { "a label".to_owned() } else { format!("`{what}`") };
    let _ = writeln!(text, "/// `{}` ({}:{line}): {what}", lowered.defined_as, file.name);
    if function.needs_memory || function.moves_pointer {
        let _ = writeln!(text, "///");
        let _ = writeln!(
            text,
            "/// Works on the stack in memory: {}",
            if function.moves_pointer {
                "`cx.stack_pointer` stands above the inputs before it, and below the outputs after it."
            } else {
                "`cx.stack_pointer` stands above the inputs."
            }
        );
    }
    text.push_str("#[inline(always)]\n");
    let mut parameters = format!("cx: &mut {state}");
    for parameter in &function.parameters {
        let _ = write!(parameters, ", {}: {}", parameter.name, parameter.ty);
    }
    let result = result_type(function, lowered.is_label);
    let arrow = if result == "()" { String::new() } else { format!(" -> {result}") };
    let _ = write!(text, "pub unsafe fn {}<{generic}>({parameters}){arrow} ", lowered.name);
    print::block(&mut text, &function.body);
    text.push('\n');
    text
}

/// The text of `bodies.rs`.
pub fn bodies_file(program: &Program, sources: &SourceMap, header: &str) -> Draft {
    let mut text = String::from("use super::*;\n");
    for lowered in &program.bodies {
        if let Outcome::OptedOut(reason, _) = &lowered.outcome {
            let file = sources.file(lowered.span.file);
            let (line, _) = sources.line_column(lowered.span);
            let _ = writeln!(
                text,
                "/// `{}` ({}:{line}) is written by hand: {reason}",
                lowered.defined_as, file.name
            );
            let _ = writeln!(text, "pub use super::by_hand::{};", lowered.name);
        }
    }
    for lowered in &program.bodies {
        if let Outcome::Translated(body) = &lowered.outcome {
            text.push('\n');
            text.push_str(&function(lowered, body, sources));
        }
    }
    Draft::new(header, "What each instruction and micro-op does: a function a body, for both tiers.", text)
}

/// The text of `abi_check.rs`: for every helper that a body calls, that the runtime's function has the
/// signature that its binding says.
pub fn abi_check(program: &Program, bindings: &Bindings, header: &str) -> Draft {
    let mut text = String::from("use super::*;\n");
    for (name, helper) in &bindings.helpers {
        if !program.used.contains(name) {
            continue;
        }
        let (generics, parameters, result) = helper.what.signature.rust(bindings);
        let number = generics.contains("<T");
        let arrow =
            if result == "()" { String::new() } else { format!(" -> {}", result.replace("'a", "'static")) };
        let parameters: Vec<String> = parameters
            .iter()
            .map(|ty| if number { ty.replace('T', "i64") } else { ty.replace("'a", "'static") })
            .collect();
        let _ = writeln!(text, "const _: unsafe fn({}){arrow} = {name};", parameters.join(", "));
    }
    for lowered in &program.bodies {
        if let Outcome::OptedOut(_, function) = &lowered.outcome {
            let mut types = vec!["&mut Cx".to_owned()];
            types.extend(function.parameters.iter().map(|parameter| parameter.ty.clone()));
            let result = result_type(function, lowered.is_label);
            let arrow = if result == "()" { String::new() } else { format!(" -> {result}") };
            let mode = if lowered.tiers == super::Tiers::Two { "TierTwo" } else { "TierOne" };
            let _ = writeln!(
                text,
                "const _: unsafe fn({}){arrow} = by_hand::{}::<{mode}>;",
                types.join(", "),
                lowered.name
            );
        }
    }
    for (name, bound) in &bindings.constants {
        if program.used.contains(name) {
            let _ = writeln!(text, "const _: {} = {name};", bound.what.rust(bindings, "'static"));
        }
    }
    let about = "The runtime has every helper that a body calls, with the signature that its binding says.";
    Draft::new(header, about, text)
}
