//! The local Cognito for JavaScript. Types of parameters and results are those that `src/typescript.rs` writes.

use std::cell::RefCell;

use js_sys::{Function, Uint8Array};
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::value;
use crate::error::AuthError;
use crate::local::{LocalCognito, TriggerFailure};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "\
import type { Outcome, PoolInfo, Request } from 'local-types';
export function __wbg_set_wasm(exports: object): void;";

/// The engine of the TypeScript class `LocalCognito`, which brings time, randomness, the key and the triggers.
#[wasm_bindgen]
pub struct LocalEngine {
    core: RefCell<LocalCognito>,
}

#[wasm_bindgen]
impl LocalEngine {
    /// Makes the pools of a configuration.
    #[wasm_bindgen(constructor)]
    pub fn new(
        config: &str,
        now_ms: f64,
        entropy: &[u8],
        #[wasm_bindgen(
            unchecked_param_type = "(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array) => Uint8Array"
        )]
        power: Function,
    ) -> Result<LocalEngine, JsValue> {
        let mut core = LocalCognito::new(config, &[], now_ms, bytes(entropy)?).map_err(refusal)?;
        core.leave_signing_to_host();
        core.leave_powers_to_host(move |base, exponent, modulus| {
            let [base, exponent, modulus] = [base, exponent, modulus].map(Uint8Array::from);
            let told = power.call3(&JsValue::UNDEFINED, &base, &exponent, &modulus).ok()?;
            Some(told.dyn_into::<Uint8Array>().ok()?.to_vec())
        });
        Ok(LocalEngine { core: RefCell::new(core) })
    }

    /// Takes the pools and the key of a snapshot in place of its own; answers what of its own that overrules.
    pub fn restore(&self, snapshot: &str) -> Result<Vec<String>, JsValue> {
        self.core.borrow_mut().restore(snapshot).map_err(refusal)
    }

    /// Whether requests need [`LocalEngine::set_key`] first.
    #[wasm_bindgen(js_name = needsKey)]
    pub fn needs_key(&self) -> bool {
        self.core.borrow().needs_key()
    }

    /// The RSA key that signs tokens, in PKCS#8.
    pub fn key(&self) -> Vec<u8> {
        self.core.borrow().key().to_vec()
    }

    /// Takes the RSA key that signs tokens.
    #[wasm_bindgen(js_name = setKey)]
    pub fn set_key(&self, pkcs8: &[u8]) -> Result<(), JsValue> {
        self.core.borrow_mut().set_key(pkcs8).map_err(refusal)
    }

    /// Answers a request, or asks for a trigger.
    #[wasm_bindgen(unchecked_return_type = "Outcome")]
    pub fn handle(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Request")] request: JsValue,
        now_ms: f64,
        entropy: &[u8],
    ) -> Result<JsValue, JsValue> {
        let (request, entropy) = (value::from(request)?, bytes(entropy)?);
        value::to(&self.core.borrow_mut().handle(&request, now_ms, entropy))
    }

    /// Continues a request with its trigger's answer, JSON: `{event}`, `{error}` where it refused, `{failed}` where it gave none.
    #[wasm_bindgen(unchecked_return_type = "Outcome")]
    pub fn resume(&self, id: &str, answer: &str, now_ms: f64, entropy: &[u8]) -> Result<JsValue, JsValue> {
        let id = id.parse().map_err(|_| "Unknown invocation.")?;
        let mut answer: Value = serde_json::from_str(answer).unwrap_or_default();
        let text = |member: &str| answer.get(member).and_then(Value::as_str).map(str::to_owned);
        let event = match (text("error"), text("failed")) {
            (Some(error), _) => Err(TriggerFailure::Refused(error)),
            (None, Some(failed)) => Err(TriggerFailure::Failed(failed)),
            (None, None) => Ok(answer.get_mut("event").map(Value::take).unwrap_or_default()),
        };
        let entropy = bytes(entropy)?;
        value::to(&self.core.borrow_mut().resume(id, event, now_ms, entropy))
    }

    /// The pools.
    #[wasm_bindgen(unchecked_return_type = "PoolInfo[]")]
    pub fn pools(&self) -> Result<JsValue, JsValue> {
        value::to(&self.core.borrow().pools())
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
    entropy.try_into().map_err(|_| "The engine needs 32 random bytes.".into())
}

fn refusal(error: AuthError) -> JsValue {
    JsValue::from_str(&error.message)
}
