// BEGIN BYTECODES //
pseudo(A, (--)) = B;
// END BYTECODES //
