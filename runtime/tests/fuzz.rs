//! Runs `.pyc` files with something wrong in them: a clean error or a normal run, never a crash, a hang or a leak.
//!
//! The files are those of the programs in `tests/programs`, as the compiler makes them. Bytes of the file are changed,
//! or instructions within it; what can still be read and verified is run in a VM of its own, which is interrupted after
//! a moment. A child process does that, so that nothing it may do goes unnoticed.
//!
//! `CASEWRIGHT_MUTATIONS` says how many are tried; without it, as many as fit in ten seconds, at most 20,000. A number
//! always stands for the same mutation: `CASEWRIGHT_MUTATION=number` tries a single one, here, and leaves it as
//! `mutation.pyc` in cargo's folder for temporary files.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use casewright_code::compile::{Mode, Options, compile};
use casewright_code::{CodeData, marshal, pyc, verify};
use casewright_vm::vm::Vm;
use cpython_isa::Opcode;
use libtest_mimic::{Arguments, Failed, Trial};

/// How long a program may run before it is interrupted, and again, until it ends.
const PATIENCE: Duration = Duration::from_millis(20);
/// How long a child may be busy with one mutation.
const HANG: Duration = Duration::from_secs(30);
/// How long the mutations of `make test` take.
const SLICE: Duration = Duration::from_secs(10);
/// How many they are at most, so that a faster machine tries nothing that others do not.
const SLICE_END: u64 = 20_000;
/// Address space of a child, in KiB: what a program may ask for is not our concern.
const MEMORY: &str = "8000000";
/// The stack of a child's programs; a part is left for native functions.
const STACK: usize = 64 << 20;

const WORKER: &str = "CASEWRIGHT_FUZZ_WORKER";

fn main() -> ExitCode {
    if let Some(range) = env::var(WORKER).ok().and_then(|text| parse(&text)) {
        return work(range);
    }
    let single = env::var("CASEWRIGHT_MUTATION").ok().and_then(|number| number.parse().ok());
    if let Some(number) = single {
        return work(number..number + 1);
    }
    let arguments = Arguments::from_args();
    let trials = vec![Trial::test("mutated programs run or are refused", supervise)];
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn parse(text: &str) -> Option<Range<u64>> {
    let (from, to) = text.split_once('-')?;
    Some(from.parse().ok()?..to.parse().ok()?)
}

// ----------------------------------------------------------------------------------------------------------------
// The parent
// ----------------------------------------------------------------------------------------------------------------

/// Has children try mutations, and sees how they end.
fn supervise() -> Result<(), Failed> {
    let count: Option<u64> = env::var("CASEWRIGHT_MUTATIONS").ok().and_then(|count| count.parse().ok());
    let end = count.unwrap_or(SLICE_END);
    let deadline = count.is_none().then(|| Instant::now() + SLICE);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder)?;
    let progress = folder.join("progress");
    fs::write(&progress, "0 0 0")?;
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\"")])
        .arg(env::current_exe()?)
        .env(WORKER, format!("0-{end}"))
        .env("CASEWRIGHT_FUZZ_PROGRESS", &progress)
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(folder.join("stderr"))?)
        .spawn()?;
    let (mut last, mut since) = (Vec::new(), Instant::now());
    loop {
        let status = child.try_wait()?;
        let text = fs::read_to_string(&progress)?;
        let counts: Vec<u64> = text.split(' ').filter_map(|count| count.parse().ok()).collect();
        // The child may be about to write it.
        let now = if counts.len() == 3 { counts } else { last.clone() };
        let at = now.first().copied().unwrap_or_default();
        if let Some(status) = status {
            if !status.success() {
                let said = fs::read_to_string(folder.join("stderr"))?;
                let said: Vec<&str> = said.lines().rev().take(20).collect();
                let said: Vec<&str> = said.into_iter().rev().collect();
                return Err(format!("mutation {at}: {status}\n{}", said.join("\n")).into());
            }
            break;
        }
        if deadline.is_some_and(|deadline| Instant::now() > deadline) {
            child.kill()?;
            child.wait()?;
            break;
        }
        if now == last {
            if since.elapsed() > HANG {
                child.kill()?;
                child.wait()?;
                return Err(format!("mutation {at} does not end within {} s", HANG.as_secs()).into());
            }
        } else {
            (last, since) = (now, Instant::now());
        }
        thread::sleep(Duration::from_millis(20));
    }
    let [tried, run, good] = last[..] else { return Err("no mutation was tried".into()) };
    println!("{tried} mutations: {run} were run, {good} to their end without an exception");
    if run == 0 {
        return Err("no mutation was run".into());
    }
    Ok(())
}

// ----------------------------------------------------------------------------------------------------------------
// The child
// ----------------------------------------------------------------------------------------------------------------

/// A xorshift generator: a mutation depends on nothing but its number.
struct Random(u64);

impl Random {
    fn of(number: u64) -> Self {
        let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        for _ in 0..4 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// A program as a file, and where in it the instructions of its code objects lie.
struct Sample {
    bytes: Vec<u8>,
    code: Vec<Range<usize>>,
}

fn sources() -> io::Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut found = Vec::new();
    for topic in fs::read_dir(root)? {
        let topic = topic?.path();
        if topic.is_dir() {
            for path in fs::read_dir(topic)? {
                let path = path?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if name.ends_with(".py") && !name.starts_with('_') {
                    found.push(path);
                }
            }
        }
    }
    found.sort();
    Ok(found)
}

fn sample(path: &Path) -> Option<Sample> {
    let source = fs::read(path).ok()?;
    let compiled = compile(&source, &path.to_string_lossy(), Mode::Exec, Options::default()).ok()?;
    let stream = marshal::write(&casewright_code::Constant::Code(compiled.code.clone())).ok()?;
    // The header: the magic number, no flags, no time, no size.
    let bytes = [&pyc::MAGIC_NUMBER[..], &[0; 12], &stream].concat();
    let find = |code: &CodeData| {
        let at = bytes.windows(code.code.len()).position(|window| window == &code.code[..])?;
        Some(at..at + code.code.len())
    };
    let code = compiled.code.walk().filter_map(find).collect();
    Some(Sample { bytes, code })
}

/// Changes bytes anywhere.
fn change_bytes(bytes: &mut Vec<u8>, random: &mut Random) {
    const EXTREMES: [i32; 6] = [0, 1, -1, 255, i32::MAX, i32::MIN];
    for _ in 0..=random.below(3) {
        let at = 16 + random.below(bytes.len().saturating_sub(16));
        let value = random.next() as u8;
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at.min(bytes.len()), value),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => {
                let extreme = EXTREMES[random.below(EXTREMES.len())].to_le_bytes();
                bytes.iter_mut().skip(at).zip(extreme).for_each(|(byte, value)| *byte = value);
            }
            4 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (value & 7)),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = value),
        }
    }
}

/// Changes instructions.
fn change_instructions(sample: &Sample, bytes: &mut [u8], random: &mut Random) {
    if sample.code.is_empty() {
        return;
    }
    for _ in 0..=random.below(3) {
        let range = sample.code[random.below(sample.code.len())].clone();
        let (units, _) = bytes[range].as_chunks_mut::<2>();
        let (at, other) = (random.below(units.len()), random.below(units.len()));
        match random.below(7) {
            0 => units[at][1] = random.below(12) as u8,
            1 => units[at][1] ^= 1 << random.below(8),
            2 => units.swap(at, other),
            3 => units[at] = units[other],
            4 => units[at] = [Opcode::Nop.number(), 0],
            5 => units.swap(at, (at + 1) % units.len().max(1)),
            // One instruction for another without a cache or with as long a one.
            _ => {
                let cache = Opcode::from_u8(units[at][0]).map(Opcode::cache_units);
                let number = random.next() as u8;
                if Opcode::from_u8(number).map(Opcode::cache_units) == cache {
                    units[at][0] = number;
                }
            }
        }
    }
}

/// Tries mutations, one after the other.
fn work(range: Range<u64>) -> ExitCode {
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || try_all(range));
    match thread.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        Ok(Ok(Err(error))) => {
            eprintln!("fuzz: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::FAILURE,
    }
}

fn try_all(range: Range<u64>) -> io::Result<()> {
    let progress = env::var_os("CASEWRIGHT_FUZZ_PROGRESS");
    let sources = sources()?;
    let mut samples: HashMap<usize, Option<Sample>> = HashMap::new();
    let (mut run, mut good) = (0_u64, 0_u64);
    for number in range {
        let mut random = Random::of(number);
        // A few neighbours share a program, so that no slice spends its time on compiling all of them.
        let index = (number / 64) as usize % sources.len();
        let Some(sample) = samples.entry(index).or_insert_with(|| sample(&sources[index])) else { continue };
        let mut bytes = sample.bytes.clone();
        match random.below(4) {
            0 => change_bytes(&mut bytes, &mut random),
            _ => change_instructions(sample, &mut bytes, &mut random),
        }
        let Ok(pyc) = pyc::read(&bytes) else { continue };
        if verify::verify(&pyc.code).is_err() {
            continue;
        }
        run += 1;
        if let Some(progress) = &progress {
            fs::write(progress, format!("{number} {run} {good}"))?;
        } else {
            eprintln!("mutation {number} of {}", sources[index].display());
            fs::write(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mutation.pyc"), &bytes)?;
        }
        good += u64::from(run_briefly(&pyc.code));
    }
    Ok(())
}

/// Runs a program in a VM of its own. Says whether it came to its end without an exception.
#[allow(unsafe_code, reason = "the VM is interrupted from another thread")]
fn run_briefly(code: &CodeData) -> bool {
    let vm = Vm::new();
    vm.set_stack_size(STACK - (8 << 20));
    // SAFETY: the thread that uses it ends before the VM does.
    let interrupter = unsafe { vm.interrupter() };
    let (ended, wait) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            while wait.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                interrupter.interrupt();
            }
        });
        let good = vm.enter(|vm| vm.run_code_data(code).is_ok());
        drop(ended);
        good
    })
    // The VM counts the objects that are left, in debug builds.
}
