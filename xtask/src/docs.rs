//! `cargo xtask docs`: the API reference of both languages, in `target/doc-site`. A warning is an error.
//!
//! typedoc has a folder of its own, `docs/api`: it does not read declarations by the workspace's TypeScript yet.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{cargo, program, run};
use crate::npm;
use crate::paths::{root, target};

/// Where typedoc, its settings and its TypeScript are.
pub const FOLDER: &str = "docs/api";

/// Writes both references and says where.
pub fn docs() -> Result<()> {
    npm::install_in(FOLDER)?;
    let site = site();
    run(&mut typedoc())?;
    run(&mut rustdoc())?;
    let rust = site.join("rust");
    if rust.exists() {
        fs::remove_dir_all(&rust).context("target/doc-site/rust")?;
    }
    copy(&target().join("doc"), &rust)?;
    println!("{}", site.join("javascript/index.html").display());
    println!("{}", rust.join("cognito_identity_wasm/index.html").display());
    Ok(())
}

/// The reference of the npm package, out of its typings.
pub fn typedoc() -> Command {
    let mut command = program(root().join(FOLDER).join("node_modules/.bin/typedoc"));
    command.arg("--options").arg(root().join(FOLDER).join("typedoc.json"));
    command.arg("--out").arg(site().join("javascript"));
    command.args(["--logLevel", "Warn"]);
    command
}

/// The reference of the crate.
pub fn rustdoc() -> Command {
    let mut command = cargo();
    command
        .args(["doc", "--lib", "--no-deps", "--quiet", "--features", "server,local"])
        .env("RUSTDOCFLAGS", "-D warnings");
    command
}

fn site() -> PathBuf {
    target().join("doc-site")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).context("target/doc-site")?;
    for entry in fs::read_dir(from).context("target/doc")? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).context("target/doc-site")?;
        }
    }
    Ok(())
}
