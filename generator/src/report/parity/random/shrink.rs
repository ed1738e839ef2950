//! Makes definitions on which the two generators disagree as small as may be.

use super::generate::Definitions;
use super::mutate::tokens;
use super::piece::Piece;

/// More questions than this are not asked for one failure.
const MOST: usize = 3000;

/// A text of more tokens than this is not cut into them.
const MOST_TOKENS: usize = 500;

/// Leaves out parts as long as `ask` still finds a problem of the same manner: pieces first, then lines, then tokens.
///
/// # Errors
/// Those of `ask`.
pub(super) fn shrink(
    definitions: Definitions,
    problem: String,
    ask: impl FnMut(&Definitions) -> Result<Option<String>, String>,
) -> Result<(Definitions, String), String> {
    let mut shrinker = Shrinker { best: definitions, problem, left: MOST, ask };
    shrinker.pieces()?;
    for in_overlay in [true, false] {
        let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect();
        shrinker.parts(in_overlay, lines)?;
        let words = |text: &str| tokens(text).into_iter().map(str::to_owned).collect::<Vec<_>>();
        if words(&shrinker.file(in_overlay).text()).len() <= MOST_TOKENS {
            shrinker.parts(in_overlay, words)?;
        }
    }
    Ok((shrinker.best, shrinker.problem))
}

struct Shrinker<F> {
    best: Definitions,
    problem: String,
    left: usize,
    ask: F,
}

impl<F: FnMut(&Definitions) -> Result<Option<String>, String>> Shrinker<F> {
    fn file(&self, in_overlay: bool) -> &Piece {
        if in_overlay { &self.best.overlay } else { &self.best.base }
    }

    /// Takes a smaller file over if the problem remains.
    fn take(&mut self, in_overlay: bool, less: Piece) -> Result<bool, String> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        let mut candidate = self.best.clone();
        *(if in_overlay { &mut candidate.overlay } else { &mut candidate.base }) = less;
        match (self.ask)(&candidate)?.filter(|problem| manner(problem) == manner(&self.problem)) {
            Some(problem) => {
                (self.best, self.problem) = (candidate, problem);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Leaves out pieces, larger ones first, or what is around them.
    fn pieces(&mut self) -> Result<(), String> {
        let mut progress = true;
        while progress && self.left > 0 {
            progress = false;
            'candidates: for in_overlay in [true, false] {
                for path in self.file(in_overlay).paths() {
                    for keep in [false, true] {
                        let Some(less) = self.file(in_overlay).without(&path, keep) else { continue };
                        if self.take(in_overlay, less)? {
                            // Positions have moved.
                            progress = true;
                            break 'candidates;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Leaves out runs of parts of the text, long ones first.
    fn parts(&mut self, in_overlay: bool, cut: impl Fn(&str) -> Vec<String>) -> Result<(), String> {
        let mut parts = cut(&self.file(in_overlay).text());
        let mut length = parts.len() / 2;
        while length > 0 {
            let mut at = 0;
            while at < parts.len() {
                let mut less = parts.clone();
                less.drain(at..(at + length).min(parts.len()));
                if self.take(in_overlay, Piece::leaf(less.concat()))? {
                    parts = less;
                } else {
                    at += length;
                }
            }
            length /= 2;
        }
        Ok(())
    }
}

/// What kind of problem it is: a difference in text, or the one or the other refuses the file.
fn manner(problem: &str) -> &str {
    if problem.starts_with("---") { "---" } else { problem.split(':').next().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let body = vec![Piece::leaf("    one();\n"), Piece::leaf("    bad(two, three);\n")];
        let base = vec![Piece::leaf("op(_A, (--)) {\n}\n"), Piece::around("op(_B, (--)) {\n", body, "}\n")];
        let definitions = Definitions::new(base, vec![Piece::leaf("op(_A, (--)) {\n}\n")]);
        let mut asked = 0;
        let (least, problem) = shrink(definitions, "wrong: much".to_owned(), |candidate| {
            asked += 1;
            let (base, overlay) = (candidate.base.text(), candidate.overlay.text());
            Ok(match (base.contains("bad("), overlay.contains("END")) {
                (true, true) => Some("wrong: little".to_owned()),
                (true, false) => Some("something else: quite".to_owned()),
                _ => None,
            })
        })
        .expect("asking does not fail");
        assert_eq!((least.base.text().as_str(), problem.as_str()), ("bad(", "wrong: little"));
        assert!(least.overlay.text().len() < 20, "{:?}", least.overlay.text());
        assert!(asked < MOST);
    }
}
