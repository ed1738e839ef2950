//! Strings in memory.

#![allow(unsafe_code, reason = "code points lie behind the object or in a vector taken apart")]

use std::borrow::Cow;
use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr::{self, NonNull};
use std::slice;

use super::{Chars, Width};
use crate::objects::type_::{Kind, Type};
use crate::value::{Header, Heap, Layout, Ptr, Ref};
use crate::vm::{Vm, vm};

/// A string: `PyUnicodeObject`.
///
/// Up to `Str::INLINE` bytes of code points lie at the end of the object; more of them, and those of instances of
/// subtypes, in a vector of their own, which can grow.
#[repr(C)]
pub struct Str {
    header: Header,
    /// The hash, or -1 as long as nobody asked for it.
    hash: Cell<i64>,
    /// How many code points.
    len: Cell<usize>,
    /// [`Meta`]
    meta: Cell<Meta>,
    /// The first code point in a vector; or here the code points begin that lie in the object.
    data: Cell<*mut u8>,
}

/// How a string is stored, in one word.
///
/// Bits 0 to 2 are the [`Width`], then come flags; bits 8 to 15 are the memory behind the fields, in grains of 16
/// bytes; from bit 16 on stands the capacity of the vector, in code points.
#[derive(Clone, Copy)]
struct Meta(u64);

impl Meta {
    const WIDTH: u64 = 7;
    const ASCII: u64 = 1 << 3;
    const INLINE: u64 = 1 << 4;
    const INTERNED: u64 = 1 << 5;
    const GRAIN: usize = 16;

    fn new(width: Width, grains: usize, capacity: usize, flags: u64) -> Self {
        debug_assert!(grains < 256 && capacity < 1 << 48);
        Self((capacity as u64) << 16 | (grains as u64) << 8 | width as u64 | flags)
    }

    #[inline(always)]
    fn width(self) -> Width {
        match self.0 & Self::WIDTH {
            1 => Width::One,
            2 => Width::Two,
            _ => Width::Four,
        }
    }

    #[inline(always)]
    fn has(self, flag: u64) -> bool {
        self.0 & flag != 0
    }

    /// The memory behind the fields.
    #[inline(always)]
    fn grains(self) -> usize {
        (self.0 >> 8 & 0xff) as usize
    }

    /// The capacity of the vector.
    #[inline(always)]
    fn capacity(self) -> usize {
        (self.0 >> 16) as usize
    }
}

/// An integer that holds a code point: the item of one of the three widths.
pub(crate) trait Unit: Copy + Ord + Into<u32> + 'static {
    /// The width.
    const WIDTH: Width;

    /// Whether all are ASCII: asked when a string is made.
    fn all_ascii(units: &[Self]) -> bool;

    /// The code points as a view.
    fn view(units: &[Self]) -> Chars<'_>;
}

impl Unit for u8 {
    const WIDTH: Width = Width::One;

    fn all_ascii(units: &[Self]) -> bool {
        units.is_ascii()
    }

    fn view(units: &[Self]) -> Chars<'_> {
        Chars::One(units)
    }
}

impl Unit for u16 {
    const WIDTH: Width = Width::Two;

    fn all_ascii(_: &[Self]) -> bool {
        false
    }

    fn view(units: &[Self]) -> Chars<'_> {
        Chars::Two(units)
    }
}

impl Unit for u32 {
    const WIDTH: Width = Width::Four;

    fn all_ascii(_: &[Self]) -> bool {
        false
    }

    fn view(units: &[Self]) -> Chars<'_> {
        Chars::Four(units)
    }
}

impl Str {
    /// Where code points in the object begin: they take the place of the pointer to those that are elsewhere.
    const TEXT: usize = std::mem::offset_of!(Self, data);
    /// How many bytes of code points may lie in the object.
    const INLINE: usize = 512 - Self::TEXT;

    /// A string with this text.
    pub fn new(vm: &Vm, text: &str) -> Ref<Str> {
        if text.is_ascii() {
            return Self::from_units(vm, text.as_bytes());
        }
        let largest = text.chars().map(u32::from).max().unwrap_or(0);
        match Width::of(largest) {
            Width::One => Self::from_vec(vm, text.chars().map(|char| u32::from(char) as u8).collect()),
            Width::Two => Self::from_vec(vm, text.chars().map(|char| u32::from(char) as u16).collect()),
            Width::Four => Self::from_vec(vm, text.chars().map(u32::from).collect()),
        }
    }

    /// A string of Latin-1.
    pub(crate) fn from_latin1(vm: &Vm, units: &[u8]) -> Ref<Str> {
        Self::from_units(vm, units)
    }

    /// A string of these code points, which may be stored wider than they need.
    pub(crate) fn from_chars(vm: &Vm, chars: Chars<'_>) -> Ref<Str> {
        match (chars, Width::of(if chars.width() == Width::One { 0 } else { chars.max() })) {
            (Chars::One(units), _) => Self::from_units(vm, units),
            (Chars::Two(units), Width::Two) => Self::from_units(vm, units),
            (Chars::Four(units), Width::Four) => Self::from_units(vm, units),
            (_, Width::One) => Self::from_vec(vm, chars.iter().map(|code| code as u8).collect()),
            (_, Width::Two) => Self::from_vec(vm, chars.iter().map(|code| code as u16).collect()),
            (_, Width::Four) => Self::from_vec(vm, chars.iter().collect()),
        }
    }

    /// A string of one code point.
    #[inline]
    pub(crate) fn from_code(vm: &Vm, code: u32) -> Ref<Str> {
        match Width::of(code) {
            Width::One => vm.strings.latin1(code as u8),
            Width::Two => Self::from_units(vm, &[code as u16]),
            Width::Four => Self::from_units(vm, &[code]),
        }
    }

    /// A string of code points in the narrowest width that holds them all.
    pub(crate) fn from_units<U: Unit>(vm: &Vm, units: &[U]) -> Ref<Str> {
        match units {
            [] => vm.strings.empty(),
            [one] if U::WIDTH == Width::One => vm.strings.latin1((*one).into() as u8),
            _ if size_of_val(units) <= Self::INLINE => Self::inline(&vm.heap, vm.types.str(), units),
            _ => Self::from_long_vec(vm, units.to_vec()),
        }
    }

    /// A string of code points in the narrowest width that holds them all, whose memory it takes over if they are many.
    pub(crate) fn from_vec<U: Unit>(vm: &Vm, units: Vec<U>) -> Ref<Str> {
        if size_of_val(&units[..]) <= Self::INLINE {
            Self::from_units(vm, &units)
        } else {
            Self::from_long_vec(vm, units)
        }
    }

    fn from_long_vec<U: Unit>(vm: &Vm, units: Vec<U>) -> Ref<Str> {
        let memory = vm.heap.alloc(size_of::<Self>()).cast::<Self>();
        // SAFETY: the memory has the size of a string, and nobody uses it.
        unsafe {
            memory.write(Self::with_vec(vm.types.str(), units));
            Ref::from_raw(memory.as_ptr())
        }
    }

    /// The fields of a string that has its code points in a vector. An instance of a subtype begins with these.
    pub(crate) fn with_vec<U: Unit>(ty: &Type, units: Vec<U>) -> Self {
        debug_assert!(Width::of(U::view(&units).max()) == U::WIDTH || units.is_empty());
        let ascii = if U::all_ascii(&units) { Meta::ASCII } else { 0 };
        let mut units = ManuallyDrop::new(units);
        Self {
            header: Header::new(ty),
            hash: Cell::new(-1),
            len: Cell::new(units.len()),
            meta: Cell::new(Meta::new(U::WIDTH, 0, units.capacity(), ascii)),
            data: Cell::new(units.as_mut_ptr().cast()),
        }
    }

    /// A string with its code points in the object.
    pub(super) fn inline<U: Unit>(heap: &Heap, ty: &Type, units: &[U]) -> Ref<Str> {
        debug_assert!(units.is_empty() || Width::of(U::view(units).max()) == U::WIDTH);
        let bytes = size_of_val(units);
        debug_assert!(bytes <= Self::INLINE);
        let grains = (Self::TEXT + bytes).saturating_sub(size_of::<Self>()).div_ceil(Meta::GRAIN);
        let memory = heap.alloc(size_of::<Self>() + grains * Meta::GRAIN).cast::<Self>();
        let ascii = if U::all_ascii(units) { Meta::ASCII } else { 0 };
        let meta = Meta::new(U::WIDTH, grains, 0, ascii | Meta::INLINE);
        let _ = memory.as_ptr().expose_provenance();
        // SAFETY: the memory has room for the fields and the code points at their end, whose place is a multiple of
        // their alignment: that of a pointer. Nobody uses it.
        unsafe {
            memory.write(Self {
                header: Header::of_builtin(ty),
                hash: Cell::new(-1),
                len: Cell::new(units.len()),
                meta: Cell::new(meta),
                data: Cell::new(ptr::null_mut()),
            });
            ptr::copy_nonoverlapping(
                units.as_ptr(),
                memory.byte_add(Self::TEXT).cast().as_ptr(),
                units.len(),
            );
            Ref::from_raw(memory.as_ptr())
        }
    }

    /// The first code point.
    #[inline(always)]
    fn data(&self) -> *mut u8 {
        if self.meta.get().has(Meta::INLINE) {
            // What lies behind the fields is outside of the reference; the memory as a whole was exposed when the
            // string was made.
            ptr::with_exposed_provenance_mut(ptr::from_ref(self).addr() + Self::TEXT)
        } else {
            self.data.get()
        }
    }

    /// How many code points: `PyUnicode_GET_LENGTH`.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Whether it is empty.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether all code points are ASCII: `PyUnicode_IS_ASCII`.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.meta.get().has(Meta::ASCII)
    }

    /// Whether it is the one string with this text in the VM's table of interned strings.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.meta.get().has(Meta::INTERNED)
    }

    /// Notes that it is in the table.
    pub(super) fn set_interned(&self) {
        self.meta.set(Meta(self.meta.get().0 | Meta::INTERNED));
    }

    /// Bytes per code point: `PyUnicode_KIND`.
    #[inline(always)]
    pub(crate) fn width(&self) -> Width {
        self.meta.get().width()
    }

    /// The code points.
    #[inline(always)]
    pub(crate) fn chars(&self) -> Chars<'_> {
        // SAFETY: `len` code points of the width lie at `data` for as long as the string lives: they change only in
        // `append`, which nobody else sees.
        unsafe {
            let data = self.data();
            match self.width() {
                Width::One => Chars::One(slice::from_raw_parts(data, self.len())),
                Width::Two => Chars::Two(slice::from_raw_parts(data.cast(), self.len())),
                Width::Four => Chars::Four(slice::from_raw_parts(data.cast(), self.len())),
            }
        }
    }

    /// The bytes of the code points, in the machine's order.
    #[inline(always)]
    pub(super) fn bytes(&self) -> &[u8] {
        // SAFETY: as for `chars`; every byte of an integer may be read.
        unsafe { slice::from_raw_parts(self.data(), self.len() * self.width().bytes()) }
    }

    /// The code point at `index`: `PyUnicode_READ_CHAR`.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[inline(always)]
    pub fn char_at(&self, index: usize) -> u32 {
        if self.width() == Width::One && index < self.len() {
            // SAFETY: there are so many code points, of a byte each.
            return u32::from(unsafe { *self.data().add(index) });
        }
        self.wide_char_at(index)
    }

    #[cold]
    #[inline(never)]
    fn wide_char_at(&self, index: usize) -> u32 {
        self.chars().at(index)
    }

    /// The text, if it is ASCII.
    #[inline]
    pub fn as_ascii(&self) -> Option<&str> {
        // SAFETY: ASCII is UTF-8.
        self.is_ascii().then(|| unsafe { std::str::from_utf8_unchecked(self.bytes()) })
    }

    /// The text, in which U+FFFD stands for surrogates.
    pub fn as_str(&self) -> Cow<'_, str> {
        match self.as_ascii() {
            Some(text) => Cow::Borrowed(text),
            None => self.chars().to_utf8_lossy(),
        }
    }

    /// The text, or the index of the first surrogate.
    pub(crate) fn to_utf8(&self) -> Result<Cow<'_, str>, usize> {
        if let Some(text) = self.as_ascii() {
            return Ok(Cow::Borrowed(text));
        }
        let mut text = String::with_capacity(self.len() + self.len() / 2);
        for (index, code) in self.chars().iter().enumerate() {
            text.push(char::from_u32(code).ok_or(index)?);
        }
        Ok(Cow::Owned(text))
    }

    /// The hash. Never -1.
    #[inline(always)]
    pub fn hash(&self) -> i64 {
        match self.hash.get() {
            -1 => self.compute_hash(),
            hash => hash,
        }
    }

    /// The hash, if somebody asked for it before; else -1.
    #[inline(always)]
    pub(crate) fn known_hash(&self) -> i64 {
        self.hash.get()
    }

    #[cold]
    #[inline(never)]
    fn compute_hash(&self) -> i64 {
        let hash = vm().strings.hash_bytes(self.bytes());
        self.hash.set(hash);
        hash
    }

    /// Sets the hash, for the table of interned strings, which knows it before there is a current VM.
    pub(super) fn set_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    /// Whether both are the same text: `_PyUnicode_Equal`.
    #[inline]
    pub fn equals(&self, other: &Str) -> bool {
        self.equals_at_first_sight(other).unwrap_or_else(|| self.bytes() == other.bytes())
    }

    /// [`Str::equals`], if that can be told without comparing texts: most strings that differ do so in length or at
    /// once.
    #[inline(always)]
    pub(crate) fn equals_at_first_sight(&self, other: &Str) -> Option<bool> {
        if ptr::eq(self, other) {
            return Some(true);
        }
        if self.len() != other.len() || self.width() != other.width() {
            return Some(false);
        }
        match (self.bytes().first(), other.bytes().first()) {
            (Some(left), Some(right)) if left == right => None,
            (None, None) => Some(true),
            _ => Some(false),
        }
    }

    /// [`Str::equals`] of another object with the same hash. Out of line: two such strings of the same text are rare
    /// among names.
    #[inline(never)]
    pub(crate) fn same_text(&self, other: &Str) -> bool {
        self.equals(other)
    }

    /// Whether this is its text.
    pub fn equals_str(&self, text: &str) -> bool {
        match self.as_ascii() {
            Some(own) => own == text,
            None => !text.is_ascii() && self.chars().iter().eq(text.chars().map(u32::from)),
        }
    }

    /// Adds code points in place, in whatever width is then needed.
    ///
    /// # Safety
    ///
    /// The caller has the only reference to the string and no borrow of its code points.
    pub(super) unsafe fn grow_in_place(&self, more: Chars<'_>) {
        debug_assert!(self.header.refcount() == 1 && !self.is_interned());
        let width = self.width().max(more.width());
        self.hash.set(-1);
        // SAFETY: the contract, and the width chosen is at least both.
        unsafe {
            match width {
                Width::One => self.grow_units::<u8>(more),
                Width::Two => self.grow_units::<u16>(more),
                Width::Four => self.grow_units::<u32>(more),
            }
        }
    }

    /// [`Str::grow_in_place`] in the width `U`.
    ///
    /// # Safety
    ///
    /// As there, and `U` is as wide as the string and as `more`.
    unsafe fn grow_units<U: Unit + TryFrom<u32>>(&self, more: Chars<'_>) {
        let meta = self.meta.get();
        let old = self.len();
        let ascii = match more {
            Chars::One(units) if meta.has(Meta::ASCII) && units.is_ascii() => Meta::ASCII,
            _ => 0,
        };
        if meta.has(Meta::INLINE)
            && U::WIDTH == meta.width()
            && (old + more.len()) * U::WIDTH.bytes()
                <= size_of::<Self>() - Self::TEXT + meta.grains() * Meta::GRAIN
        {
            // SAFETY: the room in the object suffices.
            let place = unsafe { self.data().cast::<U>().add(old) };
            for (index, unit) in narrowed::<U>(more).enumerate() {
                // SAFETY: as above.
                unsafe { place.add(index).write(unit) };
            }
            self.meta.set(Meta::new(U::WIDTH, meta.grains(), 0, ascii | Meta::INLINE));
            self.len.set(old + more.len());
            return;
        }
        let mut units: Vec<U> = if U::WIDTH == meta.width() && !meta.has(Meta::INLINE) {
            // SAFETY: these are the parts of the vector that the string took apart, and are replaced below.
            unsafe { Vec::from_raw_parts(self.data.get().cast(), old, meta.capacity()) }
        } else {
            let mut units = Vec::with_capacity((old + more.len()).saturating_mul(3) / 2);
            units.extend(narrowed::<U>(self.chars()));
            if !meta.has(Meta::INLINE) {
                // SAFETY: the code points have been copied and are replaced below.
                unsafe { self.drop_vec() };
            }
            units
        };
        match (U::view(&[]), more) {
            // The common case is a copy of memory.
            (Chars::One(_), Chars::One(more)) => {
                // SAFETY: `U` is `u8`: it has that width.
                let units = unsafe { &mut *ptr::from_mut(&mut units).cast::<Vec<u8>>() };
                units.extend_from_slice(more);
            }
            _ => units.extend(narrowed::<U>(more)),
        }
        let mut units = ManuallyDrop::new(units);
        // The memory behind the fields stays, unused: its end needs the size.
        self.len.set(units.len());
        self.data.set(units.as_mut_ptr().cast());
        self.meta.set(Meta::new(U::WIDTH, meta.grains(), units.capacity(), ascii));
    }

    /// Drops the vector with the code points.
    ///
    /// # Safety
    ///
    /// They are not inline and not used any more.
    unsafe fn drop_vec(&self) {
        let (data, len, room) = (self.data.get(), self.len(), self.meta.get().capacity());
        // SAFETY: these are the parts of the vector that the string took apart.
        unsafe {
            match self.width() {
                Width::One => drop(Vec::from_raw_parts(data, len, room)),
                Width::Two => drop(Vec::from_raw_parts(data.cast::<u16>(), len, room)),
                Width::Four => drop(Vec::from_raw_parts(data.cast::<u32>(), len, room)),
            }
        }
    }
}

/// The code points in a width that is known to hold them.
fn narrowed<U: Unit + TryFrom<u32>>(chars: Chars<'_>) -> impl Iterator<Item = U> + '_ {
    chars.iter().map(|code| match U::try_from(code) {
        Ok(unit) => unit,
        Err(_) => unreachable!("the width was chosen to hold every code point"),
    })
}

const _: () = assert!(size_of::<Str>() == 48);

impl Drop for Str {
    fn drop(&mut self) {
        let meta = self.meta.get();
        if meta.has(Meta::INTERNED) {
            vm().strings.forget(self);
        }
        if !meta.has(Meta::INLINE) {
            // SAFETY: the string ends, and with it the use of its vector.
            unsafe { self.drop_vec() };
        }
    }
}

/// `tp_dealloc` of `str` itself.
///
/// # Safety
///
/// `object` is a `str`, not an instance of a subtype, and has no references left.
pub(crate) unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    let string = object.cast::<Str>();
    // SAFETY: the contract: the object is whole, and nobody else uses it. Its size is what `inline` and `from_long_vec`
    // asked for. The type's count was taken by `Header::new`.
    unsafe {
        let size = size_of::<Str>() + string.as_ref().meta.get().grains() * Meta::GRAIN;
        string.drop_in_place();
        vm.free_object(object, size);
    }
}

// SAFETY: `repr(C)` with the header first; all instances of `str` and of what inherits from it begin with these fields.
unsafe impl Layout for Str {
    const NAME: &'static str = "str";

    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Str
    }
}

/// `left + right` (`PyUnicode_Append`): in place if nobody else refers to `left`.
pub(crate) fn append(vm: &Vm, left: Ref<Str>, right: Ptr<'_, Str>) -> Ref<Str> {
    if right.is_empty() {
        return left;
    }
    if left.is_empty() {
        return right.to_ref();
    }
    // A string that is referred to once and is not `right` is not borrowed by anybody here.
    if left.header.refcount() == 1
        && !left.is_interned()
        && !left.ptr().is(right)
        && left.ptr().ty().kind() == Kind::Str
    {
        // SAFETY: as just tested; `left` is ours.
        unsafe { left.grow_in_place(right.chars()) };
        return left;
    }
    concat(vm, &left, &right)
}

/// `left + right`, as a new string: `PyUnicode_Concat`.
pub(crate) fn concat(vm: &Vm, left: &Str, right: &Str) -> Ref<Str> {
    match (left.chars(), right.chars()) {
        (Chars::One(left), Chars::One(right)) => from_two(vm, left, right),
        (Chars::Two(left), Chars::Two(right)) => from_two(vm, left, right),
        (Chars::Four(left), Chars::Four(right)) => from_two(vm, left, right),
        (left, right) => {
            let mut builder =
                super::StrBuilder::with_width(left.width().max(right.width()), left.len() + right.len());
            builder.push_chars(left);
            builder.push_chars(right);
            builder.finish(vm)
        }
    }
}

/// A string of two pieces of the same width. Most strings that programs add are short: those need no memory between.
fn from_two<U: Unit + Default>(vm: &Vm, left: &[U], right: &[U]) -> Ref<Str> {
    const SHORT: usize = 64;
    let len = left.len() + right.len();
    if len <= SHORT {
        let mut both = [U::default(); SHORT];
        both[..left.len()].copy_from_slice(left);
        both[left.len()..len].copy_from_slice(right);
        Str::from_units(vm, &both[..len])
    } else {
        let mut both = Vec::with_capacity(len);
        both.extend_from_slice(left);
        both.extend_from_slice(right);
        Str::from_vec(vm, both)
    }
}
