// BEGIN BYTECODES //
inst(NOTHING, (--)) {
    USE(/* {{ */ 1);
}
// END BYTECODES //
