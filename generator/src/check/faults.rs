//! What the walk could not write, as diagnostics.

use super::{Place, with_item};
use crate::diagnostics::catalog::analysis as analysis_codes;
use crate::diagnostics::catalog::body as codes;
use crate::diagnostics::{Code, Diagnostic};
use crate::emit::c::fault::{Fault, WalkError};
use crate::emit::c::writer::LayoutFault;
use crate::stack::{CloseFault, Occasion, StackError};

/// What is said about a fault.
struct Text {
    code: Code,
    message: String,
    label: String,
    help: String,
    /// Items whose definitions are pointed to.
    items: Vec<String>,
}

impl Text {
    fn new(
        code: Code,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Text {
        Text { code, message: message.into(), label: label.into(), help: help.into(), items: Vec::new() }
    }

    fn about(mut self, items: &[&str]) -> Text {
        self.items = items.iter().map(|item| (*item).to_owned()).collect();
        self
    }
}

pub(super) fn diagnostic(error: &WalkError, place: &Place<'_>) -> Diagnostic {
    let text = match &error.fault {
        Fault::Stack(error) => stack(error, place),
        fault => emission(fault, place),
    };
    let mut diagnostic = Diagnostic::error(text.code, text.message, error.at, text.label);
    for item in &text.items {
        diagnostic = with_item(diagnostic, place, item);
    }
    diagnostic.with_help(text.help)
}

fn emission(fault: &Fault, place: &Place<'_>) -> Text {
    let definition = place.name;
    match fault {
        Fault::Stack(error) => stack(error, place),
        Fault::Unclosed { end } => Text::new(
            codes::MALFORMED_MACRO,
            format!("`{end}` is missing"),
            "the statement ends before it",
            format!("add the missing `{end}`"),
        ),
        Fault::NoParenthesis { name } => Text::new(
            codes::MALFORMED_MACRO,
            format!("`{name}` is not followed by its arguments"),
            "this is a macro that the generator replaces",
            format!("write `{name}(…);` as a statement of its own"),
        ),
        Fault::EndsEarly { name } => Text::new(
            codes::MALFORMED_MACRO,
            format!("the statement ends in the middle of `{name}`"),
            "this is a macro that the generator replaces",
            format!("write `{name}(…);` as a statement of its own"),
        ),
        Fault::DispatchWhileSpilled => Text::new(
            codes::DISPATCH_WHILE_SPILLED,
            "`DISPATCH` while the stack pointer is spilled: it needs a reload first",
            "the next instruction needs a valid stack pointer",
            "put `RELOAD_STACK();` before it",
        ),
        Fault::NotAnInput { name } => {
            let (label, help) = match place.item(name) {
                Some(_) if place.is_output(name) => (
                    "an output, not an input".to_owned(),
                    "only inputs can be declared dead; an output is on the stack when the micro-op ends"
                        .to_owned(),
                ),
                Some(_) => (
                    "this input is off the stack already".to_owned(),
                    format!(
                        "drop this: `{name}` was consumed, and everything above it too, before the last call that \
                         may run arbitrary code"
                    ),
                ),
                None => (
                    format!("not an input of `{definition}`"),
                    "name one of the inputs; plain C variables need no `DEAD`".to_owned(),
                ),
            };
            Text::new(codes::NOT_AN_INPUT, format!("`{name}` is not a live input"), label, help)
                .about(&[name])
        }
        Fault::CloseBelowLive { name, live } => Text::new(
            codes::CLOSE_BELOW_LIVE,
            format!("`{name}` is closed while `{live}`, which lies above it, is still alive"),
            "closing runs arbitrary code, so the stack must be in order",
            format!(
                "close `{live}` first, or use `DECREF_INPUTS();`, which closes all inputs in the right order"
            ),
        )
        .about(&[name, live]),
        Fault::ExpectedComma => Text::new(
            codes::CLOSE_SPECIALIZED_ARGUMENTS,
            "`PyStackRef_CLOSE_SPECIALIZED` needs two arguments",
            "expected a comma here",
            "name the deallocator: `PyStackRef_CLOSE_SPECIALIZED(value, deallocator);`",
        ),
        Fault::ExpectedIdentifier => Text::new(
            codes::CLOSE_SPECIALIZED_ARGUMENTS,
            "the second argument of `PyStackRef_CLOSE_SPECIALIZED` must be the name of a deallocator",
            "expected a name here",
            "name the deallocator: `PyStackRef_CLOSE_SPECIALIZED(value, deallocator);`",
        ),
        Fault::PointerWhileSpilled => Text::new(
            codes::POINTER_WHILE_SPILLED,
            "`stack_pointer` is used while it is spilled to the frame",
            "not valid here",
            "put `RELOAD_STACK();` before it, or move it before what spills the stack pointer: `SAVE_STACK();`, or a \
             call that may run arbitrary code in the same statement",
        ),
        Fault::NoSuchLabel { name } => Text::new(
            analysis_codes::UNKNOWN_LABEL,
            format!("there is no label `{name}`"),
            format!("jumped to from `{definition}`"),
            "define it with `label(NAME) { … }`",
        ),
        Fault::JumpWhileSpilled { name } => Text::new(
            codes::JUMP_WHILE_SPILLED,
            format!("jump to `{name}` without a reload of the stack pointer, which is spilled"),
            format!("`{name}` expects a valid stack pointer"),
            format!(
                "put `RELOAD_STACK();` before it, or declare `spilled label({name})` if the label can do without"
            ),
        ),
        Fault::NoInstructionSize => Text::new(
            analysis_codes::NO_INSTRUCTION_SIZE,
            format!("`INSTRUCTION_SIZE` stands for nothing in `{definition}`"),
            "there is no one instruction here",
            "use it in micro-ops that instructions of one size are made of",
        ),
        Fault::NoFamily { name } => Text::new(
            analysis_codes::EXIT_WITHOUT_FAMILY,
            format!("`{definition}` uses `{name}`, but there is no instruction that it could become"),
            "goes back to the head of the family",
            "add the instruction to the family of its unspecialized form, or report an error instead",
        ),
        Fault::NoInstruction { name } => Text::new(
            analysis_codes::EXIT_WITHOUT_FAMILY,
            format!("`{definition}` uses `{name}`, but is not part of an instruction"),
            "there is nothing to go back to",
            "leave with `goto`",
        ),
        Fault::OpargMask { found } => Text::new(
            codes::OPARG_MASK,
            format!(
                "`oparg & {found}` in `{definition}`, whose name says that it is one half of a micro-op split on \
                 `oparg & 1`"
            ),
            "only `1` is possible here",
            "rename the micro-op so that it does not end in `_0` or `_1`, or read `oparg` into a variable first",
        ),
        Fault::NothingOverridden { name } => Text::new(
            analysis_codes::NOT_IN_BASE,
            format!("`{name}` overrides no micro-op of the instruction set"),
            "not defined there",
            "correct the name, or remove the definition; the micro-op of `inst(X)` is called `_X`",
        ),
        Fault::Layout(LayoutFault::Underflow) => Text::new(
            codes::LAYOUT,
            format!("more parentheses or braces are closed than opened in the text of `{definition}`"),
            "",
            "the C writer counts them in every token, comments and strings too; balance them",
        ),
        Fault::Layout(LayoutFault::SeveralBraces) => Text::new(
            codes::LAYOUT,
            format!("a comment or string in `{definition}` opens several braces"),
            "",
            "the C writer counts braces in every token, comments and strings too; use one brace at most in each",
        ),
    }
}

fn stack(error: &StackError, place: &Place<'_>) -> Text {
    let definition = place.name;
    match error {
        StackError::DroppingLive { name } => Text::new(
            codes::DROPPING_LIVE,
            format!("`{name}` leaves the stack although nothing has consumed it"),
            "takes it off the stack",
            "give it a name and consume it: close it, hand it over, or say `DEAD(…);`",
        )
        .about(&[name]),
        StackError::InputStillLive { name, occasion } => {
            let (message, label) = match occasion {
                Occasion::ErrorIf => (
                    format!("`{name}` is still alive at `ERROR_IF`"),
                    "an error takes all inputs off the stack".to_owned(),
                ),
                Occasion::Sync => (
                    format!("`{name}` is still alive at `SYNC_SP`"),
                    "takes all inputs off the stack".to_owned(),
                ),
                Occasion::OutputDefined { output } => (
                    format!("`{name}` is still alive, so there is no room on the stack for `{output}`"),
                    format!("`{output}` has to be on the stack here"),
                ),
                Occasion::End => (
                    format!("`{name}` is still alive at the end of `{definition}`"),
                    "all inputs must be consumed by here".to_owned(),
                ),
            };
            let mut items = vec![name.as_str()];
            if let Occasion::OutputDefined { output } = occasion {
                items.push(output);
            }
            Text::new(
                codes::INPUT_STILL_LIVE,
                message,
                label,
                format!("consume it before: `PyStackRef_CLOSE({name});`, `DECREF_INPUTS();`, or `DEAD({name});` if \
                         its reference was handed over"),
            )
            .about(&items)
        }
        StackError::DeadBelowLive { name, live } => Text::new(
            codes::DEAD_BELOW_LIVE,
            format!("`{name}` was consumed, but `{live}`, which lies above it, is still alive"),
            "the stack has to be in order here",
            format!("consume `{live}` first: the stack shrinks from the top only"),
        )
        .about(&[name, live]),
        StackError::OutputNotDefined { name, .. } => Text::new(
            codes::OUTPUT_NOT_DEFINED,
            format!("the output `{name}` has no value at the end of `{definition}`"),
            "must have one by here",
            format!("assign it: `{name} = …;`; only an assignment at the start of a statement counts, or `&{name}` \
                     as an argument"),
        )
        .about(&[name]),
        StackError::ClearedOnSomePaths { name } => Text::new(
            codes::CLEARED_ON_SOME_PATHS,
            format!("`{name}` is consumed on one path through this, but not on the other"),
            "the paths meet after this",
            format!("consume `{name}` on both paths, or after they have met"),
        )
        .about(&[name]),
        StackError::SetOnSomePaths { name } => Text::new(
            codes::SET_ON_SOME_PATHS,
            format!("`{name}` is put on the stack on one path through this, but not on the other"),
            "the paths meet after this",
            format!("assign `{name}` on both paths, or after they have met"),
        )
        .about(&[name]),
        StackError::UnmergeableInputs { name } => Text::new(
            codes::UNMERGEABLE_INPUTS,
            format!("`{name}` has left the stack on one path through this, but not on the other"),
            "the paths meet after this",
            format!("consume `{name}` on both paths, or after they have met"),
        )
        .about(&[name]),
        StackError::DifferingTop | StackError::DifferingVariables => Text::new(
            codes::STACKS_DIFFER,
            "two paths leave different stacks behind",
            "the paths meet after this",
            "use `SYNC_SP();` and calls that need the stack in order on both paths, or after they have met",
        ),
        StackError::MismatchedVariables { name, other } => Text::new(
            codes::STACKS_DIFFER,
            format!("two paths leave different stacks behind: `{name}` lies where the other path has `{other}`"),
            "the paths meet after this",
            "make both paths push and pop the same",
        )
        .about(&[name, other]),
        StackError::MismatchedDepths { name, offset, other } => Text::new(
            codes::STACKS_DIFFER,
            format!("two paths leave different stacks behind: `{name}` is at {offset} and at {other}"),
            "the paths meet after this",
            "make both paths push and pop the same",
        )
        .about(&[name]),
        StackError::DuplicateName { name } => Text::new(
            codes::DUPLICATE_NAME,
            format!("two items called `{name}` are on the stack where two paths meet"),
            "the paths meet after this",
            format!("give one of them another name, here or in the micro-op that pushed the other `{name}`"),
        )
        .about(&[name]),
        StackError::NotSaved => Text::new(
            codes::NOT_SAVED,
            "the stack pointer needs no reload: it is not spilled",
            "not spilled here",
            "remove this, or put `SAVE_STACK();` before it on every path",
        ),
        StackError::UnbalancedSpills => Text::new(
            codes::UNBALANCED_SPILLS,
            format!("the stack pointer is still spilled at the end of `{definition}`"),
            "must be reloaded by here",
            "put `RELOAD_STACK();` after the code that `SAVE_STACK();` was for",
        ),
        StackError::CannotCloseInputs(fault) => {
            let (message, help) = match fault {
                CloseFault::ArrayOutput => (
                    "`DECREF_INPUTS` cannot put an array output in the place of several inputs",
                    "close the inputs one by one, from the top, and say `DECREF_INPUTS` for the last at most",
                ),
                CloseFault::SeveralLiveOutputs => (
                    "`DECREF_INPUTS` while several outputs have values: only one can take the inputs' place",
                    "close the inputs before the second output gets its value, or close them one by one",
                ),
                CloseFault::SizeMismatch => (
                    "`DECREF_INPUTS` cannot put the output in the place of the first input: they differ in size",
                    "close the inputs one by one, from the top",
                ),
                CloseFault::ArrayOfOne => (
                    "`DECREF_INPUTS` cannot put a scalar output in the place of an array of one",
                    "make the input a scalar, or close it by `PyStackRef_CLOSE(input[0]);`",
                ),
            };
            Text::new(codes::CANNOT_CLOSE_INPUTS, message, "closes all inputs that are left", help)
        }
        // The analysis has found this in the effects already.
        StackError::PushedTwice { name } => Text::new(
            analysis_codes::ITEM_LOST,
            format!("the items of `{definition}` cannot be told apart: `{name}` comes up twice"),
            "pushes the same item again",
            "define a second micro-op that does the same, with other names",
        )
        .about(&[name]),
        StackError::InputNotTracked { name } => Text::new(
            codes::INPUT_NOT_TRACKED,
            format!("`{name}`, which stays on the stack, cannot be followed any further after `SYNC_SP`"),
            "two paths would have to know of it from here on",
            format!("move this before `SYNC_SP();`, or do not name `{name}` as an output: read it from \
                     `stack_pointer`"),
        )
        .about(&[name]),
        StackError::MisplacedItem { name } => Text::new(
            codes::STACKS_DIFFER,
            format!("`{name}` is not where the stack has it"),
            "",
            "make all paths push and pop the same",
        )
        .about(&[name]),
    }
}
