//! One user pool: its settings, app clients, users, groups, and what is under way in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::app_client::Client;
use super::login::Login;
use super::pending::{Session, SrpAttempt};
use super::refresh_family::Family;
use super::resource::Resource;
use super::settings::Settings;
use super::user::{Factor, User};

/// A group of users.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::local) struct Group {
    pub(in crate::local) group_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) precedence: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::local) role_arn: Option<String>,
    pub(in crate::local) creation_date: f64,
    pub(in crate::local) last_modified_date: f64,
}

/// What a pool is described with where nobody set it.
fn defaults() -> [(&'static str, Value); 8] {
    [
        (
            "AccountRecoverySetting",
            json!({ "RecoveryMechanisms": [
                { "Priority": 1, "Name": "verified_phone_number" }, { "Priority": 2, "Name": "verified_email" },
            ] }),
        ),
        ("AdminCreateUserConfig", json!({ "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7 })),
        ("DeletionProtection", json!("INACTIVE")),
        ("EmailConfiguration", json!({ "EmailSendingAccount": "COGNITO_DEFAULT" })),
        ("LambdaConfig", json!({})),
        ("UserPoolTags", json!({})),
        ("UserPoolTier", json!("ESSENTIALS")),
        ("VerificationMessageTemplate", json!({ "DefaultEmailOption": "CONFIRM_WITH_CODE" })),
    ]
}

/// One user pool.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Pool {
    pub(in crate::local) id: String,
    pub(in crate::local) issuer: String,
    pub(in crate::local) settings: Settings,
    pub(in crate::local) clients: Vec<Client>,
    pub(in crate::local) groups: Vec<Group>,
    /// By [`User::username`].
    pub(in crate::local) users: BTreeMap<String, User>,
    /// Oldest first.
    #[serde(default)]
    pub(in crate::local) resources: Vec<Resource>,
    /// Refresh-token families, oldest first.
    pub(in crate::local) families: Vec<Family>,
    /// Challenges that wait for an answer, by Session.
    pub(in crate::local) sessions: BTreeMap<String, Session>,
    /// SRP exchanges that wait for a proof, by SECRET_BLOCK.
    pub(in crate::local) attempts: BTreeMap<String, SrpAttempt>,
    #[serde(default)]
    pub(in crate::local) login: Login,
    /// Which triggers the host answers.
    #[serde(skip)]
    pub(in crate::local) triggers: Vec<String>,
    /// Makes the answers about unknown users steady.
    pub(in crate::local) seed: [u8; 32],
    /// DeviceGroupKey.
    pub(in crate::local) device_group: String,
    pub(in crate::local) created: f64,
    pub(in crate::local) modified: f64,
}

/// How the caller named a user.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::local) enum Lookup {
    /// At sign-in: in pools that sign in by e-mail or phone, the sub is no sign-in name.
    SignIn,
    /// Anywhere else.
    Any,
}

impl Pool {
    pub(in crate::local) fn region(&self) -> &str {
        self.id.split('_').next().unwrap_or("us-east-1")
    }

    /// What SRP calls the pool name: the id after the region.
    pub(in crate::local) fn srp_name(&self) -> &str {
        self.id.split_once('_').map_or("", |(_, name)| name)
    }

    pub(in crate::local) fn case_sensitive(&self) -> bool {
        self.settings.username_configuration.as_ref().is_none_or(|configuration| configuration.case_sensitive)
    }

    /// A user name as the pool keeps it.
    pub(in crate::local) fn normal(&self, name: &str) -> String {
        if self.case_sensitive() { name.to_owned() } else { name.to_lowercase() }
    }

    pub(in crate::local) fn same(&self, one: &str, other: &str) -> bool {
        if self.case_sensitive() { one == other } else { one.to_lowercase() == other.to_lowercase() }
    }

    /// The inner name of the user whom the caller means.
    pub(in crate::local) fn find(&self, name: &str, lookup: Lookup) -> Option<String> {
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

    /// `OFF`, `OPTIONAL` or `ON`.
    pub(in crate::local) fn mfa_mode(&self) -> &str {
        self.settings.mfa_configuration.as_deref().unwrap_or("OFF")
    }

    /// Whether the pool offers a second factor. A pool that names none in its settings offers all three.
    pub(in crate::local) fn offers(&self, factor: Factor) -> bool {
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
    pub(in crate::local) fn can_ask(&self, user: &User, factor: Factor) -> bool {
        let equipped = match factor {
            Factor::Sms => user.attribute("phone_number").is_some(),
            Factor::Totp => user.totp.is_some(),
            Factor::Email => user.attribute("email").is_some(),
        };
        self.offers(factor) && equipped && user.mfa.enabled(factor)
    }

    /// Revokes every family of a user; those of one device, when it is named.
    pub(in crate::local) fn revoke_all(&mut self, username: &str, device_key: Option<&str>) {
        for family in &mut self.families {
            let of_device = device_key.is_none() || family.device_key.as_deref() == device_key;
            if family.username == username && of_device {
                family.revoked = true;
            }
        }
    }

    /// Forgets what ran out.
    pub(in crate::local) fn prune(&mut self, now: f64) {
        // What expired is kept for a while: it gets a clearer refusal than what never was.
        self.sessions.retain(|_, session| session.expires + 600_000.0 > now);
        self.attempts.retain(|_, attempt| attempt.expires + 600_000.0 > now);
        self.families.retain(|family| family.expires + 86_400_000.0 * 7.0 > now);
        self.login.prune(now);
    }

    /// The host names of the pool's domains: a prefix has AWS's form.
    pub(in crate::local) fn domains(&self) -> impl Iterator<Item = String> {
        self.resources.iter().filter(|resource| resource.kind == "DomainDescription").map(|domain| {
            if domain.members.contains_key("CustomDomainConfig") {
                domain.key.clone()
            } else {
                format!("{}.auth.{}.amazoncognito.com", domain.key, self.region())
            }
        })
    }

    /// The pool as CreateUserPool and DescribeUserPool answer it.
    pub(in crate::local) fn describe(&self) -> Value {
        let mut pool = serde_json::to_value(&self.settings).unwrap_or_default();
        if let Some(pool) = pool.as_object_mut() {
            for member in [
                "PoolName",
                "Schema",
                "SmsMfaConfiguration",
                "SoftwareTokenMfaConfiguration",
                "EmailMfaConfiguration",
                "WebAuthnConfiguration",
            ] {
                pool.remove(member);
            }
            for domain in self.resources.iter().filter(|resource| resource.kind == "DomainDescription") {
                let custom = domain.members.contains_key("CustomDomainConfig");
                pool.insert(if custom { "CustomDomain" } else { "Domain" }.to_owned(), json!(domain.key));
            }
            for (member, default) in defaults() {
                pool.entry(member).or_insert(default);
            }
            if let Some(policies) = pool.get_mut("Policies").and_then(Value::as_object_mut) {
                policies.entry("SignInPolicy").or_insert_with(|| json!({ "AllowedFirstAuthFactors": ["PASSWORD"] }));
            }
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

    pub(in crate::local) fn arn(&self) -> String {
        format!("arn:aws:cognito-idp:{}:000000000000:userpool/{}", self.region(), self.id)
    }
}
