// BEGIN BYTECODES //
family(A, 1) = { B C };
// END BYTECODES //
