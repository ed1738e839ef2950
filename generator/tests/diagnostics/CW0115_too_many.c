// as-reference: yes
// BEGIN BYTECODES //
replicate(4096) op(_A0, (--)) { }
replicate(4096) op(_A1, (--)) { }
replicate(4096) op(_A2, (--)) { }
replicate(4096) op(_A3, (--)) { }
replicate(4096) op(_A4, (--)) { }
replicate(4096) op(_A5, (--)) { }
replicate(4096) op(_A6, (--)) { }
replicate(4096) op(_A7, (--)) { }
replicate(4096) op(_A8, (--)) { }
replicate(4096) op(_A9, (--)) { }
replicate(4096) op(_A10, (--)) { }
replicate(4096) op(_A11, (--)) { }
replicate(4096) op(_A12, (--)) { }
replicate(4096) op(_A13, (--)) { }
replicate(4096) op(_A14, (--)) { }
macro(M) = _A2;
// END BYTECODES //
