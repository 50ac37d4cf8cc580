//! The modern API's engines as JavaScript, for where there is no WebAssembly: binaryen's wasm2js over the same crate.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walrus::Module;

use crate::build::optimise;
use crate::bundle::TWINS;
use crate::command::output;
use crate::{bindgen, glue, npm, panics, shorten};

/// What wasm2js can translate: no vectors, and of the rest as little as the standard library allows.
pub const FLAGS: &str = "'-Ctarget-cpu=mvp', '-Ctarget-feature=-simd128'";

/// What the standard library was compiled with all the same, put into other words. Copying and filling stay: JavaScript has both.
const LOWERING: [&str; 2] = ["--llvm-nontrapping-fptoint-lowering", "--signext-lowering"];

/// Whether the engine is a twin.
pub fn is(engine: &str) -> bool {
    TWINS.iter().any(|(name, _)| *name == engine)
}

/// Makes of a compiled crate: `<name>_bg.js` and `<name>_js.js`, in the engine's folder.
pub fn generate(name: &str, compiled: &Path) -> Result<()> {
    let folder = compiled.parent().context("a folder")?;
    let raw = folder.join(format!("{name}_bg.wasm"));
    let wasm = folder.join(format!("{name}.wasm"));
    let glue = folder.join(format!("{name}_bg.js"));
    without_features(compiled)?;
    bindgen::generate(compiled, folder, name)?;
    fs::write(&glue, glue::adapt(&fs::read_to_string(&glue)?, name)?)?;
    optimise(&raw, &raw, &LOWERING)?;
    shorten::shorten(&raw, &glue)?;
    panics::silence(&raw)?;
    optimise(&raw, &wasm, &["--strip-debug", "--strip-producers", "--strip-target-features", "--converge"])?;
    let script = output(npm::tool("wasm2js").args(["-Oz", "--emscripten", "--enable-bulk-memory"]).arg(&wasm))?;
    let Some(("", function)) = script.split_once("function instantiate(info) {") else {
        bail!("wasm2js writes another script than this was made for: look at xtask/src/twin.rs");
    };
    let module = format!("export function instantiate(info) {{{function}");
    Ok(fs::write(folder.join(format!("{name}_js.js")), module)?)
}

/// Takes the list of features away, by which wasm-bindgen decides: with it, values of the host would be references, and results many.
fn without_features(wasm: &Path) -> Result<()> {
    let mut module = Module::from_file(wasm)?;
    module.customs.remove_raw("target_features").context("the module lists no features")?;
    module.emit_wasm_file(wasm)
}
