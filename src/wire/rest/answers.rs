//! What the operations answer: the members of each answer and of the structures inside, as text.
//!
//! A line is a name and its members, `Name:kind` with a `!` behind those that are always there. Kinds: `t` a text, `n` a whole
//! number, `f` true or false, `s` a time in seconds since 1970, `m` an object whose members are texts, `x` any object, a
//! structure by its name; a `[` in front marks a list. Names are the service's; [`super::names::member`] gives the neutral
//! ones. Operations that are not listed answer with an empty object.
//!
//! Source: the service model, as `tests/fixtures/cognito-answers.json` holds it, without the members of [`super::UNTOLD`].

use crate::prelude::*;

/// The answers.
pub const ANSWERS: &str = "\
AssociateSoftwareToken SecretCode:t! Session:t
ConfirmDevice UserConfirmationNecessary:f
ConfirmSignUp Session:t
ForgotPassword CodeDeliveryDetails:CodeDeliveryDetails
GetDevice Device:Device!
GetTokensFromRefreshToken AuthenticationResult:AuthenticationResult!
GetUser Username:t! UserAttributes:[Attribute! MFAOptions:[MFAOption PreferredMfaSetting:t UserMFASettingList:[t
GetUserAttributeVerificationCode CodeDeliveryDetails:CodeDeliveryDetails
GetUserAuthFactors Username:t! PreferredMfaSetting:t UserMFASettingList:[t ConfiguredUserAuthFactors:[t
InitiateAuth ChallengeName:t Session:t ChallengeParameters:m AuthenticationResult:AuthenticationResult AvailableChallenges:[t
ListDevices Devices:[Device PaginationToken:t
ListUserSessions Sessions:[SessionDescription NextToken:t
ListWebAuthnCredentials Credentials:[WebAuthnCredentialDescription! NextToken:t
ResendConfirmationCode CodeDeliveryDetails:CodeDeliveryDetails
RespondToAuthChallenge ChallengeName:t Session:t ChallengeParameters:m AuthenticationResult:AuthenticationResult AvailableChallenges:[t
SignUp UserConfirmed:f! UserSub:t! CodeDeliveryDetails:CodeDeliveryDetails Session:t
StartWebAuthnRegistration CredentialCreationOptions:x!
UpdateUserAttributes CodeDeliveryDetailsList:[CodeDeliveryDetails
VerifySoftwareToken Status:t! Session:t
AdminCreateUser User:User!
AdminGetUser Username:t! UserAttributes:[Attribute UserCreateDate:s UserLastModifiedDate:s Enabled:f UserStatus:t MFAOptions:[MFAOption PreferredMfaSetting:t UserMFASettingList:[t
AdminListGroupsForUser Groups:[Group NextToken:t
CreateGroup Group:Group!
ListGroups Groups:[Group NextToken:t
ListUsers Users:[User PaginationToken:t
ListUsersInGroup Users:[User NextToken:t
";

/// The structures inside.
pub const STRUCTURES: &str = "\
Attribute Name:t! Value:t
AuthenticationResult AccessToken:t! ExpiresIn:n TokenType:t RefreshToken:t IdToken:t NewDeviceMetadata:NewDeviceMetadata
CodeDeliveryDetails Destination:t DeliveryMedium:t AttributeName:t
Device DeviceKey:t DeviceAttributes:[Attribute DeviceCreateDate:s DeviceLastModifiedDate:s DeviceLastAuthenticatedDate:s
Group GroupName:t Description:t Precedence:n LastModifiedDate:s CreationDate:s
MFAOption DeliveryMedium:t AttributeName:t
NewDeviceMetadata DeviceKey:t DeviceGroupKey:t
SessionDescription SessionId:t SessionType:t ClientId:t CreateDate:s LastActiveDate:s DeviceType:t LastIPAddress:t LastLocation:SessionLocation OriginSessionId:t IsCurrentSession:f
SessionLocation City:t Country:t
User Username:t Attributes:[Attribute UserCreateDate:s UserLastModifiedDate:s Enabled:f UserStatus:t MFAOptions:[MFAOption
WebAuthnCredentialDescription CredentialId:t! FriendlyCredentialName:t! RelyingPartyId:t! AuthenticatorTransports:[t! CreatedAt:s! AuthenticatorAttachment:t
";

/// A member of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerMember {
    /// The service's name.
    pub name: &'static str,
    /// Whether it is a list.
    pub list: bool,
    /// Its kind, or that of the list's elements: a letter, or the name of a structure.
    pub kind: &'static str,
    /// Whether it is always there.
    pub required: bool,
}

/// The lines of a table: a name, and its members.
pub fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, Vec<AnswerMember>)> {
    table.lines().map(|line| {
        let (name, members) = line.split_once(' ').unwrap_or((line, ""));
        (name, members.split(' ').filter_map(member).collect())
    })
}

/// The members of a line.
pub fn members_of(table: &'static str, name: &str) -> Vec<AnswerMember> {
    lines(table).find(|(known, _)| *known == name).map(|(_, members)| members).unwrap_or_default()
}

fn member(text: &'static str) -> Option<AnswerMember> {
    let (text, required) = text.strip_suffix('!').map_or((text, false), |text| (text, true));
    let (name, kind) = text.split_once(':')?;
    let (kind, list) = kind.strip_prefix('[').map_or((kind, false), |kind| (kind, true));
    Some(AnswerMember { name, list, kind, required })
}
