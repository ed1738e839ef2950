// No indentation is left for the lines below.
// BEGIN BYTECODES //
op(_CLOSES, (unused[}] -- )) {
    SPAM();
}
op(_CLOSES_MORE, (unused[}] -- )) {
    SPAM();
}
op(_CLOSES_ALL, (unused[}] -- )) {
    SPAM();
}
inst(LAST, (--)) {
    SPAM();
}
// END BYTECODES //
