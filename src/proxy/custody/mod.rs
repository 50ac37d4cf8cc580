//! Cookie custody: a session lies sealed, and the key to it is a cookie that no JavaScript reads.
//!
//! Either the cookies are the session ([`sealed`]), or the session lies in a store that instances share, and the cookie is
//! a ticket to it ([`stored`]). A proxy with a store reads both, and writes tickets alone: so a store can be added while
//! people are signed in.

mod cookie;
mod sealed;
mod stored;

use super::failure::{Checked, bad_gateway};
use super::session::Session;
use super::visit::Visit;

impl Visit<'_> {
    /// The session that the request's cookies hold; whatever is wrong with a cookie, there is none.
    ///
    /// # Errors
    /// `ServiceUnavailable` when the store cannot be asked: nobody is signed out by that.
    pub(super) async fn session_in_cookies(&self) -> Checked<Option<Session>> {
        let Some(first) = self.request.cookie(&cookie::name(self.pool, 0)) else { return Ok(None) };
        if self.config.sessions.is_some()
            && let Some(ticket) = first.strip_prefix(stored::PREFIX)
        {
            return self.load(ticket).await;
        }
        Ok(self.open(first).await)
    }

    /// Keeps a session: what is then in force, which is another session's state where somebody was faster.
    ///
    /// # Errors
    /// `SessionTooLarge`; `NotSignedIn` when the session was ended meanwhile; `ServiceUnavailable`.
    pub(super) async fn keep(&self, session: Session) -> Checked<Session> {
        let plain = session.pack().ok_or_else(bad_gateway)?;
        if self.config.sessions.is_some() {
            return self.store(session, plain).await;
        }
        let cookies = self.seal(&session, plain).await?;
        self.set_cookies(cookies);
        Ok(session)
    }

    /// Seals a session that was used anew, so that only one that is not used ends early. A store does so when it is asked.
    pub(super) async fn keep_alive(&self, session: Option<&Session>) {
        let Some(session) = session.filter(|session| session.ticket.is_none()) else { return };
        if session.wants_renewal(self.config, self.now_s()) {
            let session = Session { seen: self.now_s(), ..session.clone() };
            // The old seal still holds: there is nothing to tell when this fails.
            let _ = self.keep(session).await;
        }
    }

    /// Removes the cookies.
    pub(super) fn forget(&self) {
        self.set_cookies(cookie::clear(self.request, self.pool, self.config));
    }
}
