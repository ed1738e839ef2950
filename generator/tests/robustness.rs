//! No input may make the parser or the translator panic, hang or overflow the stack: truncated and mutated files,
//! rubbish, deep nesting and long chains of every kind, huge files.

mod support;

use std::time::{Duration, Instant};

use casewright::analysis::{AnalysisOptions, analyze};
use casewright::diagnostics::catalog::lower as lower_codes;
use casewright::diagnostics::catalog::syntax as codes;
use casewright::diagnostics::render::render;
use casewright::diagnostics::{Code, Diagnostics};
use casewright::fuzz;
use casewright::lower::bindings::Bindings;
use casewright::lower::{self, MAX_DEPTH, Outcome};
use casewright::syntax::source::SourceMap;
use casewright::syntax::tree::{Definition, Tree};
use casewright::syntax::{
    Dialect, MAX_FILE_BYTES, MAX_NESTING, MAX_OPERATORS, ParseOptions, add_file, parse_definitions,
};
use casewright::testing::Random;
use support::{Coverage, samples};

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(samples().join(name)).expect("the sample can be read")
}

fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![sample("v3_14.c"), sample("v3_13.c"), sample("pycore_code.h")];
    let fixtures = samples().join("../diagnostics");
    let mut paths: Vec<_> = std::fs::read_dir(fixtures).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "c" || e == "h")) {
        seeds.push(std::fs::read(path).unwrap());
    }
    seeds
}

fn parse(text: &str) -> (SourceMap, Tree, Diagnostics) {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let file = sources.add("test.c", text);
    let options = ParseOptions { dialect: Dialect::V3_14, as_reference: false };
    let tree = parse_definitions(&mut sources, file, options, &mut sink);
    (sources, tree, sink)
}

fn body(statements: &str) -> String {
    format!(
        "// BEGIN BYTECODES //\ninst(A, (--)) {{\n{statements}\n}}\ninst(B, (--)) {{ f(); }}\n// END BYTECODES //\n"
    )
}

fn names(tree: &Tree) -> Vec<&str> {
    tree.definitions
        .iter()
        .map(|definition| match definition {
            Definition::Inst(inst) => inst.name.text.as_str(),
            _ => "",
        })
        .collect()
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_reported() {
    let whole = sample("v3_14.c");
    let end = String::from_utf8(whole.clone()).unwrap().find("// END BYTECODES //").unwrap();
    for length in 0..whole.len() {
        let (sources, _, sink) = parse(std::str::from_utf8(&whole[..length]).unwrap());
        assert_eq!(render(&sources, &sink, false).is_empty(), sink.is_empty());
        assert!(sink.has_errors() || length >= end, "cut off after {length} bytes");
        if length % 64 == 0 {
            fuzz::parse(&whole[..length]);
        }
    }
}

#[test]
fn rubbish_is_reported() {
    let mut random = Random::new(0x9E37_79B9_7F4A_7C15);
    for round in 0..200 {
        let length = random.below(3000);
        let mut bytes: Vec<u8> = if round % 2 == 0 {
            (0..length).map(|_| random.number() as u8).collect()
        } else {
            let alphabet = b"(){}[];,#\"'/*\\\n aif?:=+-<>&|0.x";
            (0..length).map(|_| alphabet[random.below(alphabet.len())]).collect()
        };
        if round % 4 == 1 {
            let mut text = b"// BEGIN BYTECODES //\ninst(A, (--)) {".to_vec();
            text.append(&mut bytes);
            text.extend_from_slice(b"}\n// END BYTECODES //\n");
            bytes = text;
        }
        fuzz::parse(&bytes);
        fuzz::analyze(&bytes);
    }
}

/// One of each kind of thing that can be nested: what goes before, in the middle and after, and how deep one
/// of them is.
const NESTED: &[(&str, &str, &str)] = &[
    ("(", "x", ")"),
    ("f(", "x", ")"),
    ("f(a, ", "x", ")"),
    ("a[", "x", "]"),
    ("(T)(", "x", ")"),
    ("(T *)(", "x", ")"),
    ("(T){", "0", "}"),
    ("x ? ", "y", " : z"),
    ("sizeof(", "x", ")"),
    ("(a, ", "x", ")"),
    ("-(", "x", ")"),
];

/// Statements that can be nested.
const NESTED_STATEMENTS: &[(&str, &str, &str)] = &[
    ("{", ";", "}"),
    ("if (a) {", ";", "}"),
    ("if (a) {", ";", "} else { b(); }"),
    ("while (a) {", ";", "}"),
    ("for (;;) {", ";", "}"),
    ("do {", ";", "} while (a);"),
    ("#if A\n", ";", "\n#endif\n"),
    ("#if A\n;\n#else\n", ";", "\n#endif\n"),
    ("int a[] = {", "0", "};"),
];

#[test]
fn nesting_up_to_the_limit_is_parsed_and_beyond_it_refused() {
    for (index, (open, middle, close)) in NESTED.iter().chain(NESTED_STATEMENTS).enumerate() {
        let is_expression = index < NESTED.len();
        let nested = |depth: usize| {
            let inner = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
            body(&if is_expression { format!("x = {inner};") } else { inner })
        };
        // A statement is a level and its block is another.
        let depth = if is_expression { MAX_NESTING - 4 } else { MAX_NESTING / 2 - 4 };
        let good = nested(depth);
        let (sources, tree, sink) = parse(&good);
        if !open.starts_with("int") {
            assert!(
                sink.iter().all(|d| d.code != codes::TOO_DEEP),
                "{open}: {}",
                render(&sources, &sink, false)
            );
            assert!(sink.is_empty(), "{open}: {}", render(&sources, &sink, false));
            assert_eq!(names(&tree), ["A", "B"], "{open}");
            assert!(Coverage::of(&sources, &tree).missing().is_empty());
        }
        for depth in [MAX_NESTING + 1, 10 * MAX_NESTING, 20_000] {
            let (_, tree, sink) = parse(&nested(depth));
            assert!(sink.iter().any(|d| d.code == codes::TOO_DEEP), "{open} {depth}");
            assert_eq!(names(&tree), ["B"], "{open}: the next definition is still read");
        }
        // Not closed at all.
        let (_, _, sink) = parse(&body(&open.repeat(20_000)));
        assert!(sink.has_errors());
    }
}

/// Test threads have 2 MiB of stack, main threads 8 MiB; the deepest input that is accepted needs far less.
#[test]
fn the_limits_leave_room_on_the_stack() {
    let run = || {
        for (index, (open, middle, close)) in NESTED.iter().chain(NESTED_STATEMENTS).enumerate() {
            let is_expression = index < NESTED.len();
            let depth = if is_expression { MAX_NESTING - 4 } else { MAX_NESTING / 2 - 4 };
            let inner = format!("{}{middle}{}", open.repeat(depth), close.repeat(depth));
            let (_, tree, sink) = parse(&body(&if is_expression { format!("x = {inner};") } else { inner }));
            assert!(sink.is_empty() || open.starts_with("int"), "{open}");
            let _ = format!("{tree:?}").len();
        }
        for (start, link, end) in CHAINS {
            let (_, tree, _) = parse(&body(&format!("{start}{}{end}", link.repeat(chain_length(link)))));
            let _ = format!("{tree:?}").len();
        }
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap();
}

/// Chains without brackets.
const CHAINS: &[(&str, &str, &str)] = &[
    ("x = ", "- ", "1;"),
    ("x = ", "!", "y;"),
    ("x = ", "*", "y;"),
    ("x = ", "& ", "y;"),
    ("x = ", "(T)", "y;"),
    ("x = ", "(T *)", "y;"),
    ("x = ", "sizeof ", "y;"),
    ("x = 1", " + 1", ";"),
    ("x = 1", " = y", ";"),
    ("x = 1", " && y", ";"),
    ("x = a", ", a", ";"),
    ("x = a", ".a", ";"),
    ("x = a", "->a", ";"),
    ("x = a", "[0]", ";"),
    ("x = a", "()", ";"),
    ("x = a", "++", ";"),
    ("x = a", " ? b : c", ";"),
    ("f(a", ", a", ");"),
    ("int ", "*", "x;"),
    ("int x", ", x", ";"),
    ("int x", "[1]", ";"),
    ("int x = {1", ", 1", "};"),
];

/// How many of a link are just within the limit.
fn chain_length(link: &str) -> usize {
    let operators = link.bytes().filter(|b| b"(,*[".contains(b)).count().max(1);
    (MAX_OPERATORS - 4) / operators
}

#[test]
fn chains_up_to_the_limit_are_parsed_and_beyond_it_refused() {
    for (start, link, end) in CHAINS {
        let chain = |n: usize| body(&format!("{start}{}{end}", link.repeat(n)));
        let (sources, tree, sink) = parse(&chain(chain_length(link)));
        assert!(sink.is_empty(), "{link}: {}", render(&sources, &sink, false));
        assert_eq!(names(&tree), ["A", "B"], "{link}");
        for n in [MAX_OPERATORS + 2, 30_000] {
            let (_, tree, sink) = parse(&chain(n));
            assert!(
                sink.iter().any(|d| d.code == codes::TOO_MANY_OPERATORS || d.code == codes::TOO_DEEP),
                "{link} {n}"
            );
            assert_eq!(names(&tree), ["B"], "{link}");
        }
    }
}

#[test]
fn chains_of_statements_are_bounded_too() {
    let chains: &[(&str, &str)] = &[
        ("if (a) ", "b();"),
        ("while (a) ", "b();"),
        ("for (;;) ", "b();"),
        ("if (a) b(); else ", "c();"),
        ("if (a) { b(); } else ", "{ c(); }"),
    ];
    for (link, end) in chains {
        let (_, tree, sink) = parse(&body(&format!("{}{end}", link.repeat(MAX_NESTING - 5))));
        assert!(sink.iter().all(|d| d.code == codes::UNBRACED || d.code == codes::TOO_MANY_ERRORS), "{link}");
        assert_eq!(names(&tree), ["A", "B"], "{link}");
        let (_, tree, sink) = parse(&body(&format!("{}{end}", link.repeat(MAX_NESTING + 1))));
        assert!(sink.iter().any(|d| d.code == codes::TOO_DEEP), "{link}");
        assert_eq!(names(&tree), ["B"], "{link}");
    }
    let many = format!("{}b();{}", "do ".repeat(MAX_NESTING + 1), "while (a);".repeat(MAX_NESTING + 1));
    let (_, _, sink) = parse(&body(&many));
    assert!(sink.iter().any(|d| d.code == codes::TOO_DEEP));
    // Side by side is no nesting, however many there are.
    for line in [
        "if (a) { b(); } ",
        "while (a) ; ",
        "do { b(); } while (a); ",
        "#if A\n#endif\n",
        "{ }",
        "if (a == b) { }",
    ] {
        let (sources, tree, sink) = parse(&body(&line.repeat(5000)));
        let good = sink.iter().all(|d| d.code == codes::UNBRACED || d.code == codes::TOO_MANY_ERRORS);
        assert!(good, "{line}: {}", render(&sources, &sink, false));
        assert_eq!(names(&tree), ["A", "B"], "{line}");
    }
}

/// What becomes of instruction A with these statements: the Rust, or the codes of why there is none.
fn translate(statements: &str) -> Result<String, Vec<Code>> {
    let (sources, tree, mut sink) = parse(&body(statements));
    let bindings = Bindings::load(None, &mut SourceMap::new(), &mut Diagnostics::new());
    let bindings = bindings.expect("the bindings are good");
    let forest = [tree];
    let analysis = analyze(&sources, &forest, Dialect::V3_14, AnalysisOptions::default(), &mut sink);
    assert!(!sink.has_errors(), "{}", render(&sources, &sink, false));
    let program = lower::lower(&analysis.expect("there are no errors"), &bindings);
    let text = lower::bodies_file(&program, &sources, "").finish().expect("what is translated is Rust");
    match &program.bodies[0].outcome {
        Outcome::Refused(refusals) => Err(refusals.iter().map(|refusal| refusal.code).collect()),
        _ => Ok(text),
    }
}

/// What can be nested and translated. A level of each is as many levels of the tree as the number says.
const TRANSLATED: &[(&str, &str, &str, usize)] = &[
    ("x = ", "(", "x", 1),
    ("x = ", "-(", "x", 2),
    ("x = ", "~(", "x", 2),
    ("x = ", "!(", "x", 2),
    ("x = ", "(int)(", "x", 2),
    ("x = ", "(uint16_t)(", "x", 2),
    ("x = ", "x + (", "x", 2),
    ("x = ", "x << (", "x", 2),
    ("x = ", "x < (", "x", 2),
    ("x = ", "x && (", "x", 2),
    ("x = ", "1u * (", "x", 2),
    ("x = ", "1 + (x ? x : ", "x", 3),
    ("x = ", "1 + (x ? 2 + (", "x : x) : x", 5),
    ("x = ", "COMPARISON_BIT(x, ", "x", 1),
    ("x = ", "COMPARISON_BIT(1.0, 2.0 * ", "x", 2),
    ("", "{", "x++;", 1),
    ("", "if (x) {", "x++;", 2),
    ("", "while (x) {", "x++;", 2),
    ("", "for (int i = 0; i < x; i++) {", "x++;", 2),
    ("", "do {", "x++; break;", 2),
    ("", "#ifdef TIER_ONE\n", "x++;", 1),
    ("", "int y = x; {", "y++;", 1),
];

fn nested(index: usize, depth: usize) -> String {
    let (before, open, middle, _) = TRANSLATED[index];
    let close = match open {
        _ if open.starts_with("do") => "} while (x);",
        _ if open.starts_with('#') => "\n#endif\n",
        _ if open.ends_with('{') => "}",
        "1 + (x ? 2 + (" => ") : x)",
        _ => ")",
    };
    let end = if before.is_empty() { "" } else { ";" };
    let middle = middle.split(" : ").next().unwrap_or(middle);
    format!("int x = 0;\n{before}{}{middle}{}{end}", open.repeat(depth), close.repeat(depth))
}

/// Bodies are translated up to a depth, without need for much time or more stack than a test thread has, in builds
/// without optimisation too, and refused beyond it.
#[test]
fn deep_bodies_are_translated_or_refused() {
    let run = || {
        let start = Instant::now();
        for (index, (_, open, _, levels)) in TRANSLATED.iter().enumerate() {
            let most = (MAX_DEPTH - 4) / levels;
            if let Err(codes) = translate(&nested(index, most)) {
                panic!("{open}: {codes:?}");
            }
            for depth in [MAX_DEPTH / levels + 1, (MAX_NESTING - 8) / levels.max(&2)] {
                let codes = translate(&nested(index, depth)).expect_err(open);
                assert_eq!(codes, [lower_codes::OUTSIDE_SUBSET], "{open}");
            }
        }
        for (start, link, end) in CHAINS {
            let _ = translate(&format!("{start}{}{end}", link.repeat(chain_length(link))));
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

/// The place of an item is a sum over all items above it, which is as deep as there are of those.
#[test]
fn places_above_many_arrays_need_little_stack() {
    let run = || {
        let names: Vec<String> = (0..128).map(|number| format!("values{number}")).collect();
        let items: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(number, name)| format!("{name}[oparg / {}]", number + 2))
            .collect();
        let dead: String = names.iter().rev().map(|name| format!("DEAD({name}); ")).collect();
        let parts: Vec<String> = (0..128).map(|number| format!("_POP_{number}")).collect();
        let pop = |(part, item): (&String, &String)| {
            format!("op({part}, ({item} --)) {{ DEAD({}); }}\n", item.split('[').next().unwrap_or_default())
        };
        let pops: String = parts.iter().zip(&items).map(pop).collect();
        let all = format!("inst(ALL, ({} --)) {{ {dead} }}\n", items.join(", "));
        let each = format!("{pops}macro(EACH) = {};\n", parts.join(" + "));
        for definitions in [all, each] {
            let text = format!("// BEGIN BYTECODES //\n{definitions}// END BYTECODES //\n");
            let (sources, tree, mut sink) = parse(&text);
            let forest = [tree];
            let analysis = analyze(&sources, &forest, Dialect::V3_14, AnalysisOptions::default(), &mut sink);
            assert!(analysis.is_some() && !sink.has_errors(), "{}", render(&sources, &sink, false));
            fuzz::analyze(text.as_bytes());
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn failing_deep_inside_takes_no_exponential_time() {
    let start = Instant::now();
    for (open, _, close) in NESTED {
        for middle in ["a b", "", "@", "int", "(", "T *"] {
            let depth = MAX_NESTING - 4;
            let (_, _, sink) =
                parse(&body(&format!("x = {}{middle}{};", open.repeat(depth), close.repeat(depth))));
            let _ = sink;
        }
    }
    for (open, _, close) in NESTED_STATEMENTS {
        for middle in ["a b;", "a b", "if", "else", "do x();", "case 1:"] {
            let depth = MAX_NESTING - 4;
            parse(&body(&format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))));
        }
    }
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

/// A message shows a piece of a line, and takes no longer for a line that is long.
#[test]
fn thousands_of_mistakes_in_one_line_are_reported() {
    let members: Vec<String> = (0..50_000).map(|number| format!("B{number}")).collect();
    let text =
        format!("// BEGIN BYTECODES //\nfamily(A, 1) = {{ {} }};\n// END BYTECODES //\n", members.join(", "));
    let start = Instant::now();
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let file = sources.add("line.c", text);
    let options = ParseOptions { dialect: Dialect::V3_14, as_reference: true };
    let forest = [parse_definitions(&mut sources, file, options, &mut sink)];
    let options = AnalysisOptions { as_reference: true, ..AnalysisOptions::default() };
    assert!(analyze(&sources, &forest, Dialect::V3_14, options, &mut sink).is_none());
    let said = render(&sources, &sink, false);
    assert!(said.contains("B49999"), "{}", said.len());
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn a_huge_file_is_refused_and_a_large_one_is_read() {
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    assert!(add_file(&mut sources, "huge.c", vec![b'('; 50 << 20], &mut sink).is_none());
    assert_eq!(sink.iter().map(|d| d.code).collect::<Vec<_>>(), [codes::FILE_TOO_LARGE]);

    let start = Instant::now();
    let definition = "inst(A, (a -- b)) { b = f(a); if (b) { g(); } }\n";
    let count = (MAX_FILE_BYTES - 100) / definition.len();
    let text = format!("// BEGIN BYTECODES //\n{}// END BYTECODES //\n", definition.repeat(count));
    let (_, tree, sink) = parse(&text);
    assert!(sink.is_empty());
    assert_eq!(tree.definitions.len(), count);
    // One huge token or line of each kind.
    for unit in [
        "'\\n' ", "(", ")", "a", "a ", "@", "@a", "\"", "'", "/*", "//", "#", "pure ", "family(", "inst(",
        "1", "\n", "{", "*/ /*",
    ] {
        let text = format!("// BEGIN BYTECODES //\n{}\n// END BYTECODES //\n", unit.repeat(300_000));
        let (sources, _, sink) = parse(&text);
        render(&sources, &sink, false);
    }
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}

#[test]
fn mutated_inputs_are_survived_for_a_second() {
    let seeds = seeds();
    let mut random = Random::new(0xD1B5_4A32_D192_ED03);
    let start = Instant::now();
    let mut rounds = 0;
    while start.elapsed() < Duration::from_secs(1) {
        let mut bytes = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(6) {
            mutate(&mut bytes, &seeds, &mut random);
        }
        fuzz::parse(&bytes);
        fuzz::analyze(&bytes);
        rounds += 1;
    }
    assert!(rounds > 0);
}

/// Changes, removes, doubles or swaps in a piece.
fn mutate(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    if bytes.is_empty() {
        bytes.push(b'(');
    }
    let at = random.below(bytes.len());
    let length = random.below(40).min(bytes.len() - at);
    match random.below(6) {
        0 => bytes[at] = random.number() as u8,
        1 => bytes[at] = b"(){}[];,#\"'/*\n-:?"[random.below(17)],
        2 => drop(bytes.drain(at..at + length)),
        3 => {
            let piece = bytes[at..at + length].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        4 => {
            let words: [&[u8]; 8] =
                [b"inst(", b"#if X\n", b"#endif\n", b"--", b"unused/1", b"else ", b"/*", b"op("];
            let word = words[random.below(words.len())];
            bytes.splice(at..at, word.iter().copied());
        }
        _ => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len());
            let to = (from + random.below(200)).min(other.len());
            bytes.splice(at..at + length, other[from..to].iter().copied());
        }
    }
}
