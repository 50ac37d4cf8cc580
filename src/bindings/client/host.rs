//! The host, which is TypeScript: `pkg-template/src/client`.

use wasm_bindgen::prelude::*;

// Only the package brings the host. A build for `wasm-pack test`, with all features, cannot load that module, and makes
// no pool.
#[cfg_attr(not(any(feature = "local", feature = "server")), wasm_bindgen(module = "client-host"))]
#[cfg_attr(any(feature = "local", feature = "server"), wasm_bindgen)]
extern "C" {
    /// What a pool holds, for these options.
    #[wasm_bindgen(js_name = openPool, catch)]
    pub(super) fn open_pool(options: &JsValue) -> Result<JsValue, JsValue>;
    /// What a session of these tokens holds.
    #[wasm_bindgen(js_name = openSession, catch)]
    pub(super) fn open_session(tokens: &JsValue) -> Result<JsValue, JsValue>;
    /// Runs a method, and promises what comes of it.
    #[wasm_bindgen(js_name = callMethod)]
    pub(super) fn call_method(held: &JsValue, method: &str, first: &JsValue, second: &JsValue) -> JsValue;
    /// What a method or a property says at once.
    pub(super) fn answer(held: &JsValue, name: &str, argument: &JsValue) -> JsValue;
    /// Takes the turn of a machine.
    #[wasm_bindgen(js_name = takeTurn)]
    pub(super) fn take_turn(turn: &str);
    /// Fills the bytes from the platform's CSPRNG, and never from anything else; says whether it could.
    #[wasm_bindgen(js_name = fillRandom)]
    pub(super) fn fill_random(bytes: &mut [u8]) -> bool;
}

/// Runs a method with one argument.
pub(super) fn run(held: &JsValue, method: &str, argument: &JsValue) -> JsValue {
    call_method(held, method, argument, &JsValue::UNDEFINED)
}

/// What a property says.
pub(super) fn property(held: &JsValue, name: &str) -> JsValue {
    answer(held, name, &JsValue::UNDEFINED)
}
