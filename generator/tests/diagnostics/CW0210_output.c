// BEGIN BYTECODES //
inst(REPLACE, (value -- result)) {
    result = MAKE(value);
    call_something();
    DEAD(value);
}
// END BYTECODES //
