//! Why a flag is set: the words in a definition that set it. Found only when somebody asks, by the same rules by
//! which [`super::properties`] finds that there are any, so that a normal run pays nothing for it.

use super::code::{Code, Tok};
use super::escapes::escaping_word_3_13;
use super::properties::FREE_WORDS;
use super::rules::{EvalBreaker, Rules};
use super::{Analysis, EscapingCall, Label, Uop};
use crate::ir::{Flag, Properties};
use crate::syntax::source::{FileId, Span, TokenId, TokenKind, TokenRange};

/// A place that sets a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The flag.
    pub flag: Flag,
    /// The word: a helper's name, an annotation, or the name of the definition.
    pub span: Span,
}

impl Analysis<'_> {
    /// Every place that sets a flag of a micro-op, by flag, then in the order of the text. A replica has the places
    /// of its original.
    pub fn evidence_of_uop(&self, uop: &Uop<'_>) -> Vec<Evidence> {
        let code = Code::of_inst(self.sources, uop.def);
        let mut found = self.evidence(&code, &uop.properties, uop.escaping_calls.values());
        if uop.properties.oparg_and_1 {
            found.extend(annotation(&code, "split").map(|span| Evidence { flag: Flag::OpargAnd1, span }));
        }
        sorted(found)
    }

    /// The same of a label.
    pub fn evidence_of_label(&self, label: &Label<'_>) -> Vec<Evidence> {
        let code = Code::of_label(self.sources, label.def);
        sorted(self.evidence(&code, &label.properties, label.escaping_calls.values()))
    }

    fn evidence<'e>(
        &self,
        code: &Code<'_>,
        properties: &Properties,
        escaping: impl Iterator<Item = &'e EscapingCall>,
    ) -> Vec<Evidence> {
        let rules = Rules::of(self.dialect);
        let words = &rules.words;
        let mut found = Vec::new();
        let mut add = |flag: Flag, spans: Vec<Span>| {
            found.extend(spans.into_iter().map(|span| Evidence { flag, span }));
        };
        let mentions = |names: &[&str]| mentions(rules, code, names);
        if properties.oparg {
            add(Flag::Arg, code.all_tokens().filter(|t| t.is_identifier("oparg")).map(|t| t.span).collect());
        }
        add(Flag::Const, mentions(&["FRAME_CO_CONSTS"]));
        add(Flag::Name, mentions(&["FRAME_CO_NAMES"]));
        add(Flag::Jump, mentions(&["JUMPBY"]));
        add(Flag::Free, mentions(&FREE_WORDS));
        if properties.uses_locals {
            add(Flag::Local, mentions(words.locals));
        }
        match words.eval_breaker {
            EvalBreaker::InName(part) if code.name.text.contains(part) => {
                add(Flag::EvalBreak, vec![code.name.span]);
            }
            EvalBreaker::InName(_) => {}
            EvalBreaker::Word(word) => add(Flag::EvalBreak, mentions(&[word])),
        }
        add(Flag::Deopt, mentions(&["DEOPT_IF"]));
        add(Flag::Exit, mentions(&["EXIT_IF"]));
        let errors = [words.error_with_pop, words.error_without_pop].concat();
        add(Flag::Error, mentions(&errors));
        add(Flag::ErrorNoPop, mentions(words.error_without_pop));
        if rules.escapes.by_statement {
            let file = code.tokens.file;
            add(Flag::Escapes, escaping.filter_map(|call| self.token_span(file, call.call)).collect());
        } else if properties.escapes {
            add(Flag::Escapes, escaping_word_3_13(&rules.escapes, code).into_iter().collect());
        }
        add(Flag::Pure, annotation(code, "pure").collect());
        if words.tail_call_words {
            add(Flag::NoSaveIp, annotation(code, "no_save_ip").collect());
        }
        found
    }

    fn token_span(&self, file: FileId, token: TokenId) -> Option<Span> {
        let range = TokenRange { file, start: token, end: TokenId(token.0.checked_add(1)?) };
        let token = self.sources.tokens(range).first()?;
        Some(Span { file, start: token.start, end: token.end })
    }
}

/// Where any of these words stands and sets a property.
fn mentions(rules: &Rules, code: &Code<'_>, names: &[&str]) -> Vec<Span> {
    let is_one = |t: &Tok<'_>| t.kind == TokenKind::Identifier && names.contains(&t.text);
    if rules.words.in_header {
        code.all_tokens().filter(is_one).map(|t| t.span).collect()
    } else {
        code.body_tokens().filter(is_one).map(|t| t.span).collect()
    }
}

fn annotation<'c>(code: &'c Code<'_>, name: &'c str) -> impl Iterator<Item = Span> + 'c {
    code.annotations.iter().filter(move |a| a.name.text == name).map(|a| a.name.span)
}

fn sorted(mut found: Vec<Evidence>) -> Vec<Evidence> {
    found.sort();
    found.dedup();
    found
}
