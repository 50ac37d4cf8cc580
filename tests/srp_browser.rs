//! The tests of `srp_wasm.rs` for `wasm-pack test --headless`, which runs only what is configured for a browser.
#![cfg(target_arch = "wasm32")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[path = "srp_wasm.rs"]
mod srp_wasm;
