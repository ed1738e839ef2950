"""Print what CPython's own generator finds out about definition files, as JSON.

    python dump_analysis.py CASES_GENERATOR FILE...

CASES_GENERATOR is the folder with analyzer.py, of CPython 3.13 or 3.14. If the generator refuses the files,
the result is {"error": "..."} with the kind of exception and its text.
"""

import contextlib
import io
import json
import re
import sys


def main(generator, files):
    sys.path.insert(0, generator)
    import analyzer
    import opcode_metadata_generator as metadata
    import uop_id_generator
    from cwriter import CWriter
    from generators_common import cflags
    from stack import Stack, get_stack_effect

    def written(generate):
        text = io.StringIO()
        generate(text)
        return text.getvalue()

    def place(token):
        return [token.line, token.column]

    def properties(p):
        result = {k: v for k, v in vars(p).items() if k != "escaping_calls"}
        result["flags"] = cflags(p)
        return result

    def calls(p):
        found = getattr(p, "escaping_calls", {}).values()
        return sorted([place(c.call), c.kills and place(c.kills)] for c in found)

    def items(stack):
        return [
            {
                "name": i.name,
                "type": i.type or "",
                # 3.13 says "1" for a scalar.
                "size": i.size if i.is_array() else "",
                "condition": getattr(i, "condition", "") or "",
                "peek": i.peek,
                **({"used": i.used} if hasattr(i, "used") else {}),
            }
            for i in stack
        ]

    def caches(uop):
        return [[c.name, c.size] for c in uop.caches]

    def net(inst):
        stack = get_stack_effect(inst)
        top = getattr(stack, "top_offset", None) or stack.logical_sp
        return [(-stack.base_offset).to_c(), (top - stack.base_offset).to_c()]

    null = CWriter(io.StringIO(), 0, False)

    def uop_popped(uop):
        stack = Stack()
        for var in reversed(uop.stack.inputs):
            if hasattr(var, "used"):
                if var.peek:
                    break
                stack.pop(var, null)
            else:
                stack.pop(var)
        return (-stack.base_offset).to_c()

    a = analyzer.analyze_files(files)
    keys = {id(uop): key for key, uop in a.uops.items()}

    def part(p):
        if isinstance(p, analyzer.Uop):
            return p.name
        return ["skip", p.size] if isinstance(p, analyzer.Skip) else ["flush"]

    def expansions():
        text = written(lambda f: metadata.generate_expansion_table(a, CWriter(f, 0, False)))
        table = {}
        for name, rows in re.findall(r"^\s*\[(\w+)\] = \{ \.nuops = \d+, \.uops = \{ (.*) \} \},$", text, re.M):
            table[name] = [
                [uop, size, int(offset)] for uop, size, offset in re.findall(r"\{ (\S+), (\S+), (\S+) \}", rows)
            ]
        return table

    def ids():
        text = written(lambda f: uop_id_generator.generate_uop_ids(files, a, f, False))
        return dict(re.findall(r"^#define (\w+) (\w+)$", text, re.M))

    return {
        "uops": [
            {
                "key": key,
                "name": u.name,
                "annotations": u.annotations,
                "inputs": items(u.stack.inputs),
                "outputs": items(u.stack.outputs),
                "caches": caches(u),
                "properties": properties(u.properties),
                "escaping_calls": calls(u.properties),
                "local_stores": sorted(place(t) for t in getattr(u, "local_stores", [])),
                "implicitly_created": u.implicitly_created,
                "replicated": u.replicated,
                "replicates": u.replicates and keys.get(id(u.replicates)),
                "instruction_size": getattr(u, "instruction_size", None),
                "not_viable": u.why_not_viable(),
                "popped": uop_popped(u),
                "is_super": u.is_super(),
            }
            for key, u in a.uops.items()
        ],
        "instructions": [
            {
                "name": i.name,
                "parts": [part(p) for p in i.parts],
                "properties": properties(i.properties),
                "is_target": i.is_target,
                "family": i.family and i.family.name,
                "opcode": i.opcode,
                "size": i.size,
                "format": metadata.get_format(i),
                "net": net(i),
            }
            for i in a.instructions.values()
        ],
        "families": [[f.name, f.size, [m.name for m in f.members]] for f in a.families.values()],
        "pseudos": [
            {
                "name": p.name,
                "targets": [t.name for t in p.targets],
                "as_sequence": getattr(p, "as_sequence", False),
                "flags": p.flags,
                "properties": properties(p.properties),
                "opcode": p.opcode,
                **({"net": net(p), "inputs": items(p.stack.inputs)} if hasattr(p, "stack") else {}),
            }
            for p in a.pseudos.values()
        ],
        "labels": [
            {
                "name": label.name,
                "spilled": label.spilled,
                "properties": properties(label.properties),
                "escaping_calls": calls(label.properties),
            }
            for label in getattr(a, "labels", {}).values()
        ],
        "opmap": list(a.opmap.items()),
        "have_arg": a.have_arg,
        "min_instrumented": a.min_instrumented,
        # These two refuse what the analysis accepts; an abstract interpreter has no instructions to expand.
        "expansions": expansions() if a.instructions else {},
        "ids": ids(),
    }


if __name__ == "__main__":
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            result = main(sys.argv[1], sys.argv[2:])
    except Exception as e:
        result = {"error": f"{type(e).__name__}: {e}"}
    json.dump(result, sys.stdout)
