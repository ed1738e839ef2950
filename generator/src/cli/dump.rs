//! `casewright dump`

use clap::Args;

use super::select::Select;
use super::{Outcome, print, report};
use crate::diagnostics::Diagnostics;
use crate::syntax::source::SourceMap;
use crate::{driver, emit};

/// Arguments of `casewright dump`.
#[derive(Debug, Args)]
pub(crate) struct Dump {
    #[command(flatten)]
    select: Select,
    /// Print what is wrong with the input as JSON too
    #[arg(long)]
    json: bool,
}

impl Dump {
    pub(crate) fn run(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let run = self.select.inputs(&mut sink).and_then(|set| driver::run(&set, &mut sources, &mut sink));
        match run {
            Some(run) => {
                report(&sources, &sink, false);
                print(&emit::isa_json(&run.isa).contents);
                Outcome::Good
            }
            None => {
                report(&sources, &sink, self.json);
                Outcome::Bad
            }
        }
    }
}
