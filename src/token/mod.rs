//! JSON Web Tokens as a client of Amazon Cognito meets them: it reads their payload and judges
//! their expiry.
//!
//! [`payload`] gives the JSON text of the claims; [`is_valid`] says whether a session's tokens
//! still hold, by a local clock whose [`clock_drift`] was measured when they were issued. With the
//! feature `server`, `token::verify` says whether a token is one of a user pool's.
//!
//! # What is not protected
//!
//! - **[`payload`] checks no signature.** What it gives is whatever the sender wrote: show it, do
//!   not decide by it. A server verifies first.
//! - **[`is_valid`] believes the times it is given** and knows nothing of tokens that were revoked.
//! - **The payload is returned as a `String`** that is not zeroed, and is no more than text: this
//!   module parses no JSON.
//!
//! # Shapes, units, errors
//!
//! A token is the compact serialization: three parts of base64url with dots between, at most 1 MiB.
//! Times are seconds since 1970, as `exp` and `iat` are; fractions are allowed. The one error is
//! `MalformedToken`; it never repeats the token.
//!
//! # Example
//!
//! ```
//! use cognito_identity_wasm::token::{clock_drift, is_valid, payload};
//!
//! let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjEwMCwiZXhwIjozNzAwfQ.c2lnbmF0dXJl";
//! assert_eq!(payload(jwt)?, r#"{"iat":100,"exp":3700}"#);
//!
//! // The tokens have just arrived, and the local clock is a minute ahead of the service's.
//! let drift = clock_drift(160.0, 100.0, 100.0);
//! assert_eq!(drift, 60.0);
//!
//! // Later: do they hold for at least another five seconds?
//! let holds = |now_s| is_valid(now_s, drift, 5.0, Some(3700.0), None);
//! assert!(holds(3754.0));
//! assert!(!holds(3755.0));
//!
//! assert_eq!(payload("no token").unwrap_err().code, "MalformedToken");
//! # Ok::<(), cognito_identity_wasm::error::AuthError>(())
//! ```
//!
//! # Source
//!
//! RFC 7515, section 7.1 (compact serialization), RFC 7519, section 4.1 (`exp`, `iat`);
//! "Understanding user pool JSON web tokens (JWTs)" in the Amazon Cognito developer guide.

mod decode;
mod expiry;
#[cfg(feature = "server")]
pub mod verify;

pub use decode::payload;
pub(crate) use expiry::seconds;
pub use expiry::{clock_drift, is_valid};
