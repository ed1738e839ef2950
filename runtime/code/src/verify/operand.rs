//! Whether the argument of an instruction stands for something.

use cpython_isa::{Opcode, OpcodeFlags};

use super::instructions::Instruction;
use super::{ErrorKind, Operand};
use crate::operands::{
    BINARY_OPERATORS, COMMON_CONSTANTS, COMPARISONS, CONVERSIONS, FUNCTION_ATTRIBUTES, INTRINSICS_1,
    INTRINSICS_2, SPECIAL_METHODS,
};
use crate::{CodeData, LocalKind};

/// What arguments can stand for.
pub(super) struct Operands<'a> {
    code: &'a CodeData,
    freevars: usize,
}

impl<'a> Operands<'a> {
    pub(super) fn of(code: &'a CodeData) -> Self {
        Operands { code, freevars: code.freevars().count() }
    }

    pub(super) fn check(&self, instruction: &Instruction) -> Result<(), ErrorKind> {
        let Instruction { opcode, oparg, .. } = *instruction;
        check_operand(self, opcode, oparg).map_err(|what| ErrorKind::Operand { opcode, oparg, what })
    }
}

fn check_operand(operands: &Operands<'_>, opcode: Opcode, oparg: u32) -> Result<(), Operand> {
    let code = operands.code;
    let flags = opcode.flags();
    let index = oparg as usize;
    let range =
        |low, high| if (low..=high).contains(&oparg) { Ok(()) } else { Err(Operand::Range(low, high)) };
    // Arguments are ints in C.
    if i32::try_from(oparg).is_err() {
        return Err(Operand::Range(0, i32::MAX.cast_unsigned()));
    }
    // Some of these would take fewer than no values; the others have effects that fit only after that.
    match opcode {
        Opcode::Copy
        | Opcode::ListAppend
        | Opcode::ListExtend
        | Opcode::SetAdd
        | Opcode::SetUpdate
        | Opcode::MapAdd
        | Opcode::DictMerge
        | Opcode::DictUpdate => range(1, i32::MAX.cast_unsigned())?,
        Opcode::Swap => range(2, i32::MAX.cast_unsigned())?,
        _ => {}
    }
    if opcode.popped(oparg) < 0 || opcode.pushed(oparg) < 0 {
        return Err(Operand::Effect);
    }
    match opcode {
        Opcode::BinaryOp => return range(0, BINARY_OPERATORS.len() as u32 - 1),
        Opcode::CallIntrinsic1 => return range(1, INTRINSICS_1.len() as u32 - 1),
        Opcode::CallIntrinsic2 => return range(1, INTRINSICS_2.len() as u32 - 1),
        Opcode::LoadSpecial => return range(0, SPECIAL_METHODS.len() as u32 - 1),
        Opcode::LoadCommonConstant => return range(0, COMMON_CONSTANTS.len() as u32 - 1),
        Opcode::CompareOp => return range(0, ((COMPARISONS.len() as u32) << 5) - 1),
        Opcode::ConvertValue => return range(1, CONVERSIONS.len() as u32 - 1),
        // Small integers are shared; these are those that fit in one argument.
        Opcode::LoadSmallInt => return range(0, 256),
        Opcode::IsOp | Opcode::ContainsOp | Opcode::YieldValue => return range(0, 1),
        Opcode::RaiseVarargs | Opcode::GetAwaitable => return range(0, 2),
        Opcode::BuildSlice => return range(2, 3),
        Opcode::Resume => return range(0, 7),
        // The depth of what is kept below the exception: nothing, or the offset to go back to at any depth.
        Opcode::Reraise => return range(0, 2),
        Opcode::BuildInterpolation => return range(0, 15),
        Opcode::SetFunctionAttribute => {
            let count = FUNCTION_ATTRIBUTES.len() as u32;
            return if oparg.is_power_of_two() && oparg < 1 << count {
                Ok(())
            } else {
                Err(Operand::Flag(count))
            };
        }
        Opcode::CopyFreeVars => {
            let count = operands.freevars;
            return if index == count { Ok(()) } else { Err(Operand::FreeVariables(count)) };
        }
        _ => {}
    }
    if flags.contains(OpcodeFlags::CONST) && opcode.has_arg() && index >= code.consts.len() {
        return Err(Operand::Constant(code.consts.len()));
    }
    if flags.contains(OpcodeFlags::NAME) {
        let index = match opcode {
            Opcode::LoadGlobal | Opcode::LoadAttr => index >> 1,
            Opcode::LoadSuperAttr => index >> 2,
            _ => index,
        };
        if index >= code.names.len() {
            return Err(Operand::Name(code.names.len()));
        }
    }
    let slots = code.localspluskinds.len();
    match opcode {
        Opcode::LoadFastLoadFast
        | Opcode::LoadFastBorrowLoadFastBorrow
        | Opcode::StoreFastLoadFast
        | Opcode::StoreFastStoreFast => {
            let inside = oparg < 0x100 && index >> 4 < slots && index & 15 < slots;
            if inside { Ok(()) } else { Err(Operand::Local(slots)) }
        }
        Opcode::MakeCell
        | Opcode::LoadDeref
        | Opcode::StoreDeref
        | Opcode::DeleteDeref
        | Opcode::LoadFromDictOrDeref => {
            let Some(&kind) = code.localspluskinds.get(index) else { return Err(Operand::Local(slots)) };
            // An inlined comprehension may make a cell of its own in the slot of a free variable of the same name.
            let kind = LocalKind(kind);
            if kind.is_cell() || kind.is_free() { Ok(()) } else { Err(Operand::Cell) }
        }
        _ if flags.contains(OpcodeFlags::LOCAL) && index >= slots => Err(Operand::Local(slots)),
        _ => Ok(()),
    }
}
