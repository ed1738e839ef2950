//! What `sys` says of the VM and of the machine.

use super::{Setter, stdlib_module_names};
use crate::errors::PyResult;
use crate::modules::Options;
use crate::modules::structseq::{StructSeq, fields};
use crate::objects::dict::Dict;
use crate::objects::int::text::{DEFAULT_MAX_STR_DIGITS, STR_DIGITS_CHECK_THRESHOLD};
use crate::objects::set::Set;
use crate::objects::str_::Str;
use crate::objects::type_::GetSetDef;
use crate::value::Value;
use crate::vm::Vm;

/// The CPython that programs find themselves on, as its `sys.version_info` has it: that of the reference behaviour.
pub(crate) const VERSION: (i64, i64, i64) = (3, 14, 10);
/// `sys.hexversion`: the version, `final`, serial 0.
const HEXVERSION: i64 = VERSION.0 << 24 | VERSION.1 << 16 | VERSION.2 << 8 | 0xf0;
/// What `sys.implementation.name` is.
const IMPLEMENTATION: &str = "casewright";
/// Files with compiled modules are CPython's, and so is their tag.
const CACHE_TAG: &str = "cpython-314";

const VERSION_INFO: StructSeq = StructSeq {
    name: "sys.version_info",
    doc: "sys.version_info\n\nVersion information as a named tuple.",
    fields: {
        static FIELDS: [GetSetDef; 5] = fields(["major", "minor", "micro", "releaselevel", "serial"]);
        &FIELDS
    },
    hidden: &[],
};

const FLAGS: StructSeq = StructSeq {
    name: "sys.flags",
    doc: "sys.flags\n\nHow the program was started.",
    fields: {
        static FIELDS: [GetSetDef; 18] = fields([
            "debug",
            "inspect",
            "interactive",
            "optimize",
            "dont_write_bytecode",
            "no_user_site",
            "no_site",
            "ignore_environment",
            "verbose",
            "bytes_warning",
            "quiet",
            "hash_randomization",
            "isolated",
            "dev_mode",
            "utf8_mode",
            "warn_default_encoding",
            "safe_path",
            "int_max_str_digits",
        ]);
        &FIELDS
    },
    hidden: &[
        GetSetDef::member("gil", |vm, _| Ok(vm.int(1))),
        GetSetDef::member("thread_inherit_context", |vm, _| Ok(vm.int(0))),
        GetSetDef::member("context_aware_warnings", |vm, _| Ok(vm.int(0))),
    ],
};

const FLOAT_INFO: StructSeq = StructSeq {
    name: "sys.float_info",
    doc: "sys.float_info\n\nA named tuple holding information about the float type.",
    fields: {
        static FIELDS: [GetSetDef; 11] = fields([
            "max",
            "max_exp",
            "max_10_exp",
            "min",
            "min_exp",
            "min_10_exp",
            "dig",
            "mant_dig",
            "epsilon",
            "radix",
            "rounds",
        ]);
        &FIELDS
    },
    hidden: &[],
};

const INT_INFO: StructSeq = StructSeq {
    name: "sys.int_info",
    doc: "sys.int_info\n\nA named tuple that holds information about the representation of integers.",
    fields: {
        static FIELDS: [GetSetDef; 4] = fields([
            "bits_per_digit",
            "sizeof_digit",
            "default_max_str_digits",
            "str_digits_check_threshold",
        ]);
        &FIELDS
    },
    hidden: &[],
};

const HASH_INFO: StructSeq = StructSeq {
    name: "sys.hash_info",
    doc: "hash_info\n\nA named tuple providing parameters used for computing hashes.",
    fields: {
        static FIELDS: [GetSetDef; 9] = fields([
            "width",
            "modulus",
            "inf",
            "nan",
            "imag",
            "algorithm",
            "hash_bits",
            "seed_bits",
            "cutoff",
        ]);
        &FIELDS
    },
    hidden: &[],
};

const THREAD_INFO: StructSeq = StructSeq {
    name: "sys.thread_info",
    doc: "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    fields: {
        static FIELDS: [GetSetDef; 3] = fields(["name", "lock", "version"]);
        &FIELDS
    },
    hidden: &[],
};

fn text(vm: &Vm, text: &str) -> Value {
    Str::new(vm, text).into_value()
}

/// Sets them all.
pub(super) fn fill(set: &Setter<'_>, options: &Options) -> PyResult<()> {
    let vm = set.vm;
    version(set)?;
    flags(set, options)?;
    numbers(set)?;
    set.int("maxsize", isize::MAX as i64)?;
    set.int("maxunicode", i64::from(u32::from(char::MAX)))?;
    set.text("byteorder", if cfg!(target_endian = "big") { "big" } else { "little" })?;
    set.text("platform", std::env::consts::OS)?;
    set.text("float_repr_style", "short")?;
    set.text("abiflags", "")?;
    set.text("_framework", "")?;
    let names = Set::new_frozen(vm);
    for name in stdlib_module_names() {
        names.add(vm, vm.intern(name).into_value())?;
    }
    set.value("stdlib_module_names", names.into_value())
}

fn version(set: &Setter<'_>) -> PyResult<()> {
    let vm = set.vm;
    let class = VERSION_INFO.make(vm)?;
    let (major, minor, micro) = VERSION;
    let items = vec![vm.int(major), vm.int(minor), vm.int(micro), text(vm, "final"), vm.int(0)];
    let version = VERSION_INFO.instance(vm, &class, items);
    set.value("version_info", version.clone())?;
    set.int("hexversion", HEXVERSION)?;
    set.int("api_version", 1013)?;
    let own = env!("CARGO_PKG_VERSION");
    set.text("version", &format!("{major}.{minor}.{micro} ({IMPLEMENTATION} {own}) [Rust]"))?;
    set.text("copyright", "Copyright (c) the authors of Casewright.")?;
    let implementation = Dict::new(vm);
    for (name, value) in [
        ("name", text(vm, IMPLEMENTATION)),
        ("cache_tag", text(vm, CACHE_TAG)),
        ("version", version),
        ("hexversion", vm.int(HEXVERSION)),
        ("supports_isolated_interpreters", Value::bool(false)),
    ] {
        implementation.set(vm, vm.intern(name).obj(), value.obj())?;
    }
    set.value("implementation", crate::objects::namespace::new(vm, implementation))
}

fn flags(set: &Setter<'_>, options: &Options) -> PyResult<()> {
    let vm = set.vm;
    let class = FLAGS.make(vm)?;
    let flag = |flag: bool| vm.int(flag.into());
    let items = vec![
        flag(false),
        flag(options.interactive),
        flag(options.interactive),
        vm.int(options.optimize.into()),
        flag(true),
        flag(false),
        flag(false),
        flag(options.ignore_environment),
        flag(false),
        flag(false),
        flag(false),
        flag(false),
        flag(false),
        Value::bool(false),
        flag(true),
        flag(false),
        Value::bool(options.safe_path),
        vm.int(vm.int_max_str_digits.get().into()),
    ];
    set.value("flags", FLAGS.instance(vm, &class, items))
}

fn numbers(set: &Setter<'_>) -> PyResult<()> {
    let vm = set.vm;
    let class = FLOAT_INFO.make(vm)?;
    let items = vec![
        vm.float(f64::MAX),
        vm.int(f64::MAX_EXP.into()),
        vm.int(f64::MAX_10_EXP.into()),
        vm.float(f64::MIN_POSITIVE),
        vm.int(f64::MIN_EXP.into()),
        vm.int(f64::MIN_10_EXP.into()),
        vm.int(f64::DIGITS.into()),
        vm.int(f64::MANTISSA_DIGITS.into()),
        vm.float(f64::EPSILON),
        vm.int(f64::RADIX.into()),
        vm.int(1),
    ];
    set.value("float_info", FLOAT_INFO.instance(vm, &class, items))?;
    let class = INT_INFO.make(vm)?;
    // What large numbers are made of.
    let items = vec![
        vm.int(i64::BITS.into()),
        vm.int(size_of::<i64>() as i64),
        vm.int(DEFAULT_MAX_STR_DIGITS.into()),
        vm.int(STR_DIGITS_CHECK_THRESHOLD.into()),
    ];
    set.value("int_info", INT_INFO.instance(vm, &class, items))?;
    let class = HASH_INFO.make(vm)?;
    let items = vec![
        vm.int(i64::BITS.into()),
        vm.int(crate::objects::int::number::HASH_MODULUS as i64),
        vm.int(314_159),
        vm.int(0),
        vm.int(1_000_003),
        text(vm, "foldhash"),
        vm.int(i64::BITS.into()),
        vm.int(i64::BITS.into()),
        vm.int(0),
    ];
    set.value("hash_info", HASH_INFO.instance(vm, &class, items))?;
    let class = THREAD_INFO.make(vm)?;
    let items = vec![text(vm, "pthread"), Value::none(), Value::none()];
    set.value("thread_info", THREAD_INFO.instance(vm, &class, items))
}
