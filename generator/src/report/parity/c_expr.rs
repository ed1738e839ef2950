//! Evaluates the small C expressions in `oparg` that CPython's generated tables contain (`2 + (oparg & 0xFF)`). This is
//! a reader of its own on purpose: held against it, the analysis does not check itself.

/// The value of a C expression for one `oparg`, or `None` if it is not one that we can read.
pub fn eval(text: &str, oparg: i64) -> Option<i64> {
    let tokens = tokenize(text)?;
    let mut reader = Reader { tokens: &tokens, at: 0, oparg, depth: 0 };
    let value = reader.ternary()?;
    (reader.at == tokens.len()).then_some(value)
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Number(i64),
    Oparg,
    Op(&'a str),
}

const OPERATORS: [&str; 22] = [
    "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "(", ")", "?", ":", "+", "-", "*", "/", "%", "&", "|",
    "^", "<", ">",
];

fn tokenize(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let word = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if word > 0 {
            let (text, after) = rest.split_at(word);
            tokens.push(match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
                Some(hex) => Token::Number(i64::from_str_radix(hex, 16).ok()?),
                None if text == "oparg" => Token::Oparg,
                None => Token::Number(text.parse().ok()?),
            });
            rest = after.trim_start();
            continue;
        }
        let op = OPERATORS.iter().find(|op| rest.starts_with(**op))?;
        tokens.push(Token::Op(op));
        rest = rest[op.len()..].trim_start();
    }
    Some(tokens)
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    oparg: i64,
    depth: u32,
}

/// Binding strength of the infix operators, loosest first.
const LEVELS: [&[&str]; 10] = [
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<", ">", "<=", ">="],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Reader<'_> {
    fn accept(&mut self, op: &str) -> bool {
        let found = self.tokens.get(self.at) == Some(&Token::Op(op)).map(|t| t as &Token<'_>);
        self.at += usize::from(found);
        found
    }

    fn ternary(&mut self) -> Option<i64> {
        self.depth += 1;
        if self.depth > 64 {
            return None;
        }
        let condition = self.infix(0)?;
        let value = if self.accept("?") {
            let then = self.ternary()?;
            if !self.accept(":") {
                return None;
            }
            let otherwise = self.ternary()?;
            if condition != 0 { then } else { otherwise }
        } else {
            condition
        };
        self.depth -= 1;
        Some(value)
    }

    fn infix(&mut self, level: usize) -> Option<i64> {
        let Some(operators) = LEVELS.get(level) else { return self.prefix() };
        let mut left = self.infix(level + 1)?;
        while let Some(op) = operators.iter().find(|op| self.accept(op)) {
            let right = self.infix(level + 1)?;
            left = apply(op, left, right)?;
        }
        Some(left)
    }

    fn prefix(&mut self) -> Option<i64> {
        let mut negative = false;
        while self.accept("-") {
            negative = !negative;
        }
        let value = if self.accept("(") {
            let value = self.ternary()?;
            if !self.accept(")") {
                return None;
            }
            value
        } else {
            let value = match self.tokens.get(self.at)? {
                Token::Number(number) => *number,
                Token::Oparg => self.oparg,
                Token::Op(_) => return None,
            };
            self.at += 1;
            value
        };
        if negative { value.checked_neg() } else { Some(value) }
    }
}

fn apply(op: &str, left: i64, right: i64) -> Option<i64> {
    let truth = |condition: bool| Some(i64::from(condition));
    match op {
        "||" => truth(left != 0 || right != 0),
        "&&" => truth(left != 0 && right != 0),
        "|" => Some(left | right),
        "^" => Some(left ^ right),
        "&" => Some(left & right),
        "==" => truth(left == right),
        "!=" => truth(left != right),
        "<" => truth(left < right),
        ">" => truth(left > right),
        "<=" => truth(left <= right),
        ">=" => truth(left >= right),
        "<<" => left.checked_shl(u32::try_from(right).ok()?),
        ">>" => left.checked_shr(u32::try_from(right).ok()?),
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" => left.checked_div(right),
        "%" => left.checked_rem(right),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::eval;

    #[test]
    fn the_forms_that_occur() {
        assert_eq!(eval("2 + (oparg & 0xFF) + (oparg >> 8)", 0x0203), Some(2 + 3 + 2));
        assert_eq!(eval("2 + ((oparg == 3) ? 1 : 0)", 3), Some(3));
        assert_eq!(eval("2 + ((oparg == 3) ? 1 : 0)", 2), Some(2));
        assert_eq!(eval("oparg*2", 7), Some(14));
        assert_eq!(eval("1 + (oparg-1)", 0), Some(0));
        assert_eq!(eval("-1 - oparg", 4), Some(-5));
    }

    #[test]
    fn what_cannot_be_read_is_no_number() {
        for text in ["", "foo", "1 +", "(1", "1)", "1 2", "1 ? 2", "oparg[1]"] {
            assert_eq!(eval(text, 0), None, "{text}");
        }
        assert_eq!(eval(&"(".repeat(10_000), 0), None);
    }
}
