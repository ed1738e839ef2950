// BEGIN BYTECODES //
op(_A, (unused/1, version/2, unused/1 --)) {
    check(version);
}
macro(M) = _A;
family(M) = { M };
// END BYTECODES //
