// bindings: bad_binding
// BEGIN BYTECODES //
tier1 inst(NOP, (--)) { }
// END BYTECODES //
