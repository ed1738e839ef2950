// BEGIN BYTECODES //
inst(A, (-- x)) {
    x = f('\n');
}
// END BYTECODES //
