//! Percent-encoding of what an address carries: RFC 3986, section 2.

use crate::prelude::*;

/// The text, unless a `%` is followed by no byte of it.
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    Some(match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_is_decoded_and_nothing_else_is() {
        for (encoded, text) in [
            ("", ""),
            ("plain-._~09", "plain-._~09"),
            ("us-east-1_0b1c", "us-east-1_0b1c"),
            ("a%2Fb%3fc%23d%20e%26f%3D%25%2B", "a/b?c#d e&f=%+"),
            ("%C3%BC%00%0D%0A", "ü\u{0}\r\n"),
            ("a+b", "a+b"),
        ] {
            assert_eq!(decode(encoded).as_deref(), Some(text));
        }
        for bad in ["%", "%4", "%zz", "%+1", "%ff"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
