//! The host's own JSON, and the core's tree.

use crate::operation::Json;
use js_sys::{Array, JSON, Object, Reflect};
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
    if let Some(items) = value.dyn_ref::<Array>() {
        return items.iter().map(|item| read_to(&item, depth)).collect::<Option<_>>().map(Json::List);
    }
    let object = value.dyn_ref::<Object>()?;
    let member = |name: JsValue| {
        let value = read_to(&Reflect::get(object, &name).ok()?, depth)?;
        Some((name.as_string()?.into(), value))
    };
    Object::keys(object).iter().map(member).collect::<Option<_>>().map(Json::Map)
}

/// Makes the value that `JSON.stringify` takes.
pub(super) fn write(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Bool(flag) => (*flag).into(),
        Json::Number(number) => (*number).into(),
        Json::Text(text) => text.expose().into(),
        Json::List(items) => items.iter().map(write).collect::<Array>().into(),
        Json::Map(entries) => {
            let object = Object::new();
            for (name, value) in entries {
                // As an own property: assignment would lose a member that is named `__proto__`.
                let descriptor = Object::new();
                for (flag, on) in [("value", write(value)), ("enumerable", JsValue::TRUE), ("writable", JsValue::TRUE)]
                {
                    let _ = Reflect::set(&descriptor, &flag.into(), &on);
                }
                let _ = Reflect::define_property(&object, &name.as_ref().into(), &descriptor);
            }
            object.into()
        }
    }
}

/// Prints a document.
pub(super) fn stringify(json: &Json) -> String {
    JSON::stringify(&write(json)).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
