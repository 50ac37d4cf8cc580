//! Sign-in to Amazon Cognito user pools: Rust decides what to send and what an answer means; the host does the I/O.
//!
//! ```text
//! bindings (wasm32)   Pool, User, Session as classes; the drop-in API's SRP
//!   client            what their methods do: a call in, turns for the host, a result out
//!   login             managed login: the way to the login pages, and back
//!   wire              an operation as HTTP, and back
//!   proxy             the auth proxy (feature `server`): request in, steps and response out
//!   local             the local Cognito (feature `local`): request in, response out
//!     srp             the client's half of SRP in Cognito's dialect
//!     token           claims and expiry of JSON Web Tokens
//!     operation       the vocabulary: operations, challenge and error names
//!       error, secret, text
//! ```
//!
//! # Features
//!
//! There are no default features: [`srp`], [`token`] and the client's rooms compile for every
//! target, natively and to wasm, and bring no allocator, no exports, no global state. Each feature
//! adds a room and changes no other one.
//!
//! - `server`: the auth proxy (`proxy`) and the verification of tokens (`token::verify`).
//! - `local`: user pools in memory for tests (`local`).
//! - `npm-*`: the engines of the npm package, for its build alone. They put exports, an allocator
//!   and a panic handler into the module, and promise nothing.
//!
//! # Glossary
//!
//! - **Operation**: one of the 34 requests that Amazon Cognito takes without AWS credentials, such as InitiateAuth.
//! - **Challenge**: a question of the service in answer to a sign-in, such as SMS_MFA.
//! - **Call**: one call of a method, from its arguments to its result. **Machine**: the code that runs it.
//! - **Turn**: what a machine gives each time: changes of the storage, and one **effect** for the **host** to perform.
//! - **Ephemeral**: the secret exponent *a* of one SRP sign-in and its public *A*.
//! - **Rotation**: each refresh gives a new refresh token, and the old one ends.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]
// Of the standard library, the client would use nothing but its panic messages, which nobody sees: they are a kilobyte of it.
#![cfg_attr(
    all(
        target_arch = "wasm32",
        any(feature = "npm-client", feature = "npm-dropin", feature = "npm-login"),
        not(any(feature = "local", feature = "server"))
    ),
    no_std
)]

#[macro_use]
extern crate alloc;

#[cfg(all(
    target_arch = "wasm32",
    any(
        feature = "npm-client",
        feature = "npm-dropin",
        feature = "npm-login",
        feature = "npm-server",
        feature = "npm-local"
    )
))]
mod bindings;
pub mod client;
pub mod error;
#[cfg(feature = "local")]
pub mod local;
pub mod login;
pub mod operation;
mod prelude;
#[cfg(feature = "server")]
pub mod proxy;
pub mod secret;
pub mod srp;
mod text;
pub mod token;
#[cfg(all(test, any(feature = "server", feature = "local")))]
mod typescript;
pub mod wire;
