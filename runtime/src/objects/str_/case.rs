//! Methods about case, and about what characters there are.

use super::unicode::{self, Case};
use super::{Chars, Str, StrBuilder};
use crate::value::Ref;
use crate::vm::Vm;

const SIGMA: u32 = 0x3a3;
const SMALL_SIGMA: u32 = 0x3c3;
const FINAL_SIGMA: u32 = 0x3c2;

/// Whether the sigma at `index` ends a word: a letter stands before it and none behind.
fn is_final_sigma(chars: Chars<'_>, index: usize) -> bool {
    let is_letter = |mut codes: &mut dyn Iterator<Item = u32>| {
        (&mut codes).find(|&code| !unicode::is_case_ignorable(code)).is_some_and(unicode::is_cased)
    };
    is_letter(&mut chars.slice(0, index).iter().rev())
        && !is_letter(&mut chars.slice(index + 1, chars.len()).iter())
}

fn push_lower(chars: Chars<'_>, index: usize, code: u32, out: &mut StrBuilder) {
    if code == SIGMA {
        out.push(if is_final_sigma(chars, index) { FINAL_SIGMA } else { SMALL_SIGMA });
    } else {
        unicode::map_case(code, Case::Lower, |code| out.push(code));
    }
}

fn push(code: u32, case: Case, out: &mut StrBuilder) {
    unicode::map_case(code, case, |code| out.push(code));
}

impl Str {
    /// `lower`
    pub(crate) fn lower(&self, vm: &Vm) -> Ref<Str> {
        if let Some(text) = self.as_ascii() {
            return Str::from_vec(vm, text.as_bytes().to_ascii_lowercase());
        }
        self.mapped(vm, push_lower)
    }

    /// `upper`
    pub(crate) fn upper(&self, vm: &Vm) -> Ref<Str> {
        if let Some(text) = self.as_ascii() {
            return Str::from_vec(vm, text.as_bytes().to_ascii_uppercase());
        }
        self.mapped(vm, |_, _, code, out| push(code, Case::Upper, out))
    }

    /// `casefold`
    pub(crate) fn casefold(&self, vm: &Vm) -> Ref<Str> {
        if let Some(text) = self.as_ascii() {
            return Str::from_vec(vm, text.as_bytes().to_ascii_lowercase());
        }
        self.mapped(vm, |_, _, code, out| push(code, Case::Fold, out))
    }

    /// `swapcase`
    pub(crate) fn swapcase(&self, vm: &Vm) -> Ref<Str> {
        self.mapped(vm, |chars, index, code, out| {
            if unicode::is_upper(code) {
                push_lower(chars, index, code, out);
            } else if unicode::is_lower(code) {
                push(code, Case::Upper, out);
            } else {
                out.push(code);
            }
        })
    }

    /// `capitalize`
    pub(crate) fn capitalize(&self, vm: &Vm) -> Ref<Str> {
        if let Some(text) = self.as_ascii() {
            let mut units = text.as_bytes().to_ascii_lowercase();
            if let Some(first) = units.first_mut() {
                first.make_ascii_uppercase();
            }
            return Str::from_vec(vm, units);
        }
        self.mapped(vm, |chars, index, code, out| {
            if index == 0 {
                push(code, Case::Title, out);
            } else {
                push_lower(chars, index, code, out);
            }
        })
    }

    /// `title`
    pub(crate) fn title(&self, vm: &Vm) -> Ref<Str> {
        let mut after_letter = false;
        if let Some(text) = self.as_ascii() {
            let mut units = text.as_bytes().to_ascii_lowercase();
            for unit in &mut units {
                if !after_letter {
                    unit.make_ascii_uppercase();
                }
                after_letter = unit.is_ascii_alphabetic();
            }
            return Str::from_vec(vm, units);
        }
        self.mapped(vm, move |chars, index, code, out| {
            if after_letter {
                push_lower(chars, index, code, out);
            } else {
                push(code, Case::Title, out);
            }
            after_letter = unicode::is_cased(code);
        })
    }

    fn mapped(&self, vm: &Vm, mut map: impl FnMut(Chars<'_>, usize, u32, &mut StrBuilder)) -> Ref<Str> {
        let chars = self.chars();
        // Mapping may make a string narrower: the builder begins narrow.
        let mut out = StrBuilder::with_capacity(chars.len());
        for (index, code) in chars.iter().enumerate() {
            map(chars, index, code, &mut out);
        }
        out.finish(vm)
    }

    /// Whether there are characters and all are such.
    pub(crate) fn all(&self, is_such: impl Fn(u32) -> bool) -> bool {
        !self.is_empty() && self.chars().iter().all(is_such)
    }

    /// `islower`: a lower-case letter, and none of another case.
    pub(crate) fn is_lower(&self) -> bool {
        let mut found = false;
        for code in self.chars().iter() {
            if unicode::is_upper(code) || unicode::is_title(code) {
                return false;
            }
            found |= unicode::is_lower(code);
        }
        found
    }

    /// `isupper`: an upper-case letter, and none of another case.
    pub(crate) fn is_upper(&self) -> bool {
        let mut found = false;
        for code in self.chars().iter() {
            if unicode::is_lower(code) || unicode::is_title(code) {
                return false;
            }
            found |= unicode::is_upper(code);
        }
        found
    }

    /// `istitle`: capitals begin words and are nowhere else.
    pub(crate) fn is_title(&self) -> bool {
        let (mut found, mut after_letter) = (false, false);
        for code in self.chars().iter() {
            if unicode::is_upper(code) || unicode::is_title(code) {
                if after_letter {
                    return false;
                }
                (found, after_letter) = (true, true);
            } else if unicode::is_lower(code) {
                if !after_letter {
                    return false;
                }
                (found, after_letter) = (true, true);
            } else {
                after_letter = false;
            }
        }
        found
    }

    /// `isidentifier`
    pub(crate) fn is_identifier(&self) -> bool {
        let mut codes = self.chars().iter();
        codes.next().is_some_and(unicode::is_xid_start) && codes.all(unicode::is_xid_continue)
    }
}
