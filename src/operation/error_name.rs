//! The names of the service's refusals.

macro_rules! error_names {
    ($($name:ident)*) => {
        /// An exception that the service model names, without the suffix `Exception`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the names are AWS's own")]
        #[non_exhaustive]
        pub enum ErrorName { $($name),* }

        impl ErrorName {
            /// Every name.
            pub const ALL: &'static [ErrorName] = &[$(ErrorName::$name),*];

            /// AWS's name, as in `__type`.
            pub const fn name(self) -> &'static str {
                match self { $(ErrorName::$name => concat!(stringify!($name), "Exception")),* }
            }
        }
    };
}

error_names! {
    AliasExists
    CodeDeliveryFailure
    CodeMismatch
    ConcurrentModification
    DeviceKeyExists
    EnableSoftwareTokenMFA
    ExpiredCode
    FeatureUnavailableInTier
    Forbidden
    InternalError
    InvalidEmailRoleAccessPolicy
    InvalidLambdaResponse
    InvalidParameter
    InvalidPassword
    InvalidSmsRoleAccessPolicy
    InvalidSmsRoleTrustRelationship
    InvalidUserPoolConfiguration
    LimitExceeded
    MFAMethodNotFound
    NotAuthorized
    OperationNotEnabled
    PasswordHistoryPolicyViolation
    PasswordResetRequired
    RefreshTokenReuse
    ResourceNotFound
    SoftwareTokenMFANotFound
    TooManyFailedAttempts
    TooManyRequests
    Unauthorized
    UnexpectedLambda
    UnsupportedOperation
    UnsupportedTokenType
    UserLambdaValidation
    UserNotConfirmed
    UserNotFound
    UserPoolAddOnNotEnabled
    UsernameExists
    WebAuthnChallengeNotFound
    WebAuthnClientMismatch
    WebAuthnConfigurationMissing
    WebAuthnCredentialNotSupported
    WebAuthnNotEnabled
    WebAuthnOriginNotAllowed
    WebAuthnRelyingPartyMismatch
}
