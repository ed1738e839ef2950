// Sizes in many spellings.
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

inst(S1, (a[-1] -- b[+1])) {
}

inst(S2, (a[oparg-1] -- b[-oparg], c[(oparg)], d[(oparg) + (1)])) {
    fill(b, c, d);
}

inst(S3, (a[10] -- b[ 0x10 ], c[oparg*2])) {
    fill(b, c);
}

inst(S4, (a[oparg & 1], b[oparg&1], c[oparg & 1] -- d[oparg & 1])) {
    fill(d);
}

inst(S5, (a[oparg +
           1] --)) {
}

pseudo(P1, (a[oparg] -- b, unused[2]), (HAS_ARG, HAS_ARG)) = [
    S1, S1, S2,
];
// END BYTECODES //
