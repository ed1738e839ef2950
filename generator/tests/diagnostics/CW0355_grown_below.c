// files: inputs/reserved.c
// table: pycore_opcode_metadata.h
// BEGIN BYTECODES //
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

macro(MAKE_GROW_USE) = _MAKE + _GROW + _USE;
// END BYTECODES //
