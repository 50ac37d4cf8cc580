//! Calls of a pool's triggers, and the events that they get.

use serde_json::{Map, Value, json};

use super::host::env::{Env, Trigger};
use super::host::refusal::Checked;
use super::model::pool::Pool;
use super::model::user::User;

/// Runs a trigger of the pool: its `response`, or `None` when the pool has no such trigger.
pub(super) fn run(env: &mut Env<'_>, pool: &Pool, call: Trigger<'_>) -> Checked<Option<Value>> {
    run_version(env, pool, "1", call)
}

/// The same, with an event of another version.
pub(super) fn run_version(env: &mut Env<'_>, pool: &Pool, version: &str, call: Trigger<'_>) -> Checked<Option<Value>> {
    env.trigger(&pool.id, &pool.triggers, version, call)
}

/// Has a trigger run once the request is over: what the trigger asks of this server then shows what the request did.
pub(super) fn run_after(env: &mut Env<'_>, pool: &Pool, call: Trigger<'_>) {
    if pool.triggers.iter().any(|name| name == call.trigger) {
        env.after = Some((call.trigger, call.event(&pool.id, "1")));
    }
}

/// `userAttributes` of a trigger's event.
pub(super) fn event_attributes(user: &User) -> Value {
    let mut attributes: Map<String, Value> =
        user.attributes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    attributes.insert("cognito:user_status".to_owned(), json!(user.status.name()));
    Value::Object(attributes)
}
