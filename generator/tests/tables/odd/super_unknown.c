// A super-instruction made of an instruction that does not exist.
// BEGIN BYTECODES //
inst(LOAD, (-- a)) {
    a = get(oparg);
}

inst(LOAD_STORE, (b -- a)) {
    int oparg1 = oparg >> 4;
    a = get(oparg1);
    set(b, oparg & 15);
    DEAD(b);
}
// END BYTECODES //
