// No instruction that tier 2 can have.
// BEGIN BYTECODES //
tier1 inst(NOP, (--)) {
}
// END BYTECODES //
