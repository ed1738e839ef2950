// as-reference: yes
// BEGIN BYTECODES //
label(error) {
    USE(INSTRUCTION_SIZE);
}
// END BYTECODES //
