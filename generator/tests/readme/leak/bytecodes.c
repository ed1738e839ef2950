// BEGIN BYTECODES //
op(_KEEP, (value -- )) { int n = count(value); }

macro(KEEP) = _KEEP;
// END BYTECODES //
