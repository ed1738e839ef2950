// BEGIN BYTECODES //
pseudo(A, (--), (HAS_ARG HAS_JUMP)) = { B };
// END BYTECODES //
