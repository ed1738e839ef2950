// Sizes that do not match.
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

op(_PUSH, (-- a, b)) {
    a = PyStackRef_NULL;
    b = PyStackRef_NULL;
}

op(_POP_ARRAY, (c[1] --)) {
    use(c);
    DEAD(c);
}

op(_POP_TEXT, (c[ (oparg) ] --)) {
    use(c);
    DEAD(c);
}

op(_PUSH_TEXT, (-- c[oparg])) {
    fill(c);
}

macro(M1) = _PUSH + _POP_ARRAY;

macro(M2) = _PUSH_TEXT + _POP_TEXT;

macro(M3) = _PUSH_TEXT + _PUSH + _POP_TEXT;

macro(M4) = _PUSH + _POP_ARRAY + _POP_ARRAY + _PUSH;
// END BYTECODES //
