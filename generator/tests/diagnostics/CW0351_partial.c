// table: pycore_opcode_metadata.h
// BEGIN BYTECODES //
inst(NOP, (--)) {
}

pseudo(SETUP, (--)) = {
    NOP,
};
// END BYTECODES //
