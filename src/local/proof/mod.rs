//! The cryptography: proofs of passwords, devices, authenticators and passkeys, the signing key, random numbers.

pub(super) mod jwk;
pub(super) mod passkey;
pub(super) mod random;
pub(super) mod rs256;
pub(super) mod signing_key;
pub(super) mod srp;
pub(super) mod timestamp;
pub(super) mod totp;
