//! DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a known device proves itself.

use base64ct::{Base64, Encoding};
use serde_json::{Map, Value, json};

use super::password::{attempt, b_form, read_proof};
use super::step::{Passed, Step, Stepped, deadline, open, parameters, passed, session};
use crate::local::host::env::Env;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{Checked, internal, invalid_parameter, no_device, not_authorized, wrong_credentials};
use crate::local::model::credential::Exchange;
use crate::local::model::pending::{Awaits, Progress, Session, SrpAttempt};
use crate::local::model::pool::{Lookup, Pool};
use crate::local::model::user::Device;

/// The confirmed device that the sign-in named.
pub(super) fn known<'a>(pool: &'a Pool, progress: &Progress) -> Checked<Option<&'a Device>> {
    let Some(key) = &progress.device_key else { return Ok(None) };
    let device = pool.user(&progress.username)?.device(key);
    device.filter(|device| device.verifier.is_some()).map(Some).ok_or_else(no_device)
}

/// Whether a remembered device stands in for the second factor.
pub(super) fn stands_in(pool: &Pool, progress: &Progress) -> Checked<bool> {
    let remembered = known(pool, progress)?.is_some_and(|device| device.remembered);
    let rules = pool.settings.device_configuration.as_ref();
    Ok(remembered && rules.is_some_and(|rules| rules.challenge_required_on_new_device))
}

pub(super) fn ask(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Stepped {
    let mut parameters = parameters(&progress);
    parameters.insert("DEVICE_KEY".to_owned(), json!(progress.device_key));
    super::step::ask(env, pool, progress, Awaits::DeviceSrp, parameters)
}

/// DEVICE_SRP_AUTH: with its Session, or without one when the sign-in itself is recent.
pub(super) fn begin(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client_id: &str,
    session_id: Option<&str>,
    responses: &Parameters,
) -> Stepped {
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
    let exchange = Exchange::begin((&mut env.rng, env.powers), srp_a, verifier, form)
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
    let name = "DEVICE_PASSWORD_VERIFIER";
    Ok(Step::Asked(json!({ "ChallengeName": name, "Session": next, "ChallengeParameters": parameters })))
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
pub(super) fn verify(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client_id: &str,
    responses: &Parameters,
    metadata: &Value,
) -> Stepped {
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
    Ok(passed(Passed::Device, progress))
}
