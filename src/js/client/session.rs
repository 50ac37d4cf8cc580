//! `Session`: the tokens of a person who is signed in.

use super::arguments::Options;
use super::engine::promise;
use super::failure::{Failure, Result};
use super::fetch;
use super::object::{Build, get, global_object};
use super::pool::PoolState;
use super::scope::Scope;
use super::token::{decode, member, number};
use crate::error::{AuthError, Details, Kind, code};
use crate::flow::SessionTokens;
use crate::js::platform::now;
use crate::prelude::*;
use crate::secret::Secret;
use crate::token::{is_valid, seconds};
use alloc::rc::Rc;
use core::cell::RefCell;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Headers, Url};

/// What a session holds until it is closed. The tokens are JavaScript objects, made once.
#[derive(Clone)]
struct Held {
    id: JsValue,
    access: JsValue,
    refresh: JsValue,
    groups: JsValue,
    clock_drift: f64,
    pool: Option<Rc<PoolState>>,
}

/// The three tokens of a person who is signed in.
#[wasm_bindgen(skip_typescript)]
pub struct Session {
    held: RefCell<Option<Held>>,
}

/// A call after `close()`.
pub(super) const CLOSED: AuthError =
    AuthError::known(const { &Details::new(code::CLOSED, Kind::Caller, "This object was closed: make a new one.") });
const FOREIGN: AuthError = AuthError::known(
    const {
        &Details::invalid(
            "The access token goes only to the origins in the pool's audienceOrigins, by default the page's own: add this one there.",
        )
    },
);
const NO_URL: AuthError =
    AuthError::known(const { &Details::invalid("`url` must be a URL; outside a page it must be absolute.") });
const NO_TOKEN: AuthError = AuthError::known(
    const { &Details::invalid("A session is made of at least one token: give accessToken, idToken or refreshToken.") },
);
const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;

impl Session {
    pub(super) fn of(tokens: &SessionTokens, pool: Option<Rc<PoolState>>) -> Result<Session> {
        Session::make(Some(&tokens.access), tokens.id.as_ref(), tokens.refresh.as_ref(), tokens.clock_drift, pool)
    }

    fn make(
        access: Option<&Secret<String>>,
        id: Option<&Secret<String>>,
        refresh: Option<&Secret<String>>,
        clock_drift: f64,
        pool: Option<Rc<PoolState>>,
    ) -> Result<Session> {
        let token = |jwt: Option<&Secret<String>>| jwt.map_or(Ok(JsValue::UNDEFINED), |jwt| decode(jwt.expose()));
        let (access, id) = (token(access)?, token(id)?);
        let groups = [&access, &id].iter().find_map(|token| {
            let claims = if token.is_object() { member(token, "claims") } else { return None };
            Some(member(&claims, "cognito:groups")).filter(Array::is_array)
        });
        let texts = Array::new();
        if let Some(groups) = &groups {
            let groups: &Array = groups.unchecked_ref();
            for index in 0..groups.length() {
                let group = groups.get(index);
                if group.is_string() {
                    texts.push(&group);
                }
            }
        }
        let groups = Object::freeze(&texts).into();
        let refresh = refresh.map_or(JsValue::UNDEFINED, |refresh| refresh.expose().into());
        Ok(Session { held: RefCell::new(Some(Held { id, access, refresh, groups, clock_drift, pool })) })
    }

    fn part(&self, pick: fn(&Held) -> &JsValue) -> core::result::Result<JsValue, JsValue> {
        match &*self.held.borrow() {
            Some(held) => Ok(pick(held).clone()),
            None => Err(Failure::from(CLOSED).into()),
        }
    }

    fn held(&self) -> Result<Held> {
        self.held.borrow().clone().ok_or_else(|| CLOSED.into())
    }
}

#[wasm_bindgen]
impl Session {
    /// Decodes tokens, with no pool and no network.
    #[wasm_bindgen(constructor)]
    pub fn new(tokens: JsValue) -> core::result::Result<Session, JsValue> {
        let tokens = Options::required(tokens)?;
        let [access, id, refresh] =
            [tokens.token("accessToken")?, tokens.token("idToken")?, tokens.token("refreshToken")?];
        if access.is_none() && id.is_none() && refresh.is_none() {
            return Err(Failure::from(NO_TOKEN).into());
        }
        Ok(Session::make(access.as_ref(), id.as_ref(), refresh.as_ref(), 0.0, None)?)
    }

    /// Who the person is.
    #[wasm_bindgen(getter, js_name = idToken)]
    pub fn id_token(&self) -> core::result::Result<JsValue, JsValue> {
        self.part(|held| &held.id)
    }

    /// What the person may do.
    #[wasm_bindgen(getter, js_name = accessToken)]
    pub fn access_token(&self) -> core::result::Result<JsValue, JsValue> {
        self.part(|held| &held.access)
    }

    /// What gets new tokens.
    #[wasm_bindgen(getter, js_name = refreshToken)]
    pub fn refresh_token(&self) -> core::result::Result<JsValue, JsValue> {
        self.part(|held| &held.refresh)
    }

    /// The groups of the person.
    #[wasm_bindgen(getter)]
    pub fn groups(&self) -> core::result::Result<JsValue, JsValue> {
        self.part(|held| &held.groups)
    }

    /// Whether the tokens are still good.
    #[wasm_bindgen(js_name = isValid)]
    pub fn is_valid(&self, options: JsValue) -> core::result::Result<bool, JsValue> {
        let leeway = Options::of(options)?.number("leewaySeconds")?.unwrap_or(0.0);
        let held = self.held()?;
        let ends = |token: &JsValue| {
            let claims = if token.is_object() { member(token, "claims") } else { return None };
            Some(number(&claims, "exp").unwrap_or(0.0))
        };
        let (access, id) = (ends(&held.access), ends(&held.id));
        // A refresh token alone says nothing about time.
        let decided = access.is_some() || id.is_some();
        Ok(decided && is_valid(seconds(now()), held.clock_drift, leeway, access, id))
    }

    /// `fetch` with the access token, to the allowed origins only.
    pub fn fetch(&self, url: JsValue, init: JsValue) -> Promise {
        let held = self.held();
        promise(async move {
            let held = held?;
            let pool = held.pool.as_deref();
            let options = Options::of(init)?;
            let scope = Scope::of(&options, pool.map_or(DEFAULT_TIMEOUT_MS, |pool| pool.timeout_ms))?;
            if !held.access.is_object() {
                return Err(AuthError::not_signed_in().into());
            }
            let url = allowed_url(&url, pool.and_then(|pool| pool.audience_origins.as_deref()))?;
            let init = authorized(&options, &member(&held.access, "jwt"), &scope)?;
            fetch::send(pool.and_then(|pool| pool.fetch.as_ref()), &url.into(), &init, &scope).await
        })
    }

    /// Drops the tokens.
    pub fn close(&self) {
        let held = self.held.borrow_mut().take();
        drop(held);
    }

    /// What `JSON.stringify` shows: no token.
    #[wasm_bindgen(js_name = toJSON)]
    pub fn to_json(&self) -> core::result::Result<JsValue, JsValue> {
        let held = self.held()?;
        let claims = |token: &JsValue| if token.is_object() { member(token, "claims") } else { Object::new().into() };
        let (access, id) = (claims(&held.access), claims(&held.id));
        let username = member(&access, "username").as_string().or_else(|| member(&id, "cognito:username").as_string());
        let expires_at = number(&access, "exp").map(|seconds| seconds * 1000.0);
        Ok(Build::new().maybe("username", username).with("groups", held.groups).maybe("expiresAt", expires_at).frozen())
    }
}

/// The page's own origin, where there is a page.
pub(super) fn own_location(name: &str) -> Option<String> {
    get(&global_object("location")?, name)?.as_string()
}

fn allowed_url(url: &JsValue, origins: Option<&[String]>) -> Result<String> {
    let text = match url.as_string() {
        Some(text) => text,
        None => {
            // Not by the getter's own import: a proxy of a URL throws there.
            let href = url.dyn_ref::<Url>().and_then(|url| get(url, "href"));
            href.and_then(|href| href.as_string()).ok_or(NO_URL)?
        }
    };
    let parsed = match own_location("href") {
        Some(base) => Url::new_with_base(&text, &base),
        None => Url::new(&text),
    };
    let parsed = parsed.map_err(|cause| Failure::with_cause(NO_URL, cause))?;
    let origin = parsed.origin();
    let allowed = match origins {
        Some(origins) => origins.contains(&origin),
        None => own_location("origin").is_some_and(|own| own == origin),
    };
    // An opaque origin ("null": data:, file:) equals every other one in text only.
    if allowed && origin != "null" { Ok(parsed.href()) } else { Err(FOREIGN.into()) }
}

/// The caller's init with the token added; `timeoutMs` is ours and goes no further.
fn authorized(options: &Options, jwt: &JsValue, scope: &Scope) -> Result<JsValue> {
    let bad = |cause| Failure::with_cause(AuthError::invalid("`init` must be what fetch takes."), cause);
    let headers = match options.get("headers")? {
        Some(given) => Headers::new_with_headers(given.unchecked_ref()),
        None => Headers::new(),
    }
    .map_err(bad)?;
    let bearer = ["Bearer ", &jwt.as_string().unwrap_or_default()].concat();
    headers.set("Authorization", &bearer).map_err(bad)?;
    let init = Object::try_assign(&Object::new(), options.raw().unchecked_ref()).map_err(bad)?;
    for (name, value) in [("headers", headers.into()), ("signal", scope.signal().into())] {
        Reflect::set(&init, &name.into(), &value).map_err(bad)?;
    }
    Reflect::delete_property(&init, &"timeoutMs".into()).map_err(bad)?;
    Ok(init.into())
}
