// An item that is not used keeps the name under which it was pushed.
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

op(_RENAME, (b -- a)) {
    a = PyStackRef_NULL;
}

op(_DOUBLE, (b -- a, a)) {
    a = PyStackRef_NULL;
}

macro(N1) = _PUSH + _RENAME;

macro(N2) = _PUSH + _DOUBLE;

macro(N3) = _RENAME + _RENAME;
// END BYTECODES //
