//! InitiateAuth and RespondToAuthChallenge, and their Admin twins.

use serde_json::json;

use crate::local::host::env::{Env, Trigger};
use crate::local::host::input::Input;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{
    Answer, Checked, invalid_parameter, not_authorized, password_reset_required, user_not_confirmed, user_not_found,
};
use crate::local::migration::migrate;
use crate::local::model::app_client::Client;
use crate::local::model::pending::{Awaits, Progress};
use crate::local::model::pool::{Lookup, Pool};
use crate::local::model::user::Status;
use crate::local::sign_in::{self, session};
use crate::local::triggers::{self, event_attributes};

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
    if client.allows(flow) {
        return Ok(());
    }
    Err(invalid_parameter(match flow {
        "USER_SRP_AUTH" => "USER_SRP_AUTH is not enabled for the client.",
        "USER_PASSWORD_AUTH" => "USER_PASSWORD_AUTH flow not enabled for this client",
        "CUSTOM_AUTH" => "CUSTOM_AUTH is not enabled for the client.",
        "USER_AUTH" => "USER_AUTH is not enabled for the client.",
        _ => "Auth flow not enabled for this client",
    }))
}

/// The user who signs in; `None` for one who does not exist when the client must not notice.
fn identify(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    name: &str,
    password: Option<&str>,
) -> Checked<Option<String>> {
    let found = match (pool.find(name, Lookup::SignIn), password) {
        (None, Some(password)) => migrate(env, pool, client, name, Some(password))?,
        (found, _) => found,
    };
    let Some(username) = found else {
        return if client.hides_users() { Ok(None) } else { Err(user_not_found("User does not exist.")) };
    };
    let user = pool.user(&username)?;
    if !user.enabled {
        return Err(not_authorized("User is disabled."));
    }
    match user.status {
        Status::Unconfirmed => Err(user_not_confirmed("User is not confirmed.")),
        Status::ResetRequired => Err(password_reset_required("Password reset required for the user")),
        // Without a password of their own, they get no further than a wrong one does.
        Status::Confirmed | Status::ForceChangePassword | Status::ExternalProvider => Ok(Some(username)),
    }
}

fn start(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>, flow: &str) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    let parameters = input.texts("AuthParameters")?;
    if matches!(flow, "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN") {
        return super::sessions::refresh_by_flow(env, pool, &client, &parameters, &input.metadata());
    }
    check_flow(&client, flow)?;
    let name = need(&parameters, "USERNAME")?;
    client.check_secret_hash(parameters.get("SECRET_HASH").map(String::as_str), &[name])?;
    if flow == "USER_SRP_AUTH" {
        need(&parameters, "SRP_A")?;
    }
    // Only a password in clear can be checked by another directory.
    let password = parameters.get("PASSWORD").filter(|_| !flow.contains("SRP") && flow != "CUSTOM_AUTH");
    let user = identify(env, pool, &client, name, password.map(String::as_str))?;
    let progress = Progress {
        username: user.clone().unwrap_or_else(|| pool.normal(name)),
        client_id: client.client_id.clone(),
        flow: flow.to_owned(),
        device_key: parameters.get("DEVICE_KEY").cloned(),
        metadata: input.metadata(),
        results: Vec::new(),
        simulated: user.is_none(),
        renewed: false,
        hosted: false,
    };
    before(env, pool, &progress)?;
    sign_in::begin(env, pool, progress, &parameters, name, input.text("Session")?)
}

fn hosted(client: &Client, username: String, flow: &str, simulated: bool) -> Progress {
    Progress {
        username,
        client_id: client.client_id.clone(),
        flow: flow.to_owned(),
        device_key: None,
        metadata: json!({}),
        results: Vec::new(),
        simulated,
        renewed: false,
        hosted: true,
    }
}

/// Begins a sign-in on the pages of managed login, for which no flow of the app client must be on: with a password, or with the
/// choice of a first factor.
pub(in crate::local) fn start_hosted(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    name: &str,
    password: Option<&str>,
) -> Answer {
    let user = identify(env, pool, client, name, password)?;
    let simulated = user.is_none();
    let flow = if password.is_some() { "USER_PASSWORD_AUTH" } else { "USER_AUTH" };
    let progress = hosted(client, user.unwrap_or_else(|| pool.normal(name)), flow, simulated);
    before(env, pool, &progress)?;
    let mut parameters = Parameters::from([("USERNAME".to_owned(), name.to_owned())]);
    parameters.extend(password.map(|password| ("PASSWORD".to_owned(), password.to_owned())));
    sign_in::begin(env, pool, progress, &parameters, name, None)
}

/// A Session with which the person who just signed up goes on once the account is confirmed.
pub(in crate::local) fn open_hosted(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    username: &str,
) -> Checked<String> {
    sign_in::open(env, pool, hosted(client, username.to_owned(), "USER_AUTH", false), Awaits::SignIn)
}

/// Goes on with such a Session.
pub(in crate::local) fn go_on_hosted(env: &mut Env<'_>, pool: &mut Pool, session_id: &str) -> Answer {
    let progress = session(env, pool, Some(session_id), Awaits::SignIn.challenge())?.progress;
    let name = progress.username.clone();
    sign_in::begin(env, pool, progress, &Parameters::new(), &name, Some(session_id))
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
    triggers::run(env, pool, call).map(|_| ())
}

pub(in crate::local) fn respond(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let client = pool.client(input.need("ClientId")?)?.clone();
    let responses = input.texts("ChallengeResponses")?;
    let challenge = input.need("ChallengeName")?;
    let session_id = input.text("Session")?;
    let metadata = input.metadata();
    // The proofs name their missing members in an order of their own.
    if !sign_in::PROOFS.contains(&challenge) {
        check_session(env, pool, &client, session_id, challenge, &responses)?;
    }
    if let Some(name) = responses.get("USERNAME") {
        let hash = responses.get("SECRET_HASH").map(String::as_str);
        let inner = pool.find(name, Lookup::Any);
        client.check_secret_hash(hash, &[name, inner.as_deref().unwrap_or(name)])?;
    }
    sign_in::respond(env, pool, &client, challenge, session_id, &responses, &metadata)
}

/// The Session must be this client's, and USERNAME must name its user.
fn check_session(
    env: &Env<'_>,
    pool: &Pool,
    client: &Client,
    session_id: Option<&str>,
    challenge: &str,
    responses: &Parameters,
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
