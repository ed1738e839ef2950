// bindings: none
// BEGIN BYTECODES //
tier1 inst(CONFIGURED, (--)) {
    #ifdef Py_UNHEARD_OF
    frame->owner = 1;
    #endif
}
// END BYTECODES //
