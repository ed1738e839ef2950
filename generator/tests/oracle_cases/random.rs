//! Random definition files. They are made so that many of them are good and most of the others are refused by the
//! walk over the bodies rather than before it.

use std::fmt::Write;

pub use casewright::testing::Random;

/// A definition while its body is written.
struct Body {
    inputs: Vec<String>,
    outputs: Vec<String>,
    text: String,
}

/// A file with a few micro-ops, instructions made of them, a family and labels; and one that overrides some of its
/// micro-ops for the optimizer.
pub fn definitions(random: &mut Random) -> (String, String) {
    let mut file = String::from("\n");
    let ops = 1 + random.below(3);
    let mut names: Vec<String> = (0..ops).map(|n| format!("_OP{n}")).collect();
    if random.one_in(4) {
        names[0].push_str("_1");
    }
    for name in &names {
        let annotation = if random.one_in(12) { "replicate(2) pure " } else { "" };
        file.push_str(annotation);
        definition(random, &mut file, "op", name);
    }
    definition(random, &mut file, "inst", "SINGLE");
    let _ = writeln!(file, "macro(HEAD) = {};", parts(random, &names));
    let _ = writeln!(file, "macro(MEMBER) = {};", parts(random, &names));
    let _ = writeln!(file, "family(HEAD, 1) = {{ MEMBER, SINGLE }};");
    for label in ["error", "pop_1_error", "pop_2_error"] {
        let _ = writeln!(file, "label({label}) {{\n    SPAM();\n    goto unwind;\n}}");
    }
    let _ = writeln!(file, "spilled label(unwind) {{");
    if random.one_in(3) {
        let _ = writeln!(file, "    esc(frame);");
    }
    if random.one_in(2) {
        let _ = writeln!(file, "    RELOAD_STACK();\n    DISPATCH();\n}}");
    } else {
        let _ = writeln!(file, "    goto error;\n}}");
    }
    let mut overlay = String::from("\n");
    for name in names.iter().map(String::as_str).chain(["_SINGLE"]) {
        // The reference's parser fails on a file without definitions.
        if overlay.len() == 1 || !random.one_in(3) {
            definition(random, &mut overlay, "op", name);
        }
    }
    if random.one_in(40) {
        definition(random, &mut overlay, "op", "_NOT_THERE");
    }
    // An overlay has no instructions that a size could be taken from.
    (file, overlay.replace("INSTRUCTION_SIZE", "SIZE"))
}

fn parts(random: &mut Random, names: &[String]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for _ in 0..1 + random.below(3) {
        match random.below(8) {
            0 => parts.push("flush".into()),
            1 => parts.push(format!("unused/{}", 1 + random.below(2))),
            _ => parts.push(names[random.below(names.len())].clone()),
        }
    }
    parts.push(names[random.below(names.len())].clone());
    parts.join(" + ")
}

fn definition(random: &mut Random, file: &mut String, kind: &str, name: &str) {
    let mut inputs = Vec::new();
    let mut outputs = Vec::new();
    let peeks = random.below(2) * random.below(3);
    for n in 0..random.below(4).max(peeks) {
        let text = item(random, &format!("i{n}"));
        if n < peeks {
            outputs.push(text.clone());
        }
        inputs.push(text);
    }
    for n in 0..random.below(3) {
        let name = if random.one_in(9) { "null" } else { ["o0", "o1", "o2"][n] };
        let text = item(random, name);
        outputs.push(text);
    }
    let caches = if random.one_in(4) { ["c/1", "c/2", "c/4"][random.below(3)] } else { "" };
    let mut header: Vec<&str> = inputs.iter().map(String::as_str).collect();
    if !caches.is_empty() {
        header.insert(0, caches);
    }
    let _ = writeln!(file, "{kind}({name}, ({} -- {})) {{", header.join(", "), outputs.join(", "));
    let names = |items: &[String]| -> Vec<String> {
        let name = |item: &String| item.split([':', '[']).next().unwrap_or_default().trim().to_owned();
        items.iter().map(name).filter(|name| name != "unused").collect()
    };
    let mut body = Body { inputs: names(&inputs), outputs: names(&outputs), text: String::new() };
    let count = random.below(5);
    statements(random, &mut body, count, 1);
    ending(random, &mut body);
    file.push_str(&body.text);
    file.push_str("}\n");
}

fn item(random: &mut Random, name: &str) -> String {
    match random.below(14) {
        0 => format!("{name}[1]"),
        1 => format!("{name}[oparg]"),
        2 => format!("{name}[oparg & 1]"),
        3 => format!("{name}[2]"),
        4 => format!("{name}: PyObject *"),
        5 => "unused".to_owned(),
        _ => name.to_owned(),
    }
}

/// Leaves the inputs dead and the outputs defined, more often than not.
fn ending(random: &mut Random, body: &mut Body) {
    if random.one_in(8) {
        return;
    }
    let define = |random: &mut Random, body: &mut Body| {
        for output in body.outputs.clone() {
            if !random.one_in(12) && !body.inputs.contains(&output) {
                let _ = writeln!(body.text, "    {output} = SPAM();");
            }
        }
    };
    if random.one_in(3) {
        define(random, body);
        body.text.push_str("    DECREF_INPUTS();\n");
    } else {
        if random.one_in(2) {
            body.text.push_str("    INPUTS_DEAD();\n");
        } else {
            for input in body.inputs.clone().iter().rev() {
                let close = random.pick(&["DEAD", "PyStackRef_CLOSE", "PyStackRef_XCLOSE"]);
                if !body.outputs.contains(input) {
                    let _ = writeln!(body.text, "    {close}({input});");
                }
            }
        }
        if random.one_in(4) {
            body.text.push_str("    SYNC_SP();\n");
        }
        define(random, body);
    }
    match random.below(12) {
        0 => body.text.push_str("    ERROR_IF(c);\n"),
        1 => body.text.push_str("    esc(1);\n"),
        2 => body.text.push_str("    DISPATCH();\n"),
        _ => {}
    }
}

fn statements(random: &mut Random, body: &mut Body, count: usize, depth: usize) {
    for _ in 0..count {
        statement(random, body, depth);
    }
}

fn indent(body: &mut Body, depth: usize) {
    for _ in 0..depth {
        body.text.push_str("    ");
    }
}

fn statement(random: &mut Random, body: &mut Body, depth: usize) {
    if depth < 4 && random.one_in(3) {
        return compound(random, body, depth);
    }
    let input = match body.inputs.len() {
        0 => "x".to_owned(),
        n => body.inputs[random.below(n)].clone(),
    };
    let output = match body.outputs.len() {
        0 => "x".to_owned(),
        n => body.outputs[random.below(n)].clone(),
    };
    indent(body, depth);
    let text = match random.below(34) {
        0..=3 => format!("{output} = SPAM({input});"),
        4 => format!("{output} = esc({input});"),
        5 => format!("esc({input},\n            &{output});"),
        6 | 7 => format!("SPAM({input}, oparg & 1, /* why */ {output});"),
        8 | 9 => format!("DEAD({input});"),
        10 => "INPUTS_DEAD();".to_owned(),
        11 => "DECREF_INPUTS();".to_owned(),
        12 | 13 => format!("PyStackRef_CLOSE({input});"),
        14 => format!("PyStackRef_CLOSE_SPECIALIZED({input}, _PyFloat_ExactDealloc);"),
        15 => format!("PyStackRef_CLOSE_SPECIALIZED({input}, other_dealloc);"),
        16 => format!("PyObject *p = PyStackRef_AsPyObjectSteal({input});"),
        17 | 18 => format!("ERROR_IF({output} == NULL);"),
        19 => "ERROR_IF(true);".to_owned(),
        20 => "ERROR_NO_POP();".to_owned(),
        21 => format!("DEOPT_IF(!Check({input}));"),
        22 => "SYNC_SP();".to_owned(),
        23 => "SAVE_STACK();\n    SPAM();\n    RELOAD_STACK();".to_owned(),
        24 => random.pick(&["SAVE_STACK();", "RELOAD_STACK();"]).to_owned(),
        25 => format!("goto {};", random.pick(&["error", "unwind", "nowhere"])),
        26 => "return oparg;".to_owned(),
        27 => "DISPATCH();".to_owned(),
        28 => "stack_pointer = SPAM(stack_pointer);".to_owned(),
        29 => "frame->return_offset = INSTRUCTION_SIZE;".to_owned(),
        30 => format!("int n = oparg & 1 ? oparg : {input};"),
        31 => format!("/* one\n * two\n   three */ SPAM(({input}),\n      SPAM({output},\n    1));"),
        32 => format!("// note (\n    {input} = {output};"),
        _ => format!("{input} = SPAM({output});"),
    };
    body.text.push_str(&text);
    body.text.push('\n');
}

fn compound(random: &mut Random, body: &mut Body, depth: usize) {
    let arm = |random: &mut Random, body: &mut Body| {
        let count = 1 + random.below(3);
        statements(random, body, count, depth + 1);
    };
    let leave = |random: &mut Random, body: &mut Body| {
        if random.one_in(3) {
            indent(body, depth + 1);
            body.text.push_str(random.pick(&[
                "ERROR_NO_POP();\n",
                "goto error;\n",
                "ERROR_IF(true);\n",
                "DISPATCH();\n",
            ]));
        }
    };
    let kind = random.below(8);
    if kind < 6 {
        indent(body, depth);
    }
    match kind {
        0..=3 => {
            body.text.push_str(random.pick(&[
                "if (c) {\n",
                "if (a ||\n            b) {\n",
                "if(f(x)) { // hm\n",
            ]));
            arm(random, body);
            leave(random, body);
            indent(body, depth);
            body.text.push('}');
            if random.one_in(4) {
                body.text.push_str(" else if (d) {\n");
                arm(random, body);
                indent(body, depth);
                body.text.push('}');
            }
            if random.one_in(2) {
                body.text.push('\n');
                indent(body, depth);
                body.text.push_str("else {\n");
                arm(random, body);
                leave(random, body);
                indent(body, depth);
                body.text.push('}');
            }
            body.text.push('\n');
        }
        4 => {
            body.text.push_str(random.pick(&["for (int i = 0; i < n; i++) {\n", "while (more(x)) {\n"]));
            arm(random, body);
            indent(body, depth);
            body.text.push_str("}\n");
        }
        5 => {
            body.text.push_str("{\n");
            arm(random, body);
            indent(body, depth);
            body.text.push_str("}\n");
        }
        _ => {
            body.text.push_str("#if X\n");
            arm(random, body);
            if random.one_in(2) {
                body.text.push_str("    #else /* not X */\n");
                arm(random, body);
            }
            body.text.push_str("#endif  /* X */\n");
        }
    }
}

/// Damages a text: leaves a word or character out, doubles one, or swaps two.
pub fn damage(random: &mut Random, text: &str) -> String {
    let mut pieces: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end =
            if is_word(first) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (piece, tail) = rest.split_at(end);
        pieces.push(piece);
        rest = tail;
    }
    let mut place = |pieces: &[&str]| loop {
        let place = random.below(pieces.len());
        if !pieces[place].trim().is_empty() {
            return (place, random.below(3));
        }
    };
    let ((one, kind), (other, _)) = (place(&pieces), place(&pieces));
    match kind {
        0 => drop(pieces.remove(one)),
        1 => pieces.splice(one..one, [pieces[one], " "]).for_each(drop),
        _ => pieces.swap(one, other),
    }
    pieces.concat()
}
