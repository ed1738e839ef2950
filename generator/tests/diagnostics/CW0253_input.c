// BEGIN BYTECODES //
op(_TWO, (-- value, other)) {
    value = MAKE();
    other = MAKE();
}

op(_POP, (value --)) {
    USE(value);
    DEAD(value);
}

macro(MAKE_TWO) = _TWO + _POP;
// END BYTECODES //
