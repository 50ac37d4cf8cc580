//! The storage layout of amazon-cognito-identity-js, key for key, so that nobody is signed out by a change of library. An
//! app behind an auth proxy uses the same names below a prefix of its own.

use super::session::write_drift;
use super::{SessionTokens, Write};
use crate::prelude::*;
use crate::secret::Secret;

/// The keys of one user of one app client.
#[derive(Clone, Debug)]
pub struct Keys {
    prefix: String,
    user: String,
    username: String,
}

impl Keys {
    /// The keys of that user, below the prefix of [`Context::storage`](super::Context::storage).
    pub fn new(prefix: &str, username: &str) -> Keys {
        let user = [prefix, ".", username].concat();
        Keys { prefix: prefix.to_owned(), user, username: username.to_owned() }
    }

    /// Whose keys these are.
    pub fn username(&self) -> &str {
        &self.username
    }

    pub(crate) fn is(&self, username: &str) -> bool {
        self.username == username
    }

    /// Who signed in last.
    pub fn last_user(&self) -> String {
        [&self.prefix, ".LastAuthUser"].concat()
    }

    fn of(&self, name: &str) -> String {
        [&self.user, ".", name].concat()
    }

    fn all(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.of(name)).collect()
    }

    /// The stored session: id token, access token, refresh token, clock drift.
    pub fn session(&self) -> Vec<String> {
        self.all(&["idToken", "accessToken", "refreshToken", "clockDrift"])
    }

    /// The refresh token alone.
    pub fn refresh_token(&self) -> String {
        self.of("refreshToken")
    }

    /// The remembered device: key, group key, password.
    pub fn device(&self) -> Vec<String> {
        self.all(&["deviceKey", "deviceGroupKey", "randomPasswordKey"])
    }

    /// Stores a session, the refresh token first: once rotated, the old one is worth nothing.
    pub(crate) fn store(&self, tokens: &SessionTokens) -> Vec<Write> {
        let write = |name, value| Write { key: self.of(name), value };
        vec![
            write("refreshToken", tokens.refresh.clone()),
            write("idToken", tokens.id.clone()),
            write("accessToken", Some(tokens.access.clone())),
            write("clockDrift", Some(Secret::new(write_drift(tokens.clock_drift)))),
        ]
    }

    /// Remembers who signed in.
    pub(crate) fn store_last_user(&self, username: &str) -> Write {
        Write { key: self.last_user(), value: Some(Secret::from(username)) }
    }

    /// Removes everything that belongs to the session, and `LastAuthUser` when it names this user.
    pub(crate) fn clear(&self, is_last_user: bool) -> Vec<Write> {
        let mut keys = self.session();
        keys.push(self.of("userData"));
        if is_last_user {
            keys.push(self.last_user());
        }
        keys.into_iter().map(|key| Write { key, value: None }).collect()
    }

    /// Remembers a device, or forgets it.
    pub(crate) fn store_device(&self, device: Option<&super::Device>) -> Vec<Write> {
        let write = |name, value| Write { key: self.of(name), value };
        vec![
            write("deviceKey", device.map(|device| Secret::from(device.key.as_str()))),
            write("deviceGroupKey", device.map(|device| Secret::from(device.group_key.as_str()))),
            write("randomPasswordKey", device.map(|device| device.password.clone())),
        ]
    }
}
