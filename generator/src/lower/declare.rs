//! The vocabulary as Rust declarations: what the runtime has to provide. Bodies can be type-checked against
//! them before there is a runtime, and people who write one see what is asked of them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::bindings::{Access, Bindings, symbol_key};
use super::layout::layout;
use super::signature::Signature;
use super::types::Ty;

/// Declarations of every helper, type, constant and table that some names ask for, as a module for type checks:
/// nothing in it can be run.
///
/// # Errors
/// If it is no Rust, which would be a mistake here.
pub fn declarations(bindings: &Bindings, used: &BTreeSet<String>) -> Result<String, String> {
    let mut text = String::from("use std::ffi::c_char;\nuse super::value::*;\n");
    let asks_symbols = bindings.symbols.keys().any(|name| used.contains(&symbol_key(name)));
    types(bindings, asks_symbols, &mut text);
    if asks_symbols {
        text.push_str(&super::optimizer::symbols(used, bindings));
    }
    for (name, bound) in &bindings.function_types {
        if let Some(signature) = &bound.what {
            let (parameters, result) = elided(signature, bindings);
            let _ = writeln!(text, "pub type {name} = unsafe fn({}){result};", parameters.join(", "));
        }
    }
    for (name, helper) in &bindings.helpers {
        let (generics, parameters, result) = helper.what.signature.rust(bindings);
        let parameters: Vec<String> =
            parameters.iter().enumerate().map(|(index, ty)| format!("_{index}: {ty}")).collect();
        let arrow = if result == "()" { String::new() } else { format!(" -> {result}") };
        let _ = writeln!(
            text,
            "pub const unsafe fn {name}{generics}({}){arrow} {{ unsafe {{ std::hint::unreachable_unchecked() }} }}",
            parameters.join(", ")
        );
    }
    for (name, bound) in &bindings.constants {
        let ty = bound.what.rust(bindings, "'static");
        let value = match bound.what {
            Ty::Text => "c\"\".as_ptr()",
            _ => "1",
        };
        let _ = writeln!(text, "pub const {name}: {ty} = {value};");
    }
    for (name, bound) in bindings.objects.iter().chain(&bindings.globals) {
        let ty = bound.what.rust(bindings, "'static");
        let _ = writeln!(text, "pub unsafe fn {name}() -> {ty} {{ ObjPtr::null() }}");
    }
    for name in bindings.stackrefs.keys().filter(|name| *name != "PyStackRef_NULL") {
        let _ = writeln!(text, "pub const {name}: StackRef = StackRef::NULL;");
    }
    for (name, bound) in &bindings.tables {
        if bound.what.of.is_object() {
            let path = name.replace('(', "_").replace(").", "_");
            let ty = bound.what.of.rust(bindings, "'static");
            let _ = writeln!(text, "pub unsafe fn {path}(_index: usize) -> {ty} {{ ObjPtr::null() }}");
        } else {
            let ty = bound.what.of.rust(bindings, "'static");
            let _ = writeln!(text, "pub const {name}: &[{ty}] = &[];");
        }
    }
    for (module, macro_name) in [("ids", "_Py_ID("), ("strs", "_Py_STR(")] {
        let _ = writeln!(text, "pub mod {module} {{ use super::*;");
        for name in used.iter().filter_map(|name| name.strip_prefix(macro_name)?.strip_suffix(')')) {
            let _ = writeln!(text, "pub unsafe fn {name}() -> ObjPtr<'static> {{ ObjPtr::null() }}");
        }
        text.push_str("}\n");
    }
    layout(&text)
}

/// The parameters and the result of a pointer to a function, without names for lifetimes.
fn elided(signature: &Signature, bindings: &Bindings) -> (Vec<String>, String) {
    let (_, parameters, result) = signature.rust(bindings);
    let parameters = parameters.iter().map(|ty| ty.replace("'a", "'_")).collect();
    let arrow = if result == "()" { String::new() } else { format!(" -> {result}") };
    (parameters, arrow)
}

fn types(bindings: &Bindings, asks_symbols: bool, text: &mut String) {
    // The harness has these itself.
    let own = ["PyObject", "_Py_CODEUNIT", "_Py_BackoffCounter"];
    // Those of the abstract interpreter are generic over the symbols.
    let is_asked = |rust: &str| asks_symbols || !rust.ends_with("<S>");
    let types =
        bindings.types.iter().filter(|(name, ty)| !own.contains(&name.as_str()) && is_asked(&ty.rust));
    for (name, binding) in types {
        let fields: Vec<(&String, &Ty)> = bindings
            .fields
            .iter()
            .filter(|((of, _), _)| of == name)
            .map(|((_, field), bound)| (field, &bound.what))
            .collect();
        let rust = &binding.rust.replace("<S>", "<S: Symbols>");
        if name == "PyObjectArray" {
            let _ = writeln!(
                text,
                "pub struct {rust}; impl {rust} {{ \
                 pub fn as_ptr(&self) -> *const ObjPtr<'static> {{ std::ptr::null() }} }}"
            );
            continue;
        }
        let _ = writeln!(text, "#[repr(C)] pub struct {rust} {{ header: PyObjectHeader,");
        if binding.access == Access::Place {
            for (field, ty) in &fields {
                let ty = match ty {
                    Ty::Array(element) => format!("[{}; 1]", element.in_memory(bindings)),
                    ty => ty.in_memory(bindings),
                };
                let _ = writeln!(text, "pub {field}: {ty},");
            }
        }
        text.push_str("}\n");
        if binding.access == Access::Place {
            continue;
        }
        let _ = writeln!(text, "impl {rust} {{");
        for (field, ty) in &fields {
            let name = field.replace('.', "_");
            let never = "{ unreachable!() }";
            match ty {
                Ty::Array(element) => {
                    let element = element.in_memory(bindings);
                    let _ = writeln!(text, "pub fn {name}_ptr(&self) -> *mut {element} {never}");
                }
                Ty::Struct(_) => {
                    let _ =
                        writeln!(text, "pub fn {name}_ptr(&self) -> *mut {} {never}", ty.in_memory(bindings));
                }
                ty => {
                    let set = if ty.is_object() { ty.owned(bindings) } else { ty.rust(bindings, "'_") };
                    let _ = writeln!(text, "pub fn {name}(&self) -> {} {never}", ty.rust(bindings, "'_"));
                    let _ = writeln!(text, "pub fn set_{name}(&self, _: {set}) {never}");
                    let _ =
                        writeln!(text, "pub fn {name}_ptr(&self) -> *mut {} {never}", ty.in_memory(bindings));
                }
            }
        }
        text.push_str("}\n");
    }
    text.push_str("pub struct PyObjectHeader;\n");
}
