// BEGIN BYTECODES //
inst(MAKE_TWO, (kept -- kept, first, second)) {
    first = MAKE(kept);
}
// END BYTECODES //
