//! The parts of a token, read as strictly as RFC 7515 writes them: one token has one spelling.

use alloc::borrow::Cow;
use core::fmt;
use core::marker::PhantomData;

use base64_simd::{Out, URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::refusal::{EXTENDED, MALFORMED};
use crate::error::Result;
use crate::prelude::*;

/// The claims of a token.
pub type Claims = Map<String, Value>;

/// The longest token that is looked at: above what a header of HTTP can carry.
const MAX_LENGTH: usize = 16_384;
/// The longest header: a pool's have about 90 letters.
const MAX_HEADER: usize = 1024;
const MAX_KEY_ID: usize = 256;
/// The longest signature, in bytes: that of a key of 8192 bits, above what key sets may hold.
const MAX_SIGNATURE: usize = 1026;

/// The three parts of a token, in base64url.
pub(super) struct Parts<'a> {
    token: &'a str,
    pub(super) header: &'a str,
    payload: &'a str,
    signature: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(token: &'a str) -> Result<Parts<'a>> {
        if token.len() > MAX_LENGTH {
            return Err(MALFORMED);
        }
        let mut parts = token.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(header), Some(payload), Some(signature), None) => Ok(Parts { token, header, payload, signature }),
            _ => Err(MALFORMED),
        }
    }

    /// The key's id in the header, which must be that of a token of a user pool.
    pub(super) fn key_id(&self) -> Result<String> {
        if self.header.len() > MAX_HEADER {
            return Err(MALFORMED);
        }
        // jsonwebtoken takes the last of two members with one name, and passes over those that it does not know.
        let is_extension = |name: &str| ["crit", "b64", "zip"].contains(&name);
        if !excerpt(&text(self.header)?, is_extension)?.is_empty() {
            return Err(EXTENDED);
        }
        let header = jsonwebtoken::decode_header(self.token).map_err(|_| MALFORMED)?;
        if header.alg != Algorithm::RS256 {
            return Err(MALFORMED);
        }
        header.kid.filter(|id| !id.is_empty() && id.len() <= MAX_KEY_ID).ok_or(MALFORMED)
    }

    /// Platforms read base64url more leniently than RFC 7515 writes it: one token would have many spellings.
    pub(super) fn strict_signature(&self) -> Result<()> {
        let mut bytes = [0; MAX_SIGNATURE];
        if self.signature.len() / 4 * 3 >= MAX_SIGNATURE {
            return Err(MALFORMED);
        }
        URL_SAFE_NO_PAD.decode(self.signature.as_bytes(), Out::from_slice(&mut bytes)).map(drop).map_err(|_| MALFORMED)
    }

    /// The JSON text of the claims.
    pub(super) fn payload(&self) -> Result<String> {
        text(self.payload)
    }
}

fn text(part: &str) -> Result<String> {
    let bytes = URL_SAFE_NO_PAD.decode_to_vec(part).map_err(|_| MALFORMED)?;
    String::from_utf8(bytes).map_err(|_| MALFORMED)
}

/// The members of a JSON object. None may stand twice: RFC 7515, section 4, and RFC 7519, section 4.
pub(super) fn members(json: &str) -> Result<Claims> {
    let members: Members<'_, Value> = unique(json, |_| true)?;
    Ok(members.into_iter().filter_map(|(name, value)| Some((name.into_owned(), value?))).collect())
}

/// The members whose names `wants` knows, with as little copied as can be. The others are passed over; none may stand twice.
pub(super) fn excerpt(json: &str, wants: impl Fn(&str) -> bool) -> Result<Excerpt<'_>> {
    unique(json, wants).map(Excerpt)
}

/// What is asked of claims when they are judged.
pub(super) trait Look {
    fn has(&self, name: &str) -> bool;
    fn text(&self, name: &str) -> Option<&str>;
    fn number(&self, name: &str) -> Option<f64>;
    /// Whether the member is a list that has one of the texts.
    fn lists_one_of(&self, name: &str, texts: &[String]) -> bool;
}

impl Look for Claims {
    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name).and_then(Value::as_f64)
    }

    fn lists_one_of(&self, name: &str, texts: &[String]) -> bool {
        let entries = self.get(name).and_then(Value::as_array).into_iter().flatten();
        entries.filter_map(Value::as_str).any(|entry| texts.iter().any(|text| text == entry))
    }
}

/// Members of an object whose text is kept elsewhere.
pub(super) struct Excerpt<'a>(Members<'a, Part<'a>>);

impl Excerpt<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, value)| value.is_none())
    }

    fn get(&self, name: &str) -> Option<&Part<'_>> {
        self.0.iter().find(|(one, _)| one == name).and_then(|(_, value)| value.as_ref())
    }
}

impl Look for Excerpt<'_> {
    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn text(&self, name: &str) -> Option<&str> {
        if let Some(Part::Text(text)) = self.get(name) { Some(text) } else { None }
    }

    fn number(&self, name: &str) -> Option<f64> {
        if let Some(Part::Number(number)) = self.get(name) { Some(*number) } else { None }
    }

    fn lists_one_of(&self, name: &str, texts: &[String]) -> bool {
        let Some(Part::List(entries)) = self.get(name) else { return false };
        let is_wanted = |entry: &Part<'_>| matches!(entry, Part::Text(entry) if texts.iter().any(|text| text == entry));
        entries.iter().any(is_wanted)
    }
}

/// A value, borrowed from the text unless it is written with escapes.
enum Part<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    List(Vec<Part<'a>>),
    Other,
}

impl<'de> Deserialize<'de> for Part<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> core::result::Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Part<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> core::result::Result<Self::Value, E> {
                Ok(Part::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> core::result::Result<Self::Value, E> {
                Ok(Part::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E>(self, number: u64) -> core::result::Result<Self::Value, E> {
                Ok(Part::Number(number as f64))
            }

            fn visit_i64<E>(self, number: i64) -> core::result::Result<Self::Value, E> {
                Ok(Part::Number(number as f64))
            }

            fn visit_f64<E>(self, number: f64) -> core::result::Result<Self::Value, E> {
                Ok(Part::Number(number))
            }

            fn visit_bool<E>(self, _: bool) -> core::result::Result<Self::Value, E> {
                Ok(Part::Other)
            }

            fn visit_unit<E>(self) -> core::result::Result<Self::Value, E> {
                Ok(Part::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> core::result::Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = entries.next_element()? {
                    list.push(entry);
                }
                Ok(Part::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> core::result::Result<Self::Value, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Part::Other)
            }
        }
        from.deserialize_any(Reader)
    }
}

/// So many names are compared with each other; more are sorted.
const FEW: usize = 24;

/// The names of an object, with the values that are wanted.
type Members<'a, T> = Vec<(Cow<'a, str>, Option<T>)>;

/// The members of an object, when no name stands in it twice.
fn unique<'a, T: Deserialize<'a>>(json: &'a str, wants: impl Fn(&str) -> bool) -> Result<Members<'a, T>> {
    struct Reader<T, Wants>(Wants, PhantomData<T>);

    impl<'de, T: Deserialize<'de>, Wants: Fn(&str) -> bool> Visitor<'de> for Reader<T, Wants> {
        type Value = Members<'de, T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> core::result::Result<Self::Value, A::Error> {
            let mut members: Self::Value = Vec::with_capacity(FEW);
            while let Some(Name(name)) = entries.next_key()? {
                if members.len() <= FEW && members.iter().any(|(other, _)| *other == name) {
                    return Err(Error::custom("a member stands twice"));
                }
                let value = if (self.0)(&name) { Some(entries.next_value()?) } else { None };
                if value.is_none() {
                    entries.next_value::<IgnoredAny>()?;
                }
                members.push((name, value));
            }
            if members.len() > FEW {
                let mut names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
                names.sort_unstable();
                if names.windows(2).any(|pair| pair.first() == pair.last()) {
                    return Err(Error::custom("a member stands twice"));
                }
            }
            Ok(members)
        }
    }

    let mut from = serde_json::Deserializer::from_str(json);
    let members = from.deserialize_map(Reader(wants, PhantomData)).map_err(|_| MALFORMED)?;
    from.end().map_err(|_| MALFORMED)?;
    Ok(members)
}

/// A name, copied only where it is written with escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
