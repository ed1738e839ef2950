// Items that are where they were in a local variable, or not used, when they have moved.
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

op(_IGNORE, (args[oparg] --)) {
}

macro(LOCAL) = _GROW + _USE;

macro(IGNORED) = _MAKE + _GROW + _IGNORE;
// END BYTECODES //
