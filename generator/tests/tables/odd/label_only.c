// No instruction at all.
// BEGIN BYTECODES //
label(here) {
}
// END BYTECODES //
