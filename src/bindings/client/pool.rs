//! `Pool`: where people sign up and sign in.

use super::host::{answer, open_pool, property, run};
use wasm_bindgen::prelude::*;

/// A user pool, seen by one app client.
#[wasm_bindgen(skip_typescript)]
pub struct Pool {
    held: JsValue,
}

#[wasm_bindgen]
impl Pool {
    /// Reads the configuration; nothing is sent.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Pool, JsValue> {
        Ok(Pool { held: open_pool(options)? })
    }

    /// Creates an account.
    #[wasm_bindgen(js_name = signUp)]
    pub fn sign_up(&self, request: &JsValue) -> JsValue {
        run(&self.held, "signUp", request)
    }

    /// Confirms an account by the code that was sent.
    #[wasm_bindgen(js_name = confirmSignUp)]
    pub fn confirm_sign_up(&self, request: &JsValue) -> JsValue {
        run(&self.held, "confirmSignUp", request)
    }

    /// Sends the code of `confirmSignUp` again.
    #[wasm_bindgen(js_name = resendConfirmationCode)]
    pub fn resend_confirmation_code(&self, request: &JsValue) -> JsValue {
        run(&self.held, "resendConfirmationCode", request)
    }

    /// Has a code sent to a person who forgot the password.
    #[wasm_bindgen(js_name = forgotPassword)]
    pub fn forgot_password(&self, request: &JsValue) -> JsValue {
        run(&self.held, "forgotPassword", request)
    }

    /// Sets a new password by the code of `forgotPassword`.
    #[wasm_bindgen(js_name = confirmForgotPassword)]
    pub fn confirm_forgot_password(&self, request: &JsValue) -> JsValue {
        run(&self.held, "confirmForgotPassword", request)
    }

    /// Starts a sign-in.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, request: &JsValue) -> JsValue {
        run(&self.held, "signIn", request)
    }

    /// Takes up a challenge that was saved by `JSON.stringify(step)`.
    pub fn resume(&self, saved: &JsValue) -> JsValue {
        answer(&self.held, "resume", saved)
    }

    /// Who is signed in, according to the storage.
    #[wasm_bindgen(js_name = currentUser)]
    pub fn current_user(&self) -> JsValue {
        property(&self.held, "currentUser")
    }

    /// Makes a user of tokens that came from elsewhere; nothing is stored.
    pub fn restore(&self, tokens: &JsValue) -> JsValue {
        run(&self.held, "restore", tokens)
    }

    /// Drops what this object holds in memory.
    pub fn close(&self) -> JsValue {
        property(&self.held, "close")
    }

    /// What `JSON.stringify` shows: the ids, no secret.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        property(&self.held, "toJSON")
    }
}
