// BEGIN BYTECODES //
op(_LOAD, (-- value)) {
    value = PyStackRef_None;
}
op(_ADD, (lhs, rhs -- res)) {
    res = lhs;
    PyStackRef_CLOSE(rhs);
}
op(_ENTER, (args[oparg] --)) {
    enter(args);
}
op(_PEEK, (below, unused[oparg] -- below, unused[oparg])) {
    look(below);
}
macro(M) = _LOAD;
macro(N) = _ADD + _PEEK + _ENTER;
// END BYTECODES //
