//! Code objects.
//!
//! | file | what it has |
//! |---|---|
//! | `construct` | making them from what a program says |
//! | `convert` | making them from what a compiler or a file says |
//! | `attributes` | what programs see of them |

#![allow(unsafe_code, reason = "declares the layout of code objects, whose code units lie behind the object")]

use std::cell::Cell;
use std::ptr::NonNull;

use casewright_code::exceptiontable::{self, ExceptionEntry};
use casewright_code::linetable::{Lines, Location, Positions};
use casewright_code::{CodeFlags, LocalKind};

use crate::eval::frame::FRAME_SPECIALS_SIZE;
use crate::eval::unit::{self, CodeUnit};
use crate::objects::str_::Str;
use crate::objects::tuple::Tuple;
use crate::objects::type_::{Kind, Type};
use crate::value::{FieldOf, Header, Layout, Ptr, Ref};
use crate::vm::Vm;

mod attributes;
mod construct;
mod convert;
#[cfg(test)]
mod tests;

pub(crate) use attributes::{SPEC, docstring, names};

/// A code object: `PyCodeObject`. Its code units, which specialisation rewrites, lie behind it.
#[repr(C)]
pub struct Code {
    header: Header,
    /// `ob_size`: how many code units.
    units: usize,
    /// `co_consts`
    consts: FieldOf<Tuple>,
    /// `co_names`
    names: FieldOf<Tuple>,
    /// `co_localsplusnames`
    localsplusnames: FieldOf<Tuple>,
    /// `co_filename`
    filename: FieldOf<Str>,
    /// `co_name`
    name: FieldOf<Str>,
    /// `co_qualname`
    qualname: FieldOf<Str>,
    /// `co_localspluskinds`
    kinds: Box<[u8]>,
    /// `co_exceptiontable`
    exceptiontable: Box<[u8]>,
    /// `co_linetable`
    linetable: Box<[u8]>,
    /// `co_flags`
    flags: i32,
    /// `co_argcount`
    argcount: i32,
    /// `co_posonlyargcount`
    posonlyargcount: i32,
    /// `co_kwonlyargcount`
    kwonlyargcount: i32,
    /// `co_stacksize`
    stacksize: i32,
    /// `co_firstlineno`
    firstlineno: i32,
    /// `co_nlocalsplus`
    nlocalsplus: i32,
    /// `co_framesize`: how many words a frame takes.
    framesize: i32,
    /// `co_nlocals`
    nlocals: i32,
    /// `co_ncellvars`
    ncellvars: i32,
    /// `co_nfreevars`
    nfreevars: i32,
    /// `_co_firsttraceable`: the index of the first `RESUME`.
    firsttraceable: i32,
    /// `co_version`
    version: Cell<u32>,
    /// `_co_instrumentation_version`
    instrumentation_version: Cell<usize>,
    /// `_co_cached`: the tuples that attributes are made of.
    cached: [FieldOf<Tuple>; 3],
}

/// What a code object is made of. The tables have been checked: [`casewright_code::verify`].
pub(crate) struct CodeParts {
    pub(crate) units: Vec<u16>,
    pub(crate) consts: Ref<Tuple>,
    pub(crate) names: Ref<Tuple>,
    pub(crate) localsplusnames: Ref<Tuple>,
    pub(crate) filename: Ref<Str>,
    pub(crate) name: Ref<Str>,
    pub(crate) qualname: Ref<Str>,
    pub(crate) kinds: Box<[u8]>,
    pub(crate) exceptiontable: Box<[u8]>,
    pub(crate) linetable: Box<[u8]>,
    pub(crate) flags: CodeFlags,
    pub(crate) argcount: u32,
    pub(crate) posonlyargcount: u32,
    pub(crate) kwonlyargcount: u32,
    pub(crate) stacksize: u32,
    pub(crate) firstlineno: i32,
}

impl Code {
    /// A code object of checked parts, ready to be run: `_PyCode_New`.
    pub(crate) fn new(vm: &Vm, parts: CodeParts) -> Ref<Code> {
        let count = |bit: u8| parts.kinds.iter().filter(|kind| **kind & bit != 0).count() as i32;
        let mut units = parts.units;
        let resume =
            units.iter().position(|unit| unit.to_ne_bytes()[0] == cpython_isa::Opcode::Resume.number());
        unit::quicken(&mut units);
        let ty = vm.types.code();
        let nlocalsplus = parts.kinds.len() as i32;
        let stacksize = parts.stacksize as i32;
        let code = Code {
            header: Header::new(ty),
            units: units.len(),
            consts: FieldOf::new(parts.consts),
            names: FieldOf::new(parts.names),
            localsplusnames: FieldOf::new(parts.localsplusnames),
            filename: FieldOf::new(parts.filename),
            name: FieldOf::new(parts.name),
            qualname: FieldOf::new(parts.qualname),
            flags: parts.flags.0 as i32,
            argcount: parts.argcount as i32,
            posonlyargcount: parts.posonlyargcount as i32,
            kwonlyargcount: parts.kwonlyargcount as i32,
            stacksize,
            firstlineno: parts.firstlineno,
            nlocalsplus,
            framesize: nlocalsplus + stacksize + FRAME_SPECIALS_SIZE as i32,
            nlocals: count(LocalKind::LOCAL),
            ncellvars: count(LocalKind::CELL),
            nfreevars: count(LocalKind::FREE),
            firsttraceable: resume.unwrap_or(units.len()) as i32,
            version: Cell::new(vm.function_versions.take()),
            instrumentation_version: Cell::new(0),
            cached: [const { FieldOf::NULL }; 3],
            kinds: parts.kinds,
            exceptiontable: parts.exceptiontable,
            linetable: parts.linetable,
        };
        let place = vm.alloc_var(ty, size_of::<Code>(), units.len() * 2).cast::<Code>();
        // SAFETY: the memory has room for the fields and the units behind them, and nobody uses it.
        unsafe {
            place.write(code);
            let first = place.add(1).cast::<u16>();
            std::ptr::copy_nonoverlapping(units.as_ptr(), first.as_ptr(), units.len());
            Ref::from_raw(place.as_ptr())
        }
    }

    /// `co_code_adaptive`: where the code units lie.
    #[inline(always)]
    pub(crate) fn code_units(&self) -> *mut CodeUnit {
        // What lies behind the fields is outside of the reference; the object's memory as a whole has been exposed as a
        // word when the object was made.
        std::ptr::with_exposed_provenance_mut(std::ptr::from_ref(self).addr() + size_of::<Self>())
    }

    /// How many code units.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.units
    }

    /// The code units as they are now, specialised.
    pub(crate) fn adaptive_units(&self) -> Vec<u16> {
        // SAFETY: as many units lie behind the object, and any bits are a cache entry.
        (0..self.units).map(|index| unsafe { (*self.code_units().add(index)).cache }).collect()
    }

    /// The code units as the compiler wrote them.
    pub(crate) fn deopt_units(&self) -> Vec<u16> {
        let mut units = self.adaptive_units();
        unit::deopt(&mut units);
        units
    }

    /// The constants.
    #[inline(always)]
    pub(crate) fn consts(&self) -> Ptr<'_, Tuple> {
        of(&self.consts)
    }

    /// The names that instructions refer to by number.
    #[inline(always)]
    pub(crate) fn names(&self) -> Ptr<'_, Tuple> {
        of(&self.names)
    }

    /// The names of local, cell and free variables, by their slots.
    #[inline(always)]
    pub(crate) fn localsplusnames(&self) -> Ptr<'_, Tuple> {
        of(&self.localsplusnames)
    }

    /// What the slots hold.
    pub(crate) fn kinds(&self) -> &[u8] {
        &self.kinds
    }

    /// `co_filename`
    pub(crate) fn filename(&self) -> Ptr<'_, Str> {
        of(&self.filename)
    }

    /// `co_name`
    pub(crate) fn name(&self) -> Ptr<'_, Str> {
        of(&self.name)
    }

    /// `co_qualname`
    pub(crate) fn qualname(&self) -> Ptr<'_, Str> {
        of(&self.qualname)
    }

    /// `co_flags`
    #[inline(always)]
    pub(crate) fn flags(&self) -> CodeFlags {
        CodeFlags(self.flags as u32)
    }

    /// `co_argcount`
    #[inline(always)]
    pub(crate) fn argcount(&self) -> usize {
        self.argcount as usize
    }

    /// `co_posonlyargcount`
    #[inline(always)]
    pub(crate) fn posonlyargcount(&self) -> usize {
        self.posonlyargcount as usize
    }

    /// `co_kwonlyargcount`
    #[inline(always)]
    pub(crate) fn kwonlyargcount(&self) -> usize {
        self.kwonlyargcount as usize
    }

    /// Whether every parameter takes one argument by position: none is for keywords only, `*args` or `**kwargs`.
    #[inline(always)]
    pub(crate) fn has_plain_parameters(&self) -> bool {
        let others = CodeFlags(CodeFlags::VARARGS.0 | CodeFlags::VARKEYWORDS.0);
        self.kwonlyargcount() == 0 && !self.flags().intersects(others)
    }

    /// `co_nlocalsplus`: how many slots for variables a frame has.
    #[inline(always)]
    pub(crate) fn nlocalsplus(&self) -> usize {
        self.nlocalsplus as usize
    }

    /// `co_nfreevars`
    #[inline(always)]
    pub(crate) fn nfreevars(&self) -> usize {
        self.nfreevars as usize
    }

    /// `co_framesize`: how many words a frame takes.
    #[inline(always)]
    pub(crate) fn framesize(&self) -> usize {
        self.framesize as usize
    }

    /// `co_stacksize`
    #[inline(always)]
    pub(crate) fn stacksize(&self) -> usize {
        self.stacksize as usize
    }

    /// `co_firstlineno`
    pub(crate) fn firstlineno(&self) -> i32 {
        self.firstlineno
    }

    /// `_co_firsttraceable`: where the first `RESUME` is, before which a frame is not complete.
    #[inline(always)]
    pub(crate) fn firsttraceable(&self) -> usize {
        self.firsttraceable as usize
    }

    /// `co_version`: what functions made of it get as theirs.
    #[inline(always)]
    pub(crate) fn version(&self) -> u32 {
        self.version.get()
    }

    /// `_co_instrumentation_version`
    #[inline(always)]
    pub(crate) fn instrumentation_version(&self) -> usize {
        self.instrumentation_version.get()
    }

    /// What handles an exception that the instruction at this index raises.
    pub(crate) fn handler(&self, index: usize) -> Option<ExceptionEntry> {
        exceptiontable::find(&self.exceptiontable, u32::try_from(index).ok()?)
    }

    /// From which source the code unit at this index is.
    pub(crate) fn location(&self, index: usize) -> Location {
        Positions::new(&self.linetable, self.firstlineno).nth(index).unwrap_or_default()
    }

    /// The line of the code unit at this index: `PyCode_Addr2Line`.
    pub(crate) fn line(&self, index: Option<usize>) -> Option<i32> {
        match index {
            None => Some(self.firstlineno),
            Some(index) => self.location(index).line,
        }
    }

    /// `co_positions()`
    pub(crate) fn positions(&self) -> Positions<'_> {
        Positions::new(&self.linetable, self.firstlineno)
    }

    /// `co_lines()`
    pub(crate) fn lines(&self) -> Lines<'_> {
        Lines::new(&self.linetable, self.firstlineno, 2 * self.units)
    }
}

/// A field that is written once, before anybody sees the object.
#[inline(always)]
fn of<T: Layout>(field: &FieldOf<T>) -> Ptr<'_, T> {
    // SAFETY: the field is never written again, and lives as long as the reference to it.
    match unsafe { field.borrow() } {
        Some(object) => object,
        None => unreachable!("code objects are made with all their fields"),
    }
}

// SAFETY: `repr(C)` with the header first.
unsafe impl Layout for Code {
    const NAME: &'static str = "code";

    #[inline(always)]
    fn fits(ty: &Type) -> bool {
        ty.layout() == Kind::Code
    }
}

/// `tp_dealloc`
///
/// # Safety
///
/// `object` is a code object without references.
unsafe fn dealloc(vm: &Vm, object: NonNull<Header>) {
    // SAFETY: the object is whole until its fields are dropped, and nobody else uses it. Its size is what `new` asked
    // for.
    unsafe {
        vm.forget_object(object.as_ref());
        let code = object.cast::<Code>();
        let units = code.as_ref().units;
        code.drop_in_place();
        vm.free_object(object, size_of::<Code>() + units * 2);
    }
}
