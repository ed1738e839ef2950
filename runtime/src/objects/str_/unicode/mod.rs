//! What `str` knows of each code point: properties and case mappings of the Unicode version that CPython 3.14 has.
//!
//! The tables are made by asking CPython (`runtime/tests/oracle/unicode_tables.py`). Rust's own follow another version.

#[rustfmt::skip]
#[allow(missing_docs, clippy::unreadable_literal, reason = "written by a script")]
mod tables {
    use super::Record;
    include!("tables.rs");
}

/// What is known of a code point.
struct Record {
    flags: u16,
    /// The value of a digit.
    digit: u8,
    /// What to add for the lower case, or the index into the mappings to several code points.
    lower: i32,
    upper: i32,
    title: i32,
}

#[inline(always)]
fn record(code: u32) -> &'static Record {
    let block = tables::BLOCK_OF.get((code >> tables::SHIFT) as usize).copied().unwrap_or(0);
    let place = (usize::from(block) << tables::SHIFT) + (code & ((1 << tables::SHIFT) - 1)) as usize;
    &tables::RECORDS[usize::from(tables::RECORD_OF[place])]
}

macro_rules! properties {
    ($( $(#[doc = $doc:literal])* $name:ident: $flag:ident; )*) => {
        $(
            $(#[doc = $doc])*
            #[inline]
            pub(crate) fn $name(code: u32) -> bool {
                record(code).flags & tables::$flag != 0
            }
        )*
    };
}

properties! {
    /// A letter: `str.isalpha`
    is_alpha: ALPHA;
    /// A decimal digit: `str.isdecimal`
    is_decimal: DECIMAL;
    /// A digit, superscripts included: `str.isdigit`
    is_digit: DIGIT;
    /// It stands for a number: `str.isnumeric`
    is_numeric: NUMERIC;
    /// White space: `str.isspace`
    is_space: SPACE;
    /// Shown by `repr` as it is: `str.isprintable`
    is_printable: PRINTABLE;
    /// A lower-case letter
    is_lower: LOWER;
    /// Two columns wide on a terminal
    is_wide: WIDE;
    /// An upper-case letter
    is_upper: UPPER;
    /// A title-case letter
    is_title: TITLE;
    /// A letter that has case
    is_cased: CASED;
    /// What lies between letters and does not part words, for the final sigma
    is_case_ignorable: CASE_IGNORABLE;
    /// May begin an identifier; `_` included
    is_xid_start: XID_START;
    /// May continue an identifier
    is_xid_continue: XID_CONTINUE;
}

/// `str.isalnum` of one code point.
#[inline]
pub(crate) fn is_alnum(code: u32) -> bool {
    record(code).flags & (tables::ALPHA | tables::DECIMAL | tables::DIGIT | tables::NUMERIC) != 0
}

/// The value of a decimal digit.
#[inline]
pub(crate) fn decimal_value(code: u32) -> Option<u32> {
    let record = record(code);
    (record.flags & tables::DECIMAL != 0).then(|| u32::from(record.digit))
}

/// The value of a decimal digit, or the code point itself if it is ASCII, or a space for white space: the form in which
/// numbers are parsed. `None` for all else.
pub(crate) fn to_ascii_digit(code: u32) -> Option<u8> {
    if code < 0x80 {
        Some(code as u8)
    } else if is_space(code) {
        Some(b' ')
    } else {
        decimal_value(code).map(|value| b'0' + value as u8)
    }
}

/// Which case to map to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `str.lower`
    Lower = 0,
    /// `str.upper`
    Upper = 1,
    /// `str.title`
    Title = 2,
    /// `str.casefold`
    Fold = 3,
}

/// The code points of `code` in another case, one after the other.
#[inline]
pub(crate) fn map_case(code: u32, case: Case, mut push: impl FnMut(u32)) {
    let record = record(code);
    if record.flags & tables::EXTENDED_CASE != 0 {
        tables::EXTENDED[record.lower as usize][case as usize].iter().for_each(|&code| push(code));
        return;
    }
    let delta = match case {
        Case::Lower | Case::Fold => record.lower,
        Case::Upper => record.upper,
        Case::Title => record.title,
    };
    push(code.wrapping_add_signed(delta));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(code: char, case: Case) -> String {
        let mut text = String::new();
        map_case(code.into(), case, |code| text.push(char::from_u32(code).unwrap()));
        text
    }

    /// The tables agree with Rust's own wherever no newer version of Unicode could have changed anything.
    #[test]
    fn latin_and_greek_agree_with_the_standard_library() {
        for code in (0..0x500).filter_map(char::from_u32).filter(|&code| is_alpha(code.into())) {
            assert_eq!(mapped(code, Case::Lower), code.to_lowercase().collect::<String>(), "{code}");
            assert_eq!(mapped(code, Case::Upper), code.to_uppercase().collect::<String>(), "{code}");
            assert!(code.is_alphabetic());
        }
        assert_eq!(mapped('ß', Case::Fold), "ss");
        assert_eq!(mapped('ǆ', Case::Title), "ǅ");
        assert_eq!(decimal_value('٣'.into()), Some(3));
        assert!(is_xid_start('_'.into()) && !is_xid_start('1'.into()) && is_xid_continue('1'.into()));
    }
}
