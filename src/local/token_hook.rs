//! PreTokenGeneration: how the hook is called, and what of its answer counts.

use serde_json::{Map, Value};

use super::host::refusal::{Checked, invalid_lambda_response};
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
    pub(super) groups: Option<Vec<String>>,
    pub(super) id: Changes,
    pub(super) access: Changes,
    add_scopes: Vec<String>,
    suppress_scopes: Vec<String>,
}

#[derive(Default)]
pub(super) struct Changes {
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

    pub(super) fn apply(&self, claims: &mut Map<String, Value>) {
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
    pub(super) fn read(response: &Value, hook: &Hook) -> Checked<Overrides> {
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

    /// The scopes of a token that would have had `granted`.
    pub(super) fn scope(&self, granted: &[&str]) -> String {
        let mut scopes: Vec<&str> = granted.iter().copied().chain(self.add_scopes.iter().map(String::as_str)).collect();
        scopes.retain(|scope| !self.suppress_scopes.iter().any(|gone| gone == scope));
        scopes.join(" ")
    }
}
