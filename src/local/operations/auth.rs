//! InitiateAuth and RespondToAuthChallenge, and their Admin twins.

use serde_json::{Value, json};

use super::super::challenges::password::{Responses, need};
use super::super::challenges::{
    Awaits, Progress, after_factors, choice, custom, device, mfa, new_password, password, session, web_authn,
};
use super::super::client::Client;
use super::super::env::{Env, Trigger};
use super::super::input::Input;
use super::super::pool::{Lookup, Pool};
use super::super::refusal::{
    Answer, Checked, invalid_parameter, not_authorized, password_reset_required, user_not_confirmed, user_not_found,
    wrong_credentials,
};
use super::super::tokens::event_attributes;
use super::super::user::Status;

pub(super) fn initiate(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let flow = input.need("AuthFlow")?;
    if flow.starts_with("ADMIN_") {
        return Err(invalid_parameter("Initiate Auth method not supported."));
    }
    start(env, pool, input, flow)
}

pub(super) fn admin_initiate(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let flow = input.need("AuthFlow")?;
    if flow == "USER_PASSWORD_AUTH" {
        return Err(invalid_parameter("Initiate Auth method not supported."));
    }
    start(env, pool, input, flow)
}

fn check_flow(client: &Client, flow: &str) -> Checked<()> {
    const FLOWS: &[&str] = &[
        "ADMIN_NO_SRP_AUTH",
        "ADMIN_USER_PASSWORD_AUTH",
        "ADMIN_USER_SRP_AUTH",
        "CUSTOM_AUTH",
        "REFRESH_TOKEN",
        "REFRESH_TOKEN_AUTH",
        "USER_AUTH",
        "USER_PASSWORD_AUTH",
        "USER_SRP_AUTH",
    ];
    if !FLOWS.contains(&flow) {
        return Err(invalid_parameter(format!(
            "1 validation error detected: Value '{flow}' at 'authFlow' failed to satisfy constraint: \
             Member must satisfy enum value set: [{}]",
            FLOWS.join(", ")
        )));
    }
    if client.allows(flow) {
        return Ok(());
    }
    Err(invalid_parameter(match flow {
        "USER_SRP_AUTH" | "ADMIN_USER_SRP_AUTH" => "USER_SRP_AUTH is not enabled for the client.",
        "USER_PASSWORD_AUTH" => "USER_PASSWORD_AUTH flow not enabled for this client",
        "CUSTOM_AUTH" => "CUSTOM_AUTH is not enabled for the client.",
        "USER_AUTH" => "USER_AUTH is not enabled for the client.",
        _ => "Auth flow not enabled for this client",
    }))
}

/// The user who signs in; `None` for one who does not exist when the client must not notice.
fn identify(pool: &Pool, client: &Client, name: &str) -> Checked<Option<String>> {
    let Some(username) = pool.find(name, Lookup::SignIn) else {
        return if client.hides_users() { Ok(None) } else { Err(user_not_found("User does not exist.")) };
    };
    let user = pool.user(&username)?;
    if !user.enabled {
        return Err(not_authorized("User is disabled."));
    }
    match user.status {
        Status::Unconfirmed => Err(user_not_confirmed("User is not confirmed.")),
        Status::ResetRequired => Err(password_reset_required("Password reset required for the user")),
        Status::Confirmed | Status::ForceChangePassword => Ok(Some(username)),
    }
}

fn start(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>, flow: &str) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    let parameters = input.texts("AuthParameters")?;
    if matches!(flow, "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN") {
        return super::session::refresh_by_flow(env, pool, &client, &parameters, &input.metadata());
    }
    check_flow(&client, flow)?;
    let name = need(&parameters, "USERNAME")?;
    client.check_secret_hash(parameters.get("SECRET_HASH").map(String::as_str), &[name])?;
    if matches!(flow, "USER_SRP_AUTH" | "ADMIN_USER_SRP_AUTH") {
        need(&parameters, "SRP_A")?;
    }
    let user = identify(pool, &client, name)?;
    let mut progress = Progress {
        username: user.clone().unwrap_or_else(|| pool.normal(name)),
        client_id: client.client_id.clone(),
        flow: flow.to_owned(),
        device_key: parameters.get("DEVICE_KEY").cloned(),
        metadata: input.metadata(),
        results: Vec::new(),
        simulated: user.is_none(),
        renewed: false,
    };
    before(env, pool, &progress)?;
    match flow {
        "USER_SRP_AUTH" | "ADMIN_USER_SRP_AUTH" => {
            password::ask_srp(env, pool, progress, need(&parameters, "SRP_A")?, name)
        }
        "CUSTOM_AUTH" => {
            let srp_a = parameters.get("SRP_A").map(String::as_str);
            let by_srp = srp_a.is_some() && parameters.get("CHALLENGE_NAME").is_none_or(|name| name == "SRP_A");
            if by_srp {
                custom::record(&mut progress, "SRP_A", true, None);
            }
            custom::start(env, pool, progress, srp_a.filter(|_| by_srp), name)
        }
        "USER_AUTH" => match input.text("Session")? {
            Some(id) => after_sign_up(env, pool, progress, id),
            None => choice::start(env, pool, progress, &parameters, name),
        },
        _ => password::check_plain(env, pool, progress, need(&parameters, "PASSWORD")?),
    }
}

/// The Session of ConfirmSignUp stands for the first factor.
fn after_sign_up(env: &mut Env<'_>, pool: &mut Pool, progress: Progress, id: &str) -> Answer {
    let earlier = session(env, pool, Some(id), Awaits::SignIn.challenge())?;
    if earlier.progress.username != progress.username || progress.simulated {
        return Err(wrong_credentials());
    }
    pool.sessions.remove(id);
    after_factors(env, pool, progress)
}

/// The hook before a known user signs in.
fn before(env: &mut Env<'_>, pool: &Pool, progress: &Progress) -> Checked<()> {
    if progress.simulated {
        return Ok(());
    }
    let call = Trigger {
        trigger: "preAuthentication",
        source: "PreAuthentication_Authentication",
        username: &progress.username,
        client_id: &progress.client_id,
        request: json!({
            "userAttributes": event_attributes(pool.user(&progress.username)?),
            "validationData": progress.metadata,
            "userNotFound": false,
        }),
        response: json!({}),
    };
    env.trigger(pool, call).map(|_| ())
}

pub(super) fn respond(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    let responses = input.texts("ChallengeResponses")?;
    let challenge = input.need("ChallengeName")?;
    let session_id = input.text("Session")?;
    let metadata = input.metadata();
    // The proofs name their missing members in an order of their own.
    let proof = matches!(challenge, "PASSWORD_VERIFIER" | "DEVICE_PASSWORD_VERIFIER" | "DEVICE_SRP_AUTH");
    if !proof {
        check_session(env, pool, &client, session_id, challenge, &responses)?;
    }
    if let Some(name) = responses.get("USERNAME") {
        let hash = responses.get("SECRET_HASH").map(String::as_str);
        let inner = pool.find(name, Lookup::Any);
        client.check_secret_hash(hash, &[name, inner.as_deref().unwrap_or(name)])?;
    }
    let client_id = client.client_id.as_str();
    match challenge {
        "PASSWORD_VERIFIER" => password::verify(env, pool, client_id, &responses, &metadata),
        "DEVICE_SRP_AUTH" => device::begin(env, pool, client_id, session_id, &responses),
        "DEVICE_PASSWORD_VERIFIER" => device::verify(env, pool, client_id, &responses, &metadata),
        "NEW_PASSWORD_REQUIRED" => {
            let mut progress = session(env, pool, session_id, challenge)?.progress;
            progress.metadata = metadata;
            new_password::answer(env, pool, &client, session_id.unwrap_or_default(), &responses, progress)
        }
        "SMS_MFA" | "SOFTWARE_TOKEN_MFA" | "EMAIL_OTP" | "SMS_OTP" => {
            mfa::answer_code(env, pool, session_id, challenge, &responses)
        }
        "SELECT_MFA_TYPE" => mfa::select(env, pool, session_id, &responses),
        "MFA_SETUP" => mfa::set_up(env, pool, session_id, &responses),
        "CUSTOM_CHALLENGE" => custom::answer(env, pool, session_id, &responses, &metadata),
        "SELECT_CHALLENGE" | "PASSWORD" | "PASSWORD_SRP" => {
            choice::answer(env, pool, session_id, challenge, &responses, &metadata)
        }
        "WEB_AUTHN" => web_authn::answer(env, pool, session_id, &responses),
        other => Err(invalid_parameter(format!(
            "1 validation error detected: Value '{other}' at 'challengeName' failed to satisfy constraint: \
             Member must satisfy enum value set"
        ))),
    }
}

/// The Session must be this client's, and USERNAME must name its user.
fn check_session(
    env: &Env<'_>,
    pool: &Pool,
    client: &Client,
    session_id: Option<&str>,
    challenge: &str,
    responses: &Responses,
) -> Checked<()> {
    let known = crate::operation::ChallengeName::KNOWN.iter().any(|name| name.name() == challenge);
    if !known {
        return Ok(());
    }
    let found = session(env, pool, session_id, challenge)?;
    let name = need(responses, "USERNAME")?;
    let inner = pool.find(name, Lookup::Any);
    let same = found.progress.username == pool.normal(name) || inner.as_deref() == Some(&found.progress.username);
    if !same || found.progress.client_id != client.client_id {
        return Err(not_authorized("Invalid session for the user."));
    }
    Ok(())
}

pub(super) fn admin_respond(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    respond(env, pool, input)
}

/// `AuthenticationResult` inside an answer of its own.
pub(super) fn result(tokens: Value) -> Value {
    json!({ "AuthenticationResult": tokens, "ChallengeParameters": {} })
}
