//! Streams and code objects with something wrong in them: an error or a good code object, never anything else.
//!
//! `CASEWRIGHT_MUTATIONS` says how many are tried. The same number tries the same ones.

use std::fmt::Write;
use std::time::{Duration, Instant};

use casewright_code::{CodeData, Constant, Ref, dis, exceptiontable, linetable, marshal, pyc, verify};

const SAMPLE: &[u8] = include_bytes!("data/sample.pyc");

/// Nothing takes nearly as long as this.
const PATIENCE: Duration = Duration::from_secs(20);

/// A xorshift generator: which mutations are tried depends on nothing but their number.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }
}

fn count() -> usize {
    std::env::var("CASEWRIGHT_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

/// Does something to a few bytes.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    const EXTREMES: [i32; 8] = [0, 1, -1, 255, 256, i32::MAX, i32::MIN, 0x0100_0000];
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        match random.below(8) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.byte()),
            2 if !bytes.is_empty() => drop(bytes.remove(at)),
            3 => {
                let from = random.below(bytes.len());
                let piece: Vec<u8> = bytes[from..].iter().take(random.below(40)).copied().collect();
                bytes.splice(at..at, piece);
            }
            4 => {
                let value = EXTREMES[random.below(EXTREMES.len())].to_le_bytes();
                bytes.iter_mut().skip(at).zip(value).for_each(|(byte, value)| *byte = value);
            }
            5 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
            6 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 0x80),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = random.byte()),
        }
    }
}

/// Uses everything there is on a code object.
fn use_up(code: &Ref<CodeData>) -> bool {
    for code in code.walk() {
        let _ = (code.positions().count(), code.lines().count(), code.exception_entries());
    }
    if let Err(error) = verify::verify(code) {
        assert!(!error.to_string().is_empty());
        return false;
    }
    let mut listing = String::new();
    write!(listing, "{}", dis::dis(code)).expect("a listing can be printed");
    assert!(!listing.is_empty());
    let bytes = marshal::write(&Constant::Code(code.clone())).expect("what was read can be written");
    assert_eq!(marshal::read(&bytes), Ok(Constant::Code(code.clone())));
    true
}

#[test]
fn mutated_files() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut read, mut good) = (0, 0);
    for number in 0..count() {
        let mut bytes = SAMPLE.to_vec();
        mutate(&mut bytes, &mut random);
        let start = Instant::now();
        match pyc::read(&bytes) {
            Ok(pyc) => {
                read += 1;
                good += usize::from(use_up(&pyc.code));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        assert!(start.elapsed() < PATIENCE, "mutation {number} takes too long");
    }
    println!("{read} of {} were read, {good} verified", count());
    assert!(read > 0 && good > 0 && good < read);
}

#[test]
fn mutated_code_objects() {
    let Ok(sample) = pyc::read(SAMPLE) else { panic!("the sample is read") };
    let codes: Vec<&CodeData> = sample.code.walk().collect();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut good = 0;
    for number in 0..count() {
        let mut code = codes[random.below(codes.len())].clone();
        let field = match random.below(5) {
            0..=2 => &mut code.code,
            3 => &mut code.exceptiontable,
            _ => &mut code.linetable,
        };
        let mut bytes = field.to_vec();
        mutate(&mut bytes, &mut random);
        *field = Ref::new(bytes);
        if random.below(8) == 0 {
            code.stacksize = random.below(20) as u32;
        }
        if random.below(8) == 0 {
            code.flags.0 ^= 1 << random.below(28);
        }
        let start = Instant::now();
        if let Ok(code) = CodeData::new(code) {
            good += usize::from(use_up(&Ref::new(code)));
        }
        assert!(start.elapsed() < PATIENCE, "mutation {number} takes too long");
    }
    println!("{good} of {} verified", count());
    assert!(good > 0 && good < count());
}

/// Arguments that say where in the sample they are wrong.
#[test]
fn what_is_wrong_is_said() {
    let Ok(sample) = pyc::read(SAMPLE) else { panic!("the sample is read") };
    let code = sample.code.walk().find(|code| *code.name == *"arguments").expect("the sample has it");
    let with = |bytes: &[u8], stacksize| CodeData {
        code: Ref::new(bytes.to_vec()),
        stacksize,
        linetable: Ref::new(linetable::encode(
            [linetable::Entry { units: bytes.len() / 2, location: linetable::Location::default() }],
            1,
        )),
        ..code.clone()
    };
    use cpython_isa::Opcode::*;
    let unit = |opcode: cpython_isa::Opcode, arg: u8| [opcode.number(), arg];
    let cases: [(&[[u8; 2]], u32, &str); 32] = [
        (&[], 1, "there is no bytecode"),
        (&[unit(Nop, 0)], 1, "at offset 0: nothing follows NOP although execution goes on"),
        (&[unit(PopTop, 0)], 1, "at offset 0: POP_TOP takes 1 values from a stack of 0"),
        (
            &[unit(LoadConst, 9), unit(ReturnValue, 0)],
            1,
            "LOAD_CONST has the argument 9: there are only 1 constants",
        ),
        (
            &[unit(LoadFast, 99), unit(ReturnValue, 0)],
            1,
            "LOAD_FAST has the argument 99: there are only 7 variables",
        ),
        (
            &[unit(LoadDeref, 0), unit(ReturnValue, 0)],
            1,
            "LOAD_DEREF has the argument 0: the variable is neither a cell",
        ),
        (
            &[unit(LoadSmallInt, 0), unit(ReturnValue, 0)],
            0,
            "the stack grows to 1 values, while co_stacksize is 0",
        ),
        (&[unit(JumpForward, 7)], 1, "JUMP_FORWARD leads to offset 16, where no instruction begins"),
        (&[unit(BinaryOpAddInt, 0)], 1, "BINARY_OP_ADD_INT does not belong in a code object"),
        (&[unit(BinaryOp, 0)], 1, "the bytecode ends within the cache of BINARY_OP"),
        (&[unit(ToBool, 0), [0, 0], [1, 0], [0, 0]], 1, "the cache of TO_BOOL is not empty"),
        (&[[255, 0]], 1, "INSTRUMENTED"),
        (&[unit(ExtendedArg, 1)], 1, "EXTENDED_ARG without an instruction"),
        (
            &[unit(ExtendedArg, 0), unit(LoadSmallInt, 1), unit(ReturnValue, 0)],
            1,
            "EXTENDED_ARG without an instruction or with nothing",
        ),
        (&[unit(YieldValue, 0)], 1, "YIELD_VALUE is in what co_flags does not make a generator"),
        (
            &[unit(PushNull, 0), unit(ReturnValue, 0)],
            1,
            "RETURN_VALUE takes a value that may be NULL, 0 below the top",
        ),
        (
            &[unit(DeleteFast, 0), unit(LoadFast, 0), unit(ReturnValue, 0)],
            2,
            "at offset 2: LOAD_FAST reads variable 0, which may be unbound",
        ),
        (
            &[unit(LoadFastAndClear, 0), unit(Copy, 1), unit(StoreFast, 0), unit(ReturnValue, 0)],
            1,
            "the stack grows to 2 values, while co_stacksize is 1",
        ),
        (
            &[unit(LoadSmallInt, 0), unit(LoadSmallInt, 0), unit(ListAppend, 1), unit(ReturnValue, 0)],
            2,
            "at offset 4: LIST_APPEND needs a list that BUILD_LIST has made, 1 below the top of the stack",
        ),
        (
            &[unit(LoadSmallInt, 0), unit(LoadSmallInt, 0), unit(ReturnValue, 0)],
            2,
            "at offset 4: RETURN_VALUE leaves 1 values on the stack",
        ),
        (
            &[unit(LoadSmallInt, 0), unit(MakeFunction, 0), unit(ReturnValue, 0)],
            1,
            "at offset 2: MAKE_FUNCTION needs a code object that is a constant",
        ),
        (
            &[unit(LoadSmallInt, 0), unit(PopExcept, 0), unit(LoadSmallInt, 0), unit(ReturnValue, 0)],
            1,
            "at offset 2: POP_EXCEPT needs what PUSH_EXC_INFO has put aside",
        ),
        (
            &[unit(LoadSmallInt, 0), unit(LoadSmallInt, 0), unit(Reraise, 1)],
            2,
            "at offset 4: RERAISE needs the offset that a handler begins with, 1 below",
        ),
        (
            &[unit(LoadSmallInt, 0), unit(PushExcInfo, 0), unit(PopTop, 0), unit(ReturnValue, 0)],
            2,
            "at offset 2: PUSH_EXC_INFO needs the exception that a handler begins with",
        ),
        (
            &[unit(LoadFastBorrow, 0), unit(DeleteFast, 0), unit(ReturnValue, 0)],
            1,
            "at offset 2: DELETE_FAST changes variable 0, from which a value on the stack is borrowed",
        ),
        (
            &[unit(LoadFastBorrow, 0), unit(StoreFast, 1), unit(LoadSmallInt, 0), unit(ReturnValue, 0)],
            1,
            "at offset 2: STORE_FAST needs a value that is there and not borrowed",
        ),
        (&[unit(Copy, 1), unit(ReturnValue, 0)], 1, "COPY takes 1 values from a stack of 0"),
        (&[unit(LoadSmallInt, 0), unit(ReturnValue, 0)], 1, "at offset 0: RESUME is not what it begins with"),
        (
            &[unit(Resume, 1), unit(LoadSmallInt, 0), unit(ReturnValue, 0)],
            1,
            "at offset 0: RESUME is not what it begins with",
        ),
        (
            &[unit(Resume, 0), unit(Nop, 0), unit(JumpBackwardNoInterrupt, 2)],
            1,
            "at offset 4: JUMP_BACKWARD_NO_INTERRUPT closes a loop without",
        ),
        (
            &[unit(Resume, 0), unit(Resume, 2), unit(Nop, 0), unit(JumpBackwardNoInterrupt, 3)],
            1,
            "at offset 6: JUMP_BACKWARD_NO_INTERRUPT closes a loop without",
        ),
        (
            &[unit(Swap, 1), unit(ReturnValue, 0)],
            1,
            "SWAP has the argument 1: it must be from 2 to 2147483647",
        ),
    ];
    for (units, stacksize, expected) in cases {
        let error = match verify::verify_one(&with(units.as_flattened(), stacksize)) {
            Ok(depth) => panic!("{expected}: verified with a depth of {depth}"),
            Err(error) => error.to_string(),
        };
        let start = "malformed code object arguments from sample.py";
        let internal = expected == "INSTRUMENTED";
        assert!(
            error.starts_with(start) && (error.contains(expected) || internal),
            "{error}\nshould say: {expected}"
        );
    }
}

/// Loops through handlers: one that leads to itself, and ones that can be interrupted or left.
#[test]
fn loops_through_handlers_can_be_interrupted() {
    use cpython_isa::Opcode::*;

    let Ok(sample) = pyc::read(SAMPLE) else { panic!("the sample is read") };
    let code = sample.code.walk().find(|code| *code.name == *"arguments").expect("the sample has it");
    let unit = |opcode: cpython_isa::Opcode, arg: u8| [opcode.number(), arg];
    let verify = |units: &[[u8; 2]], handlers: &[exceptiontable::ExceptionEntry]| {
        let location = linetable::Location::default();
        let lines = [linetable::Entry { units: units.len(), location }];
        let code = CodeData {
            code: Ref::new(units.as_flattened().to_vec()),
            stacksize: 3,
            linetable: Ref::new(linetable::encode(lines, 1)),
            exceptiontable: Ref::new(exceptiontable::encode(handlers.iter().copied())),
            ..code.clone()
        };
        verify::verify_one(&code).map_err(|error| (error.offset, error.kind))
    };
    let entry =
        |start, end, target| exceptiontable::ExceptionEntry { start, end, target, depth: 0, lasti: false };

    // raise None; the handler raises what it gets, which leads to itself.
    let raises = [unit(Resume, 0), unit(LoadSmallInt, 0), unit(RaiseVarargs, 1), unit(RaiseVarargs, 1)];
    let itself = verify(&raises, &[entry(1, 4, 3)]);
    assert_eq!(itself, Err((Some(6), verify::ErrorKind::Uninterruptible(RaiseVarargs))));
    assert_eq!(verify(&raises, &[entry(1, 3, 3)]), Ok(1));

    // The handler goes back to where it is raised.
    let mut back = vec![unit(Resume, 0), unit(LoadSmallInt, 0), unit(RaiseVarargs, 1), unit(PopTop, 0)];
    back.push(unit(JumpBackwardNoInterrupt, 4));
    let loops = verify(&back, &[entry(1, 3, 3)]);
    assert_eq!(loops, Err((Some(8), verify::ErrorKind::Uninterruptible(JumpBackwardNoInterrupt))));
    back.splice(4.., [unit(JumpBackward, 5), [0, 0]]);
    assert_eq!(verify(&back, &[entry(1, 3, 3)]), Ok(1));
}

/// A file of a few hundred bytes whose code objects are nested in each other in 2⁶⁰ ways.
#[test]
fn shared_code_objects_are_seen_once() {
    let Ok(sample) = pyc::read(SAMPLE) else { panic!("the sample is read") };
    let leaf = sample.code.walk().find(|code| *code.name == *"arguments").expect("the sample has it");
    let mut code = Ref::new(leaf.clone());
    for _ in 0..60 {
        let consts =
            [leaf.consts.to_vec(), vec![Constant::Code(code.clone()), Constant::Code(code.clone())]].concat();
        code = Ref::new(CodeData { consts: Ref::new(consts), ..leaf.clone() });
    }
    assert_eq!(verify::verify(&code), Ok(()));
    let bytes = marshal::write_fresh(&Constant::Code(code)).expect("it can be written");
    let Ok(Constant::Code(code)) = marshal::read(&bytes) else { panic!("it can be read") };
    assert_eq!(code.walk().count(), 61);
}

/// What a stream claims is not allocated, and nesting does not exhaust the stack.
#[test]
fn claims_and_nesting() {
    for head in [&b"("[..], b"[", b"<", b">", b"s", b"u", b"a", b"l"] {
        let bytes = [head, &i32::MAX.to_le_bytes()].concat();
        assert!(marshal::read(&bytes).is_err());
    }
    for (size, expected) in [(1999, true), (2000, false), (1_000_000, false)] {
        let nested: Vec<u8> = b")\x01".iter().copied().cycle().take(2 * size).chain(*b"N").collect();
        assert_eq!(marshal::read(&nested).is_ok(), expected);
    }
}

/// A slot that should hold a cell but need not.
#[test]
fn cells_are_made_first() {
    use cpython_isa::Opcode;

    let Ok(sample) = pyc::read(SAMPLE) else { panic!("the sample is read") };
    let code = sample.code.walk().find(|code| *code.name == *"closures").expect("the sample has it");
    assert_eq!(verify::verify_one(code).map(drop), Ok(()));
    let mut bytes = code.code.to_vec();
    let (units, _) = bytes.as_chunks_mut::<2>();
    for unit in units.iter_mut().take_while(|unit| unit[0] == Opcode::MakeCell.number()) {
        *unit = [Opcode::Nop.number(), 0];
    }
    let error =
        verify::verify_one(&CodeData { code: Ref::new(bytes), ..code.clone() }).expect_err("no cell is made");
    let closure = verify::ErrorKind::Kind {
        opcode: Opcode::SetFunctionAttribute,
        what: verify::Needed::Closure(2),
        below: 1,
    };
    assert_eq!(error.kind, closure, "{error}");
}

/// What would take long to follow is given up: many values that may be NULL, and many ways.
#[test]
fn work_is_limited() {
    use cpython_isa::Opcode::*;

    let Ok(sample) = pyc::read(SAMPLE) else { panic!("the sample is read") };
    let code = sample.code.walk().find(|code| *code.name == *"arguments").expect("the sample has it");
    let count = 200_000;
    let mut bytes: Vec<u8> = [PushNull.number(), 0].repeat(count);
    for _ in 0..count {
        bytes.extend([LoadSmallInt.number(), 0, PopJumpIfNone.number(), 0, 0, 0]);
        bytes.extend([ExtendedArg.number(), 1, ExtendedArg.number(), 0, Swap.number(), 0]);
    }
    bytes.extend([LoadSmallInt.number(), 0, RaiseVarargs.number(), 1]);
    let location = linetable::Location::default();
    let code = CodeData {
        linetable: Ref::new(linetable::encode([linetable::Entry { units: bytes.len() / 2, location }], 1)),
        code: Ref::new(bytes),
        stacksize: 1 << 20,
        ..code.clone()
    };
    let start = Instant::now();
    assert_eq!(verify::verify_one(&code).map_err(|error| error.kind), Err(verify::ErrorKind::Complex));
    assert!(start.elapsed() < PATIENCE);
}
