#!/usr/bin/env python3
"""Time the VM against CPython 3.14 and RustPython on the programs of runtime/benches/programs.

    bench_programs.py --python PYTHON [--vm PYVM] [--rustpython RUSTPYTHON] [--require-vm]
                      [--runs 3] [--timeout 60] [--only TEXT] [--md OUT.md] [--json OUT.json]

Each program runs N times per interpreter, in turn (A B A B ...), so that a slow spell of the machine
meets all of them. What every run prints must be the NAME.out beside NAME.py, which CPython 3.14 wrote
(--write writes it again). The time compared is user CPU time of the child process, from wait4();
system time, wall time and peak memory (never below this script's own, some 20 MB) go into the JSON. A
ratio is an interpreter's time over CPython's, so above 1 means slower.

An interpreter that is not there has a column that says so. With --require-vm, or when --vm names a file
that is not there, a missing VM ends the run before it starts.

Exit status: 0 good, 1 if a run failed or printed something else, 2 wrong usage, 3 no VM although it was
asked for.

Needs a Unix system and Python 3.9 or later; no other packages.
"""

import argparse
import hashlib
import json
import math
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "runtime" / "benches" / "programs"
BUILT_VM = ROOT / "target" / "release" / "pyvm"
ABSENT = {"vm": "not built", "RustPython": "not installed"}


def child_env():
    env = dict(os.environ)
    env["PYTHONHASHSEED"] = "0"
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    return env


def last_line(data):
    lines = data.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip()[:200] if lines else ""


def run_once(command, folder, program, timeout):
    """Run one program; return a dict with status, times and output."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        child = subprocess.Popen(
            command + [program], cwd=folder, stdin=subprocess.DEVNULL,
            stdout=out, stderr=err, env=child_env(), start_new_session=True)
        expired = threading.Event()

        def stop():
            expired.set()
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

        timer = threading.Timer(timeout, stop)
        timer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            stop()
            raise
        finally:
            timer.cancel()
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        stdout = out.read()
        stderr = err.read()
    result = {
        "user": usage.ru_utime, "sys": usage.ru_stime, "wall": wall,
        "maxrss_kb": usage.ru_maxrss, "stdout": stdout, "status": "ok", "error": "",
    }
    if expired.is_set():
        result["status"] = "timeout"
        result["error"] = "over %g s" % timeout
    elif child.returncode < 0:
        result["status"] = "crash"
        result["error"] = "signal %d %s" % (-child.returncode, last_line(stderr))
    elif child.returncode:
        result["status"] = "fail"
        result["error"] = "exit %d %s" % (child.returncode, last_line(stderr))
    return result


def measure(impls, folder, program, runs, timeout, expected=b""):
    """All interleaved runs of one program, each to print `expected`; returns {impl name: record}. An
    interpreter without a command is absent."""
    records = {}
    for name, command in impls:
        records[name] = {"status": "ok" if command else "absent", "error": "", "user": [], "sys": [], "wall": [],
                         "maxrss_kb": [], "stdout_sha256": None}
    for _ in range(runs):
        for name, command in impls:
            rec = records[name]
            if rec["status"] in ("absent", "timeout", "crash", "fail"):
                continue
            got = run_once(command, folder, program, timeout)
            if got["status"] != "ok":
                rec["status"] = got["status"]
                rec["error"] = got["error"]
                continue
            for key in ("user", "sys", "wall"):
                rec[key].append(round(got[key], 4))
            rec["maxrss_kb"].append(got["maxrss_kb"])
            rec["stdout_sha256"] = hashlib.sha256(got["stdout"]).hexdigest()
            if got["stdout"] != expected:
                rec["status"] = "output differs"
                rec["error"] = "stdout is not what is stored beside the program"
    for rec in records.values():
        if rec["user"]:
            rec["min"] = min(rec["user"])
            rec["median"] = round(statistics.median(rec["user"]), 4)
    return records


def add_ratios(records, first):
    base = records[first]
    for rec in records.values():
        usable = rec["status"] == "ok" and base["status"] == "ok"
        for key in ("min", "median"):
            value = None
            if usable and base[key] > 0 and rec[key] > 0:
                value = rec[key] / base[key]
            rec["ratio_" + key] = value


def geomean(values):
    values = list(values)
    if not values:
        return None
    return math.exp(sum(map(math.log, values)) / len(values))


def summary(groups, names):
    out = {}
    for name in names:
        recs = [p["impls"][name] for g in groups for p in g["programs"]]
        out[name] = {"of": len(recs)}
        for key in ("ratio_min", "ratio_median"):
            vals = [r[key] for r in recs if r[key] is not None]
            out[name][key] = geomean(vals)
            out[name]["counted"] = len(vals)
    return out


def fixed(value, digits=2):
    return "n/a" if value is None else "%.*f" % (digits, value)


def cells(rec, name):
    if rec["status"] == "absent":
        return ABSENT[name], ""
    if rec["status"] != "ok":
        return "**%s**" % rec["status"], ""
    return "%.3f" % rec["min"], "%.3f" % rec["median"]


def table(groups, names, startup, runs):
    others = names[1:]
    head = ["Program"]
    for name in names:
        head += [name + " min", name + " median"]
    for name in others:
        head += [name + " ratio (min)", name + " ratio (median)"]
    rows = []

    def mean_row(label, means):
        row = ["**" + label + "**"] + [""] * (2 * len(names))
        for name in others:
            m = means[name]
            note = "" if m["counted"] == m["of"] else " (%d of %d)" % (m["counted"], m["of"])
            row += ["**%s**%s" % (fixed(m["ratio_min"]), note), "**%s**" % fixed(m["ratio_median"])]
        rows.append(row)

    for group in groups:
        for prog in group["programs"]:
            row = ["%s/%s" % (group["folder"], prog["program"]) if len(groups) > 1
                   else prog["program"]]
            for name in names:
                row += cells(prog["impls"][name], name)
            for name in others:
                rec = prog["impls"][name]
                row += [fixed(rec["ratio_min"]), fixed(rec["ratio_median"])]
            rows.append(row)
        mean_row("geometric mean, " + group["folder"], group["geomean"])
    if len(groups) > 1:
        mean_row("geometric mean, all", summary(groups, names))
    lines = ["| " + " | ".join(head) + " |",
             "|" + "|".join([" --- "] + [" ---: "] * (len(head) - 1)) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["", "User CPU seconds over %d interleaved runs. Ratio: time over that of %s; above 1 is "
              "slower. Failed cells are left out of the means." % (runs, names[0])]
    starts = ["%s %s" % (n, ABSENT[n] if startup[n]["status"] == "absent" else fixed(startup[n].get("min"), 3) + " s")
              for n in names]
    lines.append("Start-up (an empty program, included in every time above): " + ", ".join(starts) + ".")
    failures = [(g["folder"], p["program"], n, p["impls"][n]) for g in groups
                for p in g["programs"] for n in names if p["impls"][n]["status"] not in ("ok", "absent")]
    if failures:
        lines += ["", "Failures:", ""]
        lines += ["- %s/%s, %s: %s, %s" % (f, p, n, r["status"], r["error"] or "no message")
                  for f, p, n, r in failures]
    return "\n".join(lines) + "\n"


def find(path):
    """The absolute path of an interpreter, or None if there is no such command."""
    found = shutil.which(str(path))
    return os.path.abspath(found) if found else None


def interpreters(args):
    """[(name, command or None)], CPython first; exits if one that was asked for is missing."""
    python = find(args.python)
    if python is None:
        print("bench: no such interpreter: %s" % args.python, file=sys.stderr)
        sys.exit(2)
    vm = find(args.vm or BUILT_VM)
    if vm is None and (args.vm or args.require_vm):
        print("bench: the VM is not there: %s; build it with "
              "`cargo build --release --package casewright-vm`" % (args.vm or BUILT_VM), file=sys.stderr)
        sys.exit(3)
    rustpython = find(args.rustpython or "rustpython")
    if rustpython is None and args.rustpython:
        print("bench: no such interpreter: %s" % args.rustpython, file=sys.stderr)
        sys.exit(2)
    return [("CPython 3.14", [python, "-S", "-B"]), ("vm", vm and [vm]), ("RustPython", rustpython and [rustpython])]


def write_expected(command, programs, timeout):
    """Store what CPython prints beside each program; returns the number of failures."""
    failures = 0
    for p in programs:
        got = run_once(command, PROGRAMS, p, timeout)
        if got["status"] != "ok":
            print("%s: %s" % (p, got["error"]), file=sys.stderr)
            failures += 1
            continue
        with tempfile.NamedTemporaryFile(dir=PROGRAMS, delete=False) as file:
            file.write(got["stdout"])
        os.chmod(file.name, 0o644)
        os.replace(file.name, (PROGRAMS / p).with_suffix(".out"))
    return failures


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--python", required=True, help="CPython 3.14, to which the others are compared")
    ap.add_argument("--vm", help="the VM (default: target/release/pyvm, if it is built)")
    ap.add_argument("--rustpython", help="RustPython (default: the command rustpython, if there is one)")
    ap.add_argument("--require-vm", action="store_true", help="fail if there is no VM")
    ap.add_argument("-n", "--runs", type=int, default=3)
    ap.add_argument("--timeout", type=float, default=60.0, help="wall seconds for one run")
    ap.add_argument("--only", help="only programs whose name contains this")
    ap.add_argument("--md", help="write the table here too")
    ap.add_argument("--json", help="write every measurement here")
    ap.add_argument("--write", action="store_true", help="store what CPython prints; measure nothing")
    args = ap.parse_args()
    if args.runs < 1:
        ap.error("--runs must be at least 1")
    impls = interpreters(args)
    names = [name for name, _ in impls]
    programs = sorted(p.name for p in PROGRAMS.glob("*.py") if not args.only or args.only in p.name)
    if not programs:
        ap.error("no programs found")
    if args.write:
        return 1 if write_expected(impls[0][1], programs, args.timeout) else 0

    with tempfile.TemporaryDirectory() as tmp:
        with open(os.path.join(tmp, "empty.py"), "w") as f:
            f.write("pass\n")
        startup = measure(impls, tmp, "empty.py", max(3, args.runs), args.timeout)
    group = {"folder": "programs", "programs": []}
    for p in programs:
        expected = (PROGRAMS / p).with_suffix(".out").read_bytes()
        records = measure(impls, PROGRAMS, p, args.runs, args.timeout, expected)
        add_ratios(records, names[0])
        group["programs"].append({"program": p[:-3], "impls": records})
        print("%-24s %s" % (p, "  ".join(
            "%s %s" % (n, "/".join(c for c in cells(records[n], n) if c)) for n in names)),
            file=sys.stderr, flush=True)
    group["geomean"] = summary([group], names)
    groups = [group]

    text = table(groups, names, startup, args.runs)
    sys.stdout.write(text)
    for path in filter(None, (args.md, args.json)):
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    if args.md:
        with open(args.md, "w") as f:
            f.write(text)
    if args.json:
        with open(args.json, "w") as f:
            json.dump({"runs": args.runs, "timeout": args.timeout, "impls": names,
                       "startup": startup, "groups": groups,
                       "geomean": summary(groups, names)}, f, indent=1)
            f.write("\n")
    bad = any(rec["status"] not in ("ok", "absent") for p in group["programs"] for rec in p["impls"].values())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
