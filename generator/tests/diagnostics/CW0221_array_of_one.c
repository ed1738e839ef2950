// BEGIN BYTECODES //
inst(WRAP, (item[1] -- result)) {
    result = MAKE(item);
    DECREF_INPUTS();
}
// END BYTECODES //
