// All micro-ops are popped with one writer for the table of them, and each with one of its own for its case.
// BEGIN BYTECODES //
op(_OPENS, (a[{] -- )) {
    DEAD(a);
}
op(_CLOSES, (b[}] -- )) {
    DEAD(b);
}
inst(INSTRUCTION, (c[}] -- )) {
    DEAD(c);
}
// END BYTECODES //
