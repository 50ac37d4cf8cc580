//! CUSTOM_AUTH: the pool's own triggers decide what is asked and what is right.

use serde_json::{Map, Value, json};

use super::step::{Passed, Step, Stepped, ask, passed, session, take_device};
use crate::local::host::env::{Env, Trigger};
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{Checked, internal, invalid_lambda_response, invalid_parameter, wrong_credentials};
use crate::local::model::pending::{Awaits, Progress, Session};
use crate::local::model::pool::Pool;
use crate::local::triggers::{self, event_attributes};

/// Adds a result to what the triggers see as `session`.
fn record(progress: &mut Progress, challenge: &str, result: bool, metadata: Option<String>) {
    progress.results.push(json!({
        "challengeName": challenge,
        "challengeResult": result,
        "challengeMetadata": metadata,
    }));
}

fn user_event(pool: &Pool, progress: &Progress) -> Checked<Map<String, Value>> {
    let attributes = if progress.simulated { json!({}) } else { event_attributes(pool.user(&progress.username)?) };
    let mut request = Map::new();
    request.insert("userAttributes".to_owned(), attributes);
    request.insert("session".to_owned(), json!(progress.results));
    request.insert("clientMetadata".to_owned(), progress.metadata.clone());
    request.insert("userNotFound".to_owned(), json!(progress.simulated));
    Ok(request)
}

/// Asks the pool what comes next; answers the SRP challenge itself when the caller has SRP_A.
pub(super) fn start(
    env: &mut Env<'_>,
    pool: &mut Pool,
    mut progress: Progress,
    parameters: &Parameters,
    name: &str,
) -> Stepped {
    let srp_a = parameters.get("SRP_A").map(String::as_str);
    let srp_a = srp_a.filter(|_| parameters.get("CHALLENGE_NAME").is_none_or(|name| name == "SRP_A"));
    if srp_a.is_some() {
        record(&mut progress, "SRP_A", true, None);
    }
    let decision = decide(env, pool, &progress)?;
    match (decision, srp_a) {
        (Decision::Challenge(challenge), Some(srp_a)) if challenge == "PASSWORD_VERIFIER" => {
            super::password::ask_srp(env, pool, progress, srp_a, name)
        }
        (decision, _) => act(env, pool, progress, decision),
    }
}

/// The password was proven on the way: the pool says what comes next.
pub(super) fn after_password(mut progress: Progress) -> Step {
    record(&mut progress, "PASSWORD_VERIFIER", true, None);
    passed(Passed::Round, progress)
}

/// Asks the pool what comes next, and does it.
pub(super) fn define(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Stepped {
    let decision = decide(env, pool, &progress)?;
    act(env, pool, progress, decision)
}

enum Decision {
    Tokens,
    Fail,
    Challenge(String),
}

fn decide(env: &mut Env<'_>, pool: &Pool, progress: &Progress) -> Checked<Decision> {
    let call = Trigger {
        trigger: "defineAuthChallenge",
        source: "DefineAuthChallenge_Authentication",
        username: &progress.username,
        client_id: &progress.client_id,
        request: Value::Object(user_event(pool, progress)?),
        response: json!({ "challengeName": null, "issueTokens": null, "failAuthentication": null }),
    };
    let response = triggers::run(env, pool, call)?
        .ok_or_else(|| invalid_parameter("Custom auth lambda trigger is not configured for the user pool."))?;
    let is = |name: &str| response.get(name).and_then(Value::as_bool) == Some(true);
    if is("failAuthentication") {
        return Ok(Decision::Fail);
    }
    if is("issueTokens") {
        return Ok(Decision::Tokens);
    }
    match response.get("challengeName").and_then(Value::as_str).filter(|name| !name.is_empty()) {
        Some(name) => Ok(Decision::Challenge(name.to_owned())),
        None => Err(invalid_lambda_response(
            "DefineAuthChallenge must set one of challengeName, issueTokens and failAuthentication.",
        )),
    }
}

fn act(env: &mut Env<'_>, pool: &mut Pool, progress: Progress, decision: Decision) -> Stepped {
    match decision {
        Decision::Fail => Err(wrong_credentials()),
        Decision::Tokens if progress.simulated => Err(wrong_credentials()),
        Decision::Tokens => Ok(passed(Passed::Factors, progress)),
        Decision::Challenge(name) if name == "CUSTOM_CHALLENGE" => create(env, pool, progress),
        Decision::Challenge(name) => Err(invalid_lambda_response(format!(
            "DefineAuthChallenge returned challengeName {name}, which is not possible at this point."
        ))),
    }
}

fn create(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Stepped {
    let mut request = user_event(pool, &progress)?;
    request.insert("challengeName".to_owned(), json!("CUSTOM_CHALLENGE"));
    let call = Trigger {
        trigger: "createAuthChallenge",
        source: "CreateAuthChallenge_Authentication",
        username: &progress.username,
        client_id: &progress.client_id,
        request: Value::Object(request),
        response: json!({
            "publicChallengeParameters": null,
            "privateChallengeParameters": null,
            "challengeMetadata": null,
        }),
    };
    let response = triggers::run(env, pool, call)?
        .ok_or_else(|| invalid_parameter("Custom auth lambda trigger is not configured for the user pool."))?;
    let mut parameters = Map::new();
    parameters.insert("USERNAME".to_owned(), json!(progress.username));
    if let Some(public) = response.get("publicChallengeParameters").and_then(Value::as_object) {
        parameters.extend(public.clone());
    }
    let awaits = Awaits::Custom {
        private: response.get("privateChallengeParameters").cloned().unwrap_or(Value::Null),
        metadata: response.get("challengeMetadata").and_then(Value::as_str).map(str::to_owned),
    };
    ask(env, pool, progress, awaits, parameters)
}

/// CUSTOM_CHALLENGE.
pub(super) fn answer(
    env: &mut Env<'_>,
    pool: &mut Pool,
    session_id: Option<&str>,
    responses: &Parameters,
    client_metadata: &Value,
) -> Stepped {
    let Session { mut progress, awaits, .. } = session(env, pool, session_id, "CUSTOM_CHALLENGE")?;
    let Awaits::Custom { private, metadata } = awaits else { return Err(internal()) };
    let given = need(responses, "ANSWER")?;
    progress.metadata = client_metadata.clone();
    let mut request = user_event(pool, &progress)?;
    request.remove("session");
    request.insert("privateChallengeParameters".to_owned(), private);
    request.insert("challengeAnswer".to_owned(), json!(given));
    let call = Trigger {
        trigger: "verifyAuthChallengeResponse",
        source: "VerifyAuthChallengeResponse_Authentication",
        username: &progress.username,
        client_id: &progress.client_id,
        request: Value::Object(request),
        response: json!({ "answerCorrect": null }),
    };
    let response = triggers::run(env, pool, call)?
        .ok_or_else(|| invalid_parameter("Custom auth lambda trigger is not configured for the user pool."))?;
    let correct = response.get("answerCorrect").and_then(Value::as_bool).unwrap_or(false);
    pool.sessions.remove(session_id.unwrap_or_default());
    record(&mut progress, "CUSTOM_CHALLENGE", correct, metadata);
    take_device(&mut progress, responses);
    Ok(passed(Passed::Round, progress))
}
