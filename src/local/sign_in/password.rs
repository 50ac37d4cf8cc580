//! The password as a factor: sent in clear, or proven by SRP.

use base64ct::{Base64, Encoding};
use serde_json::{Map, json};

use super::step::{Passed, Step, Stepped, ask, deadline, open, parameters, passed};
use crate::local::codes::{identity, is_password};
use crate::local::host::env::Env;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{Checked, internal, invalid_parameter, not_authorized, wrong_credentials};
use crate::local::model::credential::{Exchange, Verifier};
use crate::local::model::pending::{Awaits, Progress, SrpAttempt};
use crate::local::model::pool::{Lookup, Pool};
use crate::local::proof::random::hmac_sha256;
use crate::local::proof::srp::BForm;
use crate::local::proof::timestamp;

/// Checks a password that came in clear, then goes on.
pub(super) fn check_plain(pool: &Pool, progress: Progress, password: &str) -> Stepped {
    let known = !progress.simulated && is_password(pool, pool.user(&progress.username)?, password);
    if !known {
        return Err(wrong_credentials());
    }
    Ok(passed(Passed::Password, progress))
}

/// How SRP_B is to be written now.
pub(super) fn b_form(env: &Env<'_>) -> BForm {
    match (env.faults.odd_b, env.faults.signed_b) {
        (true, _) => BForm::Odd,
        (false, true) => BForm::Signed,
        (false, false) => BForm::Plain,
    }
}

fn verifier_of(env: &Env<'_>, pool: &Pool, progress: &Progress) -> Checked<Verifier> {
    let credential = if progress.simulated { None } else { pool.user(&progress.username)?.credential.as_ref() };
    Ok(match credential {
        Some(credential) if env.faults.signed_salt => credential.signed.clone(),
        Some(credential) if env.faults.odd_salt => credential.odd.clone(),
        Some(credential) => credential.plain.clone(),
        None => Verifier::simulated(&hmac_sha256(&pool.seed, &[progress.username.as_bytes()])),
    })
}

/// Answers SRP_A with the challenge PASSWORD_VERIFIER.
pub(super) fn ask_srp(env: &mut Env<'_>, pool: &mut Pool, progress: Progress, srp_a: &str, name: &str) -> Stepped {
    let verifier = verifier_of(env, pool, &progress)?;
    let form = b_form(env);
    let exchange = Exchange::begin((&mut env.rng, env.powers), srp_a, verifier, form)
        .ok_or_else(|| invalid_parameter("SRP_A is not valid."))?;
    let mut parameters = Map::new();
    parameters.insert("SALT".to_owned(), json!(exchange.salt));
    parameters.insert("SRP_B".to_owned(), json!(exchange.b_public));
    parameters.insert("USERNAME".to_owned(), json!(name));
    parameters.insert("USER_ID_FOR_SRP".to_owned(), json!(progress.username));

    // The plain flow needs no Session: SECRET_BLOCK is the handle.
    let session = match progress.flow.as_str() {
        "CUSTOM_AUTH" | "USER_AUTH" => Some(open(env, pool, progress.clone(), Awaits::PasswordVerifier)?),
        _ => None,
    };
    let block = Base64::encode_string(&env.rng.bytes(320));
    parameters.insert("SECRET_BLOCK".to_owned(), json!(block));
    let expires = deadline(env, pool, &progress.client_id)?;
    pool.attempts.insert(block, SrpAttempt { progress, exchange, device_key: None, expires });

    let mut answer = json!({ "ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters });
    if let (Some(answer), Some(session)) = (answer.as_object_mut(), session) {
        answer.insert("Session".to_owned(), json!(session));
    }
    Ok(Step::Asked(answer))
}

/// The members of a proof, checked in the service's order.
pub(super) struct Proof<'a> {
    pub(super) username: &'a str,
    pub(super) timestamp: String,
    pub(super) signature: Vec<u8>,
    pub(super) block: &'a str,
}

pub(super) fn read_proof(responses: &Parameters) -> Checked<Proof<'_>> {
    let username = need(responses, "USERNAME")?;
    let sent = need(responses, "TIMESTAMP")?;
    let signature = need(responses, "PASSWORD_CLAIM_SIGNATURE")?;
    let block = need(responses, "PASSWORD_CLAIM_SECRET_BLOCK")?;
    let timestamp = timestamp::canonical(sent)
        .ok_or_else(|| invalid_parameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english."))?;
    let signature = Base64::decode_vec(signature)
        .map_err(|_| invalid_parameter("Invalid PASSWORD_CLAIM_SIGNATURE format. Must be a Base64 string."))?;
    Ok(Proof { username, timestamp, signature, block })
}

/// The exchange that a proof answers; it stays for another try until it ends.
pub(super) fn attempt(env: &Env<'_>, pool: &Pool, block: &str, client_id: &str) -> Checked<SrpAttempt> {
    let attempt = pool.attempts.get(block).filter(|attempt| attempt.progress.client_id == client_id);
    let attempt = attempt.ok_or_else(wrong_credentials)?;
    if attempt.expires <= env.now {
        return Err(not_authorized("Invalid session for the user, session is expired."));
    }
    Ok(attempt.clone())
}

/// PASSWORD_VERIFIER.
pub(super) fn verify(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client_id: &str,
    responses: &Parameters,
    metadata: &serde_json::Value,
) -> Stepped {
    let proof = read_proof(responses)?;
    let SrpAttempt { mut progress, exchange, device_key, .. } = attempt(env, pool, proof.block, client_id)?;
    let named = progress.username == pool.normal(proof.username)
        || pool.find(proof.username, Lookup::Any).as_deref() == Some(&progress.username);
    if device_key.is_some() || !named || progress.simulated {
        return Err(wrong_credentials());
    }
    let block = Base64::decode_vec(proof.block).map_err(|_| internal())?;
    let identity = identity(pool, &progress.username);
    if !exchange.proves(env.powers, &identity, &block, &proof.timestamp, &proof.signature) {
        return Err(wrong_credentials());
    }
    progress.metadata = metadata.clone();
    progress.device_key = responses.get("DEVICE_KEY").cloned();
    Ok(passed(Passed::Password, progress))
}

/// Asks for the password in clear (USER_AUTH).
pub(super) fn ask_plain(env: &mut Env<'_>, pool: &mut Pool, progress: Progress, by_srp: bool) -> Stepped {
    let awaits = if by_srp { Awaits::PasswordSrp } else { Awaits::Password };
    let parameters = parameters(&progress);
    ask(env, pool, progress, awaits, parameters)
}
