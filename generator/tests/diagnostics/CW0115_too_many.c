// as-reference: yes
// BEGIN BYTECODES //
replicate(4096) op(_A0, (--)) { }
replicate(4096) op(_A1, (--)) { }
replicate(4096) op(_A2, (--)) { }
macro(M) = _A2;
// END BYTECODES //
