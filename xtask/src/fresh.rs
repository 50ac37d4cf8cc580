//! Whether an engine must be compiled again: four sets of features share cargo's one place for the crate, so cargo itself
//! never finds them fresh.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

use crate::command::{output, program};
use crate::paths::root;

const MADE_OF: &str = "made-of";

/// A digest of all that an engine is made of: sources, dependencies, the build itself, the compiler.
pub fn digest() -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for name in ["Cargo.toml", "Cargo.lock", "package-lock.json", "src", "xtask/src"] {
        add(&root().join(name), &mut hasher)?;
    }
    output(program("rustc").arg("-vV"))?.hash(&mut hasher);
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        std::env::var_os(name).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// What only runs tests makes no engine.
const NO_PART: [&str; 3] = ["test.rs", "suite.rs", "suites.rs"];

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| add(entry, hasher));
    }
    if path.parent().is_some_and(|folder| folder.ends_with("xtask/src"))
        && NO_PART.iter().any(|name| path.ends_with(name))
    {
        return Ok(());
    }
    path.hash(hasher);
    fs::read(path).with_context(|| path.display().to_string())?.hash(hasher);
    Ok(())
}

/// Whether what lies in the folder was made of the same. If not, nothing says so any more: the next build may end halfway.
pub fn is(folder: &Path, digest: &str) -> bool {
    let made_of = folder.join(MADE_OF);
    let same = fs::read_to_string(&made_of).is_ok_and(|made| made == digest);
    if !same {
        _ = fs::remove_file(made_of);
    }
    same
}

/// Says what the folder's files were made of, once they are all there.
pub fn tell(folder: &Path, digest: &str) -> Result<()> {
    fs::write(folder.join(MADE_OF), digest).context(MADE_OF)
}
