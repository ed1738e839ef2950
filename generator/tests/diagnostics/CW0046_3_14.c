// BEGIN BYTECODES //
pseudo(A, (HAS_ARG)) = { B };
// END BYTECODES //
