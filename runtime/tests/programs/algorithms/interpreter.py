"""A small Lisp: tokenizer, parser, environments, tail loops, errors."""


class LispError(Exception):
    pass


def tokenize(text):
    return text.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()


def parse(tokens):
    if not tokens:
        raise LispError("unexpected end")
    token = tokens.pop(0)
    if token == "(":
        out = []
        while tokens and tokens[0] != ")":
            out.append(parse(tokens))
        if not tokens:
            raise LispError("missing )")
        tokens.pop(0)
        return out
    if token == ")":
        raise LispError("unexpected )")
    if token == "'":
        return ["quote", parse(tokens)]
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            pass
    return {"#t": True, "#f": False}.get(token, token)


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        env = self
        while env is not None:
            if name in env:
                return env
            env = env.outer
        raise LispError(f"unbound: {name}")


class Lambda:
    def __init__(self, params, body, env):
        self.params, self.body, self.env = params, body, env

    def __call__(self, *args):
        if len(args) != len(self.params):
            raise LispError(f"wants {len(self.params)} arguments, got {len(args)}")
        return evaluate(self.body, Env(self.params, args, self.env))


def product(*xs):
    r = 1
    for x in xs:
        r *= x
    return r


BASE = Env()
BASE.update({"+": lambda *a: sum(a), "-": lambda a, *b: a - sum(b) if b else -a, "*": product, "/": lambda a, b: a / b,
             "<": lambda a, b: a < b, "=": lambda a, b: a == b, "list": lambda *a: list(a), "car": lambda x: x[0],
             "cdr": lambda x: x[1:], "cons": lambda a, b: [a] + b, "null?": lambda x: x == [], "length": len,
             "apply": lambda f, a: f(*a), "map": lambda f, x: [f(i) for i in x]})


def evaluate(x, env):
    while True:
        match x:
            case bool() | int() | float():
                return x
            case str():
                return env.find(x)[x]
            case []:
                return []
            case ["quote", value]:
                return value
            case ["if", test, then, *otherwise]:
                x = then if evaluate(test, env) is not False else otherwise[0] if otherwise else []
            case ["define", [name, *params], body]:
                env[name] = Lambda(params, body, env)
                return name
            case ["define", name, value]:
                env[name] = evaluate(value, env)
                return name
            case ["set!", name, value]:
                env.find(name)[name] = evaluate(value, env)
                return name
            case ["lambda", params, body]:
                return Lambda(params, body, env)
            case ["let", bindings, body]:
                env = Env([n for n, _ in bindings], [evaluate(v, env) for _, v in bindings], env)
                x = body
            case ["begin", *most, last]:
                for part in most:
                    evaluate(part, env)
                x = last
            case [head, *args]:
                f = evaluate(head, env)
                values = [evaluate(a, env) for a in args]
                if not isinstance(f, Lambda):
                    if not callable(f):
                        raise LispError(f"not a function: {show(f)}")
                    return f(*values)
                if len(values) != len(f.params):
                    raise LispError(f"wants {len(f.params)} arguments, got {len(values)}")
                x, env = f.body, Env(f.params, values, f.env)


def show(x):
    if isinstance(x, list):
        return "(" + " ".join(map(show, x)) + ")"
    return {True: "#t", False: "#f"}[x] if isinstance(x, bool) else "<lambda>" if isinstance(x, Lambda) else str(x)


for line in """(+ 1 2 (* 3 4))
(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))
(fact 30)
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n))))
(loop 3000 0)
(define (compose f g) (lambda (x) (f (g x))))
((compose (lambda (x) (* x 2)) (lambda (x) (+ x 1))) 5)
(map (lambda (x) (* x x)) '(1 2 3 4.5))
(define (counter) (let ((n 0)) (lambda () (begin (set! n (+ n 1)) n))))
(define c (counter))
(list (c) (c) (c))
(define (reverse l acc) (if (null? l) acc (reverse (cdr l) (cons (car l) acc))))
(reverse '(1 (2 3) x) '())
(if (= 1 2) 1)
(apply + (list 1 2 3))
(unknown 1)
(1 2)
(fact 1 2)
(car '())
(/ 1 0)
(+ 1
)
""".splitlines():
    try:
        print(line, "=>", show(evaluate(parse(tokenize(line)), BASE)))
    except (LispError, LookupError, ArithmeticError, TypeError) as error:
        print(line, "=>", type(error).__name__, error)
