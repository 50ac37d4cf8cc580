//! Steps of a sign-in: what a pending challenge shows, and how an answer to it is read.

use super::given::{Given, Options};
use super::method::delivery;
use crate::error::{AuthError, Details, Result};
use crate::flow::{Answer, Method as Way, NOT_STORED, Pending, SignInCommand, WRONG_ANSWER};
use crate::operation::{ChallengeName, Json};
use crate::prelude::*;
use crate::secret::Secret;

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
pub(super) fn command(options: Options<'_>) -> Result<SignInCommand> {
    const BAD_FLOW: AuthError = AuthError::known(
        const { &Details::invalid("`flow` must be 'srp', 'password', 'custom', 'custom-srp' or 'user-auth'.") },
    );
    const NO_PREFERENCE: AuthError =
        AuthError::known(const { &Details::invalid("`preferredChallenge` goes with flow: 'user-auth'.") });
    let flow = options.text("flow")?;
    let method = match flow.as_ref().map_or("srp", |flow| flow.expose()) {
        "srp" => Way::Srp,
        "password" => Way::Password,
        "custom" => Way::Custom,
        "custom-srp" => Way::CustomSrp,
        "user-auth" => Way::UserAuth,
        _ => return Err(BAD_FLOW),
    };
    let preferred_challenge = options.text("preferredChallenge")?.map(|name| name.expose().clone());
    if preferred_challenge.is_some() && method != Way::UserAuth {
        return Err(NO_PREFERENCE);
    }
    Ok(SignInCommand {
        username: options.required_text("username")?.expose().clone(),
        password: options.text("password")?,
        method,
        preferred_challenge,
        validation_data: options.map("validationData")?,
    })
}

/// Reads the one member that the step asks for.
pub(super) fn answer(pending: &Pending, options: Options<'_>) -> Result<Answer> {
    let text = |name| -> Result<Secret<String>> { options.required_text(name) };
    Ok(match pending.challenge.name {
        ChallengeName::NewPasswordRequired => Answer::NewPassword {
            password: text("newPassword")?,
            attributes: options.map("attributes")?.unwrap_or_else(|| Json::Map(Vec::new())),
        },
        ChallengeName::SmsMfa | ChallengeName::SmsOtp | ChallengeName::EmailOtp | ChallengeName::SoftwareTokenMfa => {
            Answer::Code(text("code")?)
        }
        ChallengeName::MfaSetup if !options.has("answer") => Answer::Setup {
            code: text("code")?,
            device_name: options.text("deviceName")?.map(|name| name.expose().clone()),
        },
        ChallengeName::Password | ChallengeName::PasswordSrp => Answer::Password(text("password")?),
        ChallengeName::WebAuthn if options.has("credential") => {
            Answer::Credential(options.document("credential").ok_or(WRONG_ANSWER)?)
        }
        ChallengeName::WebAuthn => return Err(WRONG_ANSWER),
        ChallengeName::Other(_) if options.has("parameters") => {
            Answer::Responses(options.map("parameters")?.unwrap_or_default())
        }
        _ => Answer::Text(text("answer")?),
    })
}
