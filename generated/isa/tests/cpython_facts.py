"""Prints what CPython itself says of its opcodes, for `tests/cpython.rs` to hold the crate against.

    python3.14 cpython_facts.py > cpython_facts.txt

Only 3.14 has the same opcodes; the version that was asked stands in the first line.
"""
import _opcode
import _opcode_metadata as metadata
import opcode
import sys

OPARGS = [0, 1, 2, 3, 5, 8, 255, 256, 0x1234, 0x7FFFFFF]
PREDICATES = ["has_arg", "has_const", "has_name", "has_jump", "has_free", "has_local", "has_exc"]

heads = {member: head for head, members in metadata._specializations.items() for member in members}
numbers = dict(metadata.opmap) | metadata._specialized_opmap
print("# CPython", ".".join(map(str, sys.version_info[:3])))
print("# number name", ",".join(PREDICATES), "cache head | oparg: stack effect if it may, does and does not jump; ... (`*`: any oparg)")
for name, number in sorted(numbers.items(), key=lambda item: item[1]):
    has = "".join("01"[getattr(_opcode, predicate)(number)] for predicate in PREDICATES)
    head = heads.get(name, name)
    effects = {}
    if name not in heads:
        for oparg in OPARGS:
            effects[oparg] = " ".join(
                str(_opcode.stack_effect(number, oparg, jump=jump)) for jump in (None, True, False))
    if len(set(effects.values())) == 1:
        effects = {"*": effects[0]}
    effects = [f"{oparg}: {effect}" for oparg, effect in effects.items()]
    print(number, name, has, opcode._inline_cache_entries.get(name, 0), head, "|", "; ".join(effects))
print("# others", opcode.HAVE_ARGUMENT, opcode.EXTENDED_ARG)
