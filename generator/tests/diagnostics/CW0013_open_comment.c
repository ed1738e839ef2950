// BEGIN BYTECODES //
inst(A, (--)) {
    f(); /* no end
}
// END BYTECODES //
