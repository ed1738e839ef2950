// BEGIN BYTECODES //
op(_MAKE, (-- value)) {
    value = MAKE();
}

op(_MORE, (value, other -- value)) {
    USE(value, other);
    INPUTS_DEAD();
}

op(_OTHER, (-- other)) {
    other = MAKE();
}

macro(MAKE_AND_USE) = _MAKE + _OTHER + _MORE;
// END BYTECODES //
