// as-reference: yes
// BEGIN BYTECODES //
op(_TWO, (-- value, other)) {
    value = MAKE();
    other = MAKE();
}

op(_BRANCH, (value -- value)) {
    if (oparg) {
        USE(value);
    }
}

macro(TWO) = _TWO + _BRANCH;
// END BYTECODES //
