//! JSON by the platform's own parser, whose code no app has to download.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;

/// The value of a JSON text; `undefined` for what is none.
pub(super) fn parse(text: &str) -> JsValue {
    JSON::parse(text).unwrap_or(JsValue::UNDEFINED)
}

/// The JSON text of a value, without white space, as the machine reads it. Members that are `undefined` are left out.
pub(super) fn stringify(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// An object of these members.
pub(super) fn object<'a>(members: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = Object::new().into();
    set(&object, members);
    object
}

/// Sets members of an object.
pub(super) fn set<'a>(object: &JsValue, members: impl IntoIterator<Item = (&'a str, JsValue)>) {
    for (name, value) in members {
        // It fails for what is no object, and for frozen ones: neither is made here.
        let _ = Reflect::set(object, &name.into(), &value);
    }
}

/// A member; `undefined` where there is none, also of what has no members.
pub(super) fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A member that is a text, unless it is empty.
pub(super) fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name).as_string().filter(|text| !text.is_empty())
}
