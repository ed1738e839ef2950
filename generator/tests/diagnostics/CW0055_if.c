// BEGIN BYTECODES //
inst(A, (--)) {
    if (a) f();
    else g();
    for (int i = 0; i < 2; i++) h();
    while (b)
        b = i();
}
// END BYTECODES //
