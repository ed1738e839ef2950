//! Searching in strings and bytes: slices of units of one, two or four bytes.

use memchr::{memchr_iter, memmem, memrchr};

/// A unit to search for.
pub(crate) trait Searchable: Copy + Eq + bytemuck::Pod {
    /// Where the unit is first.
    fn first_of(hay: &[Self], unit: Self) -> Option<usize> {
        hay.iter().position(|&other| other == unit)
    }

    /// Where the unit is last.
    fn last_of(hay: &[Self], unit: Self) -> Option<usize> {
        hay.iter().rposition(|&other| other == unit)
    }

    /// How often the unit occurs.
    fn count_of(hay: &[Self], unit: Self) -> usize {
        hay.iter().filter(|&&other| other == unit).count()
    }
}

impl Searchable for u8 {
    fn first_of(hay: &[Self], unit: Self) -> Option<usize> {
        memchr::memchr(unit, hay)
    }

    fn last_of(hay: &[Self], unit: Self) -> Option<usize> {
        memrchr(unit, hay)
    }

    fn count_of(hay: &[Self], unit: Self) -> usize {
        memchr_iter(unit, hay).count()
    }
}

impl Searchable for u16 {}
impl Searchable for u32 {}

/// Where `needle` first begins in `hay`.
pub(crate) fn find<U: Searchable>(hay: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(0),
        _ if needle.len() > hay.len() => None,
        [unit] => U::first_of(hay, *unit),
        // Preparing a search takes longer than searching a short text.
        _ if hay.len() <= SHORT => hay.windows(needle.len()).position(|window| window == needle),
        _ => find_bytes(hay, &memmem::Finder::new(bytemuck::cast_slice::<U, u8>(needle))),
    }
}

/// Up to this length, texts are searched without preparation.
const SHORT: usize = 48;

/// Searches as bytes; a match that begins within a unit is none.
fn find_bytes<U: Searchable>(hay: &[U], finder: &memmem::Finder<'_>) -> Option<usize> {
    let bytes: &[u8] = bytemuck::cast_slice(hay);
    let mut from = 0;
    while let Some(found) = finder.find(&bytes[from..]) {
        let at = from + found;
        if at % size_of::<U>() == 0 {
            return Some(at / size_of::<U>());
        }
        from = at + 1;
    }
    None
}

/// Where `needle` last begins in `hay`.
pub(crate) fn rfind<U: Searchable>(hay: &[U], needle: &[U]) -> Option<usize> {
    match needle {
        [] => Some(hay.len()),
        _ if needle.len() > hay.len() => None,
        [unit] => U::last_of(hay, *unit),
        _ => {
            let bytes: &[u8] = bytemuck::cast_slice(hay);
            let finder = memmem::FinderRev::new(bytemuck::cast_slice::<U, u8>(needle));
            let mut to = bytes.len();
            while let Some(at) = finder.rfind(&bytes[..to]) {
                if at % size_of::<U>() == 0 {
                    return Some(at / size_of::<U>());
                }
                to = at + finder.needle().len() - 1;
            }
            None
        }
    }
}

/// Where `needle` begins in `hay`, from the left, without overlaps. An empty needle is before every unit and at the
/// end.
pub(crate) struct Matches<'a, U> {
    hay: &'a [U],
    needle: &'a [U],
    finder: Option<memmem::Finder<'a>>,
    at: usize,
}

impl<'a, U: Searchable> Matches<'a, U> {
    pub(crate) fn new(hay: &'a [U], needle: &'a [U]) -> Self {
        let finder = (needle.len() > 1).then(|| memmem::Finder::new(bytemuck::cast_slice::<U, u8>(needle)));
        Self { hay, needle, finder, at: 0 }
    }
}

impl<U: Searchable> Iterator for Matches<'_, U> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let rest = self.hay.get(self.at..)?;
        let found = match (self.needle, &self.finder) {
            ([], _) => Some(0),
            (_, Some(finder)) => find_bytes(rest, finder),
            (needle, None) => U::first_of(rest, needle[0]),
        };
        let at = self.at + found?;
        self.at = at + self.needle.len().max(1);
        Some(at)
    }
}

/// How often `needle` occurs in `hay` without overlaps.
pub(crate) fn count<U: Searchable>(hay: &[U], needle: &[U]) -> usize {
    match needle {
        [] => hay.len() + 1,
        [unit] => U::count_of(hay, *unit),
        _ => Matches::new(hay, needle).count(),
    }
}

/// The start and end that `[start:end]` means for something of this length: `ADJUST_INDICES`. The start may be beyond
/// the end.
pub(crate) fn adjust(start: isize, end: isize, len: usize) -> (usize, usize) {
    let len = len as isize;
    let end = if end > len {
        len
    } else if end < 0 {
        (end + len).max(0)
    } else {
        end
    };
    let start = if start < 0 { (start + len).max(0) } else { start };
    (start as usize, end as usize)
}

/// Pieces between separators, from the left; at most `most` of them are split off. Pairs of start and end.
pub(crate) fn split_by<U: Searchable>(hay: &[U], separator: &[U], most: usize) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in Matches::new(hay, separator).take(most) {
        pieces.push((start, at));
        start = at + separator.len();
    }
    pieces.push((start, hay.len()));
    pieces
}

/// Pieces between separators, from the right; at most `most` of them are split off. They come in order.
pub(crate) fn rsplit_by<U: Searchable>(hay: &[U], separator: &[U], most: usize) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut end = hay.len();
    while pieces.len() < most
        && let Some(at) = rfind(&hay[..end], separator)
    {
        pieces.push((at + separator.len(), end));
        end = at;
    }
    pieces.push((0, end));
    pieces.reverse();
    pieces
}

/// Pieces between white space, from the left; at most `most` of them are split off.
pub(crate) fn split_space<U: Copy>(
    hay: &[U],
    is_space: impl Fn(U) -> bool,
    most: usize,
) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    loop {
        while at < hay.len() && is_space(hay[at]) {
            at += 1;
        }
        if at == hay.len() {
            return pieces;
        }
        if pieces.len() == most {
            pieces.push((at, hay.len()));
            return pieces;
        }
        let start = at;
        while at < hay.len() && !is_space(hay[at]) {
            at += 1;
        }
        pieces.push((start, at));
    }
}

/// Pieces between white space, from the right; at most `most` of them are split off. They come in order.
pub(crate) fn rsplit_space<U: Copy>(
    hay: &[U],
    is_space: impl Fn(U) -> bool,
    most: usize,
) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut at = hay.len();
    loop {
        while at > 0 && is_space(hay[at - 1]) {
            at -= 1;
        }
        if at == 0 {
            break;
        }
        if pieces.len() == most {
            pieces.push((0, at));
            break;
        }
        let end = at;
        while at > 0 && !is_space(hay[at - 1]) {
            at -= 1;
        }
        pieces.push((at, end));
    }
    pieces.reverse();
    pieces
}

/// Lines, with their ends or without. `ends` says what ends a line; a carriage return and a line feed are one end.
pub(crate) fn split_lines<U: Copy + PartialEq + From<u8>>(
    hay: &[U],
    ends: impl Fn(U) -> bool,
    keep: bool,
) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < hay.len() {
        let start = at;
        while at < hay.len() && !ends(hay[at]) {
            at += 1;
        }
        let end = at;
        if at < hay.len() {
            let pair = hay[at] == U::from(b'\r') && hay.get(at + 1) == Some(&U::from(b'\n'));
            at += 1 + usize::from(pair);
        }
        lines.push((start, if keep { at } else { end }));
    }
    lines
}

/// What is to be replaced where.
pub(crate) struct Replacement {
    /// Where the old text begins.
    pub(crate) places: Vec<usize>,
    /// How long the result is; `None` if that is beyond all memory.
    pub(crate) length: Option<usize>,
}

impl Replacement {
    /// For a text of `length`, in which texts of the length `old` at these places become such of the length `new`.
    pub(crate) fn new(places: Vec<usize>, length: usize, old: usize, new: usize) -> Self {
        let length = length as i128 + (new as i128 - old as i128) * places.len() as i128;
        let length = isize::try_from(length).ok().and_then(|length| usize::try_from(length).ok());
        Self { places, length }
    }

    /// Hands the result over piece by piece: a range is what stays, `None` stands for the new text.
    pub(crate) fn pieces(&self, length: usize, old: usize, mut piece: impl FnMut(Option<(usize, usize)>)) {
        let mut from = 0;
        for &at in &self.places {
            piece(Some((from, at)));
            piece(None);
            from = at + old;
        }
        piece(Some((from, length)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn matches_within_units_do_not_count() {
        let hay = [0x0101u16, 0x0102, 0x0201, 0x0102, 0x0103];
        assert_eq!(find(&hay, &[0x0102, 0x0103]), Some(3));
        assert_eq!(rfind(&hay, &[0x0102, 0x0201]), Some(1));
        assert_eq!(find(&hay, &[0x0201, 0x0101]), None);
    }

    #[test]
    fn empty_needles_are_everywhere() {
        assert_eq!(Matches::new(&text("ab"), &[]).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(count(b"ab", b""), 3);
        assert_eq!((find(b"ab", b""), rfind(b"ab", b"")), (Some(0), Some(2)));
    }

    #[test]
    fn pieces() {
        assert_eq!(split_by(b"a,b,c", b",", 1), [(0, 1), (2, 5)]);
        assert_eq!(rsplit_by(b"a,b,c", b",", 1), [(0, 3), (4, 5)]);
        assert_eq!(split_space(b"  a b  c ", |byte| byte == b' ', 1), [(2, 3), (4, 9)]);
        assert_eq!(rsplit_space(b"  a b  c ", |byte| byte == b' ', 1), [(0, 5), (7, 8)]);
        assert_eq!(
            split_lines(b"a\r\nb\n\nc", |byte| byte == b'\r' || byte == b'\n', false),
            [(0, 1), (3, 4), (5, 5), (6, 7)]
        );
    }
}
