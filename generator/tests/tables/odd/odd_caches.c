// Caches of odd widths and orders.
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

op(_WIDE, (a/3 --)) {
    use(a);
}

op(_WIDER, (a/1, unused/5, b/8 --)) {
    use(a, b);
}

op(_ZERO, (a/0 --)) {
    use(a);
}

op(_THREE, (a/1, b/1, c/1 --)) {
    use(a, b, c);
}

macro(W1) = _WIDE;

macro(W2) = _WIDER + _WIDE;

macro(W3) = _ZERO + unused/0 + _WIDE;

macro(W4) = _THREE;

macro(W5) = unused/-1 + _WIDE + unused/-7;

replaced op(_REPLACED, (a/2, b/2 --)) {
    use(a, b);
}

specializing op(_SPEC, (a/2 --)) {
    use(a);
}

macro(W6) = _SPEC + _REPLACED + unused/4 + _SPEC + _ZERO;
// END BYTECODES //
