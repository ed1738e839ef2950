// BEGIN BYTECODES //
op(_A, (--)) {
    switch (x) { default: one(); }
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
