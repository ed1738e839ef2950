// BEGIN BYTECODES //
inst(A, (-- x)) {
    x = f('ab', '\n', '\'');
}
inst(B, (-- x)) {
    x = f('\n')';';
}
// END BYTECODES //
