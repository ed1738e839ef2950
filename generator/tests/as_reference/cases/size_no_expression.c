// BEGIN BYTECODES //
inst(A, (a[oparg oparg] --)) {
    DEAD(a);
}
// END BYTECODES //
