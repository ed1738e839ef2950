// BEGIN BYTECODES //
inst(A, (--)) {
    if (a) {
    }
// repeat-lines 250:     else if (b) { }
}
// END BYTECODES //
