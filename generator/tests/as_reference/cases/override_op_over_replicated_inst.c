// Copies of the instruction's micro-op stay in the table, the original does not; an `inst` of the same name takes
// both places at last.
// BEGIN BYTECODES //
replicate(2) inst(COUNT, (-- count)) {
    count = number(oparg);
}
override op(COUNT, (-- count)) {
    count = nothing();
}
replicate(2) inst(AGAIN, (-- count)) {
    count = number(oparg);
}
override op(AGAIN, (-- count)) {
    count = nothing();
}
override inst(AGAIN, (unused/1 -- )) {
    SPAM();
}
override op(_COUNT_0, (-- count)) {
    count = zero();
}
// END BYTECODES //
