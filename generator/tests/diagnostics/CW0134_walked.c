// as-reference: yes
// BEGIN BYTECODES //
inst(LEAVE, (--)) {
    DEOPT_IF(oparg);
}
// END BYTECODES //
