// BEGIN BYTECODES //
macro(A) = B + ;
macro(C) = ;
// END BYTECODES //
