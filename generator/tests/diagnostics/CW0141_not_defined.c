// files: inputs/caches.h
// BEGIN BYTECODES //
op(_B, (--)) {
}
macro(B) = unused/3 + _B;
macro(B_INT) = unused/3 + _B;
family(B, INLINE_CACHE_ENTRIES_B) = { B_INT };
// END BYTECODES //
