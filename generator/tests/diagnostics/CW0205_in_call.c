// BEGIN BYTECODES //
inst(LOOK, (--)) {
    call_something(stack_pointer);
}
// END BYTECODES //
