//! What an app holds: a pool, a person who is signed in, a challenge, a session.

use std::fmt;
use std::rc::Rc;

use cognito_identity_wasm::client::Effect;
use cognito_identity_wasm::secret::Secret;
use cognito_identity_wasm::wire::cognito::{regular_endpoint, user_pool_id};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::error::Error;
use super::host::Host;
use super::http::{Http, Transport};
use super::json::{get, object, text};
use super::platform::user_agent;
use super::run::{Ending, run};
use super::storage::{Memory, Page, Storage};

/// Which pool, seen by which app client.
#[derive(Clone, Debug)]
pub struct Config {
    /// Such as `eu-central-1_AbCdEf123`.
    pub user_pool_id: String,
    /// The id of an app client without a secret: an app that people download can keep none.
    pub client_id: String,
    /// Where the service is, unless it is Amazon's own.
    pub endpoint: Option<String>,
}

/// A user pool, seen by one app client.
#[derive(Clone)]
pub struct Client {
    host: Rc<Host>,
}

impl Client {
    /// A client that asks by `fetch` and keeps sessions in `localStorage`, where there is one, else in memory.
    pub fn new(config: &Config) -> Result<Client, Error> {
        let storage: Box<dyn Storage> = match Page::local() {
            Some(page) => Box::new(page),
            None => Box::new(Memory::default()),
        };
        let (region, _) = pool_of(config)?;
        let endpoint = config.endpoint.clone().unwrap_or_else(|| regular_endpoint(region));
        Client::with(config, Box::new(Http::new(endpoint)), storage)
    }

    /// The same with a transport and a storage of the app's own.
    pub fn with(config: &Config, transport: Box<dyn Transport>, storage: Box<dyn Storage>) -> Result<Client, Error> {
        let (_, pool_name) = pool_of(config)?;
        let settings = object([
            ("clientId", config.client_id.as_str().into()),
            ("poolName", pool_name.into()),
            ("deviceName", user_agent().into()),
        ]);
        let prefix = ["CognitoIdentityServiceProvider.", &config.client_id, "."].concat();
        Ok(Client { host: Rc::new(Host { transport, storage, prefix, settings, refreshes: Default::default() }) })
    }

    /// Signs a person in by name and password. The password stays here: SRP proves that it is known.
    pub async fn sign_in(&self, username: &str, password: &str) -> Result<SignIn, Error> {
        let options = object([
            ("authFlow", "USER_SRP_AUTH".into()),
            ("username", username.into()),
            ("password", password.into()),
            ("srp", true.into()),
        ]);
        self.progress(username, options).await
    }

    /// Who is signed in, according to the storage.
    pub fn current_user(&self) -> Result<Option<User>, Error> {
        let Some(name) = self.host.entry("LastAuthUser")? else { return Ok(None) };
        let signed_in = self.host.entry(&[&name, ".accessToken"].concat())?.is_some();
        Ok(signed_in.then(|| User { client: self.clone(), name }))
    }

    /// A sign-in as far as it comes.
    async fn progress(&self, username: &str, options: JsValue) -> Result<SignIn, Error> {
        let (effect, what) = run(&self.host, "signIn", username, [("options", options)]).await?;
        let username = text(&what, "username").unwrap_or_default();
        let client = self.clone();
        if effect == Effect::SignedIn {
            return Ok(SignIn::Done(User { client, name: username }));
        }
        let challenge = get(&what, "challenge");
        Ok(SignIn::Challenge(Challenge {
            client,
            username,
            name: text(&challenge, "ChallengeName").unwrap_or_default(),
            session: text(&challenge, "Session").map(Secret::new),
            parameters: get(&challenge, "ChallengeParameters"),
        }))
    }
}

fn pool_of(config: &Config) -> Result<(&str, &str), Error> {
    let refused = || Error::new("InvalidArgument", "`user_pool_id` must look like eu-central-1_AbCdEf123.");
    user_pool_id(&config.user_pool_id).ok_or_else(refused)
}

/// How far a sign-in came.
#[derive(Debug)]
pub enum SignIn {
    /// The person is signed in.
    Done(User),
    /// The person must answer first.
    Challenge(Challenge),
}

/// A question of the service in answer to a sign-in.
pub struct Challenge {
    client: Client,
    username: String,
    name: String,
    session: Option<Secret<String>>,
    parameters: JsValue,
}

impl Challenge {
    /// The service's name of it, such as `NEW_PASSWORD_REQUIRED`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One of its parameters, as the service wrote it.
    pub fn parameter(&self, name: &str) -> Option<String> {
        text(&self.parameters, name)
    }

    /// Answers by members of `ChallengeResponses`, such as `SMS_MFA_CODE`.
    pub async fn respond<'a>(self, answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<SignIn, Error> {
        let members = object(answers.into_iter().map(|(name, answer)| (name, answer.into())));
        let options = object([
            ("challenge", self.name.as_str().into()),
            ("session", self.session.as_ref().map(|session| session.expose().as_str()).into()),
            ("username", self.username.as_str().into()),
            ("members", members),
        ]);
        self.client.progress(&self.username, options).await
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Challenge").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A person who is signed in.
#[derive(Clone)]
pub struct User {
    client: Client,
    name: String,
}

impl User {
    /// The name as the service knows it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Valid tokens; they are refreshed first when they are no longer valid.
    pub async fn session(&self) -> Result<Session, Error> {
        self.session_by(object([])).await
    }

    /// New tokens.
    pub async fn refresh(&self) -> Result<Session, Error> {
        self.session_by(object([("forceRefresh", true.into())])).await
    }

    /// The attributes, as the service knows them now.
    pub async fn attributes(&self) -> Result<Vec<(String, String)>, Error> {
        let reply = self.operation("GetUser", object([])).await?;
        let pairs = get(&reply, "UserAttributes").dyn_into::<Array>().unwrap_or_default();
        let pair = |pair: JsValue| Some((text(&pair, "Name")?, text(&pair, "Value").unwrap_or_default()));
        Ok(pairs.iter().filter_map(pair).collect())
    }

    /// Revokes the session, then clears the storage; says whether the service confirmed that it has ended.
    pub async fn sign_out(self) -> Result<bool, Error> {
        let (_, what) = self.run("signOut", []).await?;
        Ok(get(&what, "revoked").is_truthy())
    }

    async fn session_by(&self, options: JsValue) -> Result<Session, Error> {
        let (_, what) = self.run("session", [("options", options)]).await?;
        let token = |name| text(&what, name).map(Secret::new);
        let access_token = token("accessToken").unwrap_or_default();
        Ok(Session { access_token, id_token: token("idToken"), refresh_token: token("refreshToken") })
    }

    /// Sends an operation with the access token; `members` are the others of its input.
    async fn operation(&self, operation: &str, members: JsValue) -> Result<JsValue, Error> {
        let call = [("operation", operation.into()), ("access", "token".into()), ("members", members)];
        Ok(self.run("account", call).await?.1)
    }

    async fn run(&self, method: &str, more: impl IntoIterator<Item = (&str, JsValue)>) -> Result<Ending, Error> {
        run(&self.client.host, method, &self.name, more).await
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The tokens of a person.
#[derive(Clone, Debug)]
pub struct Session {
    /// For APIs that ask what a person may do.
    pub access_token: Secret<String>,
    /// Who the person is.
    pub id_token: Option<Secret<String>>,
    /// For new tokens.
    pub refresh_token: Option<Secret<String>>,
}
