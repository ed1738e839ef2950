//! Stack effects of micro-ops and pseudo-instructions: which items stay where they are, which are used
//! (reference.md B17), and what names may not do.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use super::context::Cx;
use super::definitions::too_many;
use super::sizes::size_expr;
use super::{StackEffects, StackItem};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::syntax::source::{Span, TokenKind};
use crate::syntax::tree::{self, InputEffect};

/// How many inputs and how many outputs a definition may have.
const MAX_ITEMS: usize = 128;

/// Works out the effect of a definition. Items are marked as used only if there is code that can use them.
pub(super) fn stack_effects(
    cx: &mut Cx<'_, '_>,
    inputs: &[InputEffect],
    outputs: &[tree::StackEffect],
    code: Option<&Code<'_>>,
) -> StackEffects {
    let most = cx.limit(MAX_ITEMS);
    if let Some(span) =
        [inputs.get(most).map(input_span), outputs.get(most).map(|o| o.span)].into_iter().flatten().next()
    {
        cx.error(too_many(most, "items in this stack effect", span));
        return StackEffects::default();
    }
    // A cache entry is a named input too, though no item of the stack.
    let mut input_names: BTreeMap<&str, Span> = BTreeMap::new();
    for input in inputs {
        let name = match input {
            InputEffect::Stack(item) => &item.name,
            InputEffect::Cache(cache) => &cache.name,
        };
        if name.text != "unused" {
            input_names.insert(&name.text, input_span(input));
        }
    }
    let mut effects = StackEffects {
        inputs: inputs
            .iter()
            .filter_map(|input| match input {
                InputEffect::Stack(item) => Some(stack_item(cx, item)),
                InputEffect::Cache(_) => None,
            })
            .collect(),
        outputs: outputs.iter().map(|item| stack_item(cx, item)).collect(),
    };
    mark_peeks(cx, &mut effects, &input_names);
    if let Some(code) = code {
        mark_used(&mut effects, code);
    }
    if cx.rules.effects.checks_names {
        check_unused(cx, &effects.inputs);
    }
    effects
}

fn input_span(input: &InputEffect) -> Span {
    match input {
        InputEffect::Stack(item) => item.span,
        InputEffect::Cache(cache) => cache.span,
    }
}

fn stack_item(cx: &mut Cx<'_, '_>, item: &tree::StackEffect) -> StackItem {
    let size_value = item.size.as_ref().and_then(|size| size_expr(size.expr.as_ref()?));
    let condition_value = item.condition.as_ref().and_then(|condition| size_expr(condition.expr.as_ref()?));
    for (sized, value, what) in
        [(&item.size, &size_value, "size"), (&item.condition, &condition_value, "condition")]
    {
        let Some(sized) = sized else { continue };
        let signed = what == "size" && sized.text.starts_with(['-', '+']);
        if value.is_none() || signed {
            let label = if signed { "it starts with a sign" } else { "not integer arithmetic in `oparg`" };
            cx.strict(
                Diagnostic::error(
                    codes::SIZE_NOT_UNDERSTOOD,
                    format!("the {what} of `{}` is not understood: `{}`", item.name.text, sized.text),
                    sized.span,
                    label,
                )
                .with_help(if signed {
                    "the reference generator takes a leading sign off the text and gets the sum wrong; \
                     write the positive terms first, as in `oparg - 1`"
                } else {
                    "only numbers, `oparg`, and the operators of C on them can be used here"
                }),
            );
        }
    }
    let is_array = item.size.is_some();
    let array_type = cx.rules.effects.array_type.filter(|_| is_array).map(str::to_owned);
    StackItem {
        name: item.name.text.clone(),
        ty: array_type.or_else(|| item.ty.as_ref().map(|ty| ty.text.clone())),
        size: item.size.as_ref().map(|size| size.text.clone()).unwrap_or_default(),
        size_expr: size_value,
        condition: item.condition.as_ref().map(|c| c.text.clone()).unwrap_or_default(),
        condition_expr: condition_value,
        peek: false,
        used: false,
        span: item.span,
    }
}

/// Marks equal names at equal places, from the bottom up to the first difference. In 3.14 an output may bear
/// an input's name only at that input's place, whatever stands in between.
fn mark_peeks(cx: &mut Cx<'_, '_>, effects: &mut StackEffects, input_names: &BTreeMap<&str, Span>) {
    let mut modified = false;
    for (index, output) in effects.outputs.iter_mut().enumerate() {
        if let Some(input) = effects.inputs.get_mut(index)
            && input.name == output.name
        {
            if !modified {
                input.peek = true;
                output.peek = true;
            }
            continue;
        }
        modified = true;
        if let Some(span) = input_names.get(output.name.as_str())
            && cx.rules.effects.checks_names
        {
            cx.error(
                Diagnostic::error(
                    codes::REUSED_NAME,
                    format!("`{}` is an input and an output, but not at the same place", output.name),
                    output.span,
                    "the output",
                )
                .with_label(*span, "the input")
                .with_help(
                    "an output that bears an input's name is that input, left where it is; rename one of the \
                            two",
                ),
            );
        }
    }
}

fn mark_used(effects: &mut StackEffects, code: &Code<'_>) {
    let names: BTreeSet<&str> =
        code.body_tokens().filter(|t| t.kind == TokenKind::Identifier).map(|t| t.text).collect();
    let all = names.contains("DECREF_INPUTS");
    for input in &mut effects.inputs {
        input.used = all
            || names.contains(input.name.as_str())
            || (!input.peek && effects.outputs.iter().any(|output| output.name == input.name));
    }
    for output in &mut effects.outputs {
        output.used = names.contains(output.name.as_str());
    }
}

/// An item that is loaded may not lie below one that is not, down to the first that stays.
fn check_unused(cx: &mut Cx<'_, '_>, inputs: &[StackItem]) {
    let mut unused: Option<Span> = None;
    for item in inputs.iter().rev() {
        if item.name == "unused" {
            unused = unused.or(Some(item.span));
        } else if item.peek {
            break;
        } else if let Some(above) = unused {
            cx.error(
                Diagnostic::error(
                    codes::USED_BELOW_UNUSED,
                    format!("the input `{}` lies below an unused one", item.name),
                    item.span,
                    "is popped",
                )
                .with_label(above, "but this above it is not")
                .with_help(
                    "give the item above a name, or leave the lower one in place by listing it as the output \
                            at the same place",
                ),
            );
        }
    }
}
