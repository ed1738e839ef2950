// BEGIN BYTECODES //
inst(A, (-- x)) {
    int op = instr->op.code;
    x = f(op);
}
// END BYTECODES //
