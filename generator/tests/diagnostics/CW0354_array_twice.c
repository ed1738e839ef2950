// files: inputs/reserved.c
// table: pycore_opcode_metadata.h
// BEGIN BYTECODES //
op(_FILL, (-- pair[2])) {
    fill(pair);
}

macro(FILL_TWO) = _FILL + _FILL;
// END BYTECODES //
