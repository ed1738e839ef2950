// as-reference: yes
// BEGIN BYTECODES //
op(_MAKE, (-- value)) {
    value = MAKE();
}

macro(MAKE_TWO) = _MAKE + _MAKE;
// END BYTECODES //
