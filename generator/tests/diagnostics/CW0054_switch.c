// BEGIN BYTECODES //
inst(A, (--)) {
    switch (oparg) {
        case 1:
            f();
            break;
        default:
            g();
    }
}
// END BYTECODES //
