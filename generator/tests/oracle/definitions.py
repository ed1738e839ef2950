"""Prints a file's definitions as the reference parser sees them, a JSON object a line.

Usage: definitions.py FOLDER_OF_THE_REFERENCE FILE
"""
import json
import sys

sys.path.insert(0, sys.argv[1])
import parser  # noqa: E402


def effect(item):
    if type(item).__name__ == "CacheEffect":
        return [item.name, item.size]
    return [item.name, item.type, item.size, getattr(item, "cond", "")]


def part(item):
    return [item.name, item.size] if type(item).__name__ == "CacheEffect" else item.name


for node in parser.parse_files([sys.argv[2]]):
    kind = type(node).__name__
    out = {"kind": kind, "name": node.name}
    if kind == "InstDef":
        out["kind"] = node.kind
        out["annotations"] = node.annotations
    if kind == "InstDef" or kind == "Pseudo" and hasattr(node, "inputs"):
        out["inputs"] = [effect(i) for i in node.inputs]
        out["outputs"] = [effect(i) for i in node.outputs]
    if kind == "Macro":
        out["parts"] = [part(u) for u in node.uops]
    if kind == "Family":
        out["size"] = node.size
        out["members"] = node.members
    if kind == "Pseudo":
        out["flags"] = node.flags
        out["targets"] = node.targets
        out["sequence"] = getattr(node, "as_sequence", False)
    if kind == "LabelDef":
        out["spilled"] = node.spilled
    print(json.dumps(out))
