// BEGIN BYTECODES //
inst(A, (--)) {
    f(); /* two stars **/
    g();
}
// END BYTECODES //
