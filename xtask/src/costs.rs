//! What costs what: the bytes of the client's functions, by crate and, for our own, by module.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use anyhow::Result;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::build;

const OURS: &str = "cognito_identity_wasm";

/// Prints the table for an engine's folder.
pub fn print(folder: &Path) -> Result<()> {
    let named = folder.join("named.wasm");
    // The same passes as for the package, but the names stay.
    build::optimise(&folder.join("client_bg.wasm"), &named, &["-g"])?;
    let mut rows: Vec<(String, usize)> = by_owner(&fs::read(named)?)?.into_iter().collect();
    rows.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    println!("\n{:<46}{:>9}", "what costs what in client.wasm", "raw");
    for (owner, bytes) in rows {
        println!("{owner:<46}{bytes:>9}");
    }
    Ok(())
}

fn by_owner(wasm: &[u8]) -> Result<BTreeMap<String, usize>> {
    let mut names: HashMap<u32, String> = HashMap::new();
    let mut bodies = Vec::new();
    let mut rows = BTreeMap::new();
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::DataSection(data) => _ = rows.insert("(data)".to_owned(), data.range().len()),
            Payload::ExportSection(exports) => _ = rows.insert("(export names)".to_owned(), exports.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(reader) = section.as_known() {
                    for name in reader {
                        if let Name::Function(map) = name? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name.to_owned());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    for (index, bytes) in (imported..).zip(bodies) {
        let name = names.get(&index).map_or("", String::as_str);
        *rows.entry(owner(name)).or_insert(0) += bytes;
    }
    Ok(rows)
}

/// The crate of a function; of ours, the module, too.
fn owner(name: &str) -> String {
    let path = name.trim_start_matches(['<', '&', '*', '(', '[']).trim_start_matches("mut ").trim_start_matches("dyn ");
    let mut parts = path.split("::").map(|part| part.split(['<', '>', ' ', ',', '[']).next().unwrap_or_default());
    let first = parts.next().unwrap_or_default();
    match (first, parts.next()) {
        (OURS, Some("js")) => format!("{OURS}::js::{}", parts.nth(1).unwrap_or_default()),
        (OURS, Some(module)) => format!("{OURS}::{module}"),
        // What has no path is exported under a name of its own, or made by wasm-bindgen.
        (_, None) => "(exports and shims)".to_owned(),
        (first, _) => first.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn a_function_belongs_to_the_crate_that_its_path_begins_with() {
        assert_eq!(owner("<alloc::vec::Vec<T> as core::ops::Drop>::drop"), "alloc");
        assert_eq!(owner("cognito_identity_wasm::srp::client::key::h0123"), "cognito_identity_wasm::srp");
        assert_eq!(owner("cognito_identity_wasm::js::client::pool::sign_in"), "cognito_identity_wasm::js::pool");
        assert_eq!(owner("core[c5930c85a12de822]::fmt::write"), "core");
        assert_eq!(owner("pool_signIn"), "(exports and shims)");
    }
}
