#!/usr/bin/env python3
"""Check that the VM's memory stays flat while the programs of runtime/benches/programs go round and round.

    leaks.py [--vm PYVM] [--only TEXT] [--iterations 1000000]

Of each program only the definitions are run (the loop that the sieve has outside of functions is left out), and
then the calls that stand below, again and again with small arguments, until their main loops have gone round a
million times in all: about as often for each call as stands beside it.
Resident memory (VmRSS in /proc) is read after a fifth of that and at the end.

Then some programs make an object ever larger, with 512 MiB of memory: they get a MemoryError.

Exit status: 0 flat everywhere, 1 something grew or failed, 2 wrong usage.

Needs Linux and Python 3.9 or later; no other packages.
"""

import argparse
import ast
import pathlib
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "runtime" / "benches" / "programs"

# How much more memory may be resident at the end. The VM takes its memory in arenas of 1 MiB; one may come to be
# used late, because of what happens to lie where. A loop that leaves anything at all behind is far above: the
# smallest object has 16 bytes, and so 800,000 turns leave 12.8 MB. One in twelve turns that leaves one is seen.
SLACK = 1 << 20

# Calls, and how many times each has its innermost main loop go round.
CALLS = {
    "binary_trees": [("size(grow(7))", 255), ("tuple_size(tuples(7))", 255)],
    "closures": [
        ("[bump(i % 7) for i in range(100)]", 100),
        ("counter(10)[0](3)", 1),
        ("sum(gcd(i * 6, 84 + i % 40) for i in range(50))", 50),
        ("nested(100)", 100),
        ("walk(100)", 100),
        ("church(5)(church(2)(lambda v: v + 1))(0)", 10),
    ],
    "constraints": [("chain(20, 20)", 400), ("projection(10, 100)", 100), ("tree(3, 50)", 50)],
    "coroutines": [
        ("loop = Loop()\nboss = loop.spawn(many_deep(40), 'deep')\nloop.spawn(count_ticks(100, 2), 'tick')\nloop.run()",
         500),
        ("loop = Loop()\nlock = Lock()\n[loop.spawn(guarded(lock, 40, [0]), 'lock') for _ in range(4)]\nloop.run()",
         160),
    ],
    "dunder_props": [("stocks(100)", 100), ("fractions(100)", 100), ("polys(10)", 10), ("shapes(100)", 100)],
    "exceptions_with": [
        ("classify(100)", 100),
        ("builtin_errors(100)", 100),
        ("parse_ints([str(i) if i % 3 else f'x{i}' for i in range(50)])", 50),
        ("unwind(5, 40)", 200),
        ("chained(50)", 50),
        ("rethrow(50)", 50),
        ("managers(50)", 50),
        ("first_match([[(i * j) % 97 for j in range(30)] for i in range(5)])", 150),
    ],
    "fannkuch": [("survey(7, 300)", 300)],
    "fib": [("fib(15)", 1973)],
    "mandelbrot": [("with_complex(12, 9, 60)", 108), ("with_floats(12, 9, 60)", 108)],
    "match_expr": [
        ("algebra(2)", 2),
        ("turtle([['go', 5], ['turn', 'left'], ['pen', 'down'], [], ['jump', 1, 2], ('go', 8)] * 20)", 120),
        ("events([{'type': 'click', 'at': (9, 4), 'button': 1}, None, 404, 2.5, 'text', True] * 20)", 120),
    ],
    "matmul": [("a = make(12, 7)\nby_index(a, a)\nby_zip(a, a)\nby_rows(a, a)\ntranspose(a)", 3 * 12 ** 3)],
    "nbody": [("run_objects(100, 0.002)", 100), ("run_lists(100, 0.002)", 100)],
    "nqueens": [
        ("sum(1 for _ in by_masks(6, 0, 0, 0, 0, []))", 153),
        ("sum(s[0] for s in by_sets(5, 0, set(), set(), set()))", 54),
        ("sum(p[0] for p in by_arrangements(5))", 120),
    ],
    "pidigits": [
        ("list(pi_digits(30))", 100),
        ("factorial(100)", 100),
        ("fib_pair(300)", 9),
        ("isqrt(2 * 10 ** 40)", 10),
        ("digit_sum(7 ** 60)", 51),
        ("probably_prime((1 << 61) - 1, (2, 3, 5, 7))", 60),
        ("bits_mix(3 ** 100, 100)", 100),
    ],
    "scheduler": [("k, log = boot(30)", 500)],
    "sieve": [("segmented(3000, 300, odd_slices(60))", 3000)],
    "sort_keys": [
        ("data = numbers(100, 42)\nsorted(data, key=lambda v: v % 1009)\nmerge_sort(data, lambda v: v)", 700),
        ("data = numbers(100, 42)\nquick_sort(data, 0, 99)\nheap_sort(data)\nmix(data)", 700),
        ("cards = [Card(v & 3, v // 4 % 13, i) for i, v in enumerate(numbers(60, 3))]\ncards.sort(key=Card.weight)\n"
         "cards.sort()", 420),
    ],
    "spectral_norm": [("norm_estimate(12, 2)", 8 * 144)],
    "str_format": [
        ("fstring_rows(50)", 50),
        ("fstring_misc(50)", 50),
        ("percent_rows(50)", 50),
        ("format_rows(50)", 50),
        ("grow(50)", 50),
        ("boxes(50)", 50),
        ("numbers(50)", 50),
    ],
    "word_count": [
        ("text = make_text(60)\ncounts = count_plain(text)\nindex_lines(text)\nletter_pairs(text)\n"
         "anagram_groups(counts)\nchar_classes(text)", 600),
    ],
}

# Programs that run out of memory, each by one large object of another kind.
ENDLESS = {
    "a dict": "kept = {}\nwhile True: kept[len(kept)] = kept",
    "a tuple": "tuple(iter(int, 1))",
    "an int": "kept = 1\nwhile True: kept <<= 10 ** 8",
    "bytes": "b''.join([b'a' * 10 ** 6] * 10 ** 5)",
}
ROOM = 512 << 20

# What follows the definitions. A line on the standard output says that memory may be read; one on the standard
# input, that it was.
DRIVER = """
def _turn():
{body}

def _turns(count):
    for _ in range(count):
        _turn()

_turns({early})
print("early", flush=True)
input()
_turns({late})
print("late", flush=True)
input()
"""


def definitions(text):
    """The text of a program as far as its last definition, without the loops and calls in between."""
    body = ast.parse(text).body
    last = max(node.end_lineno for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
    lines = text.split("\n")[:last]
    for node in body:
        if isinstance(node, (ast.Expr, ast.For, ast.While)):
            lines[node.lineno - 1:node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "\n".join(lines[:last]) + "\n"


def resident(process):
    """Bytes of memory that a process has."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmRSS")


def measure(vm, name, iterations):
    """Resident bytes of a program, early and late."""
    calls = CALLS[name]
    turns = -(-iterations // sum(count for _, count in calls))
    early = -(-turns // 5)
    body = "\n".join("    " + line for call, _ in calls for line in call.split("\n"))
    text = definitions((PROGRAMS / f"{name}.py").read_text())
    text += DRIVER.format(body=body, early=early, late=max(turns - early, 1))
    child = subprocess.Popen([vm, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    found = []
    for mark in ("early", "late"):
        # Programs print nothing of their own but from `main`.
        line = child.stdout.readline().strip()
        if line != mark:
            child.kill()
            child.wait()
            raise RuntimeError(f"it printed {line!r} instead of {mark!r}")
        found.append(resident(child.pid))
        child.stdin.write("\n")
        child.stdin.flush()
    child.stdin.close()
    if child.wait() != 0:
        raise RuntimeError(f"exit status {child.returncode}")
    return found


def exhaust(vm, program):
    """How a program ends that takes memory without end: the last line of its standard error."""
    child = subprocess.run(
        [vm, "-c", program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM)), timeout=120)
    lines = child.stderr.strip().splitlines()
    return child.returncode, lines[-1] if lines else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vm", default=str(ROOT / "target" / "release" / "pyvm"))
    parser.add_argument("--only", default="", help="only programs with this in their names")
    parser.add_argument("--iterations", type=int, default=1_000_000)
    options = parser.parse_args()
    programs = sorted(path.stem for path in PROGRAMS.glob("*.py"))
    if programs != sorted(CALLS):
        parser.error(f"there are other programs than calls: {sorted(set(programs) ^ set(CALLS))}")
    bad = 0
    started = time.monotonic()
    for name in programs:
        if options.only not in name:
            continue
        try:
            early, late = measure(options.vm, name, options.iterations)
        except (RuntimeError, OSError) as error:
            bad += 1
            print(f"{name}: FAILED: {error}")
            continue
        grown = late - early
        bad += grown > SLACK
        verdict = "GREW" if grown > SLACK else "flat"
        print(f"{name}: {verdict}: {early >> 10} KiB, then {late >> 10} KiB ({grown >> 10:+} KiB)", flush=True)
    for what, program in ENDLESS.items() if not options.only else ():
        status, last = exhaust(options.vm, program)
        good = (status, last) == (1, "MemoryError")
        bad += not good
        print(f"memory runs out for {what}: {'MemoryError' if good else f'FAILED: exit status {status}: {last}'}")
    seconds = time.monotonic() - started
    print(f"leaks: {'all is well' if not bad else f'{bad} programs FAILED'}; {seconds:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
