// BEGIN BYTECODES //
inst(MAKE_ONE, (-- value)) {
    USE(value);
}
// END BYTECODES //
