//! The crate's own tests, compiled to WebAssembly: what `wasm-pack test` runs, and the client's once more over HTTP.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::browser::Browser;
use crate::command::{cargo, program};
use crate::demo::{Server, field};
use crate::suite::{Count, Outcome, run};

pub const TARGET: &str = "wasm32-unknown-unknown";
/// The person that `tests/test_pool` signs in is in this file.
const POOL: &str = "tests/fixtures/wasm-pool.json";

/// In Node, where the local Cognito is in the same module; then in Node and in Chromium, where it is a process of the
/// finished package.
pub fn tests(browser: Option<&Browser>, package: Option<&Path>, adapt: impl Fn(&mut Command)) -> Vec<Outcome> {
    let mut node = in_node(&["--lib", "--tests"]);
    adapt(&mut node);
    let mut outcomes = vec![run("wasm tests in Node", Count::Libtest, &mut node)];
    match package.context("there is no package").and_then(Local::start) {
        Ok(local) => {
            let mut node = in_node(&["--test", "client_wasm"]);
            adapt(&mut node);
            outcomes.push(run("wasm tests in Node, over HTTP", Count::Libtest, local.name_to(&mut node)));
            outcomes.push(in_chromium(browser, &local, &adapt));
        }
        Err(error) => outcomes.push(Outcome::broken("wasm tests over HTTP", &format!("{error:#}"))),
    }
    outcomes
}

fn in_node(which: &[&str]) -> Command {
    let mut command = command(which);
    command.env("WASM_BINDGEN_TEST_ONLY_NODE", "1");
    command
}

fn in_chromium(browser: Option<&Browser>, local: &Local, adapt: &dyn Fn(&mut Command)) -> Outcome {
    const NAME: &str = "wasm tests in Chromium, over HTTP";
    let Some(browser) = browser else { return Outcome::broken(NAME, "no Chromium") };
    let mut command = command(&["--lib", "--tests"]);
    adapt(&mut command);
    command.env("WASM_BINDGEN_USE_BROWSER", "1").env("CHROMEDRIVER", &browser.driver);
    run(NAME, Count::Libtest, local.name_to(&mut command))
}

/// `cargo test`, with this very program as the runner: the pinned library needs no installation.
fn command(which: &[&str]) -> Command {
    let xtask = std::env::current_exe().unwrap_or_else(|_| "xtask".into());
    let mut command = cargo();
    command
        .args(["test", "--target", TARGET, "--no-fail-fast"])
        .args(which)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", format!("{} wasm-bindgen-test-runner", xtask.display()))
        // The default of 20 seconds is for a machine that does nothing else.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    command
}

/// A local Cognito that ends with this value.
struct Local {
    endpoint: String,
    _server: Server,
}

impl Local {
    fn start(package: &Path) -> Result<Local> {
        let mut command = program("node");
        command.arg(package.join("bin/cli.mjs")).args(["local", "--port", "0", "--config", POOL]);
        let mut server = Server::start(&mut command)?;
        let line = server.first_line().context("the local Cognito did not start")?;
        let endpoint = field(&line, "endpoint").with_context(|| format!("it names no endpoint: {line}"))?;
        Ok(Local { endpoint, _server: server })
    }

    /// Tells tests where it is. They are compiled again: a module in a browser has no environment.
    fn name_to<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("COGNITO_TEST_ENDPOINT", &self.endpoint)
    }
}
