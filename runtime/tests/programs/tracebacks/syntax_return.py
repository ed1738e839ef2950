"""`return` outside a function is found by the compiler, not the parser."""

x = 1
return x
