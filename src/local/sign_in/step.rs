//! What a factor answers, and the Sessions in which a sign-in waits for the next request.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};

use crate::local::host::env::Env;
use crate::local::host::input::Parameters;
use crate::local::host::refusal::{Checked, invalid_parameter, not_authorized};
use crate::local::model::pending::{Awaits, Progress, Session};
use crate::local::model::pool::Pool;

/// What a factor answers.
pub(in crate::local) enum Step {
    /// Something is asked of the person: the answer to the request.
    Asked(Value),
    /// Proven, and what comes next is the loop's to say.
    Passed(Passed, Box<Progress>),
}

/// What is proven.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::local) enum Passed {
    /// The password: a temporary one must give way.
    Password,
    /// What the person knows.
    Knowledge,
    /// A round of the custom flow: its triggers say what comes next.
    Round,
    /// Every factor.
    Factors,
    /// The device, after every factor.
    Device,
}

pub(super) type Stepped = Checked<Step>;

pub(super) fn passed(what: Passed, progress: Progress) -> Step {
    Step::Passed(what, Box::new(progress))
}

/// How long a challenge of this client may wait, from now.
pub(super) fn deadline(env: &Env<'_>, pool: &Pool, client_id: &str) -> Checked<f64> {
    let minutes = pool.client(client_id)?.auth_session_validity.clamp(1, 15);
    Ok(env.now + f64::from(minutes) * 60_000.0)
}

/// Opens a Session and answers its challenge.
pub(super) fn ask(
    env: &mut Env<'_>,
    pool: &mut Pool,
    progress: Progress,
    awaits: Awaits,
    parameters: Map<String, Value>,
) -> Stepped {
    let challenge = awaits.challenge().to_owned();
    let session = open(env, pool, progress, awaits)?;
    Ok(Step::Asked(json!({ "ChallengeName": challenge, "Session": session, "ChallengeParameters": parameters })))
}

/// Opens a Session.
pub(in crate::local) fn open(
    env: &mut Env<'_>,
    pool: &mut Pool,
    progress: Progress,
    awaits: Awaits,
) -> Checked<String> {
    let expires = deadline(env, pool, &progress.client_id)?;
    let id = format!("AYABe{}", Base64UrlUnpadded::encode_string(&env.rng.bytes(240)));
    pool.sessions.insert(id.clone(), Session { progress, awaits, expires, attempts: 0 });
    Ok(id)
}

/// The Session of a request, which must await this challenge.
pub(in crate::local) fn session(env: &Env<'_>, pool: &Pool, id: Option<&str>, challenge: &str) -> Checked<Session> {
    let id = id.ok_or_else(|| invalid_parameter("Missing required parameter Session"))?;
    let session = pool.sessions.get(id).ok_or_else(|| not_authorized("Invalid session for the user."))?;
    if session.expires <= env.now {
        return Err(not_authorized("Invalid session for the user, session is expired."));
    }
    if session.awaits.challenge() != challenge {
        return Err(not_authorized("Invalid session for the user."));
    }
    Ok(session.clone())
}

/// Counts a wrong answer; a Session takes a few of them.
pub(super) fn count_failure(pool: &mut Pool, session: Option<&str>) {
    let Some(id) = session else { return };
    let spent = pool.sessions.get_mut(id).is_some_and(|session| {
        session.attempts += 1;
        session.attempts >= 5
    });
    if spent {
        pool.sessions.remove(id);
    }
}

/// `USER_ID_FOR_SRP` and what else every challenge of a known user carries.
pub(super) fn parameters(progress: &Progress) -> Map<String, Value> {
    let mut parameters = Map::new();
    parameters.insert("USER_ID_FOR_SRP".to_owned(), json!(progress.username));
    parameters
}

/// Takes the DEVICE_KEY that an answer brought.
pub(super) fn take_device(progress: &mut Progress, responses: &Parameters) {
    if let Some(key) = responses.get("DEVICE_KEY") {
        progress.device_key = Some(key.clone());
    }
}
