// A super-instruction with a name of three words.
// BEGIN BYTECODES //
inst(LOAD_TWO_VALUES, (-- a, b)) {
    int oparg1 = oparg >> 4;
    a = get(oparg1);
    b = get(oparg & 15);
}
// END BYTECODES //
