// dialect: 3.13
// BEGIN BYTECODES //
pseudo(A, (-- x)) = { B };
pseudo(C) = [ D ];
// END BYTECODES //
