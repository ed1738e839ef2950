//! "Did you mean": names that are nearly the one that was not found.

/// The price of a letter that is missing, superfluous or another.
const MOVE_COST: usize = 2;
/// The price of a letter in the other case.
const CASE_COST: usize = 1;
/// Longer names are not compared.
const LONGEST: usize = 40;
/// Among more names none is suggested.
const MOST: usize = 750;

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The edit distance of two names; more than `limit` if it is more.
fn distance(left: &str, right: &str, limit: usize) -> usize {
    if left == right {
        return 0;
    }
    let (mut a, mut b): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    while let (Some(x), Some(y)) = (a.last(), b.last())
        && x == y
    {
        a.pop();
        b.pop();
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE_COST;
    }
    if a.len() > LONGEST || b.len() > LONGEST {
        return limit + 1;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if (long.len() - short.len()) * MOVE_COST > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (1..=short.len()).map(|index| index * MOVE_COST).collect();
    let mut result = 0;
    for (index, letter) in long.iter().enumerate() {
        let mut diagonal = index * MOVE_COST;
        result = diagonal;
        let mut least = usize::MAX;
        for (place, other) in row.iter_mut().zip(short) {
            let substituted = diagonal + substitution(*letter, *other);
            diagonal = *place;
            let moved = result.min(diagonal) + MOVE_COST;
            result = substituted.min(moved);
            *place = result;
            least = least.min(result);
        }
        if least > limit {
            return limit + 1;
        }
    }
    result
}

/// The candidate that is nearest to `name`, if one is near enough: `_Py_CalculateSuggestions`.
pub(crate) fn suggestion<'a>(
    candidates: impl ExactSizeIterator<Item = &'a str>,
    name: &str,
) -> Option<&'a str> {
    if candidates.len() >= MOST {
        return None;
    }
    let size = name.chars().count();
    let mut best = None;
    let mut best_distance = usize::MAX;
    for candidate in candidates {
        if candidate == name {
            continue;
        }
        // No more than a third of the letters may differ.
        let limit =
            ((size + candidate.chars().count() + 3) * MOVE_COST / 6).min(best_distance.saturating_sub(1));
        let found = distance(name, candidate, limit);
        if found <= limit && found < best_distance {
            best = Some(candidate);
            best_distance = found;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested() {
        // What CPython 3.14 suggests for an attribute of an object that has exactly these.
        let names = ["blech", "bluch", "somethingwrong", "A", "noise"];
        let ask = |name| suggestion(names.iter().copied(), name);
        assert_eq!(ask("blach"), Some("blech"));
        assert_eq!(ask("somethingWrong"), Some("somethingwrong"));
        assert_eq!(ask("nose"), Some("noise"));
        assert_eq!(ask("zzzzz"), None);
    }
}
