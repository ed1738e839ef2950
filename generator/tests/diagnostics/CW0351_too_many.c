// as-reference: yes
// files: inputs/reserved.c
// table: pycore_opcode_metadata.h
// BEGIN BYTECODES //
pseudo(RESUME, (--)) = {
    CACHE,
};
// END BYTECODES //
