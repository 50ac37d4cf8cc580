//! The second factor: codes by SMS and e-mail, authenticators, choosing one, and enrolling the first.

use serde_json::json;

use super::step::{Passed, Stepped, count_failure, parameters, passed, session, take_device};
use crate::local::codes::medium_of;
use crate::local::host::env::Env;
use crate::local::host::input::{Parameters, need};
use crate::local::host::outbox::masked;
use crate::local::host::refusal::{Checked, code_mismatch, expired_code, internal, invalid_parameter, refuse};
use crate::local::messages::{self, Occasion};
use crate::local::model::pending::{Awaits, Progress, Session};
use crate::local::model::pool::Pool;
use crate::local::model::schema::is_email;
use crate::local::model::user::Factor;
use crate::local::proof::totp::Acceptance;

/// What the pool and the user make necessary after the password.
pub(super) fn needed(pool: &Pool, progress: &Progress) -> Checked<Option<Awaits>> {
    let user = pool.user(&progress.username)?;
    let required = pool.mfa_mode() == "ON";
    if pool.mfa_mode() == "OFF" {
        return Ok(None);
    }
    let mut factors: Vec<Factor> = Factor::ALL.into_iter().filter(|factor| pool.can_ask(user, *factor)).collect();
    if factors.is_empty() && required {
        // Where MFA is required, what the user has is used without having been turned on.
        if pool.offers(Factor::Totp) && user.totp.is_some() {
            factors.push(Factor::Totp);
        } else if pool.offers(Factor::Sms) && user.attribute("phone_number").is_some() {
            factors.push(Factor::Sms);
        }
    }
    Ok(match (factors.as_slice(), user.mfa.preferred) {
        ([], _) if required => Some(Awaits::MfaSetup { secret: None, verified: false }),
        ([], _) => None,
        (several, Some(preferred)) if several.contains(&preferred) => Some(code_for(preferred)),
        ([only], _) => Some(code_for(*only)),
        (several, _) => Some(Awaits::SelectMfa(several.to_vec())),
    })
}

fn code_for(factor: Factor) -> Awaits {
    Awaits::Code { challenge: factor.name().to_owned(), digits: None, enrols: None, first: false }
}

/// Asks what is needed; sends the code, when there is one to send.
pub(super) fn ask(env: &mut Env<'_>, pool: &mut Pool, progress: Progress, mut awaits: Awaits) -> Stepped {
    let mut parameters = parameters(&progress);
    match &mut awaits {
        Awaits::SelectMfa(factors) => {
            let names: Vec<&str> = factors.iter().map(|factor| factor.name()).collect();
            parameters.insert("MFAS_CAN_CHOOSE".to_owned(), json!(json!(names).to_string()));
        }
        Awaits::MfaSetup { .. } => {
            let names: Vec<&str> =
                Factor::ALL.iter().filter(|factor| pool.offers(**factor)).map(|factor| factor.name()).collect();
            parameters.insert("MFAS_CAN_SETUP".to_owned(), json!(json!(names).to_string()));
        }
        Awaits::Code { challenge, .. } if challenge == "SOFTWARE_TOKEN_MFA" => {
            let name = pool.user(&progress.username)?.totp.as_ref().and_then(|totp| totp.friendly_name.clone());
            if let Some(name) = name {
                parameters.insert("FRIENDLY_DEVICE_NAME".to_owned(), json!(name));
            }
        }
        Awaits::Code { challenge, digits, enrols, first } => {
            let attribute = if challenge == "EMAIL_OTP" { "email" } else { "phone_number" };
            let code = env.rng.digits(if *first && challenge == "EMAIL_OTP" { 8 } else { 6 });
            let medium = medium_of(attribute);
            let user = if progress.simulated { None } else { Some(pool.user(&progress.username)?) };
            let destination = enrols
                .clone()
                .or_else(|| user.and_then(|user| user.attribute(attribute)).map(str::to_owned))
                .unwrap_or_default();
            if let Some(user) = user {
                messages::send(env, pool, user, Occasion::Authentication, (medium, &destination), &code)?;
            }
            parameters.insert("CODE_DELIVERY_DELIVERY_MEDIUM".to_owned(), json!(medium));
            parameters.insert("CODE_DELIVERY_DESTINATION".to_owned(), json!(masked(medium, &destination)));
            *digits = Some(code);
        }
        _ => {}
    }
    super::step::ask(env, pool, progress, awaits, parameters)
}

/// SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP and SMS_OTP.
pub(super) fn answer_code(
    env: &mut Env<'_>,
    pool: &mut Pool,
    session_id: Option<&str>,
    challenge: &str,
    responses: &Parameters,
) -> Stepped {
    let Session { mut progress, awaits, .. } = session(env, pool, session_id, challenge)?;
    let code = need(responses, &format!("{challenge}_CODE"))?;
    let Awaits::Code { digits, enrols, first, .. } = awaits else {
        return Err(internal());
    };
    let seconds = env.seconds();
    let right = match &digits {
        Some(digits) => !progress.simulated && digits == code,
        None => {
            let user = pool.user_mut(&progress.username)?;
            let totp = user
                .totp
                .as_mut()
                .ok_or_else(|| refuse("SoftwareTokenMFANotFoundException", "Software token MFA is not set up."))?;
            match totp.accept(code, seconds) {
                Acceptance::Accepted => true,
                Acceptance::Used => {
                    return Err(expired_code("Your software token has already been used once."));
                }
                Acceptance::Wrong => false,
            }
        }
    };
    if !right {
        count_failure(pool, session_id);
        return Err(code_mismatch(if digits.is_none() {
            "Invalid code received for user"
        } else {
            "Invalid code or auth state for the user."
        }));
    }
    pool.sessions.remove(session_id.unwrap_or_default());
    let user = pool.user_mut(&progress.username)?;
    if let Some(address) = enrols {
        user.attributes.insert("email".to_owned(), address);
        user.set_verified("email", true);
        user.mfa.set(Factor::Email, true);
    }
    if first {
        user.set_verified(if challenge == "EMAIL_OTP" { "email" } else { "phone_number" }, true);
    }
    take_device(&mut progress, responses);
    Ok(passed(Passed::Factors, progress))
}

/// SELECT_MFA_TYPE.
pub(super) fn select(env: &mut Env<'_>, pool: &mut Pool, session_id: Option<&str>, responses: &Parameters) -> Stepped {
    let Session { progress, awaits, .. } = session(env, pool, session_id, "SELECT_MFA_TYPE")?;
    let answer = need(responses, "ANSWER")?;
    let Awaits::SelectMfa(factors) = awaits else { return Err(internal()) };
    let factor = factors
        .into_iter()
        .find(|factor| factor.name() == answer)
        .ok_or_else(|| invalid_parameter("ANSWER must be one of the offered MFA types."))?;
    pool.sessions.remove(session_id.unwrap_or_default());
    ask(env, pool, progress, code_for(factor))
}

/// MFA_SETUP: after VerifySoftwareToken, or with an e-mail address to enrol.
pub(super) fn set_up(env: &mut Env<'_>, pool: &mut Pool, session_id: Option<&str>, responses: &Parameters) -> Stepped {
    let Session { mut progress, awaits, .. } = session(env, pool, session_id, "MFA_SETUP")?;
    let address = ["EMAIL", "ANSWER"].iter().find_map(|name| responses.get(*name).filter(|text| is_email(text)));
    if let Some(address) = address.filter(|_| pool.offers(Factor::Email)) {
        pool.sessions.remove(session_id.unwrap_or_default());
        let awaits = Awaits::Code {
            challenge: Factor::Email.name().to_owned(),
            digits: None,
            enrols: Some(address.clone()),
            first: false,
        };
        return ask(env, pool, progress, awaits);
    }
    if !matches!(awaits, Awaits::MfaSetup { verified: true, .. }) {
        return Err(invalid_parameter(
            "Set up a factor first: AssociateSoftwareToken and VerifySoftwareToken with this Session, or EMAIL.",
        ));
    }
    pool.sessions.remove(session_id.unwrap_or_default());
    take_device(&mut progress, responses);
    Ok(passed(Passed::Factors, progress))
}
