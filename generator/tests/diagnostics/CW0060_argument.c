// BEGIN BYTECODES //
inst(A, (--)) {
    f(a,
    #if X
      b,
    #endif
      c);
    if (a
    #if X
        && b
    #endif
    ) { f(); }
}
// END BYTECODES //
