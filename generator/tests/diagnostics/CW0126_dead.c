// BEGIN BYTECODES //
tier1 op(_A, (--)) {
}
op(_B, (--)) {
    this_instr = next_instr;
}
op(_USED_BY_TIER_2, (--)) {
}
// END BYTECODES //
