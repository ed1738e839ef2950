// A micro-op that pushes the same array twice.
// BEGIN BYTECODES //
inst(CACHE, (--)) {
}

inst(RESERVED, (--)) {
}

inst(RESUME, (--)) {
}

family(BINARY_OP, 0) = {
    BINARY_OP_ADD,
};

inst(BINARY_OP, (a, b -- c)) {
    c = combine(a, b, oparg);
    DEAD(a);
    DEAD(b);
}

inst(BINARY_OP_ADD, (a, b -- c)) {
    c = combine(a, b, 0);
    DEAD(a);
    DEAD(b);
}

inst(BINARY_OP_INPLACE_ADD_UNICODE, (a, b --)) {
    DEAD(a);
    DEAD(b);
}

inst(INSTRUMENTED_LINE, (--)) {
}

inst(ENTER_EXECUTOR, (--)) {
}

pseudo(SETUP, (--)) = {
    RESUME,
};

op(_PUSH, (-- a[2])) {
    fill(a);
}

op(_POP, (a[2] --)) {
    use(a);
    DEAD(a);
}

macro(PUSH_TWO) = _PUSH + _PUSH;

macro(PUSH_ONE) = _PUSH + _POP + _PUSH;
// END BYTECODES //
