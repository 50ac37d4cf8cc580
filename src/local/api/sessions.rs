//! Refresh, revocation, global sign-out, and the list of sessions.

use serde_json::{Value, json};

use super::page::{at, page};
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{
    Answer, Checked, internal, invalid_parameter, not_authorized, not_found, refuse, unsupported,
};
use crate::local::model::app_client::Client;
use crate::local::model::pool::Pool;
use crate::local::model::refresh_family::Family;
use crate::local::proof::signing_key::peek;
use crate::local::tokens::{self, Caller};

/// `AuthenticationResult` inside an answer of its own.
fn result(tokens: Value) -> Value {
    json!({ "AuthenticationResult": tokens, "ChallengeParameters": {} })
}

/// Checks what a refresh needs besides its token, and makes new tokens.
fn renew(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    token: &str,
    device_key: Option<&str>,
    metadata: &Value,
) -> Checked<(Value, String)> {
    let now = env.now;
    let family = pool.live_family(token, &client.client_id, now)?.clone();
    let user = pool.user(&family.username)?;
    if !user.enabled {
        return Err(not_authorized("User is disabled."));
    }
    if let Some(key) = &family.device_key {
        let confirmed = user.device(key).is_some_and(|device| device.verifier.is_some());
        if device_key != Some(key.as_str()) || !confirmed {
            return Err(not_authorized("Invalid Refresh Token"));
        }
    }
    let tokens = tokens::issue(env, pool, &family, "TokenGeneration_RefreshTokens", metadata)?;
    pool.family_mut(&family.id)?.used = now;
    Ok((tokens, family.id))
}

/// InitiateAuth with REFRESH_TOKEN_AUTH.
pub(super) fn refresh_by_flow(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    parameters: &Parameters,
    metadata: &Value,
) -> Answer {
    if client.rotation_grace().is_some() {
        return Err(unsupported(
            "Refresh token rotation is enabled for this client: call GetTokensFromRefreshToken instead.",
        ));
    }
    if !client.allows("REFRESH_TOKEN_AUTH") {
        return Err(invalid_parameter("Auth flow not enabled for this client"));
    }
    let token = need(parameters, "REFRESH_TOKEN")?;
    let family = pool.live_family(token, &client.client_id, env.now)?;
    let user = pool.user(&family.username)?;
    let mut names = vec![user.username.as_str(), user.sub()];
    names.extend(["email", "phone_number", "preferred_username"].iter().filter_map(|name| user.attribute(name)));
    client.check_secret_hash(parameters.get("SECRET_HASH").map(String::as_str), &names)?;
    let device_key = parameters.get("DEVICE_KEY").map(String::as_str);
    let (tokens, _) = renew(env, pool, client, token, device_key, metadata)?;
    Ok(result(tokens))
}

/// What a refresh gives.
pub(in crate::local) struct Rotated {
    pub(in crate::local) tokens: Value,
    /// The next refresh token, where they rotate.
    pub(in crate::local) next: Option<String>,
}

/// Makes new tokens, for a client whose secret was checked.
pub(in crate::local) fn refresh(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    token: &str,
    device_key: Option<&str>,
    metadata: &Value,
) -> Checked<Rotated> {
    let rotation = client.rotation_grace();
    let family = pool.live_family(token, &client.client_id, env.now)?;
    if let (Some(grace), Some(rotated)) = (rotation, family.holds(token).and_then(|token| token.rotated))
        && env.now > rotated + f64::from(grace) * 1000.0
    {
        return Err(refuse("RefreshTokenReuseException", "Refresh token reuse detected"));
    }
    let (tokens, id) = renew(env, pool, client, token, device_key, metadata)?;
    let mut next = None;
    if rotation.is_some() {
        let now = env.now;
        let family = pool.family_mut(&id)?;
        family.rotate(token, now);
        next = Some(tokens::mint(&mut env.rng, family));
    }
    Ok(Rotated { tokens, next })
}

/// GetTokensFromRefreshToken.
pub(super) fn get_tokens(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    if !client.knows_secret(input.text("ClientSecret")?) {
        return Err(not_authorized(format!("Unable to verify secret for client {}", client.client_id)));
    }
    let token = input.need("RefreshToken")?;
    let device_key = input.text("DeviceKey")?;
    let Rotated { mut tokens, next } = refresh(env, pool, &client, token, device_key, &input.metadata())?;
    if let Some(next) = next {
        tokens.as_object_mut().ok_or_else(internal)?.insert("RefreshToken".to_owned(), json!(next));
    }
    Ok(json!({ "AuthenticationResult": tokens }))
}

/// RevokeToken.
pub(super) fn revoke(_env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    if !client.knows_secret(input.text("ClientSecret")?) {
        return Err(refuse("UnauthorizedException", "Unable to verify secret for the client."));
    }
    if !client.enable_token_revocation {
        return Err(unsupported("Token revocation is not enabled for this client."));
    }
    let token = input.need("Token")?;
    if peek(token).is_some() {
        return Err(refuse("UnsupportedTokenTypeException", "Unsupported token type"));
    }
    let family = pool.families.iter_mut().find(|family| family.holds(token).is_some());
    let family = family.ok_or_else(|| invalid_parameter("Invalid Refresh Token"))?;
    if family.client_id != client.client_id {
        return Err(refuse("UnauthorizedException", "The token was not issued to this client."));
    }
    family.revoked = true;
    Ok(json!({}))
}

pub(super) fn global_sign_out(_env: &mut Env<'_>, pool: &mut Pool, username: &str, _input: Input<'_>) -> Answer {
    pool.revoke_all(username, None);
    Ok(json!({}))
}

fn sessions(env: &Env<'_>, pool: &Pool, username: &str, current: Option<&str>, input: Input<'_>) -> Answer {
    let live = pool
        .families
        .iter()
        .filter(|family| family.username == username && !family.revoked && family.expires > env.now)
        .map(|family| (at(family.created, &family.session_id), family));
    let describe = |family: &Family| {
        json!({
            "SessionId": family.session_id,
            "SessionType": "TOKEN",
            "ClientId": family.client_id,
            "CreateDate": family.created / 1000.0,
            "LastActiveDate": family.used / 1000.0,
            "DeviceType": "unknown",
            "IsCurrentSession": current == Some(family.id.as_str()),
        })
    };
    page(live, describe, input, ("Sessions", "Limit", "NextToken"))
}

pub(super) fn list(env: &mut Env<'_>, pool: &mut Pool, caller: &Caller, input: Input<'_>) -> Answer {
    sessions(env, pool, &caller.username, Some(&caller.family), input)
}

pub(super) fn admin_list(env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    sessions(env, pool, username, None, input)
}

pub(super) fn revoke_one(env: &mut Env<'_>, pool: &mut Pool, caller: &Caller, input: Input<'_>) -> Answer {
    if pool.family(&caller.family)?.session_id == input.need("SessionId")? {
        return Err(invalid_parameter("The current session cannot be revoked here: use RevokeToken or GlobalSignOut."));
    }
    admin_revoke_one(env, pool, &caller.username, input)
}

pub(super) fn admin_revoke_one(_env: &mut Env<'_>, pool: &mut Pool, username: &str, input: Input<'_>) -> Answer {
    let id = input.need("SessionId")?;
    let family = pool.families.iter_mut().find(|family| family.session_id == id && family.username == username);
    family.ok_or_else(|| not_found("Session does not exist."))?.revoked = true;
    Ok(json!({}))
}
