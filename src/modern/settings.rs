//! The configuration of a pool, checked.

use super::given::{Given, Options};
use crate::error::{AuthError, Details, Result};
use crate::flow::{Companions, Context, Keys};
use crate::operation::Json;
use crate::prelude::*;
use crate::wire::{Service, cognito};
use alloc::rc::Rc;

/// What all methods of a pool and of its users know.
pub struct Settings {
    /// What `JSON.stringify` shows of the pool.
    pub ids: Json,
    /// What the flows know.
    pub context: Rc<Context>,
    /// Whom to ask.
    pub service: Service,
    /// Whether the auth proxy was said to keep the tokens.
    pub keeps_tokens: bool,
    /// The longest time for a call with its retries.
    pub timeout_ms: f64,
    /// The origins that may see the access token; by default the page's own.
    pub audience_origins: Option<Json>,
    /// `DeviceName` of a device that is seen for the first time: what the browser calls itself.
    pub device_name: String,
    /// Whom an authenticator app names.
    pub issuer: String,
    client_metadata: Option<Json>,
    user_context: Option<Json>,
}

/// The longest time for a call of what has no pool.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;

const BAD_ENDPOINT: AuthError =
    AuthError::known(const { &Details::invalid("`endpoint` must be an http or https URL.") });
const BAD_PROXY: AuthError = AuthError::known(
    const { &Details::invalid("`proxy` must be an http or https URL, or a path of the page's origin.") },
);
const PROXY_ALONE: AuthError = AuthError::known(
    const {
        &Details::invalid("`proxy` goes without userPoolId, clientId, clientSecret and endpoint: the proxy knows them.")
    },
);
const BAD_CUSTODY: AuthError = AuthError::known(const { &Details::invalid("`custody` must be 'token' or 'cookie'.") });
const BAD_CLIENT_ID: AuthError =
    AuthError::known(const { &Details::invalid("`clientId` must be the id of an app client: letters and digits.") });

impl Settings {
    /// Reads the options of a pool; `parse` and `print` are the host's JSON.
    pub fn read(given: &dyn Given, parse: fn(&str) -> Option<Json>, print: fn(&Json) -> String) -> Result<Settings> {
        let options = &Options::required(given);
        let mut keeps_tokens = false;
        let (context, service, ids) = match options.text("proxy") {
            None => of_cognito(options, parse)?,
            Some(proxy) => {
                keeps_tokens = keeps(options);
                of_proxy(options, proxy.expose(), parse, print)
            }
        };
        let issuer = ids.entries().first().and_then(|(_, id)| id.as_text()).unwrap_or_default().to_owned();
        let settings = Settings {
            context: Rc::new(context),
            service,
            keeps_tokens,
            timeout_ms: options.number("timeoutMs").unwrap_or(DEFAULT_TIMEOUT_MS),
            audience_origins: options.texts("audienceOrigins"),
            client_metadata: options.map("clientMetadata"),
            user_context: user_context(options),
            device_name: "nodejs".to_owned(),
            issuer,
            ids,
        };
        options.done()?;
        Ok(settings)
    }

    /// Takes names from the place where this runs, an object `{ userAgent, hostname }`.
    pub fn settle(&mut self, place: &dyn Given) {
        for (name, known) in [("userAgent", &mut self.device_name), ("hostname", &mut self.issuer)] {
            if let Ok(Json::Text(text)) = place.member(name)
                && !text.expose().is_empty()
            {
                known.clone_from(text.expose());
            }
        }
    }

    /// `ClientMetadata` of one call, by default the pool's.
    pub(super) fn client_metadata(&self, options: &Options<'_>) -> Option<Json> {
        options.map("clientMetadata").or_else(|| self.client_metadata.clone())
    }

    pub(super) fn companions(&self, options: &Options<'_>) -> Companions {
        Companions {
            client_metadata: self.client_metadata(options),
            user_context: self.user_context.clone(),
            device_name: self.device_name.clone(),
        }
    }

    pub(super) fn default_metadata(&self) -> Option<Json> {
        self.client_metadata.clone()
    }

    pub(super) fn user_context(&self) -> Option<Json> {
        self.user_context.clone()
    }

    /// The keys of that user.
    pub fn keys(&self, username: &str) -> Keys {
        Keys::new(&self.context.storage, username)
    }
}

/// A pool that is reached directly.
fn of_cognito(options: &Options<'_>, parse: fn(&str) -> Option<Json>) -> Result<(Context, Service, Json)> {
    let user_pool_id = options.required_text("userPoolId");
    options.done()?;
    let id = cognito::user_pool_id(user_pool_id.expose())?;
    let client_id = options.required_text("clientId").expose().clone();
    if client_id.len() > 128 || !client_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+".contains(&byte)) {
        options.refuse(BAD_CLIENT_ID);
    }
    let endpoint = options.word("endpoint").unwrap_or_else(|| cognito::endpoint(id.region));
    if !is_url(&endpoint) {
        options.refuse(BAD_ENDPOINT);
    }
    let ids = Json::texts([("userPoolId", user_pool_id.expose()), ("clientId", &client_id)]);
    let storage = ["CognitoIdentityServiceProvider.", &client_id].concat();
    let (pool_name, client_secret) = (id.name.to_owned(), options.text("clientSecret"));
    let context = Context { client_id, storage, proxied: false, pool_name, client_secret, parse };
    Ok((context, Service::Cognito(endpoint), ids))
}

/// An auth proxy: an address, or a path of the page's own origin.
fn of_proxy(
    options: &Options<'_>,
    proxy: &str,
    parse: fn(&str) -> Option<Json>,
    print: fn(&Json) -> String,
) -> (Context, Service, Json) {
    if ["userPoolId", "clientId", "clientSecret", "endpoint"].iter().any(|name| options.has(name)) {
        options.refuse(PROXY_ALONE);
    }
    if !is_url(proxy) && (!proxy.starts_with('/') || proxy.starts_with("//")) {
        options.refuse(BAD_PROXY);
    }
    let base = proxy.strip_suffix('/').unwrap_or(proxy).to_owned();
    let ids = Json::texts([("proxy", &base)]);
    let storage = ["AuthProxy.", &base].concat();
    let (client_id, pool_name) = (String::new(), String::new());
    let context = Context { client_id, storage, proxied: true, pool_name, client_secret: None, parse };
    (context, Service::Proxy { base, parse, print }, ids)
}

/// Who holds the tokens, where the caller says so.
fn keeps(options: &Options<'_>) -> bool {
    match options.word("custody").as_deref() {
        None | Some("token") => false,
        Some("cookie") => true,
        Some(_) => {
            options.refuse(BAD_CUSTODY);
            false
        }
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// `UserContextData`.
fn user_context(options: &Options<'_>) -> Option<Json> {
    let given = options.map("userContextData")?;
    let given = Options::required(&given);
    let mut context = Json::Map(Vec::new());
    for (ours, name) in [("encodedData", "EncodedData"), ("ipAddress", "IpAddress")] {
        if let Some(value) = given.text(ours) {
            context.set(name, Json::Text(value));
        }
    }
    if let Err(error) = given.done() {
        options.refuse(error);
    }
    Some(context)
}

impl core::fmt::Debug for Settings {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Settings")
    }
}
