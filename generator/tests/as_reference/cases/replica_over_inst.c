// A copy takes the place of an instruction's micro-op, too.
// BEGIN BYTECODES //
inst(_SPAM_0, (a, b -- c)) {
    c = a + b;
    INPUTS_DEAD();
}
replicate(1) op(_SPAM, (-- c)) {
    c = eggs(oparg);
}
macro(EGGS) = _SPAM_0;
// END BYTECODES //
