// BEGIN BYTECODES //
tier2 op(_A, (--)) {
    next_instr += INSTRUCTION_SIZE;
}
replicate(2) op(_B, (--)) {
    next_instr += INSTRUCTION_SIZE + oparg;
}
macro(B) = _B;
// END BYTECODES //
