//! Codes of the lexer and the parser (CW0001–CW0099).

use crate::diagnostics::{Code, CodeInfo};

/// The file is not UTF-8 text.
pub const NOT_UTF8: Code = Code(1);
/// The file has a NUL byte.
pub const NUL_BYTE: Code = Code(2);
/// The file is empty.
pub const EMPTY_FILE: Code = Code(3);
/// The file is too large.
pub const FILE_TOO_LARGE: Code = Code(4);
/// More errors than are shown.
pub const TOO_MANY_ERRORS: Code = Code(5);
/// A character that starts no token.
pub const BAD_TOKEN: Code = Code(10);
/// A string literal that is malformed.
pub const BAD_STRING: Code = Code(11);
/// A character literal that is none.
pub const BAD_CHAR_LITERAL: Code = Code(12);
/// A comment that does not end.
pub const UNENDED_COMMENT: Code = Code(13);
/// A directive without a line end.
pub const DIRECTIVE_AT_END: Code = Code(14);
/// A comment that goes on beyond its `*/`.
pub const COMMENT_SWALLOWS_CODE: Code = Code(15);
/// A malformed number.
pub const BAD_NUMBER: Code = Code(16);
/// The BEGIN marker is missing.
pub const NO_BEGIN_MARKER: Code = Code(20);
/// The END marker is missing.
pub const NO_END_MARKER: Code = Code(21);
/// Brackets that do not match.
pub const UNBALANCED: Code = Code(25);
/// Code that is nested too deeply.
pub const TOO_DEEP: Code = Code(26);
/// A statement that is too long.
pub const TOO_MANY_OPERATORS: Code = Code(27);
/// The definitions end inside of a definition.
pub const END_INSIDE_DEFINITION: Code = Code(28);
/// A definition that is too long.
pub const TOO_BIG: Code = Code(29);
/// Text that is no definition.
pub const NO_DEFINITION: Code = Code(30);
/// Something else was expected in a definition.
pub const EXPECTED: Code = Code(31);
/// A stack effect was expected.
pub const EXPECTED_STACK_EFFECT: Code = Code(32);
/// A whole number was expected.
pub const EXPECTED_INTEGER: Code = Code(33);
/// A name was expected.
pub const EXPECTED_NAME: Code = Code(34);
/// An op name or a cache effect was expected.
pub const EXPECTED_PART: Code = Code(35);
/// A comma or a closing bracket was expected.
pub const EXPECTED_COMMA_OR_BRACKET: Code = Code(36);
/// An opening bracket was expected.
pub const EXPECTED_OPENING: Code = Code(37);
/// An unknown annotation.
pub const UNKNOWN_ANNOTATION: Code = Code(38);
/// An annotation with a wrong argument.
pub const BAD_ANNOTATION_ARGUMENT: Code = Code(39);
/// A negative cache entry.
pub const NEGATIVE_CACHE: Code = Code(40);
/// A cache entry of an odd width.
pub const CACHE_WIDTH: Code = Code(41);
/// A conditional stack effect.
pub const CONDITIONAL_EFFECT: Code = Code(42);
/// A stack item with a size and a type or condition.
pub const TYPED_AND_SIZED: Code = Code(43);
/// A type that a stack item cannot have.
pub const BAD_EFFECT_TYPE: Code = Code(44);
/// An expression was expected.
pub const EXPECTED_EXPRESSION: Code = Code(45);
/// A form that this version of the language does not have.
pub const WRONG_DIALECT: Code = Code(46);
/// An #else without #if.
pub const UNEXPECTED_ELSE: Code = Code(50);
/// An #endif without #if.
pub const UNEXPECTED_ENDIF: Code = Code(51);
/// An #if with two #else.
pub const MULTIPLE_ELSE: Code = Code(52);
/// An #if without #endif.
pub const MISSING_ENDIF: Code = Code(53);
/// A switch statement.
pub const SWITCH: Code = Code(54);
/// A body without braces.
pub const UNBRACED: Code = Code(55);
/// A statement that is not understood.
pub const BAD_STATEMENT: Code = Code(56);
/// A condition or loop header that is not understood.
pub const BAD_EXPRESSION: Code = Code(57);
/// An #elif is not understood.
pub const ELIF: Code = Code(59);
/// A directive in the middle of a statement.
pub const DIRECTIVE_IN_STATEMENT: Code = Code(60);

/// In order of number.
pub static CODES: &[CodeInfo] = &[
    CodeInfo {
        code: NOT_UTF8,
        title: "the file is not UTF-8 text",
        explanation: "\
Definition files and headers are read as UTF-8, as the reference generator reads them. The file has a byte
sequence that is not valid UTF-8; it may be binary, or saved in an older encoding.

Save the file as UTF-8. Outside of comments and strings the language needs ASCII only.",
    },
    CodeInfo {
        code: NUL_BYTE,
        title: "the file has a NUL byte",
        explanation: r#"A NUL byte never occurs in C source. The file is probably binary, or saved as UTF-16.

Save the file as UTF-8 text."#,
    },
    CodeInfo {
        code: EMPTY_FILE,
        title: "the file is empty",
        explanation: r#"There is nothing in the file but white space. A definition file needs at least its markers:

    // BEGIN BYTECODES //
    // END BYTECODES //"#,
    },
    CodeInfo {
        code: FILE_TOO_LARGE,
        title: "the file is too large",
        explanation: "\
Files of more than 4 MiB are refused, so that no input can use up the memory. CPython's own bytecodes.c has
about 0.2 MiB.

Check that the right file was given. Definitions can be spread over several files, which are read in the order
in which they are given.",
    },
    CodeInfo {
        code: TOO_MANY_ERRORS,
        title: "more errors than are shown",
        explanation: "\
After 50 errors of reading one file the others are only counted. Most of them usually follow from the first
ones: mend those and run again.",
    },
    CodeInfo {
        code: BAD_TOKEN,
        title: "a character that starts no token",
        explanation: "\
The reference lexer knows the tokens of C and stops at anything else, also in the C code before the BEGIN
marker, because it cuts the whole file into tokens first.

    x = $y;      // `$` is no token

Remove the character, or put it into a string or a comment.",
    },
    CodeInfo {
        code: BAD_STRING,
        title: "a string literal that is malformed",
        explanation: "\
A string literal ends on the line on which it starts and knows these escapes only: a backslash before a letter,
a digit, or one of . _ ~ ! = & ^ - \\ ? ' \"

    s = \"100\\%\";          // `\\%` is no escape

The reference lexer does not complain: it takes the quote for a token and goes on with what is inside the string as
if it were code. So this is an error between the markers only, where code is looked at.

Close the string on its line, or write the character without the backslash.",
    },
    CodeInfo {
        code: BAD_CHAR_LITERAL,
        title: "a character literal that is none",
        explanation: r#"Between single quotes stands one character, or one of C's escapes.

    c = 'ab';              // two characters

The reference lexer does not complain: it takes the quote for a token and goes on with what is inside as if it were
code. That does no harm to '\n' (which is four tokens for it), so escapes are accepted here; but it gets out of step
where a closing quote can be read as an opening one, as in f('\n')';' - this is reported, too."#,
    },
    CodeInfo {
        code: UNENDED_COMMENT,
        title: "a comment that does not end",
        explanation: "\
A `/*` has no `*/`. The reference lexer has a quirk here: a `*` takes the next character along, so `**/` does not
end a comment.

    /* a note **/          // not ended for the reference
    /* a note */           // ended",
    },
    CodeInfo {
        code: DIRECTIVE_AT_END,
        title: "a directive without a line end",
        explanation: "\
The reference lexer takes a directive for a token only if its line ends in a line end. The last line of this file
does not, and it is not behind the END marker, where it would do no harm.

Add a line end and the END marker.",
    },
    CodeInfo {
        code: COMMENT_SWALLOWS_CODE,
        title: "a comment that goes on beyond its `*/`",
        explanation: "\
For the reference lexer `**/` does not end a comment, because a `*` takes the next character along. It goes on
to the next `*/` and silently swallows the code in between:

    /* first **/ code(); /* second */      // code() is gone

C compilers end the comment at the first `*/`. Write ` */` at the end of the comment.",
    },
    CodeInfo {
        code: BAD_NUMBER,
        title: "a malformed number",
        explanation: "\
A number is decimal, octal (leading 0), hexadecimal (0x) or floating; an integer may end in u, l or ll. It has to
fit into 128 bits.

    x = 089;               // 8 and 9 are no octal digits",
    },
    CodeInfo {
        code: NO_BEGIN_MARKER,
        title: "the BEGIN marker is missing",
        explanation: "\
Definitions are read from between two comments, each exactly as here and with nothing else in it:

    // BEGIN BYTECODES //
    // END BYTECODES //

What is before and after them is C for the editor's sake and is skipped.",
    },
    CodeInfo {
        code: NO_END_MARKER,
        title: "the END marker is missing",
        explanation: r#"There is a BEGIN marker, but no comment after it that reads exactly

    // END BYTECODES //

The reference generator does not notice: it drops the last token of the file instead, which breaks the last
definition or nothing, as it happens."#,
    },
    CodeInfo {
        code: UNBALANCED,
        title: "brackets that do not match",
        explanation: r#"Every bracket is closed in the definition in which it is opened, by its own kind.

    inst(A, (--)) {
        if (x) {
            f();
    }                      // closes the `if`
                           // the body is not closed
    inst(B, (--)) {
    }

A definition with unbalanced brackets is skipped; the others are still read."#,
    },
    CodeInfo {
        code: TOO_DEEP,
        title: "code that is nested too deeply",
        explanation: "\
Brackets, #if, ternaries, `else if` chains and statements without braces inside statements may be nested 200
deep in all. Real definitions do not go beyond 10. The limit keeps the parser within its stack.

Split the definition, or move code into a function.",
    },
    CodeInfo {
        code: TOO_MANY_OPERATORS,
        title: "a statement that is too long",
        explanation: "\
A statement may have 1,000 operators, commas and opening brackets. Real ones do not have 50. The limit keeps the
tree within the stack of whatever walks it.

Split the statement.",
    },
    CodeInfo {
        code: END_INSIDE_DEFINITION,
        title: "the definitions end inside of a definition",
        explanation: "\
The END marker (or the end of the file) comes while a bracket or an #if of the last definition is still open.

Close what is open before the END marker.",
    },
    CodeInfo {
        code: TOO_BIG,
        title: "a definition that is too long",
        explanation: "\
A definition may have 100,000 tokens; real ones have up to about 1,000. The limit bounds the memory.

Move code into functions that the body calls.",
    },
    CodeInfo {
        code: NO_DEFINITION,
        title: "text that is no definition",
        explanation: r#"Between the markers there are only definitions and comments:

    annotation* inst(NAME, (inputs -- outputs)) { body }
    annotation* op(_NAME, (inputs -- outputs)) { body }
    macro(NAME) = _OP1 + unused/1 + _OP2;
    family(NAME, SIZE) = { MEMBER1, MEMBER2 };
    pseudo(NAME, (inputs -- outputs), (FLAGS)) = { TARGET };
    label(name) { body }

There is no preprocessor here: a definition cannot stand in an #if, and a #define goes outside of the markers.
The reference generator says "Extra stuff at the end" for all of these."#,
    },
    CodeInfo {
        code: EXPECTED,
        title: "something else was expected in a definition",
        explanation: r#"The definition does not have the form that its first word asks for.

    macro A = B;           // the name stands in parentheses
    macro(A) = B;

`casewright explain CW0030` lists the forms."#,
    },
    CodeInfo {
        code: EXPECTED_STACK_EFFECT,
        title: "a stack effect was expected",
        explanation: "\
After the name of an `inst`, an `op` or a `pseudo` comes its stack effect: inputs, `--`, outputs, in parentheses.

    inst(SWAP2, (a, b -- b, a)) { … }
    inst(NOTHING, (--)) { … }

Items are separated by commas, without one after the last. Keywords and annotation words are no names.",
    },
    CodeInfo {
        code: EXPECTED_INTEGER,
        title: "a whole number was expected",
        explanation: r#"After `name/` comes the number of code units, in decimal digits.

    counter/1        good
    counter/0x1      not understood by the reference
    counter/N        not a number"#,
    },
    CodeInfo {
        code: EXPECTED_NAME,
        title: "a name was expected",
        explanation: "\
Keywords of C and of the instruction language (`inst`, `op`, `macro`, `label`, `spilled`) and annotation words
(`pure`, `register`, `tier1`, …) are never names, not even of stack items.

Choose another name.",
    },
    CodeInfo {
        code: EXPECTED_PART,
        title: "an op name or a cache effect was expected",
        explanation: "\
A macro is a list of parts, joined by `+`. A part is the name of an op or instruction, `flush`, or a number of
cache entries to skip.

    macro(ADD) = _CHECK + unused/1 + _ADD;",
    },
    CodeInfo {
        code: EXPECTED_COMMA_OR_BRACKET,
        title: "a comma or a closing bracket was expected",
        explanation: "\
The members of a family, the targets and flags of a pseudo-instruction are names separated by commas; one may
follow the last.

    family(ADD, 1) = { ADD_INT, ADD_FLOAT, };",
    },
    CodeInfo {
        code: EXPECTED_OPENING,
        title: "an opening bracket was expected",
        explanation: "\
After the `=` of a family comes `{`, after that of a pseudo-instruction `{` (it becomes one of the targets) or
`[` (it becomes all of them in sequence). There is at least one name inside.

    family(ADD, 1) = { ADD_INT };
    pseudo(JUMP, (--)) = { JUMP_FORWARD };",
    },
    CodeInfo {
        code: UNKNOWN_ANNOTATION,
        title: "an unknown annotation",
        explanation: "\
These words may stand in front of `inst` and `op`: specializing, override, register, replaced, pure,
replicate(N), tier1, tier2, no_save_ip; in 3.13 there is split, and no no_save_ip.",
    },
    CodeInfo {
        code: BAD_ANNOTATION_ARGUMENT,
        title: "an annotation with a wrong argument",
        explanation: r#"`replicate` takes a whole number in parentheses; the other annotations take nothing.

    replicate(8) inst(LOAD, (-- value)) { … }"#,
    },
    CodeInfo {
        code: NEGATIVE_CACHE,
        title: "a negative cache entry",
        explanation: "\
The cache entries of an `inst` or `op` are counted forward, so `name/-1` makes no sense there. In the macros of
3.14 the reference accepts it.",
    },
    CodeInfo {
        code: CACHE_WIDTH,
        title: "a cache entry of an odd width",
        explanation: "\
A named cache entry is read as one value of 1, 2 or 4 code units (16, 32 or 64 bits). The reference accepts any
width and then writes types that do not exist, such as uint48_t. Entries named `unused` may have any width from
1 on.

    inst(X, (version/2, unused/5 --)) { … }",
    },
    CodeInfo {
        code: CONDITIONAL_EFFECT,
        title: "a conditional stack effect",
        explanation: "\
`name if (condition)` was part of the language up to 3.13. In 3.14 the stack effect of an instruction depends
only on its oparg, through sizes:

    (null if (oparg & 1))      3.13
    (null[oparg & 1])          3.14",
    },
    CodeInfo {
        code: TYPED_AND_SIZED,
        title: "a stack item with a size and a type or condition",
        explanation: r#"An item with a size is an array of stack references; it has no type or condition of its own.

    values[oparg]              an array
    frame: _PyInterpreterFrame *    a typed scalar"#,
    },
    CodeInfo {
        code: BAD_EFFECT_TYPE,
        title: "a type that a stack item cannot have",
        explanation: r#"The type after the colon is one name, which is no C keyword, and at most one star.

    value: PyObject *          good
    value: int                 `int` is a keyword
    value: PyObject **         two stars"#,
    },
    CodeInfo {
        code: EXPECTED_EXPRESSION,
        title: "an expression was expected",
        explanation: "\
Between the brackets of a sized stack item, or the parentheses of a conditional one, stands a C expression, such
as `oparg - 1`.",
    },
    CodeInfo {
        code: WRONG_DIALECT,
        title: "a form that this version of the language does not have",
        explanation: r#"Pseudo-instructions have a stack effect since 3.14, and may be a sequence since then:

    pseudo(P, (HAS_ARG)) = { A };              3.13
    pseudo(P, (-- x), (HAS_ARG)) = { A };      3.14
    pseudo(P, (-- x), (HAS_ARG)) = [ A, B ];   3.14

Name the version that the file is written for."#,
    },
    CodeInfo {
        code: UNEXPECTED_ELSE,
        title: "an #else without #if",
        explanation: "\
Inside a body, #if, #else and #endif enclose whole statements and nest with the braces: what is opened after the
#if is closed before its #else.

    #if A
    if (x) {
    #else                  // the brace is still open
    if (y) {
    #endif",
    },
    CodeInfo {
        code: UNEXPECTED_ENDIF,
        title: "an #endif without #if",
        explanation: "\
Inside a body, #if, #else and #endif enclose whole statements and nest with the braces: what is opened after the
#if is closed before its #endif.",
    },
    CodeInfo {
        code: MULTIPLE_ELSE,
        title: "an #if with two #else",
        explanation: "\
An #if has at most one #else. The reference does not know #elif either; nest a second #if inside the #else:

    #if A
    f();
    #else
    #if B
    g();
    #endif
    #endif",
    },
    CodeInfo {
        code: MISSING_ENDIF,
        title: "an #if without #endif",
        explanation: r#"An #if inside a body ends, with #endif, in the block in which it starts.

    if (x) {
        #if A
        f();
        #endif
    }"#,
    },
    CodeInfo {
        code: SWITCH,
        title: "a switch statement",
        explanation: "\
The 3.14 generator follows the flow of control through a body to know where the stack pointer is, and refuses
`switch` because its flow is too complex.

Write a chain of `if … else if …`, or call a function that switches.",
    },
    CodeInfo {
        code: UNBRACED,
        title: "a body without braces",
        explanation: "\
In 3.14 the bodies of `if`, `else`, `for` and `while` are always in braces (`else if` excepted). 3.13 does not
mind.

    if (err) { goto error; }",
    },
    CodeInfo {
        code: BAD_STATEMENT,
        title: "a statement that is not understood",
        explanation: "\
Bodies are written in a subset of C: expressions, declarations with initial values, if, for, while, do, goto,
return, break, continue, blocks and #if. Not in it: local labels, typedefs, function definitions, local structs,
declarators with parentheses, static variables, statements inside expressions.

The reference generator looks at tokens only and would copy the text. Casewright translates bodies and has to
understand them.",
    },
    CodeInfo {
        code: BAD_EXPRESSION,
        title: "a condition or loop header that is not understood",
        explanation: "\
Between the parentheses of if, while, switch and for stand C expressions; the first part of a for header may be a
declaration.

The reference generator looks at tokens only and would copy the text. Casewright translates bodies and has to
understand them.",
    },
    CodeInfo {
        code: ELIF,
        title: "an #elif is not understood",
        explanation: "\
The reference knows #if, #else and #endif only. It takes #elif for an ordinary line, so what follows it belongs to
the branch before it, and the flow of control is followed through both as if they ran one after the other.

    #if A              #if A
    f();               f();
    #elif B     →      #else
    g();               #if B
    #endif             g();
                       #endif
                       #endif",
    },
    CodeInfo {
        code: DIRECTIVE_IN_STATEMENT,
        title: "a directive in the middle of a statement",
        explanation: "\
Directives stand between whole statements. The reference copies a statement with a directive inside; casewright
translates bodies and would have to translate both variants.

    f(a,               #if X
    #if X              f(a, b);
      b,        →      #else
    #endif             f(a);
      c);              #endif",
    },
];
