//! USER_AUTH: the person chooses the first factor.

use serde_json::{Value, json};

use super::password::{ask_plain, ask_srp, check_plain};
use super::step::{Step, Stepped, ask, session, take_device};
use super::{mfa, web_authn};
use crate::local::host::env::Env;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{Checked, invalid_parameter, wrong_credentials};
use crate::local::model::pending::{Awaits, Progress, Session};
use crate::local::model::pool::Pool;
use crate::local::model::user::Factor;

/// The first factors that this user may use now.
fn available(pool: &Pool, progress: &Progress) -> Checked<Vec<&'static str>> {
    let allowed = |name: &str| pool.settings.policies.allows_first(name);
    let user = if progress.simulated { None } else { Some(pool.user(&progress.username)?) };
    let mut names = Vec::new();
    if allowed("PASSWORD") && user.is_none_or(|user| user.credential.is_some()) {
        names.extend(["PASSWORD_SRP", "PASSWORD"]);
    }
    // A user with a second factor starts with the password: neither a code nor a passkey is asked for before one.
    let second = match user {
        Some(user) => Factor::ALL.iter().any(|factor| pool.can_ask(user, *factor)) || pool.mfa_mode() == "ON",
        None => false,
    };
    for (name, attribute) in [("EMAIL_OTP", "email"), ("SMS_OTP", "phone_number")] {
        if allowed(name) && !second && user.is_none_or(|user| user.attribute(attribute).is_some()) {
            names.push(name);
        }
    }
    if !second && pool.passkey_rules().is_ok() && user.is_some_and(|user| !user.passkeys.is_empty()) {
        names.push("WEB_AUTHN");
    }
    Ok(names)
}

/// The first request: the preferred factor, or the choice.
pub(super) fn start(
    env: &mut Env<'_>,
    pool: &mut Pool,
    progress: Progress,
    parameters: &Parameters,
    name: &str,
) -> Stepped {
    let available = available(pool, &progress)?;
    if let Some(preferred) = parameters.get("PREFERRED_CHALLENGE")
        && available.contains(&preferred.as_str())
    {
        return begin(env, pool, progress, preferred, parameters, name);
    }
    if available.is_empty() {
        return Err(wrong_credentials());
    }
    let mut asked = ask(env, pool, progress, Awaits::SelectChallenge, serde_json::Map::new())?;
    if let Step::Asked(Value::Object(answer)) = &mut asked {
        answer.insert("AvailableChallenges".to_owned(), json!(available));
    }
    Ok(asked)
}

fn begin(
    env: &mut Env<'_>,
    pool: &mut Pool,
    progress: Progress,
    factor: &str,
    parameters: &Parameters,
    name: &str,
) -> Stepped {
    match (factor, parameters.get("PASSWORD"), parameters.get("SRP_A")) {
        ("PASSWORD", Some(password), _) => check_plain(pool, progress, password),
        ("PASSWORD", None, _) => ask_plain(env, pool, progress, false),
        ("PASSWORD_SRP", _, Some(srp_a)) => ask_srp(env, pool, progress, srp_a, name),
        ("PASSWORD_SRP", _, None) => ask_plain(env, pool, progress, true),
        ("WEB_AUTHN", _, _) => web_authn::ask(env, pool, progress),
        (code, _, _) => {
            let awaits = Awaits::Code { challenge: code.to_owned(), digits: None, enrols: None, first: true };
            mfa::ask(env, pool, progress, awaits)
        }
    }
}

/// SELECT_CHALLENGE, PASSWORD and PASSWORD_SRP.
pub(super) fn answer(
    env: &mut Env<'_>,
    pool: &mut Pool,
    session_id: Option<&str>,
    challenge: &str,
    responses: &Parameters,
    metadata: &Value,
) -> Stepped {
    let Session { mut progress, .. } = session(env, pool, session_id, challenge)?;
    let name = need(responses, "USERNAME")?;
    progress.metadata = metadata.clone();
    take_device(&mut progress, responses);
    let factor = match challenge {
        "SELECT_CHALLENGE" => need(responses, "ANSWER")?,
        "PASSWORD" => need(responses, "PASSWORD").map(|_| "PASSWORD")?,
        _ => need(responses, "SRP_A").map(|_| "PASSWORD_SRP")?,
    };
    if !available(pool, &progress)?.contains(&factor) {
        return Err(invalid_parameter("ANSWER must be one of the available challenges."));
    }
    let answer = begin(env, pool, progress, factor, responses, name)?;
    pool.sessions.remove(session_id.unwrap_or_default());
    Ok(answer)
}
