// BEGIN BYTECODES //
op(_LONG, (--)) {
// repeat 15000: F(1);
}

macro(OFTEN) = _LONG
// repeat 249: + _LONG
;
// END BYTECODES //
