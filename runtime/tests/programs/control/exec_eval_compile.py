"""exec, eval and compile; namespaces; syntax errors as exceptions."""

print(eval("1 + 2"), eval("x * 2", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval(" [i for i in range(3)] "),
      eval(compile("3 * 3", "<s>", "eval")), eval(b"4"))
ns = {}
exec("a = 1\ndef f(x):\n    return x + a\nclass C:\n    v = f(2)", ns)
print(ns["a"], ns["f"](10), ns["C"].v, sorted(k for k in ns if not k.startswith("__")), "__builtins__" in ns)
ns["a"] = 100
print(ns["f"](1), ns["f"].__globals__ is ns, ns["f"].__module__)
code = compile("result = sum(range(n))", "<exec>", "exec")
for n in (3, 5):
    local = {"n": n}
    exec(code, {}, local)
    print(local, code.co_names, code.co_filename, code.co_name)
single = compile("1 + 1\n", "<single>", "single")
exec(single)
exec("'shown'; None; [1]" and compile("'shown'; None; [1]\n", "<single>", "single"))
print(_ if "_" in globals() else "no underscore")


class Namespace(dict):
    def __missing__(self, key):
        if key.startswith("missing"):
            return f"<{key}>"
        raise KeyError(key)


print(eval("missing_one + str(len([1, 2]))", {}, Namespace()))
m = Namespace()
exec("x = missing_two\ny = x * 2", {}, m)
print(m)


def local_effects():
    v = 1
    exec("v = 2")
    d = locals()
    d["v"] = 3
    return v, eval("v"), sorted(d), eval("[v for _ in range(2)]", {"v": "global"})


print(local_effects())


def closures():
    x = 10
    return (lambda: x), eval("lambda y: y + 1")(1)


print(closures()[0](), closures()[1])
for source, mode in (("1 +", "eval"), ("a = 1", "eval"), ("def", "exec"), ("if True:\nx = 1", "exec"),
                     ("  x = 1", "exec"), ("return 5", "exec"), ("break", "exec"), ("x = (1,\n", "exec"),
                     ("'open", "exec"), ("a b", "exec"), ("5 = x", "exec"),
                     ("f() = 1", "exec"), ("def f(a, a): pass", "exec"), ("nonlocal x", "exec"), ("yield 1", "exec"),
                     ("x = 1\n\ty = 2", "exec"), ("for x in y: pass\nelse", "exec"), ("import", "exec"),
                     ("1__0", "eval"), ("await x", "exec")):
    try:
        compile(source, "<test>", mode)
        print("compiled", repr(source))
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.lineno)
for bad in (lambda: eval("undefined"), lambda: eval(5), lambda: exec(None), lambda: eval("1", 5),
            lambda: compile("1", "f", "bad"), lambda: eval("1/0"), lambda: exec("a", {}, 5),
            lambda: compile("x\0y", "f", "exec")):
    try:
        print(bad())
    except (NameError, TypeError, ValueError, ZeroDivisionError, SyntaxError) as error:
        print(type(error).__name__, error)
print(eval("len('abc')", {"__builtins__": {"len": lambda x: "replaced"}}))
try:
    eval("print(1)", {"__builtins__": {}})
except NameError as error:
    print(error)
g = {"counter": 0}
for _ in range(3):
    exec("counter += 1", g)
print(g["counter"])
exec("""
def make():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step
s = make()
s()
print(s(), __name__)
""")
program = "\n".join(f"v{i} = {i} ** 2" for i in range(300))
space = {}
exec(program + "\ntotal = " + " + ".join(f"v{i}" for i in range(300)), space)
print(space["total"])
print(eval("(lambda *a, **k: (a, k))(1, b=2)"), eval("f'{1 + 1}'"), eval("[*range(3), *'ab']"), eval("(y := 5) + y"),
      eval("1 if [] else 2"))
print(compile("x", "n", "eval").co_code == compile("x", "n", "eval").co_code,
      compile("x", "a", "eval") == compile("x", "a", "eval"))
exec("global_made = 'by exec'")
print(global_made, exec("pass"), exec(""), eval("\t1"))
