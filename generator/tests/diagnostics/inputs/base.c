// BEGIN BYTECODES //
op(_LOAD, (-- value)) {
    value = PyStackRef_None;
}
op(_ADD, (lhs, rhs -- res)) {
    PyStackRef_CLOSE(rhs);
    res = lhs;
    DEAD(lhs);
}
op(_ENTER, (args[oparg] --)) {
    ENTER(args);
    DEAD(args);
}
op(_PEEK, (below, unused[oparg] -- below, unused[oparg])) {
    look(below);
}
macro(M) = _LOAD;
macro(N) = _ADD + _PEEK + _ENTER;
// END BYTECODES //
