//! See `casewright::fuzz::analyze`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| casewright::fuzz::analyze(bytes));
