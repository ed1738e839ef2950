// BEGIN BYTECODES //
// café 
inst(A, (--)) {
}
// END BYTECODES //
