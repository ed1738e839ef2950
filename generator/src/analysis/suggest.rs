//! "Did you mean …?"

/// Names longer than this are not compared.
const MAX_LENGTH: usize = 80;

/// A help line that proposes the known name nearest to one that is unknown, or says `otherwise` if none is near.
pub(super) fn did_you_mean<'n>(
    name: &str,
    known: impl Iterator<Item = &'n String>,
    otherwise: &str,
) -> String {
    let limit = 1 + name.len() / 6;
    let nearest = known
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit)
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min();
    match nearest {
        Some((_, candidate)) => format!("Did you mean `{candidate}`?"),
        None => format!("{otherwise}, or check the spelling."),
    }
}

/// How many letters must be put in, left out or changed to get from one name to the other.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, &above) in b.bytes().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, distance};

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
        assert_eq!(distance(&"x".repeat(100), "x"), usize::MAX);
    }

    #[test]
    fn proposes_near_names_only() {
        let known = ["_LOAD_FAST".to_owned(), "_STORE_FAST".to_owned()];
        assert_eq!(did_you_mean("_LOAD_FSAT", known.iter(), "Define it"), "Did you mean `_LOAD_FAST`?");
        assert_eq!(did_you_mean("_CALL", known.iter(), "Define it"), "Define it, or check the spelling.");
    }
}
