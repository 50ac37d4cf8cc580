//! `Session`: one to three tokens, decoded.

#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`")]

use super::host::{call_method, property, run};
use wasm_bindgen::prelude::*;

/// One to three tokens, decoded.
#[wasm_bindgen(skip_typescript)]
pub struct Session {
    held: JsValue,
}

/// Makes the object for a session that the host holds.
#[wasm_bindgen(js_name = makeSession)]
pub fn make_session(held: JsValue) -> Session {
    Session { held }
}

#[wasm_bindgen]
impl Session {
    /// Makes a session of tokens that came from elsewhere. The glue opens it: what comes here is what the host holds.
    #[wasm_bindgen(constructor)]
    pub fn new(tokens: JsValue) -> Session {
        Session { held: tokens }
    }

    /// The ID token.
    #[wasm_bindgen(getter, js_name = idToken)]
    pub fn id_token(&self) -> JsValue {
        property(&self.held)
    }

    /// The access token.
    #[wasm_bindgen(getter, js_name = accessToken)]
    pub fn access_token(&self) -> JsValue {
        property(&self.held)
    }

    /// The refresh token.
    #[wasm_bindgen(getter, js_name = refreshToken)]
    pub fn refresh_token(&self) -> JsValue {
        property(&self.held)
    }

    /// The groups of the person.
    #[wasm_bindgen(getter)]
    pub fn groups(&self) -> JsValue {
        property(&self.held)
    }

    /// How strongly the person signed in.
    #[wasm_bindgen(getter)]
    pub fn acr(&self) -> JsValue {
        property(&self.held)
    }

    /// By which methods the person signed in.
    #[wasm_bindgen(getter)]
    pub fn amr(&self) -> JsValue {
        property(&self.held)
    }

    /// Whether the tokens are still valid.
    #[wasm_bindgen(js_name = isValid)]
    pub fn is_valid(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// `fetch` with the access token, to the allowed origins only.
    pub fn fetch(&self, url: &JsValue, init: &JsValue) -> JsValue {
        call_method(&self.held, url, init)
    }

    /// Drops the tokens.
    pub fn close(&self) -> JsValue {
        property(&self.held)
    }

    /// What `JSON.stringify` shows: no token.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        property(&self.held)
    }
}
