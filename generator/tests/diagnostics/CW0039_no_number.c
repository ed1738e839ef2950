// BEGIN BYTECODES //
replicate inst(A, (--)) {
}
replicate(x) inst(B, (--)) {
}
replicate(1.5) inst(C, (--)) {
}
pure(1) inst(D, (--)) {
}
// END BYTECODES //
