//! Configurations of a pool, or of one app client, that are set as a whole and given back.

use serde_json::{Map, Value, json};

use super::resource_kinds::{Member, may, must};
use crate::local::host::env::Env;
use crate::local::host::input::{Input, Shape, missing};
use crate::local::host::refusal::{Answer, Checked, invalid_parameter};
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;

/// Whose a configuration is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Pool,
    Client,
    /// An app client, or all that have none of their own.
    ClientOrAll,
}

/// One configuration.
pub(super) struct Configuration {
    /// The member that answers wrap it in.
    pub(super) name: &'static str,
    pub(super) wrapped: bool,
    pub(super) owner: Owner,
    pub(super) members: &'static [Member],
    pub(super) dates: &'static [&'static str],
    /// What holds before it is set.
    pub(super) default: fn() -> Value,
}

/// The key of what holds for all app clients.
const ALL: &str = "ALL";

pub(super) static UI_CUSTOMIZATION: Configuration = Configuration {
    name: "UICustomization",
    wrapped: true,
    owner: Owner::ClientOrAll,
    members: &[may("CSS", Shape::Text), may("ImageFile", Shape::Text)],
    dates: &["CreationDate", "LastModifiedDate"],
    default: || json!({}),
};

pub(super) static RISK: Configuration = Configuration {
    name: "RiskConfiguration",
    wrapped: true,
    owner: Owner::ClientOrAll,
    members: &[
        may("CompromisedCredentialsRiskConfiguration", Shape::Object),
        may("AccountTakeoverRiskConfiguration", Shape::Object),
        may("RiskExceptionConfiguration", Shape::Object),
    ],
    dates: &["LastModifiedDate"],
    default: || json!({}),
};

pub(super) static LOG_DELIVERY: Configuration = Configuration {
    name: "LogDeliveryConfiguration",
    wrapped: true,
    owner: Owner::Pool,
    members: &[must("LogConfigurations", Shape::Objects)],
    dates: &[],
    default: || json!({ "LogConfigurations": [] }),
};

pub(super) static POOL_SESSIONS: Configuration = Configuration {
    name: "UserPoolSessionConfiguration",
    wrapped: false,
    owner: Owner::Pool,
    members: &[must("UserSessionTracking", Shape::Text), must("TokenSession", Shape::Object)],
    dates: &[],
    default: || json!({ "UserSessionTracking": "DISABLED" }),
};

pub(super) static CLIENT_SESSIONS: Configuration = Configuration {
    name: "UserPoolClientSessionConfiguration",
    wrapped: false,
    owner: Owner::Client,
    members: &[must("SSOSession", Shape::Object)],
    dates: &[],
    default: || json!({}),
};

/// The key under which the request's own configuration lies.
fn key<'a>(pool: &Pool, it: &Configuration, input: Input<'a>) -> Checked<&'a str> {
    let id = match it.owner {
        Owner::Pool => return Ok(""),
        Owner::Client => input.need("ClientId")?,
        Owner::ClientOrAll => input.text("ClientId")?.unwrap_or(ALL),
    };
    if id != ALL || it.owner == Owner::Client {
        pool.client(id)?;
    }
    Ok(id)
}

pub(super) fn set(env: &mut Env<'_>, pool: &mut Pool, it: &'static Configuration, input: Input<'_>) -> Answer {
    let key = key(pool, it, input)?.to_owned();
    if it.name == UI_CUSTOMIZATION.name && !pool.resources.iter().any(|resource| resource.kind == "DomainDescription") {
        return Err(invalid_parameter("There has to be an existing domain associated with this user pool."));
    }
    let mut members = Map::new();
    for member in it.members {
        match input.shaped(member.name, member.shape)? {
            Some(value) => _ = members.insert(member.name.to_owned(), value.clone()),
            None if member.required => return Err(missing(member.name)),
            None => {}
        }
    }
    let same = |resource: &Resource| resource.kind == it.name && resource.key == key;
    let created = pool.resources.iter().find(|resource| same(resource)).map_or(env.now, |resource| resource.created);
    pool.resources.retain(|resource| !same(resource));
    pool.resources.push(Resource { kind: it.name.to_owned(), key, members, created, modified: env.now });
    get(pool, it, input)
}

pub(super) fn get(pool: &Pool, it: &'static Configuration, input: Input<'_>) -> Answer {
    let key = key(pool, it, input)?;
    let at = |key: &str| pool.resources.iter().find(|resource| resource.kind == it.name && resource.key == key);
    // An app client without one of its own has what holds for all.
    let found = at(key).or_else(|| at(ALL).filter(|_| it.owner == Owner::ClientOrAll));
    let mut shown = match found {
        Some(resource) => Value::Object(resource.members.clone()),
        None => (it.default)(),
    };
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("UserPoolId".to_owned(), json!(pool.id));
        let owner = found.map_or(key, |resource| resource.key.as_str());
        if !owner.is_empty() && (found.is_some() || key != ALL) {
            shown.insert("ClientId".to_owned(), json!(owner));
        }
        // The service stores the picture and gives its address.
        if let Some(picture) = shown.remove("ImageFile").as_ref().and_then(Value::as_str) {
            shown.insert("ImageUrl".to_owned(), json!(format!("data:image/png;base64,{picture}")));
        }
        if let Some(resource) = found {
            for (name, date) in [("CreationDate", resource.created), ("LastModifiedDate", resource.modified)] {
                if it.dates.contains(&name) {
                    shown.insert(name.to_owned(), json!(date / 1000.0));
                }
            }
        }
    }
    Ok(if it.wrapped { json!({ it.name: shown }) } else { shown })
}
