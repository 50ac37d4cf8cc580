//! `GET /callback`: the way back from the login pages, with a code or a refusal, and the session that comes of it.

use serde_json::{Map, Value, json};

use super::super::claims::claims_of;
use super::super::config::Custody;
use super::super::deny;
use super::super::failure::{Checked, Failure};
use super::super::visit::Visit;
use super::config::Login;
use super::returns::{origin_of, with_query};
use super::rules::{Rules, Said};
use super::{LONGEST, bound, cookies, form};
use crate::operation::{Call, Json, Operation, Tokens};
use crate::secret::Secret;
use crate::token::verify::TokenUse;

/// Of an answer, what is read. The service gives no part twice.
const PARTS: [&str; 5] = ["code", "state", "error", "error_description", "iss"];

/// Why nobody is signed in, as the app is told: codes of our own, and OAuth's in our spelling.
type Code = String;

/// OAuth's `access_denied` as `AccessDenied`. What is spelled otherwise is told to nobody: anybody can write an address.
fn code_of(name: &str) -> Code {
    let is_plain =
        |text: &str| !text.is_empty() && text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if name == "NetworkError" {
        return "ServiceUnavailable".into();
    }
    if is_plain(name) && name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split('_').collect();
    if !words.iter().all(|word| is_plain(word) && word.bytes().all(|byte| byte.is_ascii_lowercase())) {
        return "LoginRefused".into();
    }
    let capital = |word: &&str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        [&first.to_uppercase(), rest].concat()
    };
    words.iter().map(capital).collect()
}

fn text_at<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

/// Tokens as the service's own API has them.
fn reply_of(answer: &Value) -> (Json, Tokens) {
    let secret = |name: &str| text_at(answer, name).map(Secret::<String>::from);
    let (access, id, refresh) = (secret("access_token"), secret("id_token"), secret("refresh_token"));
    let mut result = Json::Map(Vec::new());
    for (name, token) in [("AccessToken", &access), ("IdToken", &id), ("RefreshToken", &refresh)] {
        if let Some(token) = token {
            result.set(name, Json::Text(token.clone()));
        }
    }
    let tokens = Tokens { access: access.unwrap_or_default(), id, refresh, new_device: None };
    (Json::Map(vec![("AuthenticationResult".into(), result)]), tokens)
}

impl Visit<'_> {
    /// Ends a login, and gives the address in the app.
    pub(super) async fn complete_login(&self, login: &Login) -> Checked<String> {
        let query = form::read(&self.request.query).ok_or_else(super::odd_query)?;
        let Some(state) = query.get("state") else { return self.after_sign_out(login) };
        let answer: Map<String, Value> = query
            .iter()
            .filter(|(name, _)| PARTS.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        self.begin(false).await?;
        self.limit(None).await?;

        let name = cookies::of_login(self.pool, state);
        // The time in front is there to tell old ones.
        let held = self.request.cookie(&name).and_then(|value| value.split_once('.')).map(|(_, held)| held);
        let entry = match held {
            Some(held) => self.take(held, &bound(self.pool, login, "login", state), LONGEST).await?,
            None => None,
        };
        if !self.request.cookies(&name).is_empty() {
            self.add_cookie(cookies::remove(&name));
        }
        let entry = entry.and_then(|plain| serde_json::from_slice::<Value>(&plain).ok());
        let Some(entry) = entry else { return self.unknown_login(login) };
        let own = entry.get("state").cloned().unwrap_or_default();
        let back = text_at(&own, "return").unwrap_or_default();
        // Configurations change, and this one may not allow any more what the former did.
        let back = self.returned(login, back)?;
        // An answer has a code or says why there is none.
        let done = if answer.contains_key("code") == answer.contains_key("error") {
            Err("InvalidRequest".into())
        } else {
            self.signed_in_there(login, Value::Object(answer), &entry, origin_of(&back)).await
        };
        let mut said = match done {
            Ok(done) => done,
            Err(code) => {
                self.note("loginCode", &code);
                if code != "LoginRequired" {
                    self.audit("signInRefused", None, None);
                }
                vec![("login", "refused".into()), ("login_code", code)]
            }
        };
        said.extend(text_at(&own, "state").map(|state| ("login_state", state.to_owned())));
        let pairs: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Ok(with_query(&back, &pairs))
    }

    /// An answer to a login that this browser did not begin, or completed before: it leads into the app, and signs nobody in.
    pub(super) fn unknown_login(&self, login: &Login) -> Checked<String> {
        self.note("loginCode", "UnknownState");
        let known = login.return_origins.as_ref().unwrap_or(&self.config.origins);
        let home = known.first().map_or(login.origin(), String::as_str);
        Ok(with_query(&[home, "/"].concat(), &[("login", "refused"), ("login_code", "UnknownState")]))
    }

    async fn signed_in_there(
        &self,
        login: &Login,
        answer: Value,
        entry: &Value,
        origin: &str,
    ) -> Result<Vec<(&'static str, String)>, Code> {
        let (mut rules, mut said) = Rules::complete((self.pool, login), answer, entry, self.now);
        if let Said::Send(form) = &said {
            let heard = self.send_form(login, form).await;
            said = rules.go_on(heard);
        }
        let answer = match said {
            Said::Done(answer) => answer,
            Said::Refused(code) => return Err(code_of(&code)),
            Said::Send(_) => return Err("Internal".into()),
        };
        let (reply, tokens) = reply_of(&answer);
        if let Err(code) = self.check_tokens(&tokens).await {
            // Nobody has them, so nobody could end them.
            self.revoke(tokens.refresh.as_ref()).await;
            return Err(code);
        }
        // A sign-in like any other, whose name nobody typed here.
        let call = Call::new(Operation::InitiateAuth);
        self.signed_in(&call, &reply, &tokens, None).await.map_err(|failure| code_of(&failure.code))?;
        if self.config.custody == Custody::Cookie {
            return Ok(vec![("login", "done".into())]);
        }
        let code = match self.hold_tokens(login, &tokens, origin).await {
            Ok(code) => code,
            Err(failure) => {
                self.revoke(tokens.refresh.as_ref()).await;
                return Err(code_of(&failure.code));
            }
        };
        Ok(vec![("login", "done".into()), ("login_code", code)])
    }

    /// Signature, issuer, app client, use and times; and that the person's sessions were not ended after the person authenticated.
    async fn check_tokens(&self, tokens: &Tokens) -> Result<(), Code> {
        let refused = |failure: Failure| -> Code {
            if failure.retryable { "ServiceUnavailable".into() } else { "InvalidIdToken".into() }
        };
        let id = tokens.id.as_ref().ok_or("InvalidIdToken")?;
        self.verified_as(id.expose(), TokenUse::Id, 0.0).await.map_err(refused)?;
        let access = tokens.access.expose();
        self.verified_as(access, TokenUse::Access, 0.0).await.map_err(refused)?;
        let claims = claims_of(access).unwrap_or_default();
        let denied = self.not_denied(deny::marks(access, &claims)).await;
        // With `prompt=login` the person authenticates anew.
        denied.map_err(|failure| if failure.retryable { "ServiceUnavailable" } else { "LoginRequired" }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_word_of_our_own_spelling() {
        for (name, code) in [
            ("access_denied", "AccessDenied"),
            ("login_required", "LoginRequired"),
            ("server_error", "ServerError"),
            ("UnknownState", "UnknownState"),
            ("NetworkError", "ServiceUnavailable"),
            ("<script>", "LoginRefused"),
            ("a__b", "LoginRefused"),
            ("", "LoginRefused"),
            ("your account at evil dot example", "LoginRefused"),
            ("A_b", "LoginRefused"),
            (&"a".repeat(41), "LoginRefused"),
        ] {
            assert_eq!(code_of(name), code);
        }
    }
}
