//! Empties what panics and misused handles would say: in a page's engine nobody shows it, and it is not compressible.
//!
//! The panic handler stops the engine, and `pkg-template/src/engine/engine.ts` says so in its own words.

use std::path::Path;

use anyhow::Result;
use walrus::ir::Value;
use walrus::{ConstExpr, DataKind, Module};

/// Texts of the standard library and of wasm-bindgen, by how they begin and end.
const TEXTS: [(&str, &str); 7] = [
    ("/rustc/", ".rs"),
    ("index out of bounds: the len is ", " but the index is "),
    ("mid > len", ""),
    ("capacity overflow", ""),
    ("attempted to take ownership of Rust value", " while it was borrowed"),
    ("recursive use of an object detected", " in rust"),
    ("null pointer passed to rust", ""),
];

/// Writes zeros over the texts, and over the places in the sources that panics would name.
pub fn silence(wasm: &Path) -> Result<()> {
    let mut module = Module::from_file(wasm)?;
    let ids: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in ids {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = data.kind else { continue };
        for (from, to) in TEXTS {
            while let Some((start, length)) = find(&data.value, from, to) {
                data.value.splice(start..start + length, vec![0; length]);
                // A place is an address, a length, a line and a column.
                let place =
                    [(base as u32).wrapping_add(start as u32).to_le_bytes(), (length as u32).to_le_bytes()].concat();
                while let Some(at) = position(&data.value, &place) {
                    let end = (at + 16).min(data.value.len());
                    data.value.splice(at..end, vec![0; end - at]);
                }
            }
        }
    }
    module.emit_wasm_file(wasm)
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Where a text begins, and how long it is.
fn find(bytes: &[u8], from: &str, to: &str) -> Option<(usize, usize)> {
    let start = position(bytes, from.as_bytes())?;
    let rest = bytes.get(start + from.len()..)?;
    let behind = if to.is_empty() { 0 } else { position(rest, to.as_bytes())? + to.len() };
    Some((start, from.len() + behind))
}
