// BEGIN BYTECODES //
family(A, ) = { B };
// END BYTECODES //
