//! PreTokenGeneration: how the hook is called, and what of its answer counts.

use serde_json::{Map, Value};

use super::host::input::Shape;
use super::host::refusal::Checked;
use super::host::trigger_answer::member;
use super::model::pool::Pool;

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
    "device_key",
    "event_id",
    "exp",
    "iat",
    "identities",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "origin_jti",
    "scope",
    "sub",
    "token_use",
    "username",
    "version",
];

const FIRST: &str = "claimsOverrideDetails";
pub(super) const LATER: &str = "claimsAndScopeOverrideDetails";

/// How the hook is called, and which members of its answer count.
pub(super) struct Hook {
    pub(super) version: &'static str,
    pub(super) members: &'static [&'static str],
}

impl Hook {
    /// By LambdaVersion of the pool's LambdaConfig; a pool that names none takes both answers.
    pub(super) fn of(pool: &Pool) -> Hook {
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
pub(super) struct Overrides {
    /// Groups and roles, in place of the user's own.
    pub(super) groups: Option<Membership>,
    pub(super) id: Changes,
    pub(super) access: Changes,
    add_scopes: Vec<String>,
    suppress_scopes: Vec<String>,
}

/// The groups of a user, the most important first, and the roles that come with them.
#[derive(Clone, Default)]
pub(super) struct Membership {
    pub(super) groups: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) preferred_role: Option<String>,
}

#[derive(Default)]
pub(super) struct Changes {
    add: Map<String, Value>,
    suppress: Vec<String>,
}

const TITLE: &str = "PreTokenGeneration";

/// A list of texts; absent, it is empty.
fn texts(details: &Value, name: &str) -> Checked<Vec<String>> {
    member(TITLE, details, name, Shape::Texts)?;
    let list = details.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// An object, unless it is absent or `null`.
fn object<'v>(details: &'v Value, name: &str) -> Checked<Option<&'v Value>> {
    member(TITLE, details, name, Shape::Object)?;
    Ok(details.get(name).filter(|value| value.is_object()))
}

impl Changes {
    fn read(details: &Value, claims: Shape) -> Checked<Changes> {
        member(TITLE, details, "claimsToAddOrOverride", claims)?;
        Ok(Changes {
            add: details.get("claimsToAddOrOverride").and_then(Value::as_object).cloned().unwrap_or_default(),
            suppress: texts(details, "claimsToSuppress")?,
        })
    }

    pub(super) fn apply(&self, claims: &mut Map<String, Value>) {
        for name in self.suppress.iter().filter(|name| !PROTECTED.contains(&name.as_str())) {
            claims.remove(name);
        }
        for (name, value) in self.add.iter().filter(|(name, _)| !PROTECTED.contains(&name.as_str())) {
            claims.insert(name.clone(), value.clone());
        }
    }
}

impl Membership {
    /// `groupOverrideDetails`, which stand for all that the user has: what they leave out is gone.
    fn read(details: &Value) -> Checked<Option<Membership>> {
        let Some(own) = object(details, "groupOverrideDetails")? else {
            return Ok(details.get("groupOverrideDetails").map(|_| Membership::default()));
        };
        member(TITLE, own, "preferredRole", Shape::Text)?;
        Ok(Some(Membership {
            groups: texts(own, "groupsToOverride")?,
            roles: texts(own, "iamRolesToOverride")?,
            preferred_role: own.get("preferredRole").and_then(Value::as_str).map(str::to_owned),
        }))
    }
}

impl Overrides {
    /// Reads the answer of a hook: `claimsOverrideDetails` by version 1, `claimsAndScopeOverrideDetails` by those after it.
    pub(super) fn read(response: &Value, hook: &Hook) -> Checked<Overrides> {
        let mut overrides = Overrides::default();
        if let Some(details) = object(response, FIRST)?.filter(|_| hook.members.contains(&FIRST)) {
            overrides.id = Changes::read(details, Shape::TextMap)?;
            overrides.groups = Membership::read(details)?;
        }
        if let Some(details) = object(response, LATER)?.filter(|_| hook.members.contains(&LATER)) {
            overrides.groups = Membership::read(details)?;
            if let Some(id) = object(details, "idTokenGeneration")? {
                overrides.id = Changes::read(id, Shape::Object)?;
            }
            if let Some(access) = object(details, "accessTokenGeneration")? {
                overrides.access = Changes::read(access, Shape::Object)?;
                overrides.add_scopes = texts(access, "scopesToAdd")?;
                overrides.suppress_scopes = texts(access, "scopesToSuppress")?;
            }
        }
        Ok(overrides)
    }

    /// The scopes of a token that would have had `granted`.
    pub(super) fn scope(&self, granted: &[&str]) -> String {
        let mut scopes: Vec<&str> = granted.iter().copied().chain(self.add_scopes.iter().map(String::as_str)).collect();
        scopes.retain(|scope| !self.suppress_scopes.iter().any(|gone| gone == scope));
        scopes.join(" ")
    }
}
