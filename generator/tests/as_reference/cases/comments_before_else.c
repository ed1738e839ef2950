// BEGIN BYTECODES //
op(_A, (--)) {
    if (x) { one(); } /* why */
    // why not
    else /* so */ { two(); }
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
