//! The host, which is TypeScript: `pkg-template/src/client`.

use wasm_bindgen::prelude::*;

// Only the package brings the host. A build for `wasm-pack test`, with all features, cannot load that module, and makes
// no pool.
#[cfg_attr(not(any(feature = "local", feature = "server")), wasm_bindgen(module = "client-host"))]
#[cfg_attr(any(feature = "local", feature = "server"), wasm_bindgen)]
extern "C" {
    /// Runs a method, and promises what comes of it; or tells what it or a property says at once. Which one it is, the host knows
    /// from the class in front (`pkg-template/src/engine/harden.ts`): so all methods are one function in the wasm.
    #[wasm_bindgen(js_name = callMethod)]
    pub(super) fn call_method(held: &JsValue, first: &JsValue, second: &JsValue) -> JsValue;
    /// Takes the turn of a machine.
    #[wasm_bindgen(js_name = takeTurn)]
    pub(super) fn take_turn(turn: &str);
    /// Fills the bytes from the platform's CSPRNG, and never from anything else; says whether it could.
    #[wasm_bindgen(js_name = fillRandom)]
    pub(super) fn fill_random(bytes: &mut [u8]) -> bool;
    /// The powers of an exchange, where they are the host's: `src/srp/host_power.rs` says which.
    #[cfg(all(feature = "npm-twin", not(any(feature = "local", feature = "server"))))]
    #[wasm_bindgen(js_name = groupPower)]
    fn group_power(base: &[u8], x: &[u8], exponent: &[u8], power: &mut [u8]) -> bool;
}

#[cfg(all(feature = "npm-twin", not(any(feature = "local", feature = "server"))))]
#[allow(unsafe_code, reason = "the name is the crate's own")]
#[unsafe(no_mangle)]
fn cognito_identity_wasm_host_power(base: &[u8], x: &[u8], exponent: &[u8], power: &mut [u8; 384]) -> bool {
    group_power(base, x, exponent, power)
}

/// Runs a method with one argument.
pub(super) fn run(held: &JsValue, argument: &JsValue) -> JsValue {
    call_method(held, argument, &JsValue::UNDEFINED)
}

/// What a property says.
pub(super) fn property(held: &JsValue) -> JsValue {
    run(held, &JsValue::UNDEFINED)
}
