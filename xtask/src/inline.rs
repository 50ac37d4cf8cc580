//! Writes wasm as a JavaScript string; `pkg-template/src/engine/inline.ts` reads it and says why it is no base64.

const FIRST: u8 = b'#';
const BACKSLASH: u8 = b'\\';
const LEAD: u8 = 89;

/// The string that spells these bytes; it holds no quote and no backslash.
pub fn spell(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 5 / 4);
    let digit = |value: u8| char::from(FIRST + value + u8::from(FIRST + value >= BACKSLASH));
    for &byte in bytes {
        match byte {
            0..LEAD => text.push(digit(byte)),
            LEAD..180 => text.extend([digit(LEAD), digit(byte - LEAD)]),
            180.. => text.extend([digit(LEAD + 1), digit(byte - 180)]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::spell;

    #[test]
    fn every_byte_has_a_spelling_of_its_own_without_quotes() {
        let spellings: std::collections::BTreeSet<String> = (0..=255).map(|byte| spell(&[byte])).collect();
        assert_eq!(spellings.len(), 256);
        assert!(spellings.iter().flat_map(|s| s.bytes()).all(|c| (b'#'..=b'~').contains(&c) && c != b'\\'));
    }

    #[test]
    fn no_spelling_begins_another() {
        let spellings: Vec<String> = (0..=255).map(|byte| spell(&[byte])).collect();
        for (at, one) in spellings.iter().enumerate() {
            assert!(spellings.iter().enumerate().all(|(other, s)| other == at || !s.starts_with(one.as_str())));
        }
    }
}
