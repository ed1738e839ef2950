// The writer of tables opens one brace at a time.
// BEGIN BYTECODES //
op(_OPENS, (a[{ {] -- )) {
    DEAD(a);
}
inst(LAST, (--)) {
    SPAM();
}
// END BYTECODES //
