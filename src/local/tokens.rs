//! ID and access tokens: their claims, the hook before they are made, and the check when they come back.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};

use super::host::env::{Env, Trigger};
use super::host::refusal::{Answer, Checked, internal, invalid_lambda_response, not_authorized};
use super::model::pool::{Group, Pool};
use super::model::refresh_family::Family;
use super::model::user::User;
use super::proof::random::Rng;
use super::proof::signing_key::{BadToken, peek};
use super::triggers::{self, event_attributes};

const SCOPE: &str = "aws.cognito.signin.user.admin";

/// Claims that a hook cannot change.
const PROTECTED: &[&str] = &[
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "client_id",
    "cognito:username",
    "event_id",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "origin_jti",
    "sub",
    "token_use",
    "username",
];

const FIRST: &str = "claimsOverrideDetails";
const LATER: &str = "claimsAndScopeOverrideDetails";

/// How the hook is called, and which members of its answer count.
struct Hook {
    version: &'static str,
    members: &'static [&'static str],
}

impl Hook {
    /// By LambdaVersion of the pool's LambdaConfig; a pool that names none takes both answers.
    fn of(pool: &Pool) -> Hook {
        let config = pool.settings.other.get("LambdaConfig").and_then(|config| config.get("PreTokenGenerationConfig"));
        match config.and_then(|config| config.get("LambdaVersion")).and_then(Value::as_str) {
            Some("V1_0") => Hook { version: "1", members: &[FIRST] },
            Some("V2_0") => Hook { version: "2", members: &[LATER] },
            Some("V3_0") => Hook { version: "3", members: &[LATER] },
            _ => Hook { version: "1", members: &[FIRST, LATER] },
        }
    }
}

/// What the hook wants different.
#[derive(Default)]
struct Overrides {
    groups: Option<Vec<String>>,
    id: Changes,
    access: Changes,
    add_scopes: Vec<String>,
    suppress_scopes: Vec<String>,
}

#[derive(Default)]
struct Changes {
    add: Map<String, Value>,
    suppress: Vec<String>,
}

impl Changes {
    fn read(details: &Value) -> Changes {
        Changes {
            add: details.get("claimsToAddOrOverride").and_then(Value::as_object).cloned().unwrap_or_default(),
            suppress: texts(details.get("claimsToSuppress")),
        }
    }

    fn apply(&self, claims: &mut Map<String, Value>) {
        for name in self.suppress.iter().filter(|name| !PROTECTED.contains(&name.as_str())) {
            claims.remove(name);
        }
        for (name, value) in self.add.iter().filter(|(name, _)| !PROTECTED.contains(&name.as_str())) {
            claims.insert(name.clone(), value.clone());
        }
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Overrides {
    /// Reads the answer of a hook: `claimsOverrideDetails` by version 1, `claimsAndScopeOverrideDetails` by those after it.
    fn read(response: &Value, hook: &Hook) -> Checked<Overrides> {
        let mut overrides = Overrides::default();
        let details = |name: &str| response.get(name).filter(|details| details.is_object());
        let groups = |details: &Value| {
            details
                .get("groupOverrideDetails")
                .and_then(|groups| groups.get("groupsToOverride"))
                .map(|list| texts(Some(list)))
        };
        if let Some(details) = details(FIRST).filter(|_| hook.members.contains(&FIRST)) {
            overrides.id = Changes::read(details);
            overrides.groups = groups(details);
            if overrides.id.add.values().any(|value| !value.is_string()) {
                return Err(invalid_lambda_response("PreTokenGeneration: claims of claimsOverrideDetails are texts."));
            }
        }
        if let Some(details) = details(LATER).filter(|_| hook.members.contains(&LATER)) {
            overrides.groups = groups(details);
            if let Some(id) = details.get("idTokenGeneration") {
                overrides.id = Changes::read(id);
            }
            if let Some(access) = details.get("accessTokenGeneration") {
                overrides.access = Changes::read(access);
                overrides.add_scopes = texts(access.get("scopesToAdd"));
                overrides.suppress_scopes = texts(access.get("scopesToSuppress"));
            }
        }
        Ok(overrides)
    }

    fn scope(&self) -> String {
        let mut scopes: Vec<&str> = [SCOPE].into_iter().chain(self.add_scopes.iter().map(String::as_str)).collect();
        scopes.retain(|scope| !self.suppress_scopes.iter().any(|gone| gone == scope));
        scopes.join(" ")
    }
}

/// The user's groups, the most important first.
pub(super) fn groups_of(pool: &Pool, user: &User) -> Vec<String> {
    let mut groups: Vec<&Group> = pool.groups.iter().filter(|group| user.groups.contains(&group.group_name)).collect();
    groups.sort_by_key(|group| group.precedence.unwrap_or(u64::MAX));
    groups.into_iter().map(|group| group.group_name.clone()).collect()
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
    let mut groups = groups_of(pool, user);
    let hook = Hook::of(pool);
    let response: Map<String, Value> = hook.members.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let mut request = json!({
        "userAttributes": event_attributes(user),
        "groupConfiguration": { "groupsToOverride": groups, "iamRolesToOverride": [], "preferredRole": null },
        "clientMetadata": metadata,
    });
    if let Some(request) = request.as_object_mut().filter(|_| hook.members.contains(&LATER)) {
        request.insert("scopes".to_owned(), json!([SCOPE]));
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
    groups = overrides.groups.clone().unwrap_or(groups);

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
    if !groups.is_empty() {
        shared.insert("cognito:groups".to_owned(), json!(groups));
    }

    let mut id = shared.clone();
    for (name, value) in &user.attributes {
        let readable = client.read_attributes.as_ref().is_none_or(|list| list.contains(name));
        if name != "sub" && readable {
            let claim = match name.as_str() {
                "identities" => serde_json::from_str(value).unwrap_or_default(),
                name if name.ends_with("_verified") => json!(value == "true"),
                _ => json!(value),
            };
            id.insert(name.clone(), claim);
        }
    }
    id.insert("cognito:username".to_owned(), json!(user.username));
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
    access.insert("scope".to_owned(), json!(overrides.scope()));
    access.insert("exp".to_owned(), json!(now + client.access_seconds()));
    access.insert("jti".to_owned(), json!(env.rng.uuid()));
    overrides.access.apply(&mut access);

    Ok(json!({
        "AccessToken": env.sign(&access).ok_or_else(internal)?,
        "IdToken": env.sign(&id).ok_or_else(internal)?,
        "ExpiresIn": client.access_seconds(),
        "TokenType": "Bearer",
    }))
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

/// Checks an access token in the service's order and with its texts.
pub(super) fn authorize(env: &Env<'_>, pool: &Pool, access_token: &str) -> Checked<Caller> {
    let claims = env.keys.open(access_token).map_err(|bad| {
        not_authorized(match bad {
            BadToken::Malformed => "Invalid Access Token",
            BadToken::Forged => "Could not verify signature for Access Token",
        })
    })?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("token_use") != Some("access") || text("iss") != Some(&pool.issuer) {
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
    if text("scope").is_none_or(|scopes| !scopes.split(' ').any(|scope| scope == SCOPE)) {
        return Err(not_authorized("Access Token does not have required scopes"));
    }
    Ok(Caller { username: user.username.clone(), client_id: family.client_id.clone(), family: family.id.clone() })
}
