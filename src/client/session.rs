//! The session after sign-in: whether its tokens are still valid, and new ones when they are not.

use super::call::{Call, End};
use super::effect::Effect;
use super::failure::{ENDED, MALFORMED_TOKEN, NO_TOKENS, NOT_SIGNED_IN, failure};
use crate::text::decimal;
use crate::text::sheet::{Value, integer};
use crate::token;

/// The entries of a session, in the order in which they are written: the refresh token first, because once rotated the
/// old one is worth nothing.
const ENTRIES: [&str; 4] = [".refreshToken", ".idToken", ".accessToken", ".clockDrift"];

/// A session: `{ accessToken, idToken?, refreshToken?, clockDrift?, claims }`, as it is stored or put together.
#[derive(Clone, Copy)]
pub(super) struct Tokens(pub(super) Value);

impl Tokens {
    /// The stored session; nothing when nobody is signed in.
    pub(super) fn stored(call: &Call<'_>, stored: Value) -> Option<Tokens> {
        if call.entry(stored, "accessToken").is_there() { Some(Tokens(stored)) } else { call.fail(NOT_SIGNED_IN) }
    }

    /// The tokens of an answer. Where it brings no refresh token, `kept` stays.
    #[inline(never)]
    pub(super) fn of(call: &Call<'_>, reply: Value, kept: Value) -> Option<Tokens> {
        let result = call.get(reply, "AuthenticationResult");
        let access = call.entry(result, "AccessToken");
        if !access.is_there() {
            return call.fail(NO_TOKENS);
        }
        let (id, refresh) = (call.entry(result, "IdToken"), call.entry(result, "RefreshToken").or(kept));
        let now = token::seconds(call.now()) as i64;
        let [access_issued, id_issued] = times(call, call.claims(), id.is_there(), "iat", now)?;
        let ahead = now - access_issued.min(id_issued);
        // Whole seconds. The `s` says that the number is ours: Amplify v6 keeps milliseconds under the same key.
        let mark = call.mark();
        call.put("\"").put(&decimal::write(ahead)).put(if ahead == 0 { "\"" } else { "s\"" });
        Some(Tokens(call.write(TOKENS, &[access, id, refresh, call.since(mark), call.claims()])))
    }

    /// One of the tokens.
    pub(super) fn get(self, call: &Call<'_>, name: &str) -> Value {
        call.entry(self.0, name)
    }

    /// A claim of the access token.
    pub(super) fn access_claim(self, call: &Call<'_>, name: &str) -> Value {
        call.get(call.get(call.get(self.0, "claims"), "access"), name)
    }

    /// Whether the tokens are valid for `leeway` more seconds.
    #[inline(never)]
    pub(super) fn are_valid(self, call: &Call<'_>, leeway: i64) -> Option<bool> {
        let has_id = self.get(call, "idToken").is_there();
        let [access, id] = times(call, call.get(self.0, "claims"), has_id, "exp", 0)?.map(|time| time as f64);
        let drift = call.with(call.text_at(self.0, "clockDrift"), drift_seconds);
        Some(token::is_valid(token::seconds(call.now()), drift, leeway as f64, Some(access), Some(id)))
    }

    /// Stores them for that user.
    #[inline(never)]
    pub(super) fn store(self, call: &Call<'_>, user: Value) {
        for name in ENTRIES {
            call.store(user, name, self.get(call, name.strip_prefix('.').unwrap_or_default()));
        }
    }
}

/// A time that both tokens claim, in seconds; the access token's for an ID token that is not there or has none.
#[inline(never)]
fn times(call: &Call<'_>, claims: Value, has_id: bool, claim: &str, otherwise: i64) -> Option<[i64; 2]> {
    let (access, id) = (call.get(claims, "access"), call.get(claims, "id"));
    if !access.is_there() || has_id && !id.is_there() {
        return call.fail(MALFORMED_TOKEN);
    }
    let time = call.number(call.get(access, claim), otherwise);
    Some([time, if has_id { call.number(call.get(id, claim), otherwise) } else { time }])
}

const TOKENS: &str = "accessToken=$0 idToken=$1 refreshToken=$2 clockDrift=$3 claims=$4";

/// The drift of a stored session. What is not a number counts as none, as in amazon-cognito-identity-js.
///
/// Amplify v6 keeps milliseconds with the other sign under this very key. Where nothing says who wrote it, the reading counts
/// by which tokens end sooner: a session is refreshed once too early at most, and the next drift is ours.
fn drift_seconds(stored: &str) -> f64 {
    let number = integer(stored).unwrap_or(0) as f64;
    if stored.ends_with('s') { number } else { number.min(number / -1000.0) }
}

/// Tokens that are valid for `leeway` more seconds: the stored ones, or new ones.
pub(super) async fn valid(call: &Call<'_>, leeway: i64, force: bool) -> Option<Tokens> {
    let tokens = Tokens::stored(call, call.stored())?;
    if !force && tokens.are_valid(call, leeway)? {
        return Some(tokens);
    }
    let token = tokens.get(call, "refreshToken");
    if !token.is_there() {
        return call.fail(ENDED);
    }
    call.ask(Effect::Refresh, call.write("user=\"0 token=$1 clientMetadata=?clientMetadata", &[call.user, token]))
        .await?;
    Tokens::stored(call, call.load(call.user).await?)
}

/// `User.session`.
pub(super) async fn session(call: &Call<'_>) -> Option<End> {
    let leeway = call.number(call.option("minValiditySeconds"), 0);
    let tokens = valid(call, leeway, call.flag("forceRefresh")).await?;
    Some((Effect::Session, tokens.0))
}

/// The refresh that [`valid`] asks for: new tokens for the refresh token `token`.
///
/// GetTokensFromRefreshToken is asked first: it alone works with rotation. A service that does not know it is asked by
/// REFRESH_TOKEN_AUTH. Nothing is written when the stored refresh token is no longer the one that was used, because then
/// somebody signed out, or signed in, or another page was faster.
pub(super) async fn refresh(call: &Call<'_>) -> Option<End> {
    const CHALLENGED: &str =
        failure!("Internal" "internal" "The service answered a refresh with a challenge: check the endpoint.");
    const UNKNOWN: [&str; 4] =
        ["UnknownOperationException", "UnsupportedOperationException", "InvalidAction", "NotImplemented"];
    // The refresh token is worth nothing any more. An outage, or a refusal of the request as such, keeps the session.
    const DEFINITIVE: [&str; 4] =
        ["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException", "NotSignedIn"];
    let used = call.input("token");
    let device = call.entry(call.stored(), "deviceKey");
    let body = call.write(
        "RefreshToken=$0 ClientId=.clientId ClientSecret=.clientSecret DeviceKey=$1 ClientMetadata=$2",
        &[used, device, call.metadata()],
    );
    let mut reply = call.send("GetTokensFromRefreshToken", body).await;
    // An auth proxy has one route for both.
    let can_ask_again = reply.is_none() && !call.setting("proxy").is_there();
    if can_ask_again && UNKNOWN.iter().any(|code| call.failed_with(code)) {
        let body = call.write(
            "AuthFlow='REFRESH_TOKEN_AUTH ClientId=.clientId AuthParameters{ REFRESH_TOKEN=$0 DEVICE_KEY=$1 SECRET_HASH=$3 } ClientMetadata=$2 UserContextData=.userContextData",
            &[used, device, call.metadata(), call.secret_hash(call.user)],
        );
        reply = call.send("InitiateAuth", body).await;
    }
    let fresh = match reply {
        Some(reply) if call.get(reply, "ChallengeName").is_there() => return call.fail(CHALLENGED),
        Some(reply) => Some(Tokens::of(call, reply, used)?),
        None => None,
    };
    let error = call.failure();
    let definitive = DEFINITIVE.iter().any(|code| call.failed_with(code));
    if fresh.is_none() && !definitive && !call.get(error, "status").is_there() {
        return None;
    }
    let stored = call.load(call.user).await?;
    let tokens = Tokens::stored(call, stored);
    match (fresh, tokens) {
        (Some(fresh), Some(tokens)) if call.same(tokens.get(call, "refreshToken"), used) => {
            fresh.store(call, call.user)
        }
        (None, Some(tokens)) if definitive && call.same(tokens.get(call, "refreshToken"), used) => {
            clear(call, stored);
            return over(call, error);
        }
        // Another page of this origin has refreshed: what is stored now is right.
        (_, Some(tokens)) if (fresh.is_some() || definitive) && tokens.are_valid(call, 0) == Some(true) => {}
        // Whoever signed out meanwhile is told so in one way, with the service's own error below.
        (None, None) if !definitive => return over(call, error),
        (None, _) if !definitive => return call.fail_with(error),
        _ => return call.fail(NOT_SIGNED_IN),
    }
    Some((Effect::Value, Value::ABSENT))
}

/// Fails with the end of the session, and the service's own error below.
fn over(call: &Call<'_>, cause: Value) -> Option<End> {
    let mark = call.mark();
    call.put(ENDED.strip_suffix('}').unwrap_or(ENDED)).member("cause", cause).put("}");
    call.fail_with(call.since(mark))
}

/// Removes everything that belongs to the session, and `LastAuthUser` when it names this user.
#[inline(never)]
pub(super) fn clear(call: &Call<'_>, stored: Value) {
    for name in ENTRIES.into_iter().chain([".userData"]) {
        call.store(call.user, name, Value::ABSENT);
    }
    if call.same(call.text_at(stored, "last"), call.user) {
        call.store(Value::ABSENT, "LastAuthUser", Value::ABSENT);
    }
}

/// `Pool.restore`: a user of tokens that came from elsewhere. The host gives it a storage of its own.
pub(super) fn restore(call: &Call<'_>) -> Option<End> {
    const NAMELESS: &str = failure!("The access token has no username: pass `username`.");
    let values = [call.input("claims"), call.add("\"0\"")];
    let tokens = Tokens(call.write(
        "accessToken=?accessToken idToken=?idToken refreshToken=?refreshToken clockDrift=$1 claims=$0",
        &values,
    ));
    let user = call.inside(call.option("username").or(tokens.access_claim(call, "username")));
    if !user.is_there() {
        return call.fail(NAMELESS);
    }
    tokens.store(call, user);
    Some((Effect::SignedIn, call.write(SIGNED_IN, &[user, tokens.0])))
}

/// What the host makes a user and a session of.
pub(super) const SIGNED_IN: &str = "username=\"0 session=$1";
