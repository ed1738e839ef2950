// The instruction keeps the micro-op that it was defined with, which is in no table any more: `_HALF` is not made for
// tier 2, and a macro that names `HALF` gets the new one.
// BEGIN BYTECODES //
inst(HALF, (unused/1, cache/2, whole -- half, rest)) {
    half = split(whole, cache, &rest);
    DEAD(whole);
}
override op(HALF, (whole -- half)) {
    half = shift(whole);
    DEAD(whole);
}
macro(BOTH) = HALF + HALF;
inst(LAST, (--)) {
    SPAM();
}
// END BYTECODES //
