//! What the walk noticed and the reference does not, as diagnostics.

use super::{Place, with_item};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::body as codes;
use crate::emit::c::watch::{Remark, RemarkKind};
use crate::syntax::source::Span;

fn with_death(diagnostic: Diagnostic, death: Option<Span>, name: &str) -> Diagnostic {
    match death {
        Some(death) => diagnostic.with_label(death, format!("`{name}` is consumed here")),
        None => diagnostic,
    }
}

pub(super) fn diagnostic(remark: &Remark, place: &Place<'_>) -> Diagnostic {
    let definition = place.name;
    let at = remark.at;
    match &remark.kind {
        RemarkKind::UsedAfterDeath { name, death } => {
            let diagnostic = Diagnostic::error(
                codes::USED_AFTER_DEATH,
                format!("`{name}` is used after it was consumed"),
                at,
                "the reference is gone",
            );
            with_item(with_death(diagnostic, *death, name), place, name)
                .with_help(format!("use `{name}` before it is consumed, or copy what is needed of it first"))
        }
        RemarkKind::ClosedTwice { name, death } => {
            let diagnostic = Diagnostic::error(
                codes::CLOSED_TWICE,
                format!("`{name}` is closed although it was consumed already"),
                at,
                "gives up a reference that is not there",
            );
            with_item(with_death(diagnostic, *death, name), place, name)
                .with_help("remove one of the two".to_owned())
        }
        RemarkKind::ConsumedInLoop { name, death } => {
            let diagnostic = Diagnostic::error(
                codes::CONSUMED_IN_LOOP,
                format!("`{name}` is consumed in every turn of a loop"),
                at,
                "from its second turn on, this loop finds it gone",
            );
            with_item(with_death(diagnostic, *death, name), place, name)
                .with_help(format!("consume `{name}` after the loop, or leave the loop right after"))
        }
        RemarkKind::LeftAfterClose { name, close } => Diagnostic::error(
            codes::LEFT_AFTER_CLOSE,
            format!("`{name}` after an input was consumed"),
            at,
            "the general instruction starts again with all inputs",
        )
        .with_label(*close, "consumed here")
        .with_help(format!("move `{name}` up, before anything is consumed")),
        RemarkKind::LeftAfterError { name, error } => Diagnostic::error(
            codes::LEFT_AFTER_ERROR,
            format!("`{name}` after `ERROR_IF`"),
            at,
            "the general instruction does the work again from the start",
        )
        .with_label(*error, "by here, some of the work is done")
        .with_help(format!("move `{name}` up, before the first thing that can fail")),
        RemarkKind::Dropped { after } => Diagnostic::error(
            codes::DROPPED,
            format!("these statements of `{definition}` are never reached, and left out"),
            at,
            "not in the output",
        )
        .with_label(*after, "control does not go on after this")
        .with_help("remove them, or make the jump conditional"),
        RemarkKind::EndOfMacroIf { dropped } => {
            let diagnostic = Diagnostic::error(
                codes::END_OF_MACRO_IF,
                format!("a jump in one branch of `#if` ends `{definition}` for the other, too"),
                at,
                "counts as never ending, whatever the condition",
            );
            let (diagnostic, help) = match dropped {
                Some(dropped) => (
                    diagnostic.with_label(*dropped, "left out of the output"),
                    "repeat the statements after it in the other branch, or make the jump conditional",
                ),
                None => (
                    diagnostic,
                    "there is no jump to the next instruction after it; end both branches alike, or make the jump \
                     conditional",
                ),
            };
            diagnostic.with_help(help)
        }
        RemarkKind::NoPopLabel { count } => Diagnostic::error(
            codes::NO_POP_LABEL,
            format!("an error pops {count} items here, but there is no label `pop_{count}_error`"),
            at,
            format!("jumps to `pop_{count}_error`"),
        )
        .with_help(format!(
            "define `label(pop_{count}_error) {{ … }}`, or take items off the stack before: `SYNC_SP();` after the \
             inputs are consumed"
        )),
        RemarkKind::NotConstant { name } => Diagnostic::error(
            codes::NOT_CONSTANT,
            format!("the condition of `{name}` starts like a constant and is taken for one"),
            at,
            "only the first token is looked at",
        )
        .with_help("write the condition the other way round, or in parentheses"),
        RemarkKind::LostTokens { name, taken } => Diagnostic::error(
            codes::LOST_TOKENS,
            format!("`{name}` takes `{taken}` with it"),
            at,
            "what follows this macro is lost",
        )
        .with_help(format!("make `{name}` a statement of its own, without comments inside")),
        RemarkKind::SavedOnSomePaths => Diagnostic::error(
            codes::SAVED_ON_SOME_PATHS,
            "the stack pointer is spilled on one path through this, but not on the other",
            at,
            "the paths meet after this",
        )
        .with_help("put `SAVE_STACK();` and `RELOAD_STACK();` on the same path"),
        RemarkKind::OutputNotDefined { name } => Diagnostic::error(
            codes::OUTPUT_WITHOUT_VALUE,
            format!("the output `{name}` of `{definition}` goes onto the stack without a value"),
            at,
            "never stored",
        )
        .with_help(format!(
            "assign `{name}` before anything that needs the stack in order; after other outputs are on the stack, \
             assignments to it are lost"
        )),
        RemarkKind::OutputOnSomePaths { name } => with_item(
            Diagnostic::error(
                codes::OUTPUT_ON_SOME_PATHS,
                format!("the output `{name}` gets a value on one path through this, but not on the other"),
                at,
                "the paths meet after this",
            ),
            place,
            name,
        )
        .with_help(format!("assign `{name}` on both paths, or before they part")),
        RemarkKind::PeekLost { name } => with_item(
            Diagnostic::error(
                codes::PEEK_LOST,
                format!("`{name}` stays on the stack, but is declared dead before it was written there"),
                at,
                "its place on the stack keeps what was there before",
            ),
            place,
            name,
        )
        .with_help(format!("declare the other inputs dead one by one; leave `{name}` alone")),
        RemarkKind::Overwritten { name, below } => Diagnostic::error(
            codes::OVERWRITTEN,
            format!("two items on the stack are called `{name}`, and share one variable"),
            at,
            "reading this one overwrites the other",
        )
        .with_label(*below, "still on the stack")
        .with_help("parts of a macro share their variables; rename one of the two"),
        RemarkKind::PartNeverEnds { uop, next } => Diagnostic::error(
            codes::PART_NEVER_ENDS,
            format!("`{definition}` goes on after `{uop}`, which never ends"),
            at,
            "",
        )
        .with_label(*next, "never reached")
        .with_help(format!("make `{uop}` the last part, or make its jump conditional")),
    }
}
