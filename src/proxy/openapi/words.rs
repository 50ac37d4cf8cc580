//! The words of the description: what each operation, member, parameter and code is for, in neutral terms.

use crate::operation::Operation;

/// What the description says of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct About {
    /// The group that it is listed under.
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    pub(super) description: &'static str,
}

/// The groups, and what each is for.
pub(super) const TAGS: [(&str, &str); 8] = [
    ("sign-in", "Start a sign-in, answer its challenges, refresh and end the session."),
    ("sign-up", "Make an account and confirm it."),
    ("password", "Change a password, or reset a forgotten one."),
    ("account", "Read and change what the service knows of the person who is signed in."),
    ("mfa", "Second factors."),
    ("passkeys", "Register, list and delete passkeys."),
    ("devices", "Remembered devices, and the sessions of a person."),
    ("admin", "Users and groups, for administrators. Off unless the server's operator turned it on."),
];

macro_rules! about {
    ($($operation:ident $tag:literal $summary:literal $description:literal)*) => {
        /// What is said of an operation.
        pub(super) const fn about(operation: Operation) -> About {
            match operation {
                $(Operation::$operation => About { tag: $tag, summary: $summary, description: $description },)*
            }
        }
    };
}

about! {
    AssociateSoftwareToken "mfa" "Start to set up an authenticator app"
        "Returns the secret that the app shows as a QR code or as text. Confirm it with `POST /mfa/authenticator/verify`. Send `session` during a sign-in, after the challenge `MFA_SETUP`; otherwise the person must be signed in."
    ChangePassword "password" "Change the password"
        "Leave `previousPassword` out only if the account has no password yet."
    CompleteWebAuthnRegistration "passkeys" "Finish the registration of a passkey"
        "Send what `navigator.credentials.create()` returned for the options of `POST /passkeys/start`, as JSON (`credential.toJSON()`)."
    ConfirmDevice "devices" "Confirm a new device"
        "Call it once after a sign-in whose tokens came with `newDeviceMetadata`. From then on the device proves itself in a sign-in by its own password; see \"Devices\" above for the verifier."
    ConfirmForgotPassword "password" "Set a new password with a code"
        "The code is the one that `POST /password/forgot` sent."
    ConfirmSignUp "sign-up" "Confirm an account"
        "The code is the one that the sign-up, or `POST /sign-up/resend`, sent. If the answer has a `session`, `POST /sign-in` with the method `CHOICE` and this `session` signs in without another code."
    DeleteUser "account" "Delete the account"
        "Deletes the account of the person who is signed in, and ends the session. It cannot be undone."
    DeleteUserAttributes "account" "Delete attributes"
        "Attributes that the service requires cannot be deleted."
    DeleteWebAuthnCredential "passkeys" "Delete a passkey"
        "The passkey stays on the authenticator, but signs in no more."
    ForgetDevice "devices" "Forget a device"
        "The device must pass the second factor again."
    ForgotPassword "password" "Send a code for a forgotten password"
        "The answer tells where the code went. Services that hide who has an account answer in the same way for unknown names."
    GetDevice "devices" "Read a device" "Returns one remembered device of the person who is signed in."
    GetTokensFromRefreshToken "sign-in" "Refresh the session"
        "Send `refreshToken` if the app holds the tokens. If the server keeps them, send an empty object: the cookies are enough. If the sign-in ended with `newDeviceMetadata`, confirm the device first (`POST /devices`); from then on send its `deviceKey`. If the answer has a new `refreshToken`, it replaces the old one."
    GetUser "account" "Read the account" "Returns the name, the attributes and the second factors of the person who is signed in."
    GetUserAttributeVerificationCode "account" "Send a code that confirms an attribute"
        "For `email` and `phone_number`. Confirm with `POST /attributes/verify`."
    GetUserAuthFactors "mfa" "List the factors of the account"
        "Returns the first factors that are set up, and the second factors that are on."
    GlobalSignOut "sign-in" "Sign out everywhere" "Ends every session of the person who is signed in, this one included."
    InitiateAuth "sign-in" "Start a sign-in"
        "`method` says how, and so which `authParameters` are taken. The answer has either `tokens`, and the person is signed in, or `challengeName`: answer it with `POST /challenge` until there are tokens."
    ListDevices "devices" "List the remembered devices" "At most 60 at a time; send `paginationToken` of the answer for more."
    ListUserSessions "devices" "List the sessions" "Returns where and when the person signed in."
    ListWebAuthnCredentials "passkeys" "List the passkeys" "At most 20 at a time; send `nextToken` of the answer for more."
    ResendConfirmationCode "sign-up" "Send the code of a sign-up again" "The answer tells where the code went."
    RespondToAuthChallenge "sign-in" "Answer a challenge"
        "`challengeName` says which, and so which `challengeResponses` are taken. Send back the `session` that came with the challenge. The answer is that of `POST /sign-in`: tokens, or the next challenge."
    RevokeToken "sign-in" "Sign out"
        "Ends this session. Send `token`, the refresh token, if the app holds the tokens, and the access token as the bearer, so that it ends at once. If the server keeps them, send an empty object: the session ends, and its cookies are deleted."
    RevokeUserSession "devices" "End a session" "The session can be refreshed no more."
    SetUserMFAPreference "mfa" "Turn second factors on or off" "A factor that is not named stays as it is."
    SetUserSettings "mfa" "Set where text messages go" "Older than `PUT /mfa`, which you should use instead."
    SignUp "sign-up" "Make an account"
        "The account must usually be confirmed with a code before the first sign-in. Leave `password` out only if the service allows accounts without one. The password is sent as it is, because the service checks it against its policy."
    StartWebAuthnRegistration "passkeys" "Start the registration of a passkey"
        "Returns the options for `navigator.credentials.create()`, as JSON (`PublicKeyCredential.parseCreationOptionsFromJSON`)."
    UpdateAuthEventFeedback "account" "Say whether a sign-in was the person's own"
        "Answers the link in a warning by e-mail, which brings the members."
    UpdateDeviceStatus "devices" "Remember a device, or stop remembering it"
        "A remembered device can skip the second factor, if the service is set up so."
    UpdateUserAttributes "account" "Change attributes"
        "For a new address or number that must be confirmed, the answer tells where the code went. Confirm with `POST /attributes/verify`."
    VerifySoftwareToken "mfa" "Finish to set up an authenticator app"
        "Sends the first code of the app. During a sign-in, answer the challenge `MFA_SETUP` with the `session` of this answer."
    VerifyUserAttribute "account" "Confirm an attribute with a code"
        "The code is the one that `POST /attributes/code` or `PATCH /attributes` sent."
}

/// What only the proxy knows: `GET /session`.
pub(super) const SESSION: About = About {
    tag: "sign-in",
    summary: "Read the session",
    description: "Returns the claims of the person who is signed in. It reads the session and refreshes nothing: use it to find out after a reload whether somebody is signed in.",
};

/// What a browser opens: `GET /login`.
pub(super) const LOGIN: About = About {
    tag: "sign-in",
    summary: "Leave for the login pages",
    description: "Open it in a browser, do not fetch it. The login pages ask for a password, or lead to a provider. People come back to `return` with `login=done`, or with `login=refused` and the reason in `login_code`, such as `AccessDenied`, `LoginRequired`, `LoginExpired`, `UnknownState` or `ServiceUnavailable`; in either case with `login_state`. Where the server keeps the tokens, the session is there: read it with `GET /session`. Where the app holds them, `login=done` comes with a `login_code` for `POST /login/redeem`. Off unless the server's operator turned it on.",
};

/// What a browser opens: `GET /sign-out`.
pub(super) const LEAVE: About = About {
    tag: "sign-in",
    summary: "Sign out at the login pages, too",
    description: "Open it in a browser, do not fetch it. It leads over the login pages, where the session ends, and back to `return`. Where the server keeps the tokens, the session here ends, too, when a page of an allowed origin leads there; a form that is posted to the same address ends it always. An app that holds the tokens ends them with `POST /sign-out` before. Off unless the server's operator turned it on.",
};

/// What an app that holds the tokens calls: `POST /login/redeem`.
pub(super) const REDEEM: About = About {
    tag: "sign-in",
    summary: "Redeem the code of a login",
    description: "Returns the tokens of a sign-in at the login pages. The code is valid for a minute, once, in the browser that came back, and for pages of the origin that it came back to. Only where the app holds the tokens.",
};

/// What only the proxy knows: `POST /admin/denied-tokens`.
pub(super) const DENIED_TOKENS: About = About {
    tag: "admin",
    summary: "Deny a token",
    description: "For an access or refresh token that leaked. From now on the server refuses it.",
};

/// An administrator's command.
#[derive(Clone, Copy, Debug)]
pub(super) struct AboutCommand {
    pub(super) about: About,
    /// Members that must be given.
    pub(super) required: &'static [&'static str],
    /// Errors, beside those of every command.
    pub(super) errors: &'static [&'static str],
}

/// The errors of every command.
pub(super) const OF_EVERY_COMMAND: [&str; 6] = [
    "InternalError",
    "InvalidParameter",
    "NotAuthorized",
    "OperationNotEnabled",
    "ResourceNotFound",
    "TooManyRequests",
];

macro_rules! commands {
    ($($command:ident $summary:literal $description:literal [$($required:ident)*] [$($error:ident)*])*) => {
        /// What is said of an administrator's command.
        pub(super) fn about_command(name: &str) -> Option<AboutCommand> {
            match name {
                $(stringify!($command) => Some(AboutCommand {
                    about: About { tag: "admin", summary: $summary, description: $description },
                    required: &[$(stringify!($required)),*],
                    errors: &[$(stringify!($error)),*],
                }),)*
                _ => None,
            }
        }
    };
}

commands! {
    ListUsers "List or find users" "At most 60 at a time; send `paginationToken` of the answer for more. `filter` finds by one attribute: `email ^= \"ada\"`."
        [] []
    AdminCreateUser "Make a user" "Sends an invitation with a temporary password, unless `messageAction` is `SUPPRESS`."
        [Username] [CodeDeliveryFailure InvalidLambdaResponse InvalidPassword InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship PreconditionNotMet UnexpectedLambda UnsupportedUserState UserLambdaValidation UserNotFound UsernameExists]
    AdminGetUser "Read a user" "Returns the attributes and the state of a user." [Username] [UserNotFound]
    AdminDeleteUser "Delete a user" "It cannot be undone." [Username] [UserNotFound]
    AdminUpdateUserAttributes "Change a user's attributes" "An address is confirmed by `email_verified`, a number by `phone_number_verified`, each `true`."
        [Username UserAttributes] [AliasExists InvalidEmailRoleAccessPolicy InvalidLambdaResponse InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship UnexpectedLambda UserLambdaValidation UserNotFound]
    AdminDeleteUserAttributes "Delete a user's attributes" "Attributes that the service requires cannot be deleted."
        [Username UserAttributeNames] [UserNotFound]
    AdminEnableUser "Enable a user" "The user can sign in again." [Username] [UserNotFound]
    AdminDisableUser "Disable a user" "The user can sign in no more." [Username] [UserNotFound]
    AdminConfirmSignUp "Confirm a user's account" "Without a code."
        [Username] [InvalidLambdaResponse LimitExceeded TooManyFailedAttempts UnexpectedLambda UserLambdaValidation UserNotFound]
    AdminResetUserPassword "Demand a new password" "Sends a code to the user, who sets a new password with it (`POST /password/reset`)."
        [Username] [InvalidEmailRoleAccessPolicy InvalidLambdaResponse InvalidSmsRoleAccessPolicy InvalidSmsRoleTrustRelationship LimitExceeded UnexpectedLambda UserLambdaValidation UserNotFound]
    AdminSetUserPassword "Set a user's password" "A password that is not `permanent` must be changed at the next sign-in."
        [Username Password] [InvalidPassword PasswordHistoryPolicyViolation UserNotFound]
    AdminUserGlobalSignOut "Sign a user out everywhere" "Ends every session of the user." [Username] [UserNotFound]
    AdminListGroupsForUser "List a user's groups" "Send `nextToken` of the answer for more." [Username] [UserNotFound]
    AdminAddUserToGroup "Add a user to a group" "The user's next tokens name the group." [Username GroupName] [UserNotFound]
    AdminRemoveUserFromGroup "Remove a user from a group" "The user's next tokens do not name the group." [Username GroupName] [UserNotFound]
    ListGroups "List the groups" "Send `nextToken` of the answer for more." [] []
    CreateGroup "Make a group" "The name must not exist yet." [GroupName] [GroupExists LimitExceeded]
    DeleteGroup "Delete a group" "Its users stay." [GroupName] []
    ListUsersInGroup "List a group's users" "Send `nextToken` of the answer for more." [GroupName] []
}

/// What a member of a request or an answer is, by its neutral name; nothing for one that has no words.
pub(super) fn member(name: &str) -> &'static str {
    match name {
        "accessToken" => "The access token, for the header `Authorization: Bearer …`.",
        "attributeName" => "The name of the attribute: `email`, `phone_number`.",
        "attributes" | "userAttributes" => "The attributes of the account.",
        "attributesToGet" => "The attributes to return; all, if it is left out.",
        "authParameters" => "What the method needs.",
        "authenticator" => "The authenticator app.",
        "authenticatorAttachment" => {
            "`platform` if it is part of a machine, `cross-platform` if it can be carried about."
        }
        "authenticatorTransports" => "How the authenticator is reached: `internal`, `hybrid`, `usb`, `nfc`, `ble`.",
        "availableChallenges" => "The first factors that the person can choose, for the challenge `SELECT_CHALLENGE`.",
        "challengeName" => "What is asked.",
        "challengeParameters" => "What comes with the question.",
        "challengeResponses" => "The answer.",
        "city" => "The city, as far as it is known.",
        "clientMetadata" => "Texts for the operator's own hooks. Do not put secrets in here.",
        "clientId" => "The id of the app that the person signed in with.",
        "code" | "confirmationCode" => "The code that was sent.",
        "codeDeliveryDetails" => "Where the code went.",
        "codeDeliveryDetailsList" => "Where the codes went.",
        "configuredUserAuthFactors" => {
            "First factors that are set up: `PASSWORD`, `EMAIL_OTP`, `SMS_OTP`, `WEB_AUTHN`."
        }
        "country" => "The country, as far as it is known.",
        "createDate" | "createdAt" | "creationDate" | "deviceCreateDate" | "userCreateDate" => {
            "When it was made, in seconds since 1970."
        }
        "credential" => "The passkey, as `credential.toJSON()` gives it.",
        "credentialCreationOptions" => "Options for `navigator.credentials.create()`, as JSON.",
        "credentialId" => "The id of the passkey.",
        "credentials" => "The passkeys.",
        "deliveryMedium" => "`EMAIL` or `SMS`.",
        "description" => "What the group is for.",
        "desiredDeliveryMediums" => "How the invitation goes out.",
        "destination" => "The address or number, with most of it hidden.",
        "device" => "The device.",
        "deviceAttributes" => "What is known of the device: its name, status and last address.",
        "deviceGroupKey" => "The key of the device's group, for the proof of the device.",
        "deviceKey" => "The key of the device.",
        "deviceLastAuthenticatedDate" => "When the device last signed in, in seconds since 1970.",
        "deviceLastModifiedDate" | "lastModifiedDate" | "userLastModifiedDate" => {
            "When it last changed, in seconds since 1970."
        }
        "deviceName" => "A name for the device.",
        "deviceRememberedStatus" => "Whether the device is remembered.",
        "deviceSecretVerifierConfig" => "What the device will be checked by: see \"Devices\" above.",
        "deviceType" => "The kind of device.",
        "devices" => "The devices.",
        "emailMfaSettings" => "Codes by e-mail.",
        "enabled" => "Whether it is on.",
        "encodedData" => "The text that the script of the service's threat protection collected.",
        "eventId" => "The id of the sign-in that is judged.",
        "expiresIn" => "How many seconds the access token is valid.",
        "feedbackToken" => "The proof that the link came from the service.",
        "feedbackValue" => "Whether the sign-in was the person's own.",
        "filter" => "One attribute, `=` or `^=` (starts with), and a text in quotes.",
        "forceAliasCreation" => "Whether an address or number that belongs to another account moves to this one.",
        "friendlyCredentialName" => "A name for the passkey.",
        "friendlyDeviceName" => "A name for the authenticator app.",
        "group" => "The group.",
        "groupName" => "The name of the group.",
        "groups" => "The groups.",
        "idToken" => "The ID token: claims of the person.",
        "isCurrentSession" => "Whether it is the session of this request.",
        "lastActiveDate" => "When the session was last used, in seconds since 1970.",
        "lastIPAddress" => "The address of the last use.",
        "lastLocation" => "Where that address is.",
        "limit" | "maxResults" => "How many to return at most.",
        "messageAction" => "`RESEND` sends the invitation again, `SUPPRESS` sends none.",
        "method" => "How the sign-in starts.",
        "mfaSettingList" => "Second factors that are on: `SOFTWARE_TOKEN_MFA`, `SMS_MFA`, `EMAIL_OTP`.",
        "name" => "The name of the attribute.",
        "newDeviceMetadata" => "A device that may be confirmed with `POST /devices`.",
        "nextToken" | "paginationToken" => {
            "Where the next page starts, as the page before said; there is no more if an answer has none."
        }
        "originSessionId" => "The session that this one came from.",
        "password" => "The password.",
        "passwordVerifier" => "The verifier, base64.",
        "permanent" => "Whether the password need not be changed at the next sign-in.",
        "precedence" => "The smaller, the more the group counts.",
        "preferredMfa" => "Whether it is asked for first.",
        "preferredMfaSetting" => "The second factor that is asked for first.",
        "previousPassword" => "The password until now.",
        "proposedPassword" => "The new password.",
        "refreshToken" => "The refresh token. Only where the app holds the tokens.",
        "relyingPartyId" => "The domain that the passkey is for.",
        "revokeAssociatedSessions" => "Whether sessions that came from this one end, too.",
        "salt" => "The salt, base64.",
        "secretCode" => "The secret of the authenticator app, base32.",
        "session" => "The handle of a sign-in that is under way: valid for some minutes, and for one use.",
        "sessionId" => "The id of the session.",
        "sessionType" => "The kind of session.",
        "sessions" => "The sessions.",
        "status" => "`SUCCESS` if the code was right.",
        "subject" => "The id of the account: the claim `sub`.",
        "temporaryPassword" => "The first password; one is made if it is left out.",
        "textMessage" => "Codes by text message.",
        "textMessages" => "Where codes by text message go.",
        "token" => "The refresh token. Only where the app holds the tokens.",
        "tokenType" => "`Bearer`.",
        "tokens" => "Who is signed in.",
        "user" => "The user.",
        "userAttributeNames" => "The names of the attributes.",
        "userCode" => "The code that the app shows.",
        "userConfirmationNecessary" => {
            "Whether the person must say that the device is to be remembered: `PATCH /devices/{deviceKey}`."
        }
        "userConfirmed" => "Whether the account is confirmed already.",
        "userContextData" => "What threat protection judges the request by.",
        "userStatus" => "`CONFIRMED`, `UNCONFIRMED`, `FORCE_CHANGE_PASSWORD`, `RESET_REQUIRED` and others.",
        "username" => "The name of the account.",
        "users" => "The users.",
        "validationData" => "Attributes for the operator's own hooks, which are not stored.",
        "value" => "The value of the attribute.",
        "webAuthnMfaSettings" => "Passkeys as a second factor.",
        _ => "",
    }
}

/// What a parameter of a sign-in is, by its neutral name; nothing for one that has no words.
pub(super) fn parameter(name: &str) -> &'static str {
    match name {
        "answer" => "The choice, or what the operator's own challenge asks for.",
        "challengeName" => "`SRP_A` if the password is to be proved first; send `srpA`, too.",
        "codeDeliveryDeliveryMedium" => "`EMAIL` or `SMS`: how the code was sent.",
        "codeDeliveryDestination" => "Where the code went, with most of it hidden.",
        "credential" => "What `navigator.credentials.get()` returned, as the text of its JSON.",
        "credentialRequestOptions" => "The text of a JSON document: options for `navigator.credentials.get()`.",
        "deviceKey" => "The key of the device that signs in, if it was confirmed.",
        "email" => "The address to set up as the second factor. Leave it out after an authenticator app was set up.",
        "emailOtpCode" | "smsMfaCode" | "smsOtpCode" => "The code that was sent.",
        "friendlyDeviceName" => "The name of the authenticator app.",
        "maxAge" => "How many seconds ago the person may have signed in at most.",
        "mfasCanChoose" => "The text of a JSON list: the second factors to choose from.",
        "mfasCanSetup" => "The text of a JSON list: the second factors that can be set up.",
        "newPassword" => "The new password.",
        "password" => {
            "The password. Where the server takes no passwords at sign-in (its default), prove it by SRP instead."
        }
        "passwordClaimSecretBlock" => "`secretBlock` of the challenge, as it came.",
        "passwordClaimSignature" => "The proof: see \"Proving a password\" above.",
        "preferredChallenge" => "The first factor that the person wants.",
        "realm" => "A part of the proof: see \"Proving a password\" above.",
        "requiredAttributes" => {
            "The text of a JSON list: the attributes that must be given, each with `userAttributes.` in front."
        }
        "salt" => "The salt, hexadecimal.",
        "secretBlock" => "What the proof signs, base64.",
        "softwareTokenMfaCode" => "The code that the authenticator app shows.",
        "srpA" => "The public number A, hexadecimal: see \"Proving a password\" above.",
        "srpB" => "The server's public number B, hexadecimal.",
        "targetAcrValues" => "The level of authentication that is wanted, for a person who is signed in.",
        "timestamp" => "The time of the proof, as it was signed: `Tue Jan 1 06:06:09 UTC 2019`.",
        "userAttributes" => "The text of a JSON object: the attributes of the account.",
        "userIdForSrp" => "The name under which the account proves its password. Answer with it as `username`.",
        "username" => {
            "The name of the account: `userIdForSrp` of the challenge, if it brought one, otherwise what the person typed."
        }
        _ => "",
    }
}

/// What a way to start a sign-in is.
pub(super) fn method(name: &str) -> &'static str {
    match name {
        "SRP" => "Proves the password, which never leaves the app. The challenge `PASSWORD_VERIFIER` follows.",
        "PASSWORD" => "Sends the password. Refused unless the server's operator allowed it.",
        "CUSTOM" => {
            "Challenges of the operator's own: `CUSTOM_CHALLENGE` follows. Other parameters reach the operator's hooks."
        }
        "CHOICE" => {
            "The person chooses the first factor: `SELECT_CHALLENGE` follows, or what `preferredChallenge` names."
        }
        _ => "",
    }
}

/// What a challenge is, and how it is answered.
pub(super) fn challenge(name: &str) -> &'static str {
    match name {
        "CUSTOM_CHALLENGE" => {
            "The operator's own question. Its parameters are the operator's; one that has the name of a parameter of this interface has `custom:` in front."
        }
        "DEVICE_PASSWORD_VERIFIER" => "The device proves its password, like a person: see \"Devices\" above.",
        "DEVICE_SRP_AUTH" => {
            "The device must prove its password. Send a public number A; `DEVICE_PASSWORD_VERIFIER` follows."
        }
        "EMAIL_OTP" => "A code by e-mail, as the first or the second factor.",
        "MFA_SETUP" => {
            "A second factor must be set up. Either call `POST /mfa/authenticator` and `POST /mfa/authenticator/verify` with this `session`, and answer with the `session` that the latter returned; or send an `email`, and `EMAIL_OTP` follows."
        }
        "NEW_PASSWORD_REQUIRED" => {
            "The password was a temporary one. Send a new one, and each required attribute as a parameter of its own, such as `userAttributes.name`."
        }
        "PASSWORD" => "The password, as it is. Refused unless the server's operator allowed it.",
        "PASSWORD_SRP" => "The password is to be proved. Send a public number A; `PASSWORD_VERIFIER` follows.",
        "PASSWORD_VERIFIER" => "The password is to be proved: see \"Proving a password\" above.",
        "SELECT_CHALLENGE" => {
            "The person chooses one of `availableChallenges`. With `PASSWORD` send `password`, with `PASSWORD_SRP` send `srpA`."
        }
        "SELECT_MFA_TYPE" => "The person chooses one of `mfasCanChoose`.",
        "SMS_MFA" => "A code by text message, as the second factor.",
        "SMS_OTP" => "A code by text message, as the first factor.",
        "SOFTWARE_TOKEN_MFA" => "The code of an authenticator app (TOTP).",
        "WEB_AUTHN" => "A passkey.",
        _ => "",
    }
}

/// What a code means, by its neutral name; nothing for one that has no words.
pub(super) fn code(name: &str) -> &'static str {
    match name {
        "AliasExists" => "Another account has confirmed this address or number.",
        "CodeDeliveryFailure" => "The code could not be sent.",
        "CodeMismatch" => "The code is wrong.",
        "ConcurrentModification" => "Two requests changed the same thing at once. Send it again.",
        "CsrfHeaderMissing" => "The header `X-Auth-Csrf: 1` is missing.",
        "DeviceKeyExists" => "The device is known already.",
        "EmailNotConfigured" => "The service cannot send e-mail.",
        "EnableSoftwareTokenMFA" => "The first code of the authenticator app is wrong.",
        "ExpiredCode" => "The code is too old, was used, or is unknown.",
        "FeatureNotEnabled" | "FeatureUnavailable" => "The service does not have this feature.",
        "Forbidden" => "A firewall in front of the service refused the request.",
        "GroupExists" => "There is such a group already.",
        "HookFailed" | "InvalidHookResponse" => "A hook of the operator's failed.",
        "Internal" => {
            "The service gave an answer that it should not give (502), or this server failed (500). Tell the operator the request id."
        }
        "InternalError" => "The service failed. Try again later.",
        "InvalidConfiguration" => "The service is not set up for this.",
        "InvalidParameter" => "The service cannot take a value; the message says which.",
        "InvalidPassword" => "The password does not satisfy the service's policy.",
        "InvalidRequest" => "A member is missing, unknown or of the wrong kind; the message says which.",
        "LimitExceeded" => "Too many attempts by or for this person. Wait.",
        "MFAMethodNotFound" => "The account has no such second factor.",
        "MethodNotAllowed" => "The address takes other methods: see the header `Allow`.",
        "NotAuthorized" => "The name, password, token or session is wrong, or ended.",
        "NotAvailable" => "The server does not offer this, or not to this person.",
        "NotFound" => "There is nothing at this address.",
        "NotSignedIn" => "Nobody is signed in, or the session has ended.",
        "OriginNotAllowed" => "Pages of this origin may not use this server.",
        "PasswordHistoryPolicyViolation" => "The password was used before.",
        "PasswordResetRequired" => "An administrator demands a new password: `POST /password/forgot`.",
        "PayloadTooLarge" => "The body is too large.",
        "PreconditionNotMet" => "Something else must be done first; the message says what.",
        "SessionTooLarge" => {
            "The session does not fit into cookies, because the person has too many groups or attributes in the tokens. Nobody is signed in. Tell the operator."
        }
        "RateLimited" => "Too many attempts. Wait as long as the header `Retry-After` says.",
        "ReadOnly" => "The service has turned this operation off for now.",
        "RefreshTokenReuse" => "A refresh token that was replaced came back. Sign in again.",
        "RefusedByHook" => "A hook of the operator's refused, in its own words.",
        "RequestHeadersTooLarge" => "The headers are too large.",
        "ResourceNotFound" => "There is no such thing.",
        "ServiceUnavailable" => "The service or a store cannot be reached, or did not answer in time. Try again later.",
        "SoftwareTokenMFANotFound" => "The account has no authenticator app, or the service takes none.",
        "TextMessagesNotConfigured" => "The service cannot send text messages.",
        "TooManyFailedAttempts" => "Too many wrong answers. Wait.",
        "TooManyRequests" => "The service has too much to do. Try again later.",
        "Unauthorized" => "The request is not authorised.",
        "UnsupportedMediaType" => "The body is not JSON: send `Content-Type: application/json`.",
        "UnsupportedOperation" => "The service does not do this.",
        "UnsupportedTokenType" => "This kind of token cannot be revoked.",
        "UnsupportedUserState" => "The account is in a state in which this cannot be done.",
        "UserNotConfirmed" => "The account was never confirmed: `POST /sign-up/resend`, `POST /sign-up/confirm`.",
        "UserNotFound" => "There is no such account.",
        "UsernameExists" => "The name is taken.",
        "WebAuthnChallengeNotFound" => "The passkey answers no open challenge. Start again.",
        "WebAuthnClientMismatch" => "The passkey was made through another app.",
        "WebAuthnConfigurationMissing" | "WebAuthnNotEnabled" => "The service is not set up for passkeys.",
        "WebAuthnCredentialNotSupported" => "The passkey is of an unsupported kind.",
        "WebAuthnOriginNotAllowed" | "WebAuthnRelyingPartyMismatch" => "The passkey belongs to another site.",
        _ => "",
    }
}

/// What stands in front of the document. `{group}` is the modulus, `{label}` the label of the key.
pub(super) const INTRODUCTION: &str = "\
Sign-up, sign-in and accounts, in front of an identity service that apps do not talk to.

## Requests
Bodies are JSON. Every request carries the header `X-Auth-Csrf: 1`. A request of a browser must come from an origin that the server knows.

## Sessions
The operator decides who holds the tokens.

- **The app holds them.** A sign-in ends with `accessToken`, `idToken` and `refreshToken`. Send the access token as `Authorization: Bearer …`. Refresh with `POST /refresh` before it expires.
- **The server keeps them.** A sign-in ends with the tokens' claims, and with `HttpOnly` cookies that a browser sends back by itself (`credentials: 'include'`). Send the header `X-Auth-Subject` with the claim `sub` of the person for whom the page was drawn: if somebody else signed in meanwhile, the answer is `NotSignedIn`.

## Signing in
`POST /sign-in` answers with `tokens`, or with `challengeName`. Answer each challenge with `POST /challenge`, until there are tokens. Send `session` of the challenge back, if it has one. Later versions may know more challenges: treat one that you do not know as one that you cannot answer.

## Proving a password
The method `SRP` proves a password without sending it (SRP-6a, RFC 5054, with other hashes). Numbers are written in hexadecimal. H is SHA-256, HMAC is HMAC with SHA-256, ‖ joins bytes, texts are UTF-8. `pad(n)` is the number n, big-endian, with as few bytes as possible, and a zero byte in front if the first bit is set.

The group is the 3072-bit one of RFC 3526 (group 15), with g = 2 and N =

```
{group}
```

1. Draw a random number a of at least 256 bits. Send A = g^a mod N as `srpA`, and the name of the account as `username`.
2. The challenge `PASSWORD_VERIFIER` brings `srpB` (B), `salt`, `secretBlock`, `userIdForSrp` (I) and `realm`. Stop if B mod N is 0.
3. u = H(pad(A) ‖ pad(B)), k = H(pad(N) ‖ pad(g)), x = H(pad(salt) ‖ H(realm ‖ I ‖ \":\" ‖ password)); S = (B − k·g^x)^(a + u·x) mod N. Read each hash as a number. Stop if u is 0.
4. key = the first 16 bytes of HMAC(HMAC(pad(u), pad(S)), \"{label}\" ‖ the byte 1). The first argument of HMAC is its key.
5. `timestamp` is the time in UTC, in English, the day without a zero in front: `Tue Jan 1 06:06:09 UTC 2019`.
6. `passwordClaimSignature` is the base64 of HMAC(key, realm ‖ I ‖ secretBlock, decoded from base64 ‖ timestamp).
7. Answer with `username` = I, `timestamp`, `passwordClaimSecretBlock` = `secretBlock`, and the signature.

## Devices
If a sign-in ends with `newDeviceMetadata`, the device can be remembered: draw a random password for it and a salt of 16 bytes, and keep the password with `deviceKey` and `deviceGroupKey`. x = H(pad(salt) ‖ H(deviceGroupKey ‖ deviceKey ‖ \":\" ‖ password)). Send `POST /devices` with `deviceKey` and `deviceSecretVerifierConfig`: `salt` is the base64 of pad(salt), `passwordVerifier` the base64 of pad(g^x mod N).

From then on send `deviceKey` with every sign-in. The challenges `DEVICE_SRP_AUTH` and `DEVICE_PASSWORD_VERIFIER` ask for the proof: it is that of a password, with `deviceGroupKey` in place of the realm and `deviceKey` in place of I. Send `deviceKey` with every `POST /refresh`, too.

## Errors
An error has a status of 400 or more and the body `Error`. Decide by `error.code`; `error.message` is for people. Each response of an operation lists its codes, in `x-error-codes`. Later versions may know more codes.";
