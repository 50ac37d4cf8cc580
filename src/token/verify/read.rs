//! The parts of a token, read as strictly as RFC 7515 writes them: one token has one spelling.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::{Claims, EXTENDED, MALFORMED};
use crate::error::Result;
use crate::prelude::*;

/// The longest token that is looked at: above what a header of HTTP can carry.
const MAX_LENGTH: usize = 16_384;
/// The longest header: a pool's have about 90 letters.
const MAX_HEADER: usize = 1024;
const MAX_KEY_ID: usize = 256;

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
        if !members(&text(self.header)?, is_extension)?.is_empty() {
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
        Base64UrlUnpadded::decode_vec(self.signature).map(drop).map_err(|_| MALFORMED)
    }

    /// The JSON text of the claims.
    pub(super) fn payload(&self) -> Result<String> {
        text(self.payload)
    }
}

fn text(part: &str) -> Result<String> {
    let bytes = Base64UrlUnpadded::decode_vec(part).map_err(|_| MALFORMED)?;
    String::from_utf8(bytes).map_err(|_| MALFORMED)
}

/// The members of a JSON object whose names `keep` wants. None may stand twice, wanted or not: RFC 7515, section 4, and
/// RFC 7519, section 4.
pub(super) fn members(json: &str, keep: impl Fn(&str) -> bool) -> Result<Claims> {
    let mut from = serde_json::Deserializer::from_str(json);
    let members = Unique { keep }.deserialize(&mut from).map_err(|_| MALFORMED)?;
    from.end().map_err(|_| MALFORMED)?;
    Ok(members)
}

struct Unique<Keep> {
    keep: Keep,
}

/// A name, copied only where it is written with escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de, Keep: Fn(&str) -> bool> DeserializeSeed<'de> for Unique<Keep> {
    type Value = Claims;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> core::result::Result<Claims, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, Keep: Fn(&str) -> bool> Visitor<'de> for Unique<Keep> {
    type Value = Claims;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> core::result::Result<Claims, A::Error> {
        let mut members = Claims::new();
        let mut names = BTreeSet::new();
        while let Some(Name(name)) = entries.next_key()? {
            if (self.keep)(&name) {
                members.insert(name.clone().into_owned(), entries.next_value()?);
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
            if !names.insert(name) {
                return Err(Error::custom("a member stands twice"));
            }
        }
        Ok(members)
    }
}
