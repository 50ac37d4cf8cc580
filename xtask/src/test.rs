//! `cargo xtask test [suite] [filter]`: all tests, or those of one suite. `cargo xtask lint`: the part that runs nothing of ours.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use anyhow::{Result, anyhow};

use crate::browser::{self, Browser};
use crate::command::{cargo, output, program};
use crate::paths::root;
use crate::suite::{Count, Outcome, line, run};
use crate::suites::{self, Folders, Wanted};
use crate::wasm::{self, TARGET as WASM};
use crate::{build, consumer, docs, npm};

/// What the crate is built with: nothing, its public features, the engines of the npm package (which natively add nothing).
const FEATURES: [&str; 8] = ["", "server", "local", "npm-client", "npm-dropin", "npm-login", "npm-server", "npm-local"];
/// The public features, which bring the rooms that most tests are about.
const PUBLIC: &str = "server,local";

/// How often a test plays a race: as a rule, and where all is asked for. `tests/js/rounds.mjs` reads it.
const ROUNDS: [&str; 2] = ["20", "200"];

/// How the tests are run.
struct Way {
    thorough: bool,
    filter: Option<String>,
}

impl Way {
    /// A number that the caller set stays.
    fn tell(&self, command: &mut Command) {
        if std::env::var_os("TEST_ROUNDS").is_none() {
            command.env("TEST_ROUNDS", ROUNDS[usize::from(self.thorough)]);
        }
    }
}

/// Runs what is asked for and tells whether it passed; the last line is the sum.
pub fn test(arguments: &[OsString]) -> Result<bool> {
    let folders = suites::folders(&root().join("tests"))?;
    let (mut outcomes, way) = match suites::wanted(arguments, &folders)? {
        Wanted::Every { thorough } => {
            let way = Way { thorough, filter: None };
            (every(&folders, &way)?, way)
        }
        Wanted::One { suite, filter } => {
            let way = Way { thorough: false, filter };
            (one(&suite, &folders, &way)?, way)
        }
    };
    refuse_nothing(&mut outcomes, way.filter.as_deref());
    Ok(summary(&outcomes))
}

/// Formatting, lints and types.
pub fn lint() -> Result<bool> {
    Ok(summary(&checks()?))
}

fn every(folders: &Folders, way: &Way) -> Result<Vec<Outcome>> {
    // Browsers and runtimes are fetched while cargo compiles. What runs on the package waits for it; what needs none does not.
    let (built, browser, fetched) = thread::scope(|scope| {
        let browser = scope.spawn(browser::chromium);
        let fetched = scope.spawn(|| {
            npm::install_in(docs::FOLDER)?;
            folders.keys().try_for_each(|name| fetch_for(name))
        });
        (build::build(), browser.join(), fetched.join())
    });
    let browser = browser.map_err(|_| anyhow!("looking for a browser"))?;
    fetched.map_err(|_| anyhow!("npm"))??;
    // Two lanes for two cores: cargo's checks and tests beside the suites of Node, then both on what is left of these.
    let left = Mutex::new(suites::longest_first(folders));
    let take = || {
        let next = || left.lock().ok()?.pop_front();
        let run = |(name, files): (&str, &[PathBuf])| match &built {
            Ok(_) => node_tests(name, files, browser.as_ref().ok(), way),
            Err(error) => Outcome::broken(name, &format!("{error:#}")),
        };
        std::iter::from_fn(next).map(run).collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let javascript = scope.spawn(|| {
            let mut outcomes = checks_of_javascript();
            outcomes.extend(take());
            outcomes
        });
        let mut outcomes = checks_of_rust();
        outcomes.extend(native_tests(way));
        outcomes.extend(consumer::tests());
        outcomes.extend(wasm_tests(browser.as_ref().ok(), built.as_deref().ok(), way));
        outcomes.push(licences());
        outcomes.extend(take());
        outcomes.extend(javascript.join().map_err(|_| anyhow!("the JavaScript suites"))?);
        Ok(outcomes)
    })
}

fn one(suite: &str, folders: &Folders, way: &Way) -> Result<Vec<Outcome>> {
    match suite {
        "lint" => checks(),
        "native" => Ok(native_tests(way)),
        "wasm" => {
            let package = build::build()?;
            Ok(wasm_tests(browser::chromium().as_ref().ok(), Some(&package), way))
        }
        name => {
            build::build()?;
            fetch_for(name)?;
            let browser = browser::chromium();
            if let Err(error) = &browser {
                // Who needs one fails; many need none.
                eprintln!("{error:#}");
            }
            let files = folders.get(name).map(Vec::as_slice).unwrap_or_default();
            Ok(vec![node_tests(name, files, browser.as_ref().ok(), way)])
        }
    }
}

/// Nothing that ran is nothing that passed: a suite without a test fails, and a filter that no test matches.
fn refuse_nothing(outcomes: &mut Vec<Outcome>, filter: Option<&str>) {
    let nothing = |outcome: &Outcome| outcome.passed + outcome.failed == 0;
    match filter {
        Some(filter) => {
            if outcomes.iter().all(nothing) {
                outcomes.push(Outcome::broken("filter", &format!("no test matches `{filter}`")));
            }
        }
        None => {
            for outcome in outcomes.iter_mut().filter(|outcome| nothing(outcome) && outcome.note.is_empty()) {
                outcome.failed = 1;
                outcome.note = "0 tests ran".into();
            }
        }
    }
}

/// What the tests of a folder need beside the package.
fn fetch_for(suite: &str) -> Result<()> {
    let own = ["tests", "tests/js"].map(|parent| format!("{parent}/{suite}"));
    let own = own.iter().filter(|folder| root().join(folder).join("package.json").is_file());
    std::iter::once("www-example").chain(own.map(String::as_str)).try_for_each(npm::install_in)
}

fn checks() -> Result<Vec<Outcome>> {
    build::build()?;
    npm::install_in("www-example")?;
    npm::install_in(docs::FOLDER)?;
    let mut outcomes = checks_of_rust();
    outcomes.extend(checks_of_javascript());
    Ok(outcomes)
}

fn summary(outcomes: &[Outcome]) -> bool {
    println!();
    for outcome in outcomes {
        println!("{}", line(outcome));
    }
    let passed: u64 = outcomes.iter().map(|outcome| outcome.passed).sum();
    let failed: u64 = outcomes.iter().map(|outcome| outcome.failed).sum();
    println!("\n{passed} passed, {failed} failed");
    failed == 0
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

fn native_tests(way: &Way) -> Vec<Outcome> {
    let nextest = output(cargo().args(["nextest", "--version"])).is_ok();
    let (count, arguments): (_, &[_]) = if nextest {
        (Count::Nextest, &["nextest", "run", "--workspace", "--no-fail-fast", "--features", PUBLIC, "--no-tests=pass"])
    } else {
        (Count::Libtest, &["test", "--workspace", "--all-targets", "--no-fail-fast", "--features", PUBLIC])
    };
    let mut tests = cargo();
    tests.args(arguments).args(&way.filter);
    way.tell(&mut tests);
    let mut documentation = cargo();
    documentation.args(["test", "--doc", "--features", PUBLIC]).args(&way.filter);
    let mut outcomes = vec![
        run("native tests", count, &mut tests),
        run("examples in the documentation", Count::Libtest, &mut documentation),
    ];
    if way.filter.is_none() {
        outcomes.push(run("reference of the crate, rustdoc", Count::Check, &mut docs::rustdoc()));
    }
    outcomes
}

fn wasm_tests(browser: Option<&Browser>, package: Option<&Path>, way: &Way) -> Vec<Outcome> {
    wasm::tests(browser, package, |command| {
        way.tell(command);
        command.args(&way.filter);
    })
}

fn checks_of_javascript() -> Vec<Outcome> {
    vec![
        run("biome", Count::Check, npm::tool("biome").args(["ci", "--error-on-warnings", "--colors=off"])),
        run("reference of the package, typedoc", Count::Check, docs::typedoc().args(["--emit", "none"])),
        run("types of the package", Count::Check, npm::tool("tsc").args(["-p", "pkg-template"])),
        run("types of the example apps", Count::Check, npm::tool("tsc").args(["-p", "www-example"])),
        run("type tests", Count::Check, npm::tool("tsc").args(["-p", "tests/types"])),
        run("type tests, without the DOM", Count::Check, npm::tool("tsc").args(["-p", "tests/types/without-dom"])),
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

/// Node's test runner. Files run side by side, and no test may hang the run: Node 20 limits a file, later ones a test.
fn node_tests(suite: &str, files: &[PathBuf], browser: Option<&Browser>, way: &Way) -> Outcome {
    let mut command = program("node");
    let minutes = if way.thorough { 60 } else { 20 };
    command.args(["--test", "--test-reporter=tap", &format!("--test-timeout={}", minutes * 60_000)]);
    if let Some(filter) = &way.filter {
        command.arg(format!("--test-name-pattern={filter}"));
    }
    if let Some(browser) = browser {
        command.env("CHROMIUM", &browser.chromium);
    }
    way.tell(&mut command);
    run(&format!("node tests, {suite}"), Count::Tap, command.args(files))
}

fn licences() -> Outcome {
    if output(cargo().args(["deny", "--version"])).is_err() {
        return Outcome::skipped("licences and sources", "cargo install cargo-deny --locked");
    }
    run("licences and sources", Count::Check, cargo().args(["deny", "check", "licenses", "bans", "sources"]))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::refuse_nothing;
    use crate::suite::Outcome;

    fn outcome(passed: u64) -> Outcome {
        let time = Duration::ZERO;
        Outcome { name: "x".into(), passed, failed: 0, skipped: 9, note: String::new(), time }
    }

    #[test]
    fn nothing_that_ran_is_a_failure() {
        let mut outcomes = vec![outcome(3), outcome(0), Outcome::skipped("y", "no tool")];
        refuse_nothing(&mut outcomes, None);
        assert_eq!(outcomes.iter().map(|outcome| outcome.failed).collect::<Vec<_>>(), [0, 1, 0]);
    }

    #[test]
    fn a_filter_must_match_somewhere() {
        let mut outcomes = vec![outcome(0), outcome(1)];
        refuse_nothing(&mut outcomes, Some("a"));
        assert!(outcomes.iter().all(|outcome| outcome.failed == 0));
        outcomes.pop();
        refuse_nothing(&mut outcomes, Some("a"));
        assert_eq!(outcomes.iter().map(|outcome| outcome.failed).sum::<u64>(), 1);
    }
}
