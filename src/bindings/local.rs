//! The local Cognito for JavaScript: texts of JSON in, texts of JSON out, because the host has a fast JSON of its own.

use std::cell::RefCell;

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use crate::error::AuthError;
use crate::local::{Invocation, LocalCognito, Outcome, PoolInfo, Request, Response};

/// The engine of the TypeScript class `LocalCognito`, which brings time, randomness, the key and the triggers.
#[wasm_bindgen]
pub struct LocalEngine {
    core: RefCell<LocalCognito>,
}

#[wasm_bindgen]
impl LocalEngine {
    /// Makes the pools of a configuration.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, now_ms: f64, entropy: &[u8]) -> Result<LocalEngine, JsValue> {
        let core = LocalCognito::new(config, &[], now_ms, bytes(entropy)?).map_err(refusal)?;
        Ok(LocalEngine { core: RefCell::new(core) })
    }

    /// Takes the pools and the key of a snapshot in place of its own.
    pub fn restore(&self, snapshot: &str) -> Result<(), JsValue> {
        self.core.borrow_mut().restore(snapshot).map_err(refusal)
    }

    /// Whether requests need [`LocalEngine::set_key`] first.
    #[wasm_bindgen(js_name = needsKey)]
    pub fn needs_key(&self) -> bool {
        self.core.borrow().needs_key()
    }

    /// Takes the RSA key that signs tokens.
    #[wasm_bindgen(js_name = setKey)]
    pub fn set_key(&self, pkcs8: &[u8]) -> Result<(), JsValue> {
        self.core.borrow_mut().set_key(pkcs8).map_err(refusal)
    }

    /// Answers `{method, path, headers: [[name, value]], body}` with `{respond}` or `{invoke}`.
    pub fn handle(&self, request: &str, now_ms: f64, entropy: &[u8]) -> Result<String, JsValue> {
        let request = request_of(request).ok_or("The request has another form than this engine's.")?;
        let entropy = bytes(entropy)?;
        Ok(told(self.core.borrow_mut().handle(&request, now_ms, entropy)))
    }

    /// Continues a request with its trigger's answer: `{event}` or `{error}`.
    pub fn resume(&self, id: &str, answer: &str, now_ms: f64, entropy: &[u8]) -> Result<String, JsValue> {
        let id = id.parse().map_err(|_| "There is no such invocation.")?;
        let mut answer: Value = serde_json::from_str(answer).unwrap_or_default();
        let event = match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer.get_mut("event").map(Value::take).unwrap_or_default()),
        };
        let entropy = bytes(entropy)?;
        Ok(told(self.core.borrow_mut().resume(id, event, now_ms, entropy)))
    }

    /// The pools: `[{userPoolId, name, clientIds}]`.
    pub fn pools(&self) -> String {
        let pools = self.core.borrow().pools();
        let told = |pool: PoolInfo| json!({ "userPoolId": pool.user_pool_id, "name": pool.name, "clientIds": pool.client_ids });
        Value::Array(pools.into_iter().map(told).collect()).to_string()
    }

    /// Every code that was sent, newest last.
    pub fn outbox(&self) -> String {
        self.core.borrow().outbox(None).to_string()
    }

    /// The whole state.
    pub fn snapshot(&self) -> String {
        self.core.borrow().snapshot()
    }
}

fn bytes(entropy: &[u8]) -> Result<[u8; 32], JsValue> {
    entropy.try_into().map_err(|_| "The engine draws 32 random bytes.".into())
}

fn refusal(error: AuthError) -> JsValue {
    JsValue::from_str(&error.message)
}

fn request_of(text: &str) -> Option<Request> {
    let request: Value = serde_json::from_str(text).ok()?;
    let member = |name: &str| request.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut headers = Vec::new();
    for pair in request.get("headers")?.as_array()? {
        headers.push((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()));
    }
    Some(Request { method: member("method")?, path: member("path")?, headers, body: member("body")? })
}

fn told(outcome: Outcome) -> String {
    let outcome = match outcome {
        Outcome::Respond(Response { status, headers, body, delay_ms, drop }) => {
            json!({ "respond": { "status": status, "headers": headers, "body": body, "delayMs": delay_ms, "drop": drop } })
        }
        // Ids are texts: a 64-bit number does not survive JavaScript's JSON.
        Outcome::Invoke(Invocation { id, pool_id, trigger, event }) => {
            json!({ "invoke": { "id": id.to_string(), "poolId": pool_id, "trigger": trigger, "event": event } })
        }
    };
    outcome.to_string()
}
