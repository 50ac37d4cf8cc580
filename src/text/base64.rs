//! Base64, RFC 4648: a page of our own, because the library's generic one is half a kilobyte of the client. The tests hold it
//! against the library. Digits are computed without tables or branches, so that their time tells nothing of a secret.

use crate::prelude::*;

/// The digit of six bits.
fn digit(bits: u32) -> char {
    // Each comparison is all ones or zero: capital letters, then small ones, numbers, `+` and `/`.
    let over = |limit: u32| limit.wrapping_sub(bits) >> 31;
    let code = 65 + bits + over(25) * 6 - over(51) * 75 - over(61) * 15 + over(62) * 3;
    char::from(code as u8)
}

/// Writes with padding.
#[inline(never)]
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for index in 0..4 {
            text.push(if index <= group.len() { digit(bits >> (18 - 6 * index) & 63) } else { '=' });
        }
    }
    text
}

/// Reads with padding; `None` for anything else, bits behind the last byte included.
#[inline(never)]
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut left) = (0u32, 0);
    for byte in text.iter().take(text.len() - padding) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        left += 6;
        if left >= 8 {
            left -= 8;
            bytes.push((bits >> left) as u8);
        }
    }
    (bits & ((1 << left) - 1) == 0).then_some(bytes)
}

/// Reads base64url with or without padding; `None` for anything else.
pub(crate) fn decode_url(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = text.get(..text.len() - padding)?;
    let mut standard = Vec::with_capacity(digits.len() + 3);
    for byte in digits {
        standard.push(match byte {
            b'-' => b'+',
            b'_' => b'/',
            b'+' | b'/' => return None,
            other => *other,
        });
    }
    let missing = match digits.len() % 4 {
        0 => 0,
        // One digit alone has not the bits of a byte.
        1 => return None,
        over => 4 - over,
    };
    standard.resize(digits.len() + missing, b'=');
    decode(&standard)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::Encoding;

    #[test]
    fn base64url_is_read_as_the_library_reads_it() {
        for text in
            ["", "YQ", "YWI", "YWJj", "_-8", "__-_", "YQ==", "YWI=", "A", "AAAAA", "YR", "+/", "Y Q", "Y=Q", "é"]
        {
            let bare = text.trim_end_matches('=');
            assert_eq!(decode_url(text.as_bytes()), base64ct::Base64UrlUnpadded::decode_vec(bare).ok(), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_what_the_library_writes() {
        let all: Vec<u8> = (0..=255u8).flat_map(|byte| [byte, 255 - byte, byte.wrapping_mul(7)]).collect();
        for length in 0..all.len() {
            let bytes = all.get(length..).unwrap();
            let text = base64ct::Base64::encode_string(bytes);
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text.as_bytes()).unwrap(), bytes);
        }
        for bad in ["A", "AA", "AAA", "AB==", "AAB=", "A===", "====", "AA=A", "AAAA=", "AA A", "é"] {
            assert_eq!(decode(bad.as_bytes()), base64ct::Base64::decode_vec(bad).ok(), "{bad}");
        }
    }

    #[test]
    fn what_was_written_is_read() {
        for length in 0..10 {
            let bytes = vec![0xfb; length];
            assert_eq!(decode(encode(&bytes).as_bytes()), Some(bytes));
        }
        assert_eq!(decode(b"YQ"), None);
    }
}
