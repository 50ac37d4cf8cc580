//! The development tools that come from npm, pinned by package-lock.json.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{output, program, run};
use crate::paths::root;

/// Installs the tools, unless those of this very lock file are there.
pub fn install() -> Result<()> {
    let lock = fs::read(root().join("package-lock.json")).context("package-lock.json")?;
    let stamp = root().join("node_modules/.xtask-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let version = output(program("node").arg("--version")).context("Node 20 or newer is needed")?;
    let major: u32 = version.trim_start_matches('v').split('.').next().unwrap_or_default().parse().unwrap_or_default();
    if major < 20 {
        bail!("Node 20 or newer is needed; this is {}", version.trim());
    }
    // No install scripts: nothing that we use needs one, esbuild's only saves a process.
    run(program("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]))?;
    fs::write(stamp, lock).context("node_modules")
}

/// Installs what the tests of one folder alone need, unless it is there. Without a lock file: some of these packages exist
/// for one platform only, so every machine would write another one; versions are exact.
pub fn install_in(folder: &str) -> Result<()> {
    let folder = root().join(folder);
    let wanted = fs::read(folder.join("package.json")).context("package.json")?;
    let stamp = folder.join("node_modules/.xtask-package");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let arguments = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    run(program("npm").args(arguments).current_dir(&folder))?;
    fs::write(stamp, wanted).context("node_modules")
}

/// One of the tools.
pub fn tool(name: &str) -> Command {
    program(bin(name))
}

/// Where one of the tools lies.
pub fn bin(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}
