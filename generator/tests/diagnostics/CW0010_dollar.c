// BEGIN BYTECODES //
inst(A, (-- x)) {
    x = $f();
}
inst(B, (--)) {
}
// END BYTECODES //
