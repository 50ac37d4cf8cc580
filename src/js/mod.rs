//! The only folder that names wasm-bindgen.

#[cfg(feature = "local")]
mod local;
