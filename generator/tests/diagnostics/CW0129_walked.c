// as-reference: yes
// BEGIN BYTECODES //
inst(LEAVE, (--)) {
    goto nowhere;
}
// END BYTECODES //
