//! Which tokens have a space between them when they are on one line.

use super::tokens::{Delimiter, Kind};

/// Whether there is a space between a token and the one behind it, both given with their text.
pub fn between((before, word): (Kind, &str), (kind, next): (Kind, &str)) -> bool {
    use Delimiter::{Angle, Brace, Bracket, Parenthesis};
    match (before, kind) {
        (_, Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Dot | Kind::Question | Kind::Bang) => false,
        (before, Kind::Bar) => before == Kind::Prefix,
        (_, Kind::Close(Parenthesis | Bracket | Angle)) => false,
        (before, Kind::Close(Brace)) => before != Kind::Open(Brace),
        // `-> ! {`
        (Kind::Prefix, Kind::Open(Brace)) => word == "!",
        // A closure without parameters, and what would be another operator without the space.
        (Kind::Prefix, Kind::Prefix) => word == "||" || (word.ends_with('&') && next.starts_with('&')),
        (Kind::Prefix, kind) => word == "||" || !begins_operand(kind),
        (
            Kind::Open(Parenthesis | Bracket | Angle) | Kind::Dot | Kind::Path | Kind::Dollar | Kind::Hash,
            _,
        ) => false,
        (_, Kind::Open(Brace)) => true,
        (before, Kind::Dots) => !ends_operand(before),
        (Kind::Dots, _) => false,
        (Kind::Keyword, Kind::Open(Parenthesis)) => !matches!(word, "fn" | "pub"),
        (Kind::Bang, Kind::Open(_)) => false,
        (Kind::Keyword, Kind::Open(Angle)) => !matches!(word, "fn" | "for" | "impl"),
        (before, Kind::Open(_) | Kind::Path) => !ends_operand(before),
        _ => true,
    }
}

/// Whether an operand can begin with the token.
fn begins_operand(kind: Kind) -> bool {
    matches!(kind, Kind::Name | Kind::Keyword | Kind::Lifetime | Kind::Literal | Kind::Open(_) | Kind::Path)
}

/// Whether an operand can end with the token, one that is no block.
pub fn ends_operand(kind: Kind) -> bool {
    match kind {
        Kind::Name | Kind::Literal | Kind::Question => true,
        Kind::Close(delimiter) => delimiter != Delimiter::Brace,
        _ => false,
    }
}
