//! Random definition files of which most are good: what a body may do next depends on which of its inputs are still
//! alive and which of its outputs are set, as the language demands. Then some files get a mistake.

use super::body::{Body, Kind};
use super::corpus::Corpus;
use super::mutate::mutate;
use super::piece::Piece;
use super::spoil::spoil;
use crate::testing::Random;

/// A definition file and one that overrides some of its micro-ops for the optimizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    /// The instruction set.
    pub base: Piece,
    /// The abstract interpreter.
    pub overlay: Piece,
}

impl Definitions {
    /// Two files of definitions, between their markers.
    pub fn new(base: Vec<Piece>, overlay: Vec<Piece>) -> Definitions {
        let whole =
            |definitions| Piece::around("// BEGIN BYTECODES //\n\n", definitions, "// END BYTECODES //\n");
        Definitions { base: whole(base), overlay: whole(overlay) }
    }
}

/// A stack item.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub name: String,
    /// `[oparg]`, `: PyObject *`, or nothing.
    pub suffix: &'static str,
}

impl Item {
    pub fn is_array(&self) -> bool {
        self.suffix.starts_with('[')
    }
}

/// What a micro-op does to the stack.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    pub caches: Vec<String>,
    /// Items that are inputs and outputs, below all others.
    pub peeks: Vec<Item>,
    pub inputs: Vec<Item>,
    pub outputs: Vec<Item>,
}

impl Signature {
    /// Names are the definition's own, since the parts of a macro share their variables.
    fn new(random: &mut Random, letter: char, is_inst: bool) -> Signature {
        let item = |random: &mut Random, name: String| {
            let suffix = match random.below(20) {
                0 => "[1]",
                1 => "[oparg]",
                2 => "[oparg & 1]",
                3 => "[2]",
                4 => ": PyObject *",
                5 => "[oparg - 1]",
                _ => "",
            };
            Item { name, suffix }
        };
        let peeks: Vec<Item> =
            (0..random.below(2) * random.below(3)).map(|n| item(random, format!("{letter}p{n}"))).collect();
        let mut inputs: Vec<Item> =
            (0..random.below(4)).map(|n| item(random, format!("{letter}i{n}"))).collect();
        if peeks.is_empty() && inputs.len() == 1 && random.one_in(8) {
            inputs[0] = Item { name: "unused".into(), suffix: "" };
        }
        let outputs = (0..random.below(3)).map(|n| {
            let name = match random.below(14) {
                0 => format!("{letter}null{n}"),
                1 => "unused".to_owned(),
                _ => format!("{letter}o{n}"),
            };
            item(random, name)
        });
        let outputs = outputs.collect();
        let mut caches = Vec::new();
        if random.one_in(4) {
            caches.push(format!("{letter}c/{}", random.pick(&["1", "2", "4"])));
            if random.one_in(4) {
                caches.insert(0, format!("{letter}d/{}", random.pick(&["1", "2", "4"])));
            }
        }
        if is_inst && random.one_in(4) {
            caches.insert(0, "unused/1".to_owned());
        }
        Signature { caches, peeks, inputs, outputs }
    }

    fn text(&self) -> String {
        let item = |item: &Item| format!("{}{}", item.name, item.suffix);
        let inputs = self.peeks.iter().chain(&self.inputs).map(item);
        let inputs: Vec<String> = self.caches.iter().cloned().chain(inputs).collect();
        let outputs: Vec<String> = self.peeks.iter().chain(&self.outputs).map(item).collect();
        format!("({} -- {})", inputs.join(", "), outputs.join(", "))
    }
}

/// What a seed gives: mostly definitions made up, now and then some of the corpus, if it has any; some of both with
/// one mistake or with changes in their text.
pub fn definitions(seed: u64, corpus: &Corpus) -> Definitions {
    let mut random = Random::new(seed);
    let real = if random.one_in(12) { corpus.some(&mut random) } else { None };
    let mut definitions = match real {
        Some(definitions) => definitions,
        None => good(&mut random),
    };
    match random.below(20) {
        0 => spoil(&mut random, &mut definitions),
        1 | 2 => definitions = mutate(&mut random, &definitions),
        _ => {}
    }
    definitions
}

/// Definitions whose numbers are reserved, without which not all tables are written.
const RESERVED: &str = "\
pure inst(CACHE, (--)) {\n    Py_FatalError(\"cache\");\n}\n
inst(RESERVED, (--)) {\n    Py_FatalError(\"reserved\");\n}\n
inst(RESUME, (--)) {\n    assert(frame->owner);\n}\n
inst(INSTRUMENTED_LINE, (--)) {\n    go();\n}\n
inst(ENTER_EXECUTOR, (--)) {\n    assert(oparg);\n}\n
inst(BINARY_OP_INPLACE_ADD_UNICODE, (--)) {\n    SPAM(opcode);\n}\n
inst(BINARY_OP, (--)) {\n    SPAM();\n}\n
family(BINARY_OP, 0) = {\n    BINARY_OP_INPLACE_ADD_UNICODE,\n};\n
";

fn good(random: &mut Random) -> Definitions {
    let mut file = Vec::new();
    let mut overlay = Vec::new();
    let (mut plain, mut guards): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let count = 2 + random.below(3);
    for n in 0..count {
        let letter = ['a', 'b', 'c', 'd', 'e'][n % 5];
        let mut name = format!("_{}OP", letter.to_ascii_uppercase());
        if random.one_in(12) {
            name.push_str(random.pick(&["_0", "_1"]));
        }
        // Only members of a family can go back to its head.
        let is_guard = n > 0 && random.one_in(3);
        let annotations = annotations(random, is_guard);
        let signature = Signature::new(random, letter, false);
        let kind = if is_guard { Kind::Guard } else { Kind::Plain };
        file.push(definition(random, &annotations, "op", &name, &signature, kind));
        if random.one_in(15) {
            file.push(definition(random, "override ", "op", &name, &signature, kind));
        }
        if overlay.is_empty() || random.one_in(2) {
            overlay.push(definition(random, "", "op", &name, &signature, Kind::Abstract));
        }
        if is_guard { &mut guards } else { &mut plain }.push(name);
    }
    let mut single = Signature::new(random, 's', true);
    let member = random.one_in(2);
    let annotations = random.pick(&["", "", "", "pure ", "replicate(2) ", "no_save_ip ", "tier1 "]);
    // The copies of a micro-op are no instruction's, so that they have no size.
    let kind = match (member, annotations.starts_with("replicate")) {
        (true, true) => Kind::Guard,
        (true, false) => Kind::SizedGuard,
        (false, true) => Kind::Plain,
        (false, false) => Kind::Sized,
    };
    file.push(definition(random, annotations, "inst", "SINGLE", &single, kind));
    if random.one_in(3) {
        file.push(Piece::leaf(
            "tier1 specializing op(_SPECIALIZE_HEAD, (counter/1 --)) {\n    #if ENABLE_SPECIALIZATION\n    if \
             (TRIGGERS(counter)) {\n        \
             specialize(next_instr);\n    }\n    #endif\n}\n",
        ));
        plain.insert(0, "_SPECIALIZE_HEAD".to_owned());
    }
    // An `op` may not begin with an unused cache entry, as an `inst` may.
    single.caches.retain(|cache| !cache.starts_with("unused"));
    if random.one_in(3) {
        overlay.push(definition(random, "", "op", "_SINGLE", &single, Kind::Abstract));
    }
    let mut members = Vec::new();
    let macros = 1 + random.below(3);
    for n in 0..macros {
        let name = format!("MEMBER_{n}");
        let parts = parts(random, &[guards.as_slice(), &plain].concat());
        file.push(Piece::leaf(format!("macro({name}) = {parts};\n")));
        members.push(name);
    }
    if member {
        members.push("SINGLE".to_owned());
    }
    let head = parts(random, &plain);
    file.push(Piece::leaf(format!("macro(HEAD) = {head};\n")));
    let size = random.pick(&[", 0", ", 1", ", INLINE_CACHE_ENTRIES_HEAD", ""]);
    file.push(Piece::leaf(format!("family(HEAD{size}) = {{\n    {},\n}};\n", members.join(",\n    "))));
    others(random, &mut file, &plain);
    if random.one_in(3) {
        file.extend(RESERVED.split_inclusive("}\n\n").map(Piece::leaf));
    }
    // The order matters for tables.
    if random.one_in(3) {
        let middle = random.below(file.len());
        file.rotate_left(middle);
    }
    Definitions::new(file, overlay)
}

fn annotations(random: &mut Random, is_guard: bool) -> String {
    let list = [
        "pure ",
        "tier1 ",
        "tier2 ",
        "replicate(2) ",
        "replicate(3) pure ",
        "no_save_ip ",
        "register ",
        "replaced ",
    ];
    if is_guard || !random.one_in(4) { String::new() } else { random.pick(&list).to_owned() }
}

fn definition(
    random: &mut Random,
    annotations: &str,
    word: &str,
    name: &str,
    signature: &Signature,
    kind: Kind,
) -> Piece {
    let body = Body::new(random, signature, kind).whole();
    Piece::around(format!("{annotations}{word}({name}, {}) {{\n", signature.text()), body, "}\n\n")
}

/// Instrumented and specialized instructions, super-instructions, pseudo-instructions and labels.
fn others(random: &mut Random, file: &mut Vec<Piece>, plain: &[String]) {
    if random.one_in(3) {
        let parts = parts(random, plain);
        file.push(Piece::leaf(format!("macro(INSTRUMENTED_HEAD) = {parts};\n")));
    }
    if random.one_in(8) {
        file.push(Piece::leaf("inst(FAST, (-- fo)) {\n    fo = GETLOCAL(oparg);\n}\n"));
        file.push(Piece::leaf(
            "inst(FAST_FAST, (-- fo1, fo2)) {\n    uint32_t oparg1 = oparg >> 4;\n    \
             uint32_t oparg2 = oparg & 15;\n    fo1 = GETLOCAL(oparg1);\n    fo2 = GETLOCAL(oparg2);\n}\n",
        ));
    }
    for n in 0..random.below(3) {
        let effect = random.pick(&["(--)", "(-- x)", "(x -- x)", "(x, y --)", "(x[oparg] -- y)"]);
        let flags = random.pick(&["", "", ", (HAS_ARG)", ", (HAS_ARG, HAS_JUMP)"]);
        let list = random.pick(&["{\n    SINGLE,\n}", "[\n    HEAD, SINGLE\n]", "{ HEAD }"]);
        file.push(Piece::leaf(format!("pseudo(PSEUDO_{n}, {effect}{flags}) = {list};\n")));
    }
    for label in ["pop_2_error", "pop_1_error", "error"] {
        let end = random.pick(&["goto unwind;", "goto unwind;", "goto error;", "DISPATCH();"]);
        file.push(Piece::leaf(format!("label({label}) {{\n    SPAM();\n    {end}\n}}\n")));
    }
    let first =
        random.pick(&["", "    esc(frame);\n", "    /* all is lost */\n    int n = frames(tstate);\n"]);
    let end =
        random.pick(&["    RELOAD_STACK();\n    DISPATCH();\n", "    goto unwind;\n", "    return NULL;\n"]);
    file.push(Piece::leaf(format!("spilled label(unwind) {{\n{first}{end}}}\n")));
}

/// The parts of a macro, micro-ops at most once each.
fn parts(random: &mut Random, names: &[String]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for name in names {
        match random.below(10) {
            0 => parts.push("flush".into()),
            1 => parts.push(format!("unused/{}", 1 + random.below(3))),
            _ => {}
        }
        if random.one_in(2) {
            parts.push(name.clone());
        }
    }
    if !parts.iter().any(|part| part.starts_with('_')) {
        parts.push(names.last().cloned().unwrap_or_else(|| "_NOTHING".into()));
    }
    if random.one_in(8) {
        parts.push("unused/1".into());
    }
    parts.join(" + ")
}
