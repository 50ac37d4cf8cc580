//! `Pool`: where people sign up and sign in.

use super::host::{call_method, property, run};
use wasm_bindgen::prelude::*;

/// A user pool, seen by one app client.
#[wasm_bindgen(skip_typescript)]
pub struct Pool {
    held: JsValue,
}

#[wasm_bindgen]
impl Pool {
    /// Reads the configuration; nothing is sent. The glue opens it: what comes here is what the host holds.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Pool {
        Pool { held: options }
    }

    /// Creates an account.
    #[wasm_bindgen(js_name = signUp)]
    pub fn sign_up(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Confirms an account by the code that was sent.
    #[wasm_bindgen(js_name = confirmSignUp)]
    pub fn confirm_sign_up(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Sends the code of `confirmSignUp` again.
    #[wasm_bindgen(js_name = resendConfirmationCode)]
    pub fn resend_confirmation_code(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Has a code sent to a person who forgot the password.
    #[wasm_bindgen(js_name = forgotPassword)]
    pub fn forgot_password(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Sets a new password by the code of `forgotPassword`.
    #[wasm_bindgen(js_name = confirmForgotPassword)]
    pub fn confirm_forgot_password(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Starts a sign-in.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Takes up a challenge that was saved by `JSON.stringify(step)`.
    pub fn resume(&self, saved: &JsValue) -> JsValue {
        run(&self.held, saved)
    }

    /// Who is signed in, according to the storage.
    #[wasm_bindgen(js_name = currentUser)]
    pub fn current_user(&self) -> JsValue {
        property(&self.held)
    }

    /// Asks where the tokens are kept who is signed in.
    pub fn load(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// Calls the listener after each change.
    pub fn subscribe(&self, listener: &JsValue) -> JsValue {
        run(&self.held, listener)
    }

    /// Makes a user of tokens that came from elsewhere.
    pub fn restore(&self, tokens: &JsValue, options: &JsValue) -> JsValue {
        call_method(&self.held, tokens, options)
    }

    /// Drops what this object holds in memory.
    pub fn close(&self) -> JsValue {
        property(&self.held)
    }

    /// What `JSON.stringify` shows: the ids, no secret.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        property(&self.held)
    }
}
