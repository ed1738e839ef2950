// table: pycore_opcode_metadata.h
// BEGIN BYTECODES //
tier1 inst(NOP, (--)) {
}

pseudo(SETUP, (--)) = {
    NOP,
};
// END BYTECODES //
