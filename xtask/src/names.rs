//! Takes the hashes out of the names that wasm-bindgen gives to imports and to calls of closures.
//!
//! Each ends in 16 random digits, and each stands in the wasm and in the glue: a kilobyte that no compression can take
//! away. A count of the same length compresses, and because no length changes, the wasm stays valid as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::Result;

const DIGITS: usize = 16;

/// Renames in both files.
pub fn flatten(wasm: &Path, glue: &Path) -> Result<()> {
    let mut bytes = fs::read(wasm)?;
    let mut text = fs::read_to_string(glue)?;
    for (name, flat) in renamed(&text) {
        text = text.replace(&name, &flat);
        for at in 0..bytes.len().saturating_sub(name.len()) {
            if bytes[at..].starts_with(name.as_bytes()) {
                bytes[at..at + name.len()].copy_from_slice(flat.as_bytes());
            }
        }
    }
    fs::write(wasm, bytes)?;
    Ok(fs::write(glue, text)?)
}

/// The names with a hash, and what they become; names that differ in the hash alone are counted.
fn renamed(glue: &str) -> BTreeMap<String, String> {
    let words = glue.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '$'));
    let names: BTreeSet<&str> =
        words.filter(|word| word.starts_with("__wbg_") || word.starts_with("wasm_bindgen__")).collect();
    let mut seen = BTreeMap::new();
    let mut renamed = BTreeMap::new();
    for name in names {
        let Some((stem, hash)) = name.rsplit_once('_') else { continue };
        // Those of closures have an `h` in front.
        let digits = hash.trim_start_matches('h');
        if digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            let count = seen.entry(stem).or_insert(0u32);
            renamed.insert(name.to_owned(), format!("{}{count:0DIGITS$}", name.trim_end_matches(digits)));
            *count += 1;
        }
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn names_that_differ_in_the_hash_alone_stay_apart() {
        let glue = "export function __wbg_new_0123456789abcdef() {}\nexport function __wbg_new_fedcba9876543210() {}\n";
        let renamed: Vec<(String, String)> = renamed(glue).into_iter().collect();
        assert_eq!(renamed[0].1, "__wbg_new_0000000000000000");
        assert_eq!(renamed[1].1, "__wbg_new_0000000000000001");
        assert!(renamed.iter().all(|(name, flat)| name.len() == flat.len()));
    }

    #[test]
    fn names_without_a_hash_are_kept() {
        assert!(renamed("__wbg_set_wasm(x); pool_new(); __wbg_pool_free; __wbg_short_0123").is_empty());
    }
}
