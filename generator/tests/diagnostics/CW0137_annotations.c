// BEGIN BYTECODES //
tier1 tier2 op(_A, (--)) {
}
pure specializing tier2 pure op(_B, (--)) {
}
macro(M) = _A + _B;
pseudo(P, (--), (HAS_ARG, HAS_ARG)) = { M };
// END BYTECODES //
