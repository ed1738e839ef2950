// BEGIN BYTECODES //
macro(A) = B + C
macro(D) = E;
// END BYTECODES //
