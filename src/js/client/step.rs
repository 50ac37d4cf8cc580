//! Steps of a sign-in: plain frozen objects with `respond`.

use super::arguments::Options;
use super::engine::{call, promise, run};
use super::failure::{Failure, Result};
use super::json;
use super::object::{Build, freeze_deeply, frozen_texts};
use super::pool::{PoolState, code_delivery, entropy};
use super::session::Session;
use super::user::{User, totp_secret};
use crate::error::AuthError;
use crate::flow::{Answer, Pending, SignIn, SignInOutcome, account};
use crate::operation::{ChallengeName, Json, texts};
use crate::secret::Secret;
use js_sys::{JSON, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The step that an outcome becomes.
pub(super) fn make(pool: &Rc<PoolState>, outcome: SignInOutcome) -> Result<JsValue> {
    match outcome {
        SignInOutcome::Pending(pending) => Ok(self::pending(pool, pending)),
        SignInOutcome::SignedIn(signed_in) => {
            let session = Session::of(&signed_in.tokens, Some(pool.clone()))?;
            let user = User::new(pool.clone(), pool.store.clone(), &signed_in.username);
            Ok(Build::new().with("status", "signedIn").with("user", user).with("session", session).frozen())
        }
    }
}

fn status(name: &ChallengeName) -> &'static str {
    match name {
        ChallengeName::NewPasswordRequired => "newPasswordRequired",
        ChallengeName::SmsMfa => "smsMfa",
        ChallengeName::SoftwareTokenMfa => "softwareTokenMfa",
        ChallengeName::EmailOtp => "emailOtp",
        ChallengeName::SmsOtp => "smsOtp",
        ChallengeName::SelectMfaType => "selectMfaType",
        ChallengeName::MfaSetup => "mfaSetup",
        ChallengeName::CustomChallenge => "customChallenge",
        ChallengeName::SelectChallenge => "selectChallenge",
        ChallengeName::Password => "password",
        ChallengeName::PasswordSrp => "passwordSrp",
        ChallengeName::WebAuthn => "webAuthn",
        _ => "other",
    }
}

/// The step of a challenge that waits for a person.
pub(super) fn pending(pool: &Rc<PoolState>, pending: Pending) -> JsValue {
    let status = status(&pending.challenge.name);
    let mut step = Build::new().with("status", status);
    // AssociateSoftwareToken gives a new session; the step shows the newest.
    let state = Rc::new(RefCell::new(pending));
    let now = state.borrow().clone();
    for (name, value) in now.to_json().entries() {
        if name == "session" && status == "mfaSetup" {
            continue;
        }
        let value = json::write(value);
        freeze_deeply(&value);
        step = step.with(name, value);
    }
    step = details(step, status, &now).hidden("respond", &respond(pool, &state));
    if status == "mfaSetup" {
        step = step.getter("session", &newest_session(&state)).hidden("associate", &associate(pool, &state));
    }
    step.frozen()
}

/// What the parameters mean, where callers would otherwise have to parse JSON inside JSON.
fn details(step: Build, status: &str, pending: &Pending) -> Build {
    let parameters = &pending.challenge.parameters;
    let parsed = |name: &str| parameters.text_at(name).and_then(json::parse);
    let list = |name: &str| texts(parsed(name).as_ref());
    let options = |names: &[String]| frozen_texts(names.iter().map(String::as_str));
    match status {
        "newPasswordRequired" => {
            let attributes = parsed("userAttributes").unwrap_or_else(|| Json::Map(Vec::new()));
            let attributes = json::write(&attributes);
            freeze_deeply(&attributes);
            let required = list("requiredAttributes");
            let required = required.iter().map(|name| name.strip_prefix("userAttributes.").unwrap_or(name));
            step.with("userAttributes", attributes).with("requiredAttributes", frozen_texts(required))
        }
        "smsMfa" | "emailOtp" | "smsOtp" => {
            let medium = if status == "emailOtp" { "EMAIL" } else { "SMS" };
            let told = |name| parameters.text_at(name).map(Json::text);
            let mut delivery = Json::texts([(
                "DeliveryMedium",
                told("CODE_DELIVERY_DELIVERY_MEDIUM").as_ref().and_then(Json::as_text).unwrap_or(medium),
            )]);
            if let Some(destination) = told("CODE_DELIVERY_DESTINATION") {
                delivery.set("Destination", destination);
            }
            step.with("delivery", code_delivery(&delivery))
        }
        "selectMfaType" => step.with("options", options(&list("MFAS_CAN_CHOOSE"))),
        "mfaSetup" => step.with("options", options(&list("MFAS_CAN_SETUP"))),
        "selectChallenge" => step.with("options", options(&pending.challenge.available)),
        "webAuthn" => {
            let request = json::write(&parsed("CREDENTIAL_REQUEST_OPTIONS").unwrap_or_else(|| Json::Map(Vec::new())));
            freeze_deeply(&request);
            step.with("credentialRequestOptions", request)
        }
        "other" => step.with("name", pending.challenge.name.name()),
        _ => step,
    }
}

fn respond(pool: &Rc<PoolState>, state: &Rc<RefCell<Pending>>) -> JsValue {
    let (pool, state) = (pool.clone(), state.clone());
    let respond = move |given: JsValue| -> Promise {
        let (pool, pending) = (pool.clone(), state.borrow().clone());
        promise(async move {
            let given = Options::required(given)?;
            let scope = pool.scope(&given)?;
            let answer = answer(&pending, &given)?;
            let companions = pool.companions(&given)?;
            let progress = SignIn::answer(pool.context.clone(), pending, answer, companions, entropy()?);
            let outcome = run(&pool, &pool.store, progress, &scope).await?;
            make(&pool, outcome)
        })
    };
    Closure::<dyn Fn(JsValue) -> Promise>::new(respond).into_js_value()
}

/// Reads the one member that the step asks for.
fn answer(pending: &Pending, given: &Options) -> Result<Answer> {
    const WRONG: AuthError = AuthError::invalid(
        "The answer must have the member that the step asks for: code, answer, password, newPassword or credential.",
    );
    let code = || given.required_secret("code").map(Answer::Code);
    let text = || given.required_secret("answer").map(Answer::Text);
    match pending.challenge.name {
        ChallengeName::NewPasswordRequired => Ok(Answer::NewPassword {
            password: given.required_secret("newPassword")?,
            attributes: given.entries("attributes")?.unwrap_or_default(),
        }),
        ChallengeName::SmsMfa | ChallengeName::SmsOtp | ChallengeName::EmailOtp | ChallengeName::SoftwareTokenMfa => {
            code()
        }
        ChallengeName::SelectMfaType | ChallengeName::SelectChallenge | ChallengeName::CustomChallenge => text(),
        ChallengeName::MfaSetup if given.get("answer")?.is_some() => text(),
        ChallengeName::MfaSetup => {
            Ok(Answer::Setup { code: given.required_secret("code")?, device_name: given.text("deviceName")? })
        }
        ChallengeName::Password | ChallengeName::PasswordSrp => given.required_secret("password").map(Answer::Password),
        ChallengeName::WebAuthn => {
            let credential = given.get("credential")?.ok_or(WRONG)?;
            let text = match credential.as_string() {
                Some(text) => text,
                None => JSON::stringify(&credential).ok().and_then(|text| text.as_string()).ok_or(WRONG)?,
            };
            Ok(Answer::Credential(text))
        }
        _ => match given.entries("parameters")? {
            Some(parameters) => Ok(Answer::Responses(parameters)),
            None => text(),
        },
    }
}

fn newest_session(state: &Rc<RefCell<Pending>>) -> JsValue {
    let state = state.clone();
    let get = move || -> JsValue {
        let session = state.borrow().challenge.session.clone();
        session.map_or(JsValue::UNDEFINED, |session| session.expose().into())
    };
    Closure::<dyn Fn() -> JsValue>::new(get).into_js_value()
}

fn associate(pool: &Rc<PoolState>, state: &Rc<RefCell<Pending>>) -> JsValue {
    let (pool, state) = (pool.clone(), state.clone());
    let associate = move |options: JsValue| -> Promise {
        let (pool, state) = (pool.clone(), state.clone());
        promise(async move {
            let scope = pool.scope(&Options::of(options)?)?;
            let (asked, username) = {
                let pending = state.borrow();
                (account::associate_during_sign_in(pending.challenge.session.as_ref()), pending.username.clone())
            };
            let reply = call(&pool, &asked, &scope).await?;
            if let Some(session) = reply.text_at("Session") {
                state.borrow_mut().challenge.session = Some(Secret::from(session));
            }
            totp_secret(&pool, &username, &reply).map_err(Failure::from)
        })
    };
    Closure::<dyn Fn(JsValue) -> Promise>::new(associate).into_js_value()
}
