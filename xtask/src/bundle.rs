//! The engines, and the package that `pkg-template/build.mjs` makes of them.

use std::path::Path;

use anyhow::Result;

use crate::command::{program, run};
use crate::paths::{generated, template};

/// The engines that the crate can be built to, each by the feature `npm-` and its name.
pub const ENGINES: [&str; 6] = ["client", "proxy", "dropin", "login", "local", "server"];

/// The engines that pages download.
pub const OF_PAGES: [&str; 4] = ["client", "proxy", "dropin", "login"];

/// The engines of the modern API and of managed login as JavaScript, and the features of the crate that each is made of.
pub const TWINS: [(&str, &str); 3] = [
    ("client-twin", "npm-client,npm-twin"),
    ("proxy-twin", "npm-proxy,npm-twin"),
    ("login-twin", "npm-login,npm-twin"),
];

/// Writes the package.
pub fn assemble(package: &Path) -> Result<()> {
    run(program("node").arg(template().join("build.mjs")).arg(generated()).arg(package))
}
