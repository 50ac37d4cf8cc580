//! DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a known device proves itself.

use base64ct::{Base64, Encoding};
use serde_json::{Map, Value, json};

use super::password::{Responses, attempt, b_form, need, read_proof};
use super::{Awaits, Progress, Session, SrpAttempt, after_factors, deadline, finish, open, parameters, session};
use crate::local::env::Env;
use crate::local::pool::{Lookup, Pool};
use crate::local::refusal::{
    Answer, Checked, internal, invalid_parameter, not_authorized, not_found, wrong_credentials,
};
use crate::local::srp::Exchange;
use crate::local::user::Device;

pub(in crate::local) fn no_device() -> crate::local::refusal::Stop {
    not_found("Device does not exist.")
}

/// The confirmed device that the sign-in named.
pub(super) fn known<'a>(pool: &'a Pool, progress: &Progress) -> Checked<Option<&'a Device>> {
    let Some(key) = &progress.device_key else { return Ok(None) };
    let device = pool.user(&progress.username)?.device(key);
    device.filter(|device| device.verifier.is_some()).map(Some).ok_or_else(no_device)
}

pub(super) fn ask(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Answer {
    let mut parameters = parameters(&progress);
    parameters.insert("DEVICE_KEY".to_owned(), json!(progress.device_key));
    super::ask(env, pool, progress, Awaits::DeviceSrp, parameters)
}

/// DEVICE_SRP_AUTH: with its Session, or without one when the sign-in itself is recent.
pub(in crate::local) fn begin(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client_id: &str,
    session_id: Option<&str>,
    responses: &Responses,
) -> Answer {
    let username = need(responses, "USERNAME")?;
    let device_key = need(responses, "DEVICE_KEY")?;
    let srp_a = need(responses, "SRP_A")?;
    let inner = pool.find(username, Lookup::Any).ok_or_else(wrong_credentials)?;
    let Session { progress, .. } = match session_id {
        Some(id) => session(env, pool, Some(id), "DEVICE_SRP_AUTH")?,
        None => recent(env, pool, &inner, device_key)
            .ok_or_else(|| invalid_parameter("Missing required parameter Session"))?,
    };
    if progress.username != inner || progress.client_id != client_id {
        return Err(not_authorized("Invalid session for the user."));
    }
    let device = pool.user(&inner)?.device(device_key).ok_or_else(no_device)?;
    if progress.device_key.as_deref() != Some(device_key) {
        return Err(no_device());
    }
    let verifier = device.verifier.clone().ok_or_else(no_device)?;
    let form = b_form(env);
    let exchange = Exchange::new((&mut env.rng, env.powers), srp_a, verifier, form)
        .ok_or_else(|| invalid_parameter("SRP_A is not valid."))?;
    let block = Base64::encode_string(&env.rng.bytes(320));
    let mut parameters = Map::new();
    parameters.insert("SALT".to_owned(), json!(exchange.salt));
    parameters.insert("SRP_B".to_owned(), json!(exchange.b_public));
    parameters.insert("SECRET_BLOCK".to_owned(), json!(block));
    parameters.insert("DEVICE_KEY".to_owned(), json!(device_key));
    parameters.insert("USERNAME".to_owned(), json!(inner));
    let expires = deadline(env, pool, client_id)?;
    let next = open(env, pool, progress.clone(), Awaits::DeviceVerifier)?;
    pool.attempts.insert(block, SrpAttempt { progress, exchange, device_key: Some(device_key.to_owned()), expires });
    Ok(json!({ "ChallengeName": "DEVICE_PASSWORD_VERIFIER", "Session": next, "ChallengeParameters": parameters }))
}

/// The latest sign-in of this user that waits for this device: pycognito and older clients send no Session.
fn recent(env: &Env<'_>, pool: &Pool, username: &str, device_key: &str) -> Option<Session> {
    let waiting = pool.sessions.values().filter(|session| {
        matches!(session.awaits, Awaits::DeviceSrp)
            && session.expires > env.now
            && session.progress.username == username
            && session.progress.device_key.as_deref() == Some(device_key)
    });
    waiting.max_by(|one, other| one.expires.total_cmp(&other.expires)).cloned()
}

/// DEVICE_PASSWORD_VERIFIER.
pub(in crate::local) fn verify(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client_id: &str,
    responses: &Responses,
    metadata: &Value,
) -> Answer {
    let proof = read_proof(responses)?;
    let key = need(responses, "DEVICE_KEY")?;
    let SrpAttempt { mut progress, exchange, device_key, .. } = attempt(env, pool, proof.block, client_id)?;
    if device_key.as_deref() != Some(key)
        || pool.find(proof.username, Lookup::Any).as_deref() != Some(&progress.username)
    {
        return Err(wrong_credentials());
    }
    let device = pool.user(&progress.username)?.device(key).ok_or_else(no_device)?;
    let identity = format!("{}{}", device.group, device.key);
    let block = Base64::decode_vec(proof.block).map_err(|_| internal())?;
    if !exchange.proves(env.powers, &identity, &block, &proof.timestamp, &proof.signature) {
        return Err(wrong_credentials());
    }
    let now = env.now;
    if let Some(device) = pool.user_mut(&progress.username)?.device_mut(key) {
        device.authenticated = now;
    }
    // The sign-in is done: no second one may hang on the same sessions.
    let username = progress.username.clone();
    pool.sessions.retain(|_, session| {
        session.progress.username != username || !matches!(session.awaits, Awaits::DeviceSrp | Awaits::DeviceVerifier)
    });
    progress.metadata = metadata.clone();
    finish(env, pool, progress, true)
}

/// Carries a sign-in on with the DEVICE_KEY that a later answer brought.
pub(super) fn go_on(env: &mut Env<'_>, pool: &mut Pool, mut progress: Progress, responses: &Responses) -> Answer {
    if let Some(key) = responses.get("DEVICE_KEY") {
        progress.device_key = Some(key.clone());
    }
    after_factors(env, pool, progress)
}
