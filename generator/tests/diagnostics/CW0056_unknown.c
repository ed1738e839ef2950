// BEGIN BYTECODES //
inst(A, (-- x)) {
    typedef int number;
    x = a b;
    x = ;
    return;
    if x { f(); }
    do { f(); } unless (x);
}
// END BYTECODES //
