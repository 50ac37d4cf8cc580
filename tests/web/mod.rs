//! A client for apps that are Rust themselves: the host of [`cognito_identity_wasm::client`], on the platform's `fetch`.
//!
//! ```text
//! client     Client, User, Challenge, Session: what an app holds
//!   run      performs the turns of a machine; it decides nothing
//!     host   what the calls of one client share, and the one refresh that many may wait for
//!       reply      an answer of the service, and the claims of its tokens, for the machine
//!       http       the transport over gloo-net
//!       storage    where sessions are kept: the page, or memory
//!         error, json, platform
//! ```
#![allow(dead_code, unreachable_pub, unused_imports, reason = "the draft of a module: each test file uses its part")]

mod client;
mod error;
mod host;
mod http;
mod json;
mod platform;
mod reply;
mod run;
mod storage;

pub use client::{Challenge, Client, Config, Session, SignIn, User};
pub use error::Error;
pub use http::{Answer, Http, Reply, Transport};
pub use storage::{Memory, Page, Storage};
