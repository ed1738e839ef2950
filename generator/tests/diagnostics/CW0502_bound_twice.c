// bindings: twice
// BEGIN BYTECODES //
tier1 inst(NOP, (--)) { }
// END BYTECODES //
