//! All that an instruction can change, as lines of text.

use std::collections::{HashSet, VecDeque};
use std::fmt::Write as _;

use crate::abi::pointer::{ObjPtr, PyObject};
use crate::eval::cx::Cx;
use crate::eval::frame::{self, OWNED_BY_INTERPRETER};
use crate::eval::unit::CodeUnit;
use crate::objects::code::Code;
use crate::objects::type_::Type;
use crate::value::{Header, Obj, Ptr, StackRef};
use crate::vm::Vm;

/// How many objects are looked at, from the variables and stacks outwards.
const OBJECTS: usize = 1500;
/// How far from the stack the memory of objects itself is looked at.
const NEAR: usize = 2;

/// Types beside iterators whose objects are more than what they refer to. Their fields leave no gaps.
const PROGRESS: [&str; 3] = ["list", "dict", "set"];

/// The objects that can be reached, and what is said of them.
struct Walk {
    seen: HashSet<u64>,
    todo: VecDeque<(Obj<'static>, usize)>,
}

impl Walk {
    fn add(&mut self, object: Obj<'_>, distance: usize) {
        let word = object.word();
        if object.header().is_some() && self.seen.len() < OBJECTS && self.seen.insert(word) {
            // SAFETY: nothing is released while the state is written down.
            self.todo.push_back((unsafe { ObjPtr::<PyObject>::from_word(word) }.obj(), distance));
        }
    }

    fn add_item(&mut self, item: &StackRef) {
        if !item.is_tagged_int()
            && let Some(object) = item.as_ptr().get()
        {
            self.add(object, 0);
        }
    }
}

/// A line about an object: where it is, its type, how often it is referred to, and what is in it.
fn object_line(vm: &Vm, object: Obj<'_>, header: &Header, distance: usize) -> String {
    let ty = header.ty();
    let mut line = format!("{:#x} {} {}", object.word(), ty.name(), header.refcount());
    let types = &vm.types;
    let plain = [types.int(), types.float(), types.str(), types.bytes()];
    if plain.iter().any(|plain| std::ptr::eq::<Type>(&**plain, ty)) {
        if let Ok(text) = vm.repr(object) {
            let _ = write!(line, " {}", text.as_str());
        }
    } else if distance < NEAR && (PROGRESS.contains(&ty.name()) || ty.name().ends_with("iterator")) {
        // Behind the header, whose count has been said.
        let words = ty.basicsize() / size_of::<u64>();
        for index in size_of::<Header>() / size_of::<u64>()..words {
            // SAFETY: an object has as many bytes as its type says.
            let word = unsafe { std::ptr::from_ref(header).cast::<u64>().add(index).read() };
            let _ = write!(line, " {word:x}");
        }
    }
    line
}

/// Writes down the state: frames with variables and stack, the exception that is set, what is being handled, the code
/// that the instruction is in, the thread, and the objects.
///
/// The code unit `masked` is left out: a counter that only one of the interpreters has.
///
/// # Safety
///
/// The frames are whole; `cx.stack_pointer` is that of `cx.frame`.
pub(super) unsafe fn lines(vm: &Vm, cx: &Cx, code: Ptr<'_, Code>, masked: *mut CodeUnit) -> Vec<String> {
    let mut lines = Vec::new();
    let mut walk = Walk { seen: HashSet::new(), todo: VecDeque::new() };
    let live = vm.heap.live();
    // SAFETY: the contract.
    unsafe {
        let thread = cx.tstate;
        lines.push(format!(
            "thread: frame {:p}, {} calls left, breaker {}",
            (*thread).current_frame,
            (*thread).py_recursion_remaining,
            (*thread).eval_breaker
        ));
        let mut frame = cx.frame;
        while !frame.is_null() && (*frame).owner != OWNED_BY_INTERPRETER {
            let top = if frame == cx.frame { cx.stack_pointer } else { (*frame).stackpointer };
            let code = frame::code(frame);
            lines.push(format!(
                "frame {frame:p}: {}, owner {}, at {}, returns behind {}",
                code.get().qualname().get().as_str(),
                (*frame).owner,
                frame::lasti(frame),
                (*frame).return_offset
            ));
            let mut item = frame::localsplus(frame);
            while item < top {
                lines.push(format!("    {:#x}", (*item).bits()));
                walk.add_item(&*item);
                item = item.add(1);
            }
            for slot in [(*frame).f_locals.get(), (*frame).f_executable.get(), (*frame).f_globals] {
                lines.push(format!("    frame has {:#x}", slot.word()));
                if let Some(object) = slot.to_obj() {
                    walk.add(object, 1);
                }
            }
            walk.add_item(&(*frame).f_funcobj);
            frame = (*frame).previous;
        }
        let mut handled = (*thread).exc_info;
        while !handled.is_null() {
            let exception = (*handled).exc_value.get();
            lines.push(format!("handled: {:#x}", exception.word()));
            if let Some(object) = exception.to_obj() {
                walk.add(object, 0);
            }
            handled = (*handled).previous_item;
        }
        let first = code.code_units();
        let units: Vec<u16> = (0..code.deopt_units().len())
            .map(|index| first.add(index))
            .map(|unit| if unit == masked { 0 } else { (*unit).cache })
            .collect();
        lines.push(format!("code: {units:x?}"));
    }
    // Only a copy of the process is asked, which does not need it any more.
    let raised = vm.take_exception();
    lines.push(match &raised {
        Some(exception) => {
            walk.add(exception.obj(), 0);
            format!("raised: {:#x} {}", exception.obj().word(), exception.ty().name())
        }
        None => "nothing raised".to_owned(),
    });
    while let Some((object, distance)) = walk.todo.pop_front() {
        let Some(header) = object.header() else { continue };
        lines.push(object_line(vm, object, header, distance));
        if object.cast::<Type>().is_none()
            && let Some(traverse) = header.ty().slots.traverse.get()
        {
            // SAFETY: the object is alive, and the slot is that of its type.
            unsafe { traverse(header.into(), &mut |child| walk.add(child, distance + 1)) };
        }
    }
    if let Some(exception) = &raised {
        lines.push(format!("raised: {}", vm.repr_text(exception)));
    }
    lines.push(format!("{live} objects are alive"));
    lines
}
