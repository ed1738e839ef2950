//! The layout of generated Rust: nothing gets lost, what is laid out stays as it is, and no text is too much for it.
//!
//! `layout/constructs.txt` is laid out as `layout/expected/constructs.rs`; `BLESS=1 cargo test --test layout` rewrites
//! it.

use std::path::Path;

use casewright::diagnostics::Diagnostics;
use casewright::driver;
use casewright::files::locate::InputSet;
use casewright::lower::bindings::Bindings;
use casewright::lower::{self, Draft, layout};
use casewright::syntax::Dialect;
use casewright::syntax::source::SourceMap;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

#[path = "support/golden.rs"]
mod golden;

const CONSTRUCTS: &str = include_str!("layout/constructs.txt");

/// What is written to `generated/interp/`, before it is laid out.
fn drafts() -> Vec<Draft> {
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs");
    let set = InputSet::folder(&folder, "inputs", Dialect::V3_14, &mut sink).expect("inputs/ is there");
    let parsed = driver::parse(&set, &mut sources, &mut sink).expect("it can be read");
    let bindings = Bindings::load(None, &mut sources, &mut sink).expect("the bindings are good");
    let (base, overlay) = driver::analyses(&parsed, &sources, &mut sink).expect("it is good");
    let overlay = overlay.expect("it has an optimizer");
    let mut program = lower::lower(&base, &bindings);
    lower::lower_optimizer(&mut program, &base, &overlay, &bindings);
    let arms = [
        lower::tier1(&program, &base, "header"),
        lower::tier2(&program, &base, "header"),
        lower::optimizer(&program, &base, &overlay, &bindings, "header"),
    ];
    let mut drafts: Vec<Draft> = arms.map(|draft| draft.expect("all bodies are translated")).into();
    drafts.push(lower::bodies_file(&program, &sources, "header"));
    drafts.push(lower::abi_check(&program, &bindings, "header"));
    drafts
}

/// The tokens of a text as the compiler reads them, but for commas that mean nothing: those before the end of a group,
/// unless it makes a tuple of one, and those behind a block.
fn tokens(text: &str) -> Vec<String> {
    let mut list = Vec::new();
    collect(text.parse().unwrap_or_else(|error| panic!("{error}: {text}")), false, &mut list);
    list
}

fn collect(stream: TokenStream, keeps_comma: bool, list: &mut Vec<String>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let is_mark = |tree: &TokenTree, wanted: &str| match tree {
        TokenTree::Punct(mark) => wanted.contains(mark.as_char()),
        _ => false,
    };
    let is_only_comma = trees.iter().filter(|tree| is_mark(tree, ",")).count() == 1;
    for (index, tree) in trees.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| trees.get(before));
        match tree {
            TokenTree::Group(group) => {
                let is_call = before.is_some_and(|before| match before {
                    TokenTree::Ident(_) | TokenTree::Group(_) => true,
                    before => is_mark(before, ">!?"),
                });
                let delimiter = group.delimiter();
                list.push(format!("open {delimiter:?}"));
                collect(group.stream(), delimiter == Delimiter::Parenthesis && !is_call, list);
                list.push(format!("close {delimiter:?}"));
            }
            TokenTree::Punct(mark) if mark.as_char() == ',' => {
                let is_after_block =
                    matches!(before, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
                let is_last = index + 1 == trees.len();
                if !is_after_block && (!is_last || keeps_comma && is_only_comma) {
                    list.push(",".to_owned());
                }
            }
            TokenTree::Punct(mark) => {
                let is_joint = mark.spacing() == Spacing::Joint && !is_mark(tree, ";>");
                list.push(format!("{}{}", mark.as_char(), if is_joint { "…" } else { "" }));
            }
            other => list.push(other.to_string()),
        }
    }
}

fn assert_same_tokens(before: &str, after: &str) {
    let (before, after) = (tokens(before), tokens(after));
    let differs = before.iter().zip(&after).position(|(before, after)| before != after);
    let around = |list: &[String]| {
        let at = differs.unwrap_or(before.len().min(after.len()));
        list.iter().skip(at.saturating_sub(20)).take(30).cloned().collect::<Vec<_>>().join(" ")
    };
    assert!(before == after, "before: {}\nafter: {}", around(&before), around(&after));
}

#[test]
fn nothing_gets_lost() {
    for draft in drafts() {
        let laid_out = layout(&draft.text).expect("it can be laid out");
        assert_same_tokens(&draft.text, &laid_out);
        let text = draft.finish().expect("it can be laid out");
        assert!(text.starts_with("// header\n\n//! ") && text.ends_with(&laid_out));
        syn::parse_file(&text)
            .unwrap_or_else(|error| panic!("{error} in line {}", error.span().start().line));
    }
}

#[test]
fn what_is_laid_out_stays_as_it_is() {
    for text in drafts().into_iter().map(|draft| draft.text).chain([CONSTRUCTS.to_owned()]) {
        let once = layout(&text).expect("it can be laid out");
        assert_eq!(layout(&once).as_ref(), Ok(&once));
    }
}

#[test]
fn where_lines_end_in_the_draft_means_nothing() {
    for draft in drafts().into_iter().filter(|draft| !draft.text.contains("macro_rules!")) {
        let mut joined = String::new();
        for line in draft.text.lines() {
            // A comment ends with its line.
            let end = if line.starts_with("//") { '\n' } else { ' ' };
            joined.extend([line, end.encode_utf8(&mut [0; 4])]);
        }
        assert!(joined.lines().count() < draft.text.lines().count());
        assert_eq!(layout(&joined), layout(&draft.text));
    }
}

#[test]
fn lines_are_as_long_as_they_may_be() {
    let mut lines = 0;
    for draft in drafts() {
        let text = layout(&draft.text).expect("it can be laid out");
        for line in text.lines().filter(|line| line.len() > 100 && !line.trim_start().starts_with("//")) {
            // A text cannot be broken.
            let text: usize = line.split('"').skip(1).step_by(2).map(str::len).sum();
            assert!(text > 70, "{line}");
        }
        assert!(text.lines().all(|line| line.trim_end() == line));
        lines += text.lines().count();
    }
    assert!(lines > 20_000, "{lines}");
}

#[test]
fn constructs_are_laid_out() {
    let text = layout(CONSTRUCTS).expect("it can be laid out");
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{error} in line {}", error.span().start().line));
    assert_same_tokens(CONSTRUCTS, &text);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layout/expected");
    golden::check(&folder, &[("constructs.rs".to_owned(), text)]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let deep = format!("fn f() {{\n{}1{}\n}}", "(".repeat(1000), ")".repeat(1000));
    let cases = [
        ("fn f() {\n    a(;\n}\n", "a group is closed that is not open in line 3: `}`"),
        ("fn f() {\n    (a;\n", "a group is not closed in line 2: `(a;`"),
        ("a\n)", "a group is closed that is not open in line 2: `)`"),
        ("\n\nlet x = \"a;", "a text is not closed in line 3: `let x = \"a;`"),
        ("let x = r#\"a\";", "a text is not closed in line 1: `let x = r#\"a\";`"),
        ("let x = '\\", "a character is not closed in line 1: `let x = '\\`"),
        ("/* a */", "this is no token that the generator writes in line 1: `/* a */`"),
        ("a \\ b", "this is no token that the generator writes in line 1: `a \\ b`"),
    ];
    for (text, expected) in cases {
        assert_eq!(layout(text).expect_err(text), expected);
    }
    let why = layout(&deep).expect_err("it is too deep");
    assert!(why.starts_with("groups lie too deep in each other in line 2: `((("), "{why}");
    assert_eq!(layout(""), Ok(String::new()));
    // As deep as is allowed, with every operator at each step.
    let step = "x = a.b() || a && a == a | a ^ a & a << a + a * !a(";
    let deep = format!("fn f() {{ {}1{} }}", step.repeat(199), ")".repeat(199));
    let out = layout(&deep).expect("it is not too deep");
    assert_eq!(characters(&out), characters(&deep));
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

/// What of a text the layouter has no say in.
fn characters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

#[test]
fn changed_texts_are_laid_out_or_refused() {
    const PARTS: [&str; 40] = [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        ",",
        ";",
        ":",
        "::",
        "=>",
        "->",
        "=",
        "==",
        "|",
        "||",
        "&",
        "&&",
        "-",
        "!",
        "?",
        ".",
        "..",
        "#",
        "$",
        "// a\n",
        "'a",
        "'b'",
        "\"ä",
        "if ",
        " else ",
        "match ",
        "return ",
        " as ",
        "macro_rules! m ",
        "unsafe ",
        "let ",
        "é",
    ];
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut functions: Vec<String> = Vec::new();
    for draft in drafts() {
        functions.extend(draft.text.split_inclusive("\n}\n").map(str::to_owned));
    }
    functions.extend(CONSTRUCTS.lines().map(str::to_owned));
    let mut laid_out = 0;
    for _ in 0..6000 {
        let mut text: Vec<char> = functions[random.below(functions.len())].chars().take(4000).collect();
        for _ in 0..=random.below(4) {
            let at = random.below(text.len());
            let removed = random.below(2) * random.below(30).min(text.len() - at);
            let added = if random.below(3) > 0 { PARTS[random.below(PARTS.len())] } else { "" };
            text.splice(at..at + removed, added.chars());
        }
        let text: String = text.into_iter().collect();
        if let Ok(out) = layout(&text) {
            assert_eq!(characters(&out), characters(&text), "{text}\nis laid out as\n{out}");
            laid_out += 1;
        }
    }
    assert!(laid_out > 2000, "{laid_out}");
}

#[test]
fn long_texts_are_laid_out_in_time() {
    let many = |part: &str| part.repeat(60_000);
    let texts = [
        format!("fn f() {{ x = a{}; }}", many(" + a")),
        format!("fn f() {{ x = a{}; }}", many(" as usize")),
        format!("fn f() {{ x = a{}; }}", many(".a(1)")),
        format!("fn f() {{ x = a{}; }}", many("(a)(b)")),
        format!("fn f() {{ x = {}a; }}", many("!")),
        format!("fn f() {{ x{}; }}", many(" = x")),
        format!("fn f() {{ {}; }}", many("return ")),
        format!("fn f() {{ if a {{ b; }}{} }}", many(" else if a { b; }")),
        format!("fn f() {{ match x {{ {} }} }}", many("1 => 2,")),
        format!("fn f() {{ f({}); }}", many("a, ")),
        format!("fn f() {{ f(a{}); }}", many(" <b")),
        format!("fn f() {{ {} }}", many("a();")),
        format!("fn f() {{ {} }}", many("match ")),
        format!("fn f() {{ {} }}", many("|a| ")),
        format!("fn f() {{ {} }}", many("'a: ")),
        many("#[a]\n"),
        many("#"),
        many("{}"),
        many("pub unsafe "),
    ];
    for text in texts {
        let out = layout(&text).unwrap_or_else(|why| panic!("{} …: {}", &text[..60], &why[..60]));
        assert_eq!(characters(&out), characters(&text));
    }
}
