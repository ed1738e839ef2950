// The writer of tables indents by the brackets that it finds in sizes, one kind of which need not close here what it
// opens: `(` and `[` are counted together.
// BEGIN BYTECODES //
op(_OPENS, (a[{] -- )) {
    DEAD(a);
}
op(_BALANCED, (b[f(n)] -- c)) {
    c = first(b);
    DEAD(b);
}
op(_OPENS_ONE, (e[(]] -- )) {
    DEAD(e);
}
op(_QUOTES, (f["((" {] -- )) {
    DEAD(f);
}
op(_EXTERN, (g[extern "C" {] -- )) {
    DEAD(g);
}
op(_CLOSES, (unused[}] -- )) {
    SPAM();
}
op(_LAST, (--)) {
    SPAM();
}
// END BYTECODES //
