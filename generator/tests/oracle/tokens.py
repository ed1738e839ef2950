"""Prints a file's tokens as the reference lexer sees them, a JSON array a line.

Usage: tokens.py FOLDER_OF_THE_REFERENCE FILE
"""
import json
import sys

sys.path.insert(0, sys.argv[1])
import lexer  # noqa: E402

with open(sys.argv[2], encoding="utf-8") as file:
    text = file.read()
for token in lexer.tokenize(text, filename=sys.argv[2]):
    print(json.dumps([token.kind, token.text, *token.begin, *token.end]))
