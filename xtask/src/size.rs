//! `cargo xtask size`: what each import costs a page, and whether that is within the budget.

use std::fs;
use std::io::Write;

use anyhow::{Result, bail};

use crate::command::{output, program};
use crate::paths::{generated, package};
use crate::{build, costs, npm};

/// The most that the default import may cost, in bytes of brotli.
const BUDGET: usize = 60_000;

/// What a page that signs people in imports.
const SIGN_IN: &str = "import { Pool, isAuthError } from";

struct Cost {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table and fails over the budget.
pub fn size() -> Result<()> {
    build::build()?;
    let wasm = cost(&fs::read(package().join("dist/client.wasm"))?)?;
    let slim = cost(&bundled("slim.js")?)?;
    let inlined = cost(&bundled("index.js")?)?;
    println!("\n{:<46}{:>9}{:>9}{:>9}", "bytes", "raw", "gzip", "brotli");
    show("slim: JavaScript", &slim);
    show("slim: client.wasm", &wasm);
    show("slim: sum", &add(&slim, &wasm));
    show("default entry, wasm inlined", &inlined);
    if package().join("dist/local.js").exists() {
        show("local (not for pages in production)", &cost(&bundled("local.js")?)?);
    }
    costs::print(&generated().join("client"))?;
    println!("\nbudget of the default entry: {} of {BUDGET} bytes of brotli", inlined.brotli);
    if inlined.brotli > BUDGET {
        bail!("the default entry is {} bytes over its budget", inlined.brotli - BUDGET);
    }
    Ok(())
}

/// What a bundler makes of an import, minified.
fn bundled(entry: &str) -> Result<Vec<u8>> {
    let path = package().join("dist").join(entry);
    let names = if entry == "local.js" { "import * as all from" } else { SIGN_IN };
    let used = if entry == "local.js" { "all" } else { "Pool, isAuthError" };
    let source = generated().join(format!("size-{entry}"));
    fs::write(&source, format!("{names} '{}';\nconsole.log({used});\n", path.display()))?;
    let mut esbuild = program(npm::bin("esbuild"));
    esbuild.arg(&source).args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--external:node:*"]);
    Ok(output(&mut esbuild)?.into_bytes())
}

fn cost(bytes: &[u8]) -> Result<Cost> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
    Ok(Cost { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: small.len() })
}

fn add(one: &Cost, other: &Cost) -> Cost {
    Cost { raw: one.raw + other.raw, gzip: one.gzip + other.gzip, brotli: one.brotli + other.brotli }
}

fn show(name: &str, cost: &Cost) {
    println!("{name:<46}{:>9}{:>9}{:>9}", cost.raw, cost.gzip, cost.brotli);
}
