// BEGIN BYTECODES //
inst(LOAD_TWICE, (--)) {
    int oparg1 = oparg >> 4;
}
inst(LOAD_AND_STORE, (--)) {
    int oparg1 = oparg >> 4;
}
op(_FIRST, (--)) {
}
op(_SECOND, (--)) {
}
macro(LOAD_BOTH) = _FIRST + _SECOND;
inst(LOAD_BOTH_LOAD_BOTH, (--)) {
    int oparg1 = oparg >> 4;
}
// END BYTECODES //
