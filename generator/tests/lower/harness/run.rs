//! Runs one body on a stack of its own and tells what came of it.

use super::abi::*;
use super::value::*;

/// A value as goldens write it: an int, `null`, or `(1, 2)`.
pub fn value(text: &str) -> StackRef {
    match text.trim() {
        "null" => StackRef::NULL,
        text => StackRef::new(object(text)),
    }
}

fn object(text: &str) -> Owned {
    match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(items) => new_tuple(items.split_whitespace().map(object).collect()),
        None => new_int(text.parse().expect("a number")),
    }
}

pub fn show(reference: &StackRef) -> String {
    let object = unsafe { PyStackRef_AsPyObjectBorrow(reference) };
    if object.is_null() { "null".to_owned() } else { show_object(object.0) }
}

fn show_object(object: *mut PyObject) -> String {
    match unsafe { &(*object).content } {
        Content::None => "None".to_owned(),
        Content::Int(value) => value.to_string(),
        Content::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| show_object(*item)).collect();
            format!("({})", items.join(" "))
        }
    }
}

/// The machine for one run.
pub struct Machine {
    pub stack: Vec<StackRef>,
    pub frame: Box<InterpreterFrame>,
    pub tstate: Box<ThreadState>,
    pub code: Vec<CodeUnit>,
}

impl Machine {
    pub fn new(items: &[&str], locals: &[&str]) -> Machine {
        let mut stack: Vec<StackRef> = items.iter().map(|item| value(item)).collect();
        while stack.len() < 64 {
            stack.push(StackRef::NULL);
        }
        let mut variables = [StackRef::NULL, StackRef::NULL, StackRef::NULL, StackRef::NULL];
        for (variable, text) in variables.iter_mut().zip(locals) {
            *variable = value(text);
        }
        let unit = CodeUnit { op: CodeUnitOp { code: 7, arg: 9 } };
        let frame = InterpreterFrame {
            localsplus: variables,
            return_offset: 0,
            owner: 1,
            instr_ptr: std::ptr::null_mut(),
            previous: std::ptr::null_mut(),
        };
        let tstate = ThreadState { exc_info: std::ptr::null_mut(), tracing: 0, py_recursion_remaining: 10 };
        Machine { stack, frame: Box::new(frame), tstate: Box::new(tstate), code: vec![unit; 32] }
    }

    pub fn cx(&mut self, height: usize, oparg: i32) -> Cx {
        let code = self.code.as_mut_ptr();
        unsafe {
            Cx {
                tstate: &raw mut *self.tstate,
                frame: &raw mut *self.frame,
                this_instr: code.add(8),
                next_instr: code.add(10),
                prev_instr: code.add(6),
                stack_pointer: self.stack.as_mut_ptr().add(height),
                oparg,
                opcode: 7,
                operand0: 0,
                target: 0,
                current_executor: ObjPtr::null(),
                return_value: Owned::null(),
            }
        }
    }

    /// Tells how the run ended, then releases whatever is on the stack and in the variables. Every object must
    /// be gone.
    pub fn finish(mut self, outcome: &str, cx: Cx, top: *mut StackRef) {
        let base = self.stack.as_mut_ptr();
        let height = unsafe { top.offset_from(base) };
        let items: Vec<String> = (0..height).map(|index| show(unsafe { &*base.offset(index) })).collect();
        let locals: Vec<String> = self.frame.localsplus.iter().map(show).collect();
        let moved = unsafe { cx.next_instr.offset_from(self.code.as_ptr()) } - 10;
        let mut line = format!("{outcome} [{}]", items.join(" "));
        if locals.iter().any(|local| local != "null") {
            line += &format!(" locals [{}]", locals.join(" "));
        }
        if moved != 0 {
            line += &format!(" next {moved:+}");
        }
        if !cx.return_value.is_null() {
            line += &format!(" returned {}", show_object(cx.return_value.as_ptr().0));
        }
        drop(cx);
        for index in 0..height {
            unsafe { base.offset(index).read().close() };
        }
        for variable in &mut self.frame.localsplus {
            std::mem::replace(variable, StackRef::NULL).close();
        }
        println!("{line}");
        assert_eq!(live_objects(), 0, "references were lost: {line}");
    }
}

pub fn outcome(exit: Exit) -> (&'static str, i32) {
    match exit {
        Exit::Error(by) => ("error", by),
        Exit::Deopt => ("deopt", 0),
        Exit::ExitIf => ("exit", 0),
        Exit::Dispatch(by) => ("dispatch", by),
        Exit::DispatchSameOparg(by) => ("dispatch_same_oparg", by),
        Exit::DispatchGoto(by) => ("dispatch_goto", by),
        Exit::DispatchInlined(_, by) => ("dispatch_inlined", by),
        Exit::Label(_, by) => ("label", by),
        Exit::LabelSaved(_) => ("label_saved", 0),
        Exit::Return => ("return", -1),
        Exit::TierOne => ("tier_one", 0),
        Exit::TierTwo => ("tier_two", 0),
        Exit::JumpTarget => ("jump_target", 0),
    }
}
