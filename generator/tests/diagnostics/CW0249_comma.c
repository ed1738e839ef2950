// BEGIN BYTECODES //
inst(POP_TOP, (value --)) {
    DEAD(value), USE(1);
}
// END BYTECODES //
