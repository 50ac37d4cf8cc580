//! What a page works with: the request, its frame, and what the app asked for.

use serde_json::Value;

use super::asked::Asked;
use super::reply::Reply;
use super::sheet::{Page, Sheet};
use super::visit::Visit;
use crate::local::model::login::Waiting;
use crate::local::model::pool::Pool;

/// The field that says which page is answered.
pub(super) const PAGE: &str = "page";

#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) visit: &'a Visit<'a>,
    pub(super) sheet: &'a Sheet,
    pub(super) asked: &'a Asked,
}

impl Here<'_> {
    /// A page of this browser that waits for an answer, for as long as `steps::keep` says.
    pub(super) fn waits(self, name: &str, challenge: &str, session: Option<String>, parameters: Value) -> Waiting {
        Waiting {
            browser: self.sheet.token.clone(),
            client_id: self.asked.client.client_id.clone(),
            name: name.to_owned(),
            session,
            challenge: challenge.to_owned(),
            parameters,
            expires: 0.0,
        }
    }

    /// The page that a form answers, if this browser was shown it for this app client.
    pub(super) fn waiting(self, pool: &Pool) -> Option<(String, Waiting)> {
        let id = self.visit.form.get(PAGE)?;
        let found = pool.login.pages.get(id)?;
        let same = found.browser == self.sheet.token && found.client_id == self.asked.client.client_id;
        same.then(|| (id.to_owned(), found.clone()))
    }

    /// A page whose forms lead to the app in the end.
    pub(super) fn show(self, pool: &Pool, page: Page<'_>) -> Reply {
        self.sheet.show(Some(pool), &Page { asked: Some(self.asked), ..page })
    }

    /// The page of the sign-in, with one of its notices.
    pub(super) fn sign_in_with(self, notice: &str) -> Reply {
        Reply::redirect(&format!("{}&notice={notice}", self.asked.link("/login")))
    }
}
