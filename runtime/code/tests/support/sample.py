"""Writes data/sample.pyc and data/sample.dis, which tests compare with where there is no CPython, from data/sample.py.

    python sample.py DATA [OUT]     OUT is DATA unless it is given
"""

import marshal
import py_compile
import runpy
import sys
from pathlib import Path


def main():
    data, out = Path(sys.argv[1]), Path(sys.argv[-1])
    py_compile.compile(
        data / "sample.py",
        cfile=out / "sample.pyc",
        dfile="sample.py",
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    reference = runpy.run_path(str(Path(__file__).with_name("reference.py")))
    code = marshal.loads((out / "sample.pyc").read_bytes()[16:])
    (out / "sample.dis").write_text(reference["listing"](code), encoding="utf-8", errors="replace")


main()
