//! The session after sign-in: its three tokens, whether they still hold, and new ones when they end.

use super::{Context, Event, Flow, Keys, OUT_OF_STEP, Progress, Step, Write};
use crate::error::{AuthError, Details, Result, code};
use crate::operation::{AuthFlow, AuthReply, Call, Json, Operation, Tokens};
use crate::prelude::*;
use crate::secret::Secret;
use crate::text::decimal;
use crate::token;
use alloc::rc::Rc;

/// The tokens of one session; boxed wherever they are handed on, because flows move them through many hands.
#[derive(Clone, Debug)]
pub struct SessionTokens {
    /// The access token.
    pub access: Secret<String>,
    /// The ID token.
    pub id: Option<Secret<String>>,
    /// The refresh token.
    pub refresh: Option<Secret<String>>,
    /// How far this clock was ahead of the service's when the tokens came, in seconds.
    pub clock_drift: f64,
}

impl SessionTokens {
    /// Reads fresh tokens; `kept` is the refresh token that stays when the service gives no new one.
    pub(super) fn from_reply(
        context: &Context,
        tokens: &Tokens,
        kept: Option<&Secret<String>>,
        now: f64,
    ) -> Result<Box<SessionTokens>> {
        let issued_at = |jwt: &Secret<String>| Result::Ok(context.claims(jwt.expose())?.number_at("iat"));
        let now = token::seconds(now);
        let access_iat = issued_at(&tokens.access)?.unwrap_or(now);
        let id_iat = tokens.id.as_ref().map(issued_at).transpose()?.flatten().unwrap_or(access_iat);
        Ok(Box::new(SessionTokens {
            access: tokens.access.clone(),
            id: tokens.id.clone(),
            refresh: tokens.refresh.as_ref().or(kept).cloned(),
            clock_drift: token::clock_drift(now, access_iat, id_iat),
        }))
    }

    /// The stored session, loaded by [`Keys::session`]; `None` when nobody is signed in.
    pub fn from_loaded(values: Vec<Option<Secret<String>>>) -> Option<Box<SessionTokens>> {
        let mut values = values.into_iter().map(|value| value.filter(|value| !value.expose().is_empty()));
        let id = values.next()?;
        let access = values.next()??;
        let refresh = values.next()?;
        let drift = values.next()?.map_or(0.0, |drift| read_drift(drift.expose()));
        Some(Box::new(SessionTokens { access, id, refresh, clock_drift: drift }))
    }

    /// Whether the tokens hold for `leeway` more seconds.
    pub fn is_valid(&self, context: &Context, now: f64, leeway: f64) -> Result<bool> {
        let expires_at =
            |jwt: &Secret<String>| Result::Ok(context.claims(jwt.expose())?.number_at("exp").unwrap_or(0.0));
        let access = expires_at(&self.access)?;
        let id = self.id.as_ref().map(expires_at).transpose()?;
        Ok(token::is_valid(token::seconds(now), self.clock_drift, leeway, Some(access), id))
    }

    /// Whether the service can revoke this session: the access token carries `origin_jti`.
    pub fn is_revocable(&self, context: &Context) -> bool {
        self.refresh.is_some()
            && context.claims(self.access.expose()).is_ok_and(|claims| claims.text_at("origin_jti").is_some())
    }
}

/// The text that a drift is stored as: whole seconds, for parsing fractions costs 10 kB. The `s` tells whose number it is; who
/// reads it as the incumbent does, up to the first letter, finds what the incumbent would have stored.
pub(super) fn write_drift(seconds: f64) -> String {
    let mut text = decimal::write(seconds as i64);
    if seconds != 0.0 {
        text.push('s');
    }
    text
}

/// The drift of a stored session. What is no number counts as none, as in the incumbent.
///
/// Amplify v6 keeps milliseconds with the other sign under this very key. Where nothing tells who wrote it, the reading counts
/// by which tokens end sooner: a session is refreshed once too early at most, and the next drift is ours.
fn read_drift(stored: &str) -> f64 {
    let digits = stored.strip_suffix('s');
    let number = f64::from(digits.unwrap_or(stored).parse::<i32>().unwrap_or(0));
    if digits.is_some() { number } else { number.min(number / -1000.0) }
}

/// Gets new tokens for a refresh token.
///
/// GetTokensFromRefreshToken is asked first: it alone works with rotation. A service that does not know it is asked by
/// REFRESH_TOKEN_AUTH. The new refresh token is stored before anything else; nothing is written when the stored one is no
/// longer the one that was used, because then somebody signed out, or signed in, meanwhile.
///
/// Boxed, so that its turns borrow the state: a moved state would bring the code that drops it wherever a turn can end.
pub struct Refresh(Box<State>);

struct State {
    context: Rc<Context>,
    keys: Keys,
    used: Secret<String>,
    client_metadata: Option<Json>,
    user_context: Option<Json>,
    device_key: Option<Secret<String>>,
    awaiting: Await,
    /// The changes of this turn.
    writes: Vec<Write>,
}

enum Await {
    Device,
    Tokens,
    TokensTheOldWay,
    /// What is stored by now, and what the service said.
    Stored(Result<Box<SessionTokens>>),
}

enum Turn {
    Ask(Await, Step),
    Done(Box<SessionTokens>),
}

impl core::fmt::Debug for Refresh {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Refresh")
    }
}

impl Refresh {
    /// Starts a refresh of that user's session.
    pub fn start(
        context: Rc<Context>,
        username: &str,
        refresh_token: Secret<String>,
        client_metadata: Option<Json>,
        user_context: Option<Json>,
    ) -> Progress<Refresh> {
        let keys = Keys::new(&context.storage, username);
        let load = keys.device();
        let flow = Refresh(Box::new(State {
            context,
            keys,
            used: refresh_token,
            client_metadata,
            user_context,
            device_key: None,
            awaiting: Await::Device,
            writes: Vec::new(),
        }));
        Progress::Suspended { flow, writes: Vec::new(), step: Step::Load(load) }
    }
}

impl State {
    fn ask(&self) -> Turn {
        let call = Call::new(Operation::GetTokensFromRefreshToken)
            .secret("RefreshToken", &self.used)
            .text("ClientId", &self.context.client_id)
            .maybe_secret("ClientSecret", self.context.client_secret.as_ref())
            .maybe_secret("DeviceKey", self.device_key.as_ref())
            .maybe("ClientMetadata", self.client_metadata.clone());
        Turn::Ask(Await::Tokens, Step::Call(call))
    }

    fn ask_the_old_way(&self) -> Turn {
        let mut parameters = Json::Map(Vec::new());
        parameters.set("REFRESH_TOKEN", Json::Text(self.used.clone()));
        if let Some(key) = &self.device_key {
            parameters.set("DEVICE_KEY", Json::Text(key.clone()));
        }
        if let Some(hash) = self.context.secret_hash(self.keys.username()) {
            parameters.set("SECRET_HASH", Json::text(hash));
        }
        let call = Call::new(Operation::InitiateAuth)
            .text("AuthFlow", AuthFlow::RefreshTokenAuth.name())
            .text("ClientId", &self.context.client_id)
            .with("AuthParameters", parameters)
            .maybe("ClientMetadata", self.client_metadata.clone())
            .maybe("UserContextData", self.user_context.clone());
        Turn::Ask(Await::TokensTheOldWay, Step::Call(call))
    }

    fn answered(&self, reply: Result<Json>, now: f64) -> Result<Turn> {
        let tokens = reply.and_then(|reply| match AuthReply::read(&reply)? {
            AuthReply::Tokens(tokens) => SessionTokens::from_reply(&self.context, &tokens, Some(&self.used), now),
            AuthReply::Challenge(_) => Err(CHALLENGED),
        });
        match tokens {
            Err(error) if !is_definitive(&error) => Err(error),
            tokens => {
                let mut load = self.keys.session();
                load.push(self.keys.last_user());
                Ok(Turn::Ask(Await::Stored(tokens), Step::Load(load)))
            }
        }
    }

    fn conclude(
        &mut self,
        tokens: Result<Box<SessionTokens>>,
        mut stored: Vec<Option<Secret<String>>>,
        now: f64,
    ) -> Result<Turn> {
        let last_user = stored.pop().flatten();
        let stored = SessionTokens::from_loaded(stored);
        let stored_refresh = stored.as_ref().and_then(|stored| stored.refresh.as_ref());
        if stored_refresh.is_some_and(|stored| stored.expose() == self.used.expose()) {
            self.writes = match &tokens {
                Ok(tokens) => self.keys.store(tokens),
                Err(_) => self.keys.clear(last_user.is_some_and(|user| self.keys.is(user.expose()))),
            };
            return tokens.map(Turn::Done);
        }
        // Another page of this origin has refreshed, or somebody signed out: what is stored now is right.
        stored
            .filter(|stored| stored.is_valid(&self.context, now, 0.0).unwrap_or(false))
            .map(Turn::Done)
            .ok_or(AuthError::not_signed_in())
    }

    fn turn(&mut self, event: Event, now: f64) -> Result<Turn> {
        match (core::mem::replace(&mut self.awaiting, Await::Device), event) {
            (Await::Device, Event::Loaded(values)) => {
                self.device_key = values.into_iter().next().flatten().filter(|key| !key.expose().is_empty());
                Ok(self.ask())
            }
            (Await::Tokens, Event::Reply(Err(error))) if is_unknown_operation(&error) => Ok(self.ask_the_old_way()),
            (Await::Tokens | Await::TokensTheOldWay, Event::Reply(reply)) => self.answered(reply, now),
            (Await::Stored(tokens), Event::Loaded(stored)) => self.conclude(tokens, stored, now),
            _ => Err(OUT_OF_STEP),
        }
    }
}

const CHALLENGED: AuthError = AuthError::known(
    const { &Details::internal("The service answered a refresh with a challenge: check the endpoint.") },
);

/// Whether the refresh token is worth nothing any more. An outage, or a refusal of the request as such, keeps the session.
fn is_definitive(error: &AuthError) -> bool {
    ["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException", code::NOT_SIGNED_IN]
        .iter()
        .any(|code| error.is(code))
}

/// Whether the service has no GetTokensFromRefreshToken.
fn is_unknown_operation(error: &AuthError) -> bool {
    ["UnknownOperationException", "UnsupportedOperationException", "InvalidAction", "NotImplemented"]
        .iter()
        .any(|code| error.is(code))
}

impl Flow for Refresh {
    type Output = Box<SessionTokens>;

    fn resume(mut self, event: Event, now: f64) -> Progress<Refresh> {
        let turn = self.0.turn(event, now);
        let writes = core::mem::take(&mut self.0.writes);
        match turn {
            Ok(Turn::Ask(awaiting, step)) => {
                self.0.awaiting = awaiting;
                Progress::Suspended { flow: self, writes, step }
            }
            Ok(Turn::Done(tokens)) => Progress::Finished { writes, result: Ok(tokens) },
            Err(error) => Progress::Finished { writes, result: Err(error) },
        }
    }
}
