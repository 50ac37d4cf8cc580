//! Sign-in to Amazon Cognito user pools: Rust decides what to send and what an answer means; the host does the I/O.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]
// Of the standard library, the client would use nothing but its panic messages, which nobody sees: they are a kilobyte of it.
#![cfg_attr(all(target_arch = "wasm32", feature = "client", not(any(feature = "local", feature = "server"))), no_std)]

#[macro_use]
extern crate alloc;

mod base64;
pub mod error;
pub mod flow;
#[cfg(target_arch = "wasm32")]
mod js;
#[cfg(feature = "local")]
pub mod local;
pub mod operation;
mod prelude;
pub mod secret;
pub mod srp;
pub mod token;
pub mod wire;
