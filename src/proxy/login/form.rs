//! Forms and queries: `application/x-www-form-urlencoded`.

use std::collections::BTreeMap;

use crate::wire::rest::decode;

/// A value as a query or a form carries it.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Pairs as a query or a form carries them.
pub(super) fn write<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let pairs: Vec<String> = pairs.map(|(name, value)| [&encode(name), "=", &encode(value)].concat()).collect();
    pairs.join("&")
}

/// A query. None where a name stands twice, for readers differ in which one counts, or where something is no text.
pub(super) fn read(query: &str) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let [name, value] = [name, value].map(|text| decode(&text.replace('+', " ")));
        if all.insert(name?, value?).is_some() {
            return None;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let pairs = [("a", "b c+d&e=f"), ("ä/?", "\r\n\u{0}%")];
        let text = write(pairs.into_iter());
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.contains('+'));
        let back = read(&text).unwrap();
        assert_eq!(back.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), pairs);
        assert_eq!(read("a=b+c&").unwrap()["a"], "b c");
        assert_eq!((read("a=1&a=2"), read("a=1&%61=2"), read("a=%ff"), read("%=1")), (None, None, None, None));
        assert_eq!(read("").unwrap().len(), 0);
    }
}
