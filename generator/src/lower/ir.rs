//! What bodies are lowered to: Rust in the small, as plain data. It has no text in it but names.

use crate::syntax::source::Span;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A variable, constant or function, with its path.
    Path(String),
    /// An integer literal.
    Int(i128),
    /// A literal as it is written in Rust.
    Literal(String),
    /// A text, as C has it.
    CStr(Vec<u8>),
    /// `callee(arguments)`
    Call(Box<Expr>, Vec<Expr>),
    /// `object.name::<generics>(arguments)`
    Method(Box<Expr>, String, Vec<String>, Vec<Expr>),
    /// `object.name`
    Field(Box<Expr>, String),
    /// `table[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `*pointer`
    Deref(Box<Expr>),
    /// `&operand` or `&mut operand`
    Ref(bool, Box<Expr>),
    /// `&raw mut place`
    RawMut(Box<Expr>),
    /// A prefix operator.
    Unary(&'static str, Box<Expr>),
    /// An infix operator.
    Binary(Box<Expr>, &'static str, Box<Expr>),
    /// `operand as type`
    Cast(Box<Expr>, String),
    /// `if condition { then } else { otherwise }`
    If(Box<Expr>, Box<Block>, Box<Block>),
    /// `{ statements; value }`
    Do(Box<Block>),
    /// `(a, b)`, and `()`
    Tuple(Vec<Expr>),
    /// `[a, b]`
    Array(Vec<Expr>),
    /// `[value; length]`
    Repeat(Box<Expr>, u64),
    /// `return value`, which is an expression in Rust
    Return(Box<Expr>),
}

/// Statements and the value of the last one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The statements.
    pub statements: Vec<Stmt>,
    /// The value.
    pub value: Option<Expr>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Stmt {
    /// `let name: ty = value;`
    Let {
        /// The variable.
        name: String,
        /// Whether it changes.
        mutable: bool,
        /// Its type, where it is to be stated.
        ty: Option<String>,
        /// Its value; without one it gets it later.
        value: Option<Expr>,
    },
    /// `target = value;` or with an operator `target += value;`
    Assign(Expr, &'static str, Expr),
    /// An expression for what it does.
    Expr(Expr),
    /// `debug_assert!(condition);`
    Assert(Expr),
    /// `if condition { … } else { … }`
    If(Expr, Block, Option<Block>),
    /// `'label: while condition { … }`
    While(String, Expr, Block),
    /// `'label: loop { … }`
    Loop(String, Block),
    /// `'label: { … }`, or a plain block
    Block(Option<String>, Block),
    /// `match value { patterns => …, _ => … }`
    Match(Expr, Vec<(Vec<Expr>, Block)>, Block),
    /// `break 'label;`
    Break(String),
    /// `return value;`
    Return(Expr),
    /// No statement: what follows in its block comes from here in the definitions.
    At(Span),
}

impl Expr {
    /// A path.
    pub fn path(name: impl Into<String>) -> Expr {
        Expr::Path(name.into())
    }

    /// A call of a function by its path.
    pub fn call(name: &str, arguments: Vec<Expr>) -> Expr {
        Expr::Call(Box::new(Expr::path(name)), arguments)
    }

    /// A method call.
    pub fn method(self, name: &str, arguments: Vec<Expr>) -> Expr {
        Expr::Method(Box::new(self), name.to_owned(), Vec::new(), arguments)
    }

    /// A field.
    pub fn field(self, name: impl Into<String>) -> Expr {
        Expr::Field(Box::new(self), name.into())
    }

    /// What a pointer points to.
    pub fn deref(self) -> Expr {
        match self {
            // What is taken the address of need not be.
            Expr::RawMut(place) => *place,
            other => Expr::Deref(Box::new(other)),
        }
    }

    /// The address of a place.
    pub fn raw_mut(self) -> Expr {
        match self {
            Expr::Deref(pointer) => *pointer,
            other => Expr::RawMut(Box::new(other)),
        }
    }

    /// A reference.
    pub fn reference(self) -> Expr {
        Expr::Ref(false, Box::new(self))
    }

    /// A cast. To `isize`, which only distances are cast to, a literal needs none.
    pub fn cast(self, ty: &str) -> Expr {
        match self {
            Expr::Int(value) if ty == "isize" => Expr::Int(value),
            other => Expr::Cast(Box::new(other), ty.to_owned()),
        }
    }

    /// An infix operation.
    pub fn binary(self, op: &'static str, right: Expr) -> Expr {
        Expr::Binary(Box::new(self), op, Box::new(right))
    }

    /// A prefix operation; negations cancel.
    pub fn unary(self, op: &'static str) -> Expr {
        match self {
            Expr::Unary("!", inner) if op == "!" => *inner,
            Expr::Binary(left, "==", right) if op == "!" => Expr::Binary(left, "!=", right),
            Expr::Binary(left, "!=", right) if op == "!" => Expr::Binary(left, "==", right),
            Expr::Method(object, name, generics, arguments) if op == "!" && name == "is_some" => {
                Expr::Method(object, "is_none".to_owned(), generics, arguments)
            }
            Expr::Path(path) if op == "!" && path == "true" => Expr::path("false"),
            Expr::Path(path) if op == "!" && path == "false" => Expr::path("true"),
            Expr::Int(value) if op == "-" => Expr::Int(-value),
            other => Expr::Unary(op, Box::new(other)),
        }
    }

    /// `cx.name`
    pub fn cx(name: &str) -> Expr {
        Expr::path("cx").field(name)
    }
}
