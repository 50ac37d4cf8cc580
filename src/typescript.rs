//! Writes the types of what crosses between an engine and its host, so that nobody copies them by hand.
//!
//! `UPDATE_TYPES=1 cargo test --features server,local typescript` writes the files anew; without it the tests compare them.

use std::path::PathBuf;

use ts_rs::{Config, TS};

/// The declaration of a type, with its comment.
pub(crate) fn declared<T: TS>() -> String {
    let comment = T::docs().unwrap_or_default();
    format!("{comment}export {}\n\n", T::decl(&Config::default()))
}

const HEAD: &str = "// Written by `UPDATE_TYPES=1 cargo test --features server,local typescript` from the types in Rust: change those.\n\n";

/// What a formatter does not change.
fn bare(text: &str) -> String {
    let kept = |char: &char| !char.is_whitespace() && !";,'\"|".contains(*char);
    text.chars().filter(kept).collect()
}

/// Holds a file of TypeScript against what Rust has, or writes it.
pub(crate) fn hold(path: &str, imports: &str, types: &[String]) {
    let text = format!("{HEAD}{imports}{}", types.concat());
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(bare(&there) == bare(&text), "{} is not what Rust has: see its first line", path.display());
}
