// A super-instruction made of one that has two parts.
// BEGIN BYTECODES //
op(_A, (--)) {
}

op(_B, (-- a)) {
    a = get(oparg);
}

macro(LOAD) = _A + _B;

inst(LOAD_LOAD, (-- a, b)) {
    int oparg1 = oparg >> 4;
    a = get(oparg1);
    b = get(oparg & 15);
}
// END BYTECODES //
