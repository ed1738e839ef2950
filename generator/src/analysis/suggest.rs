//! "Did you mean …?"

/// Names longer than this are not compared.
const MAX_LENGTH: usize = 80;

/// A help line that proposes the known name nearest to one that is unknown, or says `otherwise` if none is near.
pub(super) fn did_you_mean<'n>(
    name: &str,
    known: impl Iterator<Item = &'n String>,
    otherwise: &str,
) -> String {
    let limit = match name.len() {
        0..4 => 1,
        4..16 => 2,
        _ => 3,
    };
    let nearest = known
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit)
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min();
    match nearest {
        Some((_, candidate)) => format!("did you mean `{candidate}`?"),
        None => format!("{otherwise}, or check the spelling"),
    }
}

/// Known names that are near to one that is unknown, or contain it, nearest first; at most `most`.
pub(crate) fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>, most: usize) -> Vec<&'n str> {
    let limit = 1 + name.len() / 6;
    let rank = |candidate: &'n str| {
        let distance = if candidate.len().abs_diff(name.len()) <= limit {
            distance(name, candidate)
        } else {
            usize::MAX
        };
        if distance <= limit {
            Some((distance, candidate))
        } else if name.len() >= 3 && candidate.contains(name) {
            Some((limit + candidate.len(), candidate))
        } else {
            None
        }
    };
    let mut near: Vec<(usize, &str)> = known.filter_map(rank).collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// How many letters must be put in, left out or changed, or neighbours swapped, to get from one name to the
/// other.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return usize::MAX;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let width = b.len() + 1;
    // Row i holds the distances of the first i letters of `a` to each beginning of `b`.
    let mut rows: Vec<usize> = (0..width).collect();
    let get = |rows: &[usize], i: usize, j: usize| rows.get(i * width + j).copied().unwrap_or(usize::MAX);
    for (i, x) in a.iter().enumerate() {
        rows.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            let mut best = get(&rows, i, j) + usize::from(x != y);
            best = best.min(get(&rows, i, j + 1) + 1).min(get(&rows, i + 1, j) + 1);
            if swapped {
                best = best.min(get(&rows, i - 1, j - 1) + 1);
            }
            rows.push(best);
        }
    }
    rows.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, distance, near};

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
        assert_eq!(distance("_LAOD", "_LOAD"), 1);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance(&"x".repeat(100), "x"), usize::MAX);
    }

    #[test]
    fn proposes_near_names_only() {
        let known = ["_LOAD_FAST".to_owned(), "_STORE_FAST".to_owned()];
        assert_eq!(did_you_mean("_LOAD_FSAT", known.iter(), "define it"), "did you mean `_LOAD_FAST`?");
        assert_eq!(did_you_mean("_CALL", known.iter(), "define it"), "define it, or check the spelling");
    }

    #[test]
    fn near_names_come_first_then_those_that_contain_it() {
        let known = ["LOAD_GLOBAL", "LOAD_GLOBAL_MODULE", "STORE_GLOBAL", "POP_TOP"];
        assert_eq!(near("LOAD_GLOBL", known.into_iter(), 3), ["LOAD_GLOBAL"]);
        assert_eq!(near("GLOBAL", known.into_iter(), 2), ["LOAD_GLOBAL", "STORE_GLOBAL"]);
        assert!(near("XX", known.into_iter(), 3).is_empty());
    }
}
