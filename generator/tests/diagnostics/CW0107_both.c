// BEGIN BYTECODES //
inst(A, (value -- value)) {
    DEOPT_IF(!IS_GOOD(value));
    EXIT_IF(!IS_BETTER(value));
}
inst(B, (value -- value)) {
}
family(B) = { A };
// END BYTECODES //
