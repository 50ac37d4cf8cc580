//! `User`: what a person who is signed in may do.

use super::devices::UserDevices;
use super::driver::{Caller, forget, lonely_host, value};
use super::mfa::UserMfa;
use super::passkeys::UserPasskeys;
use super::pool::PoolState;
use super::task::Task;
use crate::error::Result;
use crate::modern::{self, CLOSED, Method, Settings, codec, tell_writes};
use crate::operation::Json;
use crate::prelude::*;
use alloc::rc::Rc;
use core::cell::Cell;
use wasm_bindgen::prelude::*;

/// What a user and its parts share.
pub(super) struct UserState {
    pool: Rc<PoolState>,
    host: JsValue,
    username: String,
    /// Whether the host's storage is this user's own.
    lonely: bool,
    closed: Cell<bool>,
}

impl UserState {
    /// Runs a method without an argument in front of its options.
    #[inline(never)]
    pub(super) fn bare(&self, method: Method, options: &JsValue) -> JsValue {
        self.send(method, &JsValue::UNDEFINED, options)
    }

    /// Runs a method of one round trip.
    #[inline(never)]
    pub(super) fn send(&self, method: Method, argument: &JsValue, options: &JsValue) -> JsValue {
        self.start(options, |settings| {
            modern::Task::send(settings, &self.username, method, &Caller(argument), &Caller(options))
        })
    }

    fn start(&self, options: &JsValue, make: impl FnOnce(&Rc<Settings>) -> Result<modern::Task>) -> JsValue {
        let open = if self.closed.get() { Err(CLOSED) } else { self.pool.open() };
        let work = open.and_then(|()| make(&self.pool.settings));
        Task::new(Some(self.pool.clone()), &self.host, work).start(options)
    }
}

/// A person who is signed in.
#[wasm_bindgen(skip_typescript)]
pub struct User {
    state: Rc<UserState>,
    mfa: JsValue,
    devices: JsValue,
    passkeys: JsValue,
}

impl User {
    pub(super) fn new(pool: &Rc<PoolState>, host: &JsValue, username: &str) -> User {
        User::make(pool, host.clone(), username, false)
    }

    /// A user of tokens that came from elsewhere, in a memory of its own.
    pub(super) fn lonely(pool: &Rc<PoolState>, host: &JsValue, restored: &modern::Task) -> User {
        let writes = codec::encode(&tell_writes(restored.stored()));
        User::make(pool, lonely_host(host, writes.expose()), restored.username(), true)
    }

    fn make(pool: &Rc<PoolState>, host: JsValue, username: &str, lonely: bool) -> User {
        let (pool, username, closed) = (pool.clone(), username.to_owned(), Cell::new(false));
        let state = Rc::new(UserState { pool, host, username, lonely, closed });
        let (mfa, devices) = (UserMfa::new(state.clone()).into(), UserDevices::new(state.clone()).into());
        let passkeys = UserPasskeys::new(state.clone()).into();
        User { state, mfa, devices, passkeys }
    }
}

#[wasm_bindgen]
impl User {
    /// The name as the service knows it.
    #[wasm_bindgen(getter)]
    pub fn username(&self) -> String {
        self.state.username.clone()
    }

    /// The second factors of the person.
    #[wasm_bindgen(getter)]
    pub fn mfa(&self) -> JsValue {
        self.mfa.clone()
    }

    /// The devices that the pool remembers.
    #[wasm_bindgen(getter)]
    pub fn devices(&self) -> JsValue {
        self.devices.clone()
    }

    /// The passkeys that the person registered.
    #[wasm_bindgen(getter)]
    pub fn passkeys(&self) -> JsValue {
        self.passkeys.clone()
    }

    /// Gives valid tokens, and refreshes them when they end soon.
    pub fn session(&self, options: JsValue) -> JsValue {
        let given = Caller(&options);
        self.state.start(&options, |settings| modern::Task::session(settings, &self.state.username, &given))
    }

    /// Revokes the session, then clears the storage.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, options: JsValue) -> JsValue {
        let given = Caller(&options);
        self.state.start(&options, |settings| modern::Task::sign_out(settings, &self.state.username, &given))
    }

    /// Changes the password.
    #[wasm_bindgen(js_name = changePassword)]
    pub fn change_password(&self, request: JsValue) -> JsValue {
        self.state.bare(Method::ChangePassword, &request)
    }

    /// Reads the attributes from the service.
    pub fn attributes(&self, options: JsValue) -> JsValue {
        self.state.bare(Method::Attributes, &options)
    }

    /// Writes attributes.
    #[wasm_bindgen(js_name = updateAttributes)]
    pub fn update_attributes(&self, given: JsValue, options: JsValue) -> JsValue {
        self.state.send(Method::UpdateAttributes, &given, &options)
    }

    /// Deletes attributes by name.
    #[wasm_bindgen(js_name = deleteAttributes)]
    pub fn delete_attributes(&self, names: JsValue, options: JsValue) -> JsValue {
        self.state.send(Method::DeleteAttributes, &names, &options)
    }

    /// Has a code sent that confirms an attribute.
    #[wasm_bindgen(js_name = requestAttributeCode)]
    pub fn request_attribute_code(&self, name: JsValue, options: JsValue) -> JsValue {
        self.state.send(Method::RequestAttributeCode, &name, &options)
    }

    /// Confirms an attribute by the code that was sent.
    #[wasm_bindgen(js_name = confirmAttribute)]
    pub fn confirm_attribute(&self, request: JsValue) -> JsValue {
        self.state.bare(Method::ConfirmAttribute, &request)
    }

    /// Deletes the account, and clears the storage.
    pub fn delete(&self, options: JsValue) -> JsValue {
        self.state.bare(Method::Delete, &options)
    }

    /// Drops what this object holds in memory.
    pub fn close(&self) {
        self.state.closed.set(true);
        // The pool's storage is not this object's to empty.
        if self.state.lonely {
            forget(&self.state.host);
        }
    }

    /// What `JSON.stringify` shows: the name, no token.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        value(&Json::texts([("username", self.state.username.as_str())]))
    }
}
