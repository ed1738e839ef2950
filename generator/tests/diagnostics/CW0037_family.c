// BEGIN BYTECODES //
family(A, 1) = B;
// END BYTECODES //
