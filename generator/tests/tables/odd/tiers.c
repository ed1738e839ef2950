// Micro-ops for one tier or none.
// BEGIN BYTECODES //
inst(CACHE, (--)) {
}

inst(RESERVED, (--)) {
}

inst(RESUME, (--)) {
}

family(BINARY_OP, 0) = {
    BINARY_OP_ADD,
};

inst(BINARY_OP, (a, b -- c)) {
    c = combine(a, b, oparg);
    DEAD(a);
    DEAD(b);
}

inst(BINARY_OP_ADD, (a, b -- c)) {
    c = combine(a, b, 0);
    DEAD(a);
    DEAD(b);
}

inst(BINARY_OP_INPLACE_ADD_UNICODE, (a, b --)) {
    DEAD(a);
    DEAD(b);
}

inst(INSTRUMENTED_LINE, (--)) {
}

inst(ENTER_EXECUTOR, (--)) {
}

pseudo(SETUP, (--)) = {
    RESUME,
};

tier1 op(_A, (--)) {
}

tier2 op(_B, (--)) {
}

op(_THIS, (--)) {
    use(this_instr);
}

op(_BOTH, (a --)) {
    if (oparg) {
        ERROR_NO_POP();
    }
    ERROR_IF(PyStackRef_IsNull(a));
    DEAD(a);
}

replaced op(_R, (--)) {
    use(this_instr);
}

specializing tier2 op(_S, (counter/1 --)) {
    use(this_instr, counter);
}

tier1 replicate(2) op(_T, (--)) {
    use(oparg);
}

replicate(2) inst(INSTRUMENTED_X, (--)) {
    use(oparg);
}

macro(M1) = _A + _R;

macro(M2) = _B + _R;

macro(M3) = _THIS;

macro(M4) = _BOTH;

macro(M5) = _S + _S;

macro(M6) = _R;

macro(M7) = _T_0 + _T;

tier1 inst(EXIT_TRACE, (--)) {
}

tier1 op(_SET_IP, (--)) {
}
// END BYTECODES //
