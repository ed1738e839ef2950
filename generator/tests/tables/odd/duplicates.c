// Definitions that come twice.
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

inst(A, (--)) {
}

inst(B, (unused/1 --)) {
}

inst(A, (x --)) {
    use(x, oparg);
    DEAD(x);
}

family(B, 1) = {
    A,
};

family(B, 2) = {
    C,
};

macro(C) = A + unused/1;

macro(A) = B + unused/1;

pseudo(SETUP, (-- x), (HAS_JUMP)) = {
    A, B, C,
};

label(end) {
}

label(start) {
}

spilled label(end) {
}
// END BYTECODES //
