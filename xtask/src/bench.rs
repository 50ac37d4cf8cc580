//! `cargo xtask bench`: the time of a sign-in, beside others, measured in one run.

use anyhow::Result;

use crate::build;
use crate::command::{program, run};

/// The maths alone, then a whole cold sign-in, then the drop-in face.
pub fn bench() -> Result<()> {
    build::build()?;
    let compiled = build::compile("bench", "client,bench")?;
    build::generate("bench", &compiled)?;
    let folder = compiled.parent().unwrap_or(&compiled).to_path_buf();
    run(program("node").arg("tests/bench/srp.mjs").arg(folder))?;
    run(program("node").arg("tests/bench/cold.mjs"))?;
    run(program("node").arg("tests/bench/dropin.mjs"))
}
