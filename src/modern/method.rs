//! Methods of one round trip: what each asks of the service, and what it tells of the answer.

use super::given::{Given, Options};
use super::settings::Settings;
use crate::error::{AuthError, Details, Result};
use crate::flow::CODE_REFUSED;
use crate::flow::account::{self, MfaSetting};
use crate::operation::{Call, Json, Operation};
use crate::prelude::*;

/// A method of `Pool`, `User`, `user.mfa` or `user.devices`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the methods")]
pub enum Method {
    SignUp,
    ConfirmSignUp,
    ResendConfirmationCode,
    ForgotPassword,
    ConfirmForgotPassword,
    ChangePassword,
    Attributes,
    UpdateAttributes,
    DeleteAttributes,
    RequestAttributeCode,
    ConfirmAttribute,
    Delete,
    GetMfa,
    SetMfa,
    Associate,
    VerifyTotp,
    ListDevices,
    GetDevice,
    RememberDevice,
    StopRememberingDevice,
    ForgetDevice,
    StartPasskey,
    CompletePasskey,
    ListPasskeys,
    DeletePasskey,
}

impl Method {
    /// Whether the service wants the access token of the person.
    pub(super) fn is_of_user(self) -> bool {
        !matches!(
            self,
            Method::SignUp
                | Method::ConfirmSignUp
                | Method::ResendConfirmationCode
                | Method::ForgotPassword
                | Method::ConfirmForgotPassword
        )
    }

    /// Whether it is about one device: this one, unless the call names another.
    pub(super) fn is_of_device(self) -> bool {
        matches!(
            self,
            Method::GetDevice | Method::RememberDevice | Method::StopRememberingDevice | Method::ForgetDevice
        )
    }

    /// The call, from the options and from the argument in front of them, where the method has one.
    pub(super) fn call(self, settings: &Settings, argument: &dyn Given, options: &Options<'_>) -> Call {
        let context = &*settings.context;
        let text = |name| options.required_text(name);
        if !self.is_of_user() {
            let username = text("username");
            let username = username.expose();
            let companions = settings.companions(options);
            return match self {
                Method::SignUp => account::sign_up(
                    context,
                    username,
                    options.text("password").as_ref(),
                    options.map("attributes").as_ref(),
                    options.map("validationData").as_ref(),
                    &companions,
                ),
                Method::ConfirmSignUp => account::confirm_sign_up(
                    context,
                    username,
                    &text("code"),
                    options.flag("forceAliasCreation"),
                    &companions,
                ),
                Method::ConfirmForgotPassword => account::confirm_forgot_password(
                    context,
                    username,
                    &text("code"),
                    &text("newPassword"),
                    &companions,
                ),
                Method::ForgotPassword => account::forgot_password(context, username, &companions),
                _ => account::resend_confirmation_code(context, username, &companions),
            };
        }
        match self {
            Method::ChangePassword => account::change_password(&text("previousPassword"), &text("proposedPassword")),
            Method::UpdateAttributes => {
                let attributes = options.argument_map(argument, "attributes");
                account::update_attributes(&attributes, settings.client_metadata(options))
            }
            Method::DeleteAttributes => account::delete_attributes(options.argument_texts(argument, "names")),
            Method::RequestAttributeCode => {
                let name = options.required_argument(argument, "name");
                account::request_attribute_code(name.expose(), settings.client_metadata(options))
            }
            Method::ConfirmAttribute => account::confirm_attribute(text("name").expose(), &text("code")),
            Method::Delete => Call::new(Operation::DeleteUser),
            Method::SetMfa => set_mfa(options),
            Method::Associate => account::associate_during_sign_in(None),
            Method::VerifyTotp => {
                let name = options.word("deviceName");
                account::verify_software_token(&text("code"), name.as_deref())
            }
            Method::ListDevices => {
                let page = options.word("paginationToken");
                account::list_devices(options.number("limit"), page.as_deref())
            }
            Method::StartPasskey => Call::new(Operation::StartWebAuthnRegistration),
            Method::CompletePasskey => {
                let credential = options.document("credential").and_then(|text| (context.parse)(&text));
                let credential = credential.filter(|credential| credential.text_at("id").is_some());
                account::complete_passkey(credential.unwrap_or_else(|| {
                    options.refuse(BAD_CREDENTIAL);
                    Json::Null
                }))
            }
            Method::ListPasskeys => {
                let page = options.word("paginationToken");
                account::list_passkeys(options.number("limit"), page.as_deref())
            }
            Method::DeletePasskey => account::delete_passkey(&options.required_argument(argument, "id")),
            _ if self.is_of_device() => {
                let (operation, status) = match self {
                    Method::GetDevice => (Operation::GetDevice, None),
                    Method::RememberDevice => (Operation::UpdateDeviceStatus, Some("remembered")),
                    Method::StopRememberingDevice => (Operation::UpdateDeviceStatus, Some("not_remembered")),
                    _ => (Operation::ForgetDevice, None),
                };
                account::of_device(operation, options.argument_text(argument, "key").as_ref(), status)
            }
            _ => Call::new(Operation::GetUser),
        }
    }

    /// What the caller is told; `Null` for nothing.
    pub(super) fn answer(self, settings: &Settings, username: &str, reply: &Json) -> Result<Json> {
        Ok(match self {
            Method::SignUp => {
                let confirmed = matches!(reply.get("UserConfirmed"), Some(Json::Bool(true)));
                let status = if confirmed { "confirmed" } else { "confirmationRequired" };
                Json::texts([("status", status), ("userSub", reply.text_at("UserSub").unwrap_or_default())])
                    .maybe("delivery", reply.get("CodeDeliveryDetails").map(delivery))
            }
            Method::ResendConfirmationCode | Method::ForgotPassword | Method::RequestAttributeCode => {
                delivery(reply.get("CodeDeliveryDetails").unwrap_or(&Json::Null))
            }
            Method::Attributes => attributes(reply.get("UserAttributes")),
            Method::UpdateAttributes => {
                let deliveries = list(reply.get("CodeDeliveryDetailsList"), delivery);
                let status = if deliveries.items().is_empty() { "updated" } else { "confirmationRequired" };
                Json::texts([("status", status)]).maybe("deliveries", Some(deliveries))
            }
            Method::GetMfa => mfa(reply),
            Method::Associate => totp_secret(settings, username, reply)?,
            Method::VerifyTotp if reply.text_at("Status") == Some("ERROR") => return Err(CODE_REFUSED),
            Method::ListDevices => Json::Map(Vec::new())
                .maybe("devices", Some(list(reply.get("Devices"), device)))
                .maybe("paginationToken", reply.get("PaginationToken").cloned()),
            Method::GetDevice => reply.get("Device").map(device).unwrap_or_default(),
            Method::StartPasskey => reply.get("CredentialCreationOptions").cloned().unwrap_or_default(),
            Method::ListPasskeys => Json::Map(Vec::new())
                .maybe("passkeys", Some(list(reply.get("Credentials"), passkey)))
                .maybe("paginationToken", reply.get("NextToken").cloned()),
            _ => Json::Null,
        })
    }
}

fn list(list: Option<&Json>, each: fn(&Json) -> Json) -> Json {
    Json::List(list.map(Json::items).unwrap_or_default().iter().map(each).collect())
}

/// The members that are there under the names that callers know.
fn renamed(from: &Json, names: &[(&'static str, &str)]) -> Json {
    let mut record = Json::Map(Vec::new());
    for (ours, theirs) in names {
        record = record.maybe(ours, from.get(theirs).cloned());
    }
    record
}

/// `{ destination, medium, attributeName }` of CodeDeliveryDetails.
pub(super) fn delivery(details: &Json) -> Json {
    let names = [("destination", "Destination"), ("medium", "DeliveryMedium"), ("attributeName", "AttributeName")];
    renamed(details, &names)
}

/// A list of `{Name, Value}` as an object.
fn attributes(list: Option<&Json>) -> Json {
    let mut map = Json::Map(Vec::new());
    for pair in list.map(Json::items).unwrap_or_default() {
        if let Some(name) = pair.text_at("Name") {
            map.set(name.to_owned(), Json::text(pair.text_at("Value").unwrap_or_default()));
        }
    }
    map
}

fn device(device: &Json) -> Json {
    let mut record = renamed(device, &[("key", "DeviceKey")]);
    record.set("attributes", attributes(device.get("DeviceAttributes")));
    for (ours, theirs) in [
        ("createdAt", "DeviceCreateDate"),
        ("lastModifiedAt", "DeviceLastModifiedDate"),
        ("lastAuthenticatedAt", "DeviceLastAuthenticatedDate"),
    ] {
        record = record.maybe(ours, device.number_at(theirs).map(|seconds| Json::Number(seconds * 1000.0)));
    }
    record
}

fn passkey(credential: &Json) -> Json {
    let names = [
        ("id", "CredentialId"),
        ("name", "FriendlyCredentialName"),
        ("relyingPartyId", "RelyingPartyId"),
        ("attachment", "AuthenticatorAttachment"),
        ("transports", "AuthenticatorTransports"),
    ];
    let created = credential.number_at("CreatedAt").map(|seconds| Json::Number(seconds * 1000.0));
    renamed(credential, &names).maybe("createdAt", created)
}

const BAD_CREDENTIAL: AuthError = AuthError::known(
    const { &Details::invalid("`credential` must be what navigator.credentials.create gave, or its JSON.") },
);

/// Our names of the second factors, and AWS's.
const FACTORS: [(&str, &str); 3] = [("sms", "SMS_MFA"), ("totp", "SOFTWARE_TOKEN_MFA"), ("email", "EMAIL_OTP")];

fn factor(name: &Json) -> Option<Json> {
    let known = FACTORS.iter().find(|(_, theirs)| name.as_text() == Some(theirs))?;
    Some(Json::text(known.0))
}

fn mfa(reply: &Json) -> Json {
    let mut enabled = Vec::new();
    for name in reply.get("UserMFASettingList").map(Json::items).unwrap_or_default() {
        enabled.extend(factor(name));
    }
    let preferred = reply.get("PreferredMfaSetting").and_then(factor).unwrap_or_default();
    Json::Map(Vec::new()).maybe("preferred", Some(preferred)).maybe("enabled", Some(Json::List(enabled)))
}

fn set_mfa(options: &Options<'_>) -> Call {
    const BAD: AuthError =
        AuthError::known(const { &Details::invalid("`sms`, `totp` and `email` must be 'off', 'on' or 'preferred'.") });
    const NONE: AuthError =
        AuthError::known(const { &Details::invalid("Name at least one factor: sms, totp or email.") });
    let [sms, totp, email] = FACTORS.map(|(name, _)| match options.word(name)?.as_str() {
        "off" => Some(MfaSetting::Off),
        "on" => Some(MfaSetting::On),
        "preferred" => Some(MfaSetting::Preferred),
        _ => {
            options.refuse(BAD);
            None
        }
    });
    if sms.or(totp).or(email).is_none() {
        options.refuse(NONE);
    }
    account::set_mfa_preference(sms, totp, email)
}

/// `{ secretCode, uri }` of AssociateSoftwareToken.
pub(super) fn totp_secret(settings: &Settings, username: &str, reply: &Json) -> Result<Json> {
    const NO_SECRET: AuthError =
        AuthError::known(const { &Details::internal("The service gave no secret for the authenticator.") });
    let secret_code = reply.text_at("SecretCode").ok_or(NO_SECRET)?;
    let uri = account::otpauth_uri(&settings.issuer, username, secret_code);
    Ok(Json::texts([("secretCode", secret_code), ("uri", uri.as_str())]))
}
