//! Values that must not outlive their use, and must not show.

use crate::prelude::*;
use core::fmt;
use zeroize::Zeroize;

/// What a secret is kept in. Where the allocator zeroes whatever is freed, nothing else need: see `src/bindings/allocator.rs`.
#[cfg(all(target_arch = "wasm32", any(feature = "npm-client", feature = "npm-dropin", feature = "npm-login")))]
type Kept<T> = T;
#[cfg(not(all(target_arch = "wasm32", any(feature = "npm-client", feature = "npm-dropin", feature = "npm-login"))))]
type Kept<T> = zeroize::Zeroizing<T>;

/// A password, a token, a key: zeroed when dropped, and `…` in every `Debug`.
///
/// Equality is not offered: compare secrets in constant time, where the comparison is.
#[derive(Clone, Default)]
pub struct Secret<T: Zeroize>(Kept<T>);

impl<T: Zeroize> Secret<T> {
    /// Takes the value in.
    #[allow(clippy::useless_conversion, reason = "`Kept` is the value itself in some builds")]
    pub fn new(value: T) -> Self {
        Secret(value.into())
    }

    /// Shows the value to the one place that needs it.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The value to change in place.
    pub fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Secret::new(value.to_owned())
    }
}

impl From<String> for Secret<String> {
    fn from(value: String) -> Self {
        Secret::new(value)
    }
}

/// Configurations hold secrets.
#[cfg(feature = "server")]
impl<'de> serde::Deserialize<'de> for Secret<String> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Secret::new)
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_shows_in_debug() {
        let secret = Secret::from("marked-secret");
        assert_eq!(format!("{secret:?}"), "…");
        assert_eq!(format!("{:?}", Some(&secret)), "Some(…)");
    }
}
