// files: inputs/base.c
// role: abstract
// BEGIN BYTECODES //
op(_ADD, (lhs -- res)) {
    res = lhs;
}
op(_ENTER, (args[oparg] -- frame)) {
    frame = FRAME(ctx);
    ctx->frame = frame;
}
op(_PEEK, (--)) {
}
// END BYTECODES //
