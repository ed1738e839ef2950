// BEGIN BYTECODES //
op(_POP, (value --)) {
    PyStackRef_CLOSE(value);
}

op(_GUARD, (--)) {
    EXIT_IF(oparg > 1);
}

macro(SPECIAL) = _POP + _GUARD;

inst(GENERAL, (value --)) {
    PyStackRef_CLOSE(value);
}

family(GENERAL, 0) = { SPECIAL };
// END BYTECODES //
