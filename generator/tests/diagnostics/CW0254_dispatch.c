// BEGIN BYTECODES //
op(_NEXT, (--)) {
    DISPATCH();
}

op(_USE, (--)) {
    USE(1);
}

macro(NEXT) = _NEXT + _USE;
// END BYTECODES //
