// bindings: none
// BEGIN BYTECODES //
tier1 inst(TWO_CLOSES, (value --)) {
    _PyStackRef other = value;
    PyStackRef_CLOSE(other);
    PyStackRef_CLOSE(other);
    DEAD(value);
}
// END BYTECODES //
