//! What the platform gives: the time, random bytes, timers.

use crate::error::AuthError;
use js_sys::{Date, Function, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(buffer: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn js_set_timeout(handler: &Function, ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn js_clear_timeout(handle: &JsValue) -> Result<(), JsValue>;
}

/// Milliseconds since the epoch.
pub(super) fn now() -> f64 {
    Date::now()
}

/// Fills the buffer from the platform's CSPRNG, and never from anything else.
pub(super) fn fill_random(buffer: &mut [u8]) -> Result<(), AuthError> {
    let length = u32::try_from(buffer.len()).map_err(|_| NO_RANDOMNESS)?;
    let bytes = Uint8Array::new_with_length(length);
    get_random_values(&bytes).map_err(|_| NO_RANDOMNESS)?;
    bytes.copy_to(buffer);
    bytes.fill(0, 0, length);
    Ok(())
}

const NO_RANDOMNESS: AuthError = AuthError::new(
    crate::error::code::ENGINE_UNAVAILABLE,
    crate::error::Kind::Internal,
    "There is no crypto.getRandomValues here: use Node 20 or newer, or a page in a secure context.",
);

/// Starts a timer; without timers there is no timeout, and nothing else fails.
pub(super) fn set_timeout(handler: &Function, ms: f64) -> JsValue {
    js_set_timeout(handler, ms).unwrap_or(JsValue::UNDEFINED)
}

/// Stops a timer.
pub(super) fn clear_timeout(handle: &JsValue) {
    let _ = js_clear_timeout(handle);
}
