//! A JSON document between the host's own JSON and the flows.
//!
//! The host parses and prints JSON (`JSON` in the client, serde_json elsewhere); the core only walks and builds this tree.

use crate::prelude::*;
use crate::secret::Secret;
use alloc::borrow::Cow;
use core::fmt;

/// A JSON value. Every text is a [`Secret`]: it is zeroed when dropped and hidden in `Debug`, because most texts in this
/// protocol are tokens, passwords or names of people.
#[derive(Clone, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(Secret<String>),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order in which it was written.
    Map(Vec<(Name, Json)>),
}

/// The name of a member.
pub type Name = Cow<'static, str>;

impl Json {
    /// A string.
    pub fn text(value: impl Into<String>) -> Json {
        Json::Text(Secret::new(value.into()))
    }

    /// An object of strings, as AWS's maps of parameters and metadata are.
    pub fn texts<K: Into<Name>, V: Into<String>>(entries: impl IntoIterator<Item = (K, V)>) -> Json {
        let mut map = Json::Map(Vec::new());
        for (name, value) in entries {
            map.push(name.into(), Json::text(value));
        }
        map
    }

    /// The member of that name, unless it is missing or `null`.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let value = self.entries().iter().find(|(key, _)| key == name).map(|(_, value)| value)?;
        if matches!(value, Json::Null) { None } else { Some(value) }
    }

    /// The string in the member of that name.
    pub fn text_at(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The number in the member of that name.
    pub fn number_at(&self, name: &str) -> Option<f64> {
        match self.get(name)? {
            Json::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// The string, when this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(value) => Some(value.expose()),
            _ => None,
        }
    }

    /// The elements, when this is an array; nothing otherwise.
    pub fn items(&self) -> &[Json] {
        match self {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// The members, when this is an object; nothing otherwise.
    pub fn entries(&self) -> &[(Name, Json)] {
        match self {
            Json::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Adds a member to an object.
    pub fn set(&mut self, name: impl Into<Name>, value: Json) {
        self.push(name.into(), value);
    }

    /// The object with a member more, when there is one.
    pub fn maybe(mut self, name: &'static str, value: Option<Json>) -> Json {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    /// Apart from `set`, and never inlined: a growing vector is 100 bytes of code, and flows build many objects.
    #[inline(never)]
    fn push(&mut self, name: Name, value: Json) {
        if let Json::Map(entries) = self {
            entries.push((name, value));
        }
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Map(entries) => f.debug_set().entries(entries.iter().map(|(name, _)| name)).finish(),
            _ => f.write_str("…"),
        }
    }
}

#[cfg(any(test, feature = "server", feature = "local"))]
mod serde {
    use super::Json;
    use serde_json::Value;

    impl From<&Value> for Json {
        fn from(value: &Value) -> Json {
            match value {
                Value::Null => Json::Null,
                Value::Bool(value) => Json::Bool(*value),
                Value::Number(value) => Json::Number(value.as_f64().unwrap_or_default()),
                Value::String(value) => Json::text(value.clone()),
                Value::Array(items) => Json::List(items.iter().map(Json::from).collect()),
                Value::Object(entries) => {
                    Json::Map(entries.iter().map(|(name, value)| (name.clone().into(), value.into())).collect())
                }
            }
        }
    }

    impl From<&Json> for Value {
        fn from(value: &Json) -> Value {
            match value {
                Json::Null => Value::Null,
                Json::Bool(value) => Value::Bool(*value),
                Json::Number(value) if value.fract() == 0.0 => Value::from(*value as i64),
                Json::Number(value) => Value::from(*value),
                Json::Text(value) => Value::String(value.expose().clone()),
                Json::List(items) => items.iter().map(Value::from).collect(),
                Json::Map(entries) => {
                    entries.iter().map(|(name, value)| (name.to_string(), Value::from(value))).collect()
                }
            }
        }
    }
}
