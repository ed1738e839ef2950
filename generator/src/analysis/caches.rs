//! Cache entries of micro-ops.

use super::CacheEntry;
use super::context::Cx;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalog::analysis as codes;
use crate::syntax::tree::CacheEffect;

/// Takes over the cache entries of a micro-op. Unused ones may stand in the middle only (reference.md B15), in
/// 3.13 nowhere: they belong to the macro.
pub(super) fn cache_entries(cx: &mut Cx<'_, '_>, caches: &[&CacheEffect]) -> Vec<CacheEntry> {
    let last = caches.len().saturating_sub(1);
    for (index, cache) in caches.iter().enumerate() {
        if cache.name.text == "unused" {
            let position = match index {
                _ if !cx.rules.effects.unused_caches_inside => "a",
                0 => "the first",
                _ if index == last => "the last",
                _ => continue,
            };
            cx.error(
                Diagnostic::error(
                    codes::UNUSED_CACHE_IN_OP,
                    format!("{position} cache entry of a micro-op is unused"),
                    cache.span,
                    "nothing reads this",
                )
                .with_help(
                    "take it out of the `op` and write it as a part of the macro: `macro(X) = unused/1 + _OP;`",
                ),
            );
        }
    }
    caches
        .iter()
        .map(|cache| CacheEntry { name: cache.name.text.clone(), units: cache.units, span: cache.span })
        .collect()
}
