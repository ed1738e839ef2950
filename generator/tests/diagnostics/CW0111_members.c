// BEGIN BYTECODES //
inst(ADD, (lhs, rhs -- res)) {
    res = lhs;
    PyStackRef_CLOSE(rhs);
}
family(ADD) = { ADD_INT };
family(SUBTRACT) = { ADD };
// END BYTECODES //
