//! The host's own JSON, and the core's tree.

use super::object::{define, get, json_text, set};
use crate::operation::Json;
use crate::prelude::*;
use js_sys::{Array, JSON, Object};
use wasm_bindgen::prelude::*;

/// Deeper documents are refused: nothing in this protocol needs them, and recursion must end.
const DEPTH: u32 = 24;

/// Parses text; `None` when it is no JSON.
pub(super) fn parse(text: &str) -> Option<Json> {
    read(&JSON::parse(text).ok()?)
}

/// Reads a value that came out of `JSON.parse`.
pub(super) fn read(value: &JsValue) -> Option<Json> {
    read_to(value, DEPTH)
}

fn read_to(value: &JsValue, depth: u32) -> Option<Json> {
    if let Some(text) = value.as_string() {
        return Some(Json::text(text));
    }
    if let Some(number) = value.as_f64() {
        return Some(Json::Number(number));
    }
    if let Some(flag) = value.as_bool() {
        return Some(Json::Bool(flag));
    }
    if value.is_null() {
        return Some(Json::Null);
    }
    let depth = depth.checked_sub(1)?;
    // Loops, because each chain of adapters that collects into an option costs half a kilobyte.
    if Array::is_array(value) {
        let items: &Array = value.unchecked_ref();
        let mut list = Vec::new();
        for index in 0..items.length() {
            list.push(read_to(&items.get(index), depth)?);
        }
        return Some(Json::List(list));
    }
    if !value.is_object() {
        return None;
    }
    let object: &Object = value.unchecked_ref();
    let names = Object::keys(object);
    let mut map = Json::Map(Vec::new());
    for index in 0..names.length() {
        let name = names.get(index).as_string()?;
        let member = read_to(&get(value, &name)?, depth)?;
        map.set(name, member);
    }
    Some(map)
}

/// Makes the value that `JSON.stringify` takes.
pub(super) fn write(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Bool(flag) => (*flag).into(),
        Json::Number(number) => (*number).into(),
        Json::Text(text) => text.expose().into(),
        Json::List(items) => {
            let list = Array::new();
            for item in items {
                list.push(&write(item));
            }
            list.into()
        }
        Json::Map(entries) => {
            let object = Object::new();
            for (name, value) in entries {
                // As an own property: assignment would lose a member that is named `__proto__`.
                let descriptor = Object::new();
                set(&descriptor, "value", &write(value));
                set(&descriptor, "enumerable", &JsValue::TRUE);
                set(&descriptor, "writable", &JsValue::TRUE);
                define(&object, name, &descriptor);
            }
            object.into()
        }
    }
}

/// Prints a document.
pub(super) fn stringify(json: &Json) -> String {
    json_text(&write(json)).unwrap_or_default()
}
