//! Which micro-ops tier 2 can have.

use crate::analysis::Uop;
use crate::syntax::source::{SourceMap, TokenId, TokenKind, TokenRange};

/// Why tier 2 cannot have a micro-op, in the reference's words; `None` if it can (B43).
pub(super) fn why_not_viable(uop: &Uop<'_>) -> Option<&'static str> {
    let properties = &uop.properties;
    if uop.name == "_SAVE_RETURN_OFFSET" {
        return None;
    }
    if uop.name.contains("INSTRUMENTED") {
        return Some("is instrumented");
    }
    if uop.annotations.iter().any(|annotation| annotation == "replaced") {
        return Some("is replaced");
    }
    if uop.name == "INTERPRETER_EXIT" || uop.name == "JUMP_BACKWARD" {
        return Some("has tier 1 control flow");
    }
    if properties.needs_this {
        return Some("uses the 'this_instr' variable");
    }
    if uop.caches.iter().filter(|cache| cache.name != "unused").count() > 2 {
        return Some("has too many cache entries");
    }
    if properties.error_with_pop && properties.error_without_pop {
        return Some("has both popping and not-popping errors");
    }
    None
}

/// Whether it belongs to a super-instruction, that is, its body says `oparg1`.
pub(super) fn is_super(sources: &SourceMap, uop: &Uop<'_>) -> bool {
    let body = uop.body();
    let file = uop.def.tokens.file;
    let tokens = TokenRange { file, start: body.open, end: TokenId(body.close.0.saturating_add(1)) };
    sources
        .tokens(tokens)
        .iter()
        .any(|token| token.kind == TokenKind::Identifier && sources.token_text(file, token) == "oparg1")
}
