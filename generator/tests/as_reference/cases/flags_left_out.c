// BEGIN BYTECODES //
inst(A, (--)) {
    one();
}
pseudo(P, (--), ) = { A };
// END BYTECODES //
