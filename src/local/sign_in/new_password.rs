//! NEW_PASSWORD_REQUIRED: a temporary password gives way to the person's own.

use serde_json::{Map, Value, json};

use super::step::{Passed, Stepped, ask as ask_for, parameters, passed, session, take_device};
use crate::local::attributes::{self, Writer};
use crate::local::codes::set_password;
use crate::local::host::env::Env;
use crate::local::host::input::{Parameters, need};
use crate::local::host::refusal::{invalid_parameter, not_authorized};
use crate::local::model::app_client::Client;
use crate::local::model::pending::{Awaits, Progress};
use crate::local::model::pool::Pool;
use crate::local::model::schema;
use crate::local::model::user::Status;

const PREFIX: &str = "userAttributes.";

pub(super) fn ask(env: &mut Env<'_>, pool: &mut Pool, progress: Progress) -> Stepped {
    let user = pool.user(&progress.username)?;
    let required: Vec<String> = schema::absent(&pool.settings, |name| user.attribute(name).is_some())
        .iter()
        .map(|name| format!("{PREFIX}{name}"))
        .collect();
    let attributes: Map<String, Value> = user
        .attributes
        .iter()
        .filter(|(name, _)| *name != "sub")
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let mut parameters = parameters(&progress);
    parameters.insert("requiredAttributes".to_owned(), json!(json!(required).to_string()));
    parameters.insert("userAttributes".to_owned(), json!(Value::Object(attributes).to_string()));
    ask_for(env, pool, progress, Awaits::NewPassword, parameters)
}

pub(super) fn answer(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    session_id: Option<&str>,
    responses: &Parameters,
    metadata: &Value,
) -> Stepped {
    let mut progress = session(env, pool, session_id, "NEW_PASSWORD_REQUIRED")?.progress;
    progress.metadata = metadata.clone();
    let password = need(responses, "NEW_PASSWORD")?;
    let given: Vec<(String, String)> = responses
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone())))
        .collect();
    let user = pool.user(&progress.username)?;
    for (name, _) in &given {
        if name.ends_with("_verified") {
            return Err(not_authorized(format!("Cannot modify the non-mutable attribute {name}")));
        }
        if matches!(name.as_str(), "email" | "phone_number") && user.attribute(name).is_some() {
            return Err(not_authorized(format!("Cannot modify an already provided {name}")));
        }
    }
    attributes::check(&pool.settings, Some(client), Writer::Person, Some(user), &given)?;
    let there = |name: &str| user.attribute(name).is_some() || given.iter().any(|(given, _)| given == name);
    if let Some(name) = schema::absent(&pool.settings, there).first() {
        return Err(invalid_parameter(format!("Invalid attributes given, {name} is missing")));
    }
    set_password(env, pool, &progress.username, password)?;
    let user = pool.user_mut(&progress.username)?;
    user.attributes.extend(given);
    user.status = Status::Confirmed;
    pool.sessions.remove(session_id.unwrap_or_default());
    progress.renewed = true;
    take_device(&mut progress, responses);
    Ok(passed(Passed::Knowledge, progress))
}
