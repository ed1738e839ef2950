// dialect: 3.13
// BEGIN BYTECODES //
label(error) {
}
// END BYTECODES //
