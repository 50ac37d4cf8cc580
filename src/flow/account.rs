//! Operations of one round trip: the account, its attributes, factors and devices.

use super::{Companions, Context, SessionTokens};
use crate::operation::{Call, Json, Operation};
use crate::prelude::*;
use crate::secret::Secret;
use crate::text::percent;

/// A call that names a user by name: it carries `SECRET_HASH` where the app client has a secret.
fn about(context: &Context, operation: Operation, username: &str) -> Call {
    Call::new(operation)
        .text("ClientId", &context.client_id)
        .maybe("SecretHash", context.secret_hash(username).map(Json::text))
        .text("Username", username)
}

/// A map of strings as the service's list of pairs; nothing for an empty one.
fn pairs(map: Option<&Json>) -> Option<Json> {
    let mut pairs = Vec::new();
    for (name, value) in map.map(Json::entries).unwrap_or_default() {
        pairs.push(Json::Map(vec![("Name".into(), Json::text(name.as_ref())), ("Value".into(), value.clone())]));
    }
    if pairs.is_empty() { None } else { Some(Json::List(pairs)) }
}

fn accompanied(call: Call, companions: &Companions) -> Call {
    call.maybe("ClientMetadata", companions.client_metadata.clone())
        .maybe("UserContextData", companions.user_context.clone())
}

/// SignUp. A password may be absent where the pool signs up without one; attributes and validation data are maps of strings.
pub fn sign_up(
    context: &Context,
    username: &str,
    password: Option<&Secret<String>>,
    attributes: Option<&Json>,
    validation_data: Option<&Json>,
    companions: &Companions,
) -> Call {
    let call = about(context, Operation::SignUp, username)
        .maybe_secret("Password", password)
        .maybe("UserAttributes", pairs(attributes))
        .maybe("ValidationData", pairs(validation_data));
    accompanied(call, companions)
}

/// ConfirmSignUp.
pub fn confirm_sign_up(
    context: &Context,
    username: &str,
    code: &Secret<String>,
    force_alias_creation: bool,
    companions: &Companions,
) -> Call {
    let call = about(context, Operation::ConfirmSignUp, username)
        .secret("ConfirmationCode", code)
        .maybe("ForceAliasCreation", Some(Json::Bool(true)).filter(|_| force_alias_creation));
    accompanied(call, companions)
}

/// ResendConfirmationCode.
pub fn resend_confirmation_code(context: &Context, username: &str, companions: &Companions) -> Call {
    accompanied(about(context, Operation::ResendConfirmationCode, username), companions)
}

/// ForgotPassword.
pub fn forgot_password(context: &Context, username: &str, companions: &Companions) -> Call {
    accompanied(about(context, Operation::ForgotPassword, username), companions)
}

/// ConfirmForgotPassword.
pub fn confirm_forgot_password(
    context: &Context,
    username: &str,
    code: &Secret<String>,
    password: &Secret<String>,
    companions: &Companions,
) -> Call {
    let call = about(context, Operation::ConfirmForgotPassword, username)
        .secret("ConfirmationCode", code)
        .secret("Password", password);
    accompanied(call, companions)
}

/// ChangePassword. Like every call from here on, it is on behalf of the person who is signed in: [`of`] adds the token.
pub fn change_password(previous: &Secret<String>, proposed: &Secret<String>) -> Call {
    Call::new(Operation::ChangePassword).secret("PreviousPassword", previous).secret("ProposedPassword", proposed)
}

/// The call with the access token of the person who is signed in.
pub fn of(call: Call, tokens: &SessionTokens) -> Call {
    call.secret("AccessToken", &tokens.access)
}

/// UpdateUserAttributes, of a map of strings.
pub fn update_attributes(attributes: &Json, client_metadata: Option<Json>) -> Call {
    Call::new(Operation::UpdateUserAttributes)
        .maybe("UserAttributes", pairs(Some(attributes)))
        .maybe("ClientMetadata", client_metadata)
}

/// DeleteUserAttributes, of a list of names.
pub fn delete_attributes(names: Json) -> Call {
    Call::new(Operation::DeleteUserAttributes).with("UserAttributeNames", names)
}

/// GetUserAttributeVerificationCode.
pub fn request_attribute_code(name: &str, client_metadata: Option<Json>) -> Call {
    Call::new(Operation::GetUserAttributeVerificationCode)
        .text("AttributeName", name)
        .maybe("ClientMetadata", client_metadata)
}

/// VerifyUserAttribute.
pub fn confirm_attribute(name: &str, code: &Secret<String>) -> Call {
    Call::new(Operation::VerifyUserAttribute).text("AttributeName", name).secret("Code", code)
}

/// What SetUserMFAPreference says of one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MfaSetting {
    /// Not asked for.
    Off,
    /// May be asked for.
    On,
    /// Asked for first.
    Preferred,
}

impl MfaSetting {
    fn json(self) -> Json {
        Json::Map(vec![
            ("Enabled".into(), Json::Bool(self != MfaSetting::Off)),
            ("PreferredMfa".into(), Json::Bool(self == MfaSetting::Preferred)),
        ])
    }
}

/// SetUserMFAPreference; what is `None` stays as it is.
pub fn set_mfa_preference(sms: Option<MfaSetting>, totp: Option<MfaSetting>, email: Option<MfaSetting>) -> Call {
    Call::new(Operation::SetUserMFAPreference)
        .maybe("SMSMfaSettings", sms.map(MfaSetting::json))
        .maybe("SoftwareTokenMfaSettings", totp.map(MfaSetting::json))
        .maybe("EmailMfaSettings", email.map(MfaSetting::json))
}

/// AssociateSoftwareToken during a sign-in, by the challenge's session.
pub fn associate_during_sign_in(session: Option<&Secret<String>>) -> Call {
    Call::new(Operation::AssociateSoftwareToken).maybe_secret("Session", session)
}

/// VerifySoftwareToken of a person who is signed in.
pub fn verify_software_token(code: &Secret<String>, device_name: Option<&str>) -> Call {
    Call::new(Operation::VerifySoftwareToken).secret("UserCode", code).maybe_text("FriendlyDeviceName", device_name)
}

/// ListDevices.
pub fn list_devices(limit: Option<f64>, pagination_token: Option<&str>) -> Call {
    Call::new(Operation::ListDevices)
        .maybe("Limit", limit.map(Json::Number))
        .maybe_text("PaginationToken", pagination_token)
}

/// UpdateDeviceStatus with a `status`, GetDevice or ForgetDevice; without a key it is to be added.
pub fn of_device(operation: Operation, key: Option<&Secret<String>>, status: Option<&str>) -> Call {
    Call::new(operation).maybe_secret("DeviceKey", key).maybe_text("DeviceRememberedStatus", status)
}

/// CompleteWebAuthnRegistration, of the JSON of a RegistrationResponse.
pub fn complete_passkey(credential: Json) -> Call {
    Call::new(Operation::CompleteWebAuthnRegistration).with("Credential", credential)
}

/// ListWebAuthnCredentials.
pub fn list_passkeys(limit: Option<f64>, pagination_token: Option<&str>) -> Call {
    Call::new(Operation::ListWebAuthnCredentials)
        .maybe("MaxResults", limit.map(Json::Number))
        .maybe_text("NextToken", pagination_token)
}

/// DeleteWebAuthnCredential.
pub fn delete_passkey(id: &Secret<String>) -> Call {
    Call::new(Operation::DeleteWebAuthnCredential).secret("CredentialId", id)
}

/// The URI that an authenticator app reads from a QR code.
///
/// Source: "Key Uri Format" of Google Authenticator.
pub fn otpauth_uri(issuer: &str, username: &str, secret_code: &str) -> String {
    let issuer = percent::encode(issuer);
    ["otpauth://totp/", &issuer, ":", &percent::encode(username), "?secret=", secret_code, "&issuer=", &issuer].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_otpauth_uri_escapes_what_it_is_given() {
        assert_eq!(
            otpauth_uri("my pool", "mia@example.com", "ABC"),
            "otpauth://totp/my%20pool:mia%40example.com?secret=ABC&issuer=my%20pool"
        );
    }
}
