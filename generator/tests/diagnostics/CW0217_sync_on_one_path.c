// BEGIN BYTECODES //
op(_MAKE, (-- value)) {
    value = MAKE();
}

op(_SYNC, (--)) {
    if (oparg) {
        SYNC_SP();
    }
}

macro(MAKE_AND_SYNC) = _MAKE + _SYNC;
// END BYTECODES //
