//! Numbers, and what may not follow them.

use super::super::SyntaxErrorKind;
use super::super::fault::Fault;
use super::{Lexer, Step};

impl Lexer<'_> {
    /// The number that begins here.
    pub(super) fn number(&mut self) -> Step {
        if self.byte(0) == b'0' {
            self.at += 1;
            match self.byte(0) | 0x20 {
                b'x' => return self.radix("hexadecimal", u8::is_ascii_hexdigit),
                b'o' => return self.radix("octal", |digit| (b'0'..b'8').contains(digit)),
                b'b' => return self.radix("binary", |digit| matches!(digit, b'0' | b'1')),
                _ => {}
            }
            return self.number_from_zero();
        }
        if self.byte(0) != b'.' {
            self.digits()?;
        }
        self.fraction()
    }

    fn radix(&mut self, name: &str, is_digit: impl Fn(&u8) -> bool) -> Step {
        self.at += 1;
        loop {
            if self.byte(0) == b'_' {
                self.at += 1;
            }
            let digit = self.byte(0);
            if !is_digit(&digit) {
                if digit.is_ascii_digit() {
                    return self.wrong_digit(digit, name);
                }
                return self.fail_before(self.at, format!("invalid {name} literal"));
            }
            while is_digit(&self.byte(0)) {
                self.at += 1;
            }
            if self.byte(0) != b'_' {
                break;
            }
        }
        if self.byte(0).is_ascii_digit() {
            return self.wrong_digit(self.byte(0), name);
        }
        self.after_number(name)
    }

    fn wrong_digit(&self, digit: u8, name: &str) -> Step {
        self.fail_before(self.at + 1, format!("invalid digit '{}' in {name} literal", char::from(digit)))
    }

    fn number_from_zero(&mut self) -> Step {
        let start = self.at - 1;
        loop {
            if self.byte(0) == b'_' {
                self.at += 1;
                if !self.byte(0).is_ascii_digit() {
                    return self.fail_before(self.at, "invalid decimal literal".to_owned());
                }
            }
            if self.byte(0) != b'0' {
                break;
            }
            self.at += 1;
        }
        let zeros_end = self.at + 1;
        let nonzero = self.byte(0).is_ascii_digit();
        if nonzero {
            self.digits()?;
        }
        if nonzero && !matches!(self.byte(0) | 0x20, b'e' | b'j') && self.byte(0) != b'.' {
            let line = self.source.line_of(start);
            return self.fail(Fault {
                kind: SyntaxErrorKind::Syntax,
                message: "leading zeros in decimal integer literals are not permitted; \
                          use an 0o prefix for octal integers"
                    .to_owned(),
                line,
                column: self.source.character_column(line, start),
                end_line: line,
                end_column: self.source.character_column(line, zeros_end) - 1,
            });
        }
        self.fraction()
    }

    fn digits(&mut self) -> Step {
        loop {
            while self.byte(0).is_ascii_digit() {
                self.at += 1;
            }
            if self.byte(0) != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.byte(0).is_ascii_digit() {
                return self.fail_before(self.at, "invalid decimal literal".to_owned());
            }
        }
    }

    /// What may follow the digits before a point.
    fn fraction(&mut self) -> Step {
        if self.byte(0) == b'.' {
            self.at += 1;
            if self.byte(0).is_ascii_digit() {
                self.digits()?;
            }
        }
        if self.byte(0) | 0x20 == b'e' {
            let sign = usize::from(matches!(self.byte(1), b'+' | b'-'));
            if self.byte(1 + sign).is_ascii_digit() {
                self.at += 1 + sign;
                self.digits()?;
            } else if sign == 1 {
                return self.fail_before(self.at + 2, "invalid decimal literal".to_owned());
            } else {
                return self.after_number("decimal");
            }
        }
        if self.byte(0) | 0x20 == b'j' {
            self.at += 1;
            return self.after_number("imaginary");
        }
        self.after_number("decimal")
    }

    /// A number may be followed by a keyword at once, of which it is warned; not by another letter.
    fn after_number(&mut self, name: &str) -> Step {
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
        let whole = |word: &&str| rest.strip_prefix(*word).is_some_and(|after| !after.starts_with(is_part));
        // Of short words, CPython does not look at what follows.
        if ["if", "in", "is"].iter().any(|word| rest.starts_with(word))
            || ["and", "else", "for", "or", "not"].iter().any(whole)
        {
            self.warnings.push((self.at, format!("invalid {name} literal")));
            return Ok(());
        }
        let next = self.byte(0);
        if next.is_ascii_alphanumeric() || next == b'_' {
            return self.fail_before(self.at, format!("invalid {name} literal"));
        }
        Ok(())
    }
}
