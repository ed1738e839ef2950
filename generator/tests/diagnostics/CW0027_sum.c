// BEGIN BYTECODES //
inst(A, (-- x)) {
    x = 1
// repeat 1200:  + 1
    ;
}
// END BYTECODES //
