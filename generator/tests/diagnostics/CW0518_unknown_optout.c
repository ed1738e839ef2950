// bindings: optout
// whole: yes
// BEGIN BYTECODES //
tier1 inst(NOP, (--)) { }
// END BYTECODES //
