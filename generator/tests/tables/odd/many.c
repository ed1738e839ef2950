// More instructions than there are numbers below RESUME.
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

inst(I1, (--)) {
}

inst(I2, (--)) {
}

inst(I3, (--)) {
}

inst(I4, (--)) {
}

inst(I5, (--)) {
}

inst(I6, (--)) {
}

inst(I7, (--)) {
}

inst(I8, (--)) {
}

inst(I9, (--)) {
}

inst(I10, (--)) {
}

inst(I11, (--)) {
}

inst(I12, (--)) {
}

inst(I13, (--)) {
}

inst(I14, (--)) {
}

inst(I15, (--)) {
}

inst(I16, (--)) {
}

inst(I17, (--)) {
}

inst(I18, (--)) {
}

inst(I19, (--)) {
}

inst(I20, (--)) {
}

inst(I21, (--)) {
}

inst(I22, (--)) {
}

inst(I23, (--)) {
}

inst(I24, (--)) {
}

inst(I25, (--)) {
}

inst(I26, (--)) {
}

inst(I27, (--)) {
}

inst(I28, (--)) {
}

inst(I29, (--)) {
}

inst(I30, (--)) {
}

inst(I31, (--)) {
}

inst(I32, (--)) {
}

inst(I33, (--)) {
}

inst(I34, (--)) {
}

inst(I35, (--)) {
}

inst(I36, (--)) {
}

inst(I37, (--)) {
}

inst(I38, (--)) {
}

inst(I39, (--)) {
}

inst(I40, (--)) {
}

inst(I41, (--)) {
}

inst(I42, (--)) {
}

inst(I43, (--)) {
}

inst(I44, (--)) {
}

inst(I45, (--)) {
}

inst(I46, (--)) {
}

inst(I47, (--)) {
}

inst(I48, (--)) {
}

inst(I49, (--)) {
}

inst(I50, (--)) {
}

inst(I51, (--)) {
}

inst(I52, (--)) {
}

inst(I53, (--)) {
}

inst(I54, (--)) {
}

inst(I55, (--)) {
}

inst(I56, (--)) {
}

inst(I57, (--)) {
}

inst(I58, (--)) {
}

inst(I59, (--)) {
}

inst(I60, (--)) {
}

inst(I61, (--)) {
}

inst(I62, (--)) {
}

inst(I63, (--)) {
}

inst(I64, (--)) {
}

inst(I65, (--)) {
}

inst(I66, (--)) {
}

inst(I67, (--)) {
}

inst(I68, (--)) {
}

inst(I69, (--)) {
}

inst(I70, (--)) {
}

inst(I71, (--)) {
}

inst(I72, (--)) {
}

inst(I73, (--)) {
}

inst(I74, (--)) {
}

inst(I75, (--)) {
}

inst(I76, (--)) {
}

inst(I77, (--)) {
}

inst(I78, (--)) {
}

inst(I79, (--)) {
}

inst(I80, (--)) {
}

inst(I81, (--)) {
}

inst(I82, (--)) {
}

inst(I83, (--)) {
}

inst(I84, (--)) {
}

inst(I85, (--)) {
}

inst(I86, (--)) {
}

inst(I87, (--)) {
}

inst(I88, (--)) {
}

inst(I89, (--)) {
}

inst(I90, (--)) {
}

inst(I91, (--)) {
}

inst(I92, (--)) {
}

inst(I93, (--)) {
}

inst(I94, (--)) {
}

inst(I95, (--)) {
}

inst(I96, (--)) {
}

inst(I97, (--)) {
}

inst(I98, (--)) {
}

inst(I99, (--)) {
}

inst(I100, (--)) {
}

inst(I101, (--)) {
}

inst(I102, (--)) {
}

inst(I103, (--)) {
}

inst(I104, (--)) {
}

inst(I105, (--)) {
}

inst(I106, (--)) {
}

inst(I107, (--)) {
}

inst(I108, (--)) {
}

inst(I109, (--)) {
}

inst(I110, (--)) {
}

inst(I111, (--)) {
}

inst(I112, (--)) {
}

inst(I113, (--)) {
}

inst(I114, (--)) {
}

inst(I115, (--)) {
}

inst(I116, (--)) {
}

inst(I117, (--)) {
}

inst(I118, (--)) {
}

inst(I119, (--)) {
}

inst(I120, (--)) {
}

inst(I121, (--)) {
}

inst(I122, (--)) {
}

inst(I123, (--)) {
}

inst(I124, (--)) {
}

inst(I125, (--)) {
}

inst(I126, (--)) {
}

inst(I127, (--)) {
}

inst(I128, (--)) {
}

inst(I129, (--)) {
}

inst(I130, (--)) {
}

inst(I131, (--)) {
}

inst(I132, (--)) {
}

inst(I133, (--)) {
}

inst(I134, (--)) {
}

inst(I135, (--)) {
}

inst(I136, (--)) {
}

inst(I137, (--)) {
}

inst(I138, (--)) {
}

inst(I139, (--)) {
}

inst(I140, (--)) {
}
// END BYTECODES //
