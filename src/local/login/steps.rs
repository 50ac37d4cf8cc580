//! A sign-in on the pages, between its first form and the way back to the app.

use serde_json::{Map, Value, json};

use super::asked::Asked;
use super::challenges::{Question, SECRET, key_uri, question, responses};
use super::finish::finish;
use super::here::{Here, PAGE};
use super::reply::Reply;
use super::sheet::{Page, hidden};
use crate::local::api;
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, Checked, Refusal, Stop, internal};
use crate::local::model::app_client::Client;
use crate::local::model::login::Waiting;
use crate::local::model::pool::Pool;

/// How long a page may wait, at most: its Session may end before.
const PAGE_MS: f64 = 3_600_000.0;

const PASSKEY: &str = include_str!("passkey.js");

/// What became of a step: an answer for the browser, or a refusal for the page that asked.
pub(super) type Stepped = Checked<Result<Reply, Refusal>>;

/// Hands a refusal to the page; a trigger or another server goes on to the host.
pub(super) fn refused<T>(result: Checked<T>) -> Checked<Result<T, Refusal>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Stop::Refuse(refusal)) => Ok(Err(refusal)),
        Err(stop) => Err(stop),
    }
}

/// An operation's input, with SECRET_HASH where the app client has a secret.
pub(super) fn input_of(client: &Client, name: &str, members: Value) -> Map<String, Value> {
    let mut input = match members {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    input.insert("ClientId".to_owned(), json!(client.client_id));
    input.insert("Username".to_owned(), json!(name));
    if let Some(hash) = client.secret_hash(name) {
        input.insert("SecretHash".to_owned(), json!(hash));
    }
    input
}

/// Keeps a page that waits for an answer.
pub(super) fn keep(env: &mut Env<'_>, pool: &mut Pool, waiting: Waiting) -> String {
    let id = env.rng.word(32);
    pool.login.pages.insert(id.clone(), Waiting { expires: env.now + PAGE_MS, ..waiting });
    id
}

/// Goes on with what a step of the sign-in answered.
pub(super) fn go_on(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>, name: &str, answer: Answer) -> Stepped {
    let answer = match refused(answer)? {
        Ok(answer) => answer,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some(person) = answer.get("Person").and_then(Value::as_str) {
        return finish(env, pool, here.visit, here.asked, person, None).map(Ok);
    }
    let text = |member: &str| answer.get(member).and_then(Value::as_str).map(str::to_owned);
    let mut parameters = answer.get("ChallengeParameters").cloned().unwrap_or_default();
    if let (Some(parameters), Some(available)) = (parameters.as_object_mut(), answer.get("AvailableChallenges")) {
        parameters.insert("AvailableChallenges".to_owned(), available.clone());
    }
    let waiting = here.waits(name, &text("ChallengeName").unwrap_or_default(), text("Session"), parameters);
    let waiting = match waiting.challenge.as_str() {
        // Whoever can choose the password only is not asked to.
        "SELECT_CHALLENGE" if only_password(&waiting) => {
            let chosen = json!({ "ANSWER": "PASSWORD" });
            let next = respond(env, pool, here.asked, &waiting, chosen);
            return go_on(env, pool, here, name, next);
        }
        "MFA_SETUP" => with_authenticator(env, pool, waiting)?,
        _ => waiting,
    };
    let id = keep(env, pool, waiting.clone());
    Ok(show(pool, here, &id, &waiting, None).ok_or_else(no_page))
}

fn no_page() -> Refusal {
    let message = "Managed login has no page for this challenge: sign in through the API.".into();
    Refusal { name: "UnsupportedOperationException", message, status: 400 }
}

fn only_password(waiting: &Waiting) -> bool {
    let all = waiting.parameters.get("AvailableChallenges").and_then(Value::as_array);
    all.is_some_and(|all| all.iter().filter_map(Value::as_str).all(|name| name.starts_with("PASSWORD")))
}

/// A key for the authenticator that is about to be set up, where the pool takes one.
fn with_authenticator(env: &mut Env<'_>, pool: &mut Pool, mut waiting: Waiting) -> Checked<Waiting> {
    let offered = waiting.parameters.get("MFAS_CAN_SETUP").and_then(Value::as_str).unwrap_or_default();
    if !offered.contains("SOFTWARE_TOKEN_MFA") {
        return Ok(waiting);
    }
    let mut input = Map::new();
    input.insert("Session".to_owned(), json!(waiting.session));
    let answer = api::associate(env, pool, Input(&input))?;
    let secret = answer.get("SecretCode").and_then(Value::as_str).ok_or_else(internal)?;
    waiting.session = answer.get("Session").and_then(Value::as_str).map(str::to_owned);
    let issuer = pool.login.title.as_deref().unwrap_or(&pool.settings.pool_name);
    if let Some(parameters) = waiting.parameters.as_object_mut() {
        parameters.insert("uri".to_owned(), json!(key_uri(issuer, &waiting.name, secret)));
        parameters.insert(SECRET.to_owned(), json!(secret));
    }
    Ok(waiting)
}

/// The page of a challenge.
pub(super) fn show(pool: &Pool, here: Here<'_>, id: &str, waiting: &Waiting, alert: Option<&str>) -> Option<Reply> {
    let Here { sheet, asked, .. } = here;
    let action = asked.link("/login");
    let common = hidden(PAGE, id);
    let Question { heading, inner, button, beside } = question(sheet, waiting, &action, &common)?;
    let form = if inner.is_empty() { String::new() } else { sheet.form(&action, &(common + &inner), button) };
    let again = super::sheet::links(&[(asked.link("/login"), "Start again")]);
    let body = form + &beside + &again;
    let script = (waiting.challenge == "WEB_AUTHN").then_some(PASSKEY);
    Some(here.show(pool, Page { heading, body, alert, script, ..Page::default() }))
}

/// RespondToAuthChallenge.
pub(super) fn respond(env: &mut Env<'_>, pool: &mut Pool, asked: &Asked, waiting: &Waiting, answers: Value) -> Answer {
    let mut answers = match answers {
        Value::Object(answers) => answers,
        _ => Map::new(),
    };
    answers.insert("USERNAME".to_owned(), json!(waiting.name));
    if let Some(hash) = asked.client.secret_hash(&waiting.name) {
        answers.insert("SECRET_HASH".to_owned(), json!(hash));
    }
    let mut input = Map::new();
    input.insert("ClientId".to_owned(), json!(asked.client.client_id));
    input.insert("ChallengeName".to_owned(), json!(waiting.challenge));
    input.insert("Session".to_owned(), json!(waiting.session));
    input.insert("ChallengeResponses".to_owned(), Value::Object(answers));
    api::respond(env, pool, Input(&input))
}

/// Takes the answers of a challenge's page.
pub(super) fn answer(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>, (id, waiting): (String, Waiting)) -> Stepped {
    let mut waiting = waiting;
    if waiting.challenge == "MFA_SETUP" && here.visit.form.get("code").is_some() {
        let mut input = Map::new();
        input.insert("Session".to_owned(), json!(waiting.session));
        input.insert("UserCode".to_owned(), json!(here.visit.form.get("code")));
        match refused(api::verify_authenticator(env, pool, Input(&input)))? {
            Ok(answer) => waiting.session = answer.get("Session").and_then(Value::as_str).map(str::to_owned),
            Err(refusal) => return again(pool, here, &id, &waiting, refusal),
        }
    }
    let answers = responses(&waiting.challenge, &here.visit.form);
    let answer = respond(env, pool, here.asked, &waiting, Value::Object(answers));
    let name = waiting.name.clone();
    match go_on(env, pool, here, &name, answer)? {
        Ok(reply) => {
            pool.login.pages.remove(&id);
            Ok(Ok(reply))
        }
        Err(refusal) => again(pool, here, &id, &waiting, refusal),
    }
}

/// The same page with what was wrong, as long as its Session is there for another try.
fn again(pool: &Pool, here: Here<'_>, id: &str, waiting: &Waiting, refusal: Refusal) -> Stepped {
    let open = waiting.session.as_ref().is_some_and(|session| pool.sessions.contains_key(session));
    let page = if open { show(pool, here, id, waiting, Some(&refusal.message)) } else { None };
    Ok(page.ok_or(refusal))
}
