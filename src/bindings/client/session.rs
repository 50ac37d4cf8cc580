//! `Session`: one to three tokens, decoded.

#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`")]

use super::host::{answer, call_method, open_session, property};
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
    /// Makes a session of tokens that came from elsewhere.
    #[wasm_bindgen(constructor)]
    pub fn new(tokens: &JsValue) -> Result<Session, JsValue> {
        Ok(Session { held: open_session(tokens)? })
    }

    /// The ID token.
    #[wasm_bindgen(getter, js_name = idToken)]
    pub fn id_token(&self) -> JsValue {
        property(&self.held, "idToken")
    }

    /// The access token.
    #[wasm_bindgen(getter, js_name = accessToken)]
    pub fn access_token(&self) -> JsValue {
        property(&self.held, "accessToken")
    }

    /// The refresh token.
    #[wasm_bindgen(getter, js_name = refreshToken)]
    pub fn refresh_token(&self) -> JsValue {
        property(&self.held, "refreshToken")
    }

    /// The groups of the person.
    #[wasm_bindgen(getter)]
    pub fn groups(&self) -> JsValue {
        property(&self.held, "groups")
    }

    /// Whether the tokens are still valid.
    #[wasm_bindgen(js_name = isValid)]
    pub fn is_valid(&self, options: &JsValue) -> JsValue {
        answer(&self.held, "isValid", options)
    }

    /// `fetch` with the access token, to the allowed origins only.
    pub fn fetch(&self, url: &JsValue, init: &JsValue) -> JsValue {
        call_method(&self.held, "fetch", url, init)
    }

    /// Drops the tokens.
    pub fn close(&self) -> JsValue {
        property(&self.held, "close")
    }

    /// What `JSON.stringify` shows: no token.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        property(&self.held, "toJSON")
    }
}
