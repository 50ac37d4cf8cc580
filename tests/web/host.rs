//! What the calls of one client share.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::error::Error;
use super::http::Transport;
use super::json::{get, object, text};
use super::reply::claims;
use super::run::run;
use super::storage::Storage;

/// The entries of a user.
const ENTRIES: [&str; 8] = [
    "idToken",
    "accessToken",
    "refreshToken",
    "clockDrift",
    "deviceKey",
    "deviceGroupKey",
    "randomPasswordKey",
    "username",
];

/// Whom a client asks, where it keeps what it learns, and the refreshes under way.
pub(super) struct Host {
    pub(super) transport: Box<dyn Transport>,
    pub(super) storage: Box<dyn Storage>,
    /// What the keys of the storage begin with.
    pub(super) prefix: String,
    /// What the machine knows of the pool.
    pub(super) settings: JsValue,
    /// By user: many may wait for one.
    pub(super) refreshes: RefCell<BTreeMap<String, Promise>>,
}

impl Host {
    /// An entry of the storage.
    pub(super) fn entry(&self, name: &str) -> Result<Option<String>, Error> {
        self.storage.get(&[&self.prefix, name].concat())
    }

    /// What is stored for a user, and what the tokens in it claim.
    pub(super) fn stored(&self, user: &str) -> Result<JsValue, Error> {
        let mut entries = Vec::with_capacity(ENTRIES.len() + 2);
        for name in ENTRIES {
            entries.push((name, self.entry(&[user, ".", name].concat())?));
        }
        let token = |name| entries.iter().find(|(known, _)| *known == name).and_then(|(_, token)| token.as_deref());
        let claims = claims(token("accessToken"), token("idToken"));
        entries.push(("last", self.entry("LastAuthUser")?));
        let entries = entries.into_iter().map(|(name, value)| (name, value.into()));
        Ok(object(entries.chain([("claims", claims)])))
    }

    /// Runs the call `refresh`, or waits for the one that runs.
    pub(super) async fn refresh(self: &Rc<Self>, what: &JsValue) -> Result<(), Error> {
        let user = text(what, "user").unwrap_or_default();
        let running = self.refreshes.borrow().get(&user).cloned();
        let promise = running.unwrap_or_else(|| self.begin_refresh(user, what));
        JsFuture::from(promise).await.map(|_| ()).map_err(|error| Error::from_js(&error))
    }

    fn begin_refresh(self: &Rc<Self>, user: String, what: &JsValue) -> Promise {
        let options = object([("clientMetadata", get(what, "clientMetadata"))]);
        // Nobody else has this storage.
        let more = [
            ("token", get(what, "token")),
            ("access", get(what, "access")),
            ("exclusive", true.into()),
            ("options", options),
        ];
        let (host, name) = (self.clone(), user.clone());
        // A task of its own: whoever asked first may stop waiting. It begins when it can be found here.
        let promise = future_to_promise(async move {
            let outcome = run(&host, "refresh", &name, more).await;
            host.refreshes.borrow_mut().remove(&name);
            outcome.map(|_| JsValue::UNDEFINED).map_err(Error::into_js)
        });
        self.refreshes.borrow_mut().insert(user, promise.clone());
        promise
    }
}
