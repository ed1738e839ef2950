// dialect: 3.13
// table: pycore_uop_metadata.h
// BEGIN BYTECODES //
inst(NOP, (--)) {
}
// END BYTECODES //
