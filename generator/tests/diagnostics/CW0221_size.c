// BEGIN BYTECODES //
inst(JOIN, (pair[2] -- result)) {
    result = MAKE(pair);
    DECREF_INPUTS();
}
// END BYTECODES //
