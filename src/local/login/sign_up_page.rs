//! `/signup`: a new user of the pool, with the attributes that the pool requires.

use serde_json::{Value, json};

use super::asked::takes_own_users;
use super::challenges::{ATTRIBUTE, NEW_PASSWORD, attribute_field};
use super::confirm_page;
use super::here::Here;
use super::reply::Reply;
use super::sheet::{Page, hinted, links};
use super::sign_in_page::{NO_OWN_USERS, name_field, sign_in};
use super::steps::{input_of, refused};
use crate::local::api;
use crate::local::host::env::Env;
use crate::local::host::input::Input;
use crate::local::host::refusal::Checked;
use crate::local::model::pool::{Lookup, Pool};
use crate::local::model::schema;

/// What is asked besides the name and the password: what the schema requires, and where a code goes.
fn attributes(pool: &Pool) -> Vec<String> {
    let settings = &pool.settings;
    let named = |name: &str| settings.username_attributes.iter().any(|one| one == name);
    let required = schema::absent(settings, |_| false);
    let verified = settings.auto_verified_attributes.iter().map(String::as_str);
    let mut all: Vec<String> = Vec::new();
    for name in verified.chain(required) {
        if !named(name) && !all.iter().any(|one| one == name) {
            all.push(name.to_owned());
        }
    }
    all
}

/// What the pool wants of a password, in words.
pub(super) fn policy(pool: &Pool) -> String {
    let policy = &pool.settings.policies.password_policy;
    let parts: Vec<&str> = [
        (policy.require_lowercase, "a lower-case letter"),
        (policy.require_uppercase, "an upper-case letter"),
        (policy.require_numbers, "a digit"),
        (policy.require_symbols, "a symbol"),
    ]
    .into_iter()
    .filter_map(|(wanted, name)| wanted.then_some(name))
    .collect();
    let with = if parts.is_empty() { String::new() } else { format!(", with {}", parts.join(", ")) };
    format!("At least {} characters{with}", policy.minimum_length)
}

pub(super) fn show(pool: &Pool, here: Here<'_>, alert: Option<&str>) -> Reply {
    let form = &here.visit.form;
    let bad = if alert.is_some() { " aria-describedby=\"alert\"" } else { "" };
    let mut inner = name_field(pool, form.get("username").unwrap_or_default(), bad);
    for name in attributes(pool) {
        inner += &attribute_field(&name, form.get(&format!("{ATTRIBUTE}{name}")).unwrap_or_default());
    }
    inner += &hinted("password", "Password", &policy(pool), "password", NEW_PASSWORD);
    let body = here.sheet.form(&here.asked.link("/signup"), &inner, "Create account")
        + &links(&[(here.asked.link("/login"), "Sign in with an account that you have")]);
    let heading = "Create an account";
    here.show(pool, Page { heading, body, alert, ..Page::default() })
}

pub(super) fn post(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>) -> Checked<Reply> {
    if !takes_own_users(&here.asked.client) {
        return Ok(show(pool, here, Some(NO_OWN_USERS)));
    }
    let form = &here.visit.form;
    let name = form.get("username").unwrap_or_default().trim();
    let password = form.get("password");
    let wanted = attributes(pool);
    let attributes: Vec<Value> = form
        .under(ATTRIBUTE)
        .filter(|(name, value)| !value.is_empty() && wanted.iter().any(|one| one == name))
        .map(|(name, value)| json!({ "Name": name, "Value": value.trim() }))
        .collect();
    let input = input_of(&here.asked.client, name, json!({ "Password": password, "UserAttributes": attributes }));
    let answer = match refused(api::sign_up(env, pool, Input(&input)))? {
        Ok(answer) => answer,
        Err(refusal) => return Ok(show(pool, here, Some(&refusal.message))),
    };
    if answer.get("UserConfirmed") == Some(&json!(true)) {
        return Ok(sign_in(env, pool, here, name, password)?.unwrap_or_else(|_| here.sign_in_with("confirmed")));
    }
    let destination = answer.pointer("/CodeDeliveryDetails/Destination").and_then(Value::as_str);
    let username = pool.find(name, Lookup::Any).unwrap_or_else(|| name.to_owned());
    let session = api::open_hosted(env, pool, &here.asked.client, &username)?;
    Ok(confirm_page::show(env, pool, here, (name, Some(session)), destination, None))
}
