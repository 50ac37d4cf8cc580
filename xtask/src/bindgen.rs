//! wasm-bindgen, as a library: its version is the one in Cargo.lock.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

/// Writes `<name>_bg.js`, `<name>_bg.wasm` and `<name>.d.ts` of a compiled crate.
pub fn generate(wasm: &Path, folder: &Path, name: &str) -> Result<()> {
    let arguments: [OsString; 8] = [
        "wasm-bindgen".into(),
        "--target".into(),
        "bundler".into(),
        "--out-name".into(),
        name.into(),
        "--out-dir".into(),
        folder.into(),
        wasm.into(),
    ];
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments)
}

/// Runs a compiled test in Node or in a browser.
pub fn run_tests(arguments: Vec<OsString>) -> Result<()> {
    let program = OsString::from("wasm-bindgen-test-runner");
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::iter::once(program).chain(arguments))
}
