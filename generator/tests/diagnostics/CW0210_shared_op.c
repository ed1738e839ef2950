// BEGIN BYTECODES //
op(_LEAK, (value --)) {
    USE(value);
}

op(_MAKE, (-- value)) {
    value = MAKE();
}

// Reported once, not for each of these and for the micro-op.
macro(FIRST) = _LEAK;
macro(SECOND) = _MAKE + _LEAK;
// END BYTECODES //
