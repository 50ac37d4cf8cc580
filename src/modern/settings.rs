//! The configuration of a pool, checked.

use super::given::{Given, Options};
use crate::error::{AuthError, Details, Result};
use crate::flow::{Companions, Context, Keys};
use crate::operation::Json;
use crate::prelude::*;
use crate::wire::cognito;
use alloc::rc::Rc;

/// What all methods of a pool and of its users know.
pub struct Settings {
    /// The id of the user pool.
    pub user_pool_id: String,
    /// What the flows know.
    pub context: Rc<Context>,
    /// Where the service is.
    pub endpoint: String,
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
const BAD_CLIENT_ID: AuthError =
    AuthError::known(const { &Details::invalid("`clientId` must be the id of an app client: letters and digits.") });

impl Settings {
    /// Reads the options of a pool; `parse` is the host's parser of JSON.
    pub fn read(given: &dyn Given, parse: fn(&str) -> Option<Json>) -> Result<Settings> {
        let options = Options::required(given);
        let user_pool_id = options.required_text("userPoolId").expose().clone();
        options.done()?;
        let id = cognito::user_pool_id(&user_pool_id)?;
        let client_id = options.required_text("clientId").expose().clone();
        if client_id.len() > 128 || !client_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+".contains(&byte))
        {
            options.refuse(BAD_CLIENT_ID);
        }
        let endpoint = options.word("endpoint").unwrap_or_else(|| cognito::endpoint(id.region));
        if !endpoint.starts_with("https://") && !endpoint.starts_with("http://") {
            options.refuse(BAD_ENDPOINT);
        }
        let pool_name = id.name.to_owned();
        let client_secret = options.text("clientSecret");
        let settings = Settings {
            context: Rc::new(Context { client_id, pool_name, client_secret, parse }),
            endpoint,
            timeout_ms: options.number("timeoutMs").unwrap_or(DEFAULT_TIMEOUT_MS),
            audience_origins: options.texts("audienceOrigins"),
            client_metadata: options.map("clientMetadata"),
            user_context: user_context(&options),
            device_name: "nodejs".to_owned(),
            issuer: user_pool_id.clone(),
            user_pool_id,
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
        Keys::new(&self.context.client_id, username)
    }
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
