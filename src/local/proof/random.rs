//! Random numbers that a request draws, the same when it is run again, and the keyed hash that they are made by.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Random bytes for one request: HMAC-SHA256 of a counter under the host's entropy, so that a request that is run
/// again after a trigger draws the same numbers.
pub(in crate::local) struct Rng {
    seed: [u8; 32],
    counter: u64,
}

impl Rng {
    pub(in crate::local) fn new(seed: [u8; 32]) -> Self {
        Rng { seed, counter: 0 }
    }

    pub(in crate::local) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 32);
        while bytes.len() < length {
            self.counter += 1;
            bytes.extend_from_slice(&hmac_sha256(&self.seed, &[&self.counter.to_be_bytes()]));
        }
        bytes.truncate(length);
        bytes
    }

    /// A number below `bound`, without bias that matters: 64 bits are reduced.
    pub(in crate::local) fn below(&mut self, bound: u64) -> u64 {
        let number = self.bytes(8).iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        number % bound.max(1)
    }

    pub(in crate::local) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or_default())).collect()
    }

    /// Letters and digits.
    pub(in crate::local) fn word(&mut self, count: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        (0..count)
            .filter_map(|_| LETTERS.get(usize::try_from(self.below(LETTERS.len() as u64)).unwrap_or_default()))
            .map(|letter| char::from(*letter))
            .collect()
    }

    /// A version 4 UUID.
    pub(in crate::local) fn uuid(&mut self) -> String {
        let mut bytes = self.bytes(16);
        if let Some(byte) = bytes.get_mut(6) {
            *byte = (*byte & 0x0f) | 0x40;
        }
        if let Some(byte) = bytes.get_mut(8) {
            *byte = (*byte & 0x3f) | 0x80;
        }
        let mut text = hex(&bytes);
        for position in [8, 13, 18, 23] {
            text.insert(position, '-');
        }
        text
    }
}

/// HMAC-SHA256 over the joined parts.
pub(in crate::local) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length, so the failure cannot happen.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Lower-case hex of bytes.
pub(in crate::local) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
