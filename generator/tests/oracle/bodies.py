"""Prints the statements of every body of a file as 3.14's reference parser sees them, a JSON value a line.

The definitions are found by their words only, so that a file of 3.13 can be read too; a body that 3.14's parser
refuses (`switch`, bodies without braces) is printed as null. A token is given as "line:column text".

Usage: bodies.py FOLDER_OF_THE_REFERENCE FILE
"""
import json
import sys

sys.path.insert(0, sys.argv[1])
import parsing  # noqa: E402


def token(t):
    return f"{t.line}:{t.column} {t.text}"


def tokens(list_):
    return [token(t) for t in list_]


def statement(s):
    match s:
        case parsing.SimpleStmt():
            return ["simple", tokens(s.contents)]
        case parsing.BlockStmt():
            return ["block", [statement(x) for x in s.body]]
        case parsing.IfStmt():
            rest = statement(s.else_body) if s.else_body is not None else None
            return ["if", tokens(s.condition), statement(s.body), rest]
        case parsing.ForStmt():
            return ["for", tokens(s.header), statement(s.body)]
        case parsing.WhileStmt():
            return ["while", tokens(s.condition), statement(s.body)]
        case parsing.MacroIfStmt():
            rest = [statement(x) for x in s.else_body] if s.else_body is not None else None
            return ["#if", token(s.condition), [statement(x) for x in s.body], rest]


with open(sys.argv[2], encoding="utf-8") as file:
    reader = parsing.Parser(file.read(), filename=sys.argv[2])
begin = next(i for i, t in enumerate(reader.tokens) if t.text == "// BEGIN BYTECODES //")
end = next((i for i, t in enumerate(reader.tokens) if t.text == "// END BYTECODES //"), len(reader.tokens) - 1)
del reader.tokens[end:]
at = begin + 1
while at < len(reader.tokens):
    if reader.tokens[at].kind in ("INST", "OP", "LABEL") and reader.tokens[at + 1].kind == "LPAREN":
        depth = 0
        at += 1
        while True:
            depth += {"LPAREN": 1, "RPAREN": -1}.get(reader.tokens[at].kind, 0)
            at += 1
            if depth == 0:
                break
        reader.setpos(at)
        try:
            print(json.dumps(statement(reader.block())))
            at = reader.getpos()
        except SyntaxError:
            print("null")
    else:
        at += 1
