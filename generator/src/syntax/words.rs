//! Which words are keywords and annotations, as the reference's lexer.py has it for each dialect.

use super::Dialect;
use super::source::TokenKind;

/// The kind of a word: keyword, annotation or plain identifier (reference.md B3, B4). `family`, `pseudo` and
/// `flush` are plain identifiers. 3.13 has no labels and no `no_save_ip`, but `split`.
pub fn word_kind(word: &str, dialect: Dialect) -> TokenKind {
    match word {
        "auto" | "break" | "case" | "char" | "const" | "continue" | "default" | "do" | "double" | "else"
        | "enum" | "extern" | "float" | "for" | "goto" | "if" | "inline" | "int" | "long" | "offsetof"
        | "restrict" | "return" | "short" | "signed" | "sizeof" | "static" | "struct" | "switch"
        | "typedef" | "union" | "unsigned" | "void" | "volatile" | "while" | "inst" | "op" | "macro" => {
            TokenKind::Keyword
        }
        "label" | "spilled" if dialect >= Dialect::V3_14 => TokenKind::Keyword,
        "specializing" | "override" | "register" | "replaced" | "pure" | "replicate" | "tier1" | "tier2" => {
            TokenKind::Annotation
        }
        "no_save_ip" if dialect >= Dialect::V3_14 => TokenKind::Annotation,
        "split" if dialect == Dialect::V3_13 => TokenKind::Annotation,
        _ => TokenKind::Identifier,
    }
}
