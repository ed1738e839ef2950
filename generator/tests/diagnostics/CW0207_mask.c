// BEGIN BYTECODES //
op(_LOAD_1, (-- value)) {
    value = GET(oparg & 2);
}

macro(LOAD) = _LOAD_1;
// END BYTECODES //
