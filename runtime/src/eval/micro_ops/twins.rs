//! Every micro-op beside the instruction that it is a part of: at an instruction of a running program, one copy of the
//! process runs its arm, another its micro-ops, and the state that they leave is the same, object by object.
//!
//! A guard that never fails in the programs is made to: in both copies alike, an operand is exchanged for another
//! object, or a version in the cache is made another.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use cpython_isa::{ExpansionStep, Opcode, OperandKind, Uop, UopFlags};

use super::fork::in_copies;
use super::steps::{End, goes_on_at, is_branch, run, steps};
use super::{ON, state};
use crate::eval::arm::Next;
use crate::eval::cx::{Cx, Label};
use crate::eval::frame;
use crate::eval::unit::adaptive_counter_cooldown;
use crate::interp::ARMS;
use crate::objects::list::List;
use crate::value::{StackRef, Value};
use crate::vm::{Vm, vm};

/// Set in the process that a test starts to have one without other threads.
const ALONE: &str = "CASEWRIGHT_MICRO_OPS_ALONE";

/// How often an instruction is looked at whatever it is.
const LOOKS: usize = 3;
/// How often one is looked at whose micro-ops have not yet ended in all ways that they can, and how often on operands
/// of the same types at the same place.
const MORE_LOOKS: (usize, usize) = (300, 8);
/// How often other operands are tried on it.
const CHANGED_LOOKS: usize = 4;

/// Ways in which micro-ops cannot end here, with the reason.
const NEVER: &[(Uop, End, &str)] = &[
    (Uop::BinaryOpAddFloat, End::Raised, MEMORY),
    (Uop::BinaryOpExtend, End::Raised, MEMORY),
    (Uop::BinaryOpAddInt, End::Raised, MEMORY),
    (Uop::BinaryOpAddUnicode, End::Raised, MEMORY),
    (Uop::BinaryOpInplaceAddUnicode, End::Raised, MEMORY),
    (Uop::BinaryOpMultiplyFloat, End::Raised, MEMORY),
    (Uop::BinaryOpMultiplyInt, End::Raised, MEMORY),
    (Uop::BinaryOpSubscrListSlice, End::Raised, MEMORY),
    (Uop::BinaryOpSubtractFloat, End::Raised, MEMORY),
    (Uop::BinaryOpSubtractInt, End::Raised, MEMORY),
    (Uop::BuildInterpolation, End::Raised, MEMORY),
    (Uop::BuildList, End::Raised, MEMORY),
    (Uop::BuildSlice, End::Raised, MEMORY),
    (Uop::BuildString, End::Raised, MEMORY),
    (Uop::BuildTemplate, End::Raised, MEMORY),
    (Uop::BuildTuple, End::Raised, MEMORY),
    (Uop::CallListAppend, End::Raised, MEMORY),
    (Uop::CheckAndAllocateObject, End::Raised, MEMORY),
    (Uop::IterNextRange, End::Raised, MEMORY),
    (Uop::ListAppend, End::Raised, MEMORY),
    (Uop::MakeCell, End::Raised, MEMORY),
    (Uop::MakeFunction, End::Raised, MEMORY),
    (Uop::ReturnGenerator, End::Raised, MEMORY),
    (Uop::IterNextListTierTwo, End::Left, "only where there is no GIL"),
    (Uop::StoreAttrSlot, End::Left, "only where there is no GIL"),
    (Uop::SetFunctionAttribute, End::Raised, "compilers write no attribute that functions do not have"),
    (Uop::StoreGlobal, End::Raised, "globals are a dictionary and names are strings"),
    (Uop::LoadLocals, End::Raised, "code with LOAD_LOCALS runs with a namespace"),
];

/// Why an instruction that only makes an object does not raise.
const MEMORY: &str = "memory would have to run out";

/// What is different in both copies from what the program has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Nothing,
    /// The operand so many places below the top is one of [`OPERANDS`].
    Operand(usize, usize),
    /// A version in the cache is another.
    Version(usize),
    /// No more calls can be nested.
    Depth,
    /// No more frames fit on the stack.
    Space,
    /// Somebody else runs frames.
    EvalFrame,
    /// Ctrl-C has been pressed.
    Interrupt,
}

/// Who runs the instruction.
#[derive(Clone, Copy)]
enum Who<'a> {
    Arm,
    MicroOps { steps: &'a [ExpansionStep], jumps: bool, replicas: bool },
}

/// What has been seen so far.
#[derive(Default)]
struct Seen {
    ends: BTreeSet<(Uop, End)>,
    looks: BTreeMap<Opcode, usize>,
    /// By the types of what the instruction finds on the stack, and of the namespace.
    places: HashMap<(Opcode, usize, Vec<usize>), usize>,
    /// By the number of operands that there were to try.
    changed: BTreeMap<(Opcode, usize), usize>,
    differences: Vec<String>,
    compared: usize,
}

thread_local! {
    static SEEN: RefCell<Option<Seen>> = const { RefCell::new(None) };
    /// What takes the place of operands.
    static OPERANDS: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

/// The ways in which a micro-op ends.
fn ends_of(uop: Uop) -> Vec<End> {
    let flags = uop.flags();
    let mut ends = vec![End::Passed];
    if flags.intersects(UopFlags::DEOPT | UopFlags::EXIT) {
        ends.push(End::Left);
    }
    if flags.intersects(UopFlags::ERROR | UopFlags::ERROR_NO_POP) {
        ends.push(End::Raised);
    }
    ends.retain(|end| !NEVER.iter().any(|(never, other, _)| (*never, *other) == (uop, *end)));
    ends
}

/// What the micro-ops of instructions are to be seen doing.
pub(super) fn wanted() -> BTreeSet<(Uop, End)> {
    let mut wanted = BTreeSet::new();
    for opcode in (0..=u8::MAX).filter_map(Opcode::from_u8) {
        for jumps in [false, true] {
            for step in steps(opcode, jumps).into_iter().flatten() {
                let replicas = (0..256).filter_map(|oparg| step.uop.replica(oparg));
                for uop in replicas.chain([step.uop]) {
                    wanted.extend(ends_of(uop).into_iter().map(|end| (uop, end)));
                }
            }
        }
    }
    wanted
}

/// Makes the state what `change` says.
///
/// # Safety
///
/// As for an arm; the operand fits where it is put.
unsafe fn apply(vm: &Vm, cx: &mut Cx, change: &Change) {
    // SAFETY: the contract.
    unsafe {
        match change {
            Change::Nothing => {}
            Change::Operand(place, index) => {
                let operand = OPERANDS.with_borrow(|operands| operands[*index].obj().to_owned());
                let item = cx.stack_pointer.sub(1 + place);
                std::mem::replace(&mut *item, StackRef::from_value(operand)).xclose();
            }
            Change::Version(offset) => (*cx.next_instr.add(1 + offset)).cache ^= 0x5555,
            Change::Depth => (*cx.tstate).py_recursion_remaining = 1,
            Change::Space => (*cx.tstate).stack.fill_up(),
            Change::EvalFrame => {
                (*(*cx.tstate).interp).eval_frame = Some(|_, _, _| unreachable!("nobody calls it"));
            }
            Change::Interrupt => vm.interrupter().interrupt(),
        }
    }
}

/// Runs the instruction at `cx.next_instr` in one of the ways, and says what became of it.
///
/// # Safety
///
/// As for an arm.
unsafe fn attempt(cx: &mut Cx, opcode: Opcode, who: Who<'_>, change: &Change) -> String {
    ON.set(false);
    let vm = vm();
    // SAFETY: the contract; a function that returns may have been the last to refer to its code.
    let code = unsafe { frame::code(cx.frame).to_ref() };
    let (frame, this, entry) = (cx.frame, cx.next_instr, cx.stack_pointer);
    let size = 1 + opcode.cache_units();
    let mut counter = std::ptr::null_mut();
    // SAFETY: the contract, also of what is called.
    unsafe {
        apply(vm, cx, change);
        if size > 1 {
            counter = this.add(1);
            if opcode.family().is_some() && opcode.deopt() == opcode {
                // It is not the instruction's time to be specialised.
                (*counter).counter = adaptive_counter_cooldown();
            }
        }
        let mut ended = String::new();
        let decision = match who {
            Who::Arm => match ARMS[usize::from(opcode.number())](cx) {
                Next::Dispatch => format!("goes on at {:p}", cx.next_instr),
                Next::Deopt(_) => "leaves".to_owned(),
                Next::Label(Label::error) => "raises".to_owned(),
                other => format!("{other:?}"),
            },
            Who::MicroOps { steps, jumps, replicas } => {
                let run = run(cx, opcode, steps, replicas);
                for (uop, end) in run.ended() {
                    let _ = writeln!(ended, "{} {}", uop.number(), *end as u8);
                }
                let last = run.ended().last().map(|(uop, _)| *uop);
                let behind = this.add(size);
                let jump = behind.add(cx.oparg as usize);
                // A branch that is not taken goes on behind the instruction that only says so.
                let is_marked = (*behind).op.code == Opcode::NotTaken.number();
                let not_taken = behind.add(usize::from(is_marked));
                match run.end() {
                    End::Raised => "raises".to_owned(),
                    end @ (End::Passed | End::Left) if is_branch(opcode) => {
                        let taken = jumps == (end == End::Passed);
                        format!("goes on at {:p}", if taken { jump } else { not_taken })
                    }
                    End::Left if last.is_some_and(ends_loop) => format!("goes on at {:p}", jump.add(1)),
                    End::Left => {
                        cx.stack_pointer = entry;
                        "leaves".to_owned()
                    }
                    End::Passed => {
                        let yields = opcode == Opcode::YieldValue;
                        format!("goes on at {:p}", goes_on_at(cx, frame, this, run.units, yields))
                    }
                }
            }
        };
        let lines = state::lines(vm, cx, code.ptr(), counter);
        format!("{ended}\n{decision}\n{}", lines.join("\n"))
    }
}

/// Whether the guard's exit is the end of the loop that it is at the head of.
fn ends_loop(uop: Uop) -> bool {
    matches!(
        uop,
        Uop::ForIterTierTwo
            | Uop::GuardNotExhaustedList
            | Uop::GuardNotExhaustedTuple
            | Uop::GuardNotExhaustedRange
    )
}

/// What a copy said, in two: how micro-ops ended, and the state.
fn parse(said: &str) -> (Vec<(Uop, End)>, &str) {
    let (ended, state) =
        said.split_once("\n\n").or_else(|| Some(("", said.strip_prefix('\n')?))).expect("a state");
    let ended = ended.lines().map(|line| {
        let (uop, end) = line.split_once(' ').expect("a micro-op and an end");
        let end = [End::Passed, End::Left, End::Raised][end.parse::<usize>().expect("an end")];
        (Uop::from_u16(uop.parse().expect("a number")).expect("a micro-op"), end)
    });
    (ended.collect(), state)
}

/// How the micro-ops of the instruction that is next can be changed so that guards fail.
///
/// # Safety
///
/// As for an arm.
unsafe fn changes(cx: &Cx, opcode: Opcode) -> Vec<Change> {
    let mut changes = vec![Change::Depth, Change::Space, Change::EvalFrame, Change::Interrupt];
    for step in opcode.expansion().unwrap_or_default() {
        if matches!(step.operand, OperandKind::OpargCache2 | OperandKind::Operand1_2) {
            changes.push(Change::Version(step.offset as usize));
        }
        if matches!(step.uop, Uop::GuardGlobalsVersion | Uop::LoadGlobalModule | Uop::LoadGlobalBuiltins)
            && step.operand == OperandKind::OpargCache1
        {
            changes.push(Change::Version(step.offset as usize));
        }
    }
    let count = OPERANDS.with_borrow(Vec::len);
    // The names of keyword arguments are the compiler's.
    let first =
        usize::from(matches!(opcode, Opcode::CallKwPy | Opcode::CallKwBoundMethod | Opcode::CallKwNonPy));
    let inputs = opcode.popped(cx.oparg as u32) as usize;
    for place in first..inputs.min(first + 5) {
        changes.extend((0..count).map(|index| Change::Operand(place, index)));
    }
    changes
}

/// Looks at the instruction that is next, if there is something left to see.
///
/// # Safety
///
/// As for an arm.
pub(super) unsafe fn look(cx: &mut Cx) {
    let Some(opcode) = Opcode::from_u8(cx.opcode as u8) else { return };
    let Some(own_steps) = steps(opcode, false) else { return };
    let Some(mut seen) = SEEN.take() else { return };
    let uops: Vec<Uop> = own_steps
        .iter()
        .flat_map(|step| {
            let oparg = match step.operand {
                OperandKind::OpargTop => cx.oparg >> 4,
                OperandKind::OpargBottom => cx.oparg & 15,
                _ => cx.oparg,
            };
            [Some(step.uop), step.uop.replica(oparg as u32)]
        })
        .flatten()
        .collect();
    let open = |seen: &Seen, end: End| {
        uops.iter().any(|uop| ends_of(*uop).contains(&end) && !seen.ends.contains(&(*uop, end)))
    };
    let any_open = |seen: &Seen| [End::Passed, End::Left, End::Raised].into_iter().any(|end| open(seen, end));
    let mut types: Vec<usize> = (1..=opcode.popped(cx.oparg as u32).clamp(0, 4) as usize)
        .map(|place| {
            // SAFETY: the instruction's operands are there.
            let item = unsafe { &*cx.stack_pointer.sub(place) };
            match item.is_tagged_int() {
                true => 1,
                false => item.as_ptr().get().map_or(0, |object| std::ptr::from_ref(object.ty()).addr()),
            }
        })
        .collect();
    // SAFETY: the frame is whole.
    let namespace = unsafe { (*cx.frame).f_locals.get() };
    types.push(namespace.to_obj().map_or(0, |object| std::ptr::from_ref(object.ty()).addr()));
    let place = seen.places.entry((opcode, cx.next_instr.addr(), types)).or_default();
    *place += 1;
    let (here, looks) = (*place, *seen.looks.entry(opcode).or_default());
    if looks < LOOKS || (looks < MORE_LOOKS.0 && here <= MORE_LOOKS.1 && any_open(&seen)) {
        *seen.looks.entry(opcode).or_default() += 1;
        // SAFETY: the contract.
        unsafe { compare(&mut seen, cx, opcode, &Change::Nothing) };
    }
    let specialised = opcode.deopt() != opcode;
    let interruptible =
        own_steps.iter().any(|step| step.uop == Uop::CheckPeriodic) && open(&seen, End::Raised);
    if specialised && open(&seen, End::Left) || interruptible {
        let count = OPERANDS.with_borrow_mut(|known| {
            for operand in operands(vm()) {
                if !known.iter().any(|other| other.is(operand.obj())) {
                    known.push(operand);
                }
            }
            known.len()
        });
        let changed = seen.changed.entry((opcode, count)).or_default();
        *changed += 1;
        if *changed > CHANGED_LOOKS {
            SEEN.set(Some(seen));
            return;
        }
        // SAFETY: the contract.
        for change in unsafe { changes(cx, opcode) } {
            if specialised || change == Change::Interrupt {
                // SAFETY: guards look at whatever operands they find.
                unsafe { compare(&mut seen, cx, opcode, &change) };
            }
        }
    }
    SEEN.set(Some(seen));
}

/// Compares what micro-ops do with what the arm does.
///
/// # Safety
///
/// As for an arm.
unsafe fn compare(seen: &mut Seen, cx: &mut Cx, opcode: Opcode, change: &Change) {
    let ways: Vec<(Vec<ExpansionStep>, bool, bool)> = [(false, false), (true, false), (false, true)]
        .into_iter()
        .filter_map(|(jumps, replicas)| Some((steps(opcode, jumps)?, jumps, replicas)))
        .filter(|(steps, jumps, replicas)| match (jumps, replicas) {
            (true, _) => is_branch(opcode),
            (_, true) => steps.iter().any(|step| step.uop.replication() > 0),
            _ => true,
        })
        .collect();
    let mut who = vec![Who::Arm];
    who.extend(ways.iter().map(|(steps, jumps, replicas)| Who::MicroOps {
        steps,
        jumps: *jumps,
        replicas: *replicas,
    }));
    // SAFETY: the contract.
    let mut said =
        in_copies(who.len(), |index| unsafe { attempt(cx, opcode, who[index], change) }).into_iter();
    let what = format!("{} {} with {change:?}", opcode.name(), cx.oparg);
    let arm = match said.next().expect("the arm comes first") {
        Ok(said) => said,
        Err(error) => {
            seen.differences.push(format!("{what}: its arm {error}"));
            return;
        }
    };
    let (_, expected) = parse(&arm);
    for said in said {
        let said = match said {
            Ok(said) => said,
            Err(error) => {
                seen.differences.push(format!("{what}: its micro-ops {error}"));
                continue;
            }
        };
        let (ended, state) = parse(&said);
        seen.compared += 1;
        if let Some(difference) = difference(expected, state, &ended) {
            let ended: Vec<String> = ended.iter().map(|(uop, end)| format!("{uop} {end:?}")).collect();
            seen.differences.push(format!("{what} ({}):\n{difference}", ended.join(", ")));
        } else {
            seen.ends.extend(ended);
        }
    }
}

/// The lines in which two states differ.
fn difference(arm: &str, micro_ops: &str, ended: &[(Uop, End)]) -> Option<String> {
    let end_of_list = ended.last().is_some_and(|(uop, end)| {
        matches!(uop, Uop::GuardNotExhaustedList | Uop::GuardNotExhaustedTuple) && *end == End::Left
    });
    let pairs = arm.lines().zip(micro_ops.lines());
    // The arm releases the list at once, the guard leaves that to the iterator's end: it is the last to be looked at.
    let lines: Vec<String> = pairs
        .take_while(|(arm, _)| !(end_of_list && arm.starts_with("nothing raised")))
        .filter(|(arm, micro_ops)| arm != micro_ops)
        .take(12)
        .map(|(arm, micro_ops)| format!("  arm:       {arm}\n  micro-ops: {micro_ops}"))
        .collect();
    let (of_arm, of_micro_ops) = (arm.lines().count(), micro_ops.lines().count());
    if lines.is_empty() && (end_of_list || of_arm == of_micro_ops) {
        return None;
    }
    Some(format!("{}\n  ({of_arm} lines, {of_micro_ops} lines)", lines.join("\n")))
}

/// The programs that are looked at, by path.
fn programs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("src/eval/micro_ops"), root.join("tests/programs/specialize")];
    let mut programs: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("the programs are there"))
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .filter(|path| !path.ends_with("operands.py"))
        .collect();
    programs.sort();
    programs
}

/// What the program calls `operands`.
fn operands(vm: &Vm) -> Vec<Value> {
    let Some(list) = vm.main_global("operands") else { return Vec::new() };
    let list = list.cast::<List>().expect("operands are a list");
    (0..list.get().len()).filter_map(|index| list.get().get(index)).collect()
}

/// What is to take the place of operands whatever the program is.
fn usual_operands(vm: &Vm) -> Vec<Value> {
    if let Err(error) = vm.run_source(include_bytes!("operands.py"), "operands.py") {
        panic!("{}", vm.repr_text(&error));
    }
    operands(vm)
}

/// Runs the programs, and looks at their instructions.
fn look_at_programs() {
    SEEN.set(Some(Seen::default()));
    for program in programs() {
        let source = std::fs::read(&program).expect("the program can be read");
        let started = std::time::Instant::now();
        let before = SEEN.with_borrow(|seen| seen.as_ref().map_or(0, |seen| seen.compared));
        Vm::new().enter(|vm| {
            OPERANDS.set(usual_operands(vm));
            ON.set(true);
            let ended: Result<(), Value> = vm.run_source(&source, "micro_ops.py");
            ON.set(false);
            drop(OPERANDS.take());
            if let Err(error) = ended {
                panic!("{}: {}", program.display(), vm.repr_text(&error));
            }
        });
        let after = SEEN.with_borrow(|seen| seen.as_ref().map_or(0, |seen| seen.compared));
        // Places are addresses of code that is gone.
        SEEN.with_borrow_mut(|seen| {
            let seen = seen.as_mut().expect("it was set");
            seen.places.clear();
            seen.looks.clear();
            seen.changed.clear();
        });
        eprintln!("{}: {} compared in {:?}", program.display(), after - before, started.elapsed());
    }
    let seen = SEEN.take().expect("it was set");
    let missing: Vec<String> =
        wanted().difference(&seen.ends).map(|(uop, end)| format!("{uop} {end:?}")).collect();
    let never: Vec<String> = NEVER
        .iter()
        .filter(|(uop, end, _)| seen.ends.contains(&(*uop, *end)))
        .map(|(uop, end, _)| format!("{uop} {end:?}"))
        .collect();
    eprintln!("{} comparisons, {} ways to end", seen.compared, seen.ends.len());
    eprintln!("{} not seen: {}", missing.len(), missing.join(", "));
    assert!(seen.differences.is_empty(), "{}", seen.differences.join("\n"));
    assert!(missing.is_empty(), "{} not seen: {}", missing.len(), missing.join(", "));
    assert!(never.is_empty(), "seen though it was said never to be: {}", never.join(", "));
}

/// Runs a test in a process of its own, which has no other threads.
pub(super) fn alone(path: &str, test: impl FnOnce()) {
    if std::env::var_os(ALONE).is_some() {
        test();
        return;
    }
    let this = std::env::current_exe().expect("the test is a file");
    let (_, name) = path.split_once("::").expect("the crate's name comes first");
    let output = Command::new(this)
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(ALONE, "1")
        .output()
        .expect("the test can be started");
    let said = String::from_utf8_lossy(&output.stderr);
    println!("{said}");
    assert!(output.status.success(), "{said}");
}

#[test]
fn each_micro_op_does_its_part_of_the_instruction() {
    let path = concat!(module_path!(), "::each_micro_op_does_its_part_of_the_instruction");
    alone(path, look_at_programs);
}
