//! `user.mfa`: the second factors of a person.

use super::user::UserState;
use crate::modern::Method;
use alloc::rc::Rc;
use wasm_bindgen::prelude::*;

/// The second factors of a person.
#[wasm_bindgen(skip_typescript)]
pub struct UserMfa {
    user: Rc<UserState>,
}

impl UserMfa {
    pub(super) fn new(user: Rc<UserState>) -> UserMfa {
        UserMfa { user }
    }
}

#[wasm_bindgen]
impl UserMfa {
    /// Does nothing: what there is to drop belongs to the user.
    pub fn close(&self) {}

    /// Reads which factors are on.
    pub fn get(&self, options: JsValue) -> JsValue {
        self.user.bare(Method::GetMfa, &options)
    }

    /// Turns factors on and off.
    pub fn set(&self, request: JsValue) -> JsValue {
        self.user.bare(Method::SetMfa, &request)
    }

    /// Gets the secret for an authenticator app.
    pub fn associate(&self, options: JsValue) -> JsValue {
        self.user.bare(Method::Associate, &options)
    }

    /// Proves that the authenticator works.
    pub fn verify(&self, request: JsValue) -> JsValue {
        self.user.bare(Method::VerifyTotp, &request)
    }
}
