//! Users of identity providers who are linked to users of the pool: the attribute `identities`.

use serde_json::{Value, json};

use super::resource_kinds::IDENTITY_PROVIDER;
use super::resources::find;
use crate::local::host::env::Env;
use crate::local::host::input::{Input, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter, user_not_found};
use crate::local::model::pool::Pool;
use crate::local::model::user::User;

const ATTRIBUTE: &str = "identities";

fn identities(user: &User) -> Vec<Value> {
    user.attribute(ATTRIBUTE).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn set(user: &mut User, all: &[Value], now: f64) {
    match all {
        [] => _ = user.attributes.remove(ATTRIBUTE),
        all => _ = user.attributes.insert(ATTRIBUTE.to_owned(), json!(all).to_string()),
    }
    user.modified = now;
}

fn is(identity: &Value, provider: &str, id: &str) -> bool {
    let text = |member: &str| identity.get(member).and_then(Value::as_str);
    text("providerName") == Some(provider) && text("userId") == Some(id)
}

fn need<'a>(input: Input<'a>, member: &str) -> Checked<Input<'a>> {
    input.object(member)?.ok_or_else(|| missing(member))
}

pub(super) fn link(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let (to, from) = (need(input, "DestinationUser")?, need(input, "SourceUser")?);
    let (provider, id) = (from.need("ProviderName")?, from.need("ProviderAttributeValue")?);
    let kind = find(pool, &IDENTITY_PROVIDER, provider)?.members.get("ProviderType").cloned();
    if to.text("ProviderName")?.is_some_and(|name| name != "Cognito") {
        return Err(invalid_parameter("DestinationUser must be a user of the pool, with the ProviderName Cognito."));
    }
    let username = pool.named(to.need("ProviderAttributeValue")?)?;
    if pool.users.values().any(|user| identities(user).iter().any(|identity| is(identity, provider, id))) {
        return Err(invalid_parameter("SourceUser is already linked to a user of the pool."));
    }
    let now = env.now;
    let user = pool.user_mut(&username)?;
    let mut all = identities(user);
    if all.len() >= 5 {
        return Err(invalid_parameter("A user can have at most five linked identities."));
    }
    all.push(json!({
        "userId": id,
        "providerName": provider,
        "providerType": kind,
        "issuer": null,
        "primary": "false",
        "dateCreated": now.to_string(),
    }));
    set(user, &all, now);
    Ok(json!({}))
}

/// Unlinks a user of a provider; a user of the pool loses the password.
pub(super) fn disable(env: &mut Env<'_>, pool: &mut Pool, input: Input<'_>) -> Answer {
    let who = need(input, "User")?;
    let (provider, id) = (who.need("ProviderName")?, who.need("ProviderAttributeValue")?);
    let now = env.now;
    if provider == "Cognito" {
        let username = pool.named(id)?;
        let user = pool.user_mut(&username)?;
        user.credential = None;
        user.modified = now;
        return Ok(json!({}));
    }
    let linked =
        pool.users.values_mut().find(|user| identities(user).iter().any(|identity| is(identity, provider, id)));
    let user = linked.ok_or_else(|| user_not_found("User does not exist."))?;
    let left: Vec<Value> = identities(user).into_iter().filter(|identity| !is(identity, provider, id)).collect();
    set(user, &left, now);
    Ok(json!({}))
}
