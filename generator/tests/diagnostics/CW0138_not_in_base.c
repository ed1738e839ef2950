// files: inputs/base.c
// role: abstract
// BEGIN BYTECODES //
op(_LAOD, (-- value)) {
    value = sym_new_unknown(ctx);
}
// END BYTECODES //
