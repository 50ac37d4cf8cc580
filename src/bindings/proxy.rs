//! The auth proxy for JavaScript. Types of parameters and results are those that `src/typescript.rs` writes.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::stack::wipe;
use super::value;
use crate::proxy::{Exchange, Pool, Proxy, Turn, denial};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "\
import type { Denial, Event, Marks, Reading, Request, Turn } from 'server-types';
export function __wbg_set_wasm(exports: object): void;";

/// The engine of the TypeScript class `AuthProxy`, which does what an exchange asks for.
#[wasm_bindgen]
pub struct ProxyEngine {
    proxy: Proxy,
}

#[wasm_bindgen]
impl ProxyEngine {
    /// Reads a configuration, JSON: its refusals name the place, and a text has one form.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str) -> Result<ProxyEngine, JsValue> {
        let proxy = Proxy::new(config).map_err(|error| JsValue::from_str(&error.message))?;
        Ok(ProxyEngine { proxy })
    }

    /// The addresses of the pools' key sets.
    #[wasm_bindgen(js_name = keySets)]
    pub fn key_sets(&self) -> Vec<String> {
        self.proxy.config().pools.iter().map(Pool::jwks).collect()
    }

    /// What a deny list takes for a token.
    #[wasm_bindgen(unchecked_return_type = "Denial")]
    pub fn denial(&self, token: &str, family: bool, now_s: f64) -> Result<JsValue, JsValue> {
        value::to(&denial(token, family, now_s))
    }

    /// Starts to answer a request.
    pub fn handle(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue,
        now_ms: f64,
        id: String,
    ) -> Result<ProxyExchange, JsValue> {
        Ok(ProxyExchange { exchange: RefCell::new(self.proxy.handle(value::from(request)?, now_ms, id)) })
    }

    /// Starts to read who is signed in.
    pub fn read(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Reading")] reading: JsValue,
        now_ms: f64,
        id: String,
    ) -> Result<ProxyExchange, JsValue> {
        let (request, reading) = (value::from(request)?, value::from(reading)?);
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
    /// Takes what came of the last step, nothing at first; gives the next step, or what is done.
    #[wasm_bindgen(unchecked_return_type = "Turn")]
    pub fn resume(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Event | undefined")] event: JsValue,
    ) -> Result<JsValue, JsValue> {
        let event = if event.is_undefined() { None } else { Some(value::from(event)?) };
        let turn = self.exchange.borrow_mut().resume(event);
        let is_done = matches!(turn, Turn::Done(_));
        let told = value::to(&turn);
        drop(turn);
        if is_done {
            // Tokens and passwords went through: what was freed is zeroed by the allocator, and what calls left behind here.
            wipe();
        }
        told
    }
}
