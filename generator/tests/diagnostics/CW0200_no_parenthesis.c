// BEGIN BYTECODES //
inst(CHECK, (--)) {
    ERROR_IF;
}
// END BYTECODES //
