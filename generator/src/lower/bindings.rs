//! Bindings: what each C name of the helper vocabulary is in Rust. They are data (`generator/bindings/*.toml`),
//! read with the place of every entry, so that what is wrong with one can be shown there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::signature::Signature;
use super::types::Ty;
use crate::analysis::Dialect;
use crate::diagnostics::catalog::lower as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::files::locate::InputPath;
use crate::files::read::read_text;
use crate::syntax::source::{FileId, SourceMap, Span};

/// The files of bindings, with their texts as they were when the generator was built.
pub const FILES: [(&str, &str); 7] = [
    ("types.toml", include_str!("../../bindings/types.toml")),
    ("constants.toml", include_str!("../../bindings/constants.toml")),
    ("functions.toml", include_str!("../../bindings/functions.toml")),
    (OPTIMIZER, include_str!("../../bindings/optimizer.toml")),
    (SPARE, include_str!("../../bindings/other_versions.toml")),
    ("optouts.toml", include_str!("../../bindings/optouts.toml")),
    ("configuration.toml", include_str!("../../bindings/configuration.toml")),
];

/// The file whose entries need not be used: other definitions than the ones at hand name them.
const SPARE: &str = "other_versions.toml";

/// What 3.13 has under the same name but otherwise; read for its definitions only, in the place of other entries.
const DIALECT_3_13: (&str, &str) = ("dialect_3_13.toml", include_str!("../../bindings/dialect_3_13.toml"));

/// The file whose entries bodies of the abstract interpreter use.
const OPTIMIZER: &str = "optimizer.toml";

/// What a pointer to a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TypeKind {
    /// A counted reference.
    Object,
    /// A plain pointer.
    Raw,
    /// Nothing: it is passed by value.
    Value,
}

/// How fields are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Through methods.
    Method,
    /// As places in memory.
    Place,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawType {
    kind: TypeKind,
    rust: Option<String>,
    access: Option<Access>,
}

/// A type.
#[derive(Clone, Debug)]
pub struct TypeBinding {
    /// What a pointer to it is.
    pub kind: TypeKind,
    /// Its name in Rust.
    pub rust: String,
    /// How its fields are reached.
    pub access: Access,
    /// Where it is bound.
    pub span: Span,
}

/// A function, constant or variable.
#[derive(Clone, Debug)]
pub struct Bound<T> {
    /// What it is.
    pub what: T,
    /// Where it is bound.
    pub span: Span,
}

/// A helper.
#[derive(Clone, Debug)]
pub struct Helper {
    /// Its signature.
    pub signature: Signature,
    /// What calling it costs an instruction.
    pub calling: Calling,
}

/// What calling a helper costs an instruction: the table that it is bound in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calling {
    /// It becomes part of the instruction.
    Inline,
    /// It is out of line, and called so rarely that instructions are laid out as if it were not called.
    Cold,
    /// It is out of line.
    OutOfLine,
}

impl Calling {
    /// The name of the table.
    pub fn table(self) -> &'static str {
        match self {
            Calling::Inline => "inline",
            Calling::Cold => "cold",
            Calling::OutOfLine => "functions",
        }
    }
}

/// A table: a C array.
#[derive(Clone, Debug)]
pub struct TableBinding {
    /// The type of its elements.
    pub of: Ty,
    /// Its length, if bodies ask for it.
    pub length: Option<u32>,
}

type Texts = BTreeMap<Spanned<String>, Spanned<String>>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawFile {
    types: BTreeMap<Spanned<String>, RawType>,
    fields: BTreeMap<Spanned<String>, Texts>,
    function_types: Texts,
    constants: Texts,
    objects: Texts,
    globals: Texts,
    stackrefs: Texts,
    tables: Texts,
    inline: Texts,
    cold: Texts,
    functions: Texts,
    symbols: Texts,
    optouts: Texts,
    defined: BTreeMap<Spanned<String>, bool>,
}

/// All bindings.
#[derive(Debug, Default)]
pub struct Bindings {
    /// Types, by C name.
    pub types: BTreeMap<String, TypeBinding>,
    /// Types of pointers to functions, by C name.
    pub function_types: BTreeMap<String, Bound<Option<Signature>>>,
    /// Fields: the type of `Struct.field`.
    pub fields: BTreeMap<(String, String), Bound<Ty>>,
    /// Constants.
    pub constants: BTreeMap<String, Bound<Ty>>,
    /// Objects whose address bodies take: the type of the pointer.
    pub objects: BTreeMap<String, Bound<Ty>>,
    /// Variables.
    pub globals: BTreeMap<String, Bound<Ty>>,
    /// Constant stack references.
    pub stackrefs: BTreeMap<String, Bound<()>>,
    /// Arrays.
    pub tables: BTreeMap<String, Bound<TableBinding>>,
    /// Functions and macros.
    pub helpers: BTreeMap<String, Bound<Helper>>,
    /// What the abstract interpreter asks of its symbols; there these names come before all others.
    pub symbols: BTreeMap<String, Bound<Signature>>,
    /// Bodies that are written by hand, with the reason.
    pub optouts: BTreeMap<String, Bound<String>>,
    /// Names that `#if` and `#ifdef` ask for: whether they are set.
    pub defined: BTreeMap<String, Bound<bool>>,
    /// The files that they were read from.
    files: Vec<(FileId, &'static str)>,
}

/// Where a name is bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name in `generator/bindings`.
    pub file: &'static str,
    /// The table in it, without its brackets (`functions`, `fields.PyCodeObject`).
    pub table: String,
    /// Whether it may go unused.
    pub is_spare: bool,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] of {}", self.table, self.file)
    }
}

impl Bindings {
    /// The bindings that the generator was built with; a folder may have files of the same names in their place.
    pub fn load(folder: Option<&Path>, sources: &mut SourceMap, sink: &mut Diagnostics) -> Option<Bindings> {
        Bindings::load_for(Dialect::V3_14, folder, sources, sink)
    }

    /// The bindings for definitions in this dialect.
    pub fn load_for(
        dialect: Dialect,
        folder: Option<&Path>,
        sources: &mut SourceMap,
        sink: &mut Diagnostics,
    ) -> Option<Bindings> {
        let mut files = Vec::new();
        let own = (dialect == Dialect::V3_13).then_some(DIALECT_3_13);
        for (name, built_in) in FILES.into_iter().chain(own) {
            let shown = format!("generator/bindings/{name}");
            let file = match folder {
                Some(folder) if folder.join(name).is_file() => {
                    read_text(&InputPath { path: folder.join(name), name: shown }, sources, sink)?
                }
                _ => sources.add(shown, built_in),
            };
            files.push((file, name));
        }
        let bindings = Bindings { files: files.clone(), ..Bindings::default() };
        let mut reader = Reader { sources, sink, bindings };
        let files: Vec<(FileId, RawFile)> =
            files.into_iter().filter_map(|(file, _)| Some((file, reader.parse(file)?))).collect();
        for (file, raw) in &files {
            reader.types(*file, raw);
        }
        for (file, raw) in &files {
            reader.rest(*file, raw);
        }
        let bindings = reader.bindings;
        (!sink.has_errors()).then_some(bindings)
    }

    /// The Rust name of a C type.
    pub fn rust_type<'b>(&'b self, name: &'b str) -> &'b str {
        self.types.get(name).map_or(name, |binding| binding.rust.as_str())
    }

    /// How the fields of a type are reached.
    pub fn access(&self, name: &str) -> Access {
        self.types.get(name).map_or(Access::Place, |binding| binding.access)
    }

    /// The type of a field.
    pub fn field(&self, of: &str, field: &str) -> Option<&Ty> {
        self.fields.get(&(of.to_owned(), field.to_owned())).map(|bound| &bound.what)
    }

    /// Whether a name is that of something constant.
    pub fn names_a_value(&self, name: &str) -> bool {
        self.constants.contains_key(name)
            || self.globals.contains_key(name)
            || self.objects.contains_key(name)
    }

    /// Whether a field of this struct starts with these parts, so that there may be more of them to come.
    pub fn has_field_prefix(&self, of: &str, prefix: &str) -> bool {
        let prefix = format!("{prefix}.");
        self.fields.keys().any(|(ty, field)| ty == of && field.starts_with(&prefix))
    }

    /// Where a function or macro that is called is bound.
    pub fn place_of_call(&self, name: &str) -> Option<Place> {
        let helper = self.helpers.get(name);
        let helper = helper.map(|bound| self.place(bound.span, bound.what.calling.table()));
        helper.or_else(|| {
            // `_Py_SINGLETON(strings).ascii` is a table by its whole text.
            let start = format!("{name}(");
            let table = self.tables.iter().find(|(table, _)| table.starts_with(&start));
            let table = table.map(|(_, bound)| self.place(bound.span, "tables"));
            table.or_else(|| self.symbols.get(name).map(|bound| self.place(bound.span, "symbols")))
        })
    }

    /// Where a name that is a value is bound.
    pub fn place_of_value(&self, name: &str) -> Option<Place> {
        let constant = self.constants.get(name).map(|bound| self.place(bound.span, "constants"));
        constant
            .or_else(|| self.globals.get(name).map(|bound| self.place(bound.span, "globals")))
            .or_else(|| self.objects.get(name).map(|bound| self.place(bound.span, "objects")))
            .or_else(|| self.stackrefs.get(name).map(|bound| self.place(bound.span, "stackrefs")))
            .or_else(|| self.tables.get(name).map(|bound| self.place(bound.span, "tables")))
            .or_else(|| self.place_of_call(name))
    }

    /// Where a type is bound.
    pub fn place_of_type(&self, name: &str) -> Option<Place> {
        let ty = self.types.get(name).map(|bound| self.place(bound.span, "types"));
        ty.or_else(|| self.function_types.get(name).map(|bound| self.place(bound.span, "function_types")))
    }

    /// Where a field is bound, in order of the structs that have it. A field of a struct in it counts by its own
    /// name (`lines` of `_co_monitoring.lines`).
    pub fn places_of_field(&self, field: &str) -> impl Iterator<Item = Place> {
        let fields =
            self.fields.iter().filter(move |((_, name), _)| name.split('.').any(|part| part == field));
        fields.map(|((ty, _), bound)| self.place(bound.span, &format!("fields.{ty}")))
    }

    fn place(&self, span: Span, table: &str) -> Place {
        let file = self.files.iter().find(|(file, _)| *file == span.file).map_or("", |(_, name)| name);
        Place { file, table: table.to_owned(), is_spare: file == SPARE || file == DIALECT_3_13.0 }
    }

    /// Reports opt-outs of bodies that there are not.
    pub fn report_unknown_optouts(&self, defined: &BTreeSet<&str>, sink: &mut Diagnostics) {
        for (name, bound) in self.optouts.iter().filter(|(name, _)| !defined.contains(name.as_str())) {
            sink.push(
                Diagnostic::error(
                    codes::UNKNOWN_OPTOUT,
                    format!("there is no body of `{name}` to be written by hand"),
                    bound.span,
                    "listed here",
                )
                .with_help(codes::help(codes::UNKNOWN_OPTOUT)),
            );
        }
    }

    /// Reports every entry that no body uses; those for the abstract interpreter only if there is one.
    pub fn report_unused(&self, used: &BTreeSet<String>, has_optimizer: bool, sink: &mut Diagnostics) {
        let symbols = self.symbols.iter().map(|(name, bound)| (symbol_key(name), bound.span));
        let helpers = self.helpers.iter().map(|(name, bound)| (name.clone(), bound.span));
        let constants = self.constants.iter().map(|(name, bound)| (name.clone(), bound.span));
        let objects = self.objects.iter().map(|(name, bound)| (name.clone(), bound.span));
        let globals = self.globals.iter().map(|(name, bound)| (name.clone(), bound.span));
        let tables = self.tables.iter().map(|(name, bound)| (name.clone(), bound.span));
        let fields = self.fields.iter().map(|((ty, field), bound)| (format!("{ty}.{field}"), bound.span));
        let all = helpers.chain(constants).chain(objects).chain(globals).chain(tables).chain(fields);
        for (name, span) in all.chain(symbols) {
            let place = self.place(span, "");
            let is_asked = !place.is_spare && (has_optimizer || place.file != OPTIMIZER);
            if is_asked && !used.contains(&name) {
                sink.push(
                    Diagnostic::error(
                        codes::UNUSED_BINDING,
                        format!("nothing uses the binding of `{name}`"),
                        span,
                        "bound here",
                    )
                    .with_help("remove it, or look for a misspelling"),
                );
            }
        }
    }
}

/// What a use of one of [`Bindings::symbols`] is noted as: a helper may have the same name.
pub fn symbol_key(name: &str) -> String {
    format!("Symbols.{name}")
}

struct Reader<'r> {
    sources: &'r SourceMap,
    sink: &'r mut Diagnostics,
    bindings: Bindings,
}

fn span_of<T>(file: FileId, spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span { file, start: range.start as u32, end: range.end as u32 }
}

impl Reader<'_> {
    fn parse(&mut self, file: FileId) -> Option<RawFile> {
        match toml::from_str(&self.sources.file(file).text) {
            Ok(raw) => Some(raw),
            Err(error) => {
                let range = error.span().unwrap_or(0..0);
                let span = Span { file, start: range.start as u32, end: range.end as u32 };
                let message = error.message().lines().next().unwrap_or_default().to_owned();
                self.sink.push(
                    Diagnostic::error(
                        codes::BAD_BINDINGS_FILE,
                        "a file of bindings cannot be read",
                        span,
                        message,
                    )
                    .with_help("bindings are TOML; `generator/bindings/` has examples of every table"),
                );
                None
            }
        }
    }

    fn bad(&mut self, span: Span, name: &str, why: String) {
        self.sink.push(
            Diagnostic::error(codes::BAD_BINDING, format!("the binding of `{name}` is wrong"), span, why)
                .with_help("types are C types of `bindings/types.toml`; a signature is `result(parameters)`"),
        );
    }

    fn types(&mut self, file: FileId, raw: &RawFile) {
        for (name, ty) in &raw.types {
            let default = if ty.kind == TypeKind::Object { Access::Method } else { Access::Place };
            let binding = TypeBinding {
                kind: ty.kind,
                rust: ty.rust.clone().unwrap_or_else(|| name.as_ref().clone()),
                access: ty.access.unwrap_or(default),
                span: span_of(file, name),
            };
            self.bindings.types.insert(name.as_ref().clone(), binding);
        }
        for name in raw.function_types.keys() {
            let bound = Bound { what: None, span: span_of(file, name) };
            self.bindings.function_types.insert(name.as_ref().clone(), bound);
        }
    }

    /// The type that a text names.
    fn ty(&mut self, file: FileId, name: &str, text: &Spanned<String>) -> Option<Ty> {
        let ty = Ty::parse(text.as_ref(), &self.bindings);
        if ty.is_none() {
            self.bad(span_of(file, text), name, format!("`{}` is no known type", text.as_ref()));
        }
        ty
    }

    fn signature(&mut self, file: FileId, name: &str, text: &Spanned<String>) -> Option<Signature> {
        match Signature::parse(text.as_ref(), &self.bindings) {
            Ok(signature) => Some(signature),
            Err(why) => {
                self.bad(span_of(file, text), name, why);
                None
            }
        }
    }

    fn rest(&mut self, file: FileId, raw: &RawFile) {
        for (name, text) in &raw.function_types {
            let signature = self.signature(file, name.as_ref(), text);
            if let Some(bound) = self.bindings.function_types.get_mut(name.as_ref()) {
                bound.what = signature;
            }
        }
        for (ty, fields) in &raw.fields {
            if !self.bindings.types.contains_key(ty.as_ref()) {
                self.bad(span_of(file, ty), ty.as_ref(), "this type is not among `[types]`".to_owned());
            }
            for (field, text) in fields {
                if let Some(what) = self.ty(file, field.as_ref(), text) {
                    let key = (ty.as_ref().clone(), field.as_ref().clone());
                    self.bindings.fields.insert(key, Bound { what, span: span_of(file, field) });
                }
            }
        }
        for (name, text) in &raw.constants {
            if let Some(what) = self.ty(file, name.as_ref(), text) {
                let bound = Bound { what, span: span_of(file, name) };
                self.name(file, name);
                self.bindings.constants.insert(name.as_ref().clone(), bound);
            }
        }
        for (name, text) in &raw.objects {
            let pointer = Ty::Obj(text.as_ref().clone());
            if self.bindings.types.get(text.as_ref()).is_none_or(|ty| ty.kind != TypeKind::Object) {
                self.bad(span_of(file, text), name.as_ref(), "this is no type of objects".to_owned());
            }
            self.name(file, name);
            let bound = Bound { what: pointer, span: span_of(file, name) };
            self.bindings.objects.insert(name.as_ref().clone(), bound);
        }
        for (name, text) in &raw.globals {
            if let Some(what) = self.ty(file, name.as_ref(), text) {
                self.name(file, name);
                let bound = Bound { what, span: span_of(file, name) };
                self.bindings.globals.insert(name.as_ref().clone(), bound);
            }
        }
        for name in raw.stackrefs.keys() {
            self.name(file, name);
            let bound = Bound { what: (), span: span_of(file, name) };
            self.bindings.stackrefs.insert(name.as_ref().clone(), bound);
        }
        for (name, text) in &raw.tables {
            self.table(file, name, text);
        }
        let helpers = [
            (&raw.inline, Calling::Inline),
            (&raw.cold, Calling::Cold),
            (&raw.functions, Calling::OutOfLine),
        ];
        for (list, calling) in helpers {
            for (name, text) in list {
                if let Some(signature) = self.signature(file, name.as_ref(), text) {
                    self.name(file, name);
                    let bound = Bound { what: Helper { signature, calling }, span: span_of(file, name) };
                    self.bindings.helpers.insert(name.as_ref().clone(), bound);
                }
            }
        }
        for (name, text) in &raw.symbols {
            if let Some(what) = self.signature(file, name.as_ref(), text) {
                let bound = Bound { what, span: span_of(file, name) };
                self.bindings.symbols.insert(name.as_ref().clone(), bound);
            }
        }
        for (name, reason) in &raw.optouts {
            let bound = Bound { what: reason.as_ref().clone(), span: span_of(file, name) };
            self.bindings.optouts.insert(name.as_ref().clone(), bound);
        }
        for (name, value) in &raw.defined {
            let bound = Bound { what: *value, span: span_of(file, name) };
            self.bindings.defined.insert(name.as_ref().clone(), bound);
        }
    }

    /// `element type` or `element type[length]`
    fn table(&mut self, file: FileId, name: &Spanned<String>, text: &Spanned<String>) {
        let (element, length) = match text.as_ref().strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((element, length)) => (element, length.parse().ok()),
            None => (text.as_ref().as_str(), None),
        };
        let object = self.bindings.types.get(element).filter(|ty| ty.kind == TypeKind::Object);
        let of = match object {
            Some(_) => Some(Ty::Obj(element.to_owned())),
            None => Ty::parse(element, &self.bindings),
        };
        let Some(of) = of else {
            self.bad(span_of(file, text), name.as_ref(), format!("`{element}` is no known type"));
            return;
        };
        self.name(file, name);
        let bound = Bound { what: TableBinding { of, length }, span: span_of(file, name) };
        self.bindings.tables.insert(name.as_ref().clone(), bound);
    }

    /// Reports a name that is bound as something else already.
    fn name(&mut self, file: FileId, name: &Spanned<String>) {
        let text = name.as_ref();
        let b = &self.bindings;
        if b.files.iter().any(|(id, name)| *id == file && *name == DIALECT_3_13.0) {
            return;
        }
        let before = [
            b.helpers.get(text).map(|bound| bound.span),
            b.constants.get(text).map(|bound| bound.span),
            b.objects.get(text).map(|bound| bound.span),
            b.globals.get(text).map(|bound| bound.span),
            b.tables.get(text).map(|bound| bound.span),
            b.stackrefs.get(text).map(|bound| bound.span),
        ];
        if let Some(before) = before.into_iter().flatten().next() {
            self.sink.push(
                Diagnostic::error(
                    codes::BOUND_TWICE,
                    format!("`{text}` is bound twice"),
                    span_of(file, name),
                    "and here",
                )
                .with_label(before, "bound here")
                .with_help("remove one of them"),
            );
        }
    }
}
