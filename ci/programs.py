"""Derive, or check, what CPython 3.14 prints for the programs the VM is held against.

    ci/programs --check               compare what is stored with what CPython does now
    ci/programs --write               store it
    ci/programs --opcodes             list the opcodes that no program executes

The programs lie in runtime/tests/programs/TOPIC/*.py. A file or folder whose name begins with an
underscore is a module that programs of its topic import. Beside each NAME.py stand

    NAME.out     standard output
    NAME.err     standard error, where there is any
    NAME.code    the exit status, where it is not 0

A program runs in its topic's folder as `python -S -B NAME.py ARGS`, with nothing on standard input and
an environment of two variables. ARGS are the words of a line `# args: ...` among its first five, if
there is one; the word `<scratch>` stands for a new folder, which the program may fill, and is stored for
it. Tracebacks name files by absolute path; that of the programs' folder is stored as
`<programs>`. Each program runs under two hash seeds, which must not show: its output is a function
of its text.

--opcodes traces every program and unites the opcodes that ran. It takes part in --check: a base opcode
that no program executes, other than those that EXEMPT gives a reason for, is a failure.

Exit status: 0 good, 1 a difference, 2 wrong usage or a program that cannot be run.
"""

import _opcode_metadata
import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "runtime" / "tests" / "programs"
PLACEHOLDER = b"<programs>"
SCRATCH = "<scratch>"
SEEDS = ("0", "20240229")
SUFFIXES = (".out", ".err", ".code")
TIMEOUT = 60.0

# How the last line of standard error begins where a program is refused at start-up, as some are meant to be.
NOT_COMPILED = ("SyntaxError", "IndentationError")

# Base opcodes that no program can, or need, execute.
EXEMPT = {
    "CACHE": "an inline cache's cell, never an instruction that runs",
    "RESERVED": "not an instruction",
    "ENTER_EXECUTOR": "put in by the tier-2 optimizer only",
    "INTERPRETER_EXIT": "stands in the interpreter's own trampoline, in no code object",
    "EXIT_INIT_CHECK": "stands in the shim frame of a specialized class call, in no code object",
}

# Runs a program as __main__ and writes to a file, as JSON, the names of the opcodes that ran. Arguments:
# the program, the file, "watched" or "free", and the program's own.
#
# Watched, every instruction that runs is an event. None is reported before a frame's RESUME, all of which
# run whenever the frame does. A watched loop never specializes, and an END_FOR runs at the end of a
# generator's specialized loop only; so the program also runs free, and afterwards the names are those
# that the interpreter left in the code: specializations that ran, since one is kept only by running.
TRACER = r"""
import builtins, dis, gc, json, sys
program, report, mode, *args = sys.argv[1:]
own = sys._getframe().f_code
ran = {}

def watch(code, offset):
    if code is not own:
        ran.setdefault(code, set()).add(offset)
    return sys.monitoring.DISABLE

def watched(code, offsets):
    names, prologue, wide = set(), True, False
    for row in dis.get_instructions(code, adaptive=False, show_caches=False):
        if prologue or row.offset in offsets:
            names.add(row.opname)
            if wide:
                names.add("EXTENDED_ARG")
        prologue = prologue and row.opname != "RESUME"
        wide = row.opname == "EXTENDED_ARG"
    return names

def codes():
    todo = [code] + [f.__code__ for f in gc.get_objects() if type(f) is type(watch)]
    seen = set()
    while todo:
        one = todo.pop()
        if type(one) is type(own) and id(one) not in seen:
            seen.add(id(one))
            todo.extend(one.co_consts)
            yield one

with open(program, "rb") as file:
    code = compile(file.read(), program, "exec")
module = type(sys)("__main__")
module.__file__ = program
module.__builtins__ = builtins
sys.modules["__main__"] = module
sys.argv = [program, *args]
sys.path[0] = ""
limit = sys.getrecursionlimit()
monitoring, tool, event = sys.monitoring, sys.monitoring.PROFILER_ID, sys.monitoring.events.INSTRUCTION
monitoring.use_tool_id(tool, "opcodes")
monitoring.register_callback(tool, event, watch)
try:
    if mode == "watched":
        monitoring.set_events(tool, event)
    exec(code, module.__dict__)
except BaseException:
    pass
monitoring.set_events(tool, 0)
sys.setrecursionlimit(limit)
names = set()
if mode == "watched":
    for one, offsets in ran.items():
        if "importlib" not in one.co_filename:
            names |= watched(one, offsets)
else:
    for one in codes():
        for row in dis.get_instructions(one, adaptive=True, show_caches=False):
            if row.opname != row.baseopname:
                names.add(row.opname)
                if row.opname == "FOR_ITER_GEN":
                    names.add("END_FOR")
with open(report, "w") as file:
    json.dump(sorted(names), file)
"""


class Unusable(Exception):
    """A program that cannot be run as this corpus runs programs."""


def find(only):
    """All programs, sorted, as paths relative to PROGRAMS; those whose name contains `only`, if given."""
    found = []
    for topic in sorted(PROGRAMS.iterdir()):
        if topic.is_dir() and not topic.name.startswith(("_", ".")):
            for path in sorted(topic.glob("*.py")):
                if not path.name.startswith("_"):
                    found.append(path.relative_to(PROGRAMS))
    return [path for path in found if not only or only in str(path)]


def arguments(program):
    """The words of the program's `# args:` line."""
    with open(PROGRAMS / program, "rb") as file:
        for line in file.readlines()[:5]:
            if line.startswith(b"# args:"):
                return line.removeprefix(b"# args:").decode().split()
    return []


def spawn(command, folder, seed):
    """Run a command with the corpus's environment; returns (stdout, stderr, exit status)."""
    env = {"PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise Unusable("ran longer than %g s" % TIMEOUT) from None
    return done.stdout, done.stderr, done.returncode


def run(python, program, seed):
    """What a program prints and returns, as the contents of its expectation files, {suffix: bytes}."""
    folder = PROGRAMS / program.parent
    with tempfile.TemporaryDirectory() as scratch:
        words = [scratch if word == SCRATCH else word for word in arguments(program)]
        out, err, status = spawn([python, "-S", "-B", program.name, *words], folder, seed)
        out, err = (text.replace(os.fsencode(scratch), SCRATCH.encode()) for text in (out, err))
    if status < 0:
        raise Unusable("killed by signal %d" % -status)
    here = os.fsencode(PROGRAMS)
    got = {".out": out.replace(here, PLACEHOLDER)}
    if err:
        got[".err"] = err.replace(here, PLACEHOLDER)
    if status:
        got[".code"] = b"%d\n" % status
    return got


def derive(python, program):
    """`run`, under every seed; raises Unusable if they differ."""
    first, *others = (run(python, program, seed) for seed in SEEDS)
    for other in others:
        if other != first:
            raise Unusable("its output depends on the hash seed, a time or an address")
    return first


def stored(program):
    """The expectation files of a program that are there, {suffix: bytes}."""
    path = PROGRAMS / program
    return {suffix: path.with_suffix(suffix).read_bytes()
            for suffix in SUFFIXES if path.with_suffix(suffix).exists()}


def store(program, got):
    """Make the expectation files those of `got`; returns whether anything changed. Each is moved into place whole."""
    changed = False
    for suffix in SUFFIXES:
        path = (PROGRAMS / program).with_suffix(suffix)
        want = got.get(suffix)
        have = path.read_bytes() if path.exists() else None
        if want == have:
            continue
        changed = True
        if want is None:
            path.unlink()
        else:
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(want)
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
    return changed


def difference(program, want, got):
    """A unified diff of two sets of expectation files, as text."""
    lines = []
    for suffix in SUFFIXES:
        if want.get(suffix) != got.get(suffix):
            sides = [side.get(suffix, b"").decode("utf-8", "backslashreplace").splitlines() for side in (want, got)]
            name = str(program.with_suffix(suffix))
            lines += difflib.unified_diff(*sides, name + " (stored)", name + " (CPython)", lineterm="")
            if suffix not in want or suffix not in got:
                lines.append("%s: %s" % (name, "no such file stored" if suffix in got else "stored, but not printed"))
    return "\n".join(lines)


def orphans(programs):
    """Expectation files that belong to no program."""
    known = {PROGRAMS / program.with_suffix(suffix) for program in programs for suffix in SUFFIXES}
    return sorted(path.relative_to(PROGRAMS) for path in PROGRAMS.glob("*/*")
                  if path.suffix in SUFFIXES and path not in known)


def executed(python, program):
    """The names of the opcodes that a program executes, specialized ones among them."""
    names = set()
    with tempfile.TemporaryDirectory() as scratch:
        tracer, report = os.path.join(scratch, "tracer.py"), os.path.join(scratch, "report.json")
        with open(tracer, "w") as file:
            file.write(TRACER)
        for mode in ("watched", "free"):
            with tempfile.TemporaryDirectory() as own:
                words = [own if word == SCRATCH else word for word in arguments(program)]
                command = [python, "-S", "-B", tracer, program.name, report, mode, *words]
                _, err, _ = spawn(command, PROGRAMS / program.parent, SEEDS[0])
            if os.path.exists(report):
                with open(report) as file:
                    names |= set(json.load(file))
                os.unlink(report)
            elif not err.rstrip().decode("utf-8", "replace").splitlines()[-1:][0].startswith(NOT_COMPILED):
                raise Unusable("the tracer failed: %s" % err.decode("utf-8", "replace")[-500:])
    return names


def base_opcodes():
    """The names of CPython's opcodes that are no specialization, instrumentation or pseudo-instruction."""
    return {name for name, number in _opcode_metadata.opmap.items()
            if number < 256 and not name.startswith("INSTRUMENTED_")
            and name not in _opcode_metadata._specialized_opmap}


def every(work, items):
    """Apply `work` to items in parallel; yields (item, result or Unusable) in order."""
    def guarded(item):
        try:
            return work(item)
        except Unusable as error:
            return error
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        yield from zip(items, pool.map(guarded, items))


def check_opcodes(python, programs):
    """Report opcodes that nothing executes; returns the number of failures."""
    seen, failures = set(), 0
    for program, result in every(lambda program: executed(python, program), programs):
        if isinstance(result, Unusable):
            print("%s: %s" % (program, result), file=sys.stderr)
            failures += 1
        else:
            seen |= result
    known = base_opcodes()
    for name in sorted(known - seen - set(EXEMPT)):
        print("opcode %s is executed by no program" % name, file=sys.stderr)
        failures += 1
    for name in sorted(set(EXEMPT) & seen):
        print("opcode %s is exempt, yet a program executes it" % name, file=sys.stderr)
        failures += 1
    special = set(_opcode_metadata._specialized_opmap)
    print("specialized opcodes: %d of %d met; not met: %s"
          % (len(special & seen), len(special), ", ".join(sorted(special - seen)) or "none"))
    print("opcodes: %d of %d base opcodes executed, %d exempt" % (len(known & seen), len(known), len(EXEMPT)))
    return failures


def main():
    parser = argparse.ArgumentParser(prog="ci/programs", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--check", action="store_true", help="compare with what is stored; exit 1 on a difference")
    mode.add_argument("--write", action="store_true", help="store what CPython prints")
    mode.add_argument("--opcodes", action="store_true", help="only list opcodes that nothing executes")
    parser.add_argument("--only", metavar="TEXT", help="only programs whose path contains this")
    parser.add_argument("--python", default=sys.executable, help="the CPython 3.14 to ask (default: this one)")
    args = parser.parse_args()
    programs = find(args.only)
    if not programs:
        parser.error("no program found")
    failures = 0
    if not args.opcodes:
        for program, got in every(lambda program: derive(args.python, program), programs):
            if isinstance(got, Unusable):
                print("%s: %s" % (program, got), file=sys.stderr)
                failures += 1
            elif args.write:
                if store(program, got):
                    print("wrote %s" % program)
            elif got != (want := stored(program)):
                print(difference(program, want, got), file=sys.stderr)
                failures += 1
        for path in orphans(find(None)):
            print("%s belongs to no program" % path, file=sys.stderr)
            failures += 1
    if args.opcodes or args.check and not args.only:
        failures += check_opcodes(args.python, programs)
    topics = len({program.parent for program in programs})
    print("programs: %d in %d topics, %d failures" % (len(programs), topics, failures))
    return 2 if failures and args.write else 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
