// BEGIN BYTECODES //
spilled label(leave) {
    DISPATCH();
}
// END BYTECODES //
