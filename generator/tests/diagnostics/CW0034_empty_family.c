// BEGIN BYTECODES //
family(A, 1) = { };
// END BYTECODES //
