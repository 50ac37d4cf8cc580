//! `user.devices`: the devices that the pool remembers.

use super::arguments::own_text;
use super::failure::Result;
use super::object::Build;
use super::user::{UserState, attributes, bare, done, send};
use crate::error::{AuthError, Kind, code};
use crate::flow::account;
use crate::operation::{Json, Operation};
use js_sys::{Array, Object, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The devices that the pool remembers.
#[wasm_bindgen(skip_typescript)]
pub struct UserDevices {
    user: Rc<UserState>,
}

impl UserDevices {
    pub(super) fn new(user: Rc<UserState>) -> UserDevices {
        UserDevices { user }
    }
}

/// The key that was given, else the one of this device.
fn key(user: &UserState, given: &JsValue) -> Result<String> {
    const UNKNOWN: AuthError = AuthError::new(
        code::NOT_AVAILABLE,
        Kind::Caller,
        "This device was never confirmed: give the key of another one, from devices.list().",
    );
    if !given.is_undefined() && !given.is_null() {
        return own_text("key", given);
    }
    Ok(own_key(user)?.ok_or(UNKNOWN)?)
}

fn own_key(user: &UserState) -> Result<Option<String>> {
    let stored = user.store.load(&user.pool.keys(&user.username).device())?;
    Ok(stored.into_iter().next().flatten().map(|key| key.expose().clone()))
}

fn device(device: &Json) -> JsValue {
    let milliseconds = |name| device.number_at(name).map(|seconds| seconds * 1000.0);
    Build::new()
        .with("key", device.text_at("DeviceKey").unwrap_or_default())
        .with("attributes", attributes(device.get("DeviceAttributes")))
        .maybe("createdAt", milliseconds("DeviceCreateDate"))
        .maybe("lastModifiedAt", milliseconds("DeviceLastModifiedDate"))
        .maybe("lastAuthenticatedAt", milliseconds("DeviceLastAuthenticatedDate"))
        .frozen()
}

#[wasm_bindgen]
impl UserDevices {
    /// Does nothing: what there is to drop belongs to the user.
    pub fn close(&self) {}

    /// Lists them.
    pub fn list(&self, request: JsValue) -> Promise {
        bare(
            &self.user,
            request,
            |_, _, given| Ok(account::list_devices(given.number("limit")?, given.text("paginationToken")?.as_deref())),
            |_, _, reply| {
                let devices: Array =
                    reply.get("Devices").map(Json::items).unwrap_or_default().iter().map(device).collect();
                Object::freeze(&devices);
                let next = reply.text_at("PaginationToken");
                Ok(Build::new().with("devices", devices).maybe("paginationToken", next).frozen())
            },
        )
    }

    /// Reads one.
    pub fn get(&self, given: JsValue, options: JsValue) -> Promise {
        send(
            &self.user,
            given,
            options,
            |user, given, _| Ok(account::of_device(Operation::GetDevice, &key(user, given)?)),
            |_, _, reply| Ok(reply.get("Device").map_or(JsValue::UNDEFINED, device)),
        )
    }

    /// Remembers one.
    pub fn remember(&self, given: JsValue, options: JsValue) -> Promise {
        send(&self.user, given, options, |user, given, _| Ok(account::remember_device(&key(user, given)?)), done)
    }

    /// Forgets one.
    pub fn forget(&self, given: JsValue, options: JsValue) -> Promise {
        send(
            &self.user,
            given,
            options,
            |user, given, _| Ok(account::of_device(Operation::ForgetDevice, &key(user, given)?)),
            |user, asked, _| {
                if own_key(user)?.as_deref() == asked.input.text_at("DeviceKey") {
                    user.store.apply(&user.pool.keys(&user.username).store_device(None))?;
                }
                Ok(JsValue::UNDEFINED)
            },
        )
    }
}
