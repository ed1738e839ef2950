"""Print what CPython's own generator finds out about definition files, as JSON.

    python dump_analysis.py CASES_GENERATOR FILE...
    python dump_analysis.py CASES_GENERATOR --each LIST

CASES_GENERATOR is the folder with analyzer.py, of CPython 3.13 or 3.14. LIST is a file that names one file a
line; each is analysed by itself, and the result is a list. If the generator refuses a file, its result is
{"error": "..."} with the kind of exception and its text.
"""

import contextlib
import io
import json
import re
import sys


OPARGS = [0, 1, 2, 3, 7, 255, 0x1234]


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
        return [valued((-stack.base_offset).to_c()), valued((top - stack.base_offset).to_c())]

    def valued(text):
        """A C expression and its values for some opargs."""
        in_python = re.sub(r"\(\((.+?)\) \? (.+?) : (.+?)\)", r"((\2) if (\1) else (\3))", text)
        return [text, [int(eval(in_python, {"oparg": oparg})) for oparg in OPARGS]]

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
        return valued((-stack.base_offset).to_c())

    a = analyzer.analyze_files(files)

    def part(p):
        if isinstance(p, analyzer.Uop):
            return p.name
        return ["skip", p.size] if isinstance(p, analyzer.Skip) else ["flush"]

    def expansions():
        try:
            text = written(lambda f: metadata.generate_expansion_table(a, CWriter(f, 0, False)))
        except ValueError:
            # The maximum over no expansions at all.
            return {}
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
                "replicates": u.replicates and u.replicates.name,
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


def result(generator, files):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return main(generator, files)
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"}


if __name__ == "__main__":
    generator, *files = sys.argv[1:]
    if files[0] == "--each":
        with open(files[1]) as listed:
            dump = [result(generator, [file]) for file in listed.read().splitlines()]
    else:
        dump = result(generator, files)
    json.dump(dump, sys.stdout)
