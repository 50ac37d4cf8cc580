//! ID and access tokens: their claims, the hook before they are made, and the check when they come back.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::host::env::{Env, Trigger};
use super::host::refusal::{Answer, Checked, internal, not_authorized};
use super::model::app_client::Client;
use super::model::pool::{Group, Pool};
use super::model::refresh_family::Family;
use super::model::user::User;
use super::proof::random::Rng;
use super::proof::signing_key::{BadToken, peek};
use super::token_hook::{Hook, LATER, Membership, Overrides};
use super::triggers::{self, event_attributes};

const SCOPE: &str = "aws.cognito.signin.user.admin";
/// `triggerSource` where a code is redeemed, or tokens are given to a page.
pub(super) const HOSTED: &str = "TokenGeneration_HostedAuth";

/// The user's groups and their roles, the most important first.
fn membership(pool: &Pool, user: &User) -> Membership {
    let mut groups: Vec<&Group> = pool.groups.iter().filter(|group| user.groups.contains(&group.group_name)).collect();
    let precedence = |group: &Group| group.precedence.unwrap_or(u64::MAX);
    groups.sort_by_key(|group| precedence(group));
    let with_role: Vec<(u64, &String)> =
        groups.iter().filter_map(|group| Some((precedence(group), group.role_arn.as_ref()?))).collect();
    let mut roles: Vec<String> = Vec::new();
    for (_, role) in &with_role {
        if !roles.contains(role) {
            roles.push((*role).clone());
        }
    }
    // Two roles of the same precedence: the service prefers neither.
    let (first, best) = with_role.first().copied().unzip();
    let agreed = with_role.iter().all(|(precedence, role)| Some(*precedence) != first || Some(*role) == best);
    Membership {
        groups: groups.into_iter().map(|group| group.group_name.clone()).collect(),
        roles,
        preferred_role: best.filter(|_| agreed).cloned(),
    }
}

/// An opaque token in the shape of the service's: a JWE in compact form.
fn opaque(rng: &mut Rng) -> String {
    let mut part = |length: usize| Base64UrlUnpadded::encode_string(&rng.bytes(length));
    let header = Base64UrlUnpadded::encode_string(br#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#);
    [header, part(256), part(12), part(700), part(16)].join(".")
}

/// A new refresh token of a family.
pub(super) fn mint(rng: &mut Rng, family: &mut Family) -> String {
    let token = opaque(rng);
    family.add(&token);
    token
}

/// The two JWTs of a family as members of `AuthenticationResult`, without a refresh token.
pub(super) fn issue(env: &mut Env<'_>, pool: &Pool, family: &Family, source: &'static str, metadata: &Value) -> Answer {
    let user = pool.user(&family.username)?;
    let client = pool.client(&family.client_id)?;
    let hosted = family.hosted.as_ref();
    let granted: Vec<&str> = hosted.map_or(vec![SCOPE], |hosted| hosted.scopes.iter().map(String::as_str).collect());
    let own = membership(pool, user);
    let hook = Hook::of(pool);
    let response: Map<String, Value> = hook.members.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let mut request = json!({
        "userAttributes": event_attributes(user),
        "groupConfiguration": {
            "groupsToOverride": own.groups,
            "iamRolesToOverride": own.roles,
            "preferredRole": own.preferred_role,
        },
        "clientMetadata": metadata,
    });
    if let Some(request) = request.as_object_mut().filter(|_| hook.members.contains(&LATER)) {
        request.insert("scopes".to_owned(), json!(granted));
    }
    let call = Trigger {
        trigger: "preTokenGeneration",
        source,
        username: &user.username,
        client_id: &client.client_id,
        request,
        response: Value::Object(response),
    };
    let overrides = match triggers::run_version(env, pool, hook.version, call)? {
        Some(response) => Overrides::read(&response, &hook)?,
        None => Overrides::default(),
    };
    let own = overrides.groups.as_ref().unwrap_or(&own);

    let now = env.seconds();
    let mut shared = Map::new();
    shared.insert("sub".to_owned(), json!(user.sub()));
    shared.insert("iss".to_owned(), json!(pool.issuer));
    shared.insert("event_id".to_owned(), json!(family.event_id));
    shared.insert("auth_time".to_owned(), json!(family.auth_time));
    shared.insert("iat".to_owned(), json!(now));
    if client.enable_token_revocation {
        shared.insert("origin_jti".to_owned(), json!(family.id));
    }
    if !own.groups.is_empty() {
        shared.insert("cognito:groups".to_owned(), json!(own.groups));
    }

    let mut id = shared.clone();
    for (name, value) in &user.attributes {
        if name != "sub" && is_readable(client, name) && hosted.is_none_or(|_| scopes_show(&granted, name)) {
            let claim = match name.as_str() {
                "identities" => serde_json::from_str(value).unwrap_or_default(),
                name if name.ends_with("_verified") => json!(value == "true"),
                _ => json!(value),
            };
            id.insert(name.clone(), claim);
        }
    }
    id.insert("cognito:username".to_owned(), json!(user.username));
    if !own.roles.is_empty() {
        id.insert("cognito:roles".to_owned(), json!(own.roles));
    }
    if let Some(role) = &own.preferred_role {
        id.insert("cognito:preferred_role".to_owned(), json!(role));
    }
    id.insert("aud".to_owned(), json!(client.client_id));
    id.insert("token_use".to_owned(), json!("id"));
    id.insert("exp".to_owned(), json!(now + client.id_seconds()));
    id.insert("jti".to_owned(), json!(env.rng.uuid()));
    overrides.id.apply(&mut id);

    let mut access = shared;
    if let Some(device_key) = &family.device_key {
        access.insert("device_key".to_owned(), json!(device_key));
    }
    access.insert("client_id".to_owned(), json!(client.client_id));
    access.insert("username".to_owned(), json!(user.username));
    access.insert("token_use".to_owned(), json!("access"));
    access.insert("scope".to_owned(), json!(overrides.scope(&granted)));
    access.insert("exp".to_owned(), json!(now + client.access_seconds()));
    access.insert("jti".to_owned(), json!(env.rng.uuid()));
    overrides.access.apply(&mut access);

    let Some(hosted) = hosted else {
        return Ok(json!({
            "AccessToken": env.sign(&access).ok_or_else(internal)?,
            "IdToken": env.sign(&id).ok_or_else(internal)?,
            "ExpiresIn": client.access_seconds(),
            "TokenType": "Bearer",
        }));
    };
    access.insert("version".to_owned(), json!(2));
    if let Some(resource) = &hosted.resource {
        access.insert("aud".to_owned(), json!(resource));
    }
    let shows_person = granted.contains(&"openid");
    // The hash is of the whole token, so its signature cannot be left to the host.
    let access = if shows_person { env.sign_here(&access) } else { env.sign(&access) }.ok_or_else(internal)?;
    let mut answer = json!({ "AccessToken": access, "ExpiresIn": client.access_seconds(), "TokenType": "Bearer" });
    if shows_person {
        let half = Sha256::digest(access.as_bytes()).split_at(16).0.to_vec();
        id.insert("at_hash".to_owned(), json!(Base64UrlUnpadded::encode_string(&half)));
        if let Some(nonce) = hosted.nonce.as_ref().filter(|_| source == HOSTED) {
            id.insert("nonce".to_owned(), json!(nonce));
        }
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("IdToken".to_owned(), json!(env.sign(&id).ok_or_else(internal)?));
        }
    }
    Ok(answer)
}

/// Whether an app client may read an attribute.
pub(super) fn is_readable(client: &Client, attribute: &str) -> bool {
    client.read_attributes.as_ref().is_none_or(|list| list.iter().any(|name| name == attribute))
}

/// Whether scopes let an attribute be seen: `openid` alone shows all that the app client may read.
pub(super) fn scopes_show(scopes: &[&str], attribute: &str) -> bool {
    let has = |scope: &str| scopes.contains(&scope);
    match attribute {
        _ if !["email", "phone", "profile"].into_iter().any(has) => true,
        "email" | "email_verified" => has("email"),
        "phone_number" | "phone_number_verified" => has("phone"),
        "identities" => true,
        _ => has("profile"),
    }
}

/// Whom an access token speaks for.
pub(super) struct Caller {
    pub(super) username: String,
    pub(super) client_id: String,
    pub(super) family: String,
}

/// The pool that an access token names; it proves nothing yet.
pub(super) fn pool_id_of(access_token: &str) -> Option<String> {
    let claims = peek(access_token)?;
    let issuer = claims.get("iss")?.as_str()?;
    issuer.rsplit('/').next().map(str::to_owned)
}

/// Checks an access token in the service's order and with its texts: whom it speaks for, and its scopes.
pub(super) fn authenticate(env: &Env<'_>, pool: &Pool, access_token: &str) -> Checked<(Caller, Vec<String>)> {
    let claims = env.keys.open(access_token).map_err(|bad| {
        not_authorized(match bad {
            BadToken::Malformed => "Invalid Access Token",
            BadToken::Forged => "Could not verify signature for Access Token",
        })
    })?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    // A server that moved to another address, with its key, knows the tokens that it gave there.
    let ours = text("iss").is_some_and(|issuer| issuer == pool.issuer || issuer.rsplit('/').next() == Some(&pool.id));
    if text("token_use") != Some("access") || !ours {
        return Err(not_authorized("Invalid Access Token"));
    }
    if claims.get("exp").and_then(Value::as_u64).is_none_or(|end| end <= env.seconds()) {
        return Err(not_authorized("Access Token has expired"));
    }
    let user = pool.user(text("username").unwrap_or_default())?;
    let event_id = text("event_id").unwrap_or_default();
    let family = pool.families.iter().find(|family| family.event_id == event_id);
    let Some(family) = family.filter(|family| !family.revoked) else {
        return Err(not_authorized("Access Token has been revoked"));
    };
    if !user.enabled {
        return Err(not_authorized("User is disabled."));
    }
    let scopes = text("scope").unwrap_or_default().split(' ').map(str::to_owned).collect();
    let (client_id, family) = (family.client_id.clone(), family.id.clone());
    Ok((Caller { username: user.username.clone(), client_id, family }, scopes))
}

/// The same for what people do with their own account, which needs a scope of its own.
pub(super) fn authorize(env: &Env<'_>, pool: &Pool, access_token: &str) -> Checked<Caller> {
    let (caller, scopes) = authenticate(env, pool, access_token)?;
    if !scopes.iter().any(|scope| scope == SCOPE) {
        return Err(not_authorized("Access Token does not have required scopes"));
    }
    Ok(caller)
}
