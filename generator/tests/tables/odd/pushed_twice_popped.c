// A micro-op that pushes the same item twice, once it is gone.
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

op(_PUSH, (-- a)) {
    a = PyStackRef_NULL;
}

op(_POP, (b --)) {
    use(b);
    DEAD(b);
}

macro(PUSH_ONE) = _PUSH + _POP + _PUSH;
// END BYTECODES //
