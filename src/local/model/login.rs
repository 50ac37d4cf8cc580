//! What managed login remembers of a pool: who is signed in by which browser, codes that wait for an app, sign-ins under way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What managed login remembers. Whatever a browser or an app holds is kept as its hash.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::local) struct Login {
    /// What the pages call the pool; its name, where this is absent.
    pub(in crate::local) title: Option<String>,
    /// A federated sign-in that sent no nonce gets one all the same, as at the service.
    pub(in crate::local) federated_nonce: bool,
    /// By the hash of the cookie.
    pub(in crate::local) browsers: BTreeMap<String, Browser>,
    /// By the hash of the code.
    pub(in crate::local) codes: BTreeMap<String, AuthorizationCode>,
    /// Pages that wait for an answer.
    pub(in crate::local) pages: BTreeMap<String, Waiting>,
    /// People who are at an identity provider, by the `state` that they bring back.
    pub(in crate::local) away: BTreeMap<String, Away>,
}

/// Somebody who is signed in on the pages themselves.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Browser {
    pub(in crate::local) username: String,
    /// The identity provider that vouched for the person; none for the pool's own users.
    pub(in crate::local) provider: Option<String>,
    pub(in crate::local) created: f64,
    /// Seconds since 1970.
    pub(in crate::local) auth_time: u64,
}

/// What a sign-in on the pages gives an app.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::local) struct Hosted {
    pub(in crate::local) scopes: Vec<String>,
    pub(in crate::local) nonce: Option<String>,
    /// The resource server whose audience the access token names.
    pub(in crate::local) resource: Option<String>,
}

/// A code that an app redeems for tokens.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct AuthorizationCode {
    pub(in crate::local) client_id: String,
    pub(in crate::local) redirect_uri: String,
    /// `code_challenge`, of the method S256.
    pub(in crate::local) challenge: Option<String>,
    pub(in crate::local) username: String,
    pub(in crate::local) auth_time: u64,
    pub(in crate::local) hosted: Hosted,
    pub(in crate::local) expires: f64,
}

/// A page that was shown in the middle of a sign-in.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Waiting {
    /// Which browser was shown it.
    pub(in crate::local) browser: String,
    pub(in crate::local) client_id: String,
    /// As the person wrote it.
    pub(in crate::local) name: String,
    /// The Session of the challenge.
    pub(in crate::local) session: Option<String>,
    pub(in crate::local) challenge: String,
    pub(in crate::local) parameters: Value,
    pub(in crate::local) expires: f64,
}

/// Somebody who was sent to an identity provider.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Away {
    pub(in crate::local) browser: String,
    pub(in crate::local) provider: String,
    /// What the app asked for, as a query.
    pub(in crate::local) query: String,
    pub(in crate::local) nonce: String,
    pub(in crate::local) verifier: String,
    pub(in crate::local) redirect_uri: String,
    pub(in crate::local) expires: f64,
}

impl Login {
    /// Forgets what ran out.
    pub(in crate::local) fn prune(&mut self, now: f64) {
        // The longest session that a client can have is 90 days.
        self.browsers.retain(|_, browser| browser.created + 90.0 * 86_400_000.0 > now);
        self.codes.retain(|_, code| code.expires > now);
        self.pages.retain(|_, page| page.expires > now);
        self.away.retain(|_, away| away.expires > now);
    }
}
