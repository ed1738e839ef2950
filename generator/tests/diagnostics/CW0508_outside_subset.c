// bindings: none
// BEGIN BYTECODES //
tier1 inst(INSIDE, (--)) {
    int n = (oparg, 1);
}
// END BYTECODES //
