// Sizes are given to the micro-ops of the table, so that the instruction's own has none.
// BEGIN BYTECODES //
inst(SIZED, (unused/1 -- )) {
    skip(INSTRUCTION_SIZE);
}
override op(SIZED, (--)) {
    SPAM();
}
// END BYTECODES //
