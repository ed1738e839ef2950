"""Writes CPython's table files with CPython's own generator, many inputs in one process.

    reference_tables.py GENERATOR FILE...

GENERATOR is a folder `cases_generator`, of 3.13 or 3.14. Prints JSON: a list with an object for each FILE, which
gives for each table `{"text": ...}` or `{"error": ...}`; if the analysis refuses the file, every table has its error.
"""

import contextlib
import importlib
import io
import json
import sys

sys.path.insert(0, sys.argv[1])
analyzer = importlib.import_module("analyzer")
cwriter = importlib.import_module("cwriter")


def script(name, call):
    module = importlib.import_module(name)
    return lambda files, analysis, out: call(module, files, analysis, out)


def targets(module, files, analysis, out):
    # The script writes its last line to a global of this name.
    module.outfile = out
    writer = cwriter.CWriter(out, 0, False)
    module.write_opcode_targets(analysis, writer)
    if hasattr(module, "write_tailcall_dispatch_table"):
        module.write_tailcall_dispatch_table(analysis, writer)


TABLES = {
    "opcode_ids.h": script("opcode_id_generator", lambda m, *args: m.generate_opcode_header(*args)),
    "opcode_targets.h": script("target_generator", targets),
    "pycore_opcode_metadata.h": script("opcode_metadata_generator", lambda m, *args: m.generate_opcode_metadata(*args)),
    "pycore_uop_ids.h": script("uop_id_generator", lambda m, *args: m.generate_uop_ids(*args, False)),
    "pycore_uop_metadata.h": script("uop_metadata_generator", lambda m, *args: m.generate_uop_metadata(*args)),
    "_opcode_metadata.py": script("py_metadata_generator", lambda m, *args: m.generate_py_metadata(*args)),
}


def describe(error):
    return f"{type(error).__name__}: {error}"


def tables(file):
    try:
        analysis = analyzer.analyze_files([file])
    except Exception as error:
        return {name: {"error": "refused: " + describe(error)} for name in TABLES}
    result = {}
    for name, write in TABLES.items():
        out = io.StringIO()
        try:
            write([file], analysis, out)
            result[name] = {"text": out.getvalue()}
        except Exception as error:
            result[name] = {"error": describe(error)}
    return result


with contextlib.redirect_stdout(io.StringIO()):
    results = [tables(file) for file in sys.argv[2:]]
json.dump(results, sys.stdout)
