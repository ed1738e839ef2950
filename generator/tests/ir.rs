//! From small definitions to plain data.

use casewright::analysis::{self, AnalysisOptions, Dialect};
use casewright::diagnostics::{Diagnostics, render};
use casewright::ir::{self, CacheField, Expansion, ExpansionKind, Flag, Isa, Part, UopId};
use casewright::syntax::source::SourceMap;
use casewright::syntax::{ParseOptions, parse_cache_header, parse_definitions};

/// Builds an instruction set, which must go without a finding.
fn build(definitions: &str, header: &str) -> Isa {
    let (mut sources, mut sink) = (SourceMap::new(), Diagnostics::new());
    let text = format!("// BEGIN BYTECODES //\n{definitions}// END BYTECODES //\n");
    let file = sources.add("definitions.c", text);
    let dialect = Dialect::V3_14;
    let options = ParseOptions { dialect, as_reference: false };
    let forest = [parse_definitions(&mut sources, file, options, &mut sink)];
    let file = sources.add("caches.h", header);
    let header = parse_cache_header(&mut sources, file, &mut sink);
    let analysis = analysis::analyze(&sources, &forest, dialect, AnalysisOptions::default(), &mut sink);
    let isa = analysis.map(|analysis| ir::build(&analysis, Some(&header), &mut sink));
    assert!(sink.is_empty(), "{}", render::render(&sources, &sink, false));
    isa.expect("there are no errors")
}

const DEFINITIONS: &str = r#"
inst(NOP, (--)) {
}
specializing op(_SPECIALIZE_ADD, (counter/1 --)) {
    count_down(counter);
}
op(_ADD, (lhs, rhs -- res)) {
    res = add(lhs, rhs);
    PyStackRef_CLOSE(lhs);
    PyStackRef_CLOSE(rhs);
    ERROR_IF(PyStackRef_IsNull(res));
}
op(_GUARD, (version/2, lhs, rhs -- lhs, rhs)) {
    EXIT_IF(VERSION(lhs) != version);
}
replicate(2) op(_FEW, (-- few[oparg])) {
    fill(few);
}
macro(ADD) = _SPECIALIZE_ADD + unused/2 + _ADD;
macro(ADD_FAST) = unused/1 + _GUARD + _ADD;
macro(FEW) = _FEW;
macro(INSTRUMENTED_ADD) = unused/3 + _ADD;
inst(INSTRUMENTED_LINE, (--)) {
}
family(ADD, INLINE_CACHE_ENTRIES_ADD) = { ADD_FAST };
inst(JUMP_FORWARD, (--)) {
    JUMPBY(oparg);
}
pseudo(SETUP, (-- handler), (HAS_ARG)) = { NOP };
pseudo(REMOVE, (--)) = { NOP };
pseudo(JUMP, (--), (HAS_ARG, HAS_JUMP)) = { JUMP_FORWARD };
tier2 op(_TAKE_LOW_BITS, (low[oparg & 0xFF], high -- res)) {
    res = use(low);
}
"#;

const HEADER: &str = r#"
typedef struct {
    _Py_BackoffCounter counter;
    union {
        uint16_t version[2];
        uint16_t index;
    };
} _PyAddCache;
#define INLINE_CACHE_ENTRIES_ADD CACHE_ENTRIES(_PyAddCache)
#define INLINE_CACHE_ENTRIES_NONE 0
"#;

fn isa() -> Isa {
    build(DEFINITIONS, HEADER)
}

fn instruction<'i>(isa: &'i Isa, name: &str) -> &'i ir::Instruction {
    isa.instructions.iter().find(|inst| inst.name == name).expect("the instruction is there")
}

#[test]
fn instructions_know_each_other() {
    let isa = isa();
    let (add, fast) = (instruction(&isa, "ADD"), instruction(&isa, "ADD_FAST"));
    let instrumented = instruction(&isa, "INSTRUMENTED_ADD");
    assert_eq!((add.deopt.as_str(), fast.deopt.as_str()), ("ADD", "ADD"));
    assert_eq!((add.is_specialized, fast.is_specialized), (false, true));
    assert_eq!((add.family.as_deref(), fast.family.as_deref()), (Some("ADD"), Some("ADD")));
    assert_eq!(add.instrumented.as_deref(), Some("INSTRUMENTED_ADD"));
    assert_eq!(instrumented.base.as_deref(), Some("ADD"));
    assert_eq!(instruction(&isa, "INSTRUMENTED_LINE").base, None);
    assert_eq!([add, fast, instrumented].map(|inst| inst.cache_units), [3, 3, 3]);
    assert_eq!([add, fast].map(|inst| inst.format.as_str()), ["IXC00", "IXC00"]);
    assert_eq!(isa.formats, ["IB", "IX", "IXC00"]);
    assert_eq!((instrumented.opcode, instruction(&isa, "INSTRUMENTED_LINE").opcode), (253, 254));
}

#[test]
fn parts_and_expansions_count_cache_cells() {
    let isa = isa();
    let fast = instruction(&isa, "ADD_FAST");
    let uop = |name: &str, cache_offset| Part::Uop { name: name.to_owned(), cache_offset };
    assert_eq!(fast.parts, [Part::Skip(1), uop("_GUARD", 2), uop("_ADD", 4)]);
    let row = |uop: &str, kind, offset| Expansion { uop: uop.to_owned(), kind, offset };
    assert_eq!(
        fast.expansion.as_deref(),
        Some(&[row("_GUARD", ExpansionKind::OpargCache2, 1), row("_ADD", ExpansionKind::OpargSimple, 3)][..])
    );
    // The specializing micro-op is left out, and its cell is not counted.
    let add = instruction(&isa, "ADD");
    assert_eq!(add.expansion.as_deref(), Some(&[row("_ADD", ExpansionKind::OpargSimple, 2)][..]));
    assert_eq!((add.popped.text.as_str(), add.pushed.text.as_str()), ("2", "1"));
    assert_eq!(add.flags, [Flag::Error, Flag::Escapes]);
}

#[test]
fn micro_ops_are_numbered_and_replicated() {
    let isa = isa();
    let uop = |name: &str| isa.uops.iter().find(|uop| uop.name == name).expect("the micro-op is there");
    let names: Vec<&str> = isa.uops.iter().map(|uop| uop.name.as_str()).collect();
    assert!(names.windows(3).any(|w| w == ["_FEW_0", "_FEW_1", "_FEW"]), "{names:?}");
    assert_eq!(uop("_FEW_1").replicates.as_deref(), Some("_FEW"));
    assert_eq!(uop("_FEW_1").properties.const_oparg, Some(1));
    assert_eq!(uop("_FEW").replicated, 2);
    // 300 and 301 are taken by name.
    assert_eq!(uop("_ADD").id, Some(UopId::Number(302)));
    assert_eq!(uop("_NOP").id, Some(UopId::Opcode("NOP".to_owned())));
    assert_eq!(uop("_NOP").number, Some(instruction(&isa, "NOP").opcode));
    assert_eq!(uop("_SPECIALIZE_ADD").id, None);
    let few = uop("_FEW").outputs[0].size.as_ref().expect("it is an array");
    assert_eq!((few.text.as_str(), few.eval(5)), ("oparg", 5));
    let low = uop("_TAKE_LOW_BITS");
    assert_eq!((low.popped.text.as_str(), low.popped.eval(0x1FE)), ("1 + (oparg & 0xFF)", 0xFF));
    assert_eq!(isa.max_uop_id, 307);
}

#[test]
fn pseudo_instructions_push_for_handlers_only_if_they_leave_nothing() {
    let isa = isa();
    let block_push: Vec<(&str, bool)> = isa.pseudos.iter().map(|p| (p.name.as_str(), p.block_push)).collect();
    assert_eq!(block_push, [("SETUP", true), ("REMOVE", false), ("JUMP", false)]);
    let jump = &isa.pseudos[2];
    assert_eq!(
        jump.flags,
        [Flag::Arg, Flag::Jump, Flag::Arg, Flag::Jump],
        "those written come last, as they are"
    );
    // Sorted by name from 256.
    assert_eq!(isa.pseudos.iter().map(|p| p.opcode).collect::<Vec<_>>(), [258, 257, 256]);
}

#[test]
fn caches_are_laid_out_in_code_units() {
    let isa = isa();
    let [cache] = isa.caches.as_slice() else { panic!("one struct") };
    let field = |name: &str, offset, units, is_counter, is_array, union| CacheField {
        name: name.to_owned(),
        offset,
        units,
        is_counter,
        is_array,
        union,
    };
    assert_eq!((cache.name.as_str(), cache.units), ("_PyAddCache", 3));
    assert_eq!(
        cache.fields,
        [
            field("counter", 0, 1, true, false, None),
            field("version", 1, 2, false, true, Some(0)),
            field("index", 1, 1, false, false, Some(0)),
        ]
    );
    let entries: Vec<(&str, Option<&str>, u32)> =
        isa.cache_entries.iter().map(|e| (e.name.as_str(), e.cache_struct.as_deref(), e.units)).collect();
    assert_eq!(
        entries,
        [("INLINE_CACHE_ENTRIES_ADD", Some("_PyAddCache"), 3), ("INLINE_CACHE_ENTRIES_NONE", None, 0)]
    );
    let [family] = isa.families.as_slice() else { panic!("one family") };
    assert_eq!((family.cache_units, family.cache_struct.as_deref()), (Some(3), Some("_PyAddCache")));
}

#[test]
fn places_and_sources_are_named() {
    let isa = isa();
    assert_eq!(isa.sources, ["definitions.c", "caches.h"]);
    let location = &instruction(&isa, "NOP").location;
    assert_eq!((location.file.as_str(), location.line, location.column), ("definitions.c", 3, 1));
    let json = serde_json::to_string(&isa).expect("plain data");
    let read: Isa = serde_json::from_str(&json).expect("what was written can be read");
    assert_eq!(read, isa);
}
