use super::*;
use super::things::{ one, two };
pub(crate) use other::thing;

/// What a trait asks for.
pub trait Symbols: Sized {
    /// One type.
    type Symbol: Copy + Default;
    unsafe fn of_frame(frame: *mut AbstractFrame<Self>) -> Self::Symbol;
    unsafe fn with_many(
        _0: *mut JitOptContext<Self>,
        _1: ObjPtr<'_, PyCodeObject>,
        _2: i32,
        _3: *mut Self::Symbol,
    ) -> ObjPtr<'static>;
}
const _: unsafe fn(*const c_char) -> ! = Py_FatalError;
const _: unsafe fn(*mut ThreadState, ObjPtr<'_>, *const c_char, ObjPtr<'_>) =
    _PyEval_FormatExcCheckArg;
const _: unsafe fn(
    &'static mut Context,
    StackRef,
    StackRef,
    Option<Vec<Vec<ObjPtr<'static>>>>,
    u16,
) -> Result<(), Exit> = by_hand::long::<TierOne>;
static TABLE: [u8; 3] = [1, 2, 3];
static NAMES: [&str; 6] = [
    "the first of the names",
    "the second of the names",
    "the third of the names",
    "the fourth",
    "",
    r#"a "raw" one"#,
];

/// `empty`
#[inline(always)]
#[allow(dead_code)]
pub unsafe fn empty<M: Mode>(cx: &mut Cx) {}
pub const fn is_spilled(label: Label) -> bool {
    match label {
        Label::a | Label::b => false,
        Label::c => { true }
        Label::d if x > 1 => {
            cx.x = 1;
            true
        }
        _ => match deeper {
            0 => 1,
            _ => {}
        },
    }
}
pub unsafe fn parameters<'a>(
    cx: &mut Cx,
    first: StackRef,
    second: &StackRef,
    third: ObjPtr<'a, PyDictObject>,
) -> Result<(StackRef, StackRef), Exit> {
    Ok((first, second))
}
unsafe fn statements() {
    // A comment.
    let x;
    let mut y: i32 = -1;
    x += y * -2 - !3 & *pointer;
    *pointer = &mut *other;
    let z = &&x;
    let w = & &x;
    let r = &raw mut (*x).field;
    let small: i32 = if starting != 0 { ONE } else { OTHER };
    let large: i32 = if starting_with_a_long_name != 0 {
        A_LONG_NAME_OF_A_CONSTANT
    } else {
        ANOTHER_NAME
    };
    let chained = if a {
        1
    } else if b {
        2
    } else {
        3
    };
    if a {
        b();
    } else if c {
        d();
    } else {
        e();
    }
    if some_condition_that_is_long(with, arguments) != 0
        && another_condition_that_is_long(with, more, arguments)
    {
        return;
    }
    if some_condition(
        with,
        a,
        very,
        long,
        list,
        of,
        arguments,
        that,
        does,
        not,
        fit,
        on,
        the,
        line,
        at_all,
    ) {
        return Err(Exit::Error(0));
    }
    'outer: loop {
        'inner: while x < 3 {
            break 'outer;
        }
        continue;
    }
    'block: {
        break 'block;
    }
    for index in 0..(size) {
        *cx.stack_pointer.offset(((first) + index) as isize) = S::sym_new_not_null(cx.ctx);
    }
    let fits_below =
        _PyObject_Something(cx.tstate, the_first_argument, the_second_argument, third_one);
    let does_not_fit_below =
        _PyObject_Something(cx.tstate, the_first_argument, the_second_argument, the_third_one);
    let sum = the_first_operand_of_a_sum
        + the_second_operand_of_a_sum * a_factor
        + the_third_operand_of_the_sum;
    let mixed = first_condition_that_is_long == 1
        || second_condition_that_is_long && third_condition_that_is_long
        || fourth;
    let shifted = (the_first_operand_of_a_sum
        + the_second_operand_of_a_sum
        + the_third_operand_of_the_sum)
        as usize as u64;
    let object = _PyFrame_GetCode(cx.frame)
        .get()
        .co_localsplusnames()
        .get_the_item(cx.oparg as isize)
        .and_more();
    let object = (*(&raw mut (*(*cx.tstate).interp).common_consts)
        .cast::<ObjSlot>()
        .offset(cx.oparg as isize + 1)).get();
    let answer: Owned = type_.get().tp_vectorcall().unwrap_unchecked()(
        callee,
        objects.as_ptr(),
        argc as usize,
        ObjPtr::null(),
    );
    let result = match _BODY::<TierOne>(
        cx,
        StackRef::from_bits(container_1),
        StackRef::from_bits(start_2),
    ) {
        Ok(result) => result.bits(),
        Err(Exit::Deopt | Exit::ExitIf) => return deopt(cx, entry, 44),
        Err(exit) => {
            return leave(cx, exit, 0);
        }
    };
    match x {};
    let Some(value) = find_it_in_a_table_that_has_a_long_name(with_a_key, and_with_another) else {
        return None;
    };
    let closure = |a: &T, b| a.cmp(b);
    let nothing = || 5;
    let ranged = 0..=9;
    let tuple = (1,);
    let pair = (a, b);
    let unit = ();
    let tuples = (
        a_long_name_of_an_element_of_a_tuple,
        a_long_name_of_an_element_of_a_tuple,
        another_name_of_one,
    );
    let value = unsafe { deref(x) };
    let block = {
        let a = 1;
        a
    };
    debug_assert!(
        !PyStackRef_IsNull(&*GETLOCAL(cx.frame, cx.oparg)),
        "a message that is so long that it fits on no line"
    );
    let a = table[index as usize].0.1;
    let b =
        <T as Trait>::make::<Vec<Vec<u8>>>(1.5e-3, 0x1Fu8, 'c', '\'', b'x', c"t\"ext", 1.max(2))?;
    let c = a as usize >> 3 < (b as usize) << 2;
    let thing = Thing { field: 1, other };
    let unspaced = a<b;
    Ok(if a {
        long_name_of_a_function(with_arguments)
    } else {
        other_long_name_of_a_function(with_arguments)
    })
}

/// Hands all of them to a macro.
macro_rules! for_each {
    ($each:ident) => {
        $each! {
            0 arm_CACHE
            1 arm_NOP {
                nested
            }
        }
    }
}
for_each! {}
