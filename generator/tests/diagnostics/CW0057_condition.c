// BEGIN BYTECODES //
inst(A, (--)) {
    if (a b) { f(); }
    while () { f(); }
    for (i = 0; i < 2) { f(); }
}
// END BYTECODES //
