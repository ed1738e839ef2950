//! Writes a set of files all or nothing, and compares a set with what lies on the disk.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use similar::TextDiff;
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

/// Writes `files` under `folder`, and removes what the folder's manifest lists as written by an earlier run but
/// is not among them.
///
/// All or nothing: new contents are staged in a folder beside the old ones, which are kept until every file has
/// been moved into place; a failure moves them back. Two runs on one folder wait for each other.
pub fn write_all(folder: &Path, files: &[GeneratedFile]) -> Result<Vec<Written>, Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    // Held until the end of the function. Where folders cannot be locked, runs do not wait for each other.
    let lock = fs::File::open(folder).ok();
    if let Some(lock) = &lock {
        let _ = lock.lock();
    }
    let mut written = Vec::new();
    let mut steps = Vec::new();
    for file in files {
        let change = match fs::read(folder.join(&file.path)) {
            Ok(old) if old == file.contents.as_bytes() => Change::Unchanged,
            Ok(old) => {
                let (added, removed) = changed_lines(&String::from_utf8_lossy(&old), &file.contents);
                Change::Updated { added, removed }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Change::Created,
            Err(error) => return Err(unwritable(&folder.join(&file.path), &error)),
        };
        if change != Change::Unchanged {
            steps.push(Step { path: &file.path, contents: Some(&file.contents) });
        }
        written.push(Written { path: file.path.clone(), change });
    }
    let former = former_outputs(folder);
    let current: BTreeSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
    for path in former.iter().filter(|path| !current.contains(path.as_str())) {
        if folder.join(path).is_file() {
            steps.push(Step { path, contents: None });
            written.push(Written { path: path.clone(), change: Change::Removed });
        }
    }
    if !steps.is_empty() {
        apply(folder, &steps).map_err(|(path, error)| unwritable(&path, &error))?;
    }
    Ok(written)
}

/// One file to be replaced (or, without contents, removed).
struct Step<'a> {
    path: &'a str,
    contents: Option<&'a str>,
}

fn apply(folder: &Path, steps: &[Step<'_>]) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error: io::Error| (path, error)
    };
    let staging = tempfile::Builder::new().prefix(".casewright-").tempdir_in(folder).map_err(at(folder))?;
    for (number, step) in steps.iter().enumerate() {
        if let Some(contents) = step.contents {
            let staged = staging.path().join(format!("{number}.new"));
            // Not forced to the disk: a run makes the same files again, and waiting for sixteen of them takes
            // longer than everything else that it does.
            fs::write(&staged, contents).map_err(at(&staged))?;
            let target = folder.join(step.path);
            let parent = target.parent().unwrap_or(folder);
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
    }
    for (number, step) in steps.iter().enumerate() {
        if let Err(failure) = swap(folder, staging.path(), number, step) {
            for (number, step) in steps.iter().enumerate().take(number + 1).rev() {
                restore(folder, staging.path(), number, step);
            }
            return Err(failure);
        }
    }
    Ok(())
}

/// Moves the old file into the staging folder and the new one into its place.
fn swap(folder: &Path, staging: &Path, number: usize, step: &Step<'_>) -> Result<(), (PathBuf, io::Error)> {
    let target = folder.join(step.path);
    match fs::rename(&target, staging.join(format!("{number}.old"))) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err((target, error)),
    }
    if step.contents.is_some() {
        fs::rename(staging.join(format!("{number}.new")), &target).map_err(|error| (target, error))?;
    }
    Ok(())
}

/// Undoes [`swap`] as far as it went.
fn restore(folder: &Path, staging: &Path, number: usize, step: &Step<'_>) {
    let target = folder.join(step.path);
    let old = staging.join(format!("{number}.old"));
    if old.exists() {
        let _ = fs::rename(old, target);
    } else if step.contents.is_some() && !staging.join(format!("{number}.new")).exists() {
        let _ = fs::remove_file(target);
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    Diagnostic::general(codes::UNWRITABLE, format!("`{name}` cannot be written: {error}"))
        .with_help("nothing was changed; mend the cause and run the command again")
}

/// The outputs that the manifest in a folder lists; none if there is no readable manifest. Paths that lead out
/// of the folder are not believed.
fn former_outputs(folder: &Path) -> Vec<String> {
    let Ok(text) = fs::read_to_string(folder.join(MANIFEST)) else { return Vec::new() };
    let Ok(manifest) = serde_json::from_str::<Manifest>(&text) else { return Vec::new() };
    let inside = |path: &str| {
        Path::new(path).components().all(|c| matches!(c, std::path::Component::Normal(_))) && !path.is_empty()
    };
    manifest.outputs.into_iter().map(|e| e.path).filter(|path| inside(path)).collect()
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
        match fs::read(folder.join(&file.path)) {
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
