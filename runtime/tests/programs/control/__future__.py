"""Stands for the module of the same name, which the compiler knows without reading it;
programs of this folder find this one first, so that they need no library."""

annotations = "a name to import"
