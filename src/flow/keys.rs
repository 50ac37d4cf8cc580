//! The storage layout of amazon-cognito-identity-js, key for key, so that nobody is signed out by a change of library.

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
    /// The keys of that user.
    pub fn new(client_id: &str, username: &str) -> Keys {
        let prefix = ["CognitoIdentityServiceProvider.", client_id].concat();
        let user = [&prefix, ".", username].concat();
        Keys { prefix, user, username: username.to_owned() }
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
            write("clockDrift", Some(Secret::new(decimal(tokens.clock_drift as i64)))),
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

/// An integer in digits: the standard library's way brings 1 kB of formatting.
fn decimal(number: i64) -> String {
    let mut left = number.unsigned_abs();
    let mut digits = Vec::new();
    while digits.is_empty() || left > 0 {
        digits.push(b'0' + (left % 10) as u8);
        left /= 10;
    }
    if number < 0 {
        digits.push(b'-');
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn integers_are_written_as_the_standard_library_writes_them() {
        for number in [0, 7, -7, 10, 1_234_567_890, -3_600, i64::MAX, i64::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
