//! Names on the neutral wire, and the provider's names for the same things.
//!
//! Members are the operation's own with a small first letter. Parameters of challenges are those of [`PARAMETERS`] in camel
//! case; a parameter that is not listed belongs to the app's own hooks and passes as it is. Error codes are the service's
//! without `Exception`, except those of [`CODES`], which would tell whose they are. Values pass as they are.

use crate::operation::Json;
use crate::prelude::*;

/// How the names inside a member are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// Members of the operation.
    Members,
    /// Parameters of a challenge.
    Parameters,
    /// The app's, or a document of another standard: untouched.
    Foreign,
}

impl Inside {
    /// How the names inside this member are written.
    pub(super) fn of(member: &str) -> Inside {
        match member {
            "AuthParameters" | "ChallengeParameters" | "ChallengeResponses" => Inside::Parameters,
            "ClientMetadata" | "Credential" | "CredentialCreationOptions" | "AccessClaims" | "IdClaims" => {
                Inside::Foreign
            }
            _ => Inside::Members,
        }
    }
}

/// Members whose neutral name no rule gives.
pub const MEMBERS: [(&str, &str); 7] = [
    ("AuthFlow", "method"),
    ("AuthenticationResult", "tokens"),
    ("MFAOptions", "textMessages"),
    ("SMSMfaSettings", "textMessage"),
    ("SoftwareTokenMfaSettings", "authenticator"),
    ("UserMFASettingList", "mfaSettingList"),
    ("UserSub", "subject"),
];

/// The parameters of the service's own challenges; `requiredAttributes` and `userAttributes` are neutral as they are.
pub const PARAMETERS: [&str; 44] = [
    "ACCESS_TOKEN",
    "ANSWER",
    "ATTEMPTS",
    "ATTRIBUTES_TO_VERIFY",
    "CODE_DELIVERY_DELIVERY_MEDIUM",
    "CODE_DELIVERY_DESTINATION",
    "CREDENTIAL",
    "CREDENTIAL_REQUEST_OPTIONS",
    "CHALLENGE_NAME",
    "DEVICE_KEY",
    "DEVICE_GROUP_KEY",
    "EMAIL",
    "EMAIL_MFA_CODE",
    "EMAIL_OTP_CODE",
    "FRIENDLY_DEVICE_NAME",
    "MAX_AGE",
    "MFAS_CAN_CHOOSE",
    "MFAS_CAN_SETUP",
    "NEW_PASSWORD",
    "PASSWORD",
    "PASSWORD_CLAIM_SECRET_BLOCK",
    "PASSWORD_CLAIM_SIGNATURE",
    "PHONE_NUMBER",
    "PREFERRED_CHALLENGE",
    "REALM",
    "REFRESH_TOKEN",
    "SALT",
    "SECRET_BLOCK",
    "SECRET_HASH",
    "SESSION",
    "SMS_MFA_CODE",
    "SMS_OTP_CODE",
    "SOFTWARE_TOKEN_MFA_CODE",
    "SRP_A",
    "SRP_B",
    "TARGET_ACR_VALUES",
    "TIMESTAMP",
    "USERNAME",
    "USER_ID_FOR_SRP",
    "CONFIRMATION_CODE",
    "DELIVERY_MEDIUM",
    "DESTINATION",
    "EXPIRES_IN",
    "MFA_TYPE",
];

/// Error codes that would tell whose they are. Where two of the service's share one, it is the first that comes back.
pub const CODES: [(&str, &str); 10] = [
    ("UserLambdaValidation", "RefusedByHook"),
    ("UnexpectedLambda", "HookFailed"),
    ("InvalidLambdaResponse", "InvalidHookResponse"),
    ("InvalidSmsRoleAccessPolicy", "TextMessagesNotConfigured"),
    ("InvalidSmsRoleTrustRelationship", "TextMessagesNotConfigured"),
    ("InvalidEmailRoleAccessPolicy", "EmailNotConfigured"),
    ("InvalidUserPoolConfiguration", "InvalidConfiguration"),
    ("UserPoolAddOnNotEnabled", "FeatureNotEnabled"),
    ("FeatureUnavailableInTier", "FeatureUnavailable"),
    ("OperationNotEnabled", "ReadOnly"),
];

/// Codes that the proxy gives itself: they come back as they are.
pub const OWN_CODES: [&str; 14] = [
    "NotFound",
    "MethodNotAllowed",
    "UnsupportedMediaType",
    "PayloadTooLarge",
    "RequestHeadersTooLarge",
    "InvalidRequest",
    "OriginNotAllowed",
    "CsrfHeaderMissing",
    "NotSignedIn",
    "NotAvailable",
    "RateLimited",
    "SessionTooLarge",
    "ServiceUnavailable",
    "Internal",
];

/// How a sign-in starts, and the service's name for it.
pub const METHODS: [(&str, &str); 5] = [
    ("USER_SRP_AUTH", "SRP"),
    ("USER_PASSWORD_AUTH", "PASSWORD"),
    ("CUSTOM_AUTH", "CUSTOM"),
    ("USER_AUTH", "CHOICE"),
    ("REFRESH_TOKEN_AUTH", "REFRESH"),
];

/// The neutral name of a member.
pub fn member(aws: &str) -> String {
    if let Some((_, neutral)) = MEMBERS.iter().find(|(name, _)| *name == aws) {
        return (*neutral).to_owned();
    }
    with_first(aws, str::make_ascii_lowercase)
}

/// The service's name of a member.
pub fn aws_member(neutral: &str) -> String {
    if let Some((aws, _)) = MEMBERS.iter().find(|(_, name)| *name == neutral) {
        return (*aws).to_owned();
    }
    with_first(neutral, str::make_ascii_uppercase)
}

fn with_first(name: &str, change: fn(&mut str)) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        change(first);
    }
    name
}

/// The neutral name of a challenge's parameter.
///
/// A hook's own parameter that looks like one of the service's gets a mark, so that it comes back as it was.
pub fn parameter(aws: &str) -> String {
    if PARAMETERS.contains(&aws) {
        return camel(aws);
    }
    if aws.starts_with(MARK) || PARAMETERS.iter().any(|known| camel(known) == aws) {
        return [MARK, aws].concat();
    }
    aws.to_owned()
}

const MARK: &str = "custom:";

/// The service's name of a challenge's parameter.
pub fn aws_parameter(neutral: &str) -> String {
    if let Some(own) = neutral.strip_prefix(MARK) {
        return own.to_owned();
    }
    PARAMETERS.iter().find(|known| camel(known) == neutral).map_or(neutral, |known| *known).to_owned()
}

/// `SRP_A` as `srpA`.
fn camel(aws: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for byte in aws.bytes() {
        if byte == b'_' {
            upper = true;
        } else {
            out.push(char::from(if upper { byte } else { byte.to_ascii_lowercase() }));
            upper = false;
        }
    }
    out
}

/// The neutral code of an error.
pub fn code(aws: &str) -> &str {
    let name = aws.strip_suffix("Exception").unwrap_or(aws);
    CODES.iter().find(|(known, _)| *known == name).map_or(name, |(_, neutral)| neutral)
}

/// The service's name of an error, or the proxy's own code.
pub fn aws_code(neutral: &str) -> String {
    if OWN_CODES.contains(&neutral) {
        return neutral.to_owned();
    }
    let name = CODES.iter().find(|(_, known)| *known == neutral).map_or(neutral, |(name, _)| *name);
    [name, "Exception"].concat()
}

/// A document with neutral names, without these members.
pub(super) fn to_neutral(json: &Json, without: &[&str]) -> Json {
    renamed(json, Inside::Members, &|at, name| match at {
        Inside::Members if without.contains(&name) => None,
        Inside::Members => Some((member(name), Inside::of(name))),
        _ => Some((parameter(name), Inside::Foreign)),
    })
}

/// A document with the service's names.
pub(super) fn to_aws(json: &Json) -> Json {
    renamed(json, Inside::Members, &|at, name| match at {
        Inside::Members => {
            let aws = aws_member(name);
            let inside = Inside::of(&aws);
            Some((aws, inside))
        }
        _ => Some((aws_parameter(name), Inside::Foreign)),
    })
}

/// The other name of a member and how the names inside it are written; none for a member that is left out.
type Rule<'r> = dyn Fn(Inside, &str) -> Option<(String, Inside)> + 'r;

fn renamed(json: &Json, at: Inside, rule: &Rule<'_>) -> Json {
    match json {
        _ if at == Inside::Foreign => json.clone(),
        Json::List(items) => Json::List(items.iter().map(|item| renamed(item, at, rule)).collect()),
        Json::Map(entries) => {
            let entry = |(name, value): &(crate::operation::Name, Json)| {
                let (name, inside) = rule(at, name)?;
                Some((name.into(), renamed(value, inside, rule)))
            };
            Json::Map(entries.iter().filter_map(entry).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{ErrorName, Operation};
    use serde_json::{Value, json};

    const PROVIDER: [&str; 6] = ["cognito", "aws", "amazon", "lambda", "pool", "iam"];

    fn silent(name: &str) {
        let name = name.to_lowercase();
        assert!(PROVIDER.iter().all(|word| !name.contains(word)), "{name}");
    }

    #[test]
    fn members_of_every_operation_come_back() {
        for operation in Operation::ALL {
            for known in operation.members() {
                let neutral = member(known.name);
                assert_eq!(aws_member(&neutral), known.name);
                assert!(neutral.chars().next().unwrap().is_lowercase());
                if !["ClientId", "UserPoolId"].contains(&known.name) {
                    silent(&neutral);
                }
            }
        }
    }

    #[test]
    fn parameters_come_back_and_so_do_those_of_hooks() {
        for known in PARAMETERS {
            silent(&parameter(known));
            assert_eq!(aws_parameter(&parameter(known)), known);
        }
        for own in ["captchaUrl", "answer", "custom:answer", "userAttributes.email", "SCREAMING", "srpA", ""] {
            assert_eq!(aws_parameter(&parameter(own)), own);
        }
        assert_eq!((parameter("SRP_A"), parameter("captchaUrl")), ("srpA".into(), "captchaUrl".into()));
    }

    #[test]
    fn codes_come_back_and_tell_nothing() {
        for name in ErrorName::ALL {
            let neutral = code(name.name());
            silent(neutral);
            assert!(!neutral.ends_with("Exception"));
            let shared = *name == ErrorName::InvalidSmsRoleTrustRelationship;
            assert!(shared || aws_code(neutral) == name.name(), "{neutral}");
            assert!(!OWN_CODES.contains(&neutral), "{neutral}");
        }
        assert_eq!(aws_code("NotSignedIn"), "NotSignedIn");
    }

    #[test]
    fn documents_come_back_whole() {
        let aws = json!({
            "AuthFlow": "CUSTOM_AUTH",
            "AuthParameters": { "USERNAME": "ada", "answer": "1", "captcha": "2" },
            "ClientMetadata": { "Key": "v", "key": "w" },
            "UserAttributes": [{ "Name": "email", "Value": "a@b" }],
            "Credential": { "rawId": "1", "response": { "clientDataJSON": "2" } },
            "SMSMfaSettings": { "Enabled": true, "PreferredMfa": false },
        });
        let neutral = to_neutral(&Json::from(&aws), &[]);
        assert_eq!(
            Value::from(&neutral),
            json!({
                "method": "CUSTOM_AUTH",
                "authParameters": { "username": "ada", "custom:answer": "1", "captcha": "2" },
                "clientMetadata": { "Key": "v", "key": "w" },
                "userAttributes": [{ "name": "email", "value": "a@b" }],
                "credential": { "rawId": "1", "response": { "clientDataJSON": "2" } },
                "textMessage": { "enabled": true, "preferredMfa": false },
            })
        );
        assert_eq!(Value::from(&to_aws(&neutral)), aws);
    }

    #[test]
    fn what_must_not_be_told_is_left_out_wherever_it_stands_and_a_hooks_own_passes() {
        let group = json!({ "GroupName": "g", "UserPoolId": "p", "RoleArn": "r" });
        let aws = json!({ "Groups": [group], "ChallengeParameters": { "UserPoolId": "hook's" } });
        assert_eq!(
            Value::from(&to_neutral(&Json::from(&aws), &["UserPoolId", "RoleArn"])),
            json!({ "groups": [{ "groupName": "g" }], "challengeParameters": { "UserPoolId": "hook's" } })
        );
    }
}
