// dialect: 3.13
// BEGIN BYTECODES //
op(_A, (version/2, unused/1, index/1 --)) {
    check(version, index);
}
macro(M) = _A;
family(M) = { M };
// END BYTECODES //
