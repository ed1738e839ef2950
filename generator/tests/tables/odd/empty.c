// Nothing at all.
// BEGIN BYTECODES //
// END BYTECODES //
