// table: pycore_opcode_metadata.h
// BEGIN BYTECODES //
inst(NOP, (--)) {
}
// END BYTECODES //
