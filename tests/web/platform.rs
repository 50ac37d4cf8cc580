//! What a page, a worker and Node have in common: randomness and time.

use js_sys::{Function, Math, Promise, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Crypto;

use super::json::{get, text};

/// Fills the bytes from the platform's CSPRNG.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), JsValue> {
    let crypto = get(&global(), "crypto");
    if crypto.is_undefined() {
        return Err(crypto);
    }
    // Not by its class, which Node's global scope need not have.
    crypto.unchecked_into::<Crypto>().get_random_values_with_u8_array(bytes)?;
    Ok(())
}

/// Waits for a random part of so many milliseconds.
pub(super) async fn wait(at_most: f64) {
    let ms = JsValue::from(Math::random() * at_most);
    let timer = Promise::new(&mut |resolve, _| {
        if let Ok(set_timeout) = get(&global(), "setTimeout").dyn_into::<Function>() {
            let _ = set_timeout.call2(&JsValue::UNDEFINED, &resolve, &ms);
        }
    });
    let _ = JsFuture::from(timer).await;
}

/// How the platform calls itself.
pub(super) fn user_agent() -> Option<String> {
    text(&get(&global(), "navigator"), "userAgent")
}
