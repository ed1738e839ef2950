//! The text of `generated/interp/optimizer.rs`: the abstract interpreter of tier 2's optimizer.
//!
//! It has three parts: the trait of what bodies ask of their symbols; a function a body, like those of `bodies.rs`; and
//! a case for every micro-op that a trace can have before it is optimized. Those that nobody has defined an abstract
//! interpretation for push symbols of which nothing is known but that they are not NULL.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::bindings::{Bindings, symbol_key};
use super::body::safe;
use super::layout::Draft;
use super::print;
use super::render::{effect, function_over, offset};
use super::tier2::numbered;
use super::{Function, Lowered, Outcome, Program};
use crate::analysis::offset::PointerOffset;
use crate::analysis::{Analysis, StackEffects, StackItem, Uop};

/// What a case is generic over, and what it works on.
const OVER: (&str, &str) = ("S: Symbols", "Abstract<S>");

/// The text of `optimizer.rs`.
///
/// # Errors
/// If a definition is not translated.
pub fn optimizer(
    program: &Program,
    base: &Analysis<'_>,
    overlay: &Analysis<'_>,
    bindings: &Bindings,
    header: &str,
) -> Result<Draft, String> {
    let mut text = String::from("use super::*;\n");
    text.push_str(&symbols(&program.used, bindings));
    for lowered in &program.optimizer {
        if let Outcome::Translated(function) = &lowered.outcome {
            text.push_str(&function_over(lowered, function, base.sources, OVER));
        }
    }
    let micro_ops: Vec<_> = numbered(base).into_iter().filter(|(_, uop)| uop.replicates.is_none()).collect();
    for (_, uop) in &micro_ops {
        text.push_str(&case(program, base, overlay, uop)?);
    }
    text.push_str(
        "/// Interprets the micro-op with the number `cx.opcode`.\npub unsafe fn abstract_micro_op<S: Symbols>(cx: &mut Abstract<S>) \
         -> Result<(), Exit> { match cx.opcode {\n",
    );
    for (number, uop) in &micro_ops {
        let _ = writeln!(text, "{number} => {}(cx),", case_name(uop));
    }
    text.push_str("number => unknown_abstract_micro_op(number), } }\n");
    Ok(Draft::new(header, "The abstract interpreter of micro-ops, over any kind of symbols.", text))
}

/// The trait of what bodies ask for.
pub fn symbols(used: &BTreeSet<String>, bindings: &Bindings) -> String {
    let mut text = String::from(
        "/// What is known about values, and what else the abstract interpreter asks of its surroundings. Names are those that \
         definitions use.\npub trait Symbols: Sized {\n/// What is known about one value. Of its default nothing is read.\n\
         type Symbol: Copy + Default;\n\
         /// A frame, on the stack where instructions have one.\n\
         unsafe fn of_frame(frame: *mut AbstractFrame<Self>) -> Self::Symbol;\n\
         /// The frame that was put on the stack.\n\
         unsafe fn to_frame(symbol: Self::Symbol) -> *mut AbstractFrame<Self>;\n",
    );
    for (name, bound) in &bindings.symbols {
        let needed = name == "sym_new_null" || name == "sym_new_not_null";
        if !needed && !used.contains(&symbol_key(name)) {
            continue;
        }
        let (generics, parameters, result) = bound.what.rust(bindings);
        let own = |ty: &str| ty.replace("S::", "Self::").replace("<S>", "<Self>");
        let parameters: Vec<String> =
            parameters.iter().enumerate().map(|(index, ty)| format!("_{index}: {}", own(ty))).collect();
        let arrow = if result == "()" { String::new() } else { format!(" -> {}", own(&result)) };
        let _ = writeln!(text, "/// `{name}`\nunsafe fn {name}{generics}({}){arrow};", parameters.join(", "));
    }
    text.push_str("}\n");
    text
}

fn case_name(uop: &Uop<'_>) -> String {
    format!("abstract_{}", uop.name)
}

/// The case of a micro-op.
fn case(
    program: &Program,
    base: &Analysis<'_>,
    overlay: &Analysis<'_>,
    uop: &Uop<'_>,
) -> Result<String, String> {
    let mut text = String::new();
    let definition = overlay.uop(&uop.name);
    let shown = definition.unwrap_or(uop);
    let file = base.sources.file(shown.def.name.span.file);
    let (line, _) = base.sources.line_column(shown.def.name.span);
    let _ = writeln!(text, "/// `{}` ({}:{line}): `{}`", uop.name, file.name, effect(&shown.stack));
    if definition.is_none() {
        text.push_str("///\n/// Nothing is known of what it pushes.\n");
    }
    let _ = writeln!(
        text,
        "#[inline(always)]\npub unsafe fn {}<S: Symbols>(cx: &mut Abstract<S>) -> Result<(), Exit> {{",
        case_name(uop)
    );
    match definition {
        Some(definition) => {
            let lowered = program.optimizer.iter().find(|body| body.name == safe(&definition.name));
            let Some((lowered, Outcome::Translated(function))) =
                lowered.map(|lowered| (lowered, &lowered.outcome))
            else {
                return Err(format!("the abstract interpretation of `{}` is not translated", uop.name));
            };
            interpreted(&mut text, uop, &definition.stack, lowered, function);
        }
        None => unknown(&mut text, &uop.stack),
    }
    text.push_str("Ok(())\n}\n");
    Ok(text)
}

/// A place on the stack.
fn place(at: &PointerOffset) -> String {
    format!("*cx.stack_pointer.offset(({}) as isize)", print::expr(&offset(at)))
}

/// Where the stack ends after some items, given where the lowest of them begins.
fn end<'i>(from: &PointerOffset, items: impl IntoIterator<Item = &'i StackItem>) -> PointerOffset {
    items.into_iter().fold(from.clone(), |place, item| place.push(item))
}

/// Moves the stack pointer.
fn move_pointer(text: &mut String, by: &PointerOffset) {
    if *by != PointerOffset::zero() {
        let by = print::expr(&offset(by));
        let _ = writeln!(text, "cx.stack_pointer = cx.stack_pointer.offset(({by}) as isize);");
    }
}

/// A case whose body is defined.
fn interpreted(
    text: &mut String,
    uop: &Uop<'_>,
    effects: &StackEffects,
    lowered: &Lowered,
    function: &Function,
) {
    let bottom = effects.inputs.iter().fold(PointerOffset::zero(), |place, item| place.pop(item));
    let mut arguments = vec!["cx".to_owned()];
    let mut parameters = function.parameters.iter();
    let mut at = bottom.clone();
    for item in &effects.inputs {
        if item.name != "unused" && item.used && !item.is_array() {
            let Some(parameter) = parameters.next() else { break };
            arguments.push(match parameter.ty.as_str() {
                "S::Symbol" => place(&at),
                _ => format!("S::to_frame({})", place(&at)),
            });
        }
        at = at.push(item);
    }
    let named = uop.caches.iter().filter(|entry| entry.name != "unused");
    arguments.extend(named.enumerate().map(|(index, entry)| match entry.units {
        4 => format!("operand_object((*cx.this_instr).operand{index})"),
        units => format!("(*cx.this_instr).operand{index} as u{}", i64::from(units) * 16),
    }));
    let results: Vec<String> = (0..function.results.len()).map(|index| format!("result_{index}")).collect();
    let pattern = match results.as_slice() {
        [one] => one.clone(),
        many => format!("({})", many.join(", ")),
    };
    let call = format!("{}({})", lowered.name, arguments.join(", "));
    let question = if function.has_exits { "?" } else { "" };
    if results.is_empty() {
        let _ = writeln!(text, "{call}{question};");
    } else {
        let _ = writeln!(text, "let {pattern} = {call}{question};");
    }
    // A body that moves the pointer leaves it below what it pushes.
    let kept = end(&bottom, effects.outputs.iter().filter(|item| item.peek));
    let base = if function.moves_pointer { &bottom - &kept } else { bottom };
    let mut at = base;
    for (index, item) in effects.outputs.iter().enumerate() {
        if let Some(result) = function.returned.iter().position(|returned| *returned == index)
            && let (Some(name), Some(result)) = (results.get(result), function.results.get(result))
        {
            let value = match result.ty.as_str() {
                "S::Symbol" => name.clone(),
                _ => format!("S::of_frame({name})"),
            };
            let _ = writeln!(text, "{} = {value};", place(&at));
        }
        at = at.push(item);
    }
    if function.body.value.is_some() || !function.has_exits {
        move_pointer(text, &at);
    }
}

/// A case of which only the number of items is known.
fn unknown(text: &mut String, effects: &StackEffects) {
    let mut at = effects.inputs.iter().fold(PointerOffset::zero(), |place, item| place.pop(item));
    for item in &effects.outputs {
        let fresh =
            if item.name == "null" { "S::sym_new_null(cx.ctx)" } else { "S::sym_new_not_null(cx.ctx)" };
        if item.name != "unused" && !item.peek {
            if item.is_array() {
                let size = print::expr(&offset(&PointerOffset::from_item(item)));
                let first = print::expr(&offset(&at));
                let _ = writeln!(
                    text,
                    "for index in 0..({size}) {{ *cx.stack_pointer.offset((({first}) + index) as isize) = {fresh}; }}"
                );
            } else {
                let _ = writeln!(text, "{} = {fresh};", place(&at));
            }
        }
        at = at.push(item);
    }
    move_pointer(text, &at);
}
