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
mod fresh;
mod glue;
mod inline;
mod npm;
mod panics;
mod paths;
mod shorten;
mod size;
mod suite;
mod suites;
mod tables;
mod test;
mod twin;
mod wasm;

use std::ffi::OsString;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask build   the npm package, in pkg/; an engine alone by its name: client, dropin, local or server
cargo xtask demo    the example page on a local Cognito
cargo xtask test    every suite; [suite] [filter] runs one suite, or a part of it; all has full counts
cargo xtask bench   what a sign-in costs, beside others; a part of it by its name
cargo xtask size    bytes of each import; fails over the budget
cargo xtask lint    formats and lints, without tests
cargo xtask docs    the API reference, in target/doc-site";

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let name = if arguments.is_empty() { OsString::new() } else { arguments.remove(0) };
    let done = match name.to_str() {
        Some("build") => build::build_of(&arguments).map(|_| true),
        Some("demo") => demo::demo().map(|()| true),
        Some("test") => test::test(&arguments),
        Some("bench") => bench::bench(&arguments).map(|()| true),
        Some("size") => size::size().map(|()| true),
        Some("lint") => test::lint(),
        Some("docs") => docs::docs().map(|()| true),
        // Cargo runs wasm tests by this binary: the pinned library needs no installation.
        Some("wasm-bindgen-test-runner") => bindgen::run_tests(arguments).map(|()| true),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        // What failed is told already, and its sum is the last line.
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
