//! What a verifier is asked for, read strictly.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The options of a verifier, as the host gives them.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Options {
    /// `UserPoolId`
    pub user_pool_id: String,
    /// App clients.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "string | readonly string[] | null"))]
    pub client_id: Choice<List>,
    /// What tokens are for.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "'access' | 'id' | null"))]
    pub token_use: Choice<Use>,
    /// One of which the person must be in.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "string | readonly string[]", optional))]
    pub groups: List,
    /// One of which the token must have.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "string | readonly string[]", optional))]
    pub scopes: List,
    /// One of which the claim `acr` must be.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "string | readonly string[]", optional))]
    pub acr: List,
    /// How long ago the person may have signed in.
    #[serde(default, deserialize_with = "given")]
    #[cfg_attr(test, ts(type = "number", optional))]
    pub max_age_seconds: Option<Seconds>,
    /// How far clocks may differ.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "number", optional))]
    pub leeway_seconds: Seconds,
    /// A further issuer.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "string", optional))]
    pub issuer: List,
    /// Where the keys are.
    #[serde(default)]
    #[cfg_attr(test, ts(type = "string", optional))]
    pub jwks_uri: List,
}

/// What must be chosen: a value, or null for any. An absent one is as likely forgotten as meant.
#[derive(Default)]
pub enum Choice<T> {
    #[default]
    /// Not chosen.
    Missing,
    /// Chosen: any.
    Any,
    /// This one.
    One(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Choice<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(from)?.map_or(Choice::Any, Choice::One))
    }
}

/// A text or a list of texts. None is empty: an empty list would ask for nothing, and is most often a configuration that
/// was not filled in.
#[derive(Default)]
pub struct List(pub Vec<String>);

impl<'de> Deserialize<'de> for List {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = List;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<List, E> {
                if text.is_empty() { Err(E::custom("empty")) } else { Ok(List(vec![text.to_owned()])) }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<List, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = entries.next_element::<String>()? {
                    texts.push(text);
                }
                let is_filled = !texts.is_empty() && texts.iter().all(|text| !text.is_empty());
                if is_filled { Ok(List(texts)) } else { Err(A::Error::custom("empty")) }
            }
        }
        from.deserialize_any(Reader)
    }
}

/// What a token is for.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// `access`
    Access,
    /// `id`
    Id,
}

/// Not below 0.
#[derive(Default)]
pub struct Seconds(pub f64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(from)?;
        if seconds >= 0.0 { Ok(Seconds(seconds)) } else { Err(D::Error::custom("negative")) }
    }
}

/// A value that is left out, but never null: JSON has null where a program had NaN.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Seconds>, D::Error> {
    Seconds::deserialize(from).map(Some)
}
