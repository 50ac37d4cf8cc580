//! Secure Remote Password in Amazon Cognito's dialect, the client's half: it proves a password
//! without sending it.
//!
//! A sign-in is two steps. [`Ephemeral::new`] makes `SRP_A` for InitiateAuth; [`prove`] answers the
//! challenge `PASSWORD_VERIFIER`, or `DEVICE_PASSWORD_VERIFIER` with the device's group key, key
//! and password as the [`Login`]. [`device_verifier`] makes what a new device leaves with the
//! service. [`Exchange`] shows every value in between. Nothing here draws randomness, reads a clock
//! or does I/O: entropy and time are arguments.
//!
//! # What is not protected
//!
//! - **The server is not authenticated.** The dialect has no proof of the server's: a false one
//!   learns whether one guess of the password was right. `SRP_B` that is zero modulo N, and `u`
//!   that is zero, are refused.
//! - **Entropy is the caller's.** Whoever can predict it can test guesses of the password against a
//!   recorded sign-in. Draw it from the platform's generator, new for every sign-in.
//! - **A stolen verifier allows guessing offline.** The dialect hashes a password twice by SHA-256
//!   and does not stretch it.
//! - **Timing.** The exponentiation takes the same time for all exponents and bases of one length.
//!   The dialect hashes numbers without leading zeros (`padHex`), so the lengths of hash inputs
//!   show how many a secret has.
//! - **Memory.** Secrets of this module are zeroed when dropped; the password and the entropy that
//!   were passed in are the caller's to clear. A password is taken as it is: no Unicode
//!   normalization.
//!
//! # Shapes, units, errors
//!
//! Numbers of the protocol are hex, of either case and any length up to 3072 digits, with a minus
//! sign where the service sends one; `SECRET_BLOCK` and signatures are base64; entropy is 1 to 384
//! bytes, of which 32 are enough; times are milliseconds since 1970. What the caller gets wrong is
//! `InvalidArgument`; what the service sends wrong is `Internal`. No message repeats an input.
//!
//! # Example
//!
//! ```
//! use cognito_identity_wasm::srp::{Challenge, Ephemeral, Login, prove, timestamp};
//!
//! // 1. InitiateAuth with USER_SRP_AUTH sends `SRP_A`.
//! let entropy = [7; 32]; // From the platform's generator.
//! let ephemeral = Ephemeral::new(&entropy)?;
//! let srp_a = ephemeral.public_hex();
//! assert!(srp_a.starts_with("70fdd200"));
//!
//! // 2. The service answers with the challenge PASSWORD_VERIFIER and its parameters.
//! let challenge = Challenge {
//!     salt: "7c13c4442dfe1360131184c3285eee58",           // SALT
//!     b: "deadbeef",                                      // SRP_B, as a rule 768 digits
//!     secret_block: "c2VjcmV0IGJsb2Nr",                   // SECRET_BLOCK
//! };
//! let login = Login {
//!     pool_name: "AbCdEf123",                             // of eu-central-1_AbCdEf123
//!     username: "f5b7c6a0-1234-5678-9abc-def012345678",   // USER_ID_FOR_SRP
//!     password: "correct horse",
//! };
//!
//! // 3. RespondToAuthChallenge sends TIMESTAMP and PASSWORD_CLAIM_SIGNATURE.
//! let at = timestamp(1_546_322_769_000.0);
//! let signature = prove(&ephemeral, &login, &challenge, &at)?;
//! assert_eq!(at, "Tue Jan 1 06:06:09 UTC 2019");
//! assert_eq!(signature, "ooCvcU68REpxnzSXSddqviWbAH5JOhzHwS5kgRq3V0I=");
//! # Ok::<(), cognito_identity_wasm::error::AuthError>(())
//! ```
//!
//! # Source
//!
//! RFC 5054 and RFC 2945 (SRP-6a), RFC 3526, section 4 (the 3072-bit group, here with generator 2),
//! RFC 5869 (HKDF). The dialect: "RespondToAuthChallenge" in the Amazon Cognito user pools API
//! reference and "Authentication flows" in the Amazon Cognito developer guide; what they leave open
//! is held by the vectors in `tests/fixtures/srp.json`, which were made by
//! amazon-cognito-identity-js 6.3.21.

// Hidden rooms are for the other rooms of this crate and for its tests: they may change in any version.
#[doc(hidden)]
pub mod client;
mod device;
#[doc(hidden)]
pub mod encoding;
#[doc(hidden)]
pub mod group;
#[doc(hidden)]
pub mod kdf;
#[cfg(not(all(feature = "npm-twin", target_arch = "wasm32", not(any(feature = "local", feature = "server")))))]
mod kernel;
#[cfg(not(all(feature = "npm-twin", target_arch = "wasm32", not(any(feature = "local", feature = "server")))))]
mod montgomery;
#[doc(hidden)]
#[cfg_attr(
    all(feature = "npm-twin", target_arch = "wasm32", not(any(feature = "local", feature = "server"))),
    path = "host_power.rs"
)]
pub mod power;
mod timestamp;

pub use client::{Challenge, Ephemeral, Exchange, Fault, Login, prove};
pub use device::{DeviceVerifier, device_verifier};
pub use timestamp::timestamp;
