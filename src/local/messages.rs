//! Messages that carry a code: their words by the pool's trigger or templates, and who sends them.

use serde_json::{Map, Value, json};

use super::host::env::{Env, Trigger};
use super::host::outbox::Mail;
use super::host::refusal::{Checked, invalid_lambda_response};
use super::model::pool::Pool;
use super::model::settings::Settings;
use super::model::user::User;
use super::triggers::{self, event_attributes};

/// What a message is sent for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    SignUp,
    ResendCode,
    ForgotPassword,
    AdminCreateUser,
    UpdateAttribute,
    VerifyAttribute,
    Authentication,
}

/// Where the code stands in the words.
const CODE: &str = "{####}";
const NAME: &str = "{username}";
const LINK: (&str, &str) = ("{##", "##}");

impl Occasion {
    /// As the outbox has it.
    const fn kind(self) -> &'static str {
        match self {
            Occasion::SignUp => "signUp",
            Occasion::ResendCode => "resendCode",
            Occasion::ForgotPassword => "forgotPassword",
            Occasion::AdminCreateUser => "adminCreateUser",
            Occasion::UpdateAttribute | Occasion::VerifyAttribute => "verifyAttribute",
            Occasion::Authentication => "authentication",
        }
    }

    /// `triggerSource` of CustomMessage, CustomSMSSender, CustomEmailSender.
    const fn sources(self) -> [&'static str; 3] {
        macro_rules! sources {
            ($occasion:literal) => {
                [
                    concat!("CustomMessage_", $occasion),
                    concat!("CustomSMSSender_", $occasion),
                    concat!("CustomEmailSender_", $occasion),
                ]
            };
        }
        match self {
            Occasion::SignUp => sources!("SignUp"),
            Occasion::ResendCode => sources!("ResendCode"),
            Occasion::ForgotPassword => sources!("ForgotPassword"),
            Occasion::AdminCreateUser => sources!("AdminCreateUser"),
            Occasion::UpdateAttribute => sources!("UpdateUserAttribute"),
            Occasion::VerifyAttribute => sources!("VerifyUserAttribute"),
            Occasion::Authentication => sources!("Authentication"),
        }
    }
}

/// Sends a code to a user: to the pool's own sender, when it has one, and to the outbox.
pub(super) fn send(
    env: &mut Env<'_>,
    pool: &Pool,
    user: &User,
    occasion: Occasion,
    (medium, destination): (&'static str, &str),
    code: &str,
) -> Checked<()> {
    let by_sms = medium == "SMS";
    let [message, sms, email] = occasion.sources();
    let (sender, source) = if by_sms { ("customSMSSender", sms) } else { ("customEmailSender", email) };
    let (client_id, metadata) = (env.client_id.clone(), env.metadata.clone());
    let call = |trigger, source, request, response| Trigger {
        trigger,
        source,
        username: &user.username,
        client_id: &client_id,
        request,
        response,
    };
    // AWS encrypts the code by a key of its KMS and gives it as `code`: there is none here, so it stands in clear under another name.
    let request = json!({
        "type": format!("{sender}RequestV1"),
        "plainCode": code,
        "userAttributes": event_attributes(user),
        "clientMetadata": metadata,
    });
    let words = match triggers::run(env, pool, call(sender, source, request, json!({})))? {
        Some(_) => None,
        None => {
            let invites = occasion == Occasion::AdminCreateUser;
            let request = json!({
                "userAttributes": event_attributes(user),
                "codeParameter": CODE,
                "linkParameter": "{##Click Here##}",
                "usernameParameter": if invites { json!(NAME) } else { Value::Null },
                "clientMetadata": metadata,
            });
            let response = json!({ "smsMessage": null, "emailMessage": null, "emailSubject": null });
            let own = triggers::run(env, pool, call("customMessage", message, request, response))?;
            Some(words(&pool.settings, occasion, by_sms, &own.unwrap_or_default())?)
        }
    };
    let fill =
        |text: String| text.replace(CODE, code).replace(NAME, &user.username).replace(LINK.0, "").replace(LINK.1, "");
    env.mail.push(Mail {
        username: user.username.clone(),
        user_pool_id: pool.id.clone(),
        kind: occasion.kind(),
        medium,
        destination: destination.to_owned(),
        code: code.to_owned(),
        words: words.map(|(subject, message)| (subject, fill(message))),
    });
    Ok(())
}

/// The subject of an e-mail, and the message: the trigger's, else the pool's, else the service's.
fn words(settings: &Settings, occasion: Occasion, by_sms: bool, own: &Value) -> Checked<(Option<String>, String)> {
    let text = |map: Option<&Value>, member: &str| {
        map.and_then(|map| map.get(member)).and_then(Value::as_str).map(str::to_owned)
    };
    let member = if by_sms { "smsMessage" } else { "emailMessage" };
    for (member, most) in [("smsMessage", 140), ("emailSubject", 140), ("emailMessage", 20_000)] {
        if text(Some(own), member).is_some_and(|text| text.chars().count() > most) {
            return Err(invalid_lambda_response(format!(
                "CustomMessage: {member} must have at most {most} characters."
            )));
        }
    }
    let own_message = text(Some(own), member).filter(|message| !message.is_empty());
    if own_message.as_ref().is_some_and(|message| !message.contains(CODE) && !message.contains(LINK.0)) {
        return Err(invalid_lambda_response(format!(
            "CustomMessage: {member} must contain {CODE}, which stands for the code."
        )));
    }
    let other = |member: &str| settings.other.get(member);
    let template = other("VerificationMessageTemplate");
    let config = settings.admin_create_user_config.as_ref();
    let invitation = config.and_then(|config| config.other.get("InviteMessageTemplate"));
    let of_map = |map: &Option<Map<String, Value>>, member: &str| text(map.clone().map(Value::Object).as_ref(), member);
    let plain = |member: &str| other(member).and_then(Value::as_str).map(str::to_owned);
    let (message, subject) = match (occasion, by_sms) {
        (Occasion::AdminCreateUser, true) => (text(invitation, "SMSMessage"), None),
        (Occasion::AdminCreateUser, false) => (text(invitation, "EmailMessage"), text(invitation, "EmailSubject")),
        (Occasion::Authentication, true) => {
            let of_mfa = of_map(&settings.sms_mfa_configuration, "SmsAuthenticationMessage");
            (of_mfa.or_else(|| plain("SmsAuthenticationMessage")), None)
        }
        (Occasion::Authentication, false) => {
            let of_mfa = |member| of_map(&settings.email_mfa_configuration, member);
            (of_mfa("Message"), of_mfa("Subject"))
        }
        (_, true) => (text(template, "SmsMessage").or_else(|| plain("SmsVerificationMessage")), None),
        (_, false) => (
            text(template, "EmailMessage").or_else(|| plain("EmailVerificationMessage")),
            text(template, "EmailSubject").or_else(|| plain("EmailVerificationSubject")),
        ),
    };
    let (default_subject, default) = match occasion {
        Occasion::AdminCreateUser => {
            ("Your temporary password", "Your username is {username} and temporary password is {####}.")
        }
        Occasion::Authentication => ("Your authentication code", "Your authentication code is {####}."),
        _ => ("Your verification code", "Your confirmation code is {####}."),
    };
    let subject = text(Some(own), "emailSubject").or(subject).unwrap_or_else(|| default_subject.to_owned());
    Ok(((!by_sms).then_some(subject), own_message.or(message).unwrap_or_else(|| default.to_owned())))
}
