// bindings: bad_file
// BEGIN BYTECODES //
tier1 inst(NOP, (--)) { }
// END BYTECODES //
