//! Sign-in to Amazon Cognito user pools: Rust decides what to send and what an answer means; the host does the I/O.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod error;
pub mod flow;
#[cfg(target_arch = "wasm32")]
mod js;
#[cfg(feature = "local")]
pub mod local;
pub mod operation;
pub mod secret;
pub mod srp;
pub mod token;
pub mod wire;
