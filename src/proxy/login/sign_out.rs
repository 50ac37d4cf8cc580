//! `GET /sign-out` and `POST /sign-out` with a `return`: the session ends, and then the session at the login pages.
//!
//! A page of another site can send anybody to a GET. It then does what that page could do at the login pages by itself: their session
//! ends, and the one here stays.

use base64ct::{Base64UrlUnpadded, Encoding};

use super::super::config::Custody;
use super::super::failure::{Checked, foreign_origin};
use super::super::origin;
use super::super::visit::Visit;
use super::config::Login;
use super::{LONGEST, cookies, form, returns};
use crate::operation::{Call, Operation};

impl Visit<'_> {
    /// Signs the person out, and gives the address of the login pages.
    pub(super) async fn leave(&self, login: &Login) -> Checked<String> {
        let query = form::read(&self.request.query).ok_or_else(super::odd_query)?;
        let given = query.get("return").or(login.logout_uris.first()).map_or("/", String::as_str);
        // An address of the app client's list is allowed by being there.
        let back = if login.logout_uris.iter().any(|known| known == given) {
            given.to_owned()
        } else {
            self.returned(login, given)?
        };
        let is_listed = |address: &str| login.logout_uris.iter().any(|known| known == address);
        let logout_uri = if is_listed(&back) { &back } else { &login.redirect_uri };
        if !is_listed(logout_uri) {
            return Err(super::invalid_return());
        }
        let may_end = self.may_end()?;
        self.begin(false).await?;
        if may_end && self.config.custody == Custody::Cookie {
            self.end_session().await?;
        }
        if !is_listed(&back) {
            // It is judged again when it comes back, so it need not be sealed.
            let value = Base64UrlUnpadded::encode_string(back.as_bytes());
            self.add_cookie(cookies::keep(&cookies::of_sign_out(self.pool), &value, LONGEST));
        }
        Ok(returns::with_query(
            &[&login.domain, "/logout"].concat(),
            &[("client_id", &self.pool.client_id), ("logout_uri", logout_uri)],
        ))
    }

    /// Whether this is the person's own wish: a form of an allowed page, or a link in one.
    fn may_end(&self) -> Checked<bool> {
        if self.request.method == "POST" {
            // Whatever browsers say of the site, they name the origin of a form.
            return match self.request.count("origin") {
                0 => Err(foreign_origin()),
                _ => origin::of(self.request, self.config).map(|_| true),
            };
        }
        if self.request.count("sec-fetch-site") > 1 {
            return Ok(false);
        }
        let site = self.request.header("sec-fetch-site").unwrap_or_default();
        // A page can leave this header out, and write none of its own.
        let from = self.request.header("referer").map(returns::origin_of);
        Ok(matches!(site, "same-origin" | "none")
            || from.is_some_and(|from| self.config.origins.iter().any(|known| known == from)))
    }

    async fn end_session(&self) -> Checked<()> {
        let mut call = Call::new(Operation::RevokeToken);
        match self.prepare_refresh(&mut call).await {
            Ok(session) => self.sign_out(&call, session.as_ref()).await.map(|_| ()),
            Err(failure) if failure.retryable => Err(failure),
            // A session that cannot be refreshed.
            Err(_) => {
                if let Some(session) = self.session().await? {
                    self.deny(&session.access, Some(&session)).await;
                }
                self.forget();
                Ok(())
            }
        }
    }

    /// Where the login pages send people after a sign-out, when the address in the app is not in their list.
    pub(super) fn after_sign_out(&self, login: &Login) -> Checked<String> {
        let name = cookies::of_sign_out(self.pool);
        let value = self.request.cookie(&name).and_then(|value| Base64UrlUnpadded::decode_vec(value).ok());
        let Some(back) = value.and_then(|bytes| String::from_utf8(bytes).ok()) else {
            return self.unknown_login(login);
        };
        self.add_cookie(cookies::remove(&name));
        self.returned(login, &back)
    }
}
