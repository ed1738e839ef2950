// BEGIN BYTECODES //
macro(A) = unused/ + B;
// END BYTECODES //
