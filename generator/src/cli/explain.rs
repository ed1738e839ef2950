//! `casewright explain`

use clap::Args;

use super::{Outcome, print};
use crate::diagnostics::{Code, catalog};

/// Arguments of `casewright explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A diagnostic code such as CW0012, or `all` for a list
    #[arg(value_name = "CODE")]
    subject: String,
}

impl Explain {
    pub(crate) fn run(&self) -> Outcome {
        if self.subject == "all" {
            let list: String =
                catalog::all().map(|info| format!("{}  {}\n", info.code, info.title)).collect();
            print(&list);
            return Outcome::Good;
        }
        let digits = self
            .subject
            .strip_prefix("CW")
            .or_else(|| self.subject.strip_prefix("cw"))
            .unwrap_or(&self.subject);
        match digits.parse().ok().and_then(|number| catalog::find(Code(number))) {
            Some(info) => {
                print(&format!("{}: {}\n\n{}\n", info.code, info.title, info.explanation.trim_end()));
                Outcome::Good
            }
            None => {
                eprintln!("`{}` is no diagnostic code; `casewright explain all` lists them", self.subject);
                Outcome::Bad
            }
        }
    }
}
