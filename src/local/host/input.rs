//! Reading an operation's input: types are checked, `null` counts as absent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::local::host::refusal::{Checked, invalid_parameter, refuse};

/// AuthParameters and ChallengeResponses.
pub(in crate::local) type Parameters = BTreeMap<String, String>;

/// A parameter or an answer that must be there.
pub(in crate::local) fn need<'a>(parameters: &'a Parameters, name: &str) -> Checked<&'a str> {
    parameters
        .get(name)
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .ok_or_else(|| invalid_parameter(format!("Missing required parameter {name}")))
}

/// What a member must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::local) enum Shape {
    Text,
    Flag,
    Number,
    Texts,
    TextMap,
    Object,
    Objects,
}

impl Shape {
    pub(super) fn fits(self, value: &Value) -> bool {
        match self {
            Shape::Text => value.is_string(),
            Shape::Flag => value.is_boolean(),
            Shape::Number => value.is_u64(),
            Shape::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
            Shape::TextMap => value.as_object().is_some_and(|map| map.values().all(Value::is_string)),
            Shape::Object => value.is_object(),
            Shape::Objects => value.as_array().is_some_and(|list| list.iter().all(Value::is_object)),
        }
    }
}

/// A JSON object of the request.
#[derive(Clone, Copy)]
pub(in crate::local) struct Input<'a>(pub(in crate::local) &'a Map<String, Value>);

fn wrong_type(what: &str) -> crate::local::host::refusal::Stop {
    refuse("SerializationException", Cow::Owned(format!("{what} can not be converted to the expected type.")))
}

/// The text of a member that must be there.
pub(in crate::local) fn missing(member: &str) -> crate::local::host::refusal::Stop {
    let mut letters = member.chars();
    let camel: String = letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
    invalid_parameter(format!(
        "1 validation error detected: Value null at '{camel}' failed to satisfy constraint: Member must not be null"
    ))
}

impl<'a> Input<'a> {
    /// ClientMetadata as the triggers see it.
    pub(in crate::local) fn metadata(self) -> Value {
        self.value("ClientMetadata").cloned().unwrap_or_else(|| Value::Object(Map::new()))
    }

    /// The member, unless it is absent or `null`.
    pub(in crate::local) fn value(self, member: &str) -> Option<&'a Value> {
        self.0.get(member).filter(|value| !value.is_null())
    }

    /// Whether the member is there.
    pub(in crate::local) fn has(self, member: &str) -> bool {
        self.value(member).is_some()
    }

    /// The member as it is, once it has this shape.
    pub(in crate::local) fn shaped(self, member: &str, shape: Shape) -> Checked<Option<&'a Value>> {
        match self.value(member) {
            Some(value) if !shape.fits(value) => Err(wrong_type(member)),
            other => Ok(other),
        }
    }

    pub(in crate::local) fn text(self, member: &str) -> Checked<Option<&'a str>> {
        match self.value(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_type(member)),
        }
    }

    pub(in crate::local) fn need(self, member: &str) -> Checked<&'a str> {
        self.text(member)?.ok_or_else(|| missing(member))
    }

    pub(in crate::local) fn flag(self, member: &str) -> Checked<Option<bool>> {
        match self.value(member) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(wrong_type(member)),
        }
    }

    pub(in crate::local) fn number(self, member: &str) -> Checked<Option<u64>> {
        match self.value(member) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| wrong_type(member)),
        }
    }

    pub(in crate::local) fn object(self, member: &str) -> Checked<Option<Input<'a>>> {
        match self.value(member) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Input(map))),
            Some(_) => Err(wrong_type(member)),
        }
    }

    /// A map of texts; members that are `null` are left out.
    pub(in crate::local) fn texts(self, member: &str) -> Checked<BTreeMap<String, String>> {
        let Some(object) = self.object(member)? else { return Ok(BTreeMap::new()) };
        let mut texts = BTreeMap::new();
        for (name, value) in object.0 {
            match value {
                Value::Null => {}
                Value::String(text) => {
                    texts.insert(name.clone(), text.clone());
                }
                _ => return Err(wrong_type(member)),
            }
        }
        Ok(texts)
    }

    /// A list of texts.
    pub(in crate::local) fn list(self, member: &str) -> Checked<Option<Vec<String>>> {
        self.parsed(member)
    }

    /// A list of objects; an absent one is empty.
    pub(in crate::local) fn objects(self, member: &str) -> Checked<Vec<Input<'a>>> {
        let list = self.shaped(member, Shape::Objects)?.and_then(Value::as_array);
        Ok(list.into_iter().flatten().filter_map(Value::as_object).map(Input).collect())
    }

    /// A list of `{Name, Value}`; an absent value is empty.
    pub(in crate::local) fn attributes(self, member: &str) -> Checked<Vec<(String, String)>> {
        let Some(value) = self.value(member) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| wrong_type(member))?;
        let mut attributes = Vec::with_capacity(list.len());
        for item in list {
            let item = Input(item.as_object().ok_or_else(|| wrong_type(member))?);
            attributes.push((item.need("Name")?.to_owned(), item.text("Value")?.unwrap_or_default().to_owned()));
        }
        Ok(attributes)
    }

    /// The member as a record of ours.
    pub(in crate::local) fn parsed<T: DeserializeOwned>(self, member: &str) -> Checked<Option<T>> {
        match self.value(member) {
            None => Ok(None),
            Some(value) => serde_json::from_value(value.clone()).map(Some).map_err(|_| wrong_type(member)),
        }
    }
}
