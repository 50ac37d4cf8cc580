//! The driver, which is TypeScript: `pkg-template/src/driver`. What crosses are trees of JSON, as bytes.

use super::task::Task;
use crate::error::{AuthError, Details, Kind, code};
use crate::flow::Entropy;
use crate::modern::{Given, Member, codec, tell_error};
use crate::operation::Json;
use crate::prelude::*;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

// Only the package brings the driver. In a build for `wasm-pack test`, with all features, there is no such module to load;
// nothing there makes a pool.
#[cfg_attr(not(any(feature = "local", feature = "server")), wasm_bindgen(module = "client-driver"))]
#[cfg_attr(any(feature = "local", feature = "server"), wasm_bindgen)]
extern "C" {
    /// Runs a task and promises what comes of it; `options` may have a `signal`.
    pub(super) fn perform(task: Task, host: &JsValue, options: &JsValue, timeout_ms: f64) -> JsValue;
    /// `fetch` with the access token of a session.
    #[wasm_bindgen(js_name = fetchAs)]
    pub(super) fn fetch_as(host: &JsValue, jwt: &JsValue, url: &JsValue, init: &JsValue, timeout_ms: f64) -> JsValue;
    /// Makes the host of a pool: its storage, its `fetch`, and where it runs.
    #[wasm_bindgen(js_name = openHost, catch)]
    pub(super) fn open_host(options: &JsValue, settings: &[u8]) -> Result<JsValue, JsValue>;
    /// The same host with a memory of its own, in which these writes are made.
    #[wasm_bindgen(js_name = lonelyHost)]
    pub(super) fn lonely_host(host: &JsValue, writes: &[u8]) -> JsValue;
    /// Empties a storage in memory; a storage of the caller keeps its own.
    pub(super) fn forget(host: &JsValue);
    /// Makes the step of a pending challenge.
    #[wasm_bindgen(js_name = showStep)]
    pub(super) fn show_step(task: Task, step: &[u8]) -> JsValue;
    /// `Date.now`
    pub(super) fn now() -> f64;

    #[wasm_bindgen(catch)]
    fn load(host: &JsValue, keys: &[u8]) -> Result<Vec<u8>, JsValue>;
    #[wasm_bindgen(js_name = isRecord)]
    fn is_record(value: &JsValue) -> bool;
    fn member(value: &JsValue, name: &str) -> Vec<u8>;
    fn document(value: &JsValue, name: &str) -> String;
    #[wasm_bindgen(js_name = parse)]
    fn parse_json(text: &str) -> Vec<u8>;
    #[wasm_bindgen(js_name = print)]
    fn print_json(tree: &[u8]) -> String;
    #[wasm_bindgen(js_name = fillRandom)]
    fn fill_random(bytes: &mut [u8]) -> bool;
    #[wasm_bindgen(js_name = toValue)]
    fn to_value(tree: &[u8]) -> JsValue;
    #[wasm_bindgen(js_name = toError)]
    fn to_error(tree: &[u8]) -> JsValue;
}

/// A frozen value.
pub(super) fn value(json: &Json) -> JsValue {
    to_value(codec::encode(json).expose())
}

/// An `AuthError`.
pub(super) fn thrown(error: &AuthError) -> JsValue {
    to_error(codec::encode(&tell_error(error)).expose())
}

/// A tree that the driver sent.
pub(super) fn tree(bytes: Vec<u8>) -> Option<Json> {
    codec::decode(&Zeroizing::new(bytes))
}

/// The host's parser of JSON.
pub(super) fn parse(text: &str) -> Option<Json> {
    tree(parse_json(text))
}

/// The host's printer of JSON.
pub(super) fn print(json: &Json) -> String {
    print_json(codec::encode(json).expose())
}

/// The stored values of these keys.
pub(super) fn loaded(host: &JsValue, keys: Vec<String>) -> Result<Option<Json>, JsValue> {
    let keys = Json::List(keys.into_iter().map(Json::text).collect());
    Ok(tree(load(host, codec::encode(&keys).expose())?))
}

/// Random bytes from the platform's CSPRNG, and never from anything else.
pub(super) fn entropy() -> Result<Entropy, AuthError> {
    const NO_RANDOMNESS: AuthError = AuthError::known(
        const {
            &Details::new(
                code::ENGINE_UNAVAILABLE,
                Kind::Internal,
                "There is no crypto.getRandomValues here: use Node 20 or newer, or a page in a secure context.",
            )
        },
    );
    Entropy::draw(|bytes| if fill_random(bytes) { Ok(()) } else { Err(NO_RANDOMNESS) })
}

/// A value of the caller's, of which nothing is believed.
pub(super) struct Caller<'a>(pub(super) &'a JsValue);

impl Given for Caller<'_> {
    fn is_record(&self) -> bool {
        is_record(self.0)
    }

    fn member(&self, name: &str) -> Member {
        let bytes = Zeroizing::new(member(self.0, name));
        // In front stands whether it is JSON; behind it, the tree, or the reason.
        match bytes.split_first() {
            Some((1, tree)) => codec::decode(tree).ok_or_else(String::new),
            Some((_, reason)) => Err(core::str::from_utf8(reason).unwrap_or_default().to_owned()),
            None => Err(String::new()),
        }
    }

    fn document(&self, name: &str) -> Option<String> {
        Some(document(self.0, name)).filter(|text| !text.is_empty())
    }
}
