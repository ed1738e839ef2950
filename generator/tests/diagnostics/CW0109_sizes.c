// BEGIN BYTECODES //
op(_A, (--)) {
    next_instr += INSTRUCTION_SIZE;
}
macro(SHORT) = _A;
macro(LONG) = unused/1 + _A;
// END BYTECODES //
