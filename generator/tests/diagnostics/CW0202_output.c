// BEGIN BYTECODES //
inst(COPY, (value -- copy)) {
    copy = DUP(value);
    DEAD(copy);
}
// END BYTECODES //
