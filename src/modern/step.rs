//! Steps of a sign-in: what a pending challenge shows, and how an answer to it is read.

use super::given::{Given, Options};
use super::method::delivery;
use crate::error::{AuthError, Details, Result};
use crate::flow::{Answer, Method as Way, NOT_STORED, Pending, SignInCommand, WRONG_ANSWER};
use crate::operation::{ChallengeName, Json};
use crate::prelude::*;

fn status(name: &ChallengeName) -> &'static str {
    match name {
        ChallengeName::NewPasswordRequired => "newPasswordRequired",
        ChallengeName::SmsMfa => "smsMfa",
        ChallengeName::SoftwareTokenMfa => "softwareTokenMfa",
        ChallengeName::EmailOtp => "emailOtp",
        ChallengeName::SmsOtp => "smsOtp",
        ChallengeName::SelectMfaType => "selectMfaType",
        ChallengeName::MfaSetup => "mfaSetup",
        ChallengeName::CustomChallenge => "customChallenge",
        ChallengeName::SelectChallenge => "selectChallenge",
        ChallengeName::Password => "password",
        ChallengeName::PasswordSrp => "passwordSrp",
        ChallengeName::WebAuthn => "webAuthn",
        _ => "other",
    }
}

/// What the step shows: the pending challenge as it can be stored, and what its parameters mean.
///
/// `parse` is the host's parser: callers would otherwise have to read JSON inside JSON.
pub fn shown(pending: &Pending, parse: fn(&str) -> Option<Json>) -> Json {
    let challenge = &pending.challenge;
    let mut step = Json::texts([("status", status(&challenge.name))]);
    for (name, value) in pending.to_json().entries() {
        step.set(name.clone(), value.clone());
    }
    let parameters = &challenge.parameters;
    let parsed = |name: &str| parameters.text_at(name).and_then(parse);
    let texts = |name: &str| match parsed(name) {
        Some(list @ Json::List(_)) => list,
        _ => Json::List(Vec::new()),
    };
    let (name, detail) = match challenge.name {
        ChallengeName::NewPasswordRequired => {
            let required = texts("requiredAttributes");
            let mut names = Vec::new();
            for name in required.items().iter().filter_map(Json::as_text) {
                names.push(Json::text(name.strip_prefix("userAttributes.").unwrap_or(name)));
            }
            step.set("requiredAttributes", Json::List(names));
            ("userAttributes", parsed("userAttributes").unwrap_or_else(|| Json::Map(Vec::new())))
        }
        ChallengeName::SmsMfa | ChallengeName::EmailOtp | ChallengeName::SmsOtp => {
            let by_mail = challenge.name == ChallengeName::EmailOtp;
            let medium = parameters.text_at("CODE_DELIVERY_DELIVERY_MEDIUM");
            let medium = medium.unwrap_or(if by_mail { "EMAIL" } else { "SMS" });
            let details = Json::texts([("DeliveryMedium", medium)])
                .maybe("Destination", parameters.text_at("CODE_DELIVERY_DESTINATION").map(Json::text));
            ("delivery", delivery(&details))
        }
        ChallengeName::SelectMfaType => ("options", texts("MFAS_CAN_CHOOSE")),
        ChallengeName::MfaSetup => ("options", texts("MFAS_CAN_SETUP")),
        ChallengeName::SelectChallenge => {
            ("options", Json::List(challenge.available.iter().map(|name| Json::text(name.as_str())).collect()))
        }
        ChallengeName::WebAuthn => {
            let options = parsed("CREDENTIAL_REQUEST_OPTIONS").unwrap_or_else(|| Json::Map(Vec::new()));
            ("credentialRequestOptions", options)
        }
        ChallengeName::Other(ref name) => ("name", Json::text(name.as_str())),
        _ => return step,
    };
    step.set(name, detail);
    step
}

/// What a step shows that was saved by the host's JSON.
pub fn resumed(saved: &dyn Given, parse: fn(&str) -> Option<Json>) -> Result<Json> {
    let json = saved.document("").and_then(|text| parse(&text)).ok_or(NOT_STORED)?;
    Ok(shown(&Pending::from_json(&json)?, parse))
}

/// Reads what `Pool.signIn` takes.
pub(super) fn command(options: &Options<'_>) -> SignInCommand {
    const BAD_FLOW: AuthError = AuthError::known(
        const { &Details::invalid("`flow` must be 'srp', 'password', 'custom', 'custom-srp' or 'user-auth'.") },
    );
    const NO_PREFERENCE: AuthError =
        AuthError::known(const { &Details::invalid("`preferredChallenge` goes with flow: 'user-auth'.") });
    let method = match options.word("flow").as_deref() {
        None | Some("srp") => Way::Srp,
        Some("password") => Way::Password,
        Some("custom") => Way::Custom,
        Some("custom-srp") => Way::CustomSrp,
        Some("user-auth") => Way::UserAuth,
        _ => {
            options.refuse(BAD_FLOW);
            Way::Srp
        }
    };
    let preferred_challenge = options.word("preferredChallenge");
    if preferred_challenge.is_some() && method != Way::UserAuth {
        options.refuse(NO_PREFERENCE);
    }
    SignInCommand {
        username: options.required_text("username").expose().clone(),
        password: options.text("password"),
        method,
        preferred_challenge,
        validation_data: options.map("validationData"),
    }
}

/// Reads the one member that the step asks for.
pub(super) fn answer(pending: &Pending, options: &Options<'_>) -> Answer {
    let text = |name| options.required_text(name);
    match pending.challenge.name {
        ChallengeName::NewPasswordRequired => Answer::NewPassword {
            password: text("newPassword"),
            attributes: options.map("attributes").unwrap_or_else(|| Json::Map(Vec::new())),
        },
        ChallengeName::SmsMfa | ChallengeName::SmsOtp | ChallengeName::EmailOtp | ChallengeName::SoftwareTokenMfa => {
            Answer::Code(text("code"))
        }
        ChallengeName::MfaSetup if !options.has("answer") => {
            Answer::Setup { code: text("code"), device_name: options.word("deviceName") }
        }
        ChallengeName::Password | ChallengeName::PasswordSrp => Answer::Password(text("password")),
        ChallengeName::WebAuthn => Answer::Credential(
            options.has("credential").then(|| options.document("credential")).flatten().unwrap_or_else(|| {
                options.refuse(WRONG_ANSWER);
                String::new()
            }),
        ),
        ChallengeName::Other(_) if options.has("parameters") => {
            Answer::Responses(options.map("parameters").unwrap_or_default())
        }
        _ => Answer::Text(text("answer")),
    }
}
