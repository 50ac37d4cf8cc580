//! Base64, in one place: the library's functions are generic, and each further copy would cost the client a kilobyte.

use crate::prelude::*;
use base64ct::{Base64, Encoding};

/// Writes with padding.
#[inline(never)]
pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Reads with padding; `None` for anything else.
#[inline(never)]
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = vec![0; text.len() / 4 * 3];
    let length = Base64::decode(text, &mut bytes).ok()?.len();
    bytes.truncate(length);
    Some(bytes)
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
    fn what_was_written_is_read() {
        for length in 0..10 {
            let bytes = vec![0xfb; length];
            assert_eq!(decode(encode(&bytes).as_bytes()), Some(bytes));
        }
        assert_eq!(decode(b"YQ"), None);
    }
}
