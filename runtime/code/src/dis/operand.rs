//! What the argument of an instruction stands for, in words.

use std::collections::BTreeMap;

use cpython_isa::{Opcode, OpcodeFlags};

use super::format::Line;
use crate::repr::{AddressOf, constant_repr};
use crate::{CodeData, operands};

/// The number of the label at an offset in bytes.
pub(super) type Labels = BTreeMap<i64, usize>;

/// What stands in parentheses behind the argument. Nothing if it stands for nothing, or for something that there is
/// not; `dis` raises an exception then.
pub(super) fn describe(code: &CodeData, line: &Line, labels: &Labels, address: AddressOf<'_>) -> String {
    try_describe(code, line, labels, address).unwrap_or_default()
}

fn try_describe(code: &CodeData, line: &Line, labels: &Labels, address: AddressOf<'_>) -> Option<String> {
    let opcode = line.opcode?;
    let arg = usize::try_from(line.arg?).ok()?;
    let flags = opcode.flags();
    let name = |index: usize| code.name_at(index).map(ToString::to_string);
    let local = |slot: usize| code.local_at(slot).map(|local| local.name.to_string());
    let entry = |table: &[&str]| table.get(arg).map(|&text| text.to_owned());
    let either = |is: &str, is_not: &str| Some(if arg == 0 { is } else { is_not }.to_owned());
    let plus = |text: Option<String>, null: &str| {
        text.map(|text| if arg & 1 != 0 && !text.is_empty() { format!("{text} + {null}") } else { text })
    };
    if let Some(target) = line.target {
        let label = labels.get(&target)?;
        let preposition = if opcode == Opcode::EndAsyncFor { "from" } else { "to" };
        return Some(format!("{preposition} L{label}"));
    }
    match opcode {
        Opcode::LoadConst => {
            let mut text = String::new();
            constant_repr(&mut text, code.consts.get(arg)?, address).ok()?;
            Some(text)
        }
        Opcode::LoadGlobal => plus(name(arg >> 1), "NULL"),
        Opcode::LoadAttr => plus(name(arg >> 1), "NULL|self"),
        Opcode::LoadSuperAttr => plus(name(arg >> 2), "NULL|self"),
        _ if flags.contains(OpcodeFlags::NAME) => name(arg),
        Opcode::LoadFastLoadFast
        | Opcode::LoadFastBorrowLoadFastBorrow
        | Opcode::StoreFastLoadFast
        | Opcode::StoreFastStoreFast => Some(format!("{}, {}", local(arg >> 4)?, local(arg & 15)?)),
        Opcode::CompareOp => {
            let operator = operands::COMPARISONS.get(arg >> 5)?;
            Some(if arg & 16 != 0 { format!("bool({operator})") } else { (*operator).to_owned() })
        }
        Opcode::ConvertValue => entry(&operands::CONVERSIONS),
        Opcode::SetFunctionAttribute => {
            let set = operands::FUNCTION_ATTRIBUTES.iter().enumerate().filter(|(bit, _)| arg >> bit & 1 != 0);
            Some(set.map(|(_, name)| *name).collect::<Vec<_>>().join(", "))
        }
        Opcode::BinaryOp => entry(&operands::BINARY_OPERATORS),
        Opcode::CallIntrinsic1 => entry(&operands::INTRINSICS_1),
        Opcode::CallIntrinsic2 => entry(&operands::INTRINSICS_2),
        Opcode::LoadCommonConstant => entry(&operands::COMMON_CONSTANTS),
        Opcode::LoadSpecial => entry(&operands::SPECIAL_METHODS),
        Opcode::IsOp => either("is", "is not"),
        Opcode::ContainsOp => either("in", "not in"),
        // These take a variable, cell or not. COPY_FREE_VARS takes a count.
        Opcode::CopyFreeVars => None,
        _ if flags.intersects(OpcodeFlags::LOCAL | OpcodeFlags::FREE) => local(arg),
        _ => None,
    }
}
