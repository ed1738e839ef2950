// bindings: none
// BEGIN BYTECODES //
tier1 inst(INSIDE, (--)) {
    int n = 1;
    int m = n++;
}
// END BYTECODES //
