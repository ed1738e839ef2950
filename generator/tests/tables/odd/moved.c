// Items that are in memory and have moved when they are used.
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
op(_MAKE, (-- a, args[oparg])) {
    a = PyStackRef_NULL;
    fill(args);
}

op(_GROW, (a, args[oparg] -- b[2], args[oparg])) {
    grow(a, b, args);
    DEAD(a);
}

op(_USE, (args[oparg] -- c)) {
    c = use(args);
    DEAD(args);
}

macro(MOVES) = _MAKE + _GROW + _USE;
// END BYTECODES //
