//! Users: attributes, state, verifiers, factors and devices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::credential::{Authenticator, BegunPasskey, Credential, Passkey, Verifier};

/// AWS's `UserStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::local) enum Status {
    Unconfirmed,
    Confirmed,
    ForceChangePassword,
    ResetRequired,
    /// An identity provider vouches for the user, who has no password here.
    ExternalProvider,
}

impl Status {
    pub(in crate::local) const fn name(self) -> &'static str {
        match self {
            Status::Unconfirmed => "UNCONFIRMED",
            Status::Confirmed => "CONFIRMED",
            Status::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Status::ResetRequired => "RESET_REQUIRED",
            Status::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }
}

/// A code that was sent: what it is for is its key in [`User::codes`].
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Code {
    pub(in crate::local) digits: String,
    pub(in crate::local) expires: f64,
    pub(in crate::local) attempts: u32,
    /// The attribute that the code reached.
    pub(in crate::local) attribute: String,
    /// The value that the attribute takes once the code is given: for attributes that are verified before they change.
    #[serde(default)]
    pub(in crate::local) pending: Option<String>,
}

/// A device of a user.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Device {
    pub(in crate::local) key: String,
    pub(in crate::local) group: String,
    pub(in crate::local) name: Option<String>,
    /// What ConfirmDevice stored; a device without it is not confirmed yet.
    pub(in crate::local) verifier: Option<Verifier>,
    pub(in crate::local) remembered: bool,
    pub(in crate::local) created: f64,
    pub(in crate::local) modified: f64,
    pub(in crate::local) authenticated: f64,
}

/// A second factor, by its names in challenges and in preferences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::local) enum Factor {
    Sms,
    Totp,
    Email,
}

impl Factor {
    pub(in crate::local) const ALL: [Factor; 3] = [Factor::Sms, Factor::Totp, Factor::Email];

    pub(in crate::local) const fn name(self) -> &'static str {
        match self {
            Factor::Sms => "SMS_MFA",
            Factor::Totp => "SOFTWARE_TOKEN_MFA",
            Factor::Email => "EMAIL_OTP",
        }
    }
}

/// Which second factors a user turned on.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(in crate::local) struct MfaChoice {
    pub(in crate::local) sms: bool,
    pub(in crate::local) totp: bool,
    pub(in crate::local) email: bool,
    pub(in crate::local) preferred: Option<Factor>,
}

impl MfaChoice {
    pub(in crate::local) fn enabled(&self, factor: Factor) -> bool {
        match factor {
            Factor::Sms => self.sms,
            Factor::Totp => self.totp,
            Factor::Email => self.email,
        }
    }

    pub(in crate::local) fn set(&mut self, factor: Factor, enabled: bool) {
        match factor {
            Factor::Sms => self.sms = enabled,
            Factor::Totp => self.totp = enabled,
            Factor::Email => self.email = enabled,
        }
        if !enabled && self.preferred == Some(factor) {
            self.preferred = None;
        }
    }
}

/// One user.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct User {
    /// The name inside the pool, USER_ID_FOR_SRP: the sub in pools whose users sign in by e-mail or phone.
    pub(in crate::local) username: String,
    /// With `sub`.
    pub(in crate::local) attributes: BTreeMap<String, String>,
    pub(in crate::local) enabled: bool,
    pub(in crate::local) status: Status,
    pub(in crate::local) created: f64,
    pub(in crate::local) modified: f64,
    pub(in crate::local) credential: Option<Credential>,
    /// Until when a temporary password works.
    pub(in crate::local) temporary_until: Option<f64>,
    /// Verifiers of earlier passwords, newest first.
    pub(in crate::local) history: Vec<Verifier>,
    pub(in crate::local) codes: BTreeMap<String, Code>,
    pub(in crate::local) mfa: MfaChoice,
    pub(in crate::local) totp: Option<Authenticator>,
    /// A secret that was handed out and not verified yet.
    pub(in crate::local) pending_totp: Option<String>,
    pub(in crate::local) devices: Vec<Device>,
    #[serde(default)]
    pub(in crate::local) passkeys: Vec<Passkey>,
    #[serde(default)]
    pub(in crate::local) passkey_begun: Option<BegunPasskey>,
    pub(in crate::local) groups: Vec<String>,
}

impl User {
    pub(in crate::local) fn new(username: String, sub: String, now: f64) -> User {
        User {
            username,
            attributes: BTreeMap::from([("sub".to_owned(), sub)]),
            enabled: true,
            status: Status::Unconfirmed,
            created: now,
            modified: now,
            credential: None,
            temporary_until: None,
            history: Vec::new(),
            codes: BTreeMap::new(),
            mfa: MfaChoice::default(),
            totp: None,
            pending_totp: None,
            devices: Vec::new(),
            passkeys: Vec::new(),
            passkey_begun: None,
            groups: Vec::new(),
        }
    }

    pub(in crate::local) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(in crate::local) fn sub(&self) -> &str {
        self.attribute("sub").unwrap_or_default()
    }

    pub(in crate::local) fn verified(&self, attribute: &str) -> bool {
        self.attribute(&format!("{attribute}_verified")) == Some("true")
    }

    pub(in crate::local) fn set_verified(&mut self, attribute: &str, verified: bool) {
        if attribute == "email" || attribute == "phone_number" {
            self.attributes.insert(format!("{attribute}_verified"), verified.to_string());
        }
    }

    pub(in crate::local) fn device(&self, key: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.key == key)
    }

    pub(in crate::local) fn device_mut(&mut self, key: &str) -> Option<&mut Device> {
        self.devices.iter_mut().find(|device| device.key == key)
    }

    /// `[{Name, Value}]`, of all attributes or of those named; `sub` first, as the service has it.
    pub(in crate::local) fn attribute_list(&self, only: Option<&[String]>) -> Value {
        let wanted = |name: &str| only.is_none_or(|only| only.iter().any(|wanted| wanted == name));
        let mut list: Vec<(&str, &str)> =
            self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        list.sort_by_key(|(name, _)| *name != "sub");
        list.into_iter()
            .filter(|(name, _)| wanted(name))
            .map(|(name, value)| json!({ "Name": name, "Value": value }))
            .collect()
    }

    /// The members about MFA that GetUser and AdminGetUser answer.
    pub(in crate::local) fn describe_mfa(&self, answer: &mut Value) {
        let list: Vec<&str> =
            Factor::ALL.iter().filter(|factor| self.mfa.enabled(**factor)).map(|factor| factor.name()).collect();
        if let Some(answer) = answer.as_object_mut() {
            if self.mfa.sms {
                answer.insert(
                    "MFAOptions".to_owned(),
                    json!([{ "AttributeName": "phone_number", "DeliveryMedium": "SMS" }]),
                );
            }
            if !list.is_empty() {
                answer.insert("UserMFASettingList".to_owned(), json!(list));
            }
            if let Some(preferred) = self.mfa.preferred {
                answer.insert("PreferredMfaSetting".to_owned(), json!(preferred.name()));
            }
        }
    }

    /// The user as AdminCreateUser, ListUsers and ListUsersInGroup show it.
    pub(in crate::local) fn describe(&self, only: Option<&[String]>) -> Value {
        json!({
            "Username": self.username,
            "Attributes": self.attribute_list(only),
            "Enabled": self.enabled,
            "UserStatus": self.status.name(),
            "UserCreateDate": self.created / 1000.0,
            "UserLastModifiedDate": self.modified / 1000.0,
        })
    }
}
