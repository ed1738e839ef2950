// BEGIN BYTECODES //
inst(A, (--)) {
    ')'; ')'; ')'; ')'; ')';
}
inst(B, (--)) {
    one();
}
// END BYTECODES //
