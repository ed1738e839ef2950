// BEGIN BYTECODES //
inst(A, (args[oparg] -- res)) {
    res = sum_up(args, oparg);
}
inst(A_INT, (lhs, rhs -- res)) {
    res = add(lhs, rhs);
    PyStackRef_CLOSE(lhs);
    PyStackRef_CLOSE(rhs);
}
inst(A_FRAME, (args[oparg] -- )) {
    DISPATCH_INLINED(enter(args));
}
inst(A_NONE, (-- first, second)) {
    first = PyStackRef_None;
    second = PyStackRef_None;
}
inst(B, (value -- res)) {
    res = value;
}
inst(B_INT, (value --)) {
    PyStackRef_CLOSE(value);
}
family(A) = { A_INT, A_FRAME, A_NONE };
family(B) = { B_INT };
// END BYTECODES //
