//! The settings of a pool: the members of CreateUserPool that change what the pool does; the others are kept as given.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A CreateUserPool request without what this server does not act on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct Settings {
    #[serde(alias = "Name")]
    pub(in crate::local) pool_name: String,
    pub(in crate::local) policies: Policies,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::local) username_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::local) alias_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::local) auto_verified_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) username_configuration: Option<UsernameConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) mfa_configuration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) sms_mfa_configuration: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) software_token_mfa_configuration: Option<Switch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) email_mfa_configuration: Option<Map<String, Value>>,
    /// Of SetUserPoolMfaConfig.
    #[serde(skip_serializing_if = "Option::is_none", rename = "WebAuthnConfiguration")]
    pub(in crate::local) web_authn: Option<WebAuthn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) device_configuration: Option<DeviceConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) admin_create_user_config: Option<AdminCreateUserConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) user_attribute_update_settings: Option<UserAttributeUpdateSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) account_recovery_setting: Option<AccountRecovery>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::local) schema: Vec<SchemaAttribute>,
    #[serde(flatten)]
    pub(in crate::local) other: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct Policies {
    pub(in crate::local) password_policy: PasswordPolicy,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) sign_in_policy: Option<SignInPolicy>,
}

impl Policies {
    /// Whether people may begin a sign-in with this factor: with the password alone where no policy says more.
    pub(in crate::local) fn allows_first(&self, factor: &str) -> bool {
        match &self.sign_in_policy {
            Some(policy) => policy.allowed_first_auth_factors.iter().any(|allowed| allowed == factor),
            None => factor == "PASSWORD",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct PasswordPolicy {
    pub(in crate::local) minimum_length: usize,
    pub(in crate::local) require_uppercase: bool,
    pub(in crate::local) require_lowercase: bool,
    pub(in crate::local) require_numbers: bool,
    pub(in crate::local) require_symbols: bool,
    pub(in crate::local) temporary_password_validity_days: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) password_history_size: Option<usize>,
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
pub(in crate::local) struct SignInPolicy {
    pub(in crate::local) allowed_first_auth_factors: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct UsernameConfiguration {
    pub(in crate::local) case_sensitive: bool,
}

impl Default for UsernameConfiguration {
    fn default() -> Self {
        UsernameConfiguration { case_sensitive: true }
    }
}

/// Whose passkeys they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct WebAuthn {
    pub(in crate::local) relying_party_id: String,
    /// `required` or `preferred`.
    pub(in crate::local) user_verification: String,
}

impl Default for WebAuthn {
    fn default() -> Self {
        WebAuthn { relying_party_id: String::new(), user_verification: "preferred".to_owned() }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct Switch {
    pub(in crate::local) enabled: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct DeviceConfiguration {
    pub(in crate::local) challenge_required_on_new_device: bool,
    pub(in crate::local) device_only_remembered_on_user_prompt: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct AdminCreateUserConfig {
    pub(in crate::local) allow_admin_create_user_only: bool,
    #[serde(flatten)]
    pub(in crate::local) other: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct UserAttributeUpdateSettings {
    pub(in crate::local) attributes_require_verification_before_update: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct AccountRecovery {
    pub(in crate::local) recovery_mechanisms: Vec<RecoveryMechanism>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct RecoveryMechanism {
    pub(in crate::local) priority: u32,
    pub(in crate::local) name: String,
}

/// One attribute of the schema.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct SchemaAttribute {
    pub(in crate::local) name: String,
    pub(in crate::local) attribute_data_type: String,
    pub(in crate::local) developer_only_attribute: bool,
    pub(in crate::local) mutable: bool,
    pub(in crate::local) required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) string_attribute_constraints: Option<StringConstraints>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) number_attribute_constraints: Option<NumberConstraints>,
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
pub(in crate::local) struct StringConstraints {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) min_length: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) max_length: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct NumberConstraints {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) min_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) max_value: Option<String>,
}
