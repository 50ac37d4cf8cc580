//! The methods of the modern API: what each takes, and the operation behind it.

/// A line for each method: its name, the operation, its traits, and the members that it takes; behind `|`, what an account
/// operation gives back. `pkg-template/src/client` checks what a caller passed against it, and writes and reads account operations by it.
///
/// - The operation is `-` where a method is more than one round trip.
/// - Traits: `p` public, with the user's name, `clientMetadata` and `userContextData`; `u` of the person who is signed in, `d` of a device of that
///   person, this one by default; `m` takes `clientMetadata`; `o` its options must be given; `i` idempotent, so that it may be sent again
///   when no answer arrived; `e` an empty answer is a success; `-` none.
/// - Members are `ours:kind:AWS's`; without AWS's name it is ours with a capital letter, in the lines of operations. A `^` in front of the kind marks the argument in front of the options,
///   a `!` behind it a member that must be given. Kinds: `t` a text, `k` a token, `n` a number, `f` a flag, `m` a map of strings,
///   `p` such a map that becomes a list of pairs, `l` a list of strings, `u` a `userContextData`, `U` such or a function that gives it, `c` a credential (an object or its JSON), `s` the setting of a factor,
///   `x` what the host keeps for itself, `=` not a member but a constant.
/// - What is given back is `ours:shape:AWS's`, or `:shape:AWS's` for the whole. A `[` in front of the shape marks a list, a `!` a member without which
///   an answer is none. Shapes: `v` as it is,
///   `t` seconds that become milliseconds, `A` a list of pairs that becomes an object, `D` CodeDeliveryDetails, `E` a device, `P` a passkey,
///   `F` a factor, `N` a session, `L` a place, `S` and `U` whether a confirmation is awaited.
pub const METHODS: &str = "\
pool - o userPoolId:t clientId:t clientSecret:t endpoint:t proxy:t custody:t timeoutMs:n clientMetadata:m userContextData:U audienceOrigins:l fetch:x storage:x login:x trace:x
signIn - o username:t! password:t flow:t preferredChallenge:t challengeSession:t acrValues:l maxAge:n validationData:m clientMetadata:m userContextData:u
respond - o code:t answer:t password:t newPassword:t attributes:m deviceName:t credential:c parameters:m clientMetadata:m userContextData:u
signInWithPasskey - - mediation:t clientMetadata:m
restore - o accessToken:k! idToken:k refreshToken:k username:t
restoring - - store:f
load - -
tokens - o accessToken:k idToken:k refreshToken:k
session - - forceRefresh:f minValiditySeconds:n clientMetadata:m
signOut - - global:f
isValid - - leewaySeconds:n
keepFresh - -
userContextData - o encodedData:t ipAddress:t
signUp SignUp p password:t attributes:p:UserAttributes validationData:p | status:!S:UserConfirmed userSub:!v delivery:D:CodeDeliveryDetails
confirmSignUp ConfirmSignUp p code:t!:ConfirmationCode forceAliasCreation:f | challengeSession:v:Session
resendConfirmationCode ResendConfirmationCode pi | :D:CodeDeliveryDetails
forgotPassword ForgotPassword pi | :D:CodeDeliveryDetails
confirmForgotPassword ConfirmForgotPassword pe code:t!:ConfirmationCode newPassword:t!:Password
changePassword ChangePassword uoe previousPassword:t! proposedPassword:t!
attributes GetUser ui | :!A:UserAttributes
updateAttributes UpdateUserAttributes umi attributes:^p!:UserAttributes | status:U:CodeDeliveryDetailsList deliveries:[D:CodeDeliveryDetailsList
deleteAttributes DeleteUserAttributes uie names:^l!:UserAttributeNames
requestAttributeCode GetUserAttributeVerificationCode umi name:^t!:AttributeName | :D:CodeDeliveryDetails
confirmAttribute VerifyUserAttribute uoe name:t!:AttributeName code:t!
delete DeleteUser ue
factors GetUserAuthFactors ui | signIn:v:ConfiguredUserAuthFactors preferredMfa:F:PreferredMfaSetting enabledMfa:[F:UserMFASettingList
mfa.get GetUser ui | preferred:F:PreferredMfaSetting enabled:[F:UserMFASettingList
mfa.set SetUserMFAPreference uoie sms:s:SMSMfaSettings totp:s:SoftwareTokenMfaSettings email:s:EmailMfaSettings
mfa.associate AssociateSoftwareToken ui
mfa.verify VerifySoftwareToken uo code:t!:UserCode deviceName:t:FriendlyDeviceName
associate AssociateSoftwareToken -
devices.list ListDevices ui limit:n paginationToken:t | devices:[E paginationToken:v
devices.get GetDevice di key:^t:DeviceKey | :!E:Device
devices.remember UpdateDeviceStatus die key:^t:DeviceKey remembered:=:DeviceRememberedStatus
devices.stopRemembering UpdateDeviceStatus die key:^t:DeviceKey not_remembered:=:DeviceRememberedStatus
devices.forget ForgetDevice de key:^t:DeviceKey
passkeys.add - -
passkeys.start StartWebAuthnRegistration ui | :!v:CredentialCreationOptions
passkeys.complete CompleteWebAuthnRegistration uoe credential:c!
passkeys.list ListWebAuthnCredentials ui limit:n:MaxResults paginationToken:t:NextToken | passkeys:![P:Credentials paginationToken:v:NextToken
passkeys.delete DeleteWebAuthnCredential ue id:^t!:CredentialId
sessions.list ListUserSessions ui paginationToken:t:NextToken | sessions:[N:Sessions paginationToken:v:NextToken
sessions.revoke RevokeUserSession uie id:^t!:SessionId
";

/// A line of [`METHODS`] in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// The method's name, `mfa.get` for `user.mfa.get`.
    pub name: &'static str,
    /// The operation, or `-`.
    pub operation: &'static str,
    /// Its traits.
    pub traits: &'static str,
    /// The members that it takes.
    pub members: &'static str,
    /// What it gives back.
    pub shapes: &'static str,
}

/// All methods.
pub fn methods() -> impl Iterator<Item = Method> {
    METHODS.lines().map(|line| {
        let (input, shapes) = line.split_once(" | ").unwrap_or((line, ""));
        let mut parts = input.splitn(4, ' ');
        let mut part = || parts.next().unwrap_or_default();
        Method { name: part(), operation: part(), traits: part(), members: part(), shapes }
    })
}
