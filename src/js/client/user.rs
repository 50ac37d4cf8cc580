//! `User`: what a person who is signed in may do.

use super::arguments::{Options, entries, own_text, texts};
use super::devices::UserDevices;
use super::engine::{call, promise, run};
use super::failure::{Failure, Result};
use super::mfa::UserMfa;
use super::object::Build;
use super::pool::{PoolState, code_delivery, delivery, nothing};
use super::scope::Scope;
use super::session::{CLOSED, Session};
use super::storage::Store;
use crate::error::AuthError;
use crate::flow::{Refresh, SessionTokens, SignOut, account};
use crate::js::platform::now;
use crate::operation::{Call, Json, Operation};
use js_sys::{Array, Promise, Reflect, global};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What a user and its parts share.
pub(super) struct UserState {
    pub(super) pool: Rc<PoolState>,
    pub(super) store: Rc<Store>,
    pub(super) username: String,
    closed: Cell<bool>,
}

impl UserState {
    pub(super) fn scope(&self, options: &Options) -> Result<Scope> {
        if self.closed.get() {
            return Err(CLOSED.into());
        }
        self.pool.scope(options)
    }

    fn stored(&self) -> Result<SessionTokens> {
        let stored = self.store.load(&self.pool.keys(&self.username).session())?;
        SessionTokens::from_loaded(stored).ok_or(AuthError::not_signed_in().into())
    }

    /// Forgets the session, whatever the service says.
    fn clear(&self) -> Result<()> {
        let keys = self.pool.keys(&self.username);
        let last_user = self.store.get(&keys.last_user())?;
        self.store.apply(&keys.clear(last_user.is_some_and(|user| *user.expose() == self.username)))
    }

    /// Tokens that are good for so many seconds, refreshed when they are not.
    pub(super) async fn tokens(
        self: &Rc<Self>,
        leeway: f64,
        force: bool,
        metadata: Option<Json>,
        scope: &Scope,
    ) -> Result<SessionTokens> {
        let stored = self.stored()?;
        if !force && stored.is_valid(&self.pool.context, now(), leeway)? {
            return Ok(stored);
        }
        if stored.refresh.is_none() {
            return Err(AuthError::session_ended().into());
        }
        let refreshed = scope.wait(&self.refresh(stored, metadata)).await?;
        // The shared refresh rejects with a finished error; it reaches every caller as it is.
        refreshed.map_err(Failure::ready)?;
        self.stored()
    }

    /// The refresh of this session: callers at the same time share one.
    fn refresh(self: &Rc<Self>, stored: SessionTokens, metadata: Option<Json>) -> Promise {
        let key = self.pool.keys(&self.username).refresh_token();
        if let Some(running) = self.store.refreshing(&key) {
            return running;
        }
        let (user, shared) = (self.clone(), key.clone());
        let work = promise(async move {
            let outcome = user.refresh_alone(stored, metadata).await;
            user.store.stop_refreshing(&shared);
            outcome.map(|()| JsValue::UNDEFINED)
        });
        self.store.start_refreshing(key, work.clone());
        work
    }

    async fn refresh_alone(&self, stored: SessionTokens, metadata: Option<Json>) -> Result<()> {
        // No caller's signal stops what others wait for; the pool's timeout does.
        let scope = Scope::new(None, self.pool.timeout_ms)?;
        let refresh = stored.refresh.ok_or(AuthError::not_signed_in())?;
        let metadata = metadata.or_else(|| self.pool.default_metadata());
        let progress =
            Refresh::start(self.pool.context.clone(), &self.username, refresh, metadata, self.pool.user_context());
        match run(&self.pool, &self.store, progress, &scope).await {
            Ok(_) => Ok(()),
            // Whoever signed out, or was signed out, is told so in one way; the service's own words are the cause.
            Err(failure) if failure.error.status.is_some() && self.stored().is_err() => {
                let ended = AuthError::session_ended();
                Err(Failure::with_cause(ended, failure.into()))
            }
            Err(failure) => Err(failure),
        }
    }
}

/// A person who is signed in.
#[wasm_bindgen(skip_typescript)]
pub struct User {
    state: Rc<UserState>,
    mfa: JsValue,
    devices: JsValue,
}

impl User {
    pub(super) fn new(pool: Rc<PoolState>, store: Rc<Store>, username: &str) -> User {
        let state = Rc::new(UserState { pool, store, username: username.to_owned(), closed: Cell::new(false) });
        let (mfa, devices) = (UserMfa::new(state.clone()).into(), UserDevices::new(state.clone()).into());
        User { state, mfa, devices }
    }
}

/// Checks the arguments and makes the call, before anything is sent.
type Prepare = fn(&UserState, &JsValue, &Options) -> Result<Call>;
/// Reads the answer.
type Read = fn(&UserState, &Call, &Json) -> Result<JsValue>;

/// Runs an operation that wants the access token. `argument` is the one in front of the options, where there is one.
///
/// Function pointers, so that one state machine serves all operations: each copy would cost 2 kB.
pub(super) fn send(
    state: &Rc<UserState>,
    argument: JsValue,
    options: JsValue,
    prepare: Prepare,
    read: Read,
) -> Promise {
    let state = state.clone();
    promise(async move {
        let options = Options::of(options)?;
        let scope = state.scope(&options)?;
        let asked = prepare(&state, &argument, &options)?;
        let tokens = state.tokens(0.0, false, None, &scope).await?;
        let asked = account::of(asked, &tokens);
        let reply = call(&state.pool, &asked, &scope).await?;
        read(&state, &asked, &reply)
    })
}

/// An operation without arguments.
pub(super) fn bare(state: &Rc<UserState>, options: JsValue, prepare: Prepare, read: Read) -> Promise {
    send(state, JsValue::UNDEFINED, options, prepare, read)
}

/// For calls without an answer of interest.
pub(super) fn done(_: &UserState, _: &Call, reply: &Json) -> Result<JsValue> {
    Ok(nothing(reply))
}

/// `{ secretCode, uri }` of AssociateSoftwareToken.
pub(super) fn totp_secret(pool: &PoolState, username: &str, reply: &Json) -> crate::error::Result<JsValue> {
    const NO_SECRET: AuthError = AuthError::internal("The service gave no secret for the authenticator.");
    let secret_code = reply.text_at("SecretCode").ok_or(NO_SECRET)?;
    let host = Reflect::get(&global(), &"location".into()).ok().filter(JsValue::is_object);
    let host = host.and_then(|location| Reflect::get(&location, &"hostname".into()).ok()?.as_string());
    let issuer = host.filter(|host| !host.is_empty()).unwrap_or_else(|| pool.user_pool_id.clone());
    let uri = account::otpauth_uri(&issuer, username, secret_code);
    Ok(Build::new().with("secretCode", secret_code).with("uri", uri).frozen())
}

/// A user of tokens that came from elsewhere, in a memory of its own.
pub(super) fn restore(pool: Rc<PoolState>, given: &Options) -> Result<User> {
    const NO_ACCESS: AuthError = AuthError::invalid("`accessToken` must be given.");
    const NAMELESS: AuthError = AuthError::invalid("The access token names nobody: give `username`.");
    let access = given.token("accessToken")?.ok_or(NO_ACCESS)?;
    let claims = pool.context.claims(access.expose())?;
    let id = given.token("idToken")?;
    if let Some(id) = &id {
        pool.context.claims(id.expose())?;
    }
    let username = match given.text("username")? {
        Some(username) => username,
        None => claims.text_at("username").ok_or(NAMELESS)?.to_owned(),
    };
    let store = Store::memory();
    let tokens = SessionTokens { access, id, refresh: given.token("refreshToken")?, clock_drift: 0.0 };
    store.apply(&pool.keys(&username).store(&tokens))?;
    Ok(User::new(pool, store, &username))
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

    /// Gives valid tokens, and refreshes them when they end soon.
    pub fn session(&self, options: JsValue) -> Promise {
        let state = self.state.clone();
        promise(async move {
            let options = Options::of(options)?;
            let scope = state.scope(&options)?;
            let leeway = options.number("minValiditySeconds")?.unwrap_or(0.0);
            let force = options.flag("forceRefresh")?;
            let metadata = options.map("clientMetadata")?;
            let tokens = state.tokens(leeway, force, metadata, &scope).await?;
            Ok(Session::of(&tokens, Some(state.pool.clone()))?.into())
        })
    }

    /// Revokes the session, then clears the storage.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self, options: JsValue) -> Promise {
        let state = self.state.clone();
        promise(async move {
            let options = Options::of(options)?;
            let scope = state.scope(&options)?;
            let global = options.flag("global")?;
            if global {
                // GlobalSignOut wants an access token that holds; without one the session is revoked alone.
                let _ = state.tokens(0.0, false, None, &scope).await;
            }
            let progress = SignOut::start(state.pool.context.clone(), &state.username, global);
            let revoked = match run(&state.pool, &state.store, progress, &scope).await {
                Ok(revoked) => revoked,
                Err(_) => {
                    // The scope ended, or the storage failed: signing out clears all the same.
                    state.clear()?;
                    false
                }
            };
            Ok(Build::new().with("revoked", revoked).frozen())
        })
    }

    /// Changes the password.
    #[wasm_bindgen(js_name = changePassword)]
    pub fn change_password(&self, request: JsValue) -> Promise {
        bare(
            &self.state,
            request,
            |_, _, given| {
                let previous = given.required_secret("previousPassword")?;
                Ok(account::change_password(&previous, &given.required_secret("proposedPassword")?))
            },
            done,
        )
    }

    /// Reads the attributes from the service.
    pub fn attributes(&self, options: JsValue) -> Promise {
        let get_user: Prepare = |_, _, _| Ok(Call::new(Operation::GetUser));
        bare(&self.state, options, get_user, |_, _, reply| Ok(attributes(reply.get("UserAttributes"))))
    }

    /// Writes attributes.
    #[wasm_bindgen(js_name = updateAttributes)]
    pub fn update_attributes(&self, given: JsValue, options: JsValue) -> Promise {
        send(
            &self.state,
            given,
            options,
            |user, given, options| {
                let given = entries("attributes", given)?;
                if given.is_empty() {
                    return Err(AuthError::invalid("`attributes` must have at least one member.").into());
                }
                Ok(account::update_attributes(&given, user.pool.client_metadata(options)?))
            },
            |_, _, reply| {
                let details = reply.get("CodeDeliveryDetailsList").map(Json::items).unwrap_or_default();
                let deliveries: Array = details.iter().map(code_delivery).collect();
                let status = if details.is_empty() { "updated" } else { "confirmationRequired" };
                js_sys::Object::freeze(&deliveries);
                Ok(Build::new().with("status", status).with("deliveries", deliveries).frozen())
            },
        )
    }

    /// Deletes attributes by name.
    #[wasm_bindgen(js_name = deleteAttributes)]
    pub fn delete_attributes(&self, names: JsValue, options: JsValue) -> Promise {
        let prepare: Prepare = |_, names, _| Ok(account::delete_attributes(&texts("names", names)?));
        send(&self.state, names, options, prepare, done)
    }

    /// Has a code sent that confirms an attribute.
    #[wasm_bindgen(js_name = requestAttributeCode)]
    pub fn request_attribute_code(&self, name: JsValue, options: JsValue) -> Promise {
        send(
            &self.state,
            name,
            options,
            |user, name, options| {
                Ok(account::request_attribute_code(&own_text("name", name)?, user.pool.client_metadata(options)?))
            },
            |_, _, reply| Ok(delivery(reply)),
        )
    }

    /// Confirms an attribute by the code that was sent.
    #[wasm_bindgen(js_name = confirmAttribute)]
    pub fn confirm_attribute(&self, request: JsValue) -> Promise {
        bare(
            &self.state,
            request,
            |_, _, given| {
                Ok(account::confirm_attribute(&given.required_text("name")?, &given.required_secret("code")?))
            },
            done,
        )
    }

    /// Deletes the account, and clears the storage.
    pub fn delete(&self, options: JsValue) -> Promise {
        let delete_user: Prepare = |_, _, _| Ok(Call::new(Operation::DeleteUser));
        bare(&self.state, options, delete_user, |user, _, _| user.clear().map(|()| JsValue::UNDEFINED))
    }

    /// Drops what this object holds in memory.
    pub fn close(&self) {
        self.state.closed.set(true);
        // A restored user has a memory of its own; the pool's storage is not this object's to empty.
        if !Rc::ptr_eq(&self.state.store, &self.state.pool.store) {
            self.state.store.forget();
        }
    }

    /// What `JSON.stringify` shows: the name, no token.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> JsValue {
        Build::new().with("username", self.state.username.as_str()).frozen()
    }
}

/// A list of `{Name, Value}` as an object.
pub(super) fn attributes(list: Option<&Json>) -> JsValue {
    let pairs = list.map(Json::items).unwrap_or_default().iter();
    let pairs =
        pairs.filter_map(|pair| Some((pair.text_at("Name")?.to_owned(), pair.text_at("Value").unwrap_or_default())));
    let object = super::json::write(&Json::texts(pairs));
    super::object::freeze_deeply(&object);
    object
}
