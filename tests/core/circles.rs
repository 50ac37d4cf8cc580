//! Files that import each other in a circle: those that do so today are listed, and none is added.

use crate::layering::modules;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Circles of files, each as the names of its modules. The list only falls.
const CIRCLES: &[&[&str]] = &[&["srp::kernel", "srp::kernel::portable", "srp::kernel::simd"]];

type Name = Vec<String>;

/// A file: what it gives on under other names, and the paths that it names otherwise.
struct File {
    given: BTreeMap<String, Name>,
    named: Vec<Name>,
}

fn words(path: &str) -> Name {
    path.split("::").map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

/// The paths of a `use`, without its braces, each with the name that it is known by here.
fn leaves(tree: &str, before: &Name, found: &mut Vec<(String, Name)>) {
    let (head, group) = tree.split_once('{').unwrap_or((tree, ""));
    if let Some(group) = group.trim_end().strip_suffix('}') {
        let before: Name = before.iter().cloned().chain(words(head)).collect();
        let (mut depth, mut start) = (0, 0);
        for (at, char) in group.char_indices().chain([(group.len(), ',')]) {
            depth += i32::from(char == '{') - i32::from(char == '}');
            if char == ',' && depth == 0 {
                leaves(group[start..at].trim(), &before, found);
                start = at + 1;
            }
        }
        return;
    }
    let (path, alias) = head.split_once(" as ").map_or((head, None), |(path, alias)| (path, Some(alias.trim())));
    let mut path: Name = before.iter().cloned().chain(words(path)).collect();
    if path.last().is_some_and(|word| word == "self") {
        path.pop();
    }
    if let Some(name) = path.last().cloned() {
        found.push((alias.map_or(name, str::to_owned), path));
    }
}

/// A path from the root of the crate on; nothing for one that begins with neither ours nor a module below.
fn from_root(path: &Name, own: &Name, known: &BTreeSet<Name>) -> Option<Name> {
    let mut base = own.clone();
    let mut rest = path.as_slice();
    match path.first()?.as_str() {
        "crate" => (base, rest) = (Name::new(), &path[1..]),
        "self" => rest = &path[1..],
        "super" => {
            while let Some(("super", after)) = rest.split_first().map(|(word, after)| (word.as_str(), after)) {
                base.pop();
                rest = after;
            }
        }
        child => {
            let child: Name = own.iter().cloned().chain([child.to_owned()]).collect();
            known.contains(&child).then_some(())?;
        }
    }
    Some(base.into_iter().chain(rest.iter().cloned()).collect())
}

/// Without `pub(in …)`, which says who may look, and uses nothing of what it names.
fn without_visibility(code: &str) -> String {
    let mut parts = code.split("pub(in ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |code, part| code + "pub" + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// Paths in code that begin with `crate`, `super`, `self` or a module below, also those outside of a `use`.
fn inline(code: &str) -> Vec<Name> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.split(|c| !is_word(c)).filter(|text| text.contains("::")).map(words).collect()
}

fn read(own: &Name, code: &str, known: &BTreeSet<Name>) -> File {
    let code = without_visibility(code.split("#[cfg(test)]").next().unwrap_or_default());
    let mut file = File { given: BTreeMap::new(), named: Vec::new() };
    let mut other = String::new();
    for statement in code.split(';') {
        let start = statement.rfind(" use ").map(|at| at + 1).or_else(|| statement.rfind("\nuse ").map(|at| at + 1));
        let start = start.or_else(|| statement.starts_with("use ").then_some(0));
        let Some(start) = start else {
            other += statement;
            other.push(';');
            continue;
        };
        let line = statement[..start].rsplit('\n').next().unwrap_or_default();
        other += &statement[..start - line.len()];
        let mut found = Vec::new();
        leaves(statement[start + 4..].trim(), &Name::new(), &mut found);
        for (name, path) in found {
            let Some(path) = from_root(&path, own, known) else { continue };
            if line.starts_with("pub") {
                file.given.insert(name, path);
            } else {
                file.named.push(path);
            }
        }
    }
    file.named.extend(inline(&other).iter().filter_map(|path| from_root(path, own, known)));
    file
}

/// The file that has what a path names, also where other files give it on.
fn home(path: &Name, files: &BTreeMap<Name, File>, depth: usize) -> Option<Name> {
    let mut at = path.len();
    while at > 0 && !files.contains_key(&path[..at]) {
        at -= 1;
    }
    let own = path[..at].to_vec();
    let given = path.get(at).and_then(|name| files.get(&own)?.given.get(name));
    match given {
        Some(given) if depth < 8 => {
            let whole: Name = given.iter().cloned().chain(path[at + 1..].iter().cloned()).collect();
            home(&whole, files, depth + 1)
        }
        _ => Some(own).filter(|own| !own.is_empty()),
    }
}

fn circles(files: &BTreeMap<Name, File>) -> BTreeSet<Vec<String>> {
    let edges: BTreeMap<Name, BTreeSet<Name>> = files
        .iter()
        .map(|(own, file)| {
            let homes = file.named.iter().filter_map(|path| home(path, files, 0)).filter(|home| home != own);
            (own.clone(), homes.collect())
        })
        .collect();
    let reach = |from: &Name| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(at) = next.pop() {
            next.extend(edges[&at].iter().filter(|to| seen.insert((*to).clone())).cloned());
        }
        seen
    };
    let reached: BTreeMap<&Name, BTreeSet<Name>> = files.keys().map(|name| (name, reach(name))).collect();
    let circle = |name: &Name| -> Vec<String> {
        let mutual = reached[name].iter().filter(|other| reached[other].contains(name));
        mutual.map(|name| name.join("::")).collect()
    };
    files.keys().map(circle).filter(|circle| !circle.is_empty()).collect()
}

fn of_sources(sources: &[(Name, String)]) -> BTreeMap<Name, File> {
    let known: BTreeSet<Name> = sources.iter().map(|(name, _)| name.clone()).collect();
    sources.iter().map(|(name, code)| (name.clone(), read(name, code, &known))).collect()
}

#[test]
fn no_files_import_each_other_beyond_those_that_did() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let name = |path: &Path| {
        let path = path.strip_prefix(&root).unwrap().with_extension("");
        let mut name: Name = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if name.last().is_some_and(|last| last == "mod") {
            name.pop();
        }
        name
    };
    let sources: Vec<(Name, String)> = modules().into_iter().map(|(_, path, code)| (name(&path), code)).collect();
    let found = circles(&of_sources(&sources));
    let listed: BTreeSet<Vec<String>> =
        CIRCLES.iter().map(|circle| circle.iter().map(|name| (*name).to_owned()).collect()).collect();
    assert_eq!(found, listed, "a circle that is gone leaves the list, and none is added to it");
}

#[test]
fn a_circle_would_be_seen_also_through_what_others_give_on() {
    let sources = |texts: &[(&str, &str)]| -> Vec<(Name, String)> {
        texts.iter().map(|(name, code)| (words(name), (*code).to_owned())).collect()
    };
    let open = [
        ("a", "mod b;\nmod c;\npub use b::{B, D as E};"),
        ("a::b", "use super::c::{self, C};\npub struct B;"),
        ("a::c", "use crate::d;\nfn f() { alloc::vec::Vec::new(); }"),
        ("d", "pub(in crate::a) struct D;"),
    ];
    assert_eq!(circles(&of_sources(&sources(&open))), BTreeSet::new());
    let mut closed = open;
    closed[3] = ("d", "fn f() { crate::a::E::new(); }");
    let circle = ["a::b", "a::c", "d"].map(str::to_owned).to_vec();
    assert_eq!(circles(&of_sources(&sources(&closed))), BTreeSet::from([circle]));
    closed[3] = ("d", "use crate::a::g;");
    let circle = ["a", "a::b", "a::c", "d"].map(str::to_owned).to_vec();
    closed[0] = ("a", "mod b;\nmod c;\nfn g() { b::f() }");
    assert_eq!(circles(&of_sources(&sources(&closed))), BTreeSet::from([circle]));
}
