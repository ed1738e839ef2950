//! Whether the tables agree with themselves, and answer whatever they are asked.

use std::collections::BTreeSet;

use cpython_isa::families::FAMILIES;
use cpython_isa::{
    AnyOpcode, Format, MAX_UOP_ID, MIN_INSTRUMENTED_OPCODE, MIN_SPECIALIZED_OPCODE, Opcode, OpcodeFlags,
    OperandKind, PseudoOpcode, UnknownName, UnknownNumber, Uop, UopFlags,
};

#[test]
fn everything_is_found_by_name_and_by_number() {
    for &opcode in Opcode::ALL {
        assert_eq!(Opcode::from_name(opcode.name()), Some(opcode));
        assert_eq!(Opcode::from_u8(opcode.number()), Some(opcode));
        assert_eq!(opcode.to_string(), opcode.name());
        assert_eq!(opcode.name().parse(), Ok(opcode));
    }
    for &pseudo in PseudoOpcode::ALL {
        assert_eq!(PseudoOpcode::from_name(pseudo.name()), Some(pseudo));
        assert_eq!(PseudoOpcode::from_u16(pseudo.number()), Some(pseudo));
    }
    for opcode in AnyOpcode::all() {
        assert_eq!(AnyOpcode::from_name(opcode.name()), Some(opcode));
        assert_eq!(AnyOpcode::from_u16(opcode.number()), Some(opcode));
        assert_eq!(opcode.name().parse(), Ok(opcode));
    }
    for &uop in Uop::ALL {
        assert_eq!(Uop::from_name(uop.name()), Some(uop));
        assert_eq!(Uop::from_u16(uop.number()), Some(uop));
        assert_eq!(uop.name().parse(), Ok(uop));
        assert!(uop.number() <= MAX_UOP_ID);
    }
}

#[test]
fn what_nothing_has_is_not_found() {
    for name in ["", "LOAD", "LOAD_GLOBAL ", "load_global", "LoadGlobal", "_LOAD_GLOBAL", "ZZZ", "\u{10ffff}"]
    {
        assert_eq!(Opcode::from_name(name), None);
        assert_eq!(PseudoOpcode::from_name(name), None);
        assert_eq!(AnyOpcode::from_name(name), None);
        assert_eq!(name.parse::<Opcode>(), Err(UnknownName));
    }
    assert_eq!(Uop::from_name("LOAD_GLOBAL"), None);
    assert_eq!(PseudoOpcode::from_u16(0), None);
    assert_eq!(PseudoOpcode::try_from(u16::MAX), Err(UnknownNumber(u16::MAX)));

    let numbers: BTreeSet<u16> = AnyOpcode::all().map(AnyOpcode::number).collect();
    let uops: BTreeSet<u16> = Uop::ALL.iter().map(|u| u.number()).collect();
    for number in 0..=u16::MAX {
        assert_eq!(AnyOpcode::from_u16(number).is_some(), numbers.contains(&number));
        assert_eq!(AnyOpcode::try_from(number).is_ok(), numbers.contains(&number));
        assert_eq!(Uop::from_u16(number).is_some(), uops.contains(&number));
    }
}

#[test]
fn everything_stands_once_and_in_order() {
    assert!(Opcode::ALL.is_sorted_by(|a, b| a.number() < b.number()));
    assert!(PseudoOpcode::ALL.is_sorted_by(|a, b| a.number() < b.number()));
    assert!(Uop::ALL.is_sorted_by(|a, b| a.number() < b.number()));
    assert!(Format::ALL.is_sorted_by(|a, b| (*a as u8) < *b as u8 && a.name() < b.name()));
    assert!(OperandKind::ALL.is_sorted_by(|a, b| (*a as u8) < *b as u8));
    let names: BTreeSet<&str> = AnyOpcode::all().map(AnyOpcode::name).collect();
    assert_eq!(names.len(), AnyOpcode::all().count());
}

#[test]
fn no_oparg_makes_a_stack_effect_panic() {
    let opargs = (0..=255).chain([256, 0xffff, 0x10000, i32::MAX as u32, u32::MAX - 1, u32::MAX]);
    for oparg in opargs {
        for opcode in AnyOpcode::all() {
            let net = opcode.pushed(oparg) - opcode.popped(oparg);
            for jump in [None, Some(true), Some(false)] {
                let effect = opcode.stack_effect(oparg, jump);
                assert!(effect == net || effect == 0, "{opcode} {oparg}");
            }
        }
        for uop in Uop::ALL {
            uop.popped(oparg);
        }
    }
}

#[test]
fn stack_effects_are_known_to_the_compiler() {
    const TWO: i64 = Opcode::BinaryOp.popped(0);
    const ONE: i64 = Opcode::BinaryOp.pushed(0);
    assert_eq!((TWO, ONE), (2, 1));
}

#[test]
fn families_and_their_members_know_each_other() {
    let mut members = BTreeSet::new();
    for &family in FAMILIES {
        assert_eq!(family.head.family(), Some(family));
        assert_eq!(family.head.specializations(), family.members);
        assert_eq!(family.head.deopt(), family.head);
        assert!(!family.head.is_specialized());
        assert_eq!(family.head.cache_kind(), family.cache);
        for &member in family.members {
            assert!(members.insert(member), "{member} is in two families");
            assert_eq!(member.family(), Some(family));
            assert_eq!(member.deopt(), family.head);
            assert_eq!(member.cache_units(), family.head.cache_units(), "{member}");
            assert_eq!(member.cache_kind(), family.cache);
            assert!(member.is_specialized());
            assert!(member.specializations().is_empty());
        }
    }
    for &opcode in Opcode::ALL {
        assert_eq!(opcode.is_specialized(), members.contains(&opcode), "{opcode}");
        assert_eq!(opcode.size(), 1 + opcode.cache_units());
        assert_eq!(opcode.cache_kind().is_some(), opcode.cache_units() > 0, "{opcode}");
        assert_eq!(opcode.cache_kind().map_or(0, |kind| kind.units()), opcode.cache_units(), "{opcode}");
    }
}

#[test]
fn instrumented_forms_and_their_bases_know_each_other() {
    for &opcode in Opcode::ALL {
        if let Some(instrumented) = opcode.instrumented() {
            assert_eq!(instrumented.base(), Some(opcode));
            assert!(!opcode.is_instrumented());
        }
        if let Some(base) = opcode.base() {
            assert_eq!(base.instrumented(), Some(opcode));
            assert_eq!(base.cache_units(), opcode.cache_units(), "{opcode}");
            assert!(opcode.is_instrumented());
        }
        if opcode.is_instrumented() {
            assert!(opcode.number() >= MIN_INSTRUMENTED_OPCODE, "{opcode}");
        }
    }
    let emitted = Opcode::ALL.iter().filter(|o| o.number() < MIN_SPECIALIZED_OPCODE);
    assert!(
        emitted.filter(|o| o.is_specialized() || o.is_instrumented()).count() <= 1,
        "but for a historic one"
    );
}

#[test]
fn expansions_are_made_of_what_tier_2_can_run() {
    for &opcode in Opcode::ALL {
        for step in opcode.expansion().unwrap_or_default() {
            let replaced = step.operand == OperandKind::OpargReplaced;
            assert!(step.uop.is_viable() || replaced, "{} in {opcode}", step.uop);
            assert_eq!(step.uop.not_viable_reason().is_none(), step.uop.is_viable());
            assert!((0..=opcode.cache_units()).contains(&usize::try_from(step.offset).unwrap()), "{opcode}");
        }
    }
    let steps = Opcode::LoadGlobalModule.expansion().unwrap();
    assert!(steps.iter().any(|s| s.operand == OperandKind::OpargCache1));
    assert_eq!(Opcode::InterpreterExit.expansion(), None);
}

#[test]
fn replicas_stand_for_a_fixed_oparg() {
    let mut replicas = 0;
    for &uop in Uop::ALL {
        for oparg in 0..uop.replication() as u32 {
            let replica = uop.replica(oparg).unwrap();
            assert_eq!(replica.replicates(), Some(uop));
            assert_eq!(replica.const_oparg(), Some(oparg));
            assert_eq!(replica.name(), format!("{uop}_{oparg}"));
            assert_eq!(replica.popped(oparg), uop.popped(oparg));
            assert!(!replica.flags().contains(UopFlags::ARG), "{replica}");
            replicas += 1;
        }
        assert_eq!(uop.replica(uop.replication() as u32), None);
        assert_eq!(uop.replica(u32::MAX), None);
    }
    assert_eq!(replicas, Uop::ALL.iter().filter(|u| u.replicates().is_some()).count());
}

#[test]
fn micro_ops_that_are_an_instruction_have_its_number() {
    for &uop in Uop::ALL {
        match uop.opcode() {
            Some(opcode) => {
                assert_eq!(u16::from(opcode.number()), uop.number());
                assert_eq!(uop.name().strip_prefix('_'), Some(opcode.name()));
            }
            None => assert!(uop.number() >= 300, "{uop}"),
        }
    }
}

#[test]
fn flags_print_their_names() {
    let flags = OpcodeFlags::ARG | OpcodeFlags::ERROR_NO_POP;
    assert_eq!(format!("{flags:?}"), "OpcodeFlags(ARG | ERROR_NO_POP)");
    assert_eq!(flags.to_string(), "ARG | ERROR_NO_POP");
    assert_eq!(OpcodeFlags::EMPTY.to_string(), "0");
    assert_eq!(format!("{:?}", UopFlags::PURE), "UopFlags(PURE)");
    assert_eq!(flags.names().collect::<Vec<_>>(), ["ARG", "ERROR_NO_POP"]);
    assert_eq!(flags.bits(), 1 | 1 << 14);
    assert_eq!(OpcodeFlags::from_bits(flags.bits()), flags);
    assert!(flags.contains(OpcodeFlags::ARG) && !flags.contains(OpcodeFlags::ARG | OpcodeFlags::NAME));
    assert!(flags.intersects(OpcodeFlags::ARG | OpcodeFlags::NAME) && !flags.intersects(OpcodeFlags::NAME));
    assert_eq!(flags & OpcodeFlags::ARG, OpcodeFlags::ARG);
    assert!((flags & OpcodeFlags::NAME).is_empty());
    let all = OpcodeFlags::ALL.iter().fold(OpcodeFlags::EMPTY, |all, (_, flag)| all | *flag);
    assert_eq!(all.bits(), u16::MAX);
}

#[test]
fn pseudo_opcodes_become_real_ones() {
    for &pseudo in PseudoOpcode::ALL {
        assert!(pseudo.number() > u16::from(u8::MAX));
        assert!(!pseudo.targets().is_empty(), "{pseudo}");
        if !pseudo.as_sequence() && !pseudo.is_block_push() {
            for target in pseudo.targets() {
                assert_eq!(
                    pseudo.stack_effect(1, None),
                    target.stack_effect(1, None),
                    "{pseudo} as {target}"
                );
            }
        }
    }
    assert_eq!(PseudoOpcode::JumpIfTrue.targets(), [Opcode::Copy, Opcode::ToBool, Opcode::PopJumpIfTrue]);
    assert!(PseudoOpcode::JumpIfTrue.as_sequence());
}

#[test]
fn opcodes_are_small() {
    assert_eq!(size_of::<Opcode>(), 1);
    assert_eq!(size_of::<Option<Opcode>>(), 1);
    assert_eq!(size_of::<Uop>(), 2);
    assert_eq!(size_of::<AnyOpcode>(), 4);
}
