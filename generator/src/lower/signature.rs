//! Signatures of helpers, as bindings write them: `new PyObject *(PyObject *, steal PyObject *)`.

use super::bindings::Bindings;
use super::types::Ty;

/// What happens to a reference that is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A value, or a borrowed pointer, or a stack reference that is consumed.
    Plain,
    /// The callee takes the reference over.
    Steal,
    /// A variable of the caller that receives a value (a new reference, if it is an object). NULL says: not wanted.
    Out,
    /// A variable of the caller that is read and replaced.
    InOut,
    /// A stack reference that is only looked at, or a value that is not copied.
    Borrow,
    /// A pointer to a field.
    Place,
    /// What a macro takes from where it is used, without its being named.
    Implicit,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// What happens to what is passed.
    pub mode: Mode,
    /// Its type.
    pub ty: Ty,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The type of the result.
    pub result: Ty,
    /// Whether the caller owns the resulting reference.
    pub is_new: bool,
    /// The parameters.
    pub parameters: Vec<Parameter>,
}

impl Signature {
    /// Reads a signature.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str, bindings: &Bindings) -> Result<Signature, String> {
        let (result, rest) = text.split_once('(').ok_or("it has no `(`")?;
        let parameters = rest.strip_suffix(')').ok_or("it does not end in `)`")?;
        let result = result.trim();
        let (is_new, result) = match result.strip_prefix("new ") {
            Some(result) => (true, result),
            None => (false, result),
        };
        let ty = |text: &str| {
            Ty::parse(text, bindings).ok_or_else(|| format!("`{}` is no known type", text.trim()))
        };
        let mut signature = Signature { result: ty(result)?, is_new, parameters: Vec::new() };
        for parameter in parameters.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            const MODES: [(&str, Mode); 6] = [
                ("steal ", Mode::Steal),
                ("out ", Mode::Out),
                ("inout ", Mode::InOut),
                ("borrow ", Mode::Borrow),
                ("place ", Mode::Place),
                ("implicit ", Mode::Implicit),
            ];
            let (mode, rest) = MODES
                .iter()
                .find_map(|(word, mode)| Some((*mode, parameter.strip_prefix(word)?)))
                .unwrap_or((Mode::Plain, parameter));
            signature.parameters.push(Parameter { mode, ty: ty(rest)? });
        }
        Ok(signature)
    }

    /// Whether it takes any number of values for a format.
    pub fn is_variadic(&self) -> bool {
        self.parameters.last().is_some_and(|parameter| parameter.ty == Ty::Values)
    }

    /// The Rust signature: generics, types of the parameters, result.
    pub fn rust(&self, bindings: &Bindings) -> (String, Vec<String>, String) {
        let borrows_from = |parameter: &Parameter| {
            (parameter.ty.is_object() && parameter.mode == Mode::Plain) || parameter.mode == Mode::Borrow
        };
        let result_borrows = self.result.is_object() && !self.is_new;
        let source = self.parameters.iter().position(borrows_from).filter(|_| result_borrows);
        let parameters = self.parameters.iter().enumerate().map(|(index, parameter)| {
            let lifetime = if source == Some(index) { "'a" } else { "'_" };
            let ty = || parameter.ty.rust(bindings, lifetime);
            match parameter.mode {
                Mode::Plain | Mode::Implicit => ty(),
                Mode::Steal => parameter.ty.owned(bindings),
                Mode::Out if parameter.ty.is_object() => {
                    format!("Option<&mut {}>", parameter.ty.owned(bindings))
                }
                Mode::Out => format!("Option<&mut {}>", ty()),
                Mode::InOut if parameter.ty.is_object() => format!("&mut {}", parameter.ty.owned(bindings)),
                Mode::InOut => format!("&mut {}", ty()),
                Mode::Borrow if lifetime == "'a" => format!("&'a {}", ty()),
                Mode::Borrow => format!("&{}", ty()),
                Mode::Place => format!("*mut {}", parameter.ty.in_memory(bindings)),
            }
        });
        let parameters = parameters.collect();
        let result = if self.is_new { self.result.owned(bindings) } else { self.result.rust(bindings, "'a") };
        let generics = if self.parameters.iter().any(|p| p.ty == Ty::Number) {
            "<T: PartialOrd>"
        } else if result_borrows {
            "<'a>"
        } else {
            ""
        };
        (generics.to_owned(), parameters, result)
    }
}
