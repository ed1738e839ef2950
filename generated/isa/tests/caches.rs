//! Writing a cache must change that cache and nothing else.
//!
//! A hand-written VM once wrote cell 4 instead of cell 1 of `LOAD_GLOBAL`'s cache, and nobody noticed for months.
//! Here every field of every cache is written, with the instruction before and the one after it in view.

use cpython_isa::caches::*;
use cpython_isa::code::{CodeUnit, instructions};
use cpython_isa::{Opcode, code};

/// Where the instruction stands in the test's code.
const START: usize = 3;

/// What the other code units hold.
const SENTINEL: u16 = 0x5aa5;

/// A type of fields: its smallest and largest value, and one that has no two bytes alike.
trait Value: Copy + PartialEq + std::fmt::Debug {
    const VALUES: [Self; 3];

    /// As [`CacheField::read`] gives it.
    fn number(self) -> Option<u64>;
}

impl Value for u16 {
    const VALUES: [u16; 3] = [0, u16::MAX, 0x0102];

    fn number(self) -> Option<u64> {
        Some(self.into())
    }
}

impl Value for u32 {
    const VALUES: [u32; 3] = [0, u32::MAX, 0x0102_0304];

    fn number(self) -> Option<u64> {
        Some(self.into())
    }
}

impl Value for u64 {
    const VALUES: [u64; 3] = [0, u64::MAX, 0x0102_0304_0506_0708];

    fn number(self) -> Option<u64> {
        Some(self)
    }
}

impl Value for BackoffCounter {
    const VALUES: [BackoffCounter; 3] = [
        BackoffCounter::from_bits(0),
        BackoffCounter::from_bits(u16::MAX),
        BackoffCounter::from_bits(0x0102),
    ];

    fn number(self) -> Option<u64> {
        Some(self.bits().into())
    }
}

/// Fields of odd widths are code units, and no number.
impl<const UNITS: usize> Value for [u16; UNITS] {
    const VALUES: [[u16; UNITS]; 3] = [[0; UNITS], [u16::MAX; UNITS], [0x0102; UNITS]];

    fn number(self) -> Option<u64> {
        None
    }
}

/// Makes a test for every layout.
macro_rules! all_caches {
    ($($view:ident $view_mut:ident $kind:ident {
        $($get:ident $set:ident: $ty:ty = $range:expr,)*
    })*) => {
        #[test]
        fn every_field_of_every_cache_is_written_in_its_place() {
            $($({
                for value in <$ty>::VALUES {
                    let mut code = [SENTINEL; START + 1 + $view::UNITS + 3];
                    let mut cache = $view_mut::new(&mut code[START + 1..]).expect("there is room for it");
                    cache.$set(value);
                    assert_eq!(cache.view().$get(), value, "round trip");

                    let view = $view::new(&code[START + 1..]).expect("there is room for it");
                    assert_eq!(view.$get(), value);
                    let fields = CacheKind::$kind.fields();
                    let field = fields.iter().find(|f| f.name == stringify!($get)).expect("it is listed");
                    assert_eq!(field.offset..field.offset + field.units, $range);
                    assert_eq!(field.read(&code[START + 1..]), value.number());
                    only_changed(&code, $range, stringify!($view.$get));
                }
            })*)*
        }

        #[test]
        fn writing_all_fields_fills_the_cache_and_stops_at_its_end() {
            $({
                for (nth, filler) in [(0, 0), (1, u16::MAX)] {
                    let mut code = [SENTINEL; START + 1 + $view::UNITS + 3];
                    let mut cache = $view_mut::new(&mut code[START + 1..]).expect("there is room for it");
                    $(cache.$set(<$ty>::VALUES[nth]);)*
                    assert!(code[START + 1..][..$view::UNITS].iter().all(|&u| u == filler));
                    only_changed(&code, 0..$view::UNITS, stringify!($view));
                }
            })*
        }

        #[test]
        fn a_cache_needs_all_of_its_code_units() {
            $({
                let mut code = [SENTINEL; $view::UNITS];
                assert_eq!($view::UNITS, CacheKind::$kind.units());
                assert_eq!($view::UNITS, $view_mut::UNITS);
                assert_eq!($view::KIND, CacheKind::$kind);
                assert!($view::new(&code[1..]).is_none());
                assert!($view_mut::new(&mut code[1..]).is_none());
                assert!(CacheKind::$kind.view(&code[1..]).is_none());
                assert!(matches!(CacheKind::$kind.view(&code), Some(Cache::$kind(_))));
                assert_eq!($view::from_units(&code).units(), &code);
                assert!($view_mut::from_units(&mut code).units_mut().iter().all(|&u| u == SENTINEL));
            })*
        }

        #[test]
        fn there_is_a_test_for_every_layout() {
            assert_eq!(CacheKind::ALL, [$(CacheKind::$kind),*]);
            $(assert_eq!(CacheKind::$kind.fields().len(), [$(stringify!($get)),*].len());)*
        }
    };
}

include!("generated/cache_fields.rs");

/// Whether no code unit has changed but those of the cache within `range`.
fn only_changed(code: &[u16], range: std::ops::Range<usize>, what: &str) {
    for (at, &unit) in code.iter().enumerate() {
        let inside = at.checked_sub(START + 1).is_some_and(|at| range.contains(&at));
        if !inside {
            assert_eq!(unit, SENTINEL, "{what} changed code unit {at}");
        }
    }
}

/// The slip itself.
#[test]
fn the_instruction_after_load_global_survives_its_cache() {
    let next = CodeUnit::new(Opcode::PopTop, 0).unit();
    let mut code = [0; 1 + LoadGlobalCache::UNITS + 1];
    code[0] = CodeUnit::new(Opcode::LoadGlobal, 0).unit();
    code[LoadGlobalCache::UNITS + 1] = next;

    let mut cache = LoadGlobalCacheMut::new(&mut code[1..]).unwrap();
    cache.set_counter(BackoffCounter::from_bits(u16::MAX));
    cache.set_module_keys_version(u16::MAX);
    cache.set_builtin_keys_version(u16::MAX);
    cache.set_index(u16::MAX);

    assert_eq!(code[LoadGlobalCache::UNITS + 1], next);
    assert_eq!(CodeUnit::from_unit(code[0]).opcode(), Some(Opcode::LoadGlobal));
    assert_eq!(code[1..=LoadGlobalCache::UNITS], [u16::MAX; 4]);
    // `index` is the fourth unit, and `module_keys_version` the second.
    assert_eq!((LoadGlobalCache::INDEX_OFFSET, LoadGlobalCache::MODULE_KEYS_VERSION_OFFSET), (3, 1));
}

#[test]
fn every_instruction_reads_its_cache_through_a_view() {
    let units = [0; 16];
    for &opcode in Opcode::ALL {
        let cache = opcode.cache(&units);
        assert_eq!(cache.is_some(), opcode.cache_units() > 0, "{opcode}");
        assert_eq!(opcode.cache(&units[..opcode.cache_units()]).is_some(), cache.is_some());
        if let Some(size) = opcode.cache_units().checked_sub(1) {
            assert!(opcode.cache(&units[..size]).is_none(), "{opcode}");
        }
    }
    assert_eq!(
        format!("{:?}", Opcode::LoadGlobal.cache(&[0x0a15, 1, 2, 3])),
        "Some(LoadGlobal(LoadGlobalCache { counter: BackoffCounter { value: 161, backoff: 5 }, \
         module_keys_version: 1, builtin_keys_version: 2, index: 3 }))"
    );
}

/// A specialized form may give the fields of its family other names and widths, but what it reads lies within one
/// field: nothing of it was written by halves.
#[test]
fn what_definitions_read_lies_within_a_field() {
    for &opcode in Opcode::ALL {
        for operand in opcode.cache_operands() {
            let kind = opcode.cache_kind().unwrap_or_else(|| panic!("{opcode} has no cache"));
            let within = kind
                .fields()
                .iter()
                .any(|f| f.offset <= operand.offset && operand.offset + operand.units <= f.offset + f.units);
            assert!(within, "{opcode}: {operand:?}");
        }
    }
    let operands = Opcode::LoadAttrMethodWithValues.cache_operands();
    let names: Vec<&str> = operands.iter().map(|o| o.name).collect();
    assert_eq!(names, ["type_version", "keys_version", "descr"]);
    assert_eq!(operands[0].read(&[9, 1, 0]), Some(if cfg!(target_endian = "little") { 1 } else { 1 << 16 }));
}

#[test]
fn decoding_skips_caches_and_collects_prefixes() {
    let unit = |opcode, arg| CodeUnit::new(opcode, arg).unit();
    let unknown = (0..=u8::MAX).find(|&n| Opcode::from_u8(n).is_none()).unwrap();
    let code = [
        unit(Opcode::ExtendedArg, 1),
        unit(Opcode::ExtendedArg, 2),
        unit(Opcode::LoadGlobalModule, 3),
        unit(Opcode::PopTop, 0),
        7,
        8,
        9,
        CodeUnit { number: unknown, arg: 4 }.unit(),
        unit(Opcode::LoadAttr, 5),
        1,
        2,
    ];
    let seen: Vec<_> =
        instructions(&code).map(|i| (i.offset, i.opcode.map(Opcode::name), i.oparg, i.cache.len())).collect();
    assert_eq!(
        seen,
        [
            (0, Some("EXTENDED_ARG"), 1, 0),
            (1, Some("EXTENDED_ARG"), 0x102, 0),
            (2, Some("LOAD_GLOBAL_MODULE"), 0x1_0203, 4),
            (7, None, 4, 0),
            (8, Some("LOAD_ATTR"), 5, 2),
        ]
    );
    assert_eq!(instructions(&[]).next(), None);

    let prefixes = [unit(Opcode::ExtendedArg, 0xff); 6];
    assert_eq!(instructions(&prefixes).last().map(|i| i.oparg), Some(u32::MAX));
}

#[test]
fn decoding_ends_on_any_input() {
    // A linear congruential generator gives bytecode that no compiler would.
    let mut state = 1_u32;
    let noise: Vec<u16> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as u16
    })
    .take(1 << 16)
    .collect();
    let mut next = 0;
    for instruction in instructions(&noise) {
        assert_eq!(instruction.offset, next);
        next += 1 + instruction.cache.len();
    }
    assert_eq!(next, noise.len());
    assert!(code::instructions(&noise).size_hint().0 == 1);
}
