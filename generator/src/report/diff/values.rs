//! Stack effects: whether two symbolic numbers are the same number, and for which `oparg` they are not.

use super::model::Aspect;
use crate::ir::{Effect, SizeExpr, StackItem};

/// Values of `oparg` that are tried. CPython's own sizes depend on `oparg` as a whole, on its lowest bit, or on
/// its two lowest bytes (`UNPACK_EX`); this covers all of them.
const TRIED: i64 = 4096;

/// A changed number of items; `None` if it is the same number, written in the same way.
pub fn effect(what: &str, old: &Effect, new: &Effect) -> Option<Aspect> {
    if old == new {
        return None;
    }
    let aspect = Aspect::of(what, &old.text, &new.text);
    if let (Some(old), Some(new)) = (old.expr.as_constant(), new.expr.as_constant()) {
        return Some(if old == new { aspect.minor().with_detail("the same number") } else { aspect });
    }
    let differing: Vec<(i64, i64, i64)> = (0..TRIED)
        .map(|oparg| (oparg, old.eval(oparg), new.eval(oparg)))
        .filter(|(_, old, new)| old != new)
        .collect();
    Some(match describe(&differing) {
        None => aspect.minor().with_detail("the same number for every oparg"),
        Some(detail) => aspect.with_detail(&detail),
    })
}

/// A changed difference between what is pushed and what is popped, which is what counts for whoever tracks the
/// depth of the stack; `None` if it is the same number for every `oparg`.
pub fn net(old: (&Effect, &Effect), new: (&Effect, &Effect)) -> Option<Aspect> {
    let net = |(popped, pushed): (&Effect, &Effect)| {
        let expr = SizeExpr::sum(vec![pushed.expr.clone(), SizeExpr::Neg(Box::new(popped.expr.clone()))]);
        let text = match expr.as_constant() {
            Some(0) => "0".to_owned(),
            Some(number) => format!("{number:+}"),
            None if pushed.expr.as_constant() == Some(0) => format!("-({})", popped.text),
            None => format!("{} - ({})", pushed.text, popped.text),
        };
        Effect { text, expr }
    };
    effect("net effect", &net(old), &net(new)).filter(|aspect| !aspect.minor)
}

/// For which `oparg` the numbers differ, with an example; `None` if for none.
fn describe(differing: &[(i64, i64, i64)]) -> Option<String> {
    let (oparg, old, new) = *differing.first()?;
    let example = format!("oparg {oparg}: {old} → {new}");
    let all = |f: &dyn Fn(i64) -> bool| differing.iter().all(|(oparg, ..)| f(*oparg));
    let count = differing.len() as i64;
    let by = new.wrapping_sub(old);
    let everywhere_by = differing.iter().all(|(_, old, new)| new.wrapping_sub(*old) == by);
    let who = if count == TRIED {
        "every oparg".to_owned()
    } else if count == TRIED / 2 && all(&|oparg| oparg % 2 == 1) {
        "every odd oparg".to_owned()
    } else if count == TRIED / 2 && all(&|oparg| oparg % 2 == 0) {
        "every even oparg".to_owned()
    } else {
        ranges(differing)
    };
    Some(match everywhere_by {
        true if by > 0 => format!("{by} more for {who}, e.g. {example}"),
        true => format!("{} fewer for {who}, e.g. {example}", by.wrapping_neg()),
        false => format!("differs for {who}, e.g. {example}"),
    })
}

/// The first few runs of consecutive values.
fn ranges(differing: &[(i64, i64, i64)]) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for (oparg, ..) in differing {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *oparg => *last = *oparg,
            _ => runs.push((*oparg, *oparg)),
        }
    }
    let shown = runs.iter().take(4).map(|(first, last)| match last {
        last if *last == TRIED - 1 => format!("{first} and up"),
        last if first == last => first.to_string(),
        last => format!("{first} to {last}"),
    });
    let mut text = format!("oparg {}", shown.collect::<Vec<_>>().join(", "));
    if runs.len() > 4 {
        text.push_str(", …");
    }
    text
}

/// The stack effect of a micro-op as it is written.
pub fn signature(inputs: &[StackItem], outputs: &[StackItem]) -> String {
    let list = |items: &[StackItem]| items.iter().map(item).collect::<Vec<_>>().join(", ");
    let (inputs, outputs) = (list(inputs), list(outputs));
    match (inputs.as_str(), outputs.as_str()) {
        ("", "") => "(--)".to_owned(),
        ("", outputs) => format!("(-- {outputs})"),
        (inputs, "") => format!("({inputs} --)"),
        (inputs, outputs) => format!("({inputs} -- {outputs})"),
    }
}

fn item(item: &StackItem) -> String {
    let mut text = item.name.clone();
    // An array has no type of its own; 3.13 gives it one that is not written.
    if let Some(ty) = item.ty.as_ref().filter(|_| item.size.is_none()) {
        text.push_str(&format!(": {ty}"));
    }
    if let Some(size) = &item.size {
        text.push_str(&format!("[{}]", size.text));
    }
    if let Some(condition) = &item.condition {
        text.push_str(&format!(" if ({})", condition.text));
    }
    text
}

/// The values of a size or condition for every `oparg` that is tried.
fn number(effect: &Option<Effect>) -> Option<Vec<i64>> {
    let effect = effect.as_ref()?;
    Some(match effect.expr.as_constant() {
        Some(number) => vec![number],
        None => (0..TRIED).map(|oparg| effect.eval(oparg)).collect(),
    })
}

/// A changed stack effect of a micro-op. It is minor if only names differ.
pub fn signatures(old: (&[StackItem], &[StackItem]), new: (&[StackItem], &[StackItem])) -> Option<Aspect> {
    if old == new {
        return None;
    }
    let (before, after) = (signature(old.0, old.1), signature(new.0, new.1));
    let shape = |items: &[StackItem]| -> Vec<_> {
        let ty = |i: &StackItem| i.ty.clone().filter(|_| i.size.is_none());
        items.iter().map(|i| (ty(i), number(&i.size), number(&i.condition), i.peek)).collect()
    };
    let aspect = Aspect::of("stack", &before, &after);
    let only_names = shape(old.0) == shape(new.0) && shape(old.1) == shape(new.1);
    if before == after && only_names {
        return None;
    }
    Some(if only_names { aspect.minor().with_detail("names and spelling only") } else { aspect })
}

#[cfg(test)]
mod tests {
    use super::effect;
    use crate::ir::{Effect, SizeExpr, SizeOp};

    fn binary(op: SizeOp, l: SizeExpr, r: i64) -> SizeExpr {
        SizeExpr::Binary(op, Box::new(l), Box::new(SizeExpr::Int(r)))
    }

    fn detail(old: SizeExpr, new: SizeExpr) -> (bool, String) {
        let effect_of = |expr, text: &str| Effect { text: text.to_owned(), expr };
        let aspect = effect("pops", &effect_of(old, "old"), &effect_of(new, "new")).expect("they differ");
        (aspect.minor, aspect.detail)
    }

    #[test]
    fn says_where_values_differ() {
        use SizeExpr::{Int, Oparg};
        let low = || binary(SizeOp::BitAnd, Oparg, 1);
        assert_eq!(detail(Int(1), Int(2)), (false, String::new()));
        assert_eq!(
            detail(Oparg, binary(SizeOp::Add, Oparg, 0)),
            (true, "the same number for every oparg".into())
        );
        assert_eq!(
            detail(Oparg, binary(SizeOp::Add, Oparg, 2)),
            (false, "2 more for every oparg, e.g. oparg 0: 0 → 2".into())
        );
        assert_eq!(detail(low(), Int(0)), (false, "1 fewer for every odd oparg, e.g. oparg 1: 1 → 0".into()));
        assert_eq!(detail(low(), Int(1)), (false, "1 more for every even oparg, e.g. oparg 0: 0 → 1".into()));
        assert_eq!(
            detail(Oparg, binary(SizeOp::BitAnd, Oparg, 0xFF)),
            (false, "differs for oparg 256 and up, e.g. oparg 256: 256 → 0".into())
        );
        assert_eq!(
            detail(Int(0), binary(SizeOp::Eq, Oparg, 3)),
            (false, "1 more for oparg 3, e.g. oparg 3: 0 → 1".into())
        );
    }
}
