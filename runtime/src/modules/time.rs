//! The module `time`: clocks, and waiting. Calendars are not part of it yet.

use rustix::thread::clock_nanosleep_absolute;
use rustix::time::{ClockId, Timespec, clock_getres, clock_gettime};

use super::BuiltinModule;
use crate::errors::{PyResult, Raised};
use crate::objects::dict::Dict;
use crate::objects::float::Float;
use crate::objects::int::IntRef;
use crate::objects::module::Module;
use crate::objects::namespace;
use crate::objects::str_::Str;
use crate::objects::type_::MethodDef;
use crate::value::{Obj, Ptr, Value};
use crate::vm::Vm;

/// The module.
pub(super) const MODULE: BuiltinModule = BuiltinModule { name: "time", fill };

const DOC: &str = "This module provides various functions to manipulate time values.";

const SECOND: i64 = 1_000_000_000;

/// The clocks that have a number in programs.
const CLOCKS: [(&str, ClockId); 6] = [
    ("CLOCK_REALTIME", ClockId::Realtime),
    ("CLOCK_MONOTONIC", ClockId::Monotonic),
    ("CLOCK_PROCESS_CPUTIME_ID", ClockId::ProcessCPUTime),
    ("CLOCK_THREAD_CPUTIME_ID", ClockId::ThreadCPUTime),
    ("CLOCK_MONOTONIC_RAW", ClockId::MonotonicRaw),
    ("CLOCK_BOOTTIME", ClockId::Boottime),
];

/// The clocks behind functions: each function's name and clock.
const NAMED: [(&str, ClockId); 5] = [
    ("time", ClockId::Realtime),
    ("monotonic", ClockId::Monotonic),
    ("perf_counter", ClockId::Monotonic),
    ("process_time", ClockId::ProcessCPUTime),
    ("thread_time", ClockId::ThreadCPUTime),
];

fn fill(vm: &Vm, module: Ptr<'_, Module>) -> PyResult<()> {
    module.get().set(vm, "__doc__", Str::new(vm, DOC).obj())?;
    for (name, clock) in CLOCKS {
        module.get().set(vm, name, vm.int(clock as i64).obj())?;
    }
    module.get().add_functions(vm, FUNCTIONS)
}

/// What a clock says, in nanoseconds.
fn read(clock: ClockId) -> i64 {
    nanoseconds(clock_gettime(clock))
}

fn nanoseconds(time: Timespec) -> i64 {
    // 292 years of nanoseconds fit.
    time.tv_sec.saturating_mul(SECOND).saturating_add(time.tv_nsec)
}

/// Nanoseconds as seconds: `PyTime_AsSecondsDouble`.
fn seconds(nanoseconds: i64) -> f64 {
    // Whole seconds keep all their digits.
    if nanoseconds % SECOND == 0 { (nanoseconds / SECOND) as f64 } else { nanoseconds as f64 / SECOND as f64 }
}

macro_rules! clock {
    ($name:literal, $nanoseconds:literal, $clock:expr, $doc:literal) => {
        [
            MethodDef::noargs($name, |vm, _| Ok(vm.float(seconds(read($clock))))).doc(concat!(
                $name,
                "() -> floating-point number\n\n",
                $doc
            )),
            MethodDef::noargs($nanoseconds, |vm, _| Ok(vm.int(read($clock)))).doc(concat!(
                $nanoseconds,
                "() -> int\n\n",
                $doc,
                " In nanoseconds."
            )),
        ]
    };
}

const TIME: [MethodDef; 2] = clock!("time", "time_ns", ClockId::Realtime, "Seconds since 1970 began.");
const MONOTONIC: [MethodDef; 2] =
    clock!("monotonic", "monotonic_ns", ClockId::Monotonic, "Seconds of a clock that never goes back.");
const PERF_COUNTER: [MethodDef; 2] = clock!(
    "perf_counter",
    "perf_counter_ns",
    ClockId::Monotonic,
    "Seconds of the finest clock there is, for measuring."
);
const PROCESS_TIME: [MethodDef; 2] = clock!(
    "process_time",
    "process_time_ns",
    ClockId::ProcessCPUTime,
    "Seconds that the process has used processors."
);
const THREAD_TIME: [MethodDef; 2] = clock!(
    "thread_time",
    "thread_time_ns",
    ClockId::ThreadCPUTime,
    "Seconds that the thread has used processors."
);

static FUNCTIONS: &[MethodDef] = &[
    TIME[0],
    TIME[1],
    MONOTONIC[0],
    MONOTONIC[1],
    PERF_COUNTER[0],
    PERF_COUNTER[1],
    PROCESS_TIME[0],
    PROCESS_TIME[1],
    THREAD_TIME[0],
    THREAD_TIME[1],
    MethodDef::o("clock_getres", |vm, _, clock| {
        Ok(vm.float(seconds(nanoseconds(clock_getres(clock_argument(vm, clock)?)))))
    })
    .doc("clock_getres(clk_id) -> floating-point number\n\nHow fine a clock ticks."),
    MethodDef::o("clock_gettime", |vm, _, clock| Ok(vm.float(seconds(read(clock_argument(vm, clock)?)))))
        .doc("clock_gettime(clk_id) -> float\n\nReturn the time of the clock."),
    MethodDef::o("clock_gettime_ns", |vm, _, clock| Ok(vm.int(read(clock_argument(vm, clock)?))))
        .doc("clock_gettime_ns(clk_id) -> int\n\nReturn the time of the clock in nanoseconds."),
    MethodDef::o("get_clock_info", get_clock_info)
        .doc("get_clock_info(name: str) -> dict\n\nWhat is known of a clock."),
    MethodDef::o("sleep", sleep)
        .doc("sleep($module, object, /)\n--\n\nDelay execution for a given number of seconds."),
];

/// A clock by its number.
fn clock_argument(vm: &Vm, number: Obj<'_>) -> PyResult<ClockId> {
    let Some(number) = IntRef::of(number) else {
        return Err(vm.type_error(format_args!("clk_id should be integer, not {}", number.ty().name())));
    };
    let found = CLOCKS.iter().find(|(_, clock)| number.to_i64() == Some(*clock as i64));
    match found {
        Some((_, clock)) => Ok(*clock),
        None => Err(vm.io_error(&rustix::io::Errno::INVAL.into(), None)),
    }
}

fn get_clock_info(vm: &Vm, _: Obj<'_>, name: Obj<'_>) -> PyResult<Value> {
    let Some(name) = name.cast::<Str>() else {
        return Err(
            vm.type_error(format_args!("get_clock_info() argument 1 must be str, not {}", name.ty().name()))
        );
    };
    let Some((_, clock)) = NAMED.iter().find(|(known, _)| name.equals_str(known)) else {
        return Err(vm.value_error("unknown clock"));
    };
    let kind = CLOCKS.iter().find(|(_, known)| *known as u32 == *clock as u32).map_or("", |(kind, _)| kind);
    let is_wall_clock = matches!(clock, ClockId::Realtime);
    let info = Dict::new(vm);
    for (name, value) in [
        ("implementation", vm.text(format_args!("clock_gettime({kind})")).into_value()),
        ("monotonic", Value::bool(!is_wall_clock)),
        ("adjustable", Value::bool(is_wall_clock)),
        ("resolution", vm.float(seconds(nanoseconds(clock_getres(*clock))))),
    ] {
        info.set(vm, vm.intern(name).obj(), value.obj())?;
    }
    Ok(namespace::new(vm, info))
}

#[cold]
fn out_of_range(vm: &Vm) -> Raised {
    vm.overflow_error("timestamp out of range for C PyTime_t")
}

/// A number of seconds in nanoseconds, rounded away from zero: `_PyTime_FromSecondsObject` with
/// `_PyTime_ROUND_TIMEOUT`.
fn duration(vm: &Vm, object: Obj<'_>) -> PyResult<i64> {
    if let Some(float) = object.cast::<Float>() {
        let seconds = float.get().get();
        if seconds.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let exact = seconds * SECOND as f64;
        let rounded = if exact >= 0.0 { exact.ceil() } else { exact.floor() };
        // The largest number of nanoseconds is no float, the smallest is.
        return if (i64::MIN as f64..i64::MAX as f64).contains(&rounded) {
            Ok(rounded as i64)
        } else {
            Err(out_of_range(vm))
        };
    }
    if IntRef::of(object).is_none() && !vm.is_index(object) {
        return Err(vm.type_error(format_args!(
            "'{}' object cannot be interpreted as an integer or float",
            object.ty().name()
        )));
    }
    let number = vm.index(object)?;
    let seconds = IntRef::of(number.obj()).and_then(IntRef::to_i64);
    seconds.and_then(|seconds| seconds.checked_mul(SECOND)).ok_or_else(|| out_of_range(vm))
}

fn sleep(vm: &Vm, _: Obj<'_>, object: Obj<'_>) -> PyResult<Value> {
    let duration = duration(vm, object)?;
    if duration < 0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    let deadline = read(ClockId::Monotonic).saturating_add(duration);
    let until = Timespec { tv_sec: deadline / SECOND, tv_nsec: deadline % SECOND };
    loop {
        match clock_nanosleep_absolute(ClockId::Monotonic, &until) {
            Ok(()) => return Ok(Value::none()),
            // A signal interrupts the wait; what it asks for is done, and the wait goes on.
            Err(rustix::io::Errno::INTR) => vm.handle_pending()?,
            Err(error) => return Err(vm.io_error(&error.into(), None)),
        }
    }
}
