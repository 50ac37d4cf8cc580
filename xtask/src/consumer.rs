//! What strangers take from the crate by Rust alone: a wasm with an allocator of its own, a server with jsonwebtoken of its own.

use std::path::PathBuf;
use std::process::Command;

use crate::build;
use crate::command::{cargo, program};
use crate::paths::target;
use crate::suite::{Count, Outcome, run};

/// Builds and runs the projects of `tests/consumer`.
pub fn tests() -> Vec<Outcome> {
    let mut app = consumer(&["build", "--package", "consumer-app", "--release", "--target", build::TARGET]);
    // As a stranger builds: without the flags of this repository.
    let built = run("an app's wasm", Count::Check, app.env("RUSTFLAGS", ""));
    let mut outcomes = Vec::new();
    if built.failed == 0 {
        let wasm = folder().join(build::TARGET).join("release/consumer_app.wasm");
        let mut node = program("node");
        outcomes.push(run("an app's wasm in Node", Count::Check, node.arg("tests/consumer/app/run.mjs").arg(wasm)));
    }
    outcomes.push(built);
    for order in ["own-first", "ours-first"] {
        let mut service = consumer(&["run", "--package", "consumer-service", "--", order]);
        outcomes.push(run(&format!("a server's own jsonwebtoken, {order}"), Count::Check, &mut service));
    }
    outcomes
}

fn consumer(arguments: &[&str]) -> Command {
    let mut command = cargo();
    let (verb, rest) = arguments.split_first().unwrap_or((&"", &[]));
    command.args([verb, "--quiet", "--manifest-path", "tests/consumer/Cargo.toml"]).args(rest);
    command.env("CARGO_TARGET_DIR", folder());
    command
}

fn folder() -> PathBuf {
    target().join("consumer")
}
