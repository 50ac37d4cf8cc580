//! What is kept of what people prove themselves with; the mathematics is the room `proof`'s.

use serde::{Deserialize, Serialize};

/// What the server knows of a password: the salt as it is sent, and what the password and the salt come to.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Verifier {
    /// Hex, perhaps with a minus sign.
    pub(in crate::local) salt: String,
    pub(in crate::local) known: Known,
}

/// Hex.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::local) enum Known {
    /// x, of which g^x is made when somebody signs in: most users of a configuration never do.
    Exponent(String),
    /// g^x, as a device sent it.
    Verifier(String),
}

/// A password's verifiers under the three ways in which the service has been seen to write a salt.
///
/// The sign and the padding are part of what is hashed, so each way needs a verifier of its own.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Credential {
    pub(in crate::local) plain: Verifier,
    pub(in crate::local) odd: Verifier,
    pub(in crate::local) signed: Verifier,
}

/// The server's side of SRP between SRP_A and the proof.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Exchange {
    pub(in crate::local) a_public: String,
    pub(in crate::local) b_secret: String,
    /// SRP_B as it is sent.
    pub(in crate::local) b_public: String,
    pub(in crate::local) salt: String,
    pub(in crate::local) v: String,
}

/// An enrolled authenticator.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::local) struct Authenticator {
    /// Base32, as the person typed or scanned it.
    pub(in crate::local) secret_code: String,
    #[serde(default)]
    pub(in crate::local) friendly_name: Option<String>,
    /// The step of the last accepted code: no code is accepted twice.
    #[serde(default)]
    pub(in crate::local) last_step: u64,
}

/// A passkey that a user registered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::local) struct Passkey {
    /// The credential's id, in base64url.
    pub(in crate::local) id: String,
    pub(in crate::local) relying_party: String,
    pub(in crate::local) attachment: Option<String>,
    pub(in crate::local) transports: Vec<String>,
    pub(in crate::local) created: f64,
    pub(in crate::local) key: PasskeyKey,
    /// How often the authenticator has signed, where it counts.
    pub(in crate::local) counter: u32,
}

/// The public half.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::local) enum PasskeyKey {
    /// The point of the curve P-256, in SEC1.
    Es256(Vec<u8>),
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
}

/// A registration of a passkey that was begun: whose, and with which challenge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::local) struct BegunPasskey {
    pub(in crate::local) challenge: String,
    pub(in crate::local) client_id: String,
    pub(in crate::local) expires: f64,
}
