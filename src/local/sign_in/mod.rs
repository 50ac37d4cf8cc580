//! A sign-in between its first request and its tokens. Each factor says what is proven; the loop here alone holds their order.

mod choice;
mod custom;
mod device;
mod grant;
mod mfa;
mod new_password;
mod password;
mod step;
mod web_authn;

use serde_json::Value;

use crate::local::host::env::Env;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{
    Answer, invalid_parameter, not_authorized, password_reset_required, wrong_credentials,
};
use crate::local::model::app_client::Client;
use crate::local::model::pending::{Awaits, Progress};
use crate::local::model::pool::Pool;
use crate::local::model::user::Status;
use step::{Passed, Step, Stepped, passed};
pub(in crate::local) use step::{open, session};

/// The challenges that come back without an open Session, or name what they lack in an order of their own.
pub(in crate::local) const PROOFS: [&str; 3] = ["PASSWORD_VERIFIER", "DEVICE_PASSWORD_VERIFIER", "DEVICE_SRP_AUTH"];

/// Carries a sign-in on until something is asked, or the tokens are given.
fn go_on(env: &mut Env<'_>, pool: &mut Pool, mut step: Step) -> Answer {
    loop {
        let (what, progress) = match step {
            Step::Asked(answer) => return Ok(answer),
            Step::Passed(what, progress) => (what, *progress),
        };
        step = match what {
            Passed::Password if progress.flow == "CUSTOM_AUTH" => custom::after_password(progress),
            Passed::Password => after_password(env, pool, progress)?,
            Passed::Round => custom::define(env, pool, progress)?,
            Passed::Knowledge => match mfa::needed(pool, &progress)? {
                Some(awaits) if !device::stands_in(pool, &progress)? => mfa::ask(env, pool, progress, awaits)?,
                _ => passed(Passed::Factors, progress),
            },
            Passed::Factors if progress.hosted => return grant::person(env, pool, &progress),
            Passed::Factors if device::known(pool, &progress)?.is_some() => device::ask(env, pool, progress)?,
            Passed::Factors => return grant::grant(env, pool, &progress, false),
            Passed::Device => return grant::grant(env, pool, &progress, true),
        };
    }
}

/// A temporary password gives way to a new one, an expired one to an administrator.
fn after_password(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Stepped {
    let user = pool.user(&progress.username)?;
    match user.status {
        Status::ResetRequired => Err(password_reset_required("Password reset required for the user")),
        Status::ForceChangePassword if user.temporary_until.is_some_and(|end| end <= env.now) => {
            Err(not_authorized("Temporary password has expired and must be reset by an administrator."))
        }
        Status::ForceChangePassword => new_password::ask(env, pool, progress),
        Status::Confirmed | Status::Unconfirmed | Status::ExternalProvider => Ok(passed(Passed::Knowledge, progress)),
    }
}

/// Begins a sign-in; `name` is what the caller called the user.
pub(in crate::local) fn begin(
    env: &mut Env<'_>,
    pool: &mut Pool,
    progress: Progress,
    parameters: &Parameters,
    name: &str,
    session_id: Option<&str>,
) -> Answer {
    let step = match (progress.flow.as_str(), session_id) {
        ("USER_SRP_AUTH", _) => password::ask_srp(env, pool, progress, need(parameters, "SRP_A")?, name),
        ("CUSTOM_AUTH", _) => custom::start(env, pool, progress, parameters, name),
        ("USER_AUTH", Some(id)) => after_sign_up(env, pool, progress, id),
        ("USER_AUTH", None) => choice::start(env, pool, progress, parameters, name),
        _ => password::check_plain(pool, progress, need(parameters, "PASSWORD")?),
    }?;
    go_on(env, pool, step)
}

/// The Session of ConfirmSignUp stands for the first factor.
fn after_sign_up(env: &Env<'_>, pool: &mut Pool, progress: Progress, id: &str) -> Stepped {
    let earlier = session(env, pool, Some(id), Awaits::SignIn.challenge())?;
    if earlier.progress.username != progress.username || progress.simulated {
        return Err(wrong_credentials());
    }
    pool.sessions.remove(id);
    Ok(passed(Passed::Factors, progress))
}

/// Takes the answer to a challenge.
pub(in crate::local) fn respond(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    challenge: &str,
    session_id: Option<&str>,
    responses: &Parameters,
    metadata: &Value,
) -> Answer {
    let client_id = client.client_id.as_str();
    let step = match challenge {
        "PASSWORD_VERIFIER" => password::verify(env, pool, client_id, responses, metadata),
        "DEVICE_SRP_AUTH" => device::begin(env, pool, client_id, session_id, responses),
        "DEVICE_PASSWORD_VERIFIER" => device::verify(env, pool, client_id, responses, metadata),
        "NEW_PASSWORD_REQUIRED" => new_password::answer(env, pool, client, session_id, responses, metadata),
        "SMS_MFA" | "SOFTWARE_TOKEN_MFA" | "EMAIL_OTP" | "SMS_OTP" => {
            mfa::answer_code(env, pool, session_id, challenge, responses)
        }
        "SELECT_MFA_TYPE" => mfa::select(env, pool, session_id, responses),
        "MFA_SETUP" => mfa::set_up(env, pool, session_id, responses),
        "CUSTOM_CHALLENGE" => custom::answer(env, pool, session_id, responses, metadata),
        "SELECT_CHALLENGE" | "PASSWORD" | "PASSWORD_SRP" => {
            choice::answer(env, pool, session_id, challenge, responses, metadata)
        }
        "WEB_AUTHN" => web_authn::answer(env, pool, session_id, responses),
        other => Err(invalid_parameter(format!(
            "1 validation error detected: Value '{other}' at 'challengeName' failed to satisfy constraint: \
             Member must satisfy enum value set"
        ))),
    }?;
    go_on(env, pool, step)
}
