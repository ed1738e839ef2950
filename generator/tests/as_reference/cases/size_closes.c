// What is popped to count it is written to a writer that starts without any indentation.
// BEGIN BYTECODES //
op(_CLOSES, (a[}] -- )) {
    DEAD(a);
}
inst(LAST, (--)) {
    SPAM();
}
// END BYTECODES //
