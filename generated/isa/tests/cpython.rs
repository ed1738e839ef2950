//! What CPython says of its opcodes when asked, against what was generated from the definitions.
//!
//! `cpython_facts.txt` is the output of `cpython_facts.py`; its first line names the version.

use cpython_isa::{AnyOpcode, HAVE_ARGUMENT, Opcode, OpcodeFlags, deopt_number};

const FACTS: &str = include_str!("cpython_facts.txt");

/// The `oparg`s that a `*` stands for.
const ANY_OPARG: [u32; 5] = [0, 1, 2, 255, 0x7ff_ffff];

#[test]
fn every_opcode_is_what_cpython_says() {
    let mut count = 0;
    for line in FACTS.lines().filter(|l| !l.starts_with('#')) {
        let (facts, effects) = line.split_once(" |").expect("a line has two parts");
        let [number, name, has, cache, head] = facts.split(' ').collect::<Vec<_>>()[..] else {
            panic!("not five facts: {facts}");
        };
        let opcode = AnyOpcode::from_name(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(opcode.name(), name);
        assert_eq!(opcode.number(), number.parse::<u16>().unwrap(), "{name}");
        assert_eq!(flags(opcode), has, "{name}");
        if let AnyOpcode::Real(real) = opcode {
            assert_eq!(real.deopt().name(), head, "{name}");
            assert_eq!(real.is_specialized(), head != name, "{name}");
            // CPython lists the cache sizes of what its compiler emits, and leaves the others to these rules.
            let listed = real.base().unwrap_or(real).deopt();
            let size = if listed == real { cache.parse().unwrap() } else { listed.cache_units() };
            assert_eq!(real.cache_units(), size, "{name}");
        }
        for effect in effects.split(';').map(str::trim).filter(|e| !e.is_empty()) {
            let (oparg, expected) = effect.split_once(": ").expect("an oparg and its effects");
            let opargs = oparg.parse().map_or(ANY_OPARG.to_vec(), |oparg| vec![oparg]);
            for oparg in opargs {
                let jumps = [None, Some(true), Some(false)];
                let effects = jumps.map(|jump| opcode.stack_effect(oparg, jump).to_string());
                assert_eq!(effects.join(" "), expected, "{name} {oparg}");
            }
        }
        count += 1;
    }
    assert_eq!(count, AnyOpcode::all().count(), "there is no opcode that CPython does not have");
}

/// What CPython's predicates answer, in the order of `cpython_facts.py`.
fn flags(opcode: AnyOpcode) -> String {
    let tracked = [
        OpcodeFlags::ARG,
        OpcodeFlags::CONST,
        OpcodeFlags::NAME,
        OpcodeFlags::JUMP,
        OpcodeFlags::FREE,
        OpcodeFlags::LOCAL,
    ];
    let exception = matches!(opcode, AnyOpcode::Pseudo(pseudo) if pseudo.is_block_push());
    let bits = tracked.into_iter().map(|flag| opcode.flags().contains(flag)).chain([exception]);
    bits.map(|bit| if bit { '1' } else { '0' }).collect()
}

#[test]
fn the_lines_between_opcodes_are_where_cpython_draws_them() {
    let others = FACTS.lines().find_map(|l| l.strip_prefix("# others ")).expect("there is such a line");
    let extended_arg = Opcode::ALL.iter().find(|o| o.is_extended_arg()).expect("there is a prefix");
    assert_eq!(others, format!("{HAVE_ARGUMENT} {}", extended_arg.number()));
}

#[test]
fn numbers_that_are_no_opcode_survive_losing_their_specialization() {
    for number in 0..=u8::MAX {
        let deopt = deopt_number(number);
        match Opcode::from_u8(number) {
            Some(opcode) => assert_eq!(deopt, opcode.deopt().number()),
            None => assert_eq!(deopt, number),
        }
        assert_eq!(deopt_number(deopt), deopt);
    }
}
