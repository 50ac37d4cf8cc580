//! The parameters of a sign-in: what each method starts with, and what each challenge brings and takes.
//!
//! The lists are text: names of the service's, a `!` behind those that are always there or must be given.
//! [`super::names::parameter`] gives the neutral names. The proxy passes every parameter on, and the service judges it;
//! these lists are what the description of the contract tells.

use crate::prelude::*;
use crate::srp::{encoding, group};

/// How a sign-in starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The neutral name: `method` of the request.
    pub method: &'static str,
    /// Its `authParameters`.
    pub takes: &'static str,
}

/// Every way to start a sign-in.
pub const STARTS: [Start; 4] = [
    Start { method: "SRP", takes: "USERNAME! SRP_A! DEVICE_KEY TARGET_ACR_VALUES MAX_AGE" },
    Start { method: "PASSWORD", takes: "USERNAME! PASSWORD! DEVICE_KEY TARGET_ACR_VALUES MAX_AGE" },
    Start { method: "CUSTOM", takes: "USERNAME! CHALLENGE_NAME SRP_A DEVICE_KEY TARGET_ACR_VALUES MAX_AGE" },
    Start {
        method: "CHOICE",
        takes: "USERNAME! PREFERRED_CHALLENGE PASSWORD SRP_A DEVICE_KEY TARGET_ACR_VALUES MAX_AGE",
    },
];

/// A challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Its name, which is neutral as it is.
    pub name: &'static str,
    /// Whether a `session` always comes with it, and must be sent back.
    pub session: bool,
    /// Its `challengeParameters`.
    pub brings: &'static str,
    /// The `challengeResponses` that answer it.
    pub takes: &'static str,
}

macro_rules! challenges {
    ($($name:literal $session:literal [$brings:literal] [$takes:literal])*) => {
        /// Every challenge that this version knows.
        pub const CHALLENGES: &[Challenge] =
            &[$(Challenge { name: $name, session: $session, brings: $brings, takes: $takes }),*];
    };
}

challenges! {
    "PASSWORD_VERIFIER" false
        ["REALM! USER_ID_FOR_SRP! SALT! SRP_B! SECRET_BLOCK! USERNAME DEVICE_KEY"]
        ["USERNAME! PASSWORD_CLAIM_SECRET_BLOCK! PASSWORD_CLAIM_SIGNATURE! TIMESTAMP! DEVICE_KEY"]
    "PASSWORD" true
        ["USER_ID_FOR_SRP USERNAME"]
        ["USERNAME! PASSWORD! DEVICE_KEY"]
    "PASSWORD_SRP" true
        ["USER_ID_FOR_SRP USERNAME"]
        ["USERNAME! SRP_A! DEVICE_KEY"]
    "SELECT_CHALLENGE" true
        ["USER_ID_FOR_SRP USERNAME"]
        ["USERNAME! ANSWER! PASSWORD SRP_A DEVICE_KEY"]
    "CUSTOM_CHALLENGE" true
        ["USER_ID_FOR_SRP USERNAME"]
        ["USERNAME! ANSWER! DEVICE_KEY"]
    "NEW_PASSWORD_REQUIRED" true
        ["USER_ID_FOR_SRP USERNAME requiredAttributes userAttributes"]
        ["USERNAME! NEW_PASSWORD! DEVICE_KEY"]
    "SOFTWARE_TOKEN_MFA" true
        ["USER_ID_FOR_SRP USERNAME FRIENDLY_DEVICE_NAME"]
        ["USERNAME! SOFTWARE_TOKEN_MFA_CODE! DEVICE_KEY"]
    "SMS_MFA" true
        ["USER_ID_FOR_SRP USERNAME CODE_DELIVERY_DELIVERY_MEDIUM CODE_DELIVERY_DESTINATION"]
        ["USERNAME! SMS_MFA_CODE! DEVICE_KEY"]
    "EMAIL_OTP" true
        ["USER_ID_FOR_SRP USERNAME CODE_DELIVERY_DELIVERY_MEDIUM CODE_DELIVERY_DESTINATION"]
        ["USERNAME! EMAIL_OTP_CODE! DEVICE_KEY"]
    "SMS_OTP" true
        ["USER_ID_FOR_SRP USERNAME CODE_DELIVERY_DELIVERY_MEDIUM CODE_DELIVERY_DESTINATION"]
        ["USERNAME! SMS_OTP_CODE! DEVICE_KEY"]
    "SELECT_MFA_TYPE" true
        ["USER_ID_FOR_SRP USERNAME MFAS_CAN_CHOOSE"]
        ["USERNAME! ANSWER! DEVICE_KEY"]
    "MFA_SETUP" true
        ["USER_ID_FOR_SRP USERNAME MFAS_CAN_SETUP"]
        ["USERNAME! EMAIL DEVICE_KEY"]
    "WEB_AUTHN" true
        ["USER_ID_FOR_SRP USERNAME CREDENTIAL_REQUEST_OPTIONS!"]
        ["USERNAME! CREDENTIAL! DEVICE_KEY"]
    "DEVICE_SRP_AUTH" false
        ["USER_ID_FOR_SRP USERNAME DEVICE_KEY"]
        ["USERNAME! DEVICE_KEY! SRP_A!"]
    "DEVICE_PASSWORD_VERIFIER" false
        ["SALT! SRP_B! SECRET_BLOCK! USERNAME DEVICE_KEY"]
        ["USERNAME! DEVICE_KEY! PASSWORD_CLAIM_SECRET_BLOCK! PASSWORD_CLAIM_SIGNATURE! TIMESTAMP!"]
}

/// The names of a list, each with whether it has a `!`.
pub fn listed(list: &'static str) -> impl Iterator<Item = (&'static str, bool)> {
    list.split_ascii_whitespace().map(|name| match name.strip_suffix('!') {
        Some(name) => (name, true),
        None => (name, false),
    })
}

/// The modulus of the group in which passwords are proved, in hexadecimal; the generator is 2.
pub fn group_hex() -> String {
    encoding::hex(&group::N).to_uppercase()
}

/// The label of the key that such a proof is signed with.
pub const KEY_LABEL: &[u8] = group::INFO;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::ChallengeName;
    use crate::wire::rest::names::{METHODS, PARAMETERS};

    #[test]
    fn every_method_and_every_challenge_is_listed_once() {
        let methods: Vec<&str> =
            METHODS.iter().map(|(_, method)| *method).filter(|method| *method != "REFRESH").collect();
        assert_eq!(STARTS.map(|start| start.method).to_vec(), methods);
        assert_eq!(CHALLENGES.len(), ChallengeName::KNOWN.len());
        for known in ChallengeName::KNOWN {
            assert_eq!(CHALLENGES.iter().filter(|listed| listed.name == known.name()).count(), 1, "{known:?}");
        }
    }

    #[test]
    fn every_parameter_has_a_neutral_name() {
        let lists = STARTS.iter().map(|start| start.takes);
        let lists = lists.chain(CHALLENGES.iter().flat_map(|challenge| [challenge.brings, challenge.takes]));
        for (name, _) in lists.flat_map(listed) {
            assert!(PARAMETERS.contains(&name) || ["requiredAttributes", "userAttributes"].contains(&name), "{name}");
        }
    }

    #[test]
    fn who_answers_says_for_whom() {
        for challenge in CHALLENGES {
            assert_eq!(listed(challenge.takes).next(), Some(("USERNAME", true)), "{}", challenge.name);
        }
    }
}
