//! The hashes of the dialect: SHA-256, HMAC-SHA-256 and the one-block HKDF with its fixed label.
//!
//! What is hard to get right, the compression, is the `sha2` crate's; padding and keys are here, because the crates' generic
//! digests are a kilobyte of the client. Sources: FIPS 180-4, RFC 2104, RFC 5869.

use super::group::INFO;
use zeroize::Zeroizing;

const BLOCK: usize = 64;
/// FIPS 180-4, section 5.3.3.
const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A hash under way.
struct Sha256 {
    state: Zeroizing<[u32; 8]>,
    block: Zeroizing<[u8; BLOCK]>,
    /// The bytes so far.
    length: usize,
}

impl Sha256 {
    fn new() -> Sha256 {
        Sha256 { state: Zeroizing::new(START), block: Zeroizing::new([0; BLOCK]), length: 0 }
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.block.get_mut(self.length % BLOCK) {
            *place = byte;
        }
        self.length += 1;
        if self.length.is_multiple_of(BLOCK) {
            sha2::block_api::compress256(&mut self.state, &[*self.block]);
        }
    }

    #[inline(never)]
    fn update(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.push(*byte));
    }

    #[inline(never)]
    fn finish(mut self) -> Zeroizing<[u8; 32]> {
        let bits = (self.length as u64 * 8).to_be_bytes();
        self.push(0x80);
        while self.length % BLOCK != BLOCK - 8 {
            self.push(0);
        }
        self.update(&bits);
        let mut hash = Zeroizing::new([0; 32]);
        let words = self.state.iter().flat_map(|word| word.to_be_bytes());
        hash.iter_mut().zip(words).for_each(|(to, from)| *to = from);
        hash
    }
}

/// SHA-256 of the parts, one after the other.
#[inline(never)]
pub fn hash(parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut state = Sha256::new();
    parts.iter().for_each(|part| state.update(part));
    state.finish()
}

/// HMAC-SHA-256 of the parts, one after the other.
#[inline(never)]
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let short;
    // A key that is longer than a block is hashed, so a key of any length is taken.
    let key = if key.len() > BLOCK {
        short = hash(&[key]);
        short.as_slice()
    } else {
        key
    };
    let keyed = |pad: u8| {
        let mut state = Sha256::new();
        let padded = key.iter().copied().chain(core::iter::repeat(0)).take(BLOCK);
        padded.for_each(|byte| state.push(byte ^ pad));
        state
    };
    let mut inner = keyed(0x36);
    parts.iter().for_each(|part| inner.update(part));
    let mut outer = keyed(0x5c);
    outer.update(inner.finish().as_slice());
    outer.finish()
}

/// The 16-byte key of a proof: HKDF-SHA-256 of `padHex(S)` salted with `padHex(u)`.
pub fn derive_key(secret: &[u8], salt: &[u8]) -> Zeroizing<[u8; 16]> {
    let extracted = hmac(salt, &[secret]);
    let expanded = hmac(extracted.as_slice(), &[INFO, &[1]]);
    let mut key = Zeroizing::new([0; 16]);
    key.iter_mut().zip(expanded.iter()).for_each(|(to, from)| *to = *from);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Digest;

    #[test]
    fn hashes_are_those_of_the_libraries_for_every_length() {
        let bytes: Vec<u8> = (0..300u32).map(|index| (index * 7 + 3) as u8).collect();
        for length in 0..bytes.len() {
            let (key, message) = bytes.split_at(length);
            assert_eq!(hash(&[key, message]).as_slice(), sha2::Sha256::digest(&bytes).as_slice());
            assert_eq!(hash(&[key]).as_slice(), sha2::Sha256::digest(key).as_slice());
            let mut theirs = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
            theirs.update(message);
            assert_eq!(hmac(key, &[message]).as_slice(), theirs.finalize().into_bytes().as_slice(), "{length}");
        }
    }
}
