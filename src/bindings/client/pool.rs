//! `Pool`: where people sign up and sign in.

use super::driver::{Caller, entropy, forget, loaded, open_host, parse, print, show_step, thrown, value};
use super::task::Task;
use super::user::User;
use crate::error::{AuthError, Result};
use crate::modern::{self, CLOSED, Method, Settings, codec};
use crate::operation::Json;
use alloc::rc::Rc;
use core::cell::Cell;
use wasm_bindgen::prelude::*;

/// What a pool and everything that it made share.
pub(super) struct PoolState {
    pub(super) settings: Rc<Settings>,
    pub(super) host: JsValue,
    closed: Cell<bool>,
}

impl PoolState {
    /// Refuses every call after `close()`.
    pub(super) fn open(&self) -> Result<()> {
        if self.closed.get() { Err(CLOSED) } else { Ok(()) }
    }
}

/// A user pool, seen by one app client.
#[wasm_bindgen(skip_typescript)]
pub struct Pool {
    state: Rc<PoolState>,
}

impl Pool {
    #[inline(never)]
    fn send(&self, method: Method, request: &JsValue) -> JsValue {
        let given = Caller(request);
        self.start(request, |settings| modern::Task::send(settings, "", method, &given, &given))
    }

    fn start(&self, options: &JsValue, make: impl FnOnce(&Rc<Settings>) -> Result<modern::Task>) -> JsValue {
        let work = self.state.open().and_then(|()| make(&self.state.settings));
        Task::new(Some(self.state.clone()), &self.state.host, work).start(options)
    }
}

#[wasm_bindgen]
impl Pool {
    /// Reads the configuration; nothing is sent.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> core::result::Result<Pool, JsValue> {
        let mut settings =
            Settings::read(&Caller(&options), parse, print).map_err(|error: AuthError| thrown(&error))?;
        let told = Json::Map(vec![("timeoutMs".into(), Json::Number(settings.timeout_ms))])
            .maybe("audienceOrigins", settings.audience_origins.take())
            .maybe("proxy", settings.ids.get("proxy").cloned());
        // Last, because it may write a probe: nothing is touched for options that are refused.
        let host = open_host(&options, codec::encode(&told).expose())?;
        settings.settle(&Caller(&host));
        Ok(Pool { state: Rc::new(PoolState { settings: Rc::new(settings), host, closed: Cell::new(false) }) })
    }

    /// Creates an account.
    #[wasm_bindgen(js_name = signUp)]
    pub fn sign_up(&self, request: JsValue) -> JsValue {
        self.send(Method::SignUp, &request)
    }

    /// Confirms an account by the code that was sent.
    #[wasm_bindgen(js_name = confirmSignUp)]
    pub fn confirm_sign_up(&self, request: JsValue) -> JsValue {
        self.send(Method::ConfirmSignUp, &request)
    }

    /// Sends the code of `confirmSignUp` again.
    #[wasm_bindgen(js_name = resendConfirmationCode)]
    pub fn resend_confirmation_code(&self, request: JsValue) -> JsValue {
        self.send(Method::ResendConfirmationCode, &request)
    }

    /// Has a code sent to a person who forgot the password.
    #[wasm_bindgen(js_name = forgotPassword)]
    pub fn forgot_password(&self, request: JsValue) -> JsValue {
        self.send(Method::ForgotPassword, &request)
    }

    /// Sets a new password by the code of `forgotPassword`.
    #[wasm_bindgen(js_name = confirmForgotPassword)]
    pub fn confirm_forgot_password(&self, request: JsValue) -> JsValue {
        self.send(Method::ConfirmForgotPassword, &request)
    }

    /// Starts a sign-in.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, request: JsValue) -> JsValue {
        self.start(&request, |settings| modern::Task::sign_in(settings, &Caller(&request), entropy()?))
    }

    /// Takes up a challenge that was saved by `JSON.stringify(step)`.
    pub fn resume(&self, saved: JsValue) -> core::result::Result<JsValue, JsValue> {
        let shown = self.state.open().and_then(|()| {
            // Through text: what the caller passes may be cyclic, or lie about its members.
            modern::resumed(&Caller(&saved), self.state.settings.context.parse)
        });
        let shown = shown.map_err(|error| thrown(&error))?;
        let task = Task::new(Some(self.state.clone()), &self.state.host, Err(CLOSED));
        Ok(show_step(task, codec::encode(&shown).expose()))
    }

    /// Who is signed in, according to the storage.
    #[wasm_bindgen(js_name = currentUser)]
    pub fn current_user(&self) -> core::result::Result<Option<User>, JsValue> {
        self.state.open().map_err(|error| thrown(&error))?;
        let (settings, host) = (&self.state.settings, &self.state.host);
        let last = loaded(host, vec![settings.keys("").last_user()])?;
        let Some(username) = last.as_ref().and_then(|last| last.items().first()?.as_text()) else { return Ok(None) };
        let stored = loaded(host, settings.keys(username).session())?;
        let access = stored.as_ref().and_then(|stored| stored.items().get(1)?.as_text());
        let signed_in = !username.is_empty() && access.is_some_and(|token| !token.is_empty());
        Ok(if signed_in { Some(User::new(&self.state, host, username)) } else { None })
    }

    /// Makes a user of tokens that came from elsewhere; nothing is stored.
    pub fn restore(&self, tokens: JsValue) -> JsValue {
        self.start(&tokens, |settings| modern::Task::restore(settings, &Caller(&tokens)))
    }

    /// Drops what this object holds in memory.
    pub fn close(&self) {
        self.state.closed.set(true);
        forget(&self.state.host);
    }

    /// What `JSON.stringify` shows: the ids, no secret.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        value(&self.state.settings.ids)
    }
}
