//! App clients: which flows they may use, how long their tokens live, and the secret hash.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A CreateUserPoolClient request with the id and the secret that it got.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct Client {
    pub(in crate::local) client_id: String,
    pub(in crate::local) client_name: String,
    /// Each of them works.
    pub(in crate::local) secrets: Vec<Secret>,
    pub(in crate::local) user_pool_id: String,
    pub(in crate::local) explicit_auth_flows: Vec<String>,
    pub(in crate::local) refresh_token_validity: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) access_token_validity: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) id_token_validity: Option<u64>,
    pub(in crate::local) token_validity_units: Units,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) read_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) write_attributes: Option<Vec<String>>,
    pub(in crate::local) prevent_user_existence_errors: String,
    pub(in crate::local) enable_token_revocation: bool,
    pub(in crate::local) auth_session_validity: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) refresh_token_rotation: Option<Rotation>,
    pub(in crate::local) creation_date: f64,
    pub(in crate::local) last_modified_date: f64,
    #[serde(flatten)]
    pub(in crate::local) other: Map<String, Value>,
}

impl Default for Client {
    fn default() -> Self {
        Client {
            client_id: String::new(),
            client_name: String::new(),
            secrets: Vec::new(),
            user_pool_id: String::new(),
            explicit_auth_flows: Vec::new(),
            refresh_token_validity: 30,
            access_token_validity: None,
            id_token_validity: None,
            token_validity_units: Units::default(),
            read_attributes: None,
            write_attributes: None,
            prevent_user_existence_errors: "LEGACY".to_owned(),
            enable_token_revocation: true,
            auth_session_validity: 3,
            refresh_token_rotation: None,
            creation_date: 0.0,
            last_modified_date: 0.0,
            other: Map::new(),
        }
    }
}

/// A secret of an app client.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Secret {
    pub(in crate::local) id: String,
    pub(in crate::local) value: String,
    /// Milliseconds since 1970.
    pub(in crate::local) created: f64,
}

/// The units of the three validities.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct Units {
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// Refresh-token rotation.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct Rotation {
    feature: String,
    retry_grace_period_seconds: u32,
}

fn seconds(amount: u64, unit: Option<&str>, default_unit: &str) -> u64 {
    let factor = match unit.unwrap_or(default_unit) {
        "seconds" => 1,
        "minutes" => 60,
        "hours" => 3600,
        _ => 86_400,
    };
    amount.saturating_mul(factor)
}

/// Without a validity of its own, a token lives an hour, whatever the unit says.
fn lifetime(validity: Option<u64>, unit: Option<&str>) -> u64 {
    validity.filter(|validity| *validity > 0).map_or(3600, |validity| seconds(validity, unit, "hours"))
}

impl Client {
    /// The client as CreateUserPoolClient and DescribeUserPoolClient answer it.
    pub(in crate::local) fn describe(&self) -> Value {
        let mut client = serde_json::to_value(self).unwrap_or_default();
        if let Some(client) = client.as_object_mut() {
            client.remove("Secrets");
            if let Some(secret) = self.secrets.first() {
                client.insert("ClientSecret".to_owned(), json!(secret.value));
            }
        }
        client
    }

    pub(in crate::local) fn access_seconds(&self) -> u64 {
        lifetime(self.access_token_validity, self.token_validity_units.access_token.as_deref())
    }

    pub(in crate::local) fn id_seconds(&self) -> u64 {
        lifetime(self.id_token_validity, self.token_validity_units.id_token.as_deref())
    }

    pub(in crate::local) fn refresh_seconds(&self) -> u64 {
        let amount = if self.refresh_token_validity == 0 { 30 } else { self.refresh_token_validity };
        seconds(amount, self.token_validity_units.refresh_token.as_deref(), "days")
    }

    /// The grace period in seconds, when refresh tokens rotate.
    pub(in crate::local) fn rotation_grace(&self) -> Option<u32> {
        let rotation = self.refresh_token_rotation.as_ref()?;
        (rotation.feature == "ENABLED").then_some(rotation.retry_grace_period_seconds.min(60))
    }

    /// Whether the app client may use a flow, by AWS's name.
    pub(in crate::local) fn allows(&self, flow: &str) -> bool {
        let listed = |name: &str| self.explicit_auth_flows.iter().any(|allowed| allowed == name);
        if self.explicit_auth_flows.is_empty() {
            return matches!(flow, "USER_SRP_AUTH" | "CUSTOM_AUTH" | "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN");
        }
        // The names without ALLOW_ are the older ones; under them SRP and refresh are always on.
        let older = !self.explicit_auth_flows.iter().any(|name| name.starts_with("ALLOW_"));
        match flow {
            "USER_SRP_AUTH" => listed("ALLOW_USER_SRP_AUTH") || (older && !listed("CUSTOM_AUTH_FLOW_ONLY")),
            "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => listed("ALLOW_REFRESH_TOKEN_AUTH") || older,
            "CUSTOM_AUTH" => listed("ALLOW_CUSTOM_AUTH") || older,
            "USER_PASSWORD_AUTH" => listed("ALLOW_USER_PASSWORD_AUTH") || listed("USER_PASSWORD_AUTH"),
            "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" => {
                listed("ALLOW_ADMIN_USER_PASSWORD_AUTH") || listed("ADMIN_NO_SRP_AUTH")
            }
            other => listed(&format!("ALLOW_{other}")),
        }
    }

    /// Whether unknown users must look like known ones.
    pub(in crate::local) fn hides_users(&self) -> bool {
        self.prevent_user_existence_errors == "ENABLED"
    }
}
