#!/usr/bin/env python3
"""Time Casewright's generator against CPython's own, in one run.

    bench_generator.py --oracle DIR [--casewright PATH] [--inputs DIR] [--rounds 7]
                       [--json FILE] [--assert]

CPython's generator is nine Python scripts that each parse the definitions anew and
write one file; `make regen-cases` of CPython runs them in a row, a process each.
Casewright parses once and writes everything in one process: either its own output
(the Rust crate, isa.json and what describes it), or that and the same nine files,
`casewright regen --upstream`. Both sides read the same definitions and write into a
fresh temporary folder. Two trees are timed:

  3.14   this project's inputs/, with the scripts of CPython 3.14
  3.13   a CPython 3.13 source tree, with the scripts of that tree, of whose nine files
         Casewright writes four, so here its own output only

All scripts run on the oracle's CPython 3.14. A round runs each contestant once, so
that a slow spell of the machine meets all of them; one round beforehand is not
counted and leaves file and bytecode caches warm. Times are of whole processes, start
included: wall clock, and CPU (user and system) for comparison.

The bar: Casewright takes at most 1/25 of the reference's wall time, by the minimum
and by the median, for each row of the table. With --assert, missing it is exit
status 1. A contestant that fails is exit status 2.

Needs a Unix system; no packages.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BAR = 25

# Script, output file, and whether it takes the optimizer's definitions before the instructions'.
SCRIPTS = [
    ("opcode_id_generator.py", "opcode_ids.h", False),
    ("target_generator.py", "opcode_targets.h", False),
    ("uop_id_generator.py", "pycore_uop_ids.h", False),
    ("py_metadata_generator.py", "_opcode_metadata.py", False),
    ("tier1_generator.py", "generated_cases.c.h", False),
    ("tier2_generator.py", "executor_cases.c.h", False),
    ("optimizer_generator.py", "optimizer_cases.c.h", True),
    ("opcode_metadata_generator.py", "pycore_opcode_metadata.h", False),
    ("uop_metadata_generator.py", "pycore_uop_metadata.h", False),
]


class Failed(Exception):
    """A contestant did not do its work."""


def run(command, env):
    """Run one process to its end; return its wall and CPU seconds."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            tail = said.read().decode("utf-8", "replace").strip().splitlines()[-15:]
            raise Failed("%s\n  exit status %d%s" % (
                " ".join(map(str, command)), child.returncode,
                "".join("\n  | " + line for line in tail)))
    return wall, usage.ru_utime + usage.ru_stime


def reference(python, scripts, instructions, optimizer):
    """The nine scripts over one pair of definition files."""
    def contestant(out, env):
        wall = cpu = 0.0
        for script, name, overlay in SCRIPTS:
            inputs = [optimizer, instructions] if overlay else [instructions]
            took = run([python, scripts / script, "-o", out / name, *inputs], env)
            wall += took[0]
            cpu += took[1]
            if not (out / name).stat().st_size:
                raise Failed("%s wrote an empty %s" % (script, name))
        return wall, cpu
    return contestant


def candidate(binary, *source, nine=False):
    """`casewright regen` over the same definitions, as one process; with `nine`, the reference's files, too."""
    def contestant(out, env):
        more = ["--upstream", out / "nine"] if nine else []
        took = run([binary, "regen", *source, "--out", out / "rust", *more], env)
        expected = [out / "rust/isa.json", out / "rust/MANIFEST.json"]
        expected += [out / "nine" / name for _, name, _ in SCRIPTS if nine]
        for path in expected:
            if not path.is_file() or not path.stat().st_size:
                raise Failed("%s regen did not write %s" % (binary, path.name))
        return took
    return contestant


def measure(contestants, rounds, scratch):
    """Interleaved rounds; returns {(tree, who): {"wall": [...], "cpu": [...]}}."""
    env = dict(os.environ)
    # The reference gets its bytecode caches, as it has in a working tree, but outside of the oracle.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(scratch / "pycache")
    times = {key: {"wall": [], "cpu": []} for key in contestants}
    for number in range(rounds + 1):
        for key, contestant in contestants.items():
            with tempfile.TemporaryDirectory(dir=scratch) as out:
                wall, cpu = contestant(pathlib.Path(out), env)
            if number:
                times[key]["wall"].append(wall)
                times[key]["cpu"].append(cpu)
        print("round %d of %d" % (number, rounds) if number else "warm-up", file=sys.stderr, flush=True)
    return times


def summarise(times, rows):
    """Minimum, median and ratios, a record for each of `rows`: the tree, whose time, and what that one writes."""
    records = []
    for tree, who, writes in rows:
        record = {"tree": tree, "writes": writes}
        for side, key in (("reference", "reference"), ("casewright", who)):
            record[side] = {
                kind: {"min": min(values), "median": statistics.median(values), "all": values}
                for kind, values in times[tree, key].items()
            }
        record["ratio"] = {
            kind: {
                key: record["casewright"][kind][key] / record["reference"][kind][key]
                for key in ("min", "median")
            }
            for kind in ("wall", "cpu")
        }
        record["met"] = max(record["ratio"]["wall"].values()) <= 1 / BAR
        records.append(record)
    return records


def report(records, labels, rounds):
    print("| tree | casewright writes | time | reference min | median | casewright min | median "
          "| ratio (min) | ratio (median) |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for record in records:
        for kind in ("wall", "cpu"):
            cells = ["%.1f ms" % (1000 * record[who][kind][key])
                     for who in ("reference", "casewright") for key in ("min", "median")]
            cells += ["1/%.1f" % (1 / record["ratio"][kind][key]) for key in ("min", "median")]
            print("| %s | %s | %s | %s |" % (record["tree"], record["writes"], kind, " | ".join(cells)))
    print()
    for tree, label in labels:
        print("%s is %s." % (tree, label))
    print("%d interleaved rounds, warm caches. Reference: nine processes, nine files, one file each. "
          "Casewright: one process." % rounds)
    for record in records:
        slower = max(record["ratio"]["wall"].values())
        print("Bar (wall, min and median <= 1/%d) on %s, %s: %s (1/%.1f)." % (
            BAR, record["tree"], record["writes"], "met" if record["met"] else "MISSED", 1 / slower))


def existing(kind):
    def check(text):
        path = pathlib.Path(text).absolute()
        if not getattr(path, kind)():
            raise argparse.ArgumentTypeError("%s does not exist" % text)
        return path
    return check


def positive(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a whole number above zero, not %s" % text)
    return int(text)


def main():
    root = pathlib.Path(__file__).absolute().parent.parent
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--oracle", type=existing("is_dir"), required=True, help="as laid out by ci/oracle")
    ap.add_argument("--casewright", type=pathlib.Path, default=root / "target/release/casewright")
    ap.add_argument("--inputs", type=existing("is_dir"), default=root / "inputs")
    ap.add_argument("--rounds", type=positive, default=7)
    ap.add_argument("--json", type=pathlib.Path, help="write every measurement here")
    ap.add_argument("--assert", dest="gate", action="store_true", help="exit 1 if the bar is missed")
    args = ap.parse_args()

    python = args.oracle / "bin/python3.14"
    tree = args.oracle / "src/3.13"
    binary = args.casewright.absolute()
    needed = [python, args.oracle / "cases_generator", tree, binary,
              args.inputs / "bytecodes.c", args.inputs / "optimizer_bytecodes.c"]
    missing = [str(path) for path in needed if not path.exists()]
    if missing:
        ap.error("not there: " + ", ".join(missing))

    # In this order within a round: each tree's contestants back to back.
    contestants = {
        ("3.14", "reference"): reference(
            python, args.oracle / "cases_generator",
            args.inputs / "bytecodes.c", args.inputs / "optimizer_bytecodes.c"),
        ("3.14", "rust"): candidate(binary, "--inputs", args.inputs),
        ("3.14", "rust and nine"): candidate(binary, "--inputs", args.inputs, nine=True),
        ("3.13", "reference"): reference(
            python, tree / "Tools/cases_generator",
            tree / "Python/bytecodes.c", tree / "Python/optimizer_bytecodes.c"),
        ("3.13", "rust"): candidate(binary, "--cpython", tree),
    }
    try:
        with tempfile.TemporaryDirectory(prefix="bench-generator-") as scratch:
            times = measure(contestants, args.rounds, pathlib.Path(scratch))
    except Failed as failure:
        print("bench: a contestant failed: %s" % failure, file=sys.stderr)
        return 2

    records = summarise(times, [
        ("3.14", "rust and nine", "the Rust and the nine files"),
        ("3.14", "rust", "the Rust"),
        ("3.13", "rust", "the Rust"),
    ])
    report(records, [("3.14", "this project's inputs/"), ("3.13", "a CPython 3.13 source tree")], args.rounds)
    if args.json:
        args.json.write_text(json.dumps({"rounds": args.rounds, "bar": 1 / BAR, "rows": records}, indent=1) + "\n")
    return 1 if args.gate and not all(record["met"] for record in records) else 0


if __name__ == "__main__":
    sys.exit(main())
