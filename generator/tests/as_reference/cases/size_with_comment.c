// BEGIN BYTECODES //
inst(A, (a[/* some */ oparg /* of them */] --)) {
    DEAD(a);
}
// END BYTECODES //
