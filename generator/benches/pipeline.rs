//! What the phases of a run take, on the project's own inputs: `cargo bench -p casewright`. The ratio to CPython's
//! generator, whole processes against whole processes, is what `make bench` shows.

use std::hint::black_box;
use std::path::Path;

use casewright::analysis::Dialect;
use casewright::diagnostics::Diagnostics;
use casewright::driver;
use casewright::files::locate::InputSet;
use casewright::ir;
use casewright::syntax::source::SourceMap;
use criterion::{Criterion, criterion_group, criterion_main};

fn inputs() -> InputSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs");
    InputSet::folder(&folder, "inputs", Dialect::V3_14, &mut Diagnostics::new())
        .expect("the project's inputs")
}

fn pipeline(c: &mut Criterion) {
    let set = inputs();
    c.bench_function("read and parse", |b| {
        b.iter(|| {
            let mut sources = SourceMap::new();
            black_box(driver::parse(&set, &mut sources, &mut Diagnostics::new()).is_some())
        });
    });
    let mut sources = SourceMap::new();
    let mut sink = Diagnostics::new();
    let parsed = driver::parse(&set, &mut sources, &mut sink).expect("the inputs are good");
    c.bench_function("analyse and walk all bodies", |b| {
        b.iter(|| black_box(driver::analyze(&parsed, &sources, &mut Diagnostics::new()).is_some()));
    });
    let analysis = driver::analyze(&parsed, &sources, &mut sink).expect("the inputs are good");
    c.bench_function("build the IR", |b| {
        b.iter(|| black_box(ir::build(&analysis, parsed.caches.as_ref(), &mut Diagnostics::new())));
    });
    let mut sources = SourceMap::new();
    let run = driver::run(&set, &mut sources, &mut sink).expect("the inputs are good");
    c.bench_function("emit", |b| b.iter(|| black_box(driver::outputs(&run, &sources))));
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
