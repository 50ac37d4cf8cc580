//! `user.passkeys`: the passkeys that the person registered.

use super::user::UserState;
use crate::modern::Method;
use alloc::rc::Rc;
use wasm_bindgen::prelude::*;

/// The passkeys that the person registered.
#[wasm_bindgen(skip_typescript)]
pub struct UserPasskeys {
    user: Rc<UserState>,
}

impl UserPasskeys {
    pub(super) fn new(user: Rc<UserState>) -> UserPasskeys {
        UserPasskeys { user }
    }
}

#[wasm_bindgen]
impl UserPasskeys {
    /// Does nothing: what there is to drop belongs to the user.
    pub fn close(&self) {}

    /// Asks the service what the browser's authenticator must make.
    pub fn start(&self, options: JsValue) -> JsValue {
        self.user.bare(Method::StartPasskey, &options)
    }

    /// Registers what it made.
    pub fn complete(&self, request: JsValue) -> JsValue {
        self.user.bare(Method::CompletePasskey, &request)
    }

    /// Lists them.
    pub fn list(&self, request: JsValue) -> JsValue {
        self.user.bare(Method::ListPasskeys, &request)
    }

    /// Deletes one.
    pub fn delete(&self, id: JsValue, options: JsValue) -> JsValue {
        self.user.send(Method::DeletePasskey, &id, &options)
    }
}
