// BEGIN BYTECODES //
inst(NOTHING, (--)) {
    USE(/* ) */ 1, /* ) */ 2, /* ) */ 3, /* ) */ 4, /* ) */ 5);
}
// END BYTECODES //
