// BEGIN BYTECODES //
op(_A, (version/1 --)) {
    check(version);
}
macro(A) = _A + unused/-2;
macro(B) = unused/300 + _A;
family(A) = { A };
family(B) = { B };
// END BYTECODES //
