//! The lines of source files: `linecache`.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::SystemTime;

use crate::objects::code::Code;
use crate::objects::str_::Str;
use crate::value::Ptr;
use crate::vm::Vm;

/// A file's lines, and what it was like when they were read.
struct Entry {
    size: u64,
    modified: Option<SystemTime>,
    lines: Rc<[String]>,
}

/// What identifies a code object without a file: its file name, qualified name and first line.
type CodeKey = (String, String, i32);

/// Source that has been read.
#[derive(Default)]
pub(crate) struct Sources {
    files: HashMap<PathBuf, Entry>,
    /// Source that is in no file.
    code: HashMap<CodeKey, Rc<[String]>>,
}

fn split(text: &str) -> Rc<[String]> {
    text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(str::to_owned).collect()
}

fn key(code: Ptr<'_, Code>) -> CodeKey {
    let text = |text: Ptr<'_, Str>| text.get().as_str().into_owned();
    let code = code.get();
    (text(code.filename()), text(code.qualname()), code.firstlineno())
}

/// Keeps the source of code that is in no file, as of `-c`, for tracebacks: `linecache._register_code`.
pub(crate) fn register(vm: &Vm, code: Ptr<'_, Code>, source: &str) {
    let lines = split(source);
    let mut pending = vec![code.to_ref()];
    let mut sources = vm.modules.sources.borrow_mut();
    while let Some(code) = pending.pop() {
        sources.code.insert(key(code.ptr()), lines.clone());
        let consts = code.consts();
        pending.extend(consts.get().as_slice().iter().filter_map(|item| Some(item.cast::<Code>()?.to_ref())));
    }
}

/// The lines of source that a code object is from, none if they are not known.
pub(super) fn lines_of(vm: &Vm, code: Ptr<'_, Code>) -> Rc<[String]> {
    let name = code.get().filename();
    let text = name.get().as_str();
    if text.is_empty() || text.starts_with('<') && text.ends_with('>') {
        return vm.modules.sources.borrow().code.get(&key(code)).cloned().unwrap_or_default();
    }
    let Ok(path) = vm.fs_encode(name) else {
        vm.clear_exception();
        return Rc::default();
    };
    let path = PathBuf::from(path);
    match fs::metadata(&path) {
        Ok(metadata) => lines_of_file(vm, path, &metadata),
        Err(_) if path.is_relative() => lines_in_path(vm, &path),
        Err(_) => Rc::default(),
    }
}

/// The lines of a file with a relative name, in the folders where modules are looked for.
fn lines_in_path(vm: &Vm, file: &std::path::Path) -> Rc<[String]> {
    let folders =
        vm.sys_object("path").and_then(|path| vm.collect(path.obj()).map_err(|_| vm.clear_exception()).ok());
    for folder in folders.unwrap_or_default() {
        let Some(folder) = folder.cast::<Str>() else { continue };
        let Ok(folder) = vm.fs_encode(folder) else {
            vm.clear_exception();
            continue;
        };
        let path = PathBuf::from(folder).join(file);
        if let Ok(metadata) = fs::metadata(&path) {
            return lines_of_file(vm, path, &metadata);
        }
    }
    Rc::default()
}

/// The lines of a file, read again if it has changed.
fn lines_of_file(vm: &Vm, path: PathBuf, metadata: &Metadata) -> Rc<[String]> {
    let (size, modified) = (metadata.len(), metadata.modified().ok());
    if let Some(entry) = vm.modules.sources.borrow().files.get(&path)
        && entry.size == size
        && entry.modified == modified
    {
        return entry.lines.clone();
    }
    let lines = read(&path).map_or_else(Rc::default, |text| split(&text));
    vm.modules.sources.borrow_mut().files.insert(path, Entry { size, modified, lines: lines.clone() });
    lines
}

/// A file as text, if its encoding is known and right.
fn read(path: &std::path::Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    #[cfg(feature = "compiler")]
    return casewright_code::compile::decode(&bytes, "").ok().map(std::borrow::Cow::into_owned);
    #[cfg(not(feature = "compiler"))]
    String::from_utf8(bytes).ok()
}
