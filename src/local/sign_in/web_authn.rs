//! WEB_AUTHN: a passkey as the first factor.

use serde_json::{Value, json};

use super::step::{Passed, Stepped, count_failure, parameters, passed, session, take_device};
use crate::local::host::env::Env;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{internal, invalid_parameter, not_authorized};
use crate::local::model::credential::Passkey;
use crate::local::model::pending::{Awaits, Progress, Session};
use crate::local::model::pool::Pool;
use crate::local::proof::passkey::{Ceremony, draw_challenge};

/// How long an authenticator may take.
const TIMEOUT_MS: u32 = 180_000;

pub(super) fn ask(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Stepped {
    let rules = pool.passkey_rules()?;
    let allowed: Vec<Value> = pool.user(&progress.username)?.passkeys.iter().map(Passkey::descriptor).collect();
    let challenge = draw_challenge(&mut env.rng);
    let options = json!({
        "challenge": challenge,
        "timeout": TIMEOUT_MS,
        "rpId": rules.relying_party_id,
        "allowCredentials": allowed,
        "userVerification": rules.user_verification,
    });
    let mut parameters = parameters(&progress);
    parameters.insert("CREDENTIAL_REQUEST_OPTIONS".to_owned(), json!(options.to_string()));
    super::step::ask(env, pool, progress, Awaits::WebAuthn { challenge }, parameters)
}

/// WEB_AUTHN: CREDENTIAL is the JSON of an AuthenticationResponse.
pub(super) fn answer(env: &mut Env<'_>, pool: &mut Pool, session_id: Option<&str>, responses: &Parameters) -> Stepped {
    let Session { mut progress, awaits, .. } = session(env, pool, session_id, "WEB_AUTHN")?;
    let Awaits::WebAuthn { challenge } = awaits else { return Err(internal()) };
    let credential: Value = serde_json::from_str(need(responses, "CREDENTIAL")?)
        .map_err(|_| invalid_parameter("CREDENTIAL must be valid JSON."))?;
    let rules = pool.passkey_rules()?;
    let ceremony = Ceremony::under(&rules, "webauthn.get", &challenge);
    let id = credential.get("id").and_then(Value::as_str).unwrap_or_default();
    let user = pool.user_mut(&progress.username)?;
    let known = user.passkeys.iter_mut().find(|passkey| passkey.id == id);
    let proven = known.is_some_and(|passkey| passkey.accept(&ceremony, &credential).is_ok());
    if !proven {
        count_failure(pool, session_id);
        return Err(not_authorized("Invalid credential for the user."));
    }
    pool.sessions.remove(session_id.unwrap_or_default());
    take_device(&mut progress, responses);
    Ok(passed(Passed::Factors, progress))
}
