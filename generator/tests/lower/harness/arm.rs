//! What arms are made of, over the values of the harness.

use super::InterpreterFrame;
use super::value::*;

/// What the loop would do after an arm.
#[derive(Debug, PartialEq)]
pub enum Next {
    Dispatch,
    DispatchSameOparg,
    DispatchGoto,
    Deopt(i32),
    Label(Label),
    LabelSaved(Label),
    DispatchInlined(*mut InterpreterFrame),
    Return,
}

pub unsafe fn peek(cx: &Cx, place: i32) -> u64 {
    unsafe { (*cx.stack_pointer.offset(place as isize)).bits() }
}

pub unsafe fn poke(cx: &Cx, place: i32, bits: u64) {
    unsafe { cx.stack_pointer.offset(place as isize).write(StackRef::from_bits(bits)) }
}

pub unsafe fn cache_u16(cx: &Cx, offset: usize) -> u16 {
    unsafe { cx.this_instr.add(offset).cast::<u16>().read() }
}

pub unsafe fn cache_u32(cx: &Cx, offset: usize) -> u32 {
    unsafe { cx.this_instr.add(offset).cast::<u32>().read_unaligned() }
}

pub unsafe fn cache_object(cx: &Cx, offset: usize) -> ObjPtr<'static> {
    unsafe { cx.this_instr.add(offset).cast::<ObjPtr<'static>>().read_unaligned() }
}

pub unsafe fn deopt(cx: &mut Cx, entry: *mut StackRef, head: i32) -> Next {
    cx.stack_pointer = entry;
    cx.next_instr = cx.this_instr;
    Next::Deopt(head)
}

pub unsafe fn leave(cx: &mut Cx, exit: Exit, top: i32) -> Next {
    let (by, next) = match exit {
        Exit::Error(by) => (by, Next::Label(Label::error)),
        Exit::Dispatch(by) => (by, Next::Dispatch),
        Exit::DispatchSameOparg(by) => (by, Next::DispatchSameOparg),
        Exit::DispatchGoto(by) => (by, Next::DispatchGoto),
        Exit::DispatchInlined(frame, by) => (by, Next::DispatchInlined(frame)),
        Exit::Label(label, by) => (by, Next::Label(label)),
        Exit::LabelSaved(label) => return Next::LabelSaved(label),
        Exit::Return => return Next::Return,
        other => panic!("an instruction cannot end so: {other:?}"),
    };
    cx.stack_pointer = unsafe { cx.stack_pointer.offset((top + by) as isize) };
    next
}

pub unsafe fn unknown_opcode(_: &mut Cx) -> Next {
    panic!("there is no such instruction")
}
