//! Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30 seconds.

use base32ct::{Base32UpperUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::local::model::credential::Authenticator;

const STEP_SECONDS: u64 = 30;

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::local) enum Acceptance {
    Accepted,
    /// The code, or a later one, was accepted before.
    Used,
    Wrong,
}

impl Authenticator {
    pub(in crate::local) fn new(secret_code: String, friendly_name: Option<String>) -> Self {
        Authenticator { secret_code, friendly_name, last_step: 0 }
    }

    /// Accepts a code of this step or of its neighbours, once.
    pub(in crate::local) fn accept(&mut self, code: &str, now_seconds: u64) -> Acceptance {
        let now = now_seconds / STEP_SECONDS;
        let step =
            (now.saturating_sub(1)..=now + 1).find(|step| code_at(&self.secret_code, *step).as_deref() == Some(code));
        match step {
            None => Acceptance::Wrong,
            Some(step) if step <= self.last_step => Acceptance::Used,
            Some(step) => {
                self.last_step = step;
                Acceptance::Accepted
            }
        }
    }
}

/// Base32 of random bytes.
pub(in crate::local) fn secret_code(bytes: &[u8]) -> String {
    Base32UpperUnpadded::encode_string(bytes)
}

/// Whether the text is Base32 that an authenticator takes.
pub(in crate::local) fn is_secret_code(text: &str) -> bool {
    Base32UpperUnpadded::decode_vec(text.trim_end_matches('=')).is_ok_and(|bytes| !bytes.is_empty())
}

fn code_at(secret_code: &str, step: u64) -> Option<String> {
    let key = Base32UpperUnpadded::decode_vec(secret_code.trim_end_matches('=')).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).ok()?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0x0f);
    let bytes: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(bytes) & 0x7fff_ffff;
    Some(format!("{:06}", number % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B: "12345678901234567890".
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code_at(SECRET, seconds / 30).as_deref(), Some(code));
        }
    }

    #[test]
    fn a_code_is_accepted_once_and_one_step_off_at_most() {
        let mut authenticator = Authenticator::new(SECRET.to_owned(), None);
        assert_eq!(authenticator.accept("287082", 59 + 90), Acceptance::Wrong);
        assert_eq!(authenticator.accept("287082", 59 + 30), Acceptance::Accepted);
        assert_eq!(authenticator.accept("287082", 59 + 30), Acceptance::Used);
    }
}
