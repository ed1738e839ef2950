//! Random bodies. They pass through three stages: all inputs are alive and no output is set; the inputs are consumed,
//! the topmost first; the outputs are set, the lowest first.

use super::generate::{Item, Signature};
use super::piece::Piece;
use crate::testing::Random;

/// What a body is for, and so what it may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A micro-op for any macro.
    Plain,
    /// A micro-op for members of a family: it can go back to the head.
    Guard,
    /// An instruction of its own: its size is known.
    Sized,
    /// The same, a member of a family.
    SizedGuard,
    /// An abstract micro-op of the optimizer.
    Abstract,
}

/// A body while it is written.
pub(super) struct Body<'r> {
    random: &'r mut Random,
    signature: Signature,
    kind: Kind,
    /// The macro with which this definition leaves for the family's head: one of the two, never both.
    leave: &'static str,
    /// Inputs that are not consumed yet; unused ones do not count.
    live: Vec<Item>,
    /// Whether an output is set.
    is_set: bool,
    /// Local variables declared, so that names do not come up twice.
    locals: usize,
}

type Pieces = Vec<Piece>;

impl<'r> Body<'r> {
    pub fn new(random: &'r mut Random, signature: &Signature, kind: Kind) -> Body<'r> {
        let leave = random.pick(&["DEOPT_IF", "EXIT_IF"]);
        let live = signature.inputs.iter().filter(|item| item.name != "unused").cloned().collect();
        Body { random, signature: signature.clone(), kind, leave, live, is_set: false, locals: 0 }
    }

    /// The whole body.
    pub fn whole(mut self) -> Pieces {
        let mut all = Pieces::new();
        if self.random.one_in(12) {
            all.push(line(1, "// Why, in words (with a bracket"));
        }
        all.extend(self.some(3, 1));
        if self.kind == Kind::Abstract {
            // The optimizer has no ownership.
            self.live.clear();
        } else {
            all.extend(self.consume());
        }
        all.extend(self.some(2, 1));
        if self.kind != Kind::Abstract {
            // Peeked items are no longer known afterwards, which the next branch would need.
            let often = if self.signature.peeks.is_empty() { 8 } else { 40 };
            if self.random.one_in(often) {
                all.push(line(1, "SYNC_SP();"));
            }
            if self.random.one_in(6) {
                all.push(line(1, "ERROR_IF(err < 0);"));
            }
        }
        all.extend(self.set_outputs());
        match self.random.below(16) {
            0 if self.kind != Kind::Abstract => all.push(line(1, "ERROR_IF(FAILED(tstate));")),
            1 => all.push(line(1, "esc(tstate);")),
            2 if self.kind != Kind::Abstract => all.push(line(1, "DISPATCH();")),
            3 if self.kind != Kind::Abstract => all.push(line(1, "goto unwind;")),
            4 if self.kind == Kind::Sized => all.push(line(1, "return result;")),
            5 => all.push(line(1, "/* done */ SPAM(oparg);")),
            _ => {}
        }
        all
    }

    /// A value to read.
    fn value(&mut self) -> String {
        let peeks = self.signature.peeks.iter();
        let items: Vec<Item> = peeks.chain(&self.live).cloned().collect();
        let Some(item) = items.get(self.random.below(items.len() + 1)) else {
            return self
                .random
                .pick(&["tstate", "GETLOCAL(oparg)", "oparg >> 1", "frame", "NULL"])
                .to_owned();
        };
        if item.is_array() { format!("{}[0]", item.name) } else { item.name.clone() }
    }

    /// Whether a call that runs arbitrary code may stand here: inputs must not be alive below an output that is set.
    fn may_escape(&self) -> bool {
        self.kind == Kind::Abstract || !self.is_set || self.live.is_empty()
    }

    fn may_leave(&self) -> bool {
        matches!(self.kind, Kind::Guard | Kind::SizedGuard)
    }

    /// Up to `most` statements that leave inputs and outputs as they are.
    fn some(&mut self, most: usize, depth: usize) -> Pieces {
        (0..self.random.below(most + 1)).map(|_| self.neutral(depth)).collect()
    }

    fn block(&mut self, depth: usize, open: &str, jump: bool) -> Piece {
        let mut inner = self.some(2, depth + 1);
        if jump {
            inner.push(self.jump(depth + 1));
        } else if inner.is_empty() {
            inner.push(line(depth + 1, "SPAM();"));
        }
        Piece::around(indented(depth, open), inner, indented(depth, "}\n"))
    }

    /// A statement that leaves the block.
    fn jump(&mut self, depth: usize) -> Piece {
        if self.kind == Kind::Abstract {
            return line(depth, "goto error;");
        }
        let list = [
            "ERROR_NO_POP();",
            "goto error;",
            "DISPATCH();",
            "return oparg;",
            "goto unwind;",
            "return esc(oparg);",
            "ERROR_IF(true);",
        ];
        // Items that are alive are not given up on an error.
        let count = if self.live.is_empty() { list.len() } else { list.len() - 1 };
        line(depth, self.random.pick(&list[..count]))
    }

    fn neutral(&mut self, depth: usize) -> Piece {
        let value = self.value();
        let other = self.value();
        self.locals += 1;
        let n = self.locals;
        let escape = self.may_escape();
        let is_abstract = self.kind == Kind::Abstract;
        let text = match self.random.below(54) {
            0..=2 => format!("SPAM({value}, oparg & 1, /* why */ {other});"),
            3 | 4 if escape => format!("esc({value});"),
            5 if escape => format!("esc({value},\n            {other});"),
            6 if escape => format!("PyObject *t{n} = esc({value});"),
            7 if escape => format!("(*fn)({value});"),
            8 if escape => format!("k{n} = (Foo)({value});"),
            9 => format!("size_t k{n} = (size_t)({value});"),
            10 | 11 => format!("PyObject *t{n} = PyStackRef_AsPyObjectBorrow({value});"),
            12 | 13 if self.may_leave() => format!("{}(!PyLong_CheckExact({value}));", self.leave),
            14 if self.may_leave() && depth > 1 => format!("{}(true);", self.leave),
            15 if escape && !is_abstract => {
                let inner = vec![line(depth, &format!("SPAM({value});"))];
                return Piece::around(
                    indented(depth, "SAVE_STACK();\n"),
                    inner,
                    indented(depth, "RELOAD_STACK();\n"),
                );
            }
            16 if !is_abstract => "stack_pointer = SPAM(stack_pointer);".to_owned(),
            17 if matches!(self.kind, Kind::Sized | Kind::SizedGuard) => {
                "frame->return_offset = INSTRUCTION_SIZE;".to_owned()
            }
            18 => match self.live.iter().find(|item| !item.is_array()) {
                Some(item) => format!("{} = SPAM({other});", item.name),
                None => "next_instr = SPAM(next_instr);".to_owned(),
            },
            19 if self.random.one_in(3) => "JUMPBY(oparg);".to_owned(),
            20 if self.random.one_in(3) => format!("PyStackRef c{n} = PyCell_New({value});"),
            21 if self.random.one_in(3) => format!("GETLOCAL(oparg) = {value};"),
            22 if self.random.one_in(3) => "opcode = this_instr->op.code;".to_owned(),
            23 if self.random.one_in(3) => "SPAM(prev_instr, this_instr);".to_owned(),
            24 => format!("int n{n} = oparg & 1 ? oparg : {value};"),
            25 => format!("/* one\n * two\n   three */ SPAM(({value}),\n      SPAM({other},\n    1));"),
            26 => format!("// note (\n    SPAM({value});"),
            27 => "assert(oparg < 256); // always".to_owned(),
            28..=31 if depth < 4 => return self.branch(depth),
            32 | 33 if depth < 4 => {
                let list = [
                    "for (int i = 0; i < n; i++) {\n",
                    "for (int i = esc(x); /* ever */ ;) {\n",
                    "while (n-- > 0) {\n",
                    "while (more(x)) {\n",
                    "while /* still */ (esc(x)) // yes\n{\n",
                ];
                let open = self.random.pick(&list);
                return self.block(depth, open, false);
            }
            34 if depth < 4 => return self.block(depth, "{\n", false),
            35..=37 if depth < 4 => return self.conditional(depth),
            38 => "Py_FatalError(\"a \\\"text\\\" with ; and more\");".to_owned(),
            39 => format!("STAT_INC(HEAD, {});", self.random.pick(&["hit", "miss", "deferred"])),
            40 if self.live.is_empty() && !is_abstract && !self.is_set => {
                format!("ERROR_IF({other} == NULL);")
            }
            41 => "if_tracing(';', '\\'', 1.5e3, 0x1F, oparg <<= 2, a->b, c...);".to_owned(),
            42 => self.random.pick(&["do { } while (0);", "do { SPAM() } while (more(x));"]).to_owned(),
            43 => {
                return Piece::leaf(self.random.pick(&[
                    "#define SPAM(x) (x)\n",
                    "#pragma spam\n",
                    "#undef X\n",
                ]));
            }
            44 => format!("SPAM({value}, \"a {{ b\", '}}', '\\n', \"(;\", ')');"),
            45 => format!("SPAM({value}, \\\n        oparg);"),
            46 => "n = 0x1Fu + 017 + 10ULL + .5f + 2.e-3;".to_owned(),
            47 => ";".to_owned(),
            48 if escape => format!("SPAM(1, esc({value}), // why\n        {other});"),
            49 if escape => format!("t{n}.field->next[0](esc({value}));"),
            50 if escape => format!("n = oparg ? esc({value}) : /* why not */ {other};"),
            _ => format!("SPAM({value});"),
        };
        line(depth, &text)
    }

    /// `if`, with any number of alternatives; arms may leave.
    fn branch(&mut self, depth: usize) -> Piece {
        let list = [
            "if (c) {\n",
            "if (a ||\n            b) {\n",
            "if(f(x)) { // hm\n",
            "if (oparg & 1) {\n",
            "if (esc(x) < 0) {\n",
        ];
        let open = self.random.pick(&list);
        let jump = self.random.one_in(3);
        let mut inner = vec![self.block(depth, open, jump)];
        if self.random.one_in(4) {
            let jump = self.random.one_in(4);
            let open = self.random.pick(&["else if (d) {\n", "else /* or */ if /* so */ (d)\n{\n"]);
            inner.push(self.block(depth, open, jump));
        }
        if self.random.one_in(2) {
            let jump = self.random.one_in(5);
            let open = self.random.pick(&["else {\n", "// why\n    else /* not */ {\n"]);
            inner.push(self.block(depth, open, jump));
        }
        Piece { inner, ..Piece::default() }
    }

    /// `#if`. What leaves there hides what follows (B45), so nothing leaves but once in a while.
    fn conditional(&mut self, depth: usize) -> Piece {
        let mut inner = vec![line(depth, "SPAM();")];
        inner.extend(self.some(2, depth));
        if self.random.one_in(2) {
            inner.push(Piece::leaf(self.random.pick(&["    #else /* not X */\n", "#else\n"])));
            inner.extend(self.some(2, depth));
        }
        let open = self.random.pick(&["#if X\n", "    #if X\n", "#if defined(X) && !Y\n", "#ifdef X\n"]);
        Piece::around(open, inner, "#endif  /* X */\n")
    }

    /// Consumes the inputs.
    fn consume(&mut self) -> Pieces {
        let mut all = Pieces::new();
        // An output may be set before the inputs go, if nothing then runs that could see the stack.
        let first = self.signature.outputs.first().cloned();
        let early = first.filter(|item| !item.is_array() && item.name != "unused" && self.random.one_in(4));
        if let Some(item) = &early {
            let value = self.value();
            all.push(line(1, &format!("{} = SPAM({value});", item.name)));
            self.is_set = true;
            self.signature.outputs.remove(0);
        }
        let arrays = self.signature.outputs.iter().any(Item::is_array);
        let fits = |item: &Item| item.is_array() && item.suffix != ": PyObject *";
        let lowest_is_array = self.signature.inputs.first().is_some_and(fits);
        let can_decref = self.signature.peeks.is_empty()
            && self.signature.inputs.iter().all(|item| item.name != "unused")
            && (!arrays || self.signature.inputs.len() == 1 && early.is_none())
            && (early.is_none() || !lowest_is_array && self.signature.outputs.is_empty());
        match self.random.below(6) {
            0 | 1 if can_decref => all.push(line(1, "DECREF_INPUTS();")),
            2 => all.push(line(1, "INPUTS_DEAD();")),
            3 if early.is_none() && !self.live.is_empty() => {
                let live = self.live.clone();
                let mut inner = vec![self.consuming_block("if (PyStackRef_IsNull(x)) {\n", &live, false)];
                let leaves = self.random.one_in(4);
                inner.push(self.consuming_block("else {\n", &live, leaves));
                all.push(Piece { inner, ..Piece::default() });
                self.live.clear();
            }
            _ => all.extend(self.consume_each(1)),
        }
        self.live.clear();
        all
    }

    fn consuming_block(&mut self, open: &str, live: &[Item], leaves: bool) -> Piece {
        self.live = live.to_vec();
        let mut inner = self.consume_each(2);
        if leaves {
            inner.push(self.jump(2));
        }
        Piece::around(indented(1, open), inner, "    }\n")
    }

    /// Consumes the inputs, each in its own way.
    fn consume_each(&mut self, depth: usize) -> Pieces {
        let mut all = Pieces::new();
        while let Some(item) = self.live.last().cloned() {
            let name = &item.name;
            self.locals += 1;
            // A close runs arbitrary code.
            let escape = !self.is_set;
            let text = match self.random.below(8) {
                0 | 1 if escape => format!("PyStackRef_CLOSE({name});"),
                2 if escape => format!("PyStackRef_XCLOSE({name});"),
                3 if escape => format!("PyStackRef_CLOSE_SPECIALIZED({name}, other_dealloc);"),
                4 => format!("PyStackRef_CLOSE_SPECIALIZED({name}, _PyFloat_ExactDealloc);"),
                5 => format!("PyObject *s{} = PyStackRef_AsPyObjectSteal({name});", self.locals),
                6 if escape => format!("esc(PyStackRef_AsPyObjectBorrow({name}));\n    DEAD({name});"),
                _ => format!("DEAD({name});"),
            };
            all.push(line(depth, &text));
            self.live.pop();
            if self.random.one_in(4) {
                all.extend(self.some(1, depth));
            }
        }
        all
    }

    /// Sets the outputs.
    fn set_outputs(&mut self) -> Pieces {
        let mut all = Pieces::new();
        for item in self.signature.outputs.clone() {
            let name = &item.name;
            if name == "unused" {
                continue;
            }
            let value = self.value();
            if item.is_array() {
                if self.random.one_in(2) {
                    all.push(line(1, &format!("{name}[0] = SPAM({value});")));
                }
                continue;
            }
            let by_pointer = self.kind != Kind::Abstract;
            match self.random.below(9) {
                0 => all.push(line(1, &format!("{name} = esc({value});"))),
                1 if by_pointer => all.push(line(1, &format!("fill({value}, &{name});"))),
                2 if by_pointer => all.push(line(1, &format!("SPAM(&{name});"))),
                3 => all.push(self.setting_branch(name)),
                4 => all.push(line(1, &format!("{name} = oparg ? {value} : PyStackRef_NULL;"))),
                _ => all.push(line(1, &format!("{name} = SPAM({value});"))),
            }
            self.is_set = true;
            if self.random.one_in(5) {
                all.extend(self.some(1, 1));
            }
        }
        all
    }

    fn setting_branch(&mut self, name: &str) -> Piece {
        let arm = |body: &mut Body<'_>, open: &str| {
            let value = body.value();
            let function = body.random.pick(&["SPAM", "esc", "PyStackRef_FromPyObjectNew"]);
            let mut inner = body.some(1, 2);
            inner.push(line(2, &format!("{name} = {function}({value});")));
            Piece::around(indented(1, open), inner, "    }\n")
        };
        let mut inner = vec![arm(self, "if (PyStackRef_IsTrue(x)) {\n")];
        if self.random.one_in(3) {
            inner.push(arm(self, "else if (oparg) {\n"));
        }
        if self.random.one_in(4) {
            inner.push(self.block(1, "else {\n", true));
        } else {
            inner.push(arm(self, "else {\n"));
        }
        Piece { inner, ..Piece::default() }
    }
}

fn indented(depth: usize, text: &str) -> String {
    format!("{}{text}", "    ".repeat(depth))
}

fn line(depth: usize, text: &str) -> Piece {
    Piece::leaf(indented(depth, text) + "\n")
}
