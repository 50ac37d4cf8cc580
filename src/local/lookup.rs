//! Who or what a request names, or the refusal that says it is not there.

use super::host::refusal::{Checked, internal, not_authorized, not_found, refuse, user_not_found};
use super::model::app_client::Client;
use super::model::pool::{Group, Lookup, Pool};
use super::model::refresh_family::Family;
use super::model::settings::WebAuthn;
use super::model::state::State;
use super::model::user::User;

impl State {
    pub(in crate::local) fn pool_mut(&mut self, id: &str) -> Checked<&mut Pool> {
        self.pools
            .iter_mut()
            .find(|pool| pool.id == id)
            .ok_or_else(|| not_found(format!("User pool {id} does not exist.")))
    }
}

impl Pool {
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

    /// The user whom an administrator names.
    pub(super) fn named(&self, name: &str) -> Checked<String> {
        self.find(name, Lookup::Any).ok_or_else(|| user_not_found("User does not exist."))
    }

    pub(super) fn group(&self, name: &str) -> Checked<&Group> {
        self.groups.iter().find(|group| group.group_name == name).ok_or_else(|| not_found("Group not found."))
    }

    /// Whose passkeys sign people in here, where the pool takes any.
    pub(super) fn passkey_rules(&self) -> Checked<WebAuthn> {
        if !self.settings.policies.allows_first("WEB_AUTHN") {
            return Err(refuse("WebAuthnNotEnabledException", "Passkeys are not enabled for the user pool."));
        }
        let rules = self.settings.web_authn.clone().filter(|rules| !rules.relying_party_id.is_empty());
        rules.ok_or_else(|| {
            refuse(
                "WebAuthnConfigurationMissingException",
                "The user pool has no WebAuthnConfiguration: set its RelyingPartyId.",
            )
        })
    }

    pub(super) fn family(&self, id: &str) -> Checked<&Family> {
        self.families.iter().find(|family| family.id == id).ok_or_else(internal)
    }

    pub(super) fn family_mut(&mut self, id: &str) -> Checked<&mut Family> {
        self.families.iter_mut().find(|family| family.id == id).ok_or_else(internal)
    }

    /// The family of a refresh token that still works for this app client.
    pub(super) fn live_family(&self, token: &str, client_id: &str, now: f64) -> Checked<&Family> {
        let family = self
            .families
            .iter()
            .find(|family| family.client_id == client_id && family.holds(token).is_some())
            .ok_or_else(|| not_authorized("Invalid Refresh Token"))?;
        if family.revoked {
            return Err(not_authorized("Refresh Token has been revoked"));
        }
        if family.expires <= now {
            return Err(not_authorized("Refresh Token has expired"));
        }
        Ok(family)
    }
}
