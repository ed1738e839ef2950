// A small instruction set for tests/emit_rust.rs: one of everything that the emitter treats in a way of its own.

// BEGIN BYTECODES //

inst(NOP, (--)) {
}

inst(RESUME, (--)) {
    UPDATE(oparg);
}

inst(POP_TOP, (value --)) {
    PyStackRef_CLOSE(value);
}

replicate(2) inst(LOAD_FAST, (-- value)) {
    value = PyStackRef_DUP(GETLOCAL(oparg));
}

inst(EXTENDED_ARG, (--)) {
    WIDEN(oparg);
}

inst(BUILD_TUPLE, (values[oparg] -- tup)) {
    tup = MAKE_TUPLE(values);
    INPUTS_DEAD();
}

inst(UNPACK_EX, (seq -- left[oparg & 0xFF], rest, right[oparg >> 8])) {
    UNPACK(seq, left, right);
    rest = seq;
    DEAD(seq);
}

family(LOOKUP, INLINE_CACHE_ENTRIES_LOOKUP) = {
    LOOKUP_FAST,
};

specializing tier1 op(_SPECIALIZE_LOOKUP, (counter/1 --)) {
    COUNT(counter);
}

op(_LOOKUP, (owner -- value)) {
    value = FIND(owner, oparg);
    DEAD(owner);
}

macro(LOOKUP) = _SPECIALIZE_LOOKUP + unused/8 + _LOOKUP;

op(_CHECK_VERSION, (version/2, owner -- owner)) {
    EXIT_IF(VERSION(owner) != version);
}

op(_LOOKUP_FAST, (slot/1, owner -- value)) {
    value = SLOT(owner, slot);
    DEAD(owner);
}

macro(LOOKUP_FAST) = unused/1 + _CHECK_VERSION + _LOOKUP_FAST + unused/5;

family(SPIN, 1) = {
    SPIN_FAST,
};

specializing tier1 op(_SPECIALIZE_SPIN, (--)) {
    COUNT(this_instr);
}

tier1 op(_SPIN, (--)) {
    JUMPBY(-oparg);
}

macro(SPIN) = unused/1 + _SPECIALIZE_SPIN + _SPIN;

macro(SPIN_FAST) = unused/1 + _SPIN;

op(_JUMP_IF, (cond --)) {
    TEST(cond);
    DEAD(cond);
    JUMPBY(oparg);
}

macro(JUMP_IF_TRUE) = unused/1 + _JUMP_IF;

macro(JUMP_IF_FALSE) = unused/1 + _JUMP_IF;

inst(INSTRUMENTED_SPIN, (unused/1 --)) {
    REPORT(oparg);
}

inst(INSTRUMENTED_LINE, (--)) {
    REPORT(this_instr);
}

pseudo(SETUP_BLOCK, (-- exc), (HAS_ARG)) = {
    NOP,
};

pseudo(JUMP_ALWAYS, (--)) = {
    SPIN,
    NOP,
};

pseudo(TEST_TRUE, (cond -- cond)) = [
    LOAD_FAST, JUMP_IF_TRUE,
];

// END BYTECODES //
