//! `application/x-www-form-urlencoded`: queries, forms and the cookies beside them.

/// Names and values in their order.
#[derive(Clone, Default)]
pub(in crate::local) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(in crate::local) fn parse(text: &str) -> Fields {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        Fields(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// The value, unless it is absent or empty: OAuth treats both alike.
    pub(in crate::local) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// A parameter that stands there twice, which OAuth forbids.
    pub(in crate::local) fn repeated(&self) -> bool {
        self.0.iter().enumerate().any(|(at, (name, _))| self.0.iter().take(at).any(|(other, _)| other == name))
    }

    /// All whose names begin so, without that beginning.
    pub(in crate::local) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// The same without some of them.
    pub(in crate::local) fn without(&self, names: &[&str]) -> Fields {
        Fields(self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect())
    }

    pub(in crate::local) fn with(mut self, name: &str, value: &str) -> Fields {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(in crate::local) fn encode(&self) -> String {
        let pairs: Vec<String> =
            self.0.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        pairs.join("&")
    }
}

/// Everything but RFC 3986's unreserved characters is escaped.
pub(in crate::local) fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// What is no escape stays as it is; what is no UTF-8 is replaced.
pub(in crate::local) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let escaped = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = escaped.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match (first, escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'+', _) => bytes.push(b' '),
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[test]
fn what_is_encoded_is_decoded_and_nothing_panics() {
    for text in ["", "a b&c=d", "ü€𝄞", "%", "%2", "%zz", "+"] {
        assert_eq!(decode(&encode(text)), text);
    }
    assert_eq!(decode("%"), "%");
    assert_eq!(decode("%4"), "%4");
    assert_eq!(decode("%+1a+%41%ff"), "%\u{20}1a A\u{fffd}");
    assert_eq!(Fields::parse("a=1&&b&c=%3D").without(&["a"]).encode(), "b=&c=%3D");
    assert!(Fields::parse("a=1&b=2&a=3").repeated());
}
