//! Modules, and statements without blocks.

use super::lexer::Kind;
use super::parser::{Parsed, Parser, Rule, Target, need};

const AUGMENTED: [&str; 13] =
    ["+=", "-=", "*=", "@=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "//="];

impl Parser<'_> {
    /// A module.
    pub fn file(&mut self) -> Parsed<()> {
        self.attempt(Self::statements)?;
        Ok(self.kind(Kind::End)?.map(drop))
    }

    /// An expression that is all of the source.
    pub fn lone_expression(&mut self) -> Parsed<()> {
        need!(self.expressions());
        while self.kind(Kind::Newline)?.is_some() {}
        Ok(self.kind(Kind::End)?.map(drop))
    }

    /// A statement of an interactive session.
    pub fn interactive(&mut self) -> Parsed<()> {
        let first = self.peek()?;
        if self.attempt(Self::compound_statement)?.is_some() {
            let ends = self.kind(Kind::Newline)?.is_some() || self.comes(|p| p.kind(Kind::End))?;
            let on_one_line = self
                .previous()
                .is_some_and(|last| self.source.line_of(last.start) == self.source.line_of(first.start));
            // What is on one line may be continued by the next.
            if !ends || (on_one_line && self.source.added) {
                return Ok(None);
            }
        } else if self.attempt(Self::simple_statements)?.is_none() {
            need!(self.kind(Kind::Newline));
        }
        while self.kind(Kind::Newline)?.is_some() {}
        if self.kind(Kind::End)?.is_none() {
            return self.raise_last("multiple statements found while compiling a single statement");
        }
        Ok(Some(()))
    }

    fn statements(&mut self) -> Parsed {
        self.once(Rule::Statements, |p| {
            let mut any = None;
            while p.attempt(Self::statement)?.is_some() {
                any = Some(0);
            }
            Ok(any)
        })
    }

    fn statement(&mut self) -> Parsed {
        self.once(Rule::Statement, |p| {
            let compound = p.attempt(Self::compound_statement)?;
            if compound.is_some() { Ok(Some(0)) } else { p.simple_statements() }
        })
    }

    fn simple_statements(&mut self) -> Parsed {
        self.once(Rule::SimpleStatements, |p| {
            need!(p.gather(";", Self::simple_statement));
            p.word(";")?;
            Ok(p.kind(Kind::Newline)?.map(|_| 0))
        })
    }

    pub fn block(&mut self) -> Parsed {
        self.once(Rule::Block, |p| {
            let indented = p.attempt(|p| {
                need!(p.kind(Kind::Newline));
                need!(p.kind(Kind::Indent));
                need!(p.statements());
                p.kind(Kind::Dedent)
            })?;
            if indented.is_some() {
                return Ok(Some(0));
            }
            let simple = p.attempt(Self::simple_statements)?;
            if simple.is_none() {
                p.explain(|p| {
                    need!(p.kind(Kind::Newline));
                    if p.comes(|p| p.kind(Kind::Indent))? {
                        return Ok(None);
                    }
                    p.raise_indentation("expected an indented block")
                })?;
            }
            Ok(simple)
        })
    }

    pub fn simple_statement(&mut self) -> Parsed<()> {
        if let Some(()) = self.attempt(Self::assignment)? {
            return Ok(Some(()));
        }
        if self.comes(|p| p.soft("type"))? && self.attempt(Self::type_alias)?.is_some() {
            return Ok(Some(()));
        }
        if self.attempt(Self::star_expressions)?.is_some() {
            return Ok(Some(()));
        }
        let token = self.peek()?;
        if token.kind != Kind::Keyword {
            return Ok(None);
        }
        let word = self.text(token);
        match word {
            "import" => return self.import_name(),
            "from" => return self.import_from(),
            "del" => return self.del_statement(),
            "yield" => return Ok(self.yield_expression()?.map(drop)),
            _ => self.at += 1,
        }
        match word {
            "pass" | "break" | "continue" => {}
            "return" => drop(self.attempt(Self::star_expressions)?),
            "raise" => {
                self.attempt(|p| {
                    need!(p.expression());
                    p.attempt(|p| {
                        need!(p.word("from"));
                        p.expression()
                    })?;
                    Ok(Some(()))
                })?;
            }
            "assert" => {
                need!(self.expression());
                self.attempt(|p| {
                    need!(p.word(","));
                    p.expression()
                })?;
            }
            "global" | "nonlocal" => drop(need!(self.gather(",", Self::name))),
            _ => {
                self.at -= 1;
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    // Assignments.

    fn annotated_value(&mut self) -> Parsed {
        self.first_of(&[Self::yield_expression, Self::star_expressions])
    }

    fn assignment(&mut self) -> Parsed<()> {
        let annotated = self.attempt(|p| {
            let name = p.attempt(|p| {
                need!(p.name());
                p.word(":")
            })?;
            if name.is_none() {
                let bracket = p.attempt(|p| {
                    need!(p.word("("));
                    need!(p.single_target());
                    p.word(")")
                })?;
                if bracket.is_none() {
                    need!(p.primary_target());
                }
                need!(p.word(":"));
            }
            need!(p.expression());
            p.attempt(|p| {
                need!(p.word("="));
                p.annotated_value()
            })?;
            Ok(Some(()))
        })?;
        if annotated.is_some() {
            return Ok(annotated);
        }
        let plain = self.attempt(|p| {
            if p.many(Self::assigned)?.is_empty() {
                return Ok(None);
            }
            need!(p.annotated_value());
            Ok((!p.ahead(&["="])?).then_some(()))
        })?;
        if plain.is_some() {
            return Ok(plain);
        }
        let augmented = self.attempt(|p| {
            need!(p.single_target());
            need!(p.any(&AUGMENTED));
            Ok(Some(p.attempt(Self::annotated_value)?.is_some()))
        })?;
        match augmented {
            Some(fits) => return Ok(fits.then_some(())),
            None => self.explain(Self::invalid_assignment)?,
        }
        Ok(None)
    }

    fn assigned(&mut self) -> Parsed<()> {
        need!(self.star_targets());
        Ok(self.word("=")?.map(drop))
    }

    fn annotation_sequence(&mut self) -> Parsed {
        let target = need!(self.atom());
        Ok(matches!(self.get(target).name, "list" | "tuple").then_some(target))
    }

    fn invalid_assignment(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            let target = need!(p.annotation_sequence());
            need!(p.word(":"));
            need!(p.expression());
            let name = p.get(target).name;
            p.raise_node::<Option<()>>(target, format!("only single target (not {name}) can be annotated"))
        })?;
        self.attempt(|p| {
            let first = need!(p.star_named_expression());
            need!(p.word(","));
            p.many(Self::star_named_expressions)?;
            need!(p.word(":"));
            need!(p.expression());
            p.raise_node::<Option<()>>(first, "only single target (not tuple) can be annotated")
        })?;
        self.attempt(|p| {
            let target = need!(p.expression());
            need!(p.word(":"));
            need!(p.expression());
            p.raise_node::<Option<()>>(target, "illegal target for annotation")
        })?;
        self.attempt(|p| {
            p.many(Self::assigned)?;
            let target = need!(p.star_expressions());
            need!(p.word("="));
            p.refuse_target(target, Target::Assign)
        })?;
        self.attempt(|p| {
            p.many(Self::assigned)?;
            let target = need!(p.yield_expression());
            need!(p.word("="));
            p.raise_node::<Option<()>>(target, "assignment to yield expression not possible")
        })?;
        let target = need!(self.star_expressions());
        need!(self.any(&AUGMENTED));
        need!(self.annotated_value());
        let name = self.get(target).name;
        self.raise_node(target, format!("'{name}' is an illegal expression for augmented assignment"))
    }

    fn del_statement(&mut self) -> Parsed<()> {
        let valid = self.attempt(|p| {
            need!(p.word("del"));
            need!(p.gather(",", |p| {
                let target = need!(p.star_target());
                Ok(p.wrong_target(target, Target::Delete).is_none().then_some(()))
            }));
            p.word(",")?;
            let ends = p.ahead(&[";"])? || p.comes(|p| p.kind(Kind::Newline))?;
            Ok(ends.then_some(()))
        })?;
        if valid.is_none() {
            self.explain(|p| {
                need!(p.word("del"));
                let target = need!(p.star_expressions());
                p.refuse_target(target, Target::Delete)
            })?;
        }
        Ok(valid)
    }

    // Imports.

    fn dotted_name(&mut self) -> Parsed<()> {
        Ok(self.gather(".", Self::name)?.map(drop))
    }

    fn import_name(&mut self) -> Parsed<()> {
        self.explain(|p| {
            let import = need!(p.word("import"));
            if let Some(newline) = p.kind(Kind::Newline)? {
                return p.raise_from(newline.start, "Expected one or more names after 'import'");
            }
            need!(p.gather(",", Self::dotted_name));
            need!(p.word("from"));
            need!(p.dotted_name());
            p.raise_from(import.start, "Did you mean to use 'from ... import ...' instead?")
        })?;
        need!(self.word("import"));
        Ok(self
            .gather(",", |p| {
                p.explain(|p| {
                    need!(p.dotted_name());
                    p.invalid_import_target()
                })?;
                need!(p.dotted_name());
                p.import_alias()?;
                Ok(Some(()))
            })?
            .map(drop))
    }

    pub fn import_alias(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            need!(p.word("as"));
            Ok(p.name()?.map(drop))
        })
    }

    /// `as a.b`
    fn invalid_import_target(&mut self) -> Parsed<()> {
        need!(self.word("as"));
        let fits = self.comes(|p| {
            need!(p.name());
            if p.any(&[",", ")"])?.is_some() {
                return Ok(Some(()));
            }
            Ok(p.kind(Kind::Newline)?.map(drop))
        })?;
        if fits {
            return Ok(None);
        }
        let target = need!(self.expression());
        self.raise_node(target, format!("cannot use {} as import target", self.get(target).name))
    }

    fn import_from(&mut self) -> Parsed<()> {
        need!(self.word("from"));
        let dots = self.many(|p| p.any(&[".", "..."]))?;
        let module = self.attempt(Self::dotted_name)?;
        if dots.is_empty() && module.is_none() {
            return Ok(None);
        }
        need!(self.word("import"));
        let bracket = self.attempt(|p| {
            need!(p.word("("));
            need!(p.import_names());
            p.word(",")?;
            p.word(")")
        })?;
        if bracket.is_some() {
            return Ok(Some(()));
        }
        let names = self.attempt(|p| {
            need!(p.import_names());
            Ok((!p.ahead(&[","])?).then_some(()))
        })?;
        if names.is_some() || self.word("*")?.is_some() {
            return Ok(Some(()));
        }
        self.explain(|p| {
            if let Some(newline) = p.kind(Kind::Newline)? {
                return p.raise_from(newline.start, "Expected one or more names after 'import'");
            }
            need!(p.import_names());
            need!(p.word(","));
            need!(p.kind(Kind::Newline));
            p.raise_last("trailing comma not allowed without surrounding parentheses")
        })?;
        Ok(None)
    }

    fn import_names(&mut self) -> Parsed<()> {
        let names = self.gather(",", |p| {
            p.explain(|p| {
                need!(p.name());
                p.invalid_import_target()
            })?;
            need!(p.name());
            p.import_alias()?;
            Ok(Some(()))
        })?;
        Ok(names.map(drop))
    }
}
