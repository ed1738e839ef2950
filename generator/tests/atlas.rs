//! `casewright atlas`: every link leads somewhere, the search knows the pages, two runs give the same files, and, where
//! there is a Chromium, the search works in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The project's root.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the project").to_owned()
}

fn casewright(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_casewright"))
        .args(arguments)
        .current_dir(project())
        .output()
        .expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes an atlas of the inputs that the arguments select.
fn atlas(select: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(select, folder.path());
    folder
}

fn write(select: &[&str], folder: &Path) -> String {
    let out = folder.display().to_string();
    let arguments: Vec<&str> = ["atlas", "--out", &out].iter().chain(select).copied().collect();
    let output = casewright(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Every file below a folder, by path with `/`.
fn files(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("the folder can be listed"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below the folder");
            let path =
                path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            (path, fs::read_to_string(entry.path()).expect("the file is text"))
        })
        .collect()
}

/// The values of an attribute. Quotes in texts are escaped, so that nothing else looks like one.
fn attributes<'t>(html: &'t str, name: &str) -> Vec<&'t str> {
    html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Path and anchor of a link on a page; nothing if it leads out of the atlas.
fn target(page: &str, href: &str) -> Option<(String, String)> {
    if href.starts_with("data:") {
        return None;
    }
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    if path.is_empty() {
        return Some((page.to_owned(), anchor.to_owned()));
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            parts.pop().expect("the link stays in the atlas");
        } else {
            parts.push(part);
        }
    }
    Some((parts.join("/"), anchor.to_owned()))
}

/// Checks everything that must hold of any atlas; returns the number of links.
fn check(files: &BTreeMap<String, String>) -> usize {
    let lower: BTreeSet<String> = files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len(), "two files differ in case only");
    let pages = || files.iter().filter(|(path, _)| path.ends_with(".html"));
    let mut anchors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (path, html) in pages() {
        let ids = attributes(html, "id");
        let set: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(set.len(), ids.len(), "{path} has an anchor twice");
        anchors.insert(path, set);
    }
    let mut links = 0;
    for (path, html) in pages() {
        for outside in ["http://", "https://", "@import", "src=\"//"] {
            assert!(!html.contains(outside), "{path} may need the network: {outside}");
        }
        for href in attributes(html, "href").into_iter().chain(attributes(html, "src")) {
            let Some((file, anchor)) = target(path, href) else { continue };
            assert!(files.contains_key(&file), "{path} links to {href}, and there is no {file}");
            let known = anchor.is_empty() || anchors[file.as_str()].contains(anchor.as_str());
            assert!(known, "{path} links to {href}, and {file} has no such anchor");
            links += 1;
        }
    }
    for entry in search(files) {
        let href = entry[3].as_str().expect("a page");
        let (file, anchor) = target("index.html", href).expect("inside");
        assert!(files.contains_key(&file), "the search leads to {href}");
        assert!(
            anchor.is_empty() || anchors[file.as_str()].contains(anchor.as_str()),
            "the search leads to {href}"
        );
        let name = entry[0].as_str().expect("a name");
        assert!(files[&file].replace("<wbr>", "").contains(name), "{href} does not name {name}");
    }
    links
}

/// The entries of the search.
fn search(files: &BTreeMap<String, String>) -> Vec<Vec<serde_json::Value>> {
    let lines = files["search.js"].lines().filter(|line| line.starts_with('['));
    lines.map(|line| serde_json::from_str(line.trim_end_matches(',')).expect("an entry is JSON")).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let atlas = atlas(&[]);
    let files = files(atlas.path());
    let links = check(&files);
    assert!(links > 10_000, "only {links} links");
    // What is connected has a link, but for a page itself and for names that have no page.
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = html.replace("<wbr>", "");
        for item in html.split("<span class=\"item\"><span class=\"code\">").skip(1) {
            let name = item.split('<').next().unwrap_or_default();
            let is_known =
                path.ends_with(&format!("/{name}.html")) || name.starts_with("INLINE_CACHE_ENTRIES_");
            assert!(is_known, "{path} names {name} without a link");
        }
    }
    // Every definition has a page, and the search finds it.
    let isa = fs::read_to_string(project().join("generated/isa.json")).expect("there is an isa.json");
    let isa: serde_json::Value = serde_json::from_str(&isa).expect("it is JSON");
    let entries = search(&files);
    for (list, folder) in [
        ("instructions", "op"),
        ("pseudos", "pseudo"),
        ("uops", "uop"),
        ("families", "family"),
        ("caches", "cache"),
        ("labels", "label"),
    ] {
        for item in isa[list].as_array().expect("a list") {
            let name = item["name"].as_str().expect("a name");
            let page = format!("{folder}/{name}.html");
            assert!(files.contains_key(&page), "there is no {page}");
            assert!(entries.iter().any(|entry| entry[3] == page.as_str()), "the search does not know {page}");
        }
    }
}

#[test]
fn a_page_says_what_there_is_to_say() {
    let atlas = atlas(&[]);
    let files = files(atlas.path());
    let page = &files["op/LOAD_GLOBAL_MODULE.html"];
    for expected in [
        // The number, the family, the target of a deoptimization, the parts, and their source.
        "0xC1",
        "href=\"../family/LOAD_GLOBAL.html\"",
        "<dt>deoptimizes to</dt><dd><span class=\"item\"><a class=\"code\" href=\"../op/LOAD_GLOBAL.html\">",
        "href=\"../uop/_LOAD_GLOBAL_MODULE.html\"",
        "null[oparg &#38; 1]",
        "module_<wbr>keys_<wbr>version",
        // Why it has a flag, with the way to the line.
        "<mark>DEOPT_IF</mark>",
        "href=\"../helpers.html#h-DEOPT_IF\"",
        "href=\"#P2-",
    ] {
        assert!(page.contains(expected), "`{expected}` is not on the page:\n{page}");
    }
}

#[test]
fn two_runs_give_the_same_files_and_stale_pages_go_away() {
    let first = atlas(&[]);
    let second = atlas(&[]);
    let before = files(first.path());
    assert!(before == files(second.path()), "two runs differ");
    for (path, contents) in &before {
        let place = project().display().to_string();
        assert!(!contents.contains(&place), "{path} names the folder that the run happened in");
    }
    let again = write(&[], first.path());
    assert!(again.contains(&format!("files: {} unchanged", before.len())), "{again}");

    // Other inputs, the same folder: nothing of the former ones is left, and what is not ours stays.
    fs::write(first.path().join("notes.txt"), "mine").expect("the file is written");
    let inputs = inputs("");
    let said = write(&["--inputs", &inputs.path().display().to_string()], first.path());
    assert!(said.contains("removed"), "{said}");
    let mut after = files(first.path());
    assert_eq!(after.remove("notes.txt").as_deref(), Some("mine"));
    assert!(!after.contains_key("op/LOAD_GLOBAL.html"));
    check(&after);
}

/// A folder of definitions: a few of our own, and more.
fn inputs(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let definitions = format!(
        "// BEGIN BYTECODES //\n\
         inst(NOP, (--)) {{\n}}\n\
         inst(RESUME, (--)) {{\n}}\n\
         inst(INSTRUMENTED_LINE, (--)) {{\n}}\n\
         {more}\n\
         // END BYTECODES //\n"
    );
    fs::write(folder.path().join("bytecodes.c"), definitions).expect("the file is written");
    folder
}

#[test]
fn texts_are_escaped_and_odd_names_get_files() {
    let more = "op(aux, (a -- b)) {\n    /* </pre><script>alert(1)</script> */\n    puts(\"<&>\\\"'\");\n    b = \
                a;\n    DEAD(a);\n}\n\
                op(AUX, (--)) {\n    if (1 < 2 && 3 > 2) { Say(0); }\n}\n\
                macro(DEVICE) = aux + AUX;";
    let inputs = inputs(more);
    let atlas = atlas(&["--inputs", &inputs.path().display().to_string()]);
    let files = files(atlas.path());
    check(&files);
    assert!(files.values().all(|contents| !contents.contains("<script>alert")));
    let page = &files["op/DEVICE.html"];
    assert!(page.contains("&#60;/pre&#62;&#60;script&#62;"), "{page}");
    assert!(page.contains("&#60;&#38;&#62;"), "{page}");
    assert!(files.contains_key("uop/aux-.html"), "{:?}", files.keys());
    assert!(files.contains_key("uop/AUX-2.html"), "{:?}", files.keys());
}

#[test]
fn the_older_language_has_an_atlas_too() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables/v3_13.c");
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy(samples, folder.path().join("bytecodes.c")).expect("the file is copied");
    let atlas = atlas(&["--inputs", &folder.path().display().to_string(), "--dialect", "3.13"]);
    check(&files(atlas.path()));
}

#[test]
fn the_folder_of_another_command_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().display().to_string();
    assert!(casewright(&["regen", "--inputs", "inputs", "--out", &out]).status.success());
    let before = files(folder.path());
    let output = casewright(&["atlas", "--out", &out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("CW0403"), "{}", text(&output.stderr));
    assert!(before == files(folder.path()));
}

/// A browser to look at the pages with, if there is one.
fn chromium() -> Option<&'static str> {
    let starts = |name: &&&str| {
        let version =
            Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        version.is_ok_and(|status| status.success())
    };
    ["chromium", "chromium-browser"].iter().find(starts).copied()
}

/// The document after its scripts have run.
fn dom(browser: &str, url: &str) -> String {
    let profile = tempfile::tempdir().expect("a temporary folder");
    let mut child = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--virtual-time-budget=5000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the browser starts");
    let mut out = child.stdout.take().expect("its output is read");
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = out.read_to_end(&mut bytes);
        bytes
    });
    let start = Instant::now();
    loop {
        if child.try_wait().expect("the browser can be waited for").is_some() {
            break;
        }
        if start.elapsed() > Duration::from_secs(120) {
            child.kill().expect("the browser can be ended");
            let _ = child.wait();
            panic!("the browser did not show {url} within two minutes");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    text(&reader.join().expect("the output was read"))
}

/// The entries that the search shows: name, what it is, page.
fn results(dom: &str) -> Vec<(String, String)> {
    let list =
        dom.split("id=\"results\"").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
    list.split("<li")
        .skip(1)
        .filter_map(|item| {
            let href = attributes(item, "href").first()?.to_string();
            let shown = item.split('>').map(|piece| piece.split('<').next().unwrap_or_default());
            Some((shown.collect::<Vec<_>>().join("|"), href))
        })
        .collect()
}

#[test]
fn the_search_works_in_a_browser_without_a_server() {
    let Some(browser) = chromium() else {
        println!("NOTE: there is no chromium here; the search was not tried in a browser");
        return;
    };
    let atlas = atlas(&[]);
    let url = |page: &str| format!("file://{}/{page}", atlas.path().display());

    let found = results(&dom(browser, &url("index.html#q=LOAD_GLOBAL")));
    assert_eq!(found.first().map(|(_, href)| href.as_str()), Some("op/LOAD_GLOBAL.html"), "{found:?}");
    assert!(found[0].0.contains("LOAD_GLOBAL") && found[0].0.contains("92"), "{found:?}");
    let hrefs: BTreeSet<&str> = found.iter().map(|(_, href)| href.as_str()).collect();
    for href in ["family/LOAD_GLOBAL.html", "op/LOAD_GLOBAL_MODULE.html", "uop/_LOAD_GLOBAL_MODULE.html"] {
        assert!(hrefs.contains(href), "{found:?}");
    }
    // Numbers are found as well, and links are right from a page in a folder.
    let found = results(&dom(browser, &url("uop/_NOP.html#q=0xC1")));
    assert_eq!(
        found.first().map(|(_, href)| href.as_str()),
        Some("../op/LOAD_GLOBAL_MODULE.html"),
        "{found:?}"
    );
    // A list by itself.
    let filtered = dom(browser, &url("index.html#specialized"));
    assert!(filtered.contains("id=\"instructions\" hidden"), "the other lists are hidden");
    assert!(!filtered.contains("id=\"specialized\" hidden"), "the list asked for is shown");
}
