// BEGIN BYTECODES //
inst(A, (version/2 --)) {
    check(version);
}
inst(B, (version/2 --)) {
    check(version);
}
family(B) = { A_OTHER };
inst(A_OTHER, (version/2 --)) {
    check(version);
}
// END BYTECODES //
