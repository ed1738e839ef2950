//! Definitions with something changed in their text: tokens and lines left out, doubled, moved or put in. Nothing is
//! known of what they mean, so that all that the two generators take without understanding it comes up.

use super::generate::Definitions;
use super::piece::Piece;
use crate::testing::Random;

/// What is put between statements.
const STATEMENTS: [&str; 58] = [
    "esc(x);",
    "DEAD(value);",
    "SYNC_SP();",
    "ERROR_IF(err);",
    "ERROR_IF(true);",
    "ERROR_NO_POP();",
    "DISPATCH();",
    "goto error;",
    "goto nowhere;",
    "return 1;",
    "INPUTS_DEAD();",
    "DECREF_INPUTS();",
    "SAVE_STACK();",
    "RELOAD_STACK();",
    "DEOPT_IF(x);",
    "EXIT_IF(x);",
    "PyStackRef_CLOSE(value);",
    "PyStackRef_CLOSE_SPECIALIZED(value, f);",
    "x = PyStackRef_AsPyObjectSteal(value);",
    "stack_pointer = f(stack_pointer);",
    "f(INSTRUCTION_SIZE);",
    "Py_UNREACHABLE();",
    "res = PyStackRef_NULL;",
    "f(&res);",
    "do { x(); } while (0);",
    "do { } while (0);",
    "switch (x) { case 1: break; }",
    "again: x();",
    "if (x) y();",
    "if (x) { y(); } else z();",
    "if (x) { y(); } /* why */ else /* not */ { z(); }",
    "else { x(); } y();",
    "else",
    "for (;;) x();",
    "while (x);",
    "while (esc(x)) { y(); }",
    "if (a = 1) { y(); }",
    "{",
    "}",
    ";",
    "x() y();",
    "x()",
    "f(a, /* why */ b, // why not\n c);",
    "f(\\\n x);",
    "#if X\n",
    "#else\n",
    "#endif\n",
    "#elif Y\n",
    "#define A b {\n",
    "#ifdef X\nx();\n#else\ny();\n#endif\n",
    "/* ends **/ x(); /* here */",
    "/* no end",
    "// { end\n",
    "s = \"a{b\" \"c)\";",
    "c = '{'; d = '\\'';",
    "x = 0x1Fu + 1.5e3f + 08;",
    "'",
    "@",
];

/// Changes something in one of the two files. What comes out is a list of lines.
pub(super) fn mutate(random: &mut Random, definitions: &Definitions) -> Definitions {
    let in_overlay = random.one_in(7);
    let changed = |random: &mut Random, piece: &Piece| {
        let mut text = piece.inner.iter().map(Piece::text).collect::<String>();
        for _ in 0..1 + random.below(6) / 4 {
            text = change(random, &text);
        }
        // Python reads all of these as line ends.
        match random.below(24) {
            0 => text = text.replace('\n', "\r\n"),
            1 => text = text.replace("    ", "\t"),
            _ => {}
        }
        let lines = text.split_inclusive('\n').map(Piece::leaf).collect();
        Piece::around(&*piece.open, lines, &*piece.close)
    };
    let mut definitions = definitions.clone();
    let file = if in_overlay { &mut definitions.overlay } else { &mut definitions.base };
    *file = changed(random, file);
    definitions
}

fn change(random: &mut Random, text: &str) -> String {
    if random.one_in(2) { change_lines(random, text) } else { change_tokens(random, text) }
}

/// Leaves a statement out, wraps it, swaps it with another one, or puts one before it.
fn change_lines(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let statements: Vec<usize> =
        (0..lines.len()).filter(|&i| lines[i].trim_end().ends_with([';', '{', '}'])).collect();
    let Some(&at) = statements.get(random.below(statements.len())) else { return text.to_owned() };
    let line = lines[at].clone();
    let other = random.pick(&STATEMENTS);
    lines[at] = match random.below(12) {
        0 => String::new(),
        1 => {
            let with = statements[random.below(statements.len())];
            std::mem::replace(&mut lines[with], line)
        }
        2 => format!("if (c) {{\n{line}}}\n"),
        3 => format!("if (c) {{\n{line}}}\nelse {{\n{other}\n}}\n"),
        4 => format!("if (c) {{\n{other}\n}}\nelse if (d) {{\n{line}}}\n"),
        5 => format!("#if X\n{line}#endif\n"),
        6 => format!("#if X\n{line}#else\n{other}\n#endif\n"),
        7 => format!("for (;;) {{\n{line}}}\n"),
        8 => format!("{{\n{line}}}\n"),
        _ => format!("{line}    {other}\n"),
    };
    lines.concat()
}

/// Leaves a token out, doubles it, swaps it with another one, or puts one before it.
fn change_tokens(random: &mut Random, text: &str) -> String {
    let mut tokens = tokens(text);
    let solid: Vec<usize> = (0..tokens.len()).filter(|&i| !tokens[i].trim().is_empty()).collect();
    let Some(&at) = solid.get(random.below(solid.len())) else { return text.to_owned() };
    let other = solid[random.below(solid.len())];
    let structure: Vec<usize> =
        solid.iter().copied().filter(|&i| matches!(tokens[i], "{" | "}" | "(" | ")" | ";" | ",")).collect();
    match random.below(8) {
        0 => tokens[at] = "",
        1 => tokens.insert(at, tokens[at]),
        2 => tokens.swap(at, other),
        3 => tokens[at] = tokens[other],
        4 | 5 => {
            if let Some(&at) = structure.get(random.below(structure.len())) {
                tokens[at] = "";
            }
        }
        6 => {
            let gaps =
                ["/* why */", "// why\n", "\n", "\n\n", "\t", "/* two\n lines */", "\\\n", "\n#pragma x\n"];
            tokens.insert(at, random.pick(&gaps));
        }
        _ => tokens.insert(at, random.pick(&STATEMENTS)),
    }
    tokens.concat()
}

/// Cuts a text into words, literals, comments, directives, blanks and single characters.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let up_to =
            |end: &str| rest.get(2..).and_then(|r| r.find(end)).map_or(rest.len(), |i| i + 2 + end.len());
        let length = match first {
            _ if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ if first.is_whitespace() => rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()),
            '"' => rest[1..].find(['"', '\n']).map_or(rest.len(), |i| i + 2),
            '#' => rest.find('\n').map_or(rest.len(), |i| i + 1),
            _ if rest.starts_with("/*") => up_to("*/"),
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("--") || rest.starts_with("->") => 2,
            _ => first.len_utf8(),
        };
        let (token, tail) = rest.split_at(length);
        tokens.push(token);
        rest = tail;
    }
    tokens
}
