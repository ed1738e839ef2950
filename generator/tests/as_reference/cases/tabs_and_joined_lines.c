// BEGIN BYTECODES //
op(_A, (--)) {
	one(\
		1);
}
macro(A) = _A;
label(error) {
    return 1;
}
// END BYTECODES //
