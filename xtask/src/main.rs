//! The project's commands: `cargo xtask build | demo | test | bench | size | lint | docs`.
//!
//! They need rustup's Rust, Node 20 or newer and, for `test`, Python 3; everything else they fetch at pinned versions.

mod bench;
mod bindgen;
mod browser;
mod build;
mod bundle;
mod command;
mod consumer;
mod costs;
mod demo;
mod docs;
mod faces;
mod fresh;
mod inline;
mod names;
mod npm;
mod panics;
mod paths;
mod size;
mod suite;
mod test;

use std::ffi::OsString;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask build   the npm package, in pkg/
cargo xtask demo    the example page on a local Cognito
cargo xtask test    every test there is
cargo xtask bench   what a sign-in costs, beside others; a part of it by its name
cargo xtask size    bytes of each import; fails over the budget
cargo xtask lint    formats and lints, without tests
cargo xtask docs    the API reference, in target/doc-site";

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let name = if arguments.is_empty() { OsString::new() } else { arguments.remove(0) };
    let done = match name.to_str() {
        Some("build") => build::build().map(|_| ()),
        Some("demo") => demo::demo(),
        Some("test") => test::test(),
        Some("bench") => bench::bench(&arguments),
        Some("size") => size::size(),
        Some("lint") => test::lint(),
        Some("docs") => docs::docs(),
        // Cargo runs wasm tests by this binary: the pinned library needs no installation.
        Some("wasm-bindgen-test-runner") => bindgen::run_tests(arguments),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
