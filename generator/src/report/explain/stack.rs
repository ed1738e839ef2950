//! The stack before and after a micro-op or a whole instruction.

use super::model::{Picture, Slot};
use crate::analysis::offset::PointerOffset;
use crate::analysis::{StackEffects, StackItem};
use crate::ir::Effect;

/// Draws one micro-op or pseudo-instruction. `None` if it leaves the stack alone. Without a net effect that the
/// analysis states, every item written counts.
pub fn of_effects(effects: &StackEffects, net: Option<(&Effect, &Effect)>) -> Option<Picture> {
    if effects.inputs.is_empty() && effects.outputs.is_empty() {
        return None;
    }
    let before: Vec<Drawn<'_>> = effects.inputs.iter().map(|item| Drawn { item, stays: item.peek }).collect();
    let after: Vec<Drawn<'_>> = effects.outputs.iter().map(|item| Drawn { item, stays: item.peek }).collect();
    let count = |items: &[StackItem]| {
        let all = items.iter().fold(PointerOffset::zero(), |offset, item| offset.push(item));
        Effect { text: all.to_c(), ..Effect::default() }
    };
    let (popped, pushed) = net.map_or_else(
        || (count(&effects.inputs), count(&effects.outputs)),
        |(popped, pushed)| (popped.clone(), pushed.clone()),
    );
    Some(picture(&popped, &pushed, &before, &after, ""))
}

/// Draws the micro-ops of an instruction as one. `None` if they leave the stack alone.
pub fn of_parts(parts: &[&StackEffects], popped: &Effect, pushed: &Effect) -> Option<Picture> {
    if let [effects] = parts {
        return of_effects(effects, Some((popped, pushed)));
    }
    let Some((before, after)) = net(parts) else {
        let note = "Its micro-ops take apart what others put together, so it is not drawn as a whole.";
        return Some(picture(popped, pushed, &[], &[], note));
    };
    (!(before.is_empty() && after.is_empty())).then(|| picture(popped, pushed, &before, &after, ""))
}

/// An item, and whether it stays.
struct Drawn<'a> {
    item: &'a StackItem,
    stays: bool,
}

fn picture(
    popped: &Effect,
    pushed: &Effect,
    before: &[Drawn<'_>],
    after: &[Drawn<'_>],
    note: &str,
) -> Picture {
    let bottom = before.iter().rev().fold(PointerOffset::zero(), |offset, drawn| offset.pop(drawn.item));
    Picture {
        popped: popped.text.clone(),
        pushed: pushed.text.clone(),
        before: slots(&bottom, before),
        after: slots(&bottom, after),
        note: note.to_owned(),
    }
}

/// Items with their offsets, from the lowest on.
fn slots(bottom: &PointerOffset, items: &[Drawn<'_>]) -> Vec<Slot> {
    let mut offset = bottom.clone();
    items
        .iter()
        .map(|drawn| {
            let slot = Slot {
                name: name(drawn.item),
                ty: drawn.item.ty.clone().filter(|_| !drawn.item.is_array()),
                offset: offset.to_c(),
                stays: drawn.stays,
            };
            offset = offset.push(drawn.item);
            slot
        })
        .collect()
}

/// An item as it is written, without its type.
pub fn name(item: &StackItem) -> String {
    let mut text = item.name.clone();
    if item.is_array() {
        text.push_str(&format!("[{}]", item.size));
    }
    if !item.condition.is_empty() {
        text.push_str(&format!(" if ({})", item.condition));
    }
    text
}

/// A stack effect as it is written.
pub fn signature(effects: &StackEffects) -> String {
    let item = |item: &StackItem| match item.ty.as_ref().filter(|_| !item.is_array()) {
        Some(ty) => format!("{}: {ty}", name(item)),
        None => name(item),
    };
    let list = |items: &[StackItem]| items.iter().map(item).collect::<Vec<_>>().join(", ");
    let (inputs, outputs) = (list(&effects.inputs), list(&effects.outputs));
    format!("({inputs}{}--{}{outputs})", blank(&inputs), blank(&outputs))
}

fn blank(text: &str) -> &'static str {
    if text.is_empty() { "" } else { " " }
}

/// An item while the parts of an instruction are put together.
#[derive(Clone, Copy)]
struct Tracked<'a> {
    item: &'a StackItem,
    /// If it was there before the instruction: its number, counted from the top.
    origin: Option<usize>,
}

/// What the parts do together. `None` if sizes do not fit each other.
fn net<'a>(parts: &[&'a StackEffects]) -> Option<(Vec<Drawn<'a>>, Vec<Drawn<'a>>)> {
    let mut stack: Vec<Tracked<'a>> = Vec::new();
    let mut before: Vec<&'a StackItem> = Vec::new();
    for effects in parts {
        let mut popped: Vec<Tracked<'a>> = Vec::new();
        for input in effects.inputs.iter().rev() {
            let Some(top) = stack.pop() else {
                popped.push(Tracked { item: input, origin: Some(before.len()) });
                before.push(input);
                continue;
            };
            if top.item.size != input.size || top.item.condition != input.condition {
                return None;
            }
            let named = if input.name == "unused" { top.item } else { input };
            // A part may leave unnamed what a later one names.
            if let Some(first) = top.origin.and_then(|origin| before.get_mut(origin))
                && first.name == "unused"
            {
                *first = named;
            }
            popped.push(Tracked { item: named, origin: top.origin });
        }
        popped.reverse();
        for (index, output) in effects.outputs.iter().enumerate() {
            let kept = popped.get(index).filter(|_| output.peek).copied();
            stack.push(kept.unwrap_or(Tracked { item: output, origin: None }));
        }
    }
    let count = before.len();
    let mut stays = vec![false; count];
    let mut after = Vec::new();
    let mut untouched = true;
    for (index, tracked) in stack.iter().enumerate() {
        let place = tracked.origin.and_then(|origin| count.checked_sub(origin + 1));
        untouched &= place == Some(index);
        if let Some(flag) = stays.get_mut(index).filter(|_| untouched) {
            *flag = true;
        }
        let item = tracked.origin.and_then(|origin| before.get(origin)).copied().unwrap_or(tracked.item);
        after.push(Drawn { item, stays: untouched });
    }
    let before = before.into_iter().rev().zip(stays).map(|(item, stays)| Drawn { item, stays }).collect();
    Some((before, after))
}
