//! `user.devices`: the devices that the pool remembers.

use super::user::UserState;
use crate::modern::Method;
use alloc::rc::Rc;
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

#[wasm_bindgen]
impl UserDevices {
    /// Does nothing: what there is to drop belongs to the user.
    pub fn close(&self) {}

    /// Lists them.
    pub fn list(&self, request: JsValue) -> JsValue {
        self.user.bare(Method::ListDevices, &request)
    }

    /// Reads one.
    pub fn get(&self, key: JsValue, options: JsValue) -> JsValue {
        self.user.send(Method::GetDevice, &key, &options)
    }

    /// Remembers one.
    pub fn remember(&self, key: JsValue, options: JsValue) -> JsValue {
        self.user.send(Method::RememberDevice, &key, &options)
    }

    /// Keeps one and stops remembering it.
    #[wasm_bindgen(js_name = stopRemembering)]
    pub fn stop_remembering(&self, key: JsValue, options: JsValue) -> JsValue {
        self.user.send(Method::StopRememberingDevice, &key, &options)
    }

    /// Forgets one.
    pub fn forget(&self, key: JsValue, options: JsValue) -> JsValue {
        self.user.send(Method::ForgetDevice, &key, &options)
    }
}
