// BEGIN BYTECODES //
inst(A, (--)) {
}
inst(B, (--)) {
}
inst(A_INT, (--)) {
}
family(A) = { A_INT };
family(B) = { A_INT };
// END BYTECODES //
