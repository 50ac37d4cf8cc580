//! The users of identity providers: found by the provider's name for them, else made; with the attributes that the mapping says.

use serde_json::{Map, Value, json};

use crate::local::api::after_confirmation;
use crate::local::host::env::{Env, Trigger};
use crate::local::host::refusal::Stop;
use crate::local::model::app_client::Client;
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;
use crate::local::model::user::{Status, User};
use crate::local::triggers::{self, event_attributes};

/// Why nobody signs in.
pub(super) enum Refused {
    /// The host is asked first.
    Stop(Stop),
    /// The app is told.
    Because(String),
}

impl From<Stop> for Refused {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refuse(refusal) => Refused::Because(refusal.message.into_owned()),
            stop => Refused::Stop(stop),
        }
    }
}

/// The claim that names the person at the provider.
fn subject_claim(kind: &str) -> &'static str {
    match kind {
        "Facebook" => "id",
        "LoginWithAmazon" => "user_id",
        _ => "sub",
    }
}

/// Names of federated users begin so: AWS's own providers in small letters.
fn prefix(name: &str, kind: &str) -> String {
    match kind {
        "OIDC" | "SAML" => name.to_owned(),
        _ => kind.to_lowercase(),
    }
}

fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The attributes that AttributeMapping gives the user.
fn mapped(pool: &Pool, provider: &Resource, claims: &Map<String, Value>) -> Vec<(String, String)> {
    let known = crate::local::model::schema::of(&pool.settings);
    let mapping = provider.members.get("AttributeMapping").and_then(Value::as_object);
    let pairs = mapping.into_iter().flatten().filter(|(name, _)| *name != "username" && *name != "sub");
    pairs
        .filter(|(name, _)| known.iter().any(|attribute| attribute.name == **name))
        .filter_map(|(name, claim)| Some((name.clone(), as_text(claims.get(claim.as_str()?)?))))
        .collect()
}

/// The user whom the provider vouches for.
pub(super) fn user_of(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    (provider, kind): (&Resource, &str),
    claims: &Map<String, Value>,
) -> Result<String, Refused> {
    env.client_id.clone_from(&client.client_id);
    let mapped_name = provider.members.get("AttributeMapping").and_then(|mapping| mapping.get("username"));
    let claim = mapped_name.and_then(Value::as_str).unwrap_or(subject_claim(kind));
    let id = claims.get(claim).map(as_text).filter(|id| !id.is_empty());
    let id =
        id.ok_or_else(|| Refused::Because(format!("{} Error - no claim {claim} names the person.", provider.key)))?;
    let attributes = mapped(pool, provider, claims);
    let found = pool.users.values().find(|user| has_identity(user, &provider.key, &id));
    match found.map(|user| user.username.clone()) {
        Some(username) => {
            let user = pool.user_mut(&username)?;
            if !user.enabled {
                return Err(Refused::Because("User is disabled.".to_owned()));
            }
            user.attributes.extend(attributes);
            user.modified = env.now;
            after_sign_in(env, pool, client, &username)?;
            Ok(username)
        }
        None => create(env, pool, client, (provider, kind, &id), attributes),
    }
}

fn has_identity(user: &User, provider: &str, id: &str) -> bool {
    let all: Vec<Value> =
        user.attribute("identities").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    all.iter().any(|one| {
        let is = |member: &str, value: &str| one.get(member).and_then(Value::as_str) == Some(value);
        is("providerName", provider) && is("userId", id)
    })
}

fn create(
    env: &mut Env<'_>,
    pool: &mut Pool,
    client: &Client,
    (provider, kind, id): (&Resource, &str, &str),
    attributes: Vec<(String, String)>,
) -> Result<String, Refused> {
    let username = pool.normal(&format!("{}_{id}", prefix(&provider.key, kind)));
    if pool.users.contains_key(&username) {
        return Err(Refused::Because("Another user has the name of this one.".to_owned()));
    }
    let mut user = User::new(username.clone(), env.rng.uuid(), env.now);
    user.status = Status::ExternalProvider;
    user.attributes.extend(attributes);
    // Unless the mapping says so, nobody has proven the address to this pool.
    if user.attribute("email").is_some() {
        user.attributes.entry("email_verified".to_owned()).or_insert_with(|| "false".to_owned());
    }
    let identity = json!([{
        "userId": id,
        "providerName": provider.key,
        "providerType": kind,
        "issuer": null,
        "primary": "true",
        "dateCreated": env.now.to_string(),
    }]);
    user.attributes.insert("identities".to_owned(), identity.to_string());
    let call = Trigger {
        trigger: "preSignUp",
        source: "PreSignUp_ExternalProvider",
        username: &username,
        client_id: &client.client_id,
        request: json!({ "userAttributes": event_attributes(&user), "validationData": {}, "clientMetadata": {} }),
        response: json!({ "autoConfirmUser": false, "autoVerifyEmail": false, "autoVerifyPhone": false }),
    };
    if let Some(response) = triggers::run(env, pool, call)? {
        for (flag, attribute) in [("autoVerifyEmail", "email"), ("autoVerifyPhone", "phone_number")] {
            if response.get(flag) == Some(&json!(true)) && user.attribute(attribute).is_some() {
                user.set_verified(attribute, true);
            }
        }
    }
    // The trigger may have linked the person to a user of the pool by AdminLinkProviderForUser: the next sign-in finds that one.
    pool.users.insert(username.clone(), user);
    after_confirmation(env, pool, &username, &client.client_id, &json!({}))?;
    Ok(username)
}

fn after_sign_in(env: &mut Env<'_>, pool: &Pool, client: &Client, username: &str) -> Result<(), Refused> {
    let call = Trigger {
        trigger: "postAuthentication",
        source: "PostAuthentication_Authentication",
        username,
        client_id: &client.client_id,
        request: json!({
            "userAttributes": event_attributes(pool.user(username)?),
            "newDeviceUsed": false,
            "clientMetadata": {},
        }),
        response: json!({}),
    };
    Ok(triggers::run(env, pool, call).map(|_| ())?)
}
