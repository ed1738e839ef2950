// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    USE(value);
}
// END BYTECODES //
