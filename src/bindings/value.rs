//! Values for JavaScript, as its own: plain objects, lists, texts and numbers. Their types are written by `src/typescript.rs`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Maps become plain objects, and what is not there `null`.
const TO: Serializer = Serializer::json_compatible();

/// A value as JavaScript has it.
pub(super) fn to<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&TO).map_err(|_| JsValue::from_str("The value cannot be given to JavaScript."))
}

/// A value of the host. It is TypeScript's business that it has the type.
pub(super) fn from<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|_| JsValue::from_str("The value has another form than this engine's."))
}
