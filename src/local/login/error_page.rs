//! `/error`: what is said to somebody who cannot be sent back to an app. The words are ours: no page repeats a link's.

use super::reply::Reply;
use super::sheet::{Page, Sheet};
use super::visit::Visit;
use crate::local::host::env::Env;
use crate::local::model::pool::Pool;

/// Sends the browser to the page of an error.
pub(super) fn go_to(code: &str) -> Reply {
    Reply::redirect(&format!("/error?error={code}"))
}

pub(super) fn show(env: &mut Env<'_>, pool: Option<&Pool>, visit: &Visit<'_>, code: &str) -> Reply {
    let (status, text) = match code {
        "invalid_client" => (400, "No app client of a user pool with a domain has this client_id."),
        "redirect_mismatch" => (
            400,
            "The redirect_uri is not one of the app client's CallbackURLs: they must be the same, letter by letter.",
        ),
        "logout_mismatch" => {
            (400, "The logout_uri is not one of the app client's LogoutURLs: they must be the same, letter by letter.")
        }
        "forged" => (
            403,
            "The form did not come from a page that this browser was shown. Go back to the app, and sign in again. Cookies must be on.",
        ),
        "expired" => {
            (400, "The sign-in took too long, or was already finished. Go back to the app, and sign in again.")
        }
        "unknown_provider" => (400, "The identity provider no longer exists."),
        "trigger" => {
            (400, "The account is confirmed, but a trigger of the user pool failed. Go back to the app, and sign in.")
        }
        "missing" => (404, "There is no page at this address."),
        _ => (400, "The request cannot be read: it needs client_id, and redirect_uri or logout_uri."),
    };
    let heading = "Something is wrong with this link";
    Sheet::new(env, visit).show(pool, &Page { heading, alert: Some(text), status, ..Page::default() })
}
