//! Native tests of the core: machines against scripted services and against any answer, the vocabulary, redaction, layering.
//!
//! One binary, because each would link the whole crate again.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![allow(unreachable_pub, missing_docs)]

mod circles;
mod client;
mod flows;
mod layering;
mod login;
mod openapi;
mod operations;
mod proxy_wire;
mod redaction;
mod robustness;
mod session;
mod sign_in;
mod support;
