//! Jobs that import users: kept with their states. No file is taken, so no user comes of them.

use serde_json::{Map, Value, json};

use super::resource_kinds::USER_IMPORT_JOB;
use super::resources::{create, find, find_mut, of_kind, wrapped};
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::{Answer, refuse};
use crate::local::model::pool::Pool;
use crate::local::model::schema;

fn status(members: &Map<String, Value>) -> &str {
    members.get("Status").and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn make(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let id = create(env, pool, &USER_IMPORT_JOB, input)?;
    let members = &mut find_mut(pool, &USER_IMPORT_JOB, &id)?.members;
    members.insert("Status".to_owned(), json!("Created"));
    // Nothing takes a file there: the name says so, and no host has it.
    members.insert("PreSignedUrl".to_owned(), json!(format!("https://no-uploads.invalid/{id}")));
    for count in ["ImportedUsers", "SkippedUsers", "FailedUsers"] {
        members.insert(count.to_owned(), json!(0));
    }
    Ok(wrapped(pool, &USER_IMPORT_JOB, find(pool, &USER_IMPORT_JOB, &id)?))
}

/// Takes a job from one state to the next.
fn go_on(pool: &mut Pool, input: Input<'_>, from: &str, to: &str, date: (&str, f64)) -> Answer {
    let id = input.need("JobId")?;
    let members = &mut find_mut(pool, &USER_IMPORT_JOB, id)?.members;
    if status(members) != from {
        return Err(refuse(
            "PreconditionNotMetException",
            format!("The import job is {}, not {from}.", status(members)),
        ));
    }
    members.insert("Status".to_owned(), json!(to));
    members.insert(date.0.to_owned(), json!(date.1 / 1000.0));
    Ok(wrapped(pool, &USER_IMPORT_JOB, find(pool, &USER_IMPORT_JOB, id)?))
}

pub(super) fn start(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    if of_kind(pool, &USER_IMPORT_JOB).any(|job| status(&job.members) == "InProgress") {
        return Err(refuse("PreconditionNotMetException", "Another import job of the user pool is in progress."));
    }
    go_on(pool, input, "Created", "InProgress", ("StartDate", env.now))
}

pub(super) fn stop(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    go_on(pool, input, "InProgress", "Stopped", ("CompletionDate", env.now))
}

pub(super) fn csv_header(_env: &mut Env<'_>, pool: &mut Pool, _input: Input<'_>) -> Answer {
    let schema = schema::of(&pool.settings);
    let own =
        schema.iter().map(|attribute| attribute.name.as_str()).filter(|name| !matches!(*name, "sub" | "identities"));
    let header: Vec<&str> = own.chain(["cognito:mfa_enabled", "cognito:username"]).collect();
    Ok(json!({ "UserPoolId": pool.id, "CSVHeader": header }))
}
