//! The page of a provider that is not there: a person or a test says whom it vouches for.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::asked::Asked;
use super::reply::Reply;
use super::sheet::{Page, Sheet, escape, field, hidden};
use super::sign_in_page::provider_name;
use super::visit::Visit;
use crate::local::host::fields::encode;
use crate::local::model::pool::Pool;
use crate::local::model::resource::Resource;
use crate::local::model::schema::is_email;

/// What was said there.
pub(super) enum Said {
    Person(Map<String, Value>),
    /// The person did not want to.
    Refused,
    Wrong(&'static str),
}

/// A number that stays the same for one address at one provider, as providers' subjects do.
fn subject(kind: &str, email: &str) -> String {
    let hash = Sha256::digest([kind, "\n", &email.to_lowercase()].concat().as_bytes());
    let number = hash.iter().take(16).fold(0u128, |sum, byte| (sum << 8) | u128::from(*byte));
    format!("{:021}", number % 1_000_000_000_000_000_000_000)
}

pub(super) fn answer(kind: &str, visit: &Visit<'_>) -> Said {
    if visit.form.get("refuse").is_some() {
        return Said::Refused;
    }
    let Some(email) = visit.form.get("email").map(str::trim).filter(|email| is_email(email)) else {
        return Said::Wrong("Enter an e-mail address.");
    };
    let name = visit.form.get("name").map(str::trim).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default());
    let (given, family) = name.rsplit_once(' ').unwrap_or((name, ""));
    let mut claims = Map::new();
    for (claim, value) in [
        ("sub", json!(subject(kind, email))),
        ("id", json!(subject(kind, email))),
        ("user_id", json!(subject(kind, email))),
        ("email", json!(email)),
        ("email_verified", json!(true)),
        ("name", json!(name)),
        ("given_name", json!(given)),
        ("family_name", json!(family)),
    ] {
        if value != "" {
            claims.insert(claim.to_owned(), value);
        }
    }
    Said::Person(claims)
}

pub(super) fn show(
    pool: &Pool,
    visit: &Visit<'_>,
    sheet: &Sheet,
    (provider, kind): (&Resource, &str),
    asked: &Asked,
    alert: Option<&str>,
) -> Reply {
    let name = provider_name(&provider.key, kind);
    let action = format!("/pretend?state={}", encode(visit.query.get("state").unwrap_or_default()));
    let person = |name: &str, email: &str| {
        let inner = hidden("email", email) + &hidden("name", name);
        let button = format!(
            "<button class=\"other\" type=\"submit\">{} <small>{}</small></button>",
            escape(name),
            escape(email)
        );
        sheet.form_with("", &action, &inner, &button)
    };
    let hint = escape(asked.login_hint.as_deref().unwrap_or_default());
    let email = format!("autocomplete=\"email\" value=\"{hint}\" required");
    let typed =
        field("email", "E-mail address", "email", &email) + &field("name", "Name", "text", "autocomplete=\"name\"");
    let refuse = "<button class=\"other\" type=\"submit\">Do not sign in</button>";
    let body =
        format!("<p>This page stands for {}: nothing leaves this machine. Say who you are there.</p>", escape(&name))
            + &person("Ada Lovelace", "ada@example.com")
            + &person("Grace Hopper", "grace@example.com")
            + "<p class=\"or\">or</p>"
            + &sheet.form(&action, &typed, "Sign in")
            + &sheet.form_with("", &action, &hidden("refuse", "1"), refuse);
    let heading = format!("Sign in at {name}");
    sheet.show(Some(pool), &Page { heading: &heading, body, alert, asked: Some(asked), ..Page::default() })
}
