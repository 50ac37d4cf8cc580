//! The settings of a pool: the members of CreateUserPool that change what the pool does; the others are kept as given.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::passkey::Ceremony;

/// A CreateUserPool request without what this server does not act on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Settings {
    #[serde(alias = "Name")]
    pub(super) pool_name: String,
    pub(super) policies: Policies,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) username_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alias_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) auto_verified_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) username_configuration: Option<UsernameConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mfa_configuration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sms_mfa_configuration: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) software_token_mfa_configuration: Option<Switch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) email_mfa_configuration: Option<Map<String, Value>>,
    /// Of SetUserPoolMfaConfig.
    #[serde(skip_serializing_if = "Option::is_none", rename = "WebAuthnConfiguration")]
    pub(super) web_authn: Option<WebAuthn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) device_configuration: Option<DeviceConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) admin_create_user_config: Option<AdminCreateUserConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account_recovery_setting: Option<AccountRecovery>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) schema: Vec<SchemaAttribute>,
    #[serde(flatten)]
    pub(super) other: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Policies {
    pub(super) password_policy: PasswordPolicy,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sign_in_policy: Option<SignInPolicy>,
}

impl Policies {
    /// Whether people may begin a sign-in with this factor: with the password alone where no policy says more.
    pub(super) fn allows_first(&self, factor: &str) -> bool {
        match &self.sign_in_policy {
            Some(policy) => policy.allowed_first_auth_factors.iter().any(|allowed| allowed == factor),
            None => factor == "PASSWORD",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct PasswordPolicy {
    pub(super) minimum_length: usize,
    pub(super) require_uppercase: bool,
    pub(super) require_lowercase: bool,
    pub(super) require_numbers: bool,
    pub(super) require_symbols: bool,
    pub(super) temporary_password_validity_days: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) password_history_size: Option<usize>,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        PasswordPolicy {
            minimum_length: 8,
            require_uppercase: true,
            require_lowercase: true,
            require_numbers: true,
            require_symbols: true,
            temporary_password_validity_days: 7,
            password_history_size: None,
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct SignInPolicy {
    pub(super) allowed_first_auth_factors: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct UsernameConfiguration {
    pub(super) case_sensitive: bool,
}

impl Default for UsernameConfiguration {
    fn default() -> Self {
        UsernameConfiguration { case_sensitive: true }
    }
}

/// Whose passkeys they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct WebAuthn {
    pub(super) relying_party_id: String,
    /// `required` or `preferred`.
    pub(super) user_verification: String,
}

impl WebAuthn {
    /// What an authenticator is asked here: `kind` is `webauthn.create` or `webauthn.get`.
    pub(super) fn ceremony<'a>(&'a self, kind: &'static str, challenge: &'a str) -> Ceremony<'a> {
        let verified = self.user_verification == "required";
        Ceremony { kind, challenge, relying_party: &self.relying_party_id, verified }
    }
}

impl Default for WebAuthn {
    fn default() -> Self {
        WebAuthn { relying_party_id: String::new(), user_verification: "preferred".to_owned() }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Switch {
    pub(super) enabled: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct DeviceConfiguration {
    pub(super) challenge_required_on_new_device: bool,
    pub(super) device_only_remembered_on_user_prompt: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct AdminCreateUserConfig {
    pub(super) allow_admin_create_user_only: bool,
    #[serde(flatten)]
    pub(super) other: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct UserAttributeUpdateSettings {
    pub(super) attributes_require_verification_before_update: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct AccountRecovery {
    pub(super) recovery_mechanisms: Vec<RecoveryMechanism>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct RecoveryMechanism {
    pub(super) priority: u32,
    pub(super) name: String,
}

/// One attribute of the schema.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct SchemaAttribute {
    pub(super) name: String,
    pub(super) attribute_data_type: String,
    pub(super) developer_only_attribute: bool,
    pub(super) mutable: bool,
    pub(super) required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) string_attribute_constraints: Option<StringConstraints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) number_attribute_constraints: Option<NumberConstraints>,
}

impl Default for SchemaAttribute {
    fn default() -> Self {
        SchemaAttribute {
            name: String::new(),
            attribute_data_type: "String".to_owned(),
            developer_only_attribute: false,
            mutable: true,
            required: false,
            string_attribute_constraints: None,
            number_attribute_constraints: None,
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct StringConstraints {
    pub(super) min_length: Option<String>,
    pub(super) max_length: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct NumberConstraints {
    pub(super) min_value: Option<String>,
    pub(super) max_value: Option<String>,
}

/// Removes the members that are `null`: the service treats them as absent.
pub(super) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), without_nulls(v))).collect(),
        ),
        Value::Array(list) => Value::Array(list.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}
