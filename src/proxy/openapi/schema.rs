//! The parts of schemas, and the schemas of what requests take.

use serde_json::{Map, Value, json};

use super::words;
use crate::wire::rest::names;
use crate::wire::rest::shapes::{Shape, field_names, shape, values};

pub(super) fn reference(schema: &str) -> Value {
    json!({ "$ref": (["#/components/schemas/", schema].concat()) })
}

/// An object of these members; `required` is left out where nothing is.
pub(super) fn object(members: Vec<(String, Value, bool)>) -> Value {
    let required: Vec<Value> =
        members.iter().filter(|(.., required)| *required).map(|(name, ..)| json!(name)).collect();
    let properties: Map<String, Value> = members.into_iter().map(|(name, schema, _)| (name, schema)).collect();
    let mut object = json!({ "type": "object" });
    with(&mut object, "properties", Value::Object(properties));
    if !required.is_empty() {
        with(&mut object, "required", Value::Array(required));
    }
    object
}

pub(super) fn with(schema: &mut Value, name: &str, value: Value) {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(name.to_owned(), value);
    }
}

/// A schema with a description, where there are words.
pub(super) fn described(mut schema: Value, words: &str) -> Value {
    if !words.is_empty() {
        with(&mut schema, "description", json!(words));
    }
    schema
}

/// Structures of requests that have a name of their own.
pub(super) const REQUEST_STRUCTURES: [(&str, &str); 3] = [
    ("UserContextData", "UserContextData"),
    ("SMSMfaSettings", "FactorSetting"),
    ("DeviceSecretVerifierConfig", "DeviceVerifier"),
];

/// The structure inside a member of a request.
pub(super) fn structure(member: &str) -> Value {
    let flags = shape(member) == Shape::Flags;
    let kind = json!({ "type": if flags { "boolean" } else { "string" } });
    let fields = field_names(member).map(|(name, required)| {
        let name = names::member(name);
        let schema = described(kind.clone(), words::member(&name));
        (name, schema, required)
    });
    let mut object = object(fields.collect());
    // What is not known here is the service's to judge.
    with(&mut object, "additionalProperties", kind);
    object
}

/// What a member of a request takes, by the service's name.
pub(super) fn member(name: &str) -> Value {
    let texts = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let one_of = |schema: Value| match values(name) {
        [] => schema,
        values => json!({ "type": "string", "enum": values }),
    };
    let schema = match (name, shape(name)) {
        ("UserAttributes" | "ValidationData", _) => json!({ "type": "array", "items": reference("Attribute") }),
        ("MFAOptions", _) => json!({ "type": "array", "items": reference("MFAOption") }),
        ("UserContextData", _) => reference("UserContextData"),
        ("DeviceSecretVerifierConfig", _) => reference("DeviceVerifier"),
        (_, Shape::Text) => one_of(json!({ "type": "string", "minLength": 1 })),
        (_, Shape::Number) => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        (_, Shape::Flag) => json!({ "type": "boolean" }),
        (_, Shape::Texts) => json!({ "type": "array", "items": one_of(json!({ "type": "string" })) }),
        (_, Shape::Records) => json!({ "type": "array", "items": texts }),
        (_, Shape::Map) => texts,
        (_, Shape::Flags) => reference("FactorSetting"),
        (_, Shape::Document) => json!({ "type": "object" }),
    };
    described(schema, words::member(&names::member(name)))
}

/// The names that a path carries.
pub(super) fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

pub(super) fn has_body(method: &str) -> bool {
    !matches!(method, "GET" | "DELETE")
}

/// A body of these members and no others.
pub(super) fn body(members: &[(&str, bool)]) -> Value {
    let members = members.iter().map(|(name, required)| (names::member(name), member(name), *required));
    let mut body = object(members.collect());
    with(&mut body, "additionalProperties", json!(false));
    body
}
