//! See `casewright::fuzz::parse`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| casewright::fuzz::parse(bytes));
