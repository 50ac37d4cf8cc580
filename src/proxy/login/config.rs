//! What the configuration says of managed login.

use serde::Deserialize;

use super::super::address::{is_https, is_loopback, is_origin};

/// The login pages of a user pool, and where people come back to.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(in crate::proxy) struct Login {
    /// The origin of the login pages.
    pub(in crate::proxy) domain: String,
    /// The public address of this proxy's `/callback`, to the letter as the app client has it.
    pub(in crate::proxy) redirect_uri: String,
    #[cfg_attr(test, ts(optional))]
    pub(in crate::proxy) scopes: Option<Vec<String>>,
    /// Addresses that the login pages may send people to after a sign-out, to the letter as the app client has them.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<_>", optional))]
    pub(in crate::proxy) logout_uris: Vec<String>,
    /// Origins that people may come back to; those of `origins` when absent.
    #[cfg_attr(test, ts(optional))]
    pub(in crate::proxy) return_origins: Option<Vec<String>>,
}

/// What is wrong with the configuration: the member, and what to write there.
type Wrong = (String, &'static str);

impl Login {
    /// `path` is the pool's own.
    pub(in crate::proxy) fn check(&self, path: &str) -> Result<(), Wrong> {
        let wrong = |name: &str, what| Err((format!("login.{name}"), what));
        let is_address = |text: &str| (is_https(text) || is_loopback(text)) && is_written_plainly(text);
        if !is_origin(&self.domain) || !is_address(&self.domain) {
            return wrong("domain", "it is an origin like https://auth.example.com: https, or http on this machine.");
        }
        if !is_address(&self.redirect_uri) || self.redirect_uri.contains('?') {
            return wrong("redirectUri", "it is this server's own address like https://app.example.com/auth/callback.");
        }
        if self.below_origin() != [path, "/callback"].concat() {
            return wrong("redirectUri", "its path must be that of the pool, `path`, with /callback behind it.");
        }
        if self.scopes.as_ref().is_some_and(|scopes| !scopes.iter().any(|scope| scope == "openid")) {
            return wrong("scopes", "`openid` must be among them: an answer is checked by the ID token.");
        }
        let is_scope = |scope: &String| !scope.is_empty() && scope.bytes().all(|byte| byte.is_ascii_graphic());
        if !self.scopes.iter().flatten().all(is_scope) {
            return wrong("scopes", "a scope is a word like openid or orders/read.");
        }
        for (index, address) in self.logout_uris.iter().enumerate() {
            let (plain, _) = address.split_once('?').unwrap_or((address, ""));
            if !is_address(plain) || !is_written_plainly(address) {
                let what = "it is an address like https://app.example.com/: https, or http on this machine.";
                return Err((format!("login.logoutUris[{index}]"), what));
            }
        }
        for (index, origin) in self.return_origins.iter().flatten().enumerate() {
            if !is_origin(origin) {
                let what = "an origin is scheme, host and port, like https://app.example.com, without a path.";
                return Err((format!("login.returnOrigins[{index}]"), what));
            }
        }
        Ok(())
    }

    /// The proxy's own public origin.
    pub(in crate::proxy) fn origin(&self) -> &str {
        super::returns::origin_of(&self.redirect_uri)
    }

    fn below_origin(&self) -> &str {
        self.redirect_uri.get(self.origin().len()..).unwrap_or_default()
    }
}

/// Visible ASCII that every reader reads alike.
fn is_written_plainly(address: &str) -> bool {
    address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>#@".contains(&byte))
}
