// Families in strange relations.
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

family(F1, 1) = {
    F1,
    M1,
};

family(F2, 1) = {
    M1,
    M2,
    M2,
};

family(M2, 2) = {
    M3,
};

inst(F1, (unused/1 --)) {
}

inst(F2, (unused/1 --)) {
}

inst(M1, (unused/2 --)) {
}

inst(M2, (unused/1 --)) {
}

inst(M3, (unused/2 --)) {
}
// END BYTECODES //
