//! What requests and configurations may be: the enums, patterns, bounds and types of every member, and what is said of others.

mod check;
mod nearest;
mod pattern;
mod table;

pub(super) use check::{Problem, configuration, request};
pub(super) use nearest::nearest;

use serde_json::Value;

/// Removes the members that are `null`: the service treats them as absent.
pub(in crate::local) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), without_nulls(v))).collect(),
        ),
        Value::Array(list) => Value::Array(list.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}

/// The names of all operations of AWS's SDK.
pub(super) fn operations() -> Vec<&'static str> {
    table::table().operations()
}
