//! `casewright explain`

use clap::Args;

use super::select::Select;
use super::{Outcome, complain, print, report};
use crate::diagnostics::{Code, Diagnostics, catalog};
use crate::report::explain::{self, World, render};
use crate::syntax::source::SourceMap;
use crate::{driver, ir};

/// Arguments of `casewright explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
A name is that of an instruction, pseudo-instruction, micro-op, family, cache struct, label or flag of the \
definitions. Case does not matter. `LOAD_FAST` is the instruction, `_LOAD_FAST` its micro-op; where there is only \
one of the two, the underscore does not matter either.")]
pub(crate) struct Explain {
    /// A name, a diagnostic code such as CW0012, or `all` for a list of the codes
    #[arg(value_name = "NAME|CODE")]
    subject: String,
    #[command(flatten)]
    select: Select,
    /// Print the explanation as JSON: a list, because a name can be that of several things
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(&self) -> Outcome {
        if self.subject == "all" {
            let list: String =
                catalog::all().map(|info| format!("{}  {}\n", info.code, info.title)).collect();
            print(&list);
            return Outcome::Good;
        }
        match self.code() {
            Some(code) => self.explain_code(code),
            None => self.explain_name(),
        }
    }

    /// The number of a diagnostic code, with or without its letters.
    fn code(&self) -> Option<Code> {
        let digits = self.subject.strip_prefix("CW").or_else(|| self.subject.strip_prefix("cw"));
        digits.unwrap_or(&self.subject).parse().ok().map(Code)
    }

    fn explain_code(&self, code: Code) -> Outcome {
        let Some(info) = catalog::find(code) else {
            complain(&format!(
                "`{}` is no diagnostic code; `casewright explain all` lists them",
                self.subject
            ));
            return Outcome::Bad;
        };
        if self.json {
            let value = serde_json::json!({
                "code": info.code.to_string(), "title": info.title, "explanation": info.explanation.trim_end(),
            });
            print(&(serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"));
        } else {
            print(&format!("{}: {}\n\n{}\n", info.code, info.title, info.explanation.trim_end()));
        }
        Outcome::Good
    }

    fn explain_name(&self) -> Outcome {
        let mut sources = SourceMap::new();
        let mut sink = Diagnostics::new();
        let parsed =
            self.select.inputs(&mut sink).and_then(|set| driver::parse(&set, &mut sources, &mut sink));
        let parsed = parsed.filter(|_| !sink.has_errors());
        let analysis = parsed.as_ref().and_then(|parsed| driver::analyze(parsed, &sources, &mut sink));
        let isa = parsed
            .as_ref()
            .zip(analysis.as_ref())
            .map(|(parsed, analysis)| ir::build(analysis, parsed.caches.as_ref(), &mut sink));
        let (Some(parsed), Some(analysis), Some(isa), false) =
            (parsed.as_ref(), analysis.as_ref(), isa.as_ref(), sink.has_errors())
        else {
            report(&sources, &sink, self.json);
            return Outcome::Bad;
        };
        match explain::explain(World { sources: &sources, parsed, analysis, isa }, &self.subject) {
            Ok(found) => {
                if self.json {
                    print(&(serde_json::to_string_pretty(&found).unwrap_or_default() + "\n"));
                } else {
                    let texts: Vec<String> = found.iter().map(render::text).collect();
                    print(&texts.join("\n"));
                }
                Outcome::Good
            }
            Err(near) => {
                let hint = if near.is_empty() {
                    "`casewright dump` lists all names".to_owned()
                } else {
                    format!("did you mean {}?", near.join(", "))
                };
                complain(&format!("there is nothing of the name `{}`; {hint}", self.subject));
                Outcome::Bad
            }
        }
    }
}
