//! The atlas: a page for every instruction, pseudo-instruction, micro-op, family, cache struct, label and flag,
//! linked with each other, with an index, a map of opcodes and a search. Plain files that need neither a server nor
//! a network.

mod cells;
mod helpers;
mod index;
mod links;
mod page;
mod source;

use std::collections::BTreeMap;

use askama::Template;

use crate::files::GeneratedFile;
use crate::files::manifest::Manifest;
use crate::report::explain::World;
use crate::report::explain::everything;
use crate::report::explain::model::{Explanation, Kind};
use index::{Group, Helpers, Index, OpcodeMap, Row};
use links::Links;
use page::{Maker, Ref, optimizer_listing, plain_listing, uop_listing};
use source::Listing;

/// The command that the manifest names.
pub const COMMAND: &str = "casewright atlas";

/// What all pages look like.
const STYLE: &str = include_str!("../../../templates/atlas/atlas.css");
/// The search.
const SCRIPT: &str = include_str!("../../../templates/atlas/atlas.js");

/// Every file of the atlas, the manifest last. An error is one of rendering, which writes to memory and does not
/// fail in practice.
pub fn files(world: World<'_, '_>) -> Result<Vec<GeneratedFile>, String> {
    let helpers = helpers::helpers(world);
    let keys = world.analysis.uops.iter().map(|uop| (uop.key.clone(), uop.name.clone())).collect();
    let links = Links::new(world.isa, keys, helpers.keys().cloned().collect());
    let explanations: BTreeMap<(Kind, usize), Explanation> = everything(world);
    let groups = index::groups(world.isa, &links, &explanations);

    let mut files = pages(world, &links, &explanations, &groups).map_err(|error| error.to_string())?;
    let mut add = |path: &str, contents: String| {
        files.push(GeneratedFile { path: path.to_owned(), contents });
    };
    let rendered =
        |text: askama::Result<String>| text.map(|text| text + "\n").map_err(|error| error.to_string());
    let sources: Vec<&str> = world.sources.files().map(|(_, file)| file.name.as_str()).collect();
    let index = Index {
        root: "",
        here: "index",
        isa: world.isa,
        sources: &sources,
        groups: &groups,
        helpers: helpers.len(),
    };
    add("index.html", rendered(index.render())?);
    add("opcodes.html", rendered(OpcodeMap::new(world.isa, &links).render())?);
    add(links::HELPERS, rendered(Helpers::new(&helpers, &links).render())?);
    add("search.js", index::search(&groups, &helpers).map_err(|error| error.to_string())?);
    add("atlas.css", STYLE.to_owned());
    add("atlas.js", SCRIPT.to_owned());
    files.sort();

    let inputs = world.sources.files().map(|(_, file)| (file.name.as_str(), file.text.as_str()));
    let manifest = Manifest { command: COMMAND.to_owned(), ..Manifest::new(inputs, &files) };
    files.push(manifest.to_file());
    Ok(files)
}

/// The pages of all definitions.
fn pages(
    world: World<'_, '_>,
    links: &Links,
    explanations: &BTreeMap<(Kind, usize), Explanation>,
    groups: &[Group],
) -> Result<Vec<GeneratedFile>, askama::Error> {
    let analysis = world.analysis;
    let uops: Vec<Listing> = analysis.uops.iter().map(|uop| uop_listing(world, links, uop)).collect();
    let optimizer: Vec<Option<Listing>> =
        analysis.uops.iter().map(|uop| optimizer_listing(world, links, uop)).collect();
    let label = |label: &crate::analysis::Label<'_>| {
        plain_listing(world, links, label.def.span, Some(label.def.name.span), false)
    };
    let labels: Vec<Listing> = analysis.labels.iter().map(label).collect();
    let maker = Maker { world, links, uops: &uops, optimizer: &optimizer, labels: &labels };
    let mut files = Vec::new();
    for group in groups {
        for (place, row) in group.rows.iter().enumerate() {
            let Some(explanation) = explanations.get(&(row.kind, row.index)) else { continue };
            let beside = |place: Option<usize>| {
                place.and_then(|place| group.rows.get(place)).map(|row: &Row| Ref {
                    text: row.name.clone(),
                    href: Some(row.href.clone()),
                    note: row.number.map(|number| number.to_string()).unwrap_or_default(),
                })
            };
            let around = [beside(place.checked_sub(1)), beside(place.checked_add(1))];
            let contents = maker.page(explanation, row.index, around)?;
            files.push(GeneratedFile { path: row.href.clone(), contents });
        }
    }
    Ok(files)
}
