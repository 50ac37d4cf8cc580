//! `Pool`: where people sign up and sign in.

use super::arguments::Options;
use super::engine::{call, promise, run};
use super::failure::{Failure, Result};
use super::object::Build;
use super::scope::Scope;
use super::session::CLOSED;
use super::step;
use super::storage::Store;
use super::user::User;
use crate::error::AuthError;
use crate::flow::{Companions, Context, Entropy, Keys, Method, Pending, SessionTokens, SignIn, SignInCommand, account};
use crate::js::platform::fill_random;
use crate::operation::{Call, Json};
use crate::wire::cognito;
use js_sys::{Function, JSON, Promise, Reflect, global};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What a pool and everything that it made share.
pub(super) struct PoolState {
    pub(super) user_pool_id: String,
    pub(super) context: Rc<Context>,
    pub(super) endpoint: String,
    pub(super) fetch: Option<Function>,
    pub(super) timeout_ms: f64,
    pub(super) audience_origins: Option<Vec<String>>,
    pub(super) store: Rc<Store>,
    client_metadata: Option<Json>,
    user_context: Option<Json>,
    closed: Cell<bool>,
}

const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;
const BAD_ENDPOINT: AuthError = AuthError::invalid("`endpoint` must be an http or https URL.");
const BAD_CLIENT_ID: AuthError = AuthError::invalid("`clientId` must be the id of an app client: letters and digits.");
const BAD_FETCH: AuthError = AuthError::invalid("`fetch` must be a function.");
const BAD_FLOW: AuthError =
    AuthError::invalid("`flow` must be 'srp', 'password', 'custom', 'custom-srp' or 'user-auth'.");
const NO_PREFERENCE: AuthError = AuthError::invalid("`preferredChallenge` goes with flow: 'user-auth'.");

impl PoolState {
    fn read(options: &Options) -> Result<PoolState> {
        let user_pool_id = options.required_text("userPoolId")?;
        let id = cognito::user_pool_id(&user_pool_id)?;
        let (pool_name, region) = (id.name.to_owned(), id.region.to_owned());
        let client_id = options.required_text("clientId")?;
        if client_id.len() > 128 || !client_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+".contains(&byte))
        {
            return Err(BAD_CLIENT_ID.into());
        }
        let endpoint = match options.text("endpoint")? {
            Some(endpoint) if endpoint.starts_with("https://") || endpoint.starts_with("http://") => endpoint,
            Some(_) => return Err(BAD_ENDPOINT.into()),
            None => cognito::endpoint(&region),
        };
        let fetch = options.get("fetch")?.map(|fetch| fetch.dyn_into().map_err(|_| BAD_FETCH)).transpose()?;
        let client_secret = options.secret("clientSecret")?;
        Ok(PoolState {
            user_pool_id,
            context: Rc::new(Context { client_id, pool_name, client_secret, parse: super::json::parse }),
            endpoint,
            fetch,
            timeout_ms: options.number("timeoutMs")?.unwrap_or(DEFAULT_TIMEOUT_MS),
            audience_origins: options.texts("audienceOrigins")?,
            client_metadata: options.map("clientMetadata")?,
            user_context: user_context(options)?,
            closed: Cell::new(false),
            // Last, because it may write a probe: nothing is touched for options that are refused.
            store: Store::choose(options.get("storage")?)?,
        })
    }

    /// Refuses every call after `close()`.
    pub(super) fn open(&self) -> Result<()> {
        if self.closed.get() { Err(CLOSED.into()) } else { Ok(()) }
    }

    pub(super) fn scope(&self, options: &Options) -> Result<Scope> {
        self.open()?;
        Scope::of(options, self.timeout_ms)
    }

    /// `ClientMetadata` of one call, by default the pool's.
    pub(super) fn client_metadata(&self, options: &Options) -> Result<Option<Json>> {
        Ok(options.map("clientMetadata")?.or_else(|| self.client_metadata.clone()))
    }

    pub(super) fn default_metadata(&self) -> Option<Json> {
        self.client_metadata.clone()
    }

    pub(super) fn user_context(&self) -> Option<Json> {
        self.user_context.clone()
    }

    pub(super) fn companions(&self, options: &Options) -> Result<Companions> {
        Ok(Companions {
            client_metadata: self.client_metadata(options)?,
            user_context: self.user_context.clone(),
            device_name: device_name(),
        })
    }

    pub(super) fn keys(&self, username: &str) -> Keys {
        Keys::new(&self.context.client_id, username)
    }
}

/// `UserContextData`.
fn user_context(options: &Options) -> Result<Option<Json>> {
    let Some(value) = options.get("userContextData")? else { return Ok(None) };
    let given = Options::required(value)?;
    let members = [("EncodedData", given.text("encodedData")?), ("IpAddress", given.text("ipAddress")?)];
    Ok(Some(Json::texts(members.into_iter().filter_map(|(name, value)| Some((name, value?))))))
}

/// The name of a new device: what the browser calls itself.
fn device_name() -> String {
    let read = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    read(&global(), "navigator")
        .filter(JsValue::is_object)
        .and_then(|navigator| read(&navigator, "userAgent")?.as_string())
        .unwrap_or_else(|| "nodejs".to_owned())
}

pub(super) fn entropy() -> Result<Entropy> {
    Entropy::draw(fill_random).map_err(Failure::from)
}

/// A user pool, seen by one app client.
#[wasm_bindgen(skip_typescript)]
pub struct Pool {
    state: Rc<PoolState>,
}

impl Pool {
    fn send(
        &self,
        options: JsValue,
        make: fn(&PoolState, &Options) -> Result<Call>,
        read: fn(&Json) -> JsValue,
    ) -> Promise {
        let state = self.state.clone();
        promise(async move {
            let options = Options::required(options)?;
            let scope = state.scope(&options)?;
            let asked = make(&state, &options)?;
            Ok(read(&call(&state, &asked, &scope).await?))
        })
    }
}

/// The answer of operations that have nothing to tell.
pub(super) fn nothing(_: &Json) -> JsValue {
    JsValue::UNDEFINED
}

/// `CodeDeliveryDetails` of a reply.
pub(super) fn delivery(reply: &Json) -> JsValue {
    reply.get("CodeDeliveryDetails").map_or_else(|| Build::new().frozen(), code_delivery)
}

/// `{ destination, medium, attributeName }`
pub(super) fn code_delivery(details: &Json) -> JsValue {
    Build::new()
        .maybe("destination", details.text_at("Destination"))
        .maybe("medium", details.text_at("DeliveryMedium"))
        .maybe("attributeName", details.text_at("AttributeName"))
        .frozen()
}

#[wasm_bindgen]
impl Pool {
    /// Reads the configuration; nothing is sent.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> std::result::Result<Pool, JsValue> {
        let state = PoolState::read(&Options::required(options)?)?;
        Ok(Pool { state: Rc::new(state) })
    }

    /// Creates an account.
    #[wasm_bindgen(js_name = signUp)]
    pub fn sign_up(&self, request: JsValue) -> Promise {
        self.send(
            request,
            |pool, given| {
                Ok(account::sign_up(
                    &pool.context,
                    &given.required_text("username")?,
                    given.secret("password")?.as_ref(),
                    &given.entries("attributes")?.unwrap_or_default(),
                    &given.entries("validationData")?.unwrap_or_default(),
                    &pool.companions(given)?,
                ))
            },
            |reply| {
                let confirmed = matches!(reply.get("UserConfirmed"), Some(Json::Bool(true)));
                Build::new()
                    .with("status", if confirmed { "confirmed" } else { "confirmationRequired" })
                    .with("userSub", reply.text_at("UserSub").unwrap_or_default())
                    .maybe("delivery", reply.get("CodeDeliveryDetails").map(code_delivery))
                    .frozen()
            },
        )
    }

    /// Confirms an account by the code that was sent.
    #[wasm_bindgen(js_name = confirmSignUp)]
    pub fn confirm_sign_up(&self, request: JsValue) -> Promise {
        self.send(
            request,
            |pool, given| {
                Ok(account::confirm_sign_up(
                    &pool.context,
                    &given.required_text("username")?,
                    &given.required_secret("code")?,
                    given.flag("forceAliasCreation")?,
                    &pool.companions(given)?,
                ))
            },
            nothing,
        )
    }

    /// Sends the code of `confirmSignUp` again.
    #[wasm_bindgen(js_name = resendConfirmationCode)]
    pub fn resend_confirmation_code(&self, request: JsValue) -> Promise {
        let make = |pool: &PoolState, given: &Options| {
            let username = given.required_text("username")?;
            Ok(account::resend_confirmation_code(&pool.context, &username, &pool.companions(given)?))
        };
        self.send(request, make, delivery)
    }

    /// Has a code sent to a person who forgot the password.
    #[wasm_bindgen(js_name = forgotPassword)]
    pub fn forgot_password(&self, request: JsValue) -> Promise {
        let make = |pool: &PoolState, given: &Options| {
            let username = given.required_text("username")?;
            Ok(account::forgot_password(&pool.context, &username, &pool.companions(given)?))
        };
        self.send(request, make, delivery)
    }

    /// Sets a new password by the code of `forgotPassword`.
    #[wasm_bindgen(js_name = confirmForgotPassword)]
    pub fn confirm_forgot_password(&self, request: JsValue) -> Promise {
        self.send(
            request,
            |pool, given| {
                Ok(account::confirm_forgot_password(
                    &pool.context,
                    &given.required_text("username")?,
                    &given.required_secret("code")?,
                    &given.required_secret("newPassword")?,
                    &pool.companions(given)?,
                ))
            },
            nothing,
        )
    }

    /// Starts a sign-in.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, request: JsValue) -> Promise {
        let state = self.state.clone();
        promise(async move {
            let given = Options::required(request)?;
            let scope = state.scope(&given)?;
            let command = sign_in_command(&given)?;
            let companions = state.companions(&given)?;
            let progress = SignIn::start(state.context.clone(), command, companions, entropy()?);
            let outcome = run(&state, &state.store, progress, &scope).await?;
            step::make(&state, outcome)
        })
    }

    /// Takes up a challenge that was saved by `JSON.stringify(step)`.
    pub fn resume(&self, saved: JsValue) -> std::result::Result<JsValue, JsValue> {
        const NOT_SAVED: AuthError = AuthError::invalid("This is no stored step: it cannot be written as JSON.");
        self.state.open()?;
        // Through text: what the caller passes may be cyclic, or lie about its members.
        let text = JSON::stringify(&saved).ok().and_then(|text| text.as_string()).ok_or(Failure::from(NOT_SAVED))?;
        let json = super::json::parse(&text).ok_or(Failure::from(NOT_SAVED))?;
        let pending = Pending::from_json(&json).map_err(Failure::from)?;
        Ok(step::pending(&self.state, pending))
    }

    /// Who is signed in, according to the storage.
    #[wasm_bindgen(js_name = currentUser)]
    pub fn current_user(&self) -> std::result::Result<JsValue, JsValue> {
        self.state.open()?;
        let store = &self.state.store;
        let Some(username) = store.get(&self.state.keys("").last_user())?.filter(|name| !name.expose().is_empty())
        else {
            return Ok(JsValue::NULL);
        };
        let stored = store.load(&self.state.keys(username.expose()).session())?;
        Ok(match SessionTokens::from_loaded(stored) {
            Some(_) => User::new(self.state.clone(), store.clone(), username.expose()).into(),
            None => JsValue::NULL,
        })
    }

    /// Makes a user of tokens that came from elsewhere; nothing is stored.
    pub fn restore(&self, tokens: JsValue) -> Promise {
        let state = self.state.clone();
        promise(async move {
            let given = Options::required(tokens)?;
            state.scope(&given)?;
            super::user::restore(state, &given).map(JsValue::from)
        })
    }

    /// Drops what this object holds in memory.
    pub fn close(&self) {
        self.state.closed.set(true);
        self.state.store.forget();
    }

    /// What `JSON.stringify` shows: the ids, no secret.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        Build::new()
            .with("userPoolId", self.state.user_pool_id.as_str())
            .with("clientId", self.state.context.client_id.as_str())
            .frozen()
    }
}

fn sign_in_command(given: &Options) -> Result<SignInCommand> {
    let method = match given.text("flow")?.as_deref() {
        None | Some("srp") => Method::Srp,
        Some("password") => Method::Password,
        Some("custom") => Method::Custom,
        Some("custom-srp") => Method::CustomSrp,
        Some("user-auth") => Method::UserAuth,
        Some(_) => return Err(BAD_FLOW.into()),
    };
    let preferred_challenge = given.text("preferredChallenge")?;
    if preferred_challenge.is_some() && method != Method::UserAuth {
        return Err(NO_PREFERENCE.into());
    }
    Ok(SignInCommand {
        username: given.required_text("username")?,
        password: given.secret("password")?,
        method,
        preferred_challenge,
        validation_data: given.map("validationData")?,
    })
}
