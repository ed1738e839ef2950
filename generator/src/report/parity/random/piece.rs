//! Definitions as trees of text, of which parts can be left out.

/// A text with texts in it: a file of definitions, a definition of statements, a statement of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What stands before the inner pieces.
    pub open: String,
    /// The inner pieces.
    pub inner: Vec<Piece>,
    /// What stands after them.
    pub close: String,
}

/// Which inner piece of which: a position on each level.
pub type Path = Vec<usize>;

impl Piece {
    /// A text without inner pieces.
    pub fn leaf(text: impl Into<String>) -> Piece {
        Piece { open: text.into(), ..Piece::default() }
    }

    /// A text around others.
    pub fn around(open: impl Into<String>, inner: Vec<Piece>, close: impl Into<String>) -> Piece {
        Piece { open: open.into(), inner, close: close.into() }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    // Pieces are made here, a few levels deep, and never come from an input.
    fn write(&self, text: &mut String) {
        text.push_str(&self.open);
        self.inner.iter().for_each(|piece| piece.write(text));
        text.push_str(&self.close);
    }

    /// The paths of all inner pieces, larger ones first.
    pub fn paths(&self) -> Vec<Path> {
        let mut all = Vec::new();
        let mut level = vec![Path::new()];
        while !level.is_empty() {
            let mut next = Vec::new();
            for path in level {
                let count = self.at(&path).map_or(0, |piece| piece.inner.len());
                next.extend((0..count).map(|index| [path.as_slice(), &[index]].concat()));
            }
            all.extend(next.iter().cloned());
            level = next;
        }
        all
    }

    /// The piece at a path.
    pub fn at(&self, path: &[usize]) -> Option<&Piece> {
        path.iter().try_fold(self, |piece, index| piece.inner.get(*index))
    }

    /// The same without the piece at a path, or with only what was in it.
    pub fn without(&self, path: &[usize], keep_inner: bool) -> Option<Piece> {
        let (last, parents) = path.split_last()?;
        let mut copy = self.clone();
        let mut parent = &mut copy;
        for index in parents {
            parent = parent.inner.get_mut(*index)?;
        }
        let gone = (*last < parent.inner.len()).then(|| parent.inner.remove(*last))?;
        if keep_inner {
            if gone.inner.is_empty() {
                return None;
            }
            parent.inner.splice(*last..*last, gone.inner);
        }
        Some(copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_can_be_left_out() {
        let piece = Piece::around("{", vec![Piece::around("(", vec![Piece::leaf("a")], ")")], "}");
        assert_eq!(piece.text(), "{(a)}");
        assert_eq!(piece.paths(), [vec![0], vec![0, 0]]);
        let without = |path: &[usize], keep| piece.without(path, keep).map(|piece| piece.text());
        assert_eq!(without(&[0], false).as_deref(), Some("{}"));
        assert_eq!(without(&[0], true).as_deref(), Some("{a}"));
        assert_eq!(without(&[0, 0], false).as_deref(), Some("{()}"));
        assert_eq!(without(&[0, 0], true), None);
        assert_eq!(without(&[1], false), None);
    }
}
