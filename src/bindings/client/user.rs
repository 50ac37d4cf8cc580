//! `User`: what a person who is signed in may do.

#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`")]

use super::host::{call_method, property, run};
use wasm_bindgen::prelude::*;

/// A person who is signed in.
#[wasm_bindgen(skip_typescript)]
pub struct User {
    held: JsValue,
}

/// Makes the object for a user that the host holds.
#[wasm_bindgen(js_name = makeUser)]
pub fn make_user(held: JsValue) -> User {
    User { held }
}

#[wasm_bindgen]
impl User {
    /// The name as the service knows it.
    #[wasm_bindgen(getter)]
    pub fn username(&self) -> JsValue {
        property(&self.held)
    }

    /// The second factors of the person.
    #[wasm_bindgen(getter)]
    pub fn mfa(&self) -> JsValue {
        property(&self.held)
    }

    /// The devices that the pool remembers.
    #[wasm_bindgen(getter)]
    pub fn devices(&self) -> JsValue {
        property(&self.held)
    }

    /// The passkeys that the person registered.
    #[wasm_bindgen(getter)]
    pub fn passkeys(&self) -> JsValue {
        property(&self.held)
    }

    /// The sessions of the person, on all devices.
    #[wasm_bindgen(getter)]
    pub fn sessions(&self) -> JsValue {
        property(&self.held)
    }

    /// What the person can sign in with.
    pub fn factors(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// `fetch` with a valid access token, to the allowed origins only.
    pub fn fetch(&self, url: &JsValue, init: &JsValue) -> JsValue {
        call_method(&self.held, url, init)
    }

    /// Gives valid tokens, and refreshes them when they end soon.
    pub fn session(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// Keeps the tokens valid while the page is looked at.
    #[wasm_bindgen(js_name = keepFresh)]
    pub fn keep_fresh(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// Revokes the session, then clears the storage.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// Changes the password.
    #[wasm_bindgen(js_name = changePassword)]
    pub fn change_password(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Reads the attributes from the service.
    pub fn attributes(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// Writes attributes.
    #[wasm_bindgen(js_name = updateAttributes)]
    pub fn update_attributes(&self, attributes: &JsValue, options: &JsValue) -> JsValue {
        call_method(&self.held, attributes, options)
    }

    /// Deletes attributes by name.
    #[wasm_bindgen(js_name = deleteAttributes)]
    pub fn delete_attributes(&self, names: &JsValue, options: &JsValue) -> JsValue {
        call_method(&self.held, names, options)
    }

    /// Has a code sent that confirms an attribute.
    #[wasm_bindgen(js_name = requestAttributeCode)]
    pub fn request_attribute_code(&self, name: &JsValue, options: &JsValue) -> JsValue {
        call_method(&self.held, name, options)
    }

    /// Confirms an attribute by the code that was sent.
    #[wasm_bindgen(js_name = confirmAttribute)]
    pub fn confirm_attribute(&self, request: &JsValue) -> JsValue {
        run(&self.held, request)
    }

    /// Deletes the account, and clears the storage.
    pub fn delete(&self, options: &JsValue) -> JsValue {
        run(&self.held, options)
    }

    /// Drops what this object holds in memory.
    pub fn close(&self) -> JsValue {
        property(&self.held)
    }

    /// What `JSON.stringify` shows: the name, no token.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        property(&self.held)
    }
}
