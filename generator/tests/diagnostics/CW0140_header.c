// files: inputs/caches.h
// BEGIN BYTECODES //
op(_A, (--)) {
}
macro(A) = unused/2 + _A;
macro(A_INT) = unused/2 + _A;
family(A, INLINE_CACHE_ENTRIES_A) = { A_INT };
// END BYTECODES //
