// BEGIN BYTECODES //
inst(A, (--)) {
}
inst(A_INT, (--)) {
}
inst(A_STR, (--)) {
}
family(A) = { A_INT };
family(A) = { A_STR };
pseudo(P, (--)) = { A };
pseudo(P, (--)) = { A_INT };
label(error) {
}
spilled label(error) {
}
// END BYTECODES //
