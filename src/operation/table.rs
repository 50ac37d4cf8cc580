//! The 34 unsigned operations of Amazon Cognito user pools: what each takes, and how each may refuse.
//!
//! Source: the service model of `@aws-sdk/client-cognito-identity-provider`.

use super::ErrorName;

/// One member of an operation's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member {
    /// AWS's name.
    pub name: &'static str,
    /// Whether the service refuses a request without it.
    pub required: bool,
}

macro_rules! operations {
    ($($operation:ident [$($member:ident $($required:literal)?),*] [$($error:ident),*])*) => {
        /// An operation that a browser may call without AWS credentials.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the names are AWS's own")]
        #[non_exhaustive]
        pub enum Operation { $($operation),* }

        impl Operation {
            /// All of them, in AWS's order.
            pub const ALL: &'static [Operation] = &[$(Operation::$operation),*];

            /// AWS's name, as in `X-Amz-Target`.
            pub const fn name(self) -> &'static str {
                match self { $(Operation::$operation => stringify!($operation)),* }
            }

            /// The operation of that name.
            pub fn from_name(name: &str) -> Option<Operation> {
                match name { $(stringify!($operation) => Some(Operation::$operation),)* _ => None }
            }

            /// The members of the input.
            pub const fn members(self) -> &'static [Member] {
                match self {
                    $(Operation::$operation => const {
                        &[$(Member { name: stringify!($member), required: false $(|| $required)? }),*]
                    },)*
                }
            }

            /// The refusals that the service model names.
            pub const fn errors(self) -> &'static [ErrorName] {
                match self { $(Operation::$operation => &[$(ErrorName::$error),*]),* }
            }
        }
    };
}

operations! {
    AssociateSoftwareToken
        [AccessToken, Session]
        [ConcurrentModification, Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, ResourceNotFound, SoftwareTokenMFANotFound]
    ChangePassword
        [PreviousPassword, ProposedPassword true, AccessToken true]
        [Forbidden, InternalError, InvalidParameter, InvalidPassword, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordHistoryPolicyViolation, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    CompleteWebAuthnRegistration
        [AccessToken true, Credential true]
        [Forbidden, InternalError, InvalidParameter, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordResetRequired, TooManyRequests, WebAuthnChallengeNotFound, WebAuthnClientMismatch, WebAuthnCredentialNotSupported, WebAuthnNotEnabled, WebAuthnOriginNotAllowed, WebAuthnRelyingPartyMismatch]
    ConfirmDevice
        [AccessToken true, DeviceKey true, DeviceSecretVerifierConfig, DeviceName]
        [DeviceKeyExists, Forbidden, InternalError, InvalidLambdaResponse, InvalidParameter, InvalidPassword, InvalidUserPoolConfiguration, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UsernameExists, UserNotConfirmed, UserNotFound]
    ConfirmForgotPassword
        [ClientId true, SecretHash, Username true, ConfirmationCode true, Password true, AnalyticsMetadata, UserContextData, ClientMetadata]
        [CodeMismatch, ExpiredCode, Forbidden, InternalError, InvalidLambdaResponse, InvalidParameter, InvalidPassword, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordHistoryPolicyViolation, ResourceNotFound, TooManyFailedAttempts, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotConfirmed, UserNotFound]
    ConfirmSignUp
        [ClientId true, SecretHash, Username true, ConfirmationCode true, ForceAliasCreation, AnalyticsMetadata, UserContextData, ClientMetadata, Session]
        [AliasExists, CodeMismatch, ExpiredCode, Forbidden, InternalError, InvalidLambdaResponse, InvalidParameter, LimitExceeded, NotAuthorized, OperationNotEnabled, ResourceNotFound, TooManyFailedAttempts, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotFound]
    DeleteUser
        [AccessToken true]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    DeleteUserAttributes
        [UserAttributeNames true, AccessToken true]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    DeleteWebAuthnCredential
        [AccessToken true, CredentialId true]
        [Forbidden, InternalError, InvalidParameter, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests]
    ForgetDevice
        [AccessToken, DeviceKey true]
        [Forbidden, InternalError, InvalidParameter, InvalidUserPoolConfiguration, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    ForgotPassword
        [ClientId true, SecretHash, UserContextData, Username true, AnalyticsMetadata, ClientMetadata]
        [CodeDeliveryFailure, Forbidden, InternalError, InvalidEmailRoleAccessPolicy, InvalidLambdaResponse, InvalidParameter, InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship, LimitExceeded, NotAuthorized, OperationNotEnabled, ResourceNotFound, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotFound]
    GetDevice
        [DeviceKey true, AccessToken]
        [Forbidden, InternalError, InvalidParameter, InvalidUserPoolConfiguration, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    GetTokensFromRefreshToken
        [RefreshToken true, ClientId true, ClientSecret, DeviceKey, ClientMetadata]
        [Forbidden, InternalError, InvalidLambdaResponse, InvalidParameter, NotAuthorized, OperationNotEnabled, RefreshTokenReuse, ResourceNotFound, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotFound]
    GetUser
        [AccessToken true]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    GetUserAttributeVerificationCode
        [AccessToken true, AttributeName true, ClientMetadata]
        [CodeDeliveryFailure, Forbidden, InternalError, InvalidEmailRoleAccessPolicy, InvalidLambdaResponse, InvalidParameter, InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotConfirmed, UserNotFound]
    GetUserAuthFactors
        [AccessToken true]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    GlobalSignOut
        [AccessToken true]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed]
    InitiateAuth
        [AuthFlow true, AuthParameters, ClientMetadata, ClientId true, AnalyticsMetadata, UserContextData, Session]
        [FeatureUnavailableInTier, Forbidden, InternalError, InvalidEmailRoleAccessPolicy, InvalidLambdaResponse, InvalidParameter, InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship, InvalidUserPoolConfiguration, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UnexpectedLambda, UnsupportedOperation, UserLambdaValidation, UserNotConfirmed, UserNotFound]
    ListDevices
        [AccessToken true, Limit, PaginationToken]
        [Forbidden, InternalError, InvalidParameter, InvalidUserPoolConfiguration, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    ListUserSessions
        [AccessToken true, NextToken]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    ListWebAuthnCredentials
        [AccessToken true, NextToken, MaxResults]
        [Forbidden, InternalError, InvalidParameter, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordResetRequired, TooManyRequests]
    ResendConfirmationCode
        [ClientId true, SecretHash, UserContextData, Username true, AnalyticsMetadata, ClientMetadata]
        [CodeDeliveryFailure, Forbidden, InternalError, InvalidEmailRoleAccessPolicy, InvalidLambdaResponse, InvalidParameter, InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship, LimitExceeded, NotAuthorized, OperationNotEnabled, ResourceNotFound, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotFound]
    RespondToAuthChallenge
        [ClientId true, ChallengeName true, Session, ChallengeResponses, AnalyticsMetadata, UserContextData, ClientMetadata]
        [AliasExists, CodeMismatch, ExpiredCode, Forbidden, InternalError, InvalidEmailRoleAccessPolicy, InvalidLambdaResponse, InvalidParameter, InvalidPassword, InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship, InvalidUserPoolConfiguration, MFAMethodNotFound, NotAuthorized, OperationNotEnabled, PasswordHistoryPolicyViolation, PasswordResetRequired, ResourceNotFound, SoftwareTokenMFANotFound, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotConfirmed, UserNotFound]
    RevokeToken
        [Token true, ClientId true, ClientSecret, RevokeAssociatedSessions]
        [Forbidden, InternalError, InvalidParameter, OperationNotEnabled, TooManyRequests, Unauthorized, UnsupportedOperation, UnsupportedTokenType]
    RevokeUserSession
        [AccessToken true, SessionId true, RevokeAssociatedSessions]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    SetUserMFAPreference
        [SMSMfaSettings, SoftwareTokenMfaSettings, EmailMfaSettings, WebAuthnMfaSettings, AccessToken true]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound]
    SetUserSettings
        [AccessToken true, MFAOptions true]
        [Forbidden, InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, UserNotConfirmed, UserNotFound]
    SignUp
        [ClientId true, SecretHash, Username true, Password, UserAttributes, ValidationData, AnalyticsMetadata, UserContextData, ClientMetadata]
        [CodeDeliveryFailure, Forbidden, InternalError, InvalidEmailRoleAccessPolicy, InvalidLambdaResponse, InvalidParameter, InvalidPassword, InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship, LimitExceeded, NotAuthorized, OperationNotEnabled, ResourceNotFound, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UsernameExists]
    StartWebAuthnRegistration
        [AccessToken true]
        [Forbidden, InternalError, InvalidParameter, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordResetRequired, TooManyRequests, WebAuthnConfigurationMissing, WebAuthnNotEnabled]
    UpdateAuthEventFeedback
        [UserPoolId true, Username true, EventId true, FeedbackToken true, FeedbackValue true]
        [InternalError, InvalidParameter, NotAuthorized, OperationNotEnabled, ResourceNotFound, TooManyRequests, UserNotFound, UserPoolAddOnNotEnabled]
    UpdateDeviceStatus
        [AccessToken true, DeviceKey true, DeviceRememberedStatus]
        [Forbidden, InternalError, InvalidParameter, InvalidUserPoolConfiguration, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    UpdateUserAttributes
        [UserAttributes true, AccessToken true, ClientMetadata]
        [AliasExists, CodeDeliveryFailure, CodeMismatch, ExpiredCode, Forbidden, InternalError, InvalidEmailRoleAccessPolicy, InvalidLambdaResponse, InvalidParameter, InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UnexpectedLambda, UserLambdaValidation, UserNotConfirmed, UserNotFound]
    VerifySoftwareToken
        [AccessToken, Session, UserCode true, FriendlyDeviceName]
        [CodeMismatch, EnableSoftwareTokenMFA, Forbidden, InternalError, InvalidParameter, InvalidUserPoolConfiguration, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, SoftwareTokenMFANotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
    VerifyUserAttribute
        [AccessToken true, AttributeName true, Code true]
        [AliasExists, CodeMismatch, ExpiredCode, Forbidden, InternalError, InvalidParameter, LimitExceeded, NotAuthorized, OperationNotEnabled, PasswordResetRequired, ResourceNotFound, TooManyRequests, UserNotConfirmed, UserNotFound]
}
