//! Reads definitions once and writes from them any of the nine files that CPython's own generator writes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::check;
use crate::diagnostics::catalog::files as codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::driver::{self, Parsed};
use crate::emit::c::{File, Refusal, Subject};
use crate::files::GeneratedFile;
use crate::files::locate::{InputPath, InputSet, LoadedInputs};
use crate::ir::{self, Isa};
use crate::parallel;
use crate::report::parity::random::Corpus;
use crate::syntax::source::{FileId, SourceMap, Span};
use crate::syntax::tree::{Definition, Tree};

/// What to write, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The files.
    pub files: Vec<File>,
    /// Whether whatever the reference accepts is accepted. Then a file is refused only for what keeps the reference
    /// from writing that very file.
    pub as_reference: bool,
    /// Whether files start with the reference's header.
    pub headers: bool,
}

impl Request {
    /// All the files that can be written from a set of inputs: of 3.13's, some are not; and the abstract interpreter
    /// may be missing.
    pub fn all(set: &InputSet) -> Request {
        let files = File::ALL
            .into_iter()
            .filter(|file| file.is_written_for(set.dialect))
            .filter(|file| *file != File::OptimizerCases || !set.optimizer.is_empty())
            .collect();
        Request { files, as_reference: false, headers: true }
    }

    /// Writes the files, several at once. `None` if any was refused, which is then in `sink`.
    pub(crate) fn write(
        &self,
        set: &InputSet,
        subject: &Subject<'_>,
        sources: &SourceMap,
        sink: &mut Diagnostics,
    ) -> Option<Vec<(File, String)>> {
        let names = |inputs: &[InputPath]| inputs.iter().map(|input| input.name.clone()).collect();
        let generate = |file: File| {
            let inputs = if file == File::OptimizerCases { &set.optimizer } else { &set.definitions };
            let header = self.headers.then(|| file.header(names(inputs)));
            (file, file.generate(subject, header.as_ref()))
        };
        let mut files = Vec::new();
        for (file, text) in parallel::map(self.files.iter().copied(), generate) {
            match text {
                Ok(text) => files.push((file, text)),
                Err(refusal) => report(file, &refusal, subject, sources, sink),
            }
        }
        (!sink.has_errors()).then_some(files)
    }
}

/// What became of a request.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// The files' texts, in the order of the request.
    pub files: Vec<(File, String)>,
    /// The instruction set.
    pub isa: Isa,
    /// Where the definition files are, in order.
    pub definition_paths: Vec<PathBuf>,
    /// Where the abstract interpreter's definition files are, in order.
    pub optimizer_paths: Vec<PathBuf>,
    /// The text of every definition.
    pub definitions: Definitions,
    /// The definitions once more, to take some of them.
    pub corpus: Corpus,
}

/// The texts of definitions, to be shown beside what was made of them.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    base: BTreeMap<String, Text>,
    overlay: BTreeMap<String, Text>,
    /// Families, whose names are those of instructions, too.
    families: BTreeMap<String, Text>,
    /// Cache structs.
    caches: BTreeMap<String, Text>,
}

/// A definition's text.
#[derive(Clone, Debug)]
struct Text {
    /// `inputs/bytecodes.c:123`
    at: String,
    text: String,
    /// The parts of a macro.
    parts: Vec<String>,
}

/// Where something is defined, and the text of it and of what it consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `inputs/bytecodes.c:123`
    pub at: String,
    /// The definitions' text.
    pub text: String,
}

/// Reads a set of inputs once and writes the files of the request. `None` if anything was refused, which is then in
/// `sink`: all of it, or, with `as_reference`, the first thing for each file, as the reference stops there.
pub fn run(
    set: &InputSet,
    request: &Request,
    sources: &mut SourceMap,
    sink: &mut Diagnostics,
) -> Option<Upstream> {
    let mut set = set.clone();
    if request.as_reference {
        // The reference reads no header, and the abstract interpreter only to write its cases.
        set.caches = None;
        if !request.files.contains(&File::OptimizerCases) {
            set.optimizer.clear();
        }
    }
    let parsed = driver::parse_as(&set, request.as_reference, sources, sink)?;
    if sink.has_errors() {
        return None;
    }
    let (base, overlay) = driver::analyze_as(&parsed, request.as_reference, sources, sink)?;
    let isa = ir::build(&base, parsed.caches.as_ref(), sink);
    if sink.has_errors() {
        return None;
    }
    let subject = Subject { base: &base, overlay: overlay.as_ref(), isa: &isa };
    let files = request.write(&set, &subject, sources, sink)?;
    let definitions = Definitions::new(sources, &parsed);
    let text = |file: FileId| sources.file(file).text.as_str();
    let LoadedInputs { definitions: base, optimizer, .. } = &parsed.inputs;
    let corpus = Corpus::new(base.iter().copied().map(text), optimizer.iter().copied().map(text));
    let paths = |inputs: &[InputPath]| inputs.iter().map(|input| input.path.clone()).collect();
    Some(Upstream {
        files,
        isa,
        definition_paths: paths(&set.definitions),
        optimizer_paths: paths(&set.optimizer),
        definitions,
        corpus,
    })
}

fn report(file: File, refusal: &Refusal, subject: &Subject<'_>, sources: &SourceMap, sink: &mut Diagnostics) {
    match refusal {
        Refusal::Walk(error) => {
            let overlay = subject.overlay.into_iter().flat_map(|overlay| &overlay.uops);
            let base = subject.base.uops.iter().chain(&subject.base.overridden);
            let uops: Vec<_> = base.chain(overlay).collect();
            check::report(error, &uops, sink);
        }
        Refusal::Tables(faults) => faults.report(sources, sink),
        Refusal::NoOverlay => sink.push(
            Diagnostic::general(
                codes::NO_INPUTS,
                format!("`{file}` needs the definitions of the abstract interpreter, and there are none"),
            )
            .with_help("name `optimizer_bytecodes.c` as the input and `bytecodes.c` with `--base`"),
        ),
        Refusal::OtherVersion => sink.push(
            Diagnostic::general(
                codes::UNSUPPORTED_VERSION,
                format!("`{file}` is not written from definitions of CPython 3.13"),
            )
            .with_help("of 3.13's files, those that hold opcode and micro-op numbers are written"),
        ),
    }
}

impl Upstream {
    /// The files as they are written, in the order of the request.
    pub fn generated(self) -> Vec<GeneratedFile> {
        generated(self.files)
    }
}

/// Files of CPython's generator as they are written.
pub(crate) fn generated(files: Vec<(File, String)>) -> Vec<GeneratedFile> {
    let file = |(file, contents): (File, String)| GeneratedFile { path: file.name().to_owned(), contents };
    files.into_iter().map(file).collect()
}

impl Definitions {
    fn new(sources: &SourceMap, parsed: &Parsed) -> Definitions {
        let mut definitions = Definitions::default();
        for tree in &parsed.forest {
            collect(sources, tree, &mut definitions.base);
            for definition in &tree.definitions {
                if let Definition::Family(d) = definition {
                    let text = Text::new(sources, d.span, Vec::new());
                    definitions.families.insert(d.name.text.clone(), text);
                }
            }
        }
        for cache in parsed.caches.iter().flat_map(|header| &header.structs) {
            let text = Text::new(sources, cache.span, Vec::new());
            definitions.caches.insert(cache.name.text.clone(), text);
        }
        for tree in &parsed.optimizer {
            collect(sources, tree, &mut definitions.overlay);
        }
        definitions
    }

    /// What the case of this name in a file comes from: an instruction's definition with those of its parts, a
    /// micro-op's own definition, for replicas that of the original, or an instruction's for its micro-op.
    pub fn find(&self, file: File, case: &str) -> Option<Place> {
        self.look_up(case, (file == File::OptimizerCases).then_some(&self.overlay))
    }

    /// What a name in CPython's tables stands for: the definition of an instruction (with its parts, and the family
    /// that it heads), a micro-op, a pseudo-instruction or a cache struct.
    pub fn of_name(&self, name: &str) -> Option<Place> {
        let family = self.families.get(name);
        match self.look_up(name, None) {
            Some(place) => {
                let texts = std::iter::once(place.text.as_str()).chain(family.map(|f| f.text.as_str()));
                Some(Place { at: place.at.clone(), text: texts.collect::<Vec<_>>().join("\n\n") })
            }
            None => family.or_else(|| self.caches.get(name)).map(Text::place),
        }
    }

    fn look_up(&self, case: &str, overlay: Option<&BTreeMap<String, Text>>) -> Option<Place> {
        let original = case.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('_');
        let names =
            [Some(case), case.strip_prefix('_'), original, original.and_then(|n| n.strip_prefix('_'))];
        let maps = || overlay.into_iter().chain([&self.base]);
        let found = names.into_iter().flatten().find_map(|name| maps().find_map(|map| map.get(name)))?;
        let parts = found.parts.iter().filter_map(|part| self.base.get(part));
        let texts: Vec<&str> =
            std::iter::once(found).chain(parts).map(|definition| definition.text.as_str()).collect();
        Some(Place { at: found.at.clone(), text: texts.join("\n\n") })
    }
}

impl Text {
    fn new(sources: &SourceMap, span: Span, parts: Vec<String>) -> Text {
        let (line, column) = sources.line_column(span);
        let at = format!("{}:{line}", sources.file(span.file).name);
        // The first line has lost its indentation, so the others lose as much.
        let indent = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
        let outdented = sources.text(span).split('\n').map(|line| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            line.get(blanks.min(indent)..).unwrap_or_default()
        });
        Text { at, text: outdented.collect::<Vec<_>>().join("\n"), parts }
    }

    fn place(&self) -> Place {
        Place { at: self.at.clone(), text: self.text.clone() }
    }
}

/// Of several definitions of a name, the last one counts, as in the reference.
fn collect(sources: &SourceMap, tree: &Tree, map: &mut BTreeMap<String, Text>) {
    for definition in &tree.definitions {
        let (name, span, parts): (&str, Span, Vec<String>) = match definition {
            Definition::Inst(d) => (&d.name.text, d.span, Vec::new()),
            Definition::Label(d) => (&d.name.text, d.span, Vec::new()),
            Definition::Pseudo(d) => (&d.name.text, d.span, Vec::new()),
            Definition::Macro(d) => {
                let words = sources.text(d.span).split(|c: char| !c.is_alphanumeric() && c != '_');
                (
                    &d.name.text,
                    d.span,
                    words.filter(|word| word.starts_with('_')).map(str::to_owned).collect(),
                )
            }
            Definition::Family(_) => continue,
        };
        map.insert(name.to_owned(), Text::new(sources, span, parts));
    }
}
