// A super-instruction made of instructions without micro-ops. There are none, so pseudo-instructions decide.
// BEGIN BYTECODES //
macro(LOAD) = unused/2;

macro(STORE) = flush;

inst(LOAD_STORE, (b -- a)) {
    int oparg1 = oparg >> 4;
    a = get(oparg1);
    set(b, oparg & 15);
    DEAD(b);
}
// END BYTECODES //
