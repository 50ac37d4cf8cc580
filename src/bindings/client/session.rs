//! `Session`: the tokens of a person who is signed in.

use super::driver::{Caller, fetch_as, now, parse, thrown, value};
use super::pool::PoolState;
use super::task::Task;
use crate::error::{AuthError, Result};
use crate::flow::SessionTokens;
use crate::modern::{self, CLOSED, Decoded};
use alloc::rc::Rc;
use core::cell::RefCell;
use wasm_bindgen::prelude::*;

/// What a session holds until it is closed. The tokens are JavaScript objects, made once.
struct Held {
    access: JsValue,
    id: JsValue,
    refresh: JsValue,
    groups: JsValue,
    decoded: Decoded,
    pool: Option<Rc<PoolState>>,
}

/// The three tokens of a person who is signed in.
#[wasm_bindgen(skip_typescript)]
pub struct Session {
    held: RefCell<Option<Rc<Held>>>,
}

impl Session {
    pub(super) fn of(tokens: &SessionTokens, pool: &Rc<PoolState>) -> Result<Session> {
        Ok(Session::make(Decoded::of(tokens, &pool.settings.context)?, Some(pool.clone())))
    }

    fn make(mut decoded: Decoded, pool: Option<Rc<PoolState>>) -> Session {
        let shown = core::mem::take(&mut decoded.shown);
        let part = |name| shown.get(name).map_or(JsValue::UNDEFINED, value);
        let (access, id) = (part("accessToken"), part("idToken"));
        let held = Held { access, id, refresh: part("refreshToken"), groups: part("groups"), decoded, pool };
        Session { held: RefCell::new(Some(Rc::new(held))) }
    }

    fn held(&self) -> Result<Rc<Held>> {
        self.held.borrow().clone().ok_or(CLOSED)
    }

    #[inline(never)]
    fn open(&self) -> core::result::Result<Rc<Held>, JsValue> {
        self.held().map_err(|error| thrown(&error))
    }
}

#[wasm_bindgen]
impl Session {
    /// Decodes tokens, with no pool and no network.
    #[wasm_bindgen(constructor)]
    pub fn new(tokens: JsValue) -> core::result::Result<Session, JsValue> {
        let decoded = Decoded::given(&Caller(&tokens), parse).map_err(|error: AuthError| thrown(&error))?;
        Ok(Session::make(decoded, None))
    }

    /// Who the person is.
    #[wasm_bindgen(getter, js_name = idToken)]
    pub fn id_token(&self) -> core::result::Result<JsValue, JsValue> {
        Ok(self.open()?.id.clone())
    }

    /// What the person may do.
    #[wasm_bindgen(getter, js_name = accessToken)]
    pub fn access_token(&self) -> core::result::Result<JsValue, JsValue> {
        Ok(self.open()?.access.clone())
    }

    /// What gets new tokens.
    #[wasm_bindgen(getter, js_name = refreshToken)]
    pub fn refresh_token(&self) -> core::result::Result<JsValue, JsValue> {
        Ok(self.open()?.refresh.clone())
    }

    /// The groups of the person.
    #[wasm_bindgen(getter)]
    pub fn groups(&self) -> core::result::Result<JsValue, JsValue> {
        Ok(self.open()?.groups.clone())
    }

    /// Whether the tokens are still good.
    #[wasm_bindgen(js_name = isValid)]
    pub fn is_valid(&self, options: JsValue) -> core::result::Result<bool, JsValue> {
        self.open()?.decoded.is_valid(&Caller(&options), now()).map_err(|error| thrown(&error))
    }

    /// `fetch` with the access token, to the allowed origins only.
    pub fn fetch(&self, url: JsValue, init: JsValue) -> JsValue {
        let ready = self.held().and_then(|held| {
            let default = held.pool.as_ref().map_or(modern::DEFAULT_TIMEOUT_MS, |pool| pool.settings.timeout_ms);
            let timeout_ms = modern::timeout_ms(&Caller(&init), default)?;
            if held.access.is_undefined() { Err(AuthError::not_signed_in()) } else { Ok((held, timeout_ms)) }
        });
        match ready {
            Ok((held, timeout_ms)) => {
                let host = held.pool.as_ref().map_or(JsValue::UNDEFINED, |pool| pool.host.clone());
                fetch_as(&host, &held.access, &url, &init, timeout_ms)
            }
            Err(error) => Task::new(None, &JsValue::UNDEFINED, Err(error)).start(&JsValue::UNDEFINED),
        }
    }

    /// Drops the tokens.
    pub fn close(&self) {
        let held = self.held.borrow_mut().take();
        drop(held);
    }

    /// What `JSON.stringify` shows: no token.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> core::result::Result<JsValue, JsValue> {
        Ok(value(&self.open()?.decoded.summary))
    }
}
