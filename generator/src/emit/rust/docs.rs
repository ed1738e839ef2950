//! Doc comments as lists of lines, filled to the width of the house style.

use crate::ir::{Effect, Location, SizeExpr, StackItem};

/// Characters of text a doc line may hold: 110 columns less an indentation of four and the `///`.
const WIDTH: usize = 102;

/// A doc comment. Each line is what follows `///`: empty, or text after a space.
#[derive(Debug, Default)]
pub struct Doc {
    lines: Vec<String>,
    in_list: bool,
}

impl Doc {
    /// A comment that starts with a paragraph.
    pub fn new(text: &str) -> Doc {
        let mut doc = Doc::default();
        doc.paragraph(text);
        doc
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: &str) -> &mut Doc {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.in_list = false;
        self.fill(text, " ", " ");
        self
    }

    /// Adds an item to a list, starting the list if the last thing was a paragraph.
    pub fn item(&mut self, text: &str) -> &mut Doc {
        if !self.lines.is_empty() && !self.in_list {
            self.lines.push(String::new());
        }
        self.in_list = true;
        self.fill(text, " - ", "   ");
        self
    }

    /// The lines.
    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }

    fn fill(&mut self, text: &str, first: &str, rest: &str) {
        let mut line = first.to_owned();
        let mut empty = true;
        for word in text.split(' ').filter(|w| !w.is_empty()) {
            if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.lines.push(std::mem::replace(&mut line, rest.to_owned()));
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.lines.push(line);
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn join(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// `1 code unit`, `4 code units`.
pub fn units(count: u32) -> String {
    format!("{count} code unit{}", if count == 1 { "" } else { "s" })
}

/// A number of stack items: `nothing`, `1 item`, ``` `2 + oparg` items ```.
pub fn items(effect: &Effect) -> String {
    match effect.expr {
        SizeExpr::Int(0) => "nothing".to_owned(),
        SizeExpr::Int(1) => "1 item".to_owned(),
        SizeExpr::Int(n) => format!("{n} items"),
        _ => format!("`{}` items", effect.text),
    }
}

/// A stack effect as the definition writes it, `left, right -- res`, without its cache entries.
pub fn signature(inputs: &[StackItem], outputs: &[StackItem]) -> String {
    let side = |items: &[StackItem]| items.iter().map(stack_item).collect::<Vec<_>>().join(", ");
    format!("{} -- {}", side(inputs), side(outputs)).trim().to_owned()
}

fn stack_item(item: &StackItem) -> String {
    let size = item.size.as_ref().map(|s| format!("[{}]", s.text)).unwrap_or_default();
    let condition = item.condition.as_ref().map(|c| format!(" if ({})", c.text)).unwrap_or_default();
    format!("{}{size}{condition}", item.name)
}

/// `bytecodes.c:12`, for a comment.
pub fn place(location: &Location) -> String {
    format!("{}:{}", location.file, location.line)
}

/// The sentence that says where something is defined.
pub fn defined(location: &Location) -> String {
    format!("Defined in `{}`, line {}.", location.file, location.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_items_are_filled_and_separated() {
        let mut doc = Doc::new(&["word"; 30].join(" "));
        doc.item("one").item(&["word"; 30].join(" ")).paragraph("last");
        let lines = doc.into_lines();
        assert_eq!(lines[0].len(), 1 + 20 * 5 - 1);
        assert_eq!(lines[2..4], ["".to_owned(), " - one".to_owned()]);
        assert!(lines[4].starts_with(" - word word") && lines[5].starts_with("   word"));
        assert_eq!(lines[6..], ["".to_owned(), " last".to_owned()]);
        assert!(lines.iter().all(|l| l.chars().count() <= WIDTH));
    }

    #[test]
    fn lists_read_as_english() {
        let list = |items: &[&str]| join(&items.iter().map(|&s| s.to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
