//! `cargo xtask test`: every test there is. `cargo xtask lint`: the part of it that runs nothing of ours.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Result, anyhow, bail};

use crate::browser::{self, Browser};
use crate::command::{cargo, output, program};
use crate::paths::root;
use crate::suite::{Count, Outcome, line, run};
use crate::{build, consumer, docs, npm};

const WASM: &str = "wasm32-unknown-unknown";
/// What the crate is built with: nothing, its public features, the engines of the npm package (which natively add nothing).
const FEATURES: [&str; 7] = ["", "server", "local", "npm-client", "npm-dropin", "npm-server", "npm-local"];
/// The public features, which bring the rooms that most tests are about.
const PUBLIC: &str = "server,local";

/// Runs everything and fails when anything does; the last line is the sum.
pub fn test() -> Result<()> {
    // Browsers and runtimes are fetched while cargo compiles. What runs on the package waits for it; what needs none does not.
    let (built, browser, runtimes) = thread::scope(|scope| {
        let browser = scope.spawn(browser::chromium);
        let folders = ["tests/runtimes", "tests/bundlers", "www-example", docs::FOLDER];
        let runtimes = scope.spawn(move || folders.into_iter().try_for_each(npm::install_in));
        (build::build(), browser.join(), runtimes.join())
    });
    let browser = browser.map_err(|_| anyhow!("looking for a browser"))?;
    runtimes.map_err(|_| anyhow!("npm"))??;
    let outcomes = thread::scope(|scope| {
        let javascript = scope.spawn(|| {
            let mut outcomes = checks_of_javascript();
            match (&built, &browser) {
                (Ok(_), Ok(browser)) => outcomes.push(node_tests(browser)),
                (Err(error), _) | (_, Err(error)) => {
                    outcomes.push(Outcome::broken("node tests", &format!("{error:#}")))
                }
            }
            outcomes
        });
        let mut outcomes = checks_of_rust();
        outcomes.extend(native_tests());
        outcomes.extend(consumer::tests());
        outcomes.extend(wasm_tests(browser.as_ref().ok()));
        outcomes.push(licences());
        outcomes.extend(javascript.join().map_err(|_| anyhow!("the JavaScript suites"))?);
        Ok::<_, anyhow::Error>(outcomes)
    })?;
    summary(&outcomes)
}

/// Formatting, lints and types.
pub fn lint() -> Result<()> {
    build::build()?;
    npm::install_in("www-example")?;
    npm::install_in(docs::FOLDER)?;
    let mut outcomes = checks_of_rust();
    outcomes.extend(checks_of_javascript());
    summary(&outcomes)
}

fn summary(outcomes: &[Outcome]) -> Result<()> {
    println!();
    for outcome in outcomes {
        println!("{}", line(outcome));
    }
    let passed: u64 = outcomes.iter().map(|outcome| outcome.passed).sum();
    let failed: u64 = outcomes.iter().map(|outcome| outcome.failed).sum();
    println!("\n{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("{failed} failed");
    }
    Ok(())
}

fn checks_of_rust() -> Vec<Outcome> {
    let clippy = |arguments: &[&str]| {
        let mut command = cargo();
        command.arg("clippy").args(arguments).args(["--quiet", "--", "-D", "warnings"]);
        command
    };
    let mut outcomes = vec![
        run("rustfmt", Count::Check, cargo().args(["fmt", "--all", "--check"])),
        run("clippy, native", Count::Check, &mut clippy(&["--workspace", "--all-targets", "--all-features"])),
        run("clippy, wasm", Count::Check, &mut clippy(&["--all-targets", "--all-features", "--target", WASM])),
    ];
    for feature in FEATURES {
        let alone = ["--lib", "--features", feature];
        let name = if feature.is_empty() { "no feature" } else { feature };
        if !feature.starts_with("npm-") {
            outcomes.push(run(&format!("clippy, native, {name} alone"), Count::Check, &mut clippy(&alone)));
        }
        let wasm = [alone.as_slice(), &["--target", WASM]].concat();
        outcomes.push(run(&format!("clippy, wasm, {name} alone"), Count::Check, &mut clippy(&wasm)));
    }
    outcomes
}

fn native_tests() -> Vec<Outcome> {
    let nextest = output(cargo().args(["nextest", "--version"])).is_ok();
    let tests = if nextest {
        let mut command = cargo();
        run(
            "native tests",
            Count::Nextest,
            command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--features", PUBLIC]),
        )
    } else {
        let mut command = cargo();
        let arguments = ["test", "--workspace", "--all-targets", "--no-fail-fast", "--features", PUBLIC];
        run("native tests", Count::Libtest, command.args(arguments))
    };
    let reference = run("reference of the crate, rustdoc", Count::Check, &mut docs::rustdoc());
    let examples = ["test", "--doc", "--features", PUBLIC];
    let documentation = run("examples in the documentation", Count::Libtest, cargo().args(examples));
    vec![tests, reference, documentation]
}

/// The crate's own tests, compiled to wasm: in Node, then in Chromium.
fn wasm_tests(browser: Option<&Browser>) -> Vec<Outcome> {
    let Ok(xtask) = std::env::current_exe() else {
        return vec![Outcome::broken("wasm tests", "this program does not know where it lies")];
    };
    let tests = || {
        let mut command = cargo();
        command
            .args(["test", "--lib", "--tests", "--target", WASM, "--no-fail-fast"])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", format!("{} wasm-bindgen-test-runner", xtask.display()))
            // The default of 20 seconds is for a machine that does nothing else.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
        command
    };
    let node = run("wasm tests in Node", Count::Libtest, tests().env("WASM_BINDGEN_TEST_ONLY_NODE", "1"));
    let Some(browser) = browser else {
        return vec![node, Outcome::broken("wasm tests in Chromium", "no Chromium")];
    };
    let chromium = run(
        "wasm tests in Chromium",
        Count::Libtest,
        tests().env("WASM_BINDGEN_USE_BROWSER", "1").env("CHROMEDRIVER", &browser.driver),
    );
    vec![node, chromium]
}

fn checks_of_javascript() -> Vec<Outcome> {
    vec![
        run("biome", Count::Check, npm::tool("biome").args(["ci", "--error-on-warnings", "--colors=off"])),
        run("reference of the package, typedoc", Count::Check, docs::typedoc().args(["--emit", "none"])),
        run("types of the package", Count::Check, npm::tool("tsc").args(["-p", "pkg-template"])),
        run("types of the example apps", Count::Check, npm::tool("tsc").args(["-p", "www-example"])),
        run("type tests", Count::Check, npm::tool("tsc").args(["-p", "tests/types"])),
        // The same code against the incumbent's declarations and ours.
        run(
            "type tests, the incumbent's",
            Count::Check,
            npm::tool("tsc").args(["-p", "tests/types/dropin/tsconfig.incumbent.json"]),
        ),
        run(
            "type tests, the drop-in's",
            Count::Check,
            npm::tool("tsc").args(["-p", "tests/types/dropin/tsconfig.ours.json"]),
        ),
    ]
}

fn node_tests(browser: &Browser) -> Outcome {
    let mut files = Vec::new();
    collect(&root().join("tests"), &mut files);
    files.sort();
    run("node tests", Count::Tap, node().env("CHROMIUM", &browser.chromium).args(files))
}

/// Node's test runner. Files run side by side, and no test may hang the run.
fn node() -> Command {
    let mut command = program("node");
    command.args(["--test", "--test-reporter=tap", "--test-timeout=300000"]);
    command
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "node_modules") {
                collect(&path, files);
            }
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
}

fn licences() -> Outcome {
    if output(cargo().args(["deny", "--version"])).is_err() {
        return Outcome::skipped("licences and sources", "cargo install cargo-deny --locked");
    }
    run("licences and sources", Count::Check, cargo().args(["deny", "check", "licenses", "bans", "sources"]))
}
