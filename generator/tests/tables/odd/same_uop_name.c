// An instruction's micro-op and another one of the same name.
// BEGIN BYTECODES //
inst(NOP, (--)) {
}

op(_NOP, (--)) {
}
// END BYTECODES //
