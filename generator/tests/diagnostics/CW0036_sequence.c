// BEGIN BYTECODES //
pseudo(A, (--)) = [ B C ];
// END BYTECODES //
