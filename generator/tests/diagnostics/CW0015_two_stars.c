// BEGIN BYTECODES //
inst(A, (--)) {
    /* first **/ f(); /* second */
    g();
}
// END BYTECODES //
