//! What is kept for one browser, for a short while and for one use: the way back of a login, and the tokens of one.
//!
//! Its cookie holds it sealed (`s.<key id>.<sealed>`), or a ticket to the store (`t.<id>.<secret>`). Whoever takes it is the only one:
//! a store gives it once, and a seal is marked as used, where there is a store for all instances.

use base64ct::{Base64UrlUnpadded, Encoding};

use super::super::deny;
use super::super::exchange::Step;
use super::super::failure::{Checked, bad_gateway, unavailable};
use super::super::visit::Visit;

/// Where to keep something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// In the cookie, where there is a key: anybody may begin a login, and none of them fills the store.
    Cookie,
    /// In the store, where there is one.
    Store,
}

impl Visit<'_> {
    /// Keeps it, and gives the text of its cookie.
    pub(super) async fn hold(&self, plain: &[u8], bound: &str, seconds: f64, place: Place) -> Checked<String> {
        let has_store = self.config.sessions.is_some();
        let key = self.config.keys.first().filter(|_| place == Place::Cookie || !has_store);
        let Some(key) = key.map(|key| &key.id) else {
            return Ok(["t.", &self.keep_apart(plain, bound, seconds).await?].concat());
        };
        let plain = Base64UrlUnpadded::encode_string(plain);
        let step = Step::Seal { key: key.clone(), plain, bound: with_key(bound, key) };
        let sealed = self.host.text(step).await.ok_or_else(bad_gateway)?;
        Ok(["s.", key, ".", &sealed].concat())
    }

    /// Takes it, once; none where it is another's, was taken before or is not ours.
    ///
    /// # Errors
    /// `ServiceUnavailable` when nobody can tell whether it was taken before.
    pub(super) async fn take(&self, held: &str, bound: &str, seconds: f64) -> Checked<Option<Vec<u8>>> {
        if let Some(ticket) = held.strip_prefix("t.") {
            return if self.config.sessions.is_some() { self.take_apart(ticket, bound).await } else { Ok(None) };
        }
        let parts = held.strip_prefix("s.").and_then(|rest| rest.split_once('.'));
        let Some((key, sealed)) = parts.filter(|(key, _)| self.config.keys.iter().any(|known| known.id == *key)) else {
            return Ok(None);
        };
        let step = Step::Open { key: key.to_owned(), sealed: sealed.to_owned(), bound: with_key(bound, key) };
        let Some(plain) = self.host.text(step).await else { return Ok(None) };
        // Only what was sealed here is marked, so strangers write nothing.
        match self.host.flag(Step::Once { mark: deny::digest(held), seconds }).await {
            Some(true) => Ok(Base64UrlUnpadded::decode_vec(&plain).ok()),
            Some(false) => Ok(None),
            None => Err(unavailable(false)),
        }
    }
}

fn with_key(bound: &str, key: &str) -> String {
    [bound, " ", key].concat()
}
