//! `user.mfa`: the second factors of a person.

use super::arguments::Options;
use super::failure::Result;
use super::object::{Build, frozen_texts};
use super::user::{UserState, bare, done, totp_secret};
use crate::error::AuthError;
use crate::flow::CODE_REFUSED;
use crate::flow::account::{self, MfaSetting};
use crate::operation::{Call, Json, Operation, texts};
use js_sys::Promise;
use std::rc::Rc;
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

/// Our name of a factor, from AWS's.
fn method(name: &str) -> Option<&'static str> {
    match name {
        "SMS_MFA" => Some("sms"),
        "SOFTWARE_TOKEN_MFA" => Some("totp"),
        "EMAIL_OTP" => Some("email"),
        _ => None,
    }
}

fn setting(given: &Options, name: &str) -> Result<Option<MfaSetting>> {
    const BAD: AuthError = AuthError::invalid("`sms`, `totp` and `email` must be 'off', 'on' or 'preferred'.");
    Ok(match given.text(name)?.as_deref() {
        None => None,
        Some("off") => Some(MfaSetting::Off),
        Some("on") => Some(MfaSetting::On),
        Some("preferred") => Some(MfaSetting::Preferred),
        Some(_) => return Err(BAD.into()),
    })
}

#[wasm_bindgen]
impl UserMfa {
    /// Does nothing: what there is to drop belongs to the user.
    pub fn close(&self) {}

    /// Reads which factors are on.
    pub fn get(&self, options: JsValue) -> Promise {
        bare(&self.user, options, |_, _, _| Ok(Call::new(Operation::GetUser)), |_, _, reply| Ok(status(reply)))
    }

    /// Turns factors on and off.
    pub fn set(&self, request: JsValue) -> Promise {
        bare(
            &self.user,
            request,
            |_, _, given| {
                let [sms, totp, email] = [setting(given, "sms")?, setting(given, "totp")?, setting(given, "email")?];
                if sms.or(totp).or(email).is_none() {
                    return Err(AuthError::invalid("Name at least one factor: sms, totp or email.").into());
                }
                Ok(account::set_mfa_preference(sms, totp, email))
            },
            done,
        )
    }

    /// Gets the secret for an authenticator app.
    pub fn associate(&self, options: JsValue) -> Promise {
        bare(
            &self.user,
            options,
            |_, _, _| Ok(Call::new(Operation::AssociateSoftwareToken)),
            |user, _, reply| Ok(totp_secret(&user.pool, &user.username, reply)?),
        )
    }

    /// Proves that the authenticator works.
    pub fn verify(&self, request: JsValue) -> Promise {
        bare(
            &self.user,
            request,
            |_, _, given| {
                let name = given.text("deviceName")?;
                Ok(account::verify_software_token(&given.required_secret("code")?, name.as_deref()))
            },
            |_, _, reply| match reply.text_at("Status") {
                Some("ERROR") => Err(CODE_REFUSED.into()),
                _ => Ok(JsValue::UNDEFINED),
            },
        )
    }
}

fn status(reply: &Json) -> JsValue {
    let enabled = texts(reply.get("UserMFASettingList"));
    let preferred = reply.text_at("PreferredMfaSetting").and_then(method);
    Build::new()
        .with("preferred", preferred.map_or(JsValue::NULL, JsValue::from_str))
        .with("enabled", frozen_texts(enabled.iter().filter_map(|name| method(name))))
        .frozen()
}
