//! Who may import whom: the edges that ARCHITECTURE.md draws, held by reading the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// A module, and the modules of ours that it may name.
const EDGES: &[(&str, &[&str])] = &[
    ("prelude", &[]),
    ("error", &[]),
    ("secret", &[]),
    ("text", &["secret"]),
    ("typescript", &[]),
    ("operation", &["error", "secret"]),
    ("srp", &["text", "error"]),
    ("token", &["text", "error"]),
    ("wire", &["text", "error", "operation", "srp"]),
    ("client", &["text", "secret", "srp", "token", "wire"]),
    // Managed login is calls of the client's idiom: it takes how a call asks and fails, and no step of it.
    ("login", &["text", "secret", "client"]),
    ("proxy", &["error", "secret", "operation", "token", "typescript", "wire", "login"]),
    ("local", &["error", "operation", "typescript"]),
    ("bindings", &["error", "srp", "token", "client", "login", "wire", "proxy", "local"]),
];

const JAVASCRIPT: [&str; 4] = ["wasm_bindgen", "js_sys", "web_sys", "gloo_net"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The sources with the name of their module, without comments: documentation may link wherever it helps.
pub fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > 40, "the walk found the sources");
    let read = |path: PathBuf| {
        let first = path.strip_prefix(&root).unwrap().components().next().unwrap();
        let module = first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (module, path, code.join("\n"))
    };
    found.into_iter().map(read).filter(|(module, ..)| module != "lib").collect()
}

/// Modules that a source names behind `crate::`, also inside `use crate::{…}`.
fn imports(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for after in code.split("crate::").skip(1) {
        if let Some(group) = after.strip_prefix('{') {
            let group = group.split_once("};").map_or(group, |(group, _)| group);
            let mut depth = 0;
            let top: String = group
                .chars()
                .filter(|c| {
                    depth += i32::from(*c == '{') - i32::from(*c == '}');
                    depth == 0
                })
                .collect();
            named.extend(top.split(',').map(str::to_owned));
        } else {
            named.push(after.to_owned());
        }
    }
    let first_word =
        |text: String| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    named.into_iter().map(first_word).collect()
}

#[test]
fn modules_import_only_what_the_architecture_allows() {
    for (module, path, code) in modules() {
        let allowed =
            EDGES.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("{module} has no place")).1;
        for import in imports(&code) {
            // The prelude stands for names that need no import elsewhere.
            let ours = import != "prelude" && EDGES.iter().any(|(name, _)| *name == import);
            assert!(
                !ours || import == module || allowed.contains(&import.as_str()),
                "{}: {module} → {import}",
                path.display()
            );
        }
    }
}

#[test]
fn no_edge_is_drawn_that_nobody_needs() {
    let modules = modules();
    for (name, allowed) in EDGES {
        let mut own = modules.iter().filter(|(module, ..)| module == name).peekable();
        assert!(own.peek().is_some(), "there is no {name}");
        let imported: Vec<String> = own.flat_map(|(_, _, code)| imports(code)).collect();
        for edge in *allowed {
            assert!(imported.iter().any(|import| import == edge), "{name} → {edge}");
        }
    }
}

#[test]
fn the_client_takes_of_the_wire_what_it_shares_with_servers_alone() {
    for (_, path, code) in modules().into_iter().filter(|(module, ..)| module == "client") {
        let other = code.split("crate::wire::").skip(1).find(|after| !after.starts_with("cognito;"));
        assert_eq!(other, None, "{}", path.display());
        // Trees are the servers' way to see JSON: they would bring a second one into the client.
        assert!(!code.contains("cognito::request") && !code.contains("cognito::read"), "{}", path.display());
    }
}

#[test]
fn managed_login_takes_of_the_client_how_a_call_asks_alone() {
    for (_, path, code) in modules().into_iter().filter(|(module, ..)| module == "login") {
        for after in code.split("crate::client::").skip(1) {
            let named = after.split_once(';').map_or(after, |(named, _)| named);
            for name in named.trim_matches(['{', '}']).split(',').map(str::trim) {
                assert!(["Call", "Effect", "End", "Memory"].contains(&name), "{}: {name}", path.display());
            }
        }
    }
}

#[test]
fn only_bindings_name_javascript() {
    for (module, path, code) in modules() {
        // Test harnesses are no part of the core.
        let code = code.replace("wasm_bindgen_test", "");
        let named = JAVASCRIPT.iter().find(|name| code.contains(*name));
        assert!(module == "bindings" || named.is_none(), "{} names {named:?}", path.display());
    }
}

#[test]
fn the_walk_would_see_a_forbidden_edge() {
    assert_eq!(imports("use crate::{client::Machine, wire::{cognito, x}, error};"), ["client", "wire", "error"]);
    assert_eq!(imports("let x = crate::srp::prove();"), ["srp"]);
}

/// The rooms of the local Cognito from the ground up, each with what it may name of `local`; whatever lies above them is no one's
/// to name. `sign_in` may name all but `api` and `login`, `api` all but `login`.
const ROOMS: &[(&str, &[&str])] =
    &[("model", &[]), ("proof", &["model"]), ("shapes", &[]), ("host", &["proof", "shapes"])];

#[test]
fn rooms_of_the_local_cognito_name_only_the_rooms_below_them() {
    let named = |code: &str| -> Vec<String> {
        let word = |after: &str| after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        ["local::", "super::super::"].iter().flat_map(|way| code.split(way).skip(1).map(word)).collect()
    };
    let mut seen = 0;
    for (_, path, code) in modules() {
        let Some(folder) = path.parent().filter(|folder| folder.parent().is_some_and(|above| above.ends_with("local")))
        else {
            continue;
        };
        let room = folder.file_name().unwrap().to_str().unwrap();
        seen += 1;
        let wrong = named(&code).into_iter().find(|name| match ROOMS.iter().find(|(own, _)| *own == room) {
            Some((_, allowed)) => name != room && !allowed.contains(&name.as_str()),
            None => matches!((room, name.as_str()), ("sign_in", "api" | "login") | ("api", "login")),
        });
        assert_eq!(wrong, None, "{}", path.display());
    }
    assert!(seen > 40, "the walk found the rooms");
}
