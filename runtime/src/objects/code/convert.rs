//! Code objects from what a compiler or a file says.

use casewright_code::{CodeData, Constant, Text, verify};

use super::{Code, CodeParts};
use crate::errors::PyResult;
use crate::objects::bytes::Bytes;
use crate::objects::complex::Complex;
use crate::objects::set::Set;
use crate::objects::slice::Slice;
use crate::objects::str_::{Str, StrBuilder};
use crate::objects::tuple::Tuple;
use crate::value::{Layout, Obj, Ref, Value};
use crate::vm::Vm;

impl Code {
    /// The code object that `data` describes, with everything that is nested in it, after a look whether it can be run:
    /// nothing that it says, once made, lets an instruction reach beyond what it has.
    pub(crate) fn from_data(vm: &Vm, data: &CodeData) -> PyResult<Ref<Code>> {
        match verify::verify(data) {
            Ok(()) => Self::from_verified(vm, data),
            Err(error) => Err(vm.value_error(format_args!("bad code object: {error}"))),
        }
    }

    /// The code object of data that a compiler of ours wrote, or that has been verified.
    pub(crate) fn from_verified(vm: &Vm, data: &CodeData) -> PyResult<Ref<Code>> {
        let names = |all: &[Constant]| {
            let names = all.iter().map(|name| match name {
                Constant::Str(text) => vm.strings.intern(vm.str_of_text(text)).into_value(),
                // `CodeData::new` refuses names that are not strings.
                _ => Value::none(),
            });
            Tuple::new(vm, names.collect())
        };
        let parts = CodeParts {
            units: data.units(),
            consts: vm.tuple_of_constants(&data.consts)?,
            names: names(&data.names),
            localsplusnames: names(&data.localsplusnames),
            filename: vm.strings.intern(vm.str_of_text(&data.filename)),
            name: vm.strings.intern(vm.str_of_text(&data.name)),
            qualname: vm.strings.intern(vm.str_of_text(&data.qualname)),
            kinds: data.localspluskinds.as_slice().into(),
            exceptiontable: data.exceptiontable.as_slice().into(),
            linetable: data.linetable.as_slice().into(),
            flags: data.flags,
            argcount: data.argcount,
            posonlyargcount: data.posonlyargcount,
            kwonlyargcount: data.kwonlyargcount,
            stacksize: data.stacksize,
            firstlineno: data.firstlineno,
        };
        Ok(Self::new(vm, parts))
    }
}

/// `should_intern_string`: whether a constant looks like a name, which is then looked up by identity some day.
fn looks_like_a_name(text: &Text) -> bool {
    text.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

impl Vm {
    /// A string of these code points.
    pub(crate) fn str_of_text(&self, text: &Text) -> Ref<Str> {
        match text.to_str() {
            Some(text) => Str::new(self, text),
            None => {
                let mut builder = StrBuilder::new();
                for code in text.code_points() {
                    builder.push(code);
                }
                builder.finish(self)
            }
        }
    }

    fn tuple_of_constants(&self, constants: &[Constant]) -> PyResult<Ref<Tuple>> {
        let items: PyResult<Vec<Value>> =
            constants.iter().map(|constant| self.object_of_constant(constant)).collect();
        Ok(Tuple::new(self, items?))
    }

    /// The object that a constant is. Strings that are interned or look like names are interned (`intern_constants`).
    pub(crate) fn object_of_constant(&self, constant: &Constant) -> PyResult<Value> {
        Ok(match constant {
            Constant::None => Value::none(),
            Constant::True => Value::bool(true),
            Constant::False => Value::bool(false),
            Constant::Ellipsis => Obj::ELLIPSIS.to_owned(),
            Constant::StopIteration => self.types.stop_iteration().ptr().to_value(),
            Constant::Str(text) => {
                let string = self.str_of_text(text);
                if text.is_interned() || looks_like_a_name(text) {
                    self.strings.intern(string).into_value()
                } else {
                    string.into_value()
                }
            }
            Constant::Tuple(items) => self.tuple_of_constants(items)?.into_value(),
            Constant::Code(code) => Code::from_verified(self, code)?.into_value(),
            Constant::Int(value) => self.int_big((**value).clone()),
            Constant::Float(value) => self.float(value.get()),
            Constant::Complex(value) => self.complex(Complex { real: value.re.get(), imag: value.im.get() }),
            Constant::Bytes(value) => Bytes::new(self, value).into_value(),
            Constant::List(items) => {
                let items: PyResult<Vec<Value>> =
                    items.iter().map(|item| self.object_of_constant(item)).collect();
                crate::objects::list::List::new(self, items?).into_value()
            }
            Constant::Set(items) => self.fill(Set::new(self), items)?,
            Constant::FrozenSet(items) => self.fill(Set::new_frozen(self), items)?,
            Constant::Dict(items) => {
                let dict = crate::objects::dict::Dict::new(self);
                for (key, value) in items.iter() {
                    dict.insert(self, self.object_of_constant(key)?, self.object_of_constant(value)?)?;
                }
                dict.into_value()
            }
            Constant::Slice(parts) => {
                let [start, stop, step] = &**parts;
                let (start, stop) = (self.object_of_constant(start)?, self.object_of_constant(stop)?);
                Slice::new(self, start, stop, self.object_of_constant(step)?).into_value()
            }
        })
    }

    fn fill(&self, set: Ref<Set>, items: &[Constant]) -> PyResult<Value> {
        for item in items {
            set.add(self, self.object_of_constant(item)?)?;
        }
        Ok(set.into_value())
    }
}
