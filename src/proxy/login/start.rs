//! `GET /login`: the way out, to the login pages.

use std::collections::BTreeMap;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::super::exchange::Step;
use super::super::failure::{Checked, bad_gateway, invalid};
use super::super::visit::Visit;
use super::config::Login;
use super::held::Place;
use super::{LONGEST, bound, cookies, form, returns, rules};

/// What a page may ask for, and OAuth's name of it.
const ASKED: [(&str, &str); 8] = [
    ("provider", "identity_provider"),
    ("idpIdentifier", "idp_identifier"),
    ("loginHint", "login_hint"),
    ("lang", "lang"),
    ("prompt", "prompt"),
    ("acrValues", "acr_values"),
    ("maxAge", "max_age"),
    ("resource", "resource"),
];

/// What is the proxy's own.
const OWN: [&str; 3] = ["return", "state", "screen"];

/// The page to begin with.
const SCREENS: [(&str, &str); 3] =
    [("login", "/oauth2/authorize"), ("signUp", "/signup"), ("forgotPassword", "/forgotPassword")];

/// No value is longer, but an address to return to.
const LONGEST_VALUE: usize = 256;

/// What the app gives to have it back: an id of its own.
fn is_state(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn checked(query: &BTreeMap<String, String>) -> Checked<()> {
    for (name, value) in query {
        if !OWN.contains(&name.as_str()) && !ASKED.iter().any(|(known, _)| known == name) {
            return Err(invalid("The address has a parameter that this route does not take."));
        }
        let is_long = value.len() > LONGEST_VALUE && name != "return";
        if is_long || value.is_empty() || value.chars().any(char::is_control) {
            return Err(invalid("A parameter is empty or too long, or has control characters."));
        }
    }
    if query.contains_key("provider") && query.contains_key("idpIdentifier") {
        return Err(invalid("Give `provider` or `idpIdentifier`, not both."));
    }
    if !query.get("state").is_none_or(|state| is_state(state)) {
        return Err(invalid("`state` has up to 64 letters, digits, `-` and `_`."));
    }
    if query.get("maxAge").is_some_and(|age| age.parse::<u32>().is_err()) {
        return Err(invalid("`maxAge` is a whole number of seconds."));
    }
    Ok(())
}

/// What goes to the login pages, under OAuth's names.
fn asked(login: &Login, query: &BTreeMap<String, String>, drawn: [(&str, &str); 3]) -> Map<String, Value> {
    let mut asked = Map::new();
    asked.extend(drawn.map(|(name, value)| (name.to_owned(), json!(value))));
    asked.insert("redirect_uri".into(), json!(login.redirect_uri));
    asked.extend(login.scopes.as_ref().map(|scopes| ("scope".into(), json!(scopes.join(" ")))));
    for (name, wire_name) in ASKED {
        let Some(value) = query.get(name) else { continue };
        // A number, for the rules compare it.
        let value = if name == "maxAge" { json!(value.parse::<u32>().unwrap_or_default()) } else { json!(value) };
        asked.insert(wire_name.into(), value);
    }
    asked
}

impl Visit<'_> {
    /// Begins a login, and gives the address of the login pages.
    pub(super) async fn start_login(&self, login: &Login) -> Checked<String> {
        let query = form::read(&self.request.query).ok_or_else(super::odd_query)?;
        checked(&query)?;
        let screen = query.get("screen").map_or("login", String::as_str);
        let (_, path) = SCREENS
            .iter()
            .find(|(name, _)| *name == screen)
            .ok_or_else(|| invalid("`screen` is login, signUp or forgotPassword."))?;
        let back = self.returned(login, query.get("return").map_or("/", String::as_str))?;
        self.begin(false).await?;
        self.limit(None).await?;

        let [state, nonce, verifier] = self.draw_three().await?;
        let challenge = Base64UrlUnpadded::encode_string(&Sha256::digest(verifier.as_bytes()));
        let drawn = [("state", state.as_str()), ("nonce", nonce.as_str()), ("code_challenge", challenge.as_str())];
        let own = json!({ "return": back, "state": query.get("state") });
        let asked = asked(login, &query, drawn);
        let (entry, query) =
            rules::authorize((self.pool, login), asked, &verifier, own, self.now).ok_or_else(bad_gateway)?;

        let bound = bound(self.pool, login, "login", &state);
        let held = self.hold(entry.to_string().as_bytes(), &bound, LONGEST, Place::Cookie).await?;
        let value = [&self.now_s().to_string(), ".", &held].concat();
        cookies::make_room(self.request, self.pool).into_iter().for_each(|cookie| self.add_cookie(cookie));
        self.add_cookie(cookies::keep(&cookies::of_login(self.pool, &state), &value, LONGEST));

        let texts: Vec<(String, String)> = query
            .into_iter()
            .map(|(name, value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            .collect();
        let pairs = texts.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Ok([&login.domain, *path, "?", &form::write(pairs)].concat())
    }

    /// Three times 32 random bytes, base64url.
    async fn draw_three(&self) -> Checked<[String; 3]> {
        let drawn = self.host.text(Step::Draw { bytes: 96 }).await.ok_or_else(bad_gateway)?;
        let bytes = Base64UrlUnpadded::decode_vec(&drawn).unwrap_or_default();
        let [one, two, three] = bytes.as_chunks::<32>().0 else { return Err(bad_gateway()) };
        Ok([one, two, three].map(|part| Base64UrlUnpadded::encode_string(part)))
    }

    /// The whole address to come back to in the app.
    pub(super) fn returned(&self, login: &Login, given: &str) -> Checked<String> {
        let allowed = login.return_origins.as_ref().unwrap_or(&self.config.origins);
        let allowed = allowed.iter().map(String::as_str).chain([login.origin()]);
        returns::returned(given, login.origin(), allowed).ok_or_else(|| {
            invalid("`return` must be a path, or an address of an origin that is configured, without a fragment.")
        })
    }
}
