//! Writes a set of files all or nothing, and compares a set with what lies on the disk.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use similar::TextDiff;
use tempfile::TempDir;
use walkdir::WalkDir;

use super::GeneratedFile;
use super::manifest::{MANIFEST, Manifest};
use crate::diagnostics::{Diagnostic, catalog::files as codes};

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was written for the first time.
    Created,
    /// Its contents changed.
    Updated {
        /// Lines added.
        added: usize,
        /// Lines removed.
        removed: usize,
    },
    /// It already had these contents and was not touched.
    Unchanged,
    /// An earlier run had written it; this one does not, so it was removed.
    Removed,
}

/// A file and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Path under the output folder.
    pub path: String,
    /// What became of it.
    pub change: Change,
}

/// A folder and the files that belong into it.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The folder; it is made if it does not exist.
    pub folder: &'a Path,
    /// What to write into it.
    pub files: &'a [GeneratedFile],
}

/// [`write_targets`] for a single folder.
///
/// # Errors
/// As there.
pub fn write_all(folder: &Path, files: &[GeneratedFile]) -> Result<Vec<Written>, Diagnostic> {
    let written = write_targets(&[Target { folder, files }])?;
    Ok(written.into_iter().flatten().collect())
}

/// Writes each target's files into its folder. If there is a manifest among the files, what the folder's old
/// manifest lists and the target no longer has is removed. Returns what became of each target's files.
///
/// All or nothing, over all folders: new contents are staged in a folder beside the old ones, which are kept until
/// every file has been moved into place; a failure moves them back. Two runs on one folder wait for each other.
///
/// # Errors
/// A folder or a file cannot be written, a folder is that of another command, or one folder stands for two targets.
pub fn write_targets(targets: &[Target<'_>]) -> Result<Vec<Vec<Written>>, Diagnostic> {
    let mut made = NewFolders::default();
    for target in targets {
        made.make(target.folder).map_err(|error| unwritable(target.folder, &error))?;
    }
    // Held until the end of the function.
    let _locks = lock(targets)?;
    let plans = targets.iter().map(plan).collect::<Result<Vec<Plan<'_>>, Diagnostic>>()?;
    apply(&plans, &mut made)?;
    made.keep();
    Ok(plans.into_iter().map(|plan| plan.written).collect())
}

/// Locks all folders, in an order that is the same for every run, lest two wait for each other for ever. Where
/// folders cannot be locked, runs do not wait for each other.
fn lock(targets: &[Target<'_>]) -> Result<Vec<fs::File>, Diagnostic> {
    let mut folders = Vec::new();
    for target in targets {
        let place = fs::canonicalize(target.folder).map_err(|error| unwritable(target.folder, &error))?;
        if folders.contains(&place) {
            let error = io::Error::other("two different sets of files would go there");
            return Err(unwritable(target.folder, &error));
        }
        folders.push(place);
    }
    folders.sort();
    let opened = folders.iter().filter_map(|folder| fs::File::open(folder).ok());
    Ok(opened.inspect(|folder| drop(folder.lock())).collect())
}

/// What has to be done to one folder.
struct Plan<'a> {
    folder: &'a Path,
    steps: Vec<Step<'a>>,
    written: Vec<Written>,
}

/// One file to be replaced (or, without contents, removed).
struct Step<'a> {
    path: Cow<'a, str>,
    contents: Option<&'a str>,
}

fn plan<'a>(target: &Target<'a>) -> Result<Plan<'a>, Diagnostic> {
    let Target { folder, files } = *target;
    let former = former_outputs(folder, files)?;
    let mut plan = Plan { folder, steps: Vec::new(), written: Vec::new() };
    for file in files {
        let path = folder.join(&file.path);
        let change = match read_regular(&path) {
            Ok(old) if old == file.contents.as_bytes() => Change::Unchanged,
            Ok(old) => {
                let (added, removed) = changed_lines(&String::from_utf8_lossy(&old), &file.contents);
                Change::Updated { added, removed }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Change::Created,
            Err(error) => return Err(unwritable(&path, &error)),
        };
        if change != Change::Unchanged {
            plan.steps.push(Step { path: Cow::Borrowed(&file.path), contents: Some(&file.contents) });
        }
        plan.written.push(Written { path: file.path.clone(), change });
    }
    let current: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    for path in former.into_iter().filter(|path| !current.contains(path.as_str())) {
        if folder.join(&path).is_file() {
            plan.written.push(Written { path: path.clone(), change: Change::Removed });
            plan.steps.push(Step { path: Cow::Owned(path), contents: None });
        }
    }
    Ok(plan)
}

/// The contents of a regular file. Anything else, such as a pipe, could keep the run waiting for ever.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    fs::read(path)
}

/// Folders that were made on the way and are removed again unless the run comes to its end.
#[derive(Default)]
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    /// Makes a folder and those above it.
    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing = folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && !f.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        self.0.extend(missing.into_iter().rev());
        fs::create_dir_all(folder)
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // One that is not empty is in somebody else's use by now.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The steps of a plan with their new contents on the disk.
struct Staged<'a> {
    folder: &'a Path,
    staging: TempDir,
    steps: &'a [Step<'a>],
}

fn apply(plans: &[Plan<'_>], made: &mut NewFolders) -> Result<(), Diagnostic> {
    let busy = plans.iter().filter(|plan| !plan.steps.is_empty());
    let staged = busy.map(|plan| stage(plan, made)).collect::<Result<Vec<Staged<'_>>, Diagnostic>>()?;
    let swaps: Vec<(&Staged<'_>, usize)> = staged
        .iter()
        .flat_map(|staged| (0..staged.steps.len()).map(move |number| (staged, number)))
        .collect();
    let failed = swaps.iter().enumerate().find_map(|(done, (staged, number))| {
        let failure = staged.swap(*number).err()?;
        Some((done, failure))
    });
    let Some((done, (path, error))) = failed else { return Ok(()) };
    let restored = swaps.iter().take(done + 1).rev().map(|(staged, number)| staged.restore(*number));
    // Every one is tried, whatever becomes of the others.
    let lost = restored.filter(Result::is_err).count();
    if lost == 0 {
        return Err(unwritable(&path, &error));
    }
    let kept: Vec<String> =
        staged.into_iter().map(|staged| format!("`{}`", staged.staging.keep().display())).collect();
    Err(unwritable(&path, &error)
        .with_help(format!("{lost} old files could not be moved back; they are in {}", kept.join(", "))))
}

fn stage<'a>(plan: &'a Plan<'a>, made: &mut NewFolders) -> Result<Staged<'a>, Diagnostic> {
    let failed = |error: io::Error| unwritable(plan.folder, &error);
    let staging = tempfile::Builder::new().prefix(".casewright-").tempdir_in(plan.folder).map_err(failed)?;
    for (number, step) in plan.steps.iter().enumerate() {
        if let Some(contents) = step.contents {
            let target = plan.folder.join(step.path.as_ref());
            // Not forced to the disk: a run makes the same files again, and waiting for sixteen of them takes
            // longer than everything else that it does.
            fs::write(staging.path().join(format!("{number}.new")), contents)
                .map_err(|error| unwritable(&target, &error))?;
            let parent = target.parent().unwrap_or(plan.folder);
            made.make(parent).map_err(|error| unwritable(parent, &error))?;
        }
    }
    Ok(Staged { folder: plan.folder, staging, steps: &plan.steps })
}

impl Staged<'_> {
    /// Where a step's file belongs, and where its old and new contents are kept.
    fn places(&self, number: usize) -> Option<(&Step<'_>, PathBuf, PathBuf, PathBuf)> {
        let step = self.steps.get(number)?;
        let kept = |kind: &str| self.staging.path().join(format!("{number}.{kind}"));
        Some((step, self.folder.join(step.path.as_ref()), kept("old"), kept("new")))
    }

    /// Moves the old file into the staging folder and the new one into its place.
    fn swap(&self, number: usize) -> Result<(), (PathBuf, io::Error)> {
        let Some((step, target, old, new)) = self.places(number) else { return Ok(()) };
        match fs::rename(&target, old) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err((target, error)),
        }
        if step.contents.is_some() {
            fs::rename(new, &target).map_err(|error| (target, error))?;
        }
        Ok(())
    }

    /// Undoes [`Staged::swap`] as far as it went.
    fn restore(&self, number: usize) -> io::Result<()> {
        let Some((step, target, old, new)) = self.places(number) else { return Ok(()) };
        if fs::symlink_metadata(&old).is_ok() {
            fs::rename(old, target)
        } else if step.contents.is_some() && !new.exists() {
            fs::remove_file(target)
        } else {
            Ok(())
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    Diagnostic::general(codes::UNWRITABLE, format!("`{name}` cannot be written: {error}"))
        .with_help("nothing was changed; mend the cause and run the command again")
}

/// The outputs that the manifest in a folder lists, if the new files have a manifest, too. Without one, nobody knows
/// whether what lies there came from the same command. Paths that lead out of the folder are not believed.
///
/// # Errors
/// The manifest in the folder is another command's: all of that command's outputs would be mixed up with these.
fn former_outputs(folder: &Path, files: &[GeneratedFile]) -> Result<Vec<String>, Diagnostic> {
    let read = |text: &str| serde_json::from_str::<Manifest>(text).ok();
    let old = read_regular(&folder.join(MANIFEST)).ok().and_then(|bytes| read(str::from_utf8(&bytes).ok()?));
    let Some(old) = old else { return Ok(Vec::new()) };
    let new = files.iter().find(|file| file.path == MANIFEST).and_then(|file| read(&file.contents));
    if new.is_none_or(|new| new.command != old.command) {
        let message = format!("the folder is the one that `{}` writes", old.command);
        return Err(Diagnostic::general(codes::UNWRITABLE, message).with_help(
            "name another folder; what goes into this one is removed when it is written no longer",
        ));
    }
    let inside = |path: &str| {
        Path::new(path).components().all(|c| matches!(c, std::path::Component::Normal(_))) && !path.is_empty()
    };
    Ok(old.outputs.into_iter().map(|e| e.path).filter(|path| inside(path)).collect())
}

fn changed_lines(old: &str, new: &str) -> (usize, usize) {
    let diff = TextDiff::from_lines(old, new);
    diff.iter_all_changes().fold((0, 0), |(added, removed), change| match change.tag() {
        similar::ChangeTag::Insert => (added + 1, removed),
        similar::ChangeTag::Delete => (added, removed + 1),
        similar::ChangeTag::Equal => (added, removed),
    })
}

/// A file that is not as a run would write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Drift {
    /// It exists with other contents.
    Stale {
        /// Path under the output folder.
        path: String,
        /// Unified diff from what is there to what should be.
        diff: String,
    },
    /// It does not exist.
    Missing {
        /// Path under the output folder.
        path: String,
        /// Lines that it should have.
        lines: usize,
    },
    /// It exists, but no run writes it and it is not one of the hand-written files.
    Orphaned {
        /// Path under the output folder.
        path: String,
    },
}

/// Compares a folder with what a run would write: every stale, missing and orphaned file, in order of path.
/// `handwritten` are files that belong there although no run writes them.
pub fn compare(folder: &Path, files: &[GeneratedFile], handwritten: &[&str]) -> Vec<Drift> {
    let mut drift = Vec::new();
    for file in files {
        match read_regular(&folder.join(&file.path)) {
            Ok(old) if old == file.contents.as_bytes() => {}
            Ok(old) => {
                let old = String::from_utf8_lossy(&old);
                let diff = TextDiff::from_lines(old.as_ref(), &file.contents);
                let diff =
                    diff.unified_diff().header(&format!("{} (there)", file.path), "regenerated").to_string();
                drift.push(Drift::Stale { path: file.path.clone(), diff });
            }
            Err(_) => {
                drift.push(Drift::Missing { path: file.path.clone(), lines: file.contents.lines().count() })
            }
        }
    }
    let known: BTreeSet<&str> =
        files.iter().map(|f| f.path.as_str()).chain(handwritten.iter().copied()).collect();
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().flatten() {
        if entry.file_type().is_dir() {
            continue;
        }
        let Ok(relative) = entry.path().strip_prefix(folder) else { continue };
        let path =
            relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        if !known.contains(path.as_str()) {
            drift.push(Drift::Orphaned { path });
        }
    }
    drift.sort_by(|a, b| a.path().cmp(b.path()));
    drift
}

impl Drift {
    /// Path under the output folder.
    pub fn path(&self) -> &str {
        match self {
            Drift::Stale { path, .. } | Drift::Missing { path, .. } | Drift::Orphaned { path } => path,
        }
    }
}
