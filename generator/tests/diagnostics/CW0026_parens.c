// BEGIN BYTECODES //
inst(A, (-- x)) {
    x =
// repeat 250: (
    1
// repeat 250: )
    ;
}
// END BYTECODES //
