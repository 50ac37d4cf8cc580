//! Secure Remote Password in Cognito's dialect, the client's half: SRP-6a over the 3072-bit group with a key derivation
//! and encodings of its own.
//!
//! A sign-in is two steps: [`Ephemeral::new`] makes `SRP_A`, and [`prove`] answers `PASSWORD_VERIFIER` (or
//! `DEVICE_PASSWORD_VERIFIER`, with the device's group key, key and password as the [`Login`]). Entropy and time are
//! arguments; [`client::Exchange`] shows every value between the two steps.

pub mod client;
pub mod device;
pub mod encoding;
pub mod group;
pub mod kdf;
mod kernel;
mod montgomery;
pub mod power;
pub mod timestamp;

pub use client::{Challenge, Ephemeral, Login, prove};
pub use device::{DeviceVerifier, device_verifier};
pub use timestamp::timestamp;
