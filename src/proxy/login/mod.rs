//! Managed login behind the proxy: people leave for the login pages of the user pool and come back with a session.
//!
//! ```text
//! GET  /login         → [start]     the transaction, sealed in a cookie of its own, and the address of the login pages
//! GET  /callback      → [callback]  what came back, by the rules of crate::login ([rules]); [redeem] sends the code, once
//!                       [tokens]    custody `token`: what waits for the app, and POST /login/redeem
//! GET|POST /sign-out  → [sign_out]  the session here and the one at the login pages
//! ```
//!
//! These are addresses that a browser opens, from wherever it is: no page of the app calls them, so no CORS and no header tells that it
//! may. What protects them stands with each: [`returns`] says where people may be led, [`cookies`] whose browser it is.

mod callback;
pub(super) mod config;
mod cookies;
mod form;
mod held;
mod redeem;
mod returns;
mod rules;
mod sign_out;
mod start;
mod tokens;

use super::config::Pool;
use super::failure::{Checked, Failure, invalid, method_not_allowed, refuse};
use super::serve::Answer;
use super::visit::Visit;
use config::Login;

/// How long somebody may take to come back, in seconds.
const LONGEST: f64 = 600.0;

/// What a seal of a login binds: what it is for, the app client and its login pages, and the state or the code.
fn bound(pool: &Pool, login: &Login, purpose: &str, of: &str) -> String {
    let Pool { cookie_name, user_pool_id, client_id, .. } = pool;
    let Login { domain, redirect_uri, .. } = login;
    format!("auth-proxy {purpose} v1 {cookie_name} {user_pool_id} {client_id} {domain} {redirect_uri} {of}")
}

fn odd_query() -> Failure {
    invalid("The query has a name twice, or is not percent-encoded UTF-8.")
}

fn invalid_return() -> Failure {
    invalid("`return` is not among `logoutUris`; nor is `redirectUri`, which leads to the others.")
}

/// An image, a frame or a script of a page, where a person should be.
fn no_page() -> Failure {
    refuse(403, "NotAvailable", "Open this address in a window.")
}

/// What a browser may open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    Start,
    Back,
    Leave,
}

impl Visit<'_> {
    /// What of managed login is at this path, where it is configured.
    pub(super) fn place_of_login(&self, path: &str) -> Option<Place> {
        self.pool.login.as_ref()?;
        match (path, self.request.method.as_str()) {
            ("/login", _) => Some(Place::Start),
            ("/callback", _) => Some(Place::Back),
            ("/sign-out", "GET") => Some(Place::Leave),
            // Without it, it is the route by which an app ends its session.
            ("/sign-out", "POST") => {
                self.request.query.split('&').any(|pair| pair.starts_with("return=")).then_some(Place::Leave)
            }
            _ => None,
        }
    }

    /// Answers what a browser opens.
    pub(super) async fn open_login(&self, place: Place) -> Checked<Answer> {
        let Some(login) = &self.pool.login else { return Err(super::failure::not_found()) };
        let (label, methods) = match place {
            Place::Start => ("/login", "GET"),
            Place::Back => ("/callback", "GET"),
            Place::Leave => ("/sign-out", "GET, POST"),
        };
        self.label(label);
        if !methods.split(", ").any(|method| method == self.request.method) {
            return Err(Failure { allow: Some(methods.into()), ..method_not_allowed() });
        }
        let is_page = self.request.header("sec-fetch-dest").is_none_or(|dest| dest == "document");
        if !is_page || self.request.count("sec-fetch-dest") > 1 {
            return Err(no_page());
        }
        let to = match place {
            Place::Start => self.start_login(login).await,
            Place::Back => self.complete_login(login).await,
            Place::Leave => self.leave(login).await,
        };
        // After a form the browser goes on with a GET.
        to.map(|to| Answer::Redirect { status: if self.request.method == "POST" { 303 } else { 302 }, to })
    }
}
