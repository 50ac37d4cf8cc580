//! Numbers as Cognito writes them: hex with an optional minus sign, hashed as two's complement (`padHex`).

use crate::error::{AuthError, Result};
use crate::prelude::*;
use zeroize::Zeroize;

/// The longest number that is read, in hex digits: four times the modulus.
const MAX_DIGITS: usize = 4 * 768;

/// A whole number of any sign, as the service sends it.
#[derive(Clone, Zeroize, zeroize::ZeroizeOnDrop)]
pub struct Integer {
    negative: bool,
    /// Big-endian, without leading zeros; empty for zero.
    magnitude: Vec<u8>,
}

impl Integer {
    /// Reads hex of either case and any number of digits, odd too, after an optional minus sign.
    ///
    /// # Errors
    /// `InvalidArgument` for an empty text, another character, or a number four times longer than the modulus.
    pub fn from_hex(text: &str) -> Result<Integer> {
        Integer::read(text).ok_or_else(|| {
            AuthError::invalid(if text.len() > MAX_DIGITS {
                "A hexadecimal number is too long: at most 3072 digits are read."
            } else {
                "A number is not hexadecimal: give hex digits only."
            })
        })
    }

    /// Reads as [`Integer::from_hex`] does, for who has words of their own for what cannot be read.
    pub fn read(text: &str) -> Option<Integer> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest.as_bytes()),
            None => (false, text.as_bytes()),
        };
        if digits.is_empty() || digits.len() > MAX_DIGITS {
            return None;
        }
        let mut bytes = Vec::with_capacity(digits.len() / 2 + 1);
        // Pairs are taken from the right, so that an odd first digit stands alone.
        for pair in digits.rchunks(2) {
            let mut byte = 0;
            for digit in pair {
                byte = byte << 4 | nibble(*digit)?;
            }
            bytes.push(byte);
        }
        bytes.reverse();
        let mut number = Integer::from_bytes(&bytes);
        bytes.zeroize();
        number.negative = negative && !number.magnitude.is_empty();
        Some(number)
    }

    /// Takes an unsigned big-endian number.
    pub fn from_bytes(bytes: &[u8]) -> Integer {
        Integer { negative: false, magnitude: significant(bytes).to_vec() }
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The absolute value, big-endian, without leading zeros.
    pub fn magnitude(&self) -> &[u8] {
        &self.magnitude
    }

    /// The bytes of `padHex`: the shortest big-endian two's complement, at least one byte.
    pub fn padded(&self) -> Vec<u8> {
        let mut bytes = pad(&self.magnitude);
        if self.negative {
            let mut carry = true;
            for byte in bytes.iter_mut().rev() {
                let (sum, over) = (!*byte).overflowing_add(u8::from(carry));
                *byte = sum;
                carry = over;
            }
            // Only the negative of 80…00 fits in one byte less than its magnitude.
            if let [0xff, rest @ ..] = bytes.as_slice()
                && rest.first() == Some(&0x80)
            {
                return rest.to_vec();
            }
        }
        bytes
    }
}

/// `padHex` of unsigned bytes: no leading zeros but one where the first bit is set, at least one byte.
///
/// The length shows how many leading zeros a secret has. The dialect hashes this form, so it cannot be hidden.
pub fn pad(bytes: &[u8]) -> Vec<u8> {
    let digits = significant(bytes);
    let mut padded = Vec::with_capacity(digits.len() + 1);
    if digits.first().is_none_or(|first| *first >= 0x80) {
        padded.push(0);
    }
    padded.extend_from_slice(digits);
    padded
}

/// `padHex` of signed hex, as lower-case hex.
///
/// # Errors
/// As [`Integer::from_hex`].
pub fn pad_hex(text: &str) -> Result<String> {
    Ok(hex(&Integer::from_hex(text)?.padded()))
}

/// Lower-case hex, two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

/// Lower-case hex without leading zeros, as a big integer prints: the length can be odd, and zero is `0`.
pub fn short_hex(bytes: &[u8]) -> String {
    let text = hex(bytes);
    let zeros = text.bytes().take_while(|digit| *digit == b'0').count();
    match text.get(zeros..) {
        Some(digits) if !digits.is_empty() => digits.to_owned(),
        _ => "0".to_owned(),
    }
}

/// Whether all bytes are zero, in time that depends on their number alone.
pub(super) fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |seen, byte| seen | byte) == 0
}

fn significant(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

fn digit(nibble: u8) -> char {
    char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 })
}
