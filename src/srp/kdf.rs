//! The hashes of the dialect: SHA-256, HMAC-SHA-256 and the one-block HKDF with its fixed label.

use super::group::INFO;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// SHA-256 of the parts, one after the other.
pub fn hash(parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut state = Sha256::new();
    parts.iter().for_each(|part| state.update(part));
    Zeroizing::new(state.finalize().into())
}

/// HMAC-SHA-256 of the parts, one after the other.
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    // HMAC hashes a key that is longer than a block, so a key of any length is taken.
    let Ok(mut state) = Hmac::<Sha256>::new_from_slice(key) else { return Zeroizing::new([0; 32]) };
    parts.iter().for_each(|part| state.update(part));
    Zeroizing::new(state.finalize().into_bytes().into())
}

/// The 16-byte key of a proof: HKDF-SHA-256 of `padHex(S)` salted with `padHex(u)`.
pub fn derive_key(secret: &[u8], salt: &[u8]) -> Zeroizing<[u8; 16]> {
    let extracted = hmac(salt, &[secret]);
    let expanded = hmac(extracted.as_slice(), &[INFO, &[1]]);
    let mut key = Zeroizing::new([0; 16]);
    key.iter_mut().zip(expanded.iter()).for_each(|(to, from)| *to = *from);
    key
}
