//! JSON Web Tokens as a client meets them: reading claims and judging expiry; a signature is no
//! business of the client, and `verify` is the servers'.

pub mod decode;
pub mod expiry;
#[cfg(feature = "server")]
pub mod verify;

pub use decode::payload;
pub use expiry::{Times, clock_drift, is_valid, seconds};
