//! An exception as text, with those that led to it, and groups as trees: `TracebackException`.

use std::collections::HashSet;

use super::{displayable, safe_text, stack, suggest, syntax};
use crate::objects::exceptions::{BaseException, BaseExceptionGroup};
use crate::objects::list::List;
use crate::objects::str_::Str;
use crate::objects::traceback::Traceback;
use crate::objects::tuple::Tuple;
use crate::objects::type_::Type;
use crate::value::{Obj, Ptr, Ref, Value};
use crate::vm::Vm;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// How many exceptions of a group are shown, and how deeply nested ones.
const MAX_GROUP_WIDTH: usize = 15;
const MAX_GROUP_DEPTH: usize = 10;

/// An exception that is shown, with the others by their numbers.
struct Node {
    exception: Ref<BaseException>,
    cause: Option<usize>,
    context: Option<usize>,
    /// The exceptions of a group.
    members: Option<Vec<usize>>,
}

/// All exceptions that are shown because of one, each once.
struct Graph<'a> {
    vm: &'a Vm,
    nodes: Vec<Node>,
    seen: HashSet<u64>,
}

impl Graph<'_> {
    fn add(&mut self, exception: Ref<BaseException>) -> usize {
        self.seen.insert(exception.obj().word());
        self.nodes.push(Node { exception, cause: None, context: None, members: None });
        self.nodes.len() - 1
    }

    /// Adds an exception that is not there yet.
    fn add_new(&mut self, exception: Option<Value>) -> Option<usize> {
        let exception = Ref::<BaseException>::try_from_value(exception?).ok()?;
        if self.seen.contains(&exception.obj().word()) {
            return None;
        }
        Some(self.add(exception))
    }

    /// Adds what belongs to an exception.
    fn fill(&mut self, index: usize) -> Vec<usize> {
        let exception = self.nodes[index].exception.clone();
        let cause = self.add_new(exception.cause.get());
        let context = if cause.is_none() && !exception.suppress_context.get() {
            self.add_new(exception.context.get())
        } else {
            None
        };
        let members = exception.obj().cast::<BaseExceptionGroup>().map(|group| {
            let all = group.exceptions.get();
            let all = all.as_ref().and_then(|all| all.cast::<Tuple>());
            let all = all.map_or_else(Vec::new, |all| all.get().as_slice().to_vec());
            let all = all.into_iter().filter_map(|member| Ref::try_from_value(member).ok());
            all.map(|member| self.add(member)).collect::<Vec<usize>>()
        });
        let mut added: Vec<usize> = cause.into_iter().chain(context).collect();
        added.extend(members.iter().flatten());
        let node = &mut self.nodes[index];
        (node.cause, node.context, node.members) = (cause, context, members);
        added
    }

    /// The exceptions in the order in which they came, each with what it says of the one before.
    fn chain(&self, index: usize) -> Vec<(Option<&'static str>, usize)> {
        let mut chain = Vec::new();
        let mut current = Some(index);
        while let Some(index) = current {
            let node = &self.nodes[index];
            let (message, next) = match (node.cause, node.context) {
                (Some(cause), _) => (Some(CAUSE), Some(cause)),
                (None, Some(context)) => (Some(CONTEXT), Some(context)),
                (None, None) => (None, None),
            };
            chain.push((message, index));
            current = next;
        }
        chain.reverse();
        chain
    }
}

/// Where in the tree of groups the text is: `_ExceptionPrintContext`.
struct Output {
    text: String,
    depth: usize,
    need_close: bool,
}

impl Output {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    /// Adds lines, each behind the margin.
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.text += text;
            return;
        }
        let indent = self.indent();
        for line in text.split_inclusive('\n') {
            self.text += &format!("{indent}{margin} {line}");
        }
    }
}

/// The text of an exception.
pub(super) fn format(vm: &Vm, exception: Ptr<'_, BaseException>) -> String {
    let mut graph = Graph { vm, nodes: Vec::new(), seen: HashSet::new() };
    let mut pending = vec![graph.add(exception.to_ref())];
    while let Some(index) = pending.pop() {
        pending.extend(graph.fill(index));
    }
    let mut output = Output { text: String::new(), depth: 0, need_close: false };
    write(&graph, 0, &mut output);
    output.text
}

fn traceback(exception: &BaseException) -> Option<Ref<Traceback>> {
    Ref::try_from_value(exception.traceback.get()?).ok()
}

fn write(graph: &Graph<'_>, index: usize, output: &mut Output) {
    for (message, index) in graph.chain(index) {
        if let Some(message) = message {
            output.emit(message, '|');
        }
        let node = &graph.nodes[index];
        let stack = traceback(&node.exception).and_then(|tb| stack::format(graph.vm, tb.ptr()));
        match &node.members {
            None => {
                if let Some(stack) = stack {
                    output.emit("Traceback (most recent call last):\n", '|');
                    output.emit(&stack, '|');
                }
                output.emit(&only(graph.vm, node.exception.ptr()), '|');
            }
            Some(_) if output.depth > MAX_GROUP_DEPTH => {
                output.emit(&format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), '|');
            }
            Some(members) => write_group(graph, node, members, stack, output),
        }
    }
}

fn write_group(
    graph: &Graph<'_>,
    node: &Node,
    members: &[usize],
    stack: Option<String>,
    output: &mut Output,
) {
    let is_top = output.depth == 0;
    if is_top {
        output.depth += 1;
    }
    if let Some(stack) = stack {
        let margin = if is_top { '+' } else { '|' };
        output.emit("Exception Group Traceback (most recent call last):\n", margin);
        output.emit(&stack, '|');
    }
    output.emit(&only(graph.vm, node.exception.ptr()), '|');
    let count = if members.len() <= MAX_GROUP_WIDTH { members.len() } else { MAX_GROUP_WIDTH + 1 };
    output.need_close = false;
    for (number, member) in members.iter().take(count).enumerate() {
        let is_last = number + 1 == count;
        if is_last {
            // What is nested may close the frame.
            output.need_close = true;
        }
        let is_cut = number >= MAX_GROUP_WIDTH;
        let title = if is_cut { "...".to_owned() } else { (number + 1).to_string() };
        let begin = if number == 0 { "+-" } else { "  " };
        output.text += &format!("{}{begin}+---------------- {title} ----------------\n", output.indent());
        output.depth += 1;
        if is_cut {
            let left = members.len() - MAX_GROUP_WIDTH;
            let plural = if left > 1 { "s" } else { "" };
            output.emit(&format!("and {left} more exception{plural}\n"), '|');
        } else {
            write(graph, *member, output);
        }
        if is_last && output.need_close {
            output.text += &format!("{}+------------------------------------\n", output.indent());
            output.need_close = false;
        }
        output.depth -= 1;
    }
    if is_top {
        output.depth = 0;
    }
}

/// The name of an exception's type, with the module unless it is the program or built in.
pub(super) fn type_name(vm: &Vm, ty: &Type) -> String {
    let qualname = ty.qualname(vm);
    let qualname = qualname.cast::<Str>().map_or_else(String::new, |name| displayable(&name));
    match ty.module(vm) {
        Some(module) => match module.cast::<Str>() {
            Some(module) if module.equals_str("__main__") || module.equals_str("builtins") => qualname,
            Some(module) => format!("{}.{qualname}", displayable(&module)),
            None => format!("<unknown>.{qualname}"),
        },
        None => format!("<unknown>.{qualname}"),
    }
}

/// The last lines: the type, the message and the notes. `format_exception_only`.
fn only(vm: &Vm, exception: Ptr<'_, BaseException>) -> String {
    let object = exception.obj();
    let name = type_name(vm, object.ty());
    let mut message = safe_text(vm, object, "exception", "str", Vm::str);
    let mut text = if object.ty().is_subtype(vm.types.syntax_error()) {
        syntax::format(vm, object, &name)
    } else {
        message += &suggest::for_exception(vm, exception);
        if message.is_empty() { format!("{name}\n") } else { format!("{name}: {message}\n") }
    };
    text += &notes(vm, object);
    text
}

fn notes(vm: &Vm, exception: Obj<'_>) -> String {
    let notes = match vm.getattr_opt(exception, vm.names.__notes__.ptr()) {
        Ok(notes) => notes,
        Err(raised) => {
            let error = vm.catch(raised);
            let error = safe_text(vm, error.obj(), "__notes__", "repr", Vm::repr);
            return format!("Ignored error getting __notes__: {error}\n");
        }
    };
    let Some(notes) = notes.filter(|notes| !notes.is_none()) else { return String::new() };
    let items = match (notes.cast::<List>(), notes.cast::<Tuple>()) {
        (Some(list), _) => list.get().to_vec(),
        (None, Some(tuple)) => tuple.get().as_slice().to_vec(),
        (None, None) => {
            return format!("{}\n", safe_text(vm, notes.obj(), "__notes__", "repr", Vm::repr));
        }
    };
    items.iter().map(|note| format!("{}\n", safe_text(vm, note.obj(), "note", "str", Vm::str))).collect()
}
