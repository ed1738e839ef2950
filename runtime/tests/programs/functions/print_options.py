"""print, sys.stdout and sys.stderr."""

import sys

print("to stdout", file=sys.stdout)
print("to stderr", file=sys.stderr)
print("a", 1, None, [2], sep=" | ", end=" <end>\n")
print(*"spread", sep="")
print(end="no newline\n")
print("multi\nline", "é", "日本", "🐍", flush=True)
print(sys.stdout.write("written\n"), sys.stderr.write("error written\n"))
sys.stdout.flush()


class Upper:
    """Stands in for sys.stdout."""

    def __init__(self, stream):
        self.stream, self.count = stream, 0

    def write(self, text):
        self.count += 1
        return self.stream.write(text.upper())

    def flush(self):
        self.stream.write("[flush]\n")


real = sys.stdout
sys.stdout = Upper(real)
print("shouted", "twice", sep="-", flush=True)
replaced, sys.stdout = sys.stdout, real
print("count", replaced.count, sys.stdout is sys.__stdout__)
sys.stdout = None
print("goes nowhere")
sys.stdout = real
try:
    print("x", file=5)
except AttributeError as error:
    print(error)
print("x", file=None)


class Broken:
    def write(self, text):
        raise ValueError("refuses " + repr(text))


try:
    print("y", file=Broken())
except ValueError as error:
    print(error)
for name in ("stdin", "stdout", "stderr"):
    print(getattr(sys, name).encoding, getattr(sys, name).name, getattr(sys, "__%s__" % name) is getattr(sys, name))
sys.stderr.write("last line without end")
print("done")
