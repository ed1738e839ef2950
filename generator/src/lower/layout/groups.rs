//! What the braces of each group stand for, and which of them take several lines whatever their width.

use super::tokens::{Braces, Delimiter, Kind, Token};

/// The longest `if … { … } else { … }` that is written on one line.
const IF_ELSE: u32 = 50;

/// What the next braces belong to.
#[derive(Clone, Copy, Debug)]
enum Head {
    /// `if`, and where it is. None, if it follows `else`.
    If(Option<usize>),
    /// `match`
    Match,
    /// A loop, a function or other items: their braces take several lines.
    Long,
    /// `struct` and its like
    Fields,
}

/// A group that is being walked.
#[derive(Default)]
struct Frame {
    /// How many heads are those of groups around it.
    heads: usize,
    /// Whether it has statements in it.
    has_statements: bool,
    /// What it has to do with `if`.
    branch: Branch,
    /// Whether it takes several lines if it is not empty.
    is_long: bool,
}

/// What a group has to do with `if`.
#[derive(Clone, Copy, Default)]
enum Branch {
    #[default]
    None,
    /// What is behind the condition of the `if` at some place.
    Then(Option<usize>),
    /// What is behind `else`, given where the `if` is and the group behind its condition, if both could be on one line.
    Else(Option<(usize, usize)>),
}

/// Finds out what the braces of each group stand for, and sets [`Token::breaks`].
pub fn classify(text: &str, tokens: &mut [Token]) {
    let mut heads: Vec<Head> = Vec::new();
    let mut frames = vec![Frame::default()];
    let mut breaks = vec![false; tokens.len()];
    // The `if` whose group has just ended, and that group.
    let mut then = None;
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at).copied() else { break };
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).copied();
        let Some(frame) = frames.last_mut() else { break };
        match token.kind {
            Kind::Comment => mark(&mut breaks, at),
            Kind::Keyword => {
                heads.extend(head(word(text, &token), at, before.is_some_and(|b| word(text, &b) == "else")))
            }
            Kind::Comma | Kind::FatArrow => heads.truncate(frame.heads),
            Kind::Semicolon => {
                heads.truncate(frame.heads);
                frame.has_statements = true;
            }
            Kind::Open(Delimiter::Brace) if token.braces != Braces::Lines => {
                let head = if heads.len() > frame.heads { heads.pop() } else { None };
                let before =
                    before.map_or((Kind::Semicolon, ""), |before| (before.kind, word(text, &before)));
                let (braces, branch) = match (before, head) {
                    ((Kind::Keyword, "else"), _) => (Braces::Block, Branch::Else(then.take())),
                    (_, Some(Head::If(place))) => (Braces::Block, Branch::Then(place)),
                    (_, Some(Head::Match)) => (Braces::Arms, Branch::None),
                    (_, Some(Head::Fields)) => (Braces::List, Branch::None),
                    ((Kind::Name | Kind::Path | Kind::Close(Delimiter::Angle), _), None) => {
                        (Braces::List, Branch::None)
                    }
                    _ => (Braces::Block, Branch::None),
                };
                if let Some(token) = tokens.get_mut(at) {
                    token.braces = braces;
                }
                let is_long = matches!(head, Some(Head::Match | Head::Long | Head::Fields));
                frames.push(Frame { heads: heads.len(), branch, is_long, ..Frame::default() });
            }
            Kind::Open(delimiter) => {
                let is_long = delimiter == Delimiter::Brace;
                frames.push(Frame { heads: heads.len(), is_long, ..Frame::default() });
            }
            Kind::Close(_) => {
                let open = token.mate as usize;
                heads.truncate(frame.heads);
                let Some(frame) = frames.pop() else { break };
                let is_braces = token.kind == Kind::Close(Delimiter::Brace);
                if is_braces && (frame.is_long || frame.has_statements) && open + 1 < at {
                    mark(&mut breaks, open);
                }
                let is_followed_by = |next: usize, expected: &str| {
                    tokens.get(at + next).is_some_and(|token| word(text, token) == expected)
                };
                match frame.branch {
                    Branch::None => {}
                    Branch::Then(Some(place)) if is_followed_by(1, "else") && is_followed_by(2, "{") => {
                        then = Some((place, open));
                    }
                    Branch::Then(_) | Branch::Else(None) => mark(&mut breaks, open),
                    Branch::Else(Some((place, then))) => {
                        let width =
                            tokens.get(place).map_or(0, |start| token.column + token.width - start.column);
                        let is_empty = |open: usize| {
                            tokens.get(open).is_none_or(|token| token.mate as usize == open + 1)
                        };
                        if width > IF_ELSE || is_empty(then) || is_empty(open) {
                            mark(&mut breaks, then);
                            mark(&mut breaks, open);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut count = 0;
    for (token, breaks) in tokens.iter_mut().zip(breaks) {
        token.breaks = count;
        count += u32::from(breaks);
    }
}

fn mark(breaks: &mut [bool], at: usize) {
    if let Some(place) = breaks.get_mut(at) {
        *place = true;
    }
}

fn word<'t>(text: &'t str, token: &Token) -> &'t str {
    text.get(token.start as usize..token.end as usize).unwrap_or_default()
}

/// What the braces behind a keyword belong to.
fn head(keyword: &str, at: usize, is_after_else: bool) -> Option<Head> {
    match keyword {
        "if" => Some(Head::If((!is_after_else).then_some(at))),
        "match" => Some(Head::Match),
        "while" | "loop" | "for" | "fn" | "trait" | "impl" | "mod" => Some(Head::Long),
        "struct" | "enum" => Some(Head::Fields),
        _ => None,
    }
}
