//! `cargo xtask bench`: what a sign-in costs, beside others, measured in one run.

use std::ffi::OsString;

use anyhow::{Result, bail};

use crate::build;
use crate::command::{program, run};
use crate::paths::generated;

/// What is measured, in the order of the output; each is a program in `tests/bench`.
const PARTS: [&str; 9] = ["srp", "sign-in", "session", "dropin", "responsive", "tokens", "refresh", "sizes", "proxy"];

/// Measures the parts that are named, or all: `cargo xtask bench [part …] [--markdown | --json]`.
pub fn bench(arguments: &[OsString]) -> Result<()> {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    let (flags, parts): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.starts_with("--"));
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(&part.as_ref())) {
        bail!("{unknown} is none of {}", PARTS.join(", "));
    }
    build::build()?;
    let mut missed = Vec::new();
    for part in PARTS.into_iter().filter(|part| parts.is_empty() || parts.iter().any(|named| named == part)) {
        let mut node = program("node");
        node.arg(format!("tests/bench/{part}.mjs"));
        match part {
            "srp" => {
                // The maths as functions, which the package does not have.
                let compiled = build::compile("bench", "npm-bench")?;
                build::generate("bench", &compiled)?;
                node.arg(generated().join("bench"));
            }
            "proxy" => {
                node.arg("20000");
            }
            _ => {}
        }
        // A promise that is not kept is no reason to measure nothing else.
        if run(node.args(flags.iter().map(|flag| flag.as_ref()))).is_err() {
            missed.push(part);
        }
    }
    if !missed.is_empty() {
        bail!("not as promised: {}", missed.join(", "));
    }
    Ok(())
}
