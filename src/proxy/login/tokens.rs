//! Custody `token`: what a login gives waits for the app, which redeems it by a code of the proxy's own. The tokens stand in no address.
//!
//! The code is good for a minute, once, in the browser that came back (its cookie), and for a page of the origin that it came back to.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::config::Custody;
use super::super::deny;
use super::super::exchange::Step;
use super::super::failure::{Checked, Failure, bad_gateway, method_not_allowed, not_found, refuse, session_too_large};
use super::super::session::{Part, parts, token};
use super::super::visit::Visit;
use super::config::Login;
use super::held::Place;
use super::{bound, cookies};
use crate::operation::{Json, Tokens};
use crate::wire::rest as wire;

/// How long they wait, in seconds.
const LONGEST: f64 = 60.0;

#[derive(Deserialize, Serialize)]
struct Waiting {
    /// In seconds since 1970.
    since: f64,
    access: Vec<Part>,
    id: Option<Vec<Part>>,
    refresh: Option<Vec<Part>>,
}

/// A code and the origin that it is for.
fn for_page(code: &str, origin: &str) -> String {
    [&deny::digest(code), " ", origin].concat()
}

/// The same for every reason, so that nobody learns which.
fn no_code() -> Failure {
    refuse(
        401,
        "NotSignedIn",
        "This code is not for this page and browser, was used, or is older than a minute: begin again.",
    )
}

impl Visit<'_> {
    /// Keeps the tokens for the app, and gives the code.
    pub(super) async fn hold_tokens(&self, login: &Login, tokens: &Tokens, origin: &str) -> Checked<String> {
        let packed = |text: &crate::secret::Secret<String>| parts(text.expose());
        let waiting = Waiting {
            since: self.now_s(),
            access: packed(&tokens.access),
            id: tokens.id.as_ref().map(packed),
            refresh: tokens.refresh.as_ref().map(packed),
        };
        let plain = postcard::to_allocvec(&waiting).map_err(|_| bad_gateway())?;
        let code = self.host.text(Step::Draw { bytes: 32 }).await.ok_or_else(bad_gateway)?;
        let bound = bound(self.pool, login, "tokens", &for_page(&code, origin));
        let held = self.hold(&plain, &bound, LONGEST, Place::Store).await?;
        let cookies = cookies::of_tokens((self.request, self.pool, self.config), &code, &held, LONGEST);
        cookies.ok_or_else(session_too_large)?.into_iter().for_each(|cookie| self.add_cookie(cookie));
        Ok(code)
    }

    /// `POST /login/redeem`: the tokens of a login, for its code.
    pub(in crate::proxy) async fn redeem(&self) -> Checked<Value> {
        if self.request.method != "POST" {
            return Err(Failure { allow: Some("POST".into()), ..method_not_allowed() });
        }
        let login = self.pool.login.as_ref().filter(|_| self.config.custody == Custody::Token).ok_or_else(not_found)?;
        self.check_body_head()?;
        self.begin(true).await?;
        self.limit(None).await?;
        let body = self.json_body()?;
        let code = body.get("code").and_then(Value::as_str).unwrap_or_default();
        // Browsers say it of every POST, and pages cannot write it.
        let origin = self.request.header("origin").unwrap_or_default();
        let held = cookies::tokens_in(self.request, self.pool, code).ok_or_else(no_code)?;
        let bound = bound(self.pool, login, "tokens", &for_page(code, origin));
        let plain = self.take(&held, &bound, LONGEST).await?;
        let waiting = plain.and_then(|plain| postcard::from_bytes::<Waiting>(&plain).ok());
        let waiting = waiting.filter(|waiting| (self.now_s() - waiting.since).abs() <= LONGEST).ok_or_else(no_code)?;
        cookies::without_tokens(self.request, self.pool, code).into_iter().for_each(|cookie| self.add_cookie(cookie));
        let mut result = Json::Map(Vec::new());
        let all = [("AccessToken", Some(waiting.access)), ("IdToken", waiting.id), ("RefreshToken", waiting.refresh)];
        for (name, parts) in all {
            if let Some(parts) = parts {
                result.set(name, Json::Text(token(parts, &[])));
            }
        }
        Ok(Value::from(&wire::answer(&Json::Map(vec![("AuthenticationResult".into(), result)]))))
    }
}
