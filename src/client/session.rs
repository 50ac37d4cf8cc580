//! The session after sign-in: whether its tokens are still valid, and new ones when they are not.

use super::DIRECT;
use super::call::{Allows, Call, End};
use super::effect::Effect;
use super::failure::{ENDED, MALFORMED_TOKEN, NOT_SIGNED_IN, ODD, failure};
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
    /// The tokens of an answer. Where it brings no refresh token, `kept` stays.
    #[inline(never)]
    pub(super) fn of(call: &Call<'_>, reply: Value, kept: Value) -> Option<Tokens> {
        let result = call.get(reply, "AuthenticationResult");
        let access = call.entry(result, "AccessToken");
        if !access.is_there() {
            return call.fail(ODD);
        }
        let (id, refresh) = (call.entry(result, "IdToken"), call.entry(result, "RefreshToken").or(kept));
        let now = token::seconds(call.now()) as i64;
        let Some([access_issued, id_issued]) = times(call, call.claims(), id.is_there(), "iat", now) else {
            return call.fail(MALFORMED_TOKEN);
        };
        let ahead = now - access_issued.min(id_issued);
        // Whole seconds. The `s` says that the number is ours: Amplify v6 keeps milliseconds under the same key.
        let mark = call.mark();
        call.put("\"").put(&decimal::write(ahead)).put(if ahead == 0 { "\"" } else { "s\"" });
        let drift = call.since(mark);
        Some(Tokens(call.write(TOKENS, &[access, id.or(call.add(NO_ID)), refresh, drift, call.claims()])))
    }

    /// Tokens that were not made just now: what their times say of the clock, nobody knows.
    fn without_drift(call: &Call<'_>, access: Value, id: Value, refresh: Value, claims: Value) -> Tokens {
        Tokens(call.write(TOKENS, &[access, id.or(call.add(NO_ID)), refresh, call.add("\"0\""), claims]))
    }

    /// One of the tokens.
    pub(super) fn get(self, call: &Call<'_>, name: &str) -> Value {
        call.entry(self.0, name)
    }

    /// A claim of the access token.
    pub(super) fn access_claim(self, call: &Call<'_>, name: &str) -> Value {
        call.get(call.get(call.get(self.0, "claims"), "access"), name)
    }

    /// Whether the tokens are whole, of one person, and valid for `leeway` more seconds.
    #[inline(never)]
    pub(super) fn are_valid(self, call: &Call<'_>, leeway: i64) -> bool {
        let claims = call.get(self.0, "claims");
        let has_id = self.get(call, "idToken").is_there();
        let sub = |token| call.get(call.get(claims, token), "sub");
        // An ID token that was lost, and one of somebody else.
        if !call.get(self.0, "idToken").is_there() || has_id && !call.same(sub("access"), sub("id")) {
            return false;
        }
        let Some(ends) = times(call, claims, has_id, "exp", 0) else { return false };
        let [access, id] = ends.map(|time| time as f64);
        let drift = call.with(call.text_at(self.0, "clockDrift"), drift_seconds);
        token::is_valid(token::seconds(call.now()), drift, leeway as f64, Some(access), Some(id))
    }

    /// Stores them for that user.
    #[inline(never)]
    pub(super) fn store(self, call: &Call<'_>, user: Value) {
        for name in ENTRIES {
            call.store(user, name, call.get(self.0, name.strip_prefix('.').unwrap_or_default()));
        }
    }
}

/// A time that both tokens claim, in seconds; the access token's for an ID token that is not there or has none. Nothing
/// where a token cannot be read.
#[inline(never)]
fn times(call: &Call<'_>, claims: Value, has_id: bool, claim: &str, otherwise: i64) -> Option<[i64; 2]> {
    let (access, id) = (call.get(claims, "access"), call.get(claims, "id"));
    if !access.is_there() || has_id && !id.is_there() {
        return None;
    }
    let time = call.number(call.get(access, claim), otherwise);
    Some([time, if has_id { call.number(call.get(id, claim), otherwise) } else { time }])
}

/// What is stored where the service gave no ID token: without it the entry was lost.
const NO_ID: &str = "\"\"";
const TOKENS: &str = "accessToken=$0 idToken=$1 refreshToken=$2 clockDrift=$3 claims=$4";

/// The drift of a stored session. What is not a number counts as none, as in amazon-cognito-identity-js.
///
/// Amplify v6 keeps milliseconds with the other sign under this very key. Where nothing says who wrote it, the reading counts
/// by which tokens end sooner: a session is refreshed once too early at most, and the next drift is ours.
fn drift_seconds(stored: &str) -> f64 {
    let number = integer(stored).unwrap_or(0) as f64;
    if !DIRECT || stored.ends_with('s') { number } else { number.min(number / -1000.0) }
}

/// Tokens that are valid for `leeway` more seconds: the stored ones, or new ones.
pub(super) fn valid(call: &Call<'_>, leeway: i64, force: bool) -> Option<Tokens> {
    let tokens = Tokens(call.stored());
    if !force && tokens.are_valid(call, leeway) {
        return Some(tokens);
    }
    let [access, token] = ["accessToken", "refreshToken"].map(|name| tokens.get(call, name));
    if !token.is_there() {
        return call.fail(if access.is_there() { ENDED } else { NOT_SIGNED_IN });
    }
    let what = call.write("user=\"0 token=$1 access=$2 clientMetadata=?clientMetadata", &[call.user, token, access]);
    call.ask(Effect::Refresh, what)?;
    let tokens = Tokens(call.load(call.user)?);
    if tokens.get(call, "accessToken").is_there() { Some(tokens) } else { call.fail(NOT_SIGNED_IN) }
}

/// Sends an operation of the person who is signed in; `values[3]` is for the access token.
///
/// Once more with new tokens where the service says that these have expired: the clock was corrected since they came.
pub(super) fn send_signed(
    call: &Call<'_>,
    operation: &str,
    template: &'static str,
    mut values: [Value; 5],
    allows: Allows,
) -> Option<Value> {
    let mut force = false;
    loop {
        values[3] = valid(call, 0, force)?.get(call, "accessToken");
        let reply = call.send(operation, call.write(template, &values), allows);
        let is_late = call.failed_with("NotAuthorizedException") && call.says("expired");
        if reply.is_some() || force || !is_late {
            return reply;
        }
        force = true;
    }
}

/// `User.session`.
pub(super) fn session(call: &Call<'_>) -> Option<End> {
    let leeway = call.number(call.option("minValiditySeconds"), 0);
    let tokens = valid(call, leeway, call.flag("forceRefresh"))?;
    Some((Effect::Session, tokens.0))
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
    let [access, id, refresh] = ["accessToken", "idToken", "refreshToken"].map(|name| call.option(name));
    let tokens = Tokens::without_drift(call, access, id, refresh, call.input("claims"));
    let user = call.inside(call.option("username").or(tokens.access_claim(call, "username")));
    if !user.is_there() {
        return call.fail(NAMELESS);
    }
    Some(signed_in(call, user, tokens))
}

/// `Pool.load`: where the host says that they are `remote`, with an auth proxy that keeps the tokens, it is asked who is signed in.
pub(super) fn load(call: &Call<'_>) -> Option<End> {
    if !call.input("remote").is_there() {
        return Some((Effect::Value, Value::ABSENT));
    }
    let nothing = call.add("{}");
    let is_nobody = || ["NotSignedIn", "NotAuthorizedException"].iter().any(|code| call.failed_with(code));
    let told = call.send("GetSession", nothing, Allows::AGAIN);
    let mut reply = told;
    if told.is_none() && is_nobody() {
        // The access token may have ended, and the refresh token not.
        reply = call.send("GetTokensFromRefreshToken", nothing, Allows::AGAIN);
    }
    let Some(reply) = reply else {
        if !is_nobody() {
            return None;
        }
        clear(call, call.stored());
        return Some((Effect::Value, Value::ABSENT));
    };
    let mut tokens = Tokens::of(call, reply, Value::ABSENT)?;
    if told.is_some() {
        let [access, id, refresh] = ["accessToken", "idToken", "refreshToken"].map(|name| tokens.get(call, name));
        tokens = Tokens::without_drift(call, access, id, refresh, call.claims());
    }
    let user = call.inside(tokens.access_claim(call, "username"));
    if user.is_there() { Some(signed_in(call, user, tokens)) } else { call.fail(ODD) }
}

/// The end of a sign-in: the tokens are stored for that user, who is the one signed in from now on.
pub(super) fn signed_in(call: &Call<'_>, user: Value, tokens: Tokens) -> End {
    tokens.store(call, user);
    call.store(Value::ABSENT, "LastAuthUser", call.string(user));
    (Effect::SignedIn, call.write(SIGNED_IN, &[user, tokens.0]))
}

/// What the host makes a user and a session of.
const SIGNED_IN: &str = "username=\"0 session=$1";
