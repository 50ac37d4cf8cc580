//! The auth proxy for JavaScript: texts of JSON in, texts of JSON out, because the host has a fast JSON of its own.

use std::cell::RefCell;

use serde_json::json;
use wasm_bindgen::prelude::*;

use super::stack::wipe;
use crate::proxy::{Exchange, Pool, Proxy, Turn, denial};

/// The engine of the TypeScript class `AuthProxy`, which does what an exchange asks for.
#[wasm_bindgen]
pub struct ProxyEngine {
    proxy: Proxy,
}

#[wasm_bindgen]
impl ProxyEngine {
    /// Reads a configuration.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str) -> Result<ProxyEngine, JsValue> {
        let proxy = Proxy::new(config).map_err(|error| JsValue::from_str(&error.message))?;
        Ok(ProxyEngine { proxy })
    }

    /// The addresses of the pools' key sets, as a list.
    #[wasm_bindgen(js_name = keySets)]
    pub fn key_sets(&self) -> String {
        json!(self.proxy.config().pools.iter().map(Pool::jwks).collect::<Vec<_>>()).to_string()
    }

    /// What a deny list takes for a token: `{keys, until}`, in seconds since 1970.
    pub fn denial(&self, token: &str, family: bool, now_s: f64) -> String {
        let (keys, until) = denial(token, family, now_s);
        json!({ "keys": keys, "until": until }).to_string()
    }

    /// Starts to answer `{method, scheme, host, path, query, headers: [[name, value]], peer}`.
    pub fn handle(&self, request: &str, now_ms: f64, id: String) -> Result<ProxyExchange, JsValue> {
        let request = serde_json::from_str(request).map_err(|_| "The request has another form than this engine's.")?;
        Ok(ProxyExchange { exchange: RefCell::new(self.proxy.handle(request, now_ms, id)) })
    }

    /// Starts to read who is signed in; `reading` is `{refresh, act}`.
    pub fn read(&self, request: &str, reading: &str, now_ms: f64, id: String) -> Result<ProxyExchange, JsValue> {
        let request = serde_json::from_str(request).map_err(|_| "The request has another form than this engine's.")?;
        let reading = serde_json::from_str(reading).map_err(|_| "The options have another form than this engine's.")?;
        Ok(ProxyExchange { exchange: RefCell::new(self.proxy.read(request, reading, now_ms, id)) })
    }
}

/// A request that is being answered or read.
#[wasm_bindgen]
pub struct ProxyExchange {
    exchange: RefCell<Exchange>,
}

#[wasm_bindgen]
impl ProxyExchange {
    /// Takes what came of the last step, nothing at first; gives the next step, or `{done}`.
    pub fn resume(&self, event: Option<String>) -> Result<String, JsValue> {
        let event = event.map(|event| serde_json::from_str(&event)).transpose();
        let event = event.map_err(|_| "The event has another form than this engine's.")?;
        let told = match self.exchange.borrow_mut().resume(event) {
            Turn::Ask(step) => serde_json::to_string(&step),
            Turn::Done(outcome) => {
                let told = serde_json::to_string(&json!({ "done": *outcome }));
                drop(outcome);
                // Tokens and passwords went through: what was freed is zeroed by the allocator, and what calls left behind here.
                wipe();
                told
            }
        };
        told.map_err(|_| JsValue::from_str("The step cannot be written."))
    }
}
