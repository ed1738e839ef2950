// BEGIN BYTECODES //
inst(A, (-- x)) {
    x = f(089);
}
// END BYTECODES //
