//! What one request may use besides its pool: the time, randomness, the outbox, and the answers of triggers so far.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::faults::Faults;
use super::keys::Keys;
use super::outbox::Mail;
use super::pool::Pool;
use super::refusal::{Checked, Stop, refuse};
use super::srp::Powers;
use super::types::Unsigned;

/// Random bytes for one request: HMAC-SHA256 of a counter under the host's entropy, so that a request that is run
/// again after a trigger draws the same numbers.
pub(super) struct Rng {
    seed: [u8; 32],
    counter: u64,
}

impl Rng {
    pub(super) fn new(seed: [u8; 32]) -> Self {
        Rng { seed, counter: 0 }
    }

    pub(super) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 32);
        while bytes.len() < length {
            self.counter += 1;
            bytes.extend_from_slice(&hmac_sha256(&self.seed, &[&self.counter.to_be_bytes()]));
        }
        bytes.truncate(length);
        bytes
    }

    /// A number below `bound`, without bias that matters: 64 bits are reduced.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let number = self.bytes(8).iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        number % bound.max(1)
    }

    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or_default())).collect()
    }

    /// Letters and digits.
    pub(super) fn word(&mut self, count: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        (0..count)
            .filter_map(|_| LETTERS.get(usize::try_from(self.below(LETTERS.len() as u64)).unwrap_or_default()))
            .map(|letter| char::from(*letter))
            .collect()
    }

    /// A version 4 UUID.
    pub(super) fn uuid(&mut self) -> String {
        let mut bytes = self.bytes(16);
        if let Some(byte) = bytes.get_mut(6) {
            *byte = (*byte & 0x0f) | 0x40;
        }
        if let Some(byte) = bytes.get_mut(8) {
            *byte = (*byte & 0x3f) | 0x80;
        }
        let mut text = super::srp::hex(&bytes);
        for position in [8, 13, 18, 23] {
            text.insert(position, '-');
        }
        text
    }
}

/// HMAC-SHA256 over the joined parts.
pub(super) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length, so the failure cannot happen.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// A trigger's answer, remembered for the next run of the same request.
#[derive(Clone)]
pub(super) struct Reply {
    pub(super) trigger: &'static str,
    pub(super) answer: std::result::Result<Value, String>,
}

/// The surroundings of one request.
pub(super) struct Env<'a> {
    /// Milliseconds since 1970 on the server's clock.
    pub(super) now: f64,
    pub(super) rng: Rng,
    pub(super) keys: &'a Keys,
    pub(super) powers: Powers<'a>,
    /// Tokens that the host signs; none where the engine signs by itself.
    pub(super) unsigned: Option<Vec<Unsigned>>,
    pub(super) faults: &'a Faults,
    /// What the request sent, for the outbox.
    pub(super) mail: Vec<Mail>,
    pub(super) replies: &'a [Reply],
    pub(super) used: usize,
}

impl Env<'_> {
    /// Whole seconds since 1970.
    pub(super) fn seconds(&self) -> u64 {
        // Times before 1970 and after the year 500 million do not occur.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let seconds = (self.now / 1000.0).max(0.0) as u64;
        seconds
    }

    /// A signed JWT, or one with a mark where the host puts the signature. The mark is random: what people store cannot hold it.
    pub(super) fn sign(&mut self, claims: &Map<String, Value>) -> Option<String> {
        let text = self.keys.unsigned(claims)?;
        let Some(unsigned) = &mut self.unsigned else {
            let signature = self.keys.signature(&text)?;
            return Some([text, signature].join("."));
        };
        let mark = self.rng.word(32);
        let token = [text.as_str(), &mark].join(".");
        unsigned.push(Unsigned { text, mark });
        Some(token)
    }

    /// Runs a trigger of the pool: its `response`, or `None` when the pool has no such trigger.
    pub(super) fn trigger(&mut self, pool: &Pool, call: Trigger<'_>) -> Checked<Option<Value>> {
        if !pool.triggers.iter().any(|name| name == call.trigger) {
            return Ok(None);
        }
        if let Some(reply) = self.replies.get(self.used)
            && reply.trigger == call.trigger
        {
            self.used += 1;
            let title = capitalised(call.trigger);
            return match &reply.answer {
                Ok(event) => Ok(Some(event.get("response").cloned().unwrap_or_else(|| json!({})))),
                Err(message) => Err(refuse(
                    "UserLambdaValidationException",
                    format!("{title} failed with error {}.", message.trim_end_matches('.')),
                )),
            };
        }
        let event = json!({
            "version": "1",
            "triggerSource": call.source,
            "region": pool.region(),
            "userPoolId": pool.id,
            "userName": call.username,
            "callerContext": { "awsSdkVersion": "local", "clientId": call.client_id },
            "request": call.request,
            "response": call.response,
        });
        Err(Stop::Invoke { trigger: call.trigger, event: Box::new(event) })
    }
}

/// One call of a trigger.
pub(super) struct Trigger<'a> {
    pub(super) trigger: &'static str,
    pub(super) source: &'static str,
    pub(super) username: &'a str,
    pub(super) client_id: &'a str,
    pub(super) request: Value,
    pub(super) response: Value,
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
