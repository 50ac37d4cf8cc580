//! The pages of challenges: what each asks, and how the answers become ChallengeResponses.

use serde_json::{Map, Value, json};

use super::sheet::{Sheet, escape, field, hinted};
use crate::local::host::fields::{Fields, encode};
use crate::local::model::login::Waiting;

/// What a page asks in the middle of a sign-in.
pub(super) struct Question {
    pub(super) heading: &'static str,
    /// HTML of the fields.
    pub(super) inner: String,
    pub(super) button: &'static str,
    /// A further form, as HTML.
    pub(super) beside: String,
}

const ONE_TIME: &str = "inputmode=\"numeric\" autocomplete=\"one-time-code\" pattern=\"[0-9]*\" required";
/// The same where the browser leaves the check to the page's answer.
pub(super) const CODE: &str = "inputmode=\"numeric\" autocomplete=\"one-time-code\" required";
pub(super) const NEW_PASSWORD: &str = "autocomplete=\"new-password\" required";
/// Answers whose fields begin so are attributes.
pub(super) const ATTRIBUTE: &str = "attribute.";

fn text<'a>(waiting: &'a Waiting, name: &str) -> &'a str {
    waiting.parameters.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A list in a parameter: JSON in a text, or JSON.
fn list(waiting: &Waiting, name: &str) -> Vec<String> {
    match waiting.parameters.get(name) {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
        Some(other) => serde_json::from_value(other.clone()).unwrap_or_default(),
        None => Vec::new(),
    }
}

fn choice(names: &[(String, &str)], legend: &str) -> String {
    let options: String = names
        .iter()
        .enumerate()
        .map(|(at, (value, label))| {
            let checked = if at == 0 { " checked" } else { "" };
            format!(
                "<label class=\"choice\"><input type=\"radio\" name=\"answer\" value=\"{}\" required{checked}>{label}</label>",
                escape(value)
            )
        })
        .collect();
    format!("<fieldset><legend>{legend}</legend>{options}</fieldset>")
}

fn name_of(factor: &str) -> Option<&'static str> {
    Some(match factor {
        "PASSWORD" => "Password",
        "EMAIL_OTP" => "Code by e-mail",
        "SMS_OTP" | "SMS_MFA" => "Code by text message",
        "SOFTWARE_TOKEN_MFA" => "Authenticator app",
        "WEB_AUTHN" => "Passkey",
        _ => return None,
    })
}

fn named(all: Vec<String>) -> Vec<(String, &'static str)> {
    all.into_iter().filter_map(|factor| name_of(&factor).map(|name| (factor, name))).collect()
}

/// How an attribute is asked for: label, type of the input, `autocomplete`.
pub(super) fn attribute(name: &str) -> (String, &'static str, &'static str) {
    let (label, kind, complete) = match name {
        "address" => ("Address", "text", "street-address"),
        "birthdate" => ("Date of birth", "date", "bday"),
        "email" => ("E-mail address", "email", "email"),
        "family_name" => ("Family name", "text", "family-name"),
        "gender" => ("Gender", "text", "sex"),
        "given_name" => ("Given name", "text", "given-name"),
        "locale" => ("Language", "text", "language"),
        "middle_name" => ("Middle name", "text", "additional-name"),
        "name" => ("Name", "text", "name"),
        "nickname" => ("Nickname", "text", "nickname"),
        "phone_number" => ("Phone number", "tel", "tel"),
        "picture" => ("Address of a picture", "url", "photo"),
        "preferred_username" => ("Preferred user name", "text", "off"),
        "profile" => ("Address of a profile", "url", "off"),
        "website" => ("Website", "url", "url"),
        "zoneinfo" => ("Time zone", "text", "off"),
        "updated_at" => ("Time of the last update", "text", "off"),
        other => return (other.trim_start_matches("custom:").replace('_', " "), "text", "off"),
    };
    (label.to_owned(), kind, complete)
}

pub(super) fn attribute_field(name: &str, value: &str) -> String {
    let (label, kind, complete) = attribute(name);
    let more = format!("autocomplete=\"{complete}\" value=\"{}\" required", escape(value));
    let member = format!("{ATTRIBUTE}{name}");
    match name {
        "phone_number" => hinted(&member, &label, "With the country's code, like +14155550123", kind, &more),
        _ => field(&member, &label, kind, &more),
    }
}

/// The question of a challenge; nothing for one that no page can ask.
pub(super) fn question(sheet: &Sheet, waiting: &Waiting, action: &str, common: &str) -> Option<Question> {
    let plain = |heading, inner, button| Some(Question { heading, inner, button, beside: String::new() });
    match waiting.challenge.as_str() {
        "PASSWORD" => {
            let password = "autocomplete=\"current-password\" required autofocus";
            plain("Your password", field("password", "Password", "password", password), "Continue")
        }
        "SMS_MFA" | "SMS_OTP" | "EMAIL_OTP" => {
            let sent = format!("<p>We sent a code to {}.</p>", escape(text(waiting, "CODE_DELIVERY_DESTINATION")));
            plain("Enter your code", sent + &field("code", "Code", "text", ONE_TIME), "Continue")
        }
        "SOFTWARE_TOKEN_MFA" => {
            let inner = "<p>Open your authenticator app for the code.</p>".to_owned();
            plain("Enter your code", inner + &field("code", "Code", "text", ONE_TIME), "Continue")
        }
        "SELECT_MFA_TYPE" => {
            let inner = choice(&named(list(waiting, "MFAS_CAN_CHOOSE")), "How do you want to get your code?");
            plain("Choose a second factor", inner, "Continue")
        }
        "SELECT_CHALLENGE" => {
            let inner = choice(&named(list(waiting, "AvailableChallenges")), "How do you want to sign in?");
            plain("Choose how to sign in", inner, "Continue")
        }
        "NEW_PASSWORD_REQUIRED" => {
            let required = list(waiting, "requiredAttributes");
            let attributes: String =
                required.iter().map(|name| attribute_field(name.trim_start_matches("userAttributes."), "")).collect();
            let inner = "<p>Your temporary password must be replaced.</p>".to_owned()
                + &field("password", "New password", "password", NEW_PASSWORD)
                + &attributes;
            plain("Choose a new password", inner, "Save and continue")
        }
        "MFA_SETUP" => set_up(sheet, waiting, action, common),
        "WEB_AUTHN" => {
            let options = escape(text(waiting, "CREDENTIAL_REQUEST_OPTIONS"));
            let inner = format!("{common}<input type=\"hidden\" name=\"credential\" value=\"\">");
            let button = "<button type=\"submit\">Use your passkey</button>";
            let attributes = format!(" id=\"passkey\" data-options=\"{options}\"");
            let beside = "<p>Your device will ask you to confirm that it is you.</p>\
                          <noscript><p>A passkey needs JavaScript.</p></noscript>\
                          <div class=\"alert\" id=\"failed\" role=\"alert\" hidden>The passkey was not used. Try again.</div>"
                .to_owned()
                + &sheet.form_with(&attributes, action, &inner, button);
            Some(Question { heading: "Sign in with a passkey", inner: String::new(), button: "", beside })
        }
        _ => None,
    }
}

/// The first second factor: an authenticator, an e-mail address, or one of both.
fn set_up(sheet: &Sheet, waiting: &Waiting, action: &str, common: &str) -> Option<Question> {
    let offered = list(waiting, "MFAS_CAN_SETUP");
    let has = |name: &str| offered.iter().any(|factor| factor == name);
    let by_email = || field("email", "E-mail address", "email", "autocomplete=\"email\" required");
    let secret = text(waiting, SECRET);
    if has("SOFTWARE_TOKEN_MFA") && !secret.is_empty() {
        let uri = escape(text(waiting, "uri"));
        let inner = format!(
            "<p>Add this account to an authenticator app: open the link on a phone, or type the key.</p>\
             <p><a href=\"{uri}\">Open in an authenticator app</a></p><p>Key</p><code id=\"secret\">{}</code>",
            escape(secret)
        );
        let beside = if has("EMAIL_OTP") {
            "<p class=\"or\">or</p>".to_owned()
                + &sheet.form_with(
                    "",
                    action,
                    &(common.to_owned() + &by_email()),
                    "<button class=\"other\" type=\"submit\">Use e-mail instead</button>",
                )
        } else {
            String::new()
        };
        let inner = inner + &field("code", "Code from the app", "text", ONE_TIME);
        return Some(Question { heading: "Set up a second factor", inner, button: "Continue", beside });
    }
    has("EMAIL_OTP").then(|| Question {
        heading: "Set up a second factor",
        inner: "<p>We send a code there at every sign-in.</p>".to_owned() + &by_email(),
        button: "Continue",
        beside: String::new(),
    })
}

/// The parameter in which a page keeps the key of a new authenticator.
pub(super) const SECRET: &str = "secretCode";

/// The address of a key, as authenticator apps read it.
pub(super) fn key_uri(issuer: &str, name: &str, secret: &str) -> String {
    let (issuer, name) = (encode(issuer), encode(name));
    format!("otpauth://totp/{issuer}:{name}?secret={secret}&issuer={issuer}")
}

/// ChallengeResponses of a form.
pub(super) fn responses(challenge: &str, form: &Fields) -> Map<String, Value> {
    let mut responses = Map::new();
    let mut take = |to: &str, from: &str| {
        if let Some(value) = form.get(from) {
            responses.insert(to.to_owned(), json!(value));
        }
    };
    match challenge {
        "PASSWORD" => take("PASSWORD", "password"),
        "NEW_PASSWORD_REQUIRED" => take("NEW_PASSWORD", "password"),
        "SELECT_MFA_TYPE" | "SELECT_CHALLENGE" => take("ANSWER", "answer"),
        "WEB_AUTHN" => take("CREDENTIAL", "credential"),
        "MFA_SETUP" => take("EMAIL", "email"),
        code => take(&format!("{code}_CODE"), "code"),
    }
    if challenge == "NEW_PASSWORD_REQUIRED" {
        for (name, value) in form.under(ATTRIBUTE) {
            responses.insert(format!("userAttributes.{name}"), json!(value));
        }
    }
    responses
}
