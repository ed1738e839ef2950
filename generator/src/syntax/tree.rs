//! The syntax tree: definitions, stack effects, and C bodies down to expressions. It knows no meaning, only
//! shape; every node keeps the full span of its text, and everything that the reference generator reads token
//! by token keeps its token range too.

use super::source::{FileId, Span, TokenId, TokenRange};

/// What was parsed from one definition file.
#[derive(Debug)]
pub struct Tree {
    /// The file.
    pub file: FileId,
    /// Every definition between the BEGIN and END markers, in order.
    pub definitions: Vec<Definition>,
}

/// A name with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One top-level definition.
#[derive(Debug)]
pub enum Definition {
    /// `inst(NAME, (…)) {…}` or `op(NAME, (…)) {…}`.
    Inst(InstDef),
    /// `macro(NAME) = a + b/1 + c;`
    Macro(MacroDef),
    /// `family(NAME, SIZE) = { A, B };`
    Family(FamilyDef),
    /// `pseudo(NAME, (…), (FLAGS)) = { A, B };`
    Pseudo(PseudoDef),
    /// `label(NAME) {…}` or `spilled label(NAME) {…}`.
    Label(LabelDef),
}

/// Whether a definition is an instruction or a micro-op.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstKind {
    /// `inst`: an instruction with one micro-op of its own.
    Inst,
    /// `op`: a micro-op.
    Op,
}

/// An annotation in front of `inst` or `op`.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// The word (`pure`, `tier2`, `replicate`, …).
    pub name: Name,
    /// The argument of `replicate(N)`, as written.
    pub argument: Option<Name>,
}

/// `inst(...)` or `op(...)` with its body.
#[derive(Debug)]
pub struct InstDef {
    /// Instruction or micro-op.
    pub kind: InstKind,
    /// In the order written.
    pub annotations: Vec<Annotation>,
    /// The name defined.
    pub name: Name,
    /// Stack inputs (bottom first) and cache entries, in the order written.
    pub inputs: Vec<InputEffect>,
    /// Stack outputs, bottom first.
    pub outputs: Vec<StackEffect>,
    /// The body.
    pub body: Block,
    /// From the first annotation to the closing brace.
    pub span: Span,
    /// The same, in tokens.
    pub tokens: TokenRange,
}

/// One input of a definition: a stack item or a cache entry.
#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "there are a thousand of them at most, nearly all of the large kind"
)]
pub enum InputEffect {
    /// A value on the stack.
    Stack(StackEffect),
    /// A cache entry of the instruction.
    Cache(CacheEffect),
}

/// `name`, `name: type *`, `name[size]`, and in 3.13 `name if (condition)`.
#[derive(Clone, Debug)]
pub struct StackEffect {
    /// The name, `unused` included.
    pub name: Name,
    /// The C type after the colon, as the reference prints it (`PyObject *`).
    pub ty: Option<Name>,
    /// The size between brackets: its text as the reference prints it, and its expression.
    pub size: Option<SizedBy>,
    /// 3.13 only: the condition after `if`.
    pub condition: Option<SizedBy>,
    /// The whole item.
    pub span: Span,
}

/// An expression in a stack effect, with the text that the reference generator carries for it.
#[derive(Clone, Debug)]
pub struct SizedBy {
    /// Reference text: tokens with their original spacing, trimmed.
    pub text: String,
    /// The expression; absent if the text is none, which only the reference accepts.
    pub expr: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// `name/units` in an instruction's inputs or in a macro (where it may be negative).
#[derive(Clone, Debug)]
pub struct CacheEffect {
    /// The name, `unused` included.
    pub name: Name,
    /// Code units (16 bits each).
    pub units: i32,
    /// The whole item.
    pub span: Span,
}

/// `macro(NAME) = …;`
#[derive(Debug)]
pub struct MacroDef {
    /// The instruction defined.
    pub name: Name,
    /// Its parts, in order.
    pub parts: Vec<MacroPart>,
    /// The whole definition.
    pub span: Span,
    /// The same, in tokens.
    pub tokens: TokenRange,
}

/// One part of a macro.
#[derive(Clone, Debug)]
pub enum MacroPart {
    /// A micro-op or instruction by name (also `flush`, which the analysis tells apart by its text).
    Op(Name),
    /// A skipped cache entry.
    Cache(CacheEffect),
}

/// `family(NAME, SIZE) = { … };`
#[derive(Debug)]
pub struct FamilyDef {
    /// The head.
    pub name: Name,
    /// The size: an identifier or a number, as written.
    pub size: Option<Name>,
    /// The members, in order.
    pub members: Vec<Name>,
    /// The whole definition.
    pub span: Span,
    /// The same, in tokens.
    pub tokens: TokenRange,
}

/// `pseudo(NAME, (…), (FLAGS)) = { … };` or `= [ … ];`
#[derive(Debug)]
pub struct PseudoDef {
    /// The pseudo-instruction.
    pub name: Name,
    /// Its inputs (absent in 3.13).
    pub inputs: Vec<InputEffect>,
    /// Its outputs (absent in 3.13).
    pub outputs: Vec<StackEffect>,
    /// Whether a stack effect was written at all.
    pub has_effect: bool,
    /// The flags, in order.
    pub flags: Vec<Name>,
    /// What it may become (`{}`), or the sequence it becomes (`[]`).
    pub targets: Vec<Name>,
    /// Whether the targets are a sequence.
    pub as_sequence: bool,
    /// The whole definition.
    pub span: Span,
    /// The same, in tokens.
    pub tokens: TokenRange,
}

/// `label(NAME) {…}`
#[derive(Debug)]
pub struct LabelDef {
    /// The label.
    pub name: Name,
    /// Whether the stack is in memory (spilled) on arrival.
    pub spilled: bool,
    /// The body.
    pub body: Block,
    /// The whole definition.
    pub span: Span,
    /// The same, in tokens.
    pub tokens: TokenRange,
}

/// A statement's number, unique within its file and increasing in source order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StmtId(pub u32);

/// `{ … }`
#[derive(Debug)]
pub struct Block {
    /// The opening brace.
    pub open: TokenId,
    /// The statements.
    pub statements: Vec<Stmt>,
    /// The closing brace.
    pub close: TokenId,
    /// From brace to brace.
    pub span: Span,
}

/// One statement.
#[derive(Debug)]
pub struct Stmt {
    /// Its number.
    pub id: StmtId,
    /// What it is.
    pub kind: StmtKind,
    /// Its text, without the comments before it.
    pub span: Span,
    /// Its tokens, comments inside it included.
    pub tokens: TokenRange,
}

/// What a statement is.
#[derive(Debug)]
pub enum StmtKind {
    /// One that ends in `;` (or a directive line other than a conditional).
    Simple(SimpleStmt),
    /// A block.
    Block(Block),
    /// `if (…) … else …`
    If(IfStmt),
    /// `for (…; …; …) …`
    For(ForStmt),
    /// `while (…) …`
    While(WhileStmt),
    /// `do … while (…);` (The reference takes it for simple statements; reference.md B8.)
    DoWhile(WhileStmt),
    /// `switch (…) { … }` (The reference of 3.14 refuses it; so does the parser, with CW0054, when it reads 3.14.)
    Switch(SwitchStmt),
    /// `#if … #else … #endif`
    MacroIf(MacroIfStmt),
}

/// A statement without statements inside.
#[derive(Debug)]
pub enum SimpleStmt {
    /// An expression, calls of macros such as `ERROR_IF(…)` included.
    Expr(Expr),
    /// A declaration.
    Declaration(Declaration),
    /// `goto label;`
    Goto(Name),
    /// `return …;`
    Return(Option<Expr>),
    /// `break;`
    Break,
    /// `continue;`
    Continue,
    /// `;`
    Empty,
    /// `#define`, `#pragma`, `#elif`, … : one line, kept as text.
    Directive,
    /// Text up to the `;` that is no statement of the C subset. The parser has reported it, unless it was asked
    /// to be as lenient as the reference, which looks at tokens only.
    Unparsed,
}

/// `if`
#[derive(Debug)]
pub struct IfStmt {
    /// The keyword.
    pub if_: TokenId,
    /// The condition (absent if it was unparsed).
    pub condition: Option<Expr>,
    /// From `(` to `)`.
    pub condition_tokens: TokenRange,
    /// The statement taken; a block in 3.14.
    pub then: Box<Stmt>,
    /// The keyword `else` and its statement: a block or an `if` in 3.14.
    pub else_: Option<(TokenId, Box<Stmt>)>,
}

/// `for`
#[derive(Debug)]
pub struct ForStmt {
    /// The keyword.
    pub for_: TokenId,
    /// From `(` to `)`.
    pub header_tokens: TokenRange,
    /// The first clause.
    pub init: Option<ForInit>,
    /// The second clause.
    pub condition: Option<Expr>,
    /// The third clause.
    pub step: Option<Expr>,
    /// The body; a block in 3.14.
    pub body: Box<Stmt>,
}

/// The first clause of a `for`.
#[derive(Debug)]
pub enum ForInit {
    /// `int i = 0`
    Declaration(Declaration),
    /// `i = 0`
    Expr(Expr),
}

/// `while` and `do … while`
#[derive(Debug)]
pub struct WhileStmt {
    /// The keyword `while`.
    pub while_: TokenId,
    /// The condition (absent if it was unparsed).
    pub condition: Option<Expr>,
    /// From `(` to `)`.
    pub condition_tokens: TokenRange,
    /// The body.
    pub body: Box<Stmt>,
}

/// `switch`
#[derive(Debug)]
pub struct SwitchStmt {
    /// The keyword.
    pub switch_: TokenId,
    /// The value switched on.
    pub value: Option<Expr>,
    /// The arms, each with its labels (`None` is `default`) and statements.
    pub arms: Vec<(Vec<Option<Expr>>, Vec<Stmt>)>,
}

/// `#if … #else … #endif`
#[derive(Debug)]
pub struct MacroIfStmt {
    /// The `#if` line.
    pub condition: TokenId,
    /// The statements after it.
    pub body: Vec<Stmt>,
    /// The `#else` line and the statements after it.
    pub else_: Option<(TokenId, Vec<Stmt>)>,
    /// The `#endif` line.
    pub endif: TokenId,
}

/// `type declarator, declarator;`
#[derive(Debug)]
pub struct Declaration {
    /// The type without the declarators' own stars.
    pub ty: CType,
    /// The variables declared.
    pub declarators: Vec<Declarator>,
    /// The whole declaration, without the `;`.
    pub span: Span,
}

/// One variable of a declaration.
#[derive(Debug)]
pub struct Declarator {
    /// The variable.
    pub name: Name,
    /// Stars of its own.
    pub pointers: u8,
    /// Array sizes, outermost first (`None` for `[]`).
    pub arrays: Vec<Option<Expr>>,
    /// The initial value.
    pub init: Option<Initializer>,
}

/// An initial value.
#[derive(Debug, Clone)]
pub enum Initializer {
    /// `= expr`
    Expr(Expr),
    /// `= { a, .field = b }`
    List(Vec<(Option<Name>, Initializer)>),
}

/// A C type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CType {
    /// Its words without qualifiers, in order: `["unsigned", "int"]`, `["struct", "foo"]`, `["PyObject"]`. A pointer
    /// to a function, which only casts can have, is `["void", "(*)(void)"]`.
    pub words: Vec<String>,
    /// Whether `const` stands before the stars.
    pub is_const: bool,
    /// Number of stars.
    pub pointers: u8,
    /// The whole type.
    pub span: Span,
}

/// One expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its text.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A variable, constant, macro or function.
    Name(String),
    /// An integer literal: its value and its suffix.
    Int {
        /// The value.
        value: u128,
        /// `u`, `l`, … as written.
        suffix: String,
    },
    /// A floating-point literal, as written.
    Float(String),
    /// A string literal, or several side by side (a name among them is a macro such as `PRIu64`), as written.
    Str(Vec<String>),
    /// A character literal, as written.
    Char(String),
    /// `(e)`
    Paren(Box<Expr>),
    /// A prefix operator.
    Unary(UnaryOp, Box<Expr>),
    /// `e++` (true) or `e--`.
    Postfix(Box<Expr>, bool),
    /// An infix operator.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `target = value`, or with an operator `target += value`.
    Assign(Option<BinaryOp>, Box<Expr>, Box<Expr>),
    /// `condition ? then : otherwise`
    Ternary(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a, b`
    Comma(Box<Expr>, Box<Expr>),
    /// `callee(arguments)`
    Call(Box<Expr>, Vec<Argument>),
    /// `array[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `object.field`, or `object->field` if the flag is set.
    Field(Box<Expr>, bool, Name),
    /// `(type)operand`
    Cast(CType, Box<Expr>),
    /// `sizeof(type)`
    SizeofType(CType),
    /// `sizeof expr`
    SizeofExpr(Box<Expr>),
    /// `(type){…}`
    Compound(CType, Vec<(Option<Name>, Initializer)>),
}

/// An argument of a call; macros also take types.
#[derive(Debug, Clone)]
pub enum Argument {
    /// An expression.
    Expr(Expr),
    /// A type, as in `offsetof(PyObject, ob_type)`, where it cannot be an expression.
    Type(CType),
}

/// Prefix operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `~`
    BitNot,
    /// `-`
    Neg,
    /// `+`
    Plus,
    /// `*`
    Deref,
    /// `&`
    AddressOf,
    /// `++`
    PreInc,
    /// `--`
    PreDec,
}

/// Infix operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the C operator of its name")]
pub enum BinaryOp {
    Mul,
    Div,
    Rem,
    Add,
    Sub,
    Shl,
    Shr,
    Lt,
    Gt,
    Le,
    Ge,
    Eq,
    Ne,
    BitAnd,
    BitXor,
    BitOr,
    And,
    Or,
}

/// What is read from `pycore_code.h`.
#[derive(Debug)]
pub struct CacheHeader {
    /// The file.
    pub file: FileId,
    /// Every `_Py…Cache` struct, in order.
    pub structs: Vec<CacheStruct>,
    /// Every `INLINE_CACHE_ENTRIES_…` macro, in order.
    pub entries: Vec<CacheEntries>,
}

/// One cache struct.
#[derive(Debug)]
pub struct CacheStruct {
    /// The typedef's name (`_PyLoadGlobalCache`).
    pub name: Name,
    /// Its fields, in order.
    pub fields: Vec<CacheField>,
    /// The whole definition.
    pub span: Span,
}

/// One field of a cache struct.
#[derive(Debug)]
pub enum CacheField {
    /// A scalar or an array of code units.
    Plain {
        /// The field.
        name: Name,
        /// Its C type (`uint16_t`, `_Py_BackoffCounter`).
        ty: Name,
        /// The array length, if it is one.
        length: Option<u32>,
    },
    /// `union { … }`, with a name or without.
    Union {
        /// The alternatives, all [`CacheField::Plain`].
        alternatives: Vec<CacheField>,
        /// The member's name, if it has one.
        name: Option<Name>,
        /// The whole union.
        span: Span,
    },
}

/// `#define INLINE_CACHE_ENTRIES_X CACHE_ENTRIES(_PyXCache)` or a number.
#[derive(Debug)]
pub struct CacheEntries {
    /// The macro (`INLINE_CACHE_ENTRIES_LOAD_GLOBAL`).
    pub name: Name,
    /// The struct it measures, or the number it is.
    pub value: CacheEntriesValue,
    /// The whole line.
    pub span: Span,
}

/// What an `INLINE_CACHE_ENTRIES_…` macro stands for.
#[derive(Debug)]
pub enum CacheEntriesValue {
    /// `CACHE_ENTRIES(struct)`
    Struct(Name),
    /// A plain number.
    Number(u32),
}
