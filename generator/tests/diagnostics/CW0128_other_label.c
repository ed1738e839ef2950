// dialect: 3.13
// BEGIN BYTECODES //
inst(A, (value --)) {
    ERROR_IF(value == NULL, exit_unwind);
}
// END BYTECODES //
