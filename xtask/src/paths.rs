//! Where things lie.

use std::path::{Path, PathBuf};

/// The workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where generated glue and wasm lie before they are bundled.
pub fn generated() -> PathBuf {
    target().join("package")
}

/// The hand-written part of the npm package.
pub fn template() -> PathBuf {
    root().join("pkg-template")
}

/// The finished npm package.
pub fn package() -> PathBuf {
    root().join("pkg")
}
