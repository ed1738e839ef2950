// as-reference: yes
// BEGIN BYTECODES //
inst(A, (--)) {
    static int kept = 1;
    f()
}
// END BYTECODES //
