//! One user pool: its settings, app clients, users, groups, and what is under way in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::challenges::{Session, SrpAttempt};
use super::client::Client;
use super::families::Family;
use super::refusal::{Checked, not_found, refuse, user_not_found};
pub(super) use super::settings::{PasswordPolicy, Settings, WebAuthn};
use super::user::{Factor, User};

/// A group of users.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Group {
    pub(super) group_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) precedence: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role_arn: Option<String>,
    pub(super) creation_date: f64,
    pub(super) last_modified_date: f64,
}

/// One user pool.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Pool {
    pub(super) id: String,
    pub(super) issuer: String,
    pub(super) settings: Settings,
    pub(super) clients: Vec<Client>,
    pub(super) groups: Vec<Group>,
    /// By [`User::username`].
    pub(super) users: BTreeMap<String, User>,
    /// Refresh-token families, oldest first.
    pub(super) families: Vec<Family>,
    /// Challenges that wait for an answer, by Session.
    pub(super) sessions: BTreeMap<String, Session>,
    /// SRP exchanges that wait for a proof, by SECRET_BLOCK.
    pub(super) attempts: BTreeMap<String, SrpAttempt>,
    /// Which triggers the host answers.
    #[serde(skip)]
    pub(super) triggers: Vec<String>,
    /// Makes the answers about unknown users steady.
    pub(super) seed: [u8; 32],
    /// DeviceGroupKey.
    pub(super) device_group: String,
    pub(super) created: f64,
    pub(super) modified: f64,
}

/// How the caller named a user.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lookup {
    /// At sign-in: in pools that sign in by e-mail or phone, the sub is no sign-in name.
    SignIn,
    /// Anywhere else.
    Any,
}

impl Pool {
    pub(super) fn region(&self) -> &str {
        self.id.split('_').next().unwrap_or("us-east-1")
    }

    /// What SRP calls the pool name: the id after the region.
    pub(super) fn srp_name(&self) -> &str {
        self.id.split_once('_').map_or("", |(_, name)| name)
    }

    pub(super) fn client(&self, id: &str) -> Checked<&Client> {
        self.clients
            .iter()
            .find(|client| client.client_id == id)
            .ok_or_else(|| not_found(format!("User pool client {id} does not exist.")))
    }

    pub(super) fn user(&self, username: &str) -> Checked<&User> {
        self.users.get(username).ok_or_else(|| user_not_found("User does not exist."))
    }

    pub(super) fn user_mut(&mut self, username: &str) -> Checked<&mut User> {
        self.users.get_mut(username).ok_or_else(|| user_not_found("User does not exist."))
    }

    pub(super) fn case_sensitive(&self) -> bool {
        self.settings.username_configuration.as_ref().is_none_or(|configuration| configuration.case_sensitive)
    }

    /// A user name as the pool keeps it.
    pub(super) fn normal(&self, name: &str) -> String {
        if self.case_sensitive() { name.to_owned() } else { name.to_lowercase() }
    }

    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        if self.case_sensitive() { one == other } else { one.to_lowercase() == other.to_lowercase() }
    }

    /// The inner name of the user whom the caller means.
    pub(super) fn find(&self, name: &str, lookup: Lookup) -> Option<String> {
        let inner = self.normal(name);
        let by_attribute = !self.settings.username_attributes.is_empty();
        if (!by_attribute || lookup == Lookup::Any) && self.users.contains_key(&inner) {
            return Some(inner);
        }
        if lookup == Lookup::Any
            && let Some(user) = self.users.values().find(|user| user.sub() == name)
        {
            return Some(user.username.clone());
        }
        let holds =
            |user: &User, attribute: &str| user.attribute(attribute).is_some_and(|value| self.same(value, name));
        let found = self.users.values().find(|user| {
            self.settings.username_attributes.iter().any(|attribute| holds(user, attribute))
                || self.settings.alias_attributes.iter().any(|attribute| {
                    holds(user, attribute) && (attribute == "preferred_username" || user.verified(attribute))
                })
        });
        found.map(|user| user.username.clone())
    }

    /// The user whom an administrator names.
    pub(super) fn named(&self, name: &str) -> Checked<String> {
        self.find(name, Lookup::Any).ok_or_else(|| user_not_found("User does not exist."))
    }

    pub(super) fn group(&self, name: &str) -> Checked<&Group> {
        self.groups.iter().find(|group| group.group_name == name).ok_or_else(|| not_found("Group not found."))
    }

    /// `OFF`, `OPTIONAL` or `ON`.
    pub(super) fn mfa_mode(&self) -> &str {
        self.settings.mfa_configuration.as_deref().unwrap_or("OFF")
    }

    /// Whether the pool offers a second factor. A pool that names none in its settings offers all three.
    pub(super) fn offers(&self, factor: Factor) -> bool {
        let settings = &self.settings;
        let (sms, totp, email) = (
            settings.sms_mfa_configuration.is_some(),
            settings.software_token_mfa_configuration.as_ref().map(|switch| switch.enabled),
            settings.email_mfa_configuration.is_some(),
        );
        if self.mfa_mode() == "OFF" {
            return false;
        }
        if !sms && !email && totp.is_none() {
            return true;
        }
        match factor {
            Factor::Sms => sms,
            Factor::Totp => totp.unwrap_or(false),
            Factor::Email => email,
        }
    }

    /// Whether this user can be asked for this factor.
    pub(super) fn can_ask(&self, user: &User, factor: Factor) -> bool {
        let equipped = match factor {
            Factor::Sms => user.attribute("phone_number").is_some(),
            Factor::Totp => user.totp.is_some(),
            Factor::Email => user.attribute("email").is_some(),
        };
        self.offers(factor) && equipped && user.mfa.enabled(factor)
    }

    /// Whose passkeys sign people in here, where the pool takes any.
    pub(super) fn passkey_rules(&self) -> Checked<WebAuthn> {
        if !self.settings.policies.allows_first("WEB_AUTHN") {
            return Err(refuse("WebAuthnNotEnabledException", "The user pool does not take passkeys."));
        }
        let rules = self.settings.web_authn.clone().filter(|rules| !rules.relying_party_id.is_empty());
        rules.ok_or_else(|| {
            refuse(
                "WebAuthnConfigurationMissingException",
                "The user pool has no WebAuthnConfiguration: name its RelyingPartyId.",
            )
        })
    }

    /// Forgets what ran out.
    pub(super) fn prune(&mut self, now: f64) {
        // What expired is kept for a while: it gets a clearer refusal than what never was.
        self.sessions.retain(|_, session| session.expires + 600_000.0 > now);
        self.attempts.retain(|_, attempt| attempt.expires + 600_000.0 > now);
        self.families.retain(|family| family.expires + 86_400_000.0 * 7.0 > now);
    }

    /// The pool as CreateUserPool and DescribeUserPool answer it.
    pub(super) fn describe(&self) -> Value {
        let mut pool = serde_json::to_value(&self.settings).unwrap_or_default();
        if let Some(pool) = pool.as_object_mut() {
            pool.remove("PoolName");
            pool.remove("Schema");
            pool.insert("Id".to_owned(), json!(self.id));
            pool.insert("Name".to_owned(), json!(self.settings.pool_name));
            pool.insert("Arn".to_owned(), json!(self.arn()));
            pool.insert("MfaConfiguration".to_owned(), json!(self.mfa_mode()));
            pool.insert("CreationDate".to_owned(), json!(self.created / 1000.0));
            pool.insert("LastModifiedDate".to_owned(), json!(self.modified / 1000.0));
            pool.insert("EstimatedNumberOfUsers".to_owned(), json!(self.users.len()));
            pool.insert("SchemaAttributes".to_owned(), json!(super::schema::of(&self.settings)));
        }
        pool
    }

    pub(super) fn arn(&self) -> String {
        format!("arn:aws:cognito-idp:{}:000000000000:userpool/{}", self.region(), self.id)
    }
}
