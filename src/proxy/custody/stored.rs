//! The session lies in a store that instances share, and the cookie is a ticket to it.
//!
//! The value is `t.<id>.<secret>`: 16 random bytes by which the store finds the session, and the 32 random bytes of the key
//! that seals it, which the store never sees. The ticket stays the same for as long as the session lives, so a refresh
//! changes no cookie, and requests that are under way meanwhile lose nothing.

use base64ct::{Base64UrlUnpadded, Encoding};

use super::super::config::Pool;
use super::super::exchange::{Event, Step};
use super::super::failure::{Checked, Failure, not_signed_in, unavailable};
use super::super::session::{Session, Ticket};
use super::super::visit::Visit;
use super::cookie;

/// How the value of the cookie begins. Sealed cookies begin with a number.
pub(super) const PREFIX: &str = "t.";
fn is_ticket(text: &str) -> bool {
    // One spelling alone.
    let is_of = |text: &str, size: usize| {
        let bytes = Base64UrlUnpadded::decode_vec(text).unwrap_or_default();
        bytes.len() == size && Base64UrlUnpadded::encode_string(&bytes) == text
    };
    text.split_once('.').is_some_and(|(id, secret)| is_of(id, 16) && is_of(secret, 32))
}

fn bound(pool: &Pool) -> String {
    format!("auth-proxy session v1 {} {} {}", pool.cookie_name, pool.user_pool_id, pool.client_id)
}

impl Visit<'_> {
    /// The session of a ticket.
    pub(super) async fn load(&self, ticket: &str) -> Checked<Option<Session>> {
        if !is_ticket(ticket) {
            return Ok(None);
        }
        let seconds = self.config.cookies.idle_seconds;
        let step = Step::Load { ticket: ticket.to_owned(), bound: bound(self.pool), seconds };
        let (plain, version, written) = match self.host.ask(step).await {
            Event::Found { plain, version, written } => (plain, version, written),
            _ => return Err(self.store_failed()),
        };
        let unpack = |plain: String| Session::unpack(&Base64UrlUnpadded::decode_vec(&plain).ok()?);
        let found = plain.and_then(unpack).filter(|session| self.now_s() < session.ends(self.config));
        let ticket = Ticket { text: ticket.into(), version, written };
        Ok(found.map(|session| Session { ticket: Some(ticket), ..session }))
    }

    /// Writes a session, and the cookie where the browser does not have it.
    pub(super) async fn store(&self, session: Session, plain: Vec<u8>) -> Checked<Session> {
        let before = session.ticket.as_ref().map(|ticket| (ticket.text.expose().clone(), ticket.version.clone()));
        let is_new = before.is_none();
        let left = session.ends(self.config) - self.now_s();
        let step = Step::Keep {
            before,
            plain: Base64UrlUnpadded::encode_string(&plain),
            bound: bound(self.pool),
            seconds: self.config.cookies.idle_seconds.min(left).max(1.0),
        };
        match self.host.ask(step).await {
            Event::Kept { ticket: Some(ticket) } => {
                if is_new {
                    let value = [PREFIX, &ticket].concat();
                    // The store ends what is not used.
                    let mut cookies = vec![cookie::set(self.pool, self.config, 0, &value, left.floor().max(1.0))];
                    cookies.extend(cookie::leftovers(self.request, self.pool, self.config, 1));
                    self.set_cookies(cookies);
                }
                Ok(session)
            }
            Event::Kept { ticket: None } => {
                // Somebody else refreshed it, or ended it.
                let ticket = session.ticket.map(|ticket| ticket.text).unwrap_or_default();
                self.load(ticket.expose()).await?.ok_or_else(not_signed_in)
            }
            _ => Err(self.store_failed()),
        }
    }

    /// Keeps something that is no session for a while, and gives its ticket.
    pub(in crate::proxy) async fn keep_apart(&self, plain: &[u8], bound: &str, seconds: f64) -> Checked<String> {
        let plain = Base64UrlUnpadded::encode_string(plain);
        match self.host.ask(Step::Keep { before: None, plain, bound: bound.to_owned(), seconds }).await {
            Event::Kept { ticket: Some(ticket) } => Ok(ticket),
            _ => Err(self.store_failed()),
        }
    }

    /// Takes it out of the store: nobody gets it twice.
    pub(in crate::proxy) async fn take_apart(&self, ticket: &str, bound: &str) -> Checked<Option<Vec<u8>>> {
        if !is_ticket(ticket) {
            return Ok(None);
        }
        match self.host.ask(Step::Take { ticket: ticket.to_owned(), bound: bound.to_owned() }).await {
            Event::Found { plain, .. } => Ok(plain.and_then(|plain| Base64UrlUnpadded::decode_vec(&plain).ok())),
            _ => Err(self.store_failed()),
        }
    }

    /// An operator must see why.
    fn store_failed(&self) -> Failure {
        self.note("store", "failed");
        unavailable(false)
    }

    /// Removes a session from the store, where it lies there; whether that worked.
    pub(in crate::proxy) async fn discard(&self, session: Option<&Session>) -> bool {
        self.drop_ticket(session, false).await
    }

    /// The same, unless somebody else has changed it meanwhile.
    pub(in crate::proxy) async fn discard_unchanged(&self, session: Option<&Session>) {
        self.drop_ticket(session, true).await;
    }

    async fn drop_ticket(&self, session: Option<&Session>, unchanged: bool) -> bool {
        let Some(ticket) = session.and_then(|session| session.ticket.as_ref()) else { return true };
        let version = unchanged.then(|| ticket.version.clone());
        self.host.flag(Step::Drop { ticket: ticket.text.expose().clone(), version }).await == Some(true)
    }

    /// What has become of a session since it was read, when somebody else has refreshed it.
    pub(in crate::proxy) async fn successor(&self, before: Option<&Session>) -> Option<Session> {
        let ticket = before?.ticket.as_ref()?;
        let now = self.load(ticket.text.expose()).await.ok()??;
        let is_newer = now.ticket.as_ref().is_some_and(|now| now.version != ticket.version);
        is_newer.then_some(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_has_one_form() {
        let ticket = ["A".repeat(22), ["b".repeat(42), "A".into()].concat()].join(".");
        assert!(is_ticket(&ticket));
        for other in [
            String::new(),
            ".".into(),
            ticket.replace('.', "-"),
            ticket.replace('b', "*"),
            ticket.replace("bA", "bB"),
            ticket.replacen('A', "", 1),
            format!("{ticket}="),
            ["A".repeat(43), "A".repeat(22)].join("."),
            ["A".repeat(22), "é".repeat(21) + "b"].join("."),
        ] {
            assert!(!is_ticket(&other), "{other}");
        }
    }
}
