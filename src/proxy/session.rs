//! A person's session, packed into as few bytes as it takes: a large one does not fit into the cookies that browsers and servers take.
//!
//! The parts of a token are base64url, which costs a third; they are packed as bytes. The claims of access and ID token, most
//! of which are the same, are deflated together. Secrets are not: how far a secret can be compressed would tell of it. Of the
//! ID token only the claims are kept, because nothing needs its signature.

use base64ct::{Base64UrlUnpadded, Encoding};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::{Deserialize, Serialize};

use super::claims::claims_of;
use super::config::Config;
use crate::operation::Tokens;
use crate::secret::Secret;
use crate::token::verify::Claims;

/// No claims of one session are longer.
const LONGEST: usize = 1 << 18;
/// miniz_oxide's middle: higher levels take twice the time for one byte in a hundred.
const LEVEL: u8 = 6;

/// A person's session.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) access: Secret<String>,
    /// The claims of the ID token.
    pub(super) id: Option<Claims>,
    pub(super) refresh: Option<Secret<String>>,
    /// When the person signed in, in seconds since 1970.
    pub(super) created: f64,
    /// When the person was last seen, up to a tenth of the idle time ago.
    pub(super) seen: f64,
    /// Where it lies, unless the cookies are all there is of it.
    pub(super) ticket: Option<Ticket>,
}

/// A session's place in the store.
#[derive(Clone, Debug)]
pub(super) struct Ticket {
    /// `<id>.<secret>`
    pub(super) text: Secret<String>,
    /// Which version of the session was read.
    pub(super) version: String,
    /// When that was written, in milliseconds since 1970.
    pub(super) written: f64,
}

/// One part of a token between its dots.
#[derive(Deserialize, Serialize)]
pub(super) enum Part {
    /// Base64url of these bytes.
    Bytes(Vec<u8>),
    /// What is no base64url, or another spelling of it.
    Text(String),
    /// Base64url of the claims of the access token, which are packed apart.
    Claims,
}

#[derive(Deserialize, Serialize)]
struct Packed {
    created: f64,
    seen: f64,
    access: Vec<Part>,
    refresh: Option<Vec<Part>>,
    /// How long the claims of the access token are, in front of those of the ID token.
    access_claims: u32,
    has_id: bool,
    /// Both, deflated.
    claims: Vec<u8>,
}

fn part(text: &str) -> Part {
    match Base64UrlUnpadded::decode_vec(text) {
        // One spelling alone comes back as it was.
        Ok(bytes) if Base64UrlUnpadded::encode_string(&bytes) == text => Part::Bytes(bytes),
        _ => Part::Text(text.to_owned()),
    }
}

pub(super) fn parts(token: &str) -> Vec<Part> {
    token.split('.').map(part).collect()
}

pub(super) fn token(parts: Vec<Part>, claims: &[u8]) -> Secret<String> {
    let texts: Vec<String> = parts
        .into_iter()
        .map(|part| match part {
            Part::Bytes(bytes) => Base64UrlUnpadded::encode_string(&bytes),
            Part::Text(text) => text,
            Part::Claims => Base64UrlUnpadded::encode_string(claims),
        })
        .collect();
    texts.join(".").into()
}

impl Session {
    /// A session of fresh tokens. A refresh keeps what the service does not renew.
    pub(super) fn new(tokens: &Tokens, before: Option<&Session>, now_s: f64) -> Session {
        Session {
            access: tokens.access.clone(),
            id: tokens.id.as_ref().and_then(|token| claims_of(token.expose())),
            refresh: tokens.refresh.clone().or_else(|| before.and_then(|session| session.refresh.clone())),
            created: before.map_or(now_s, |session| session.created),
            seen: now_s,
            ticket: before.and_then(|session| session.ticket.clone()),
        }
    }

    /// The bytes that are sealed.
    pub(super) fn pack(&self) -> Option<Vec<u8>> {
        let mut access = parts(self.access.expose());
        let mut claims = Vec::new();
        if let Some(payload @ Part::Bytes(_)) = access.get_mut(1)
            && let Part::Bytes(bytes) = std::mem::replace(payload, Part::Claims)
        {
            claims = bytes;
        }
        let access_claims = u32::try_from(claims.len()).ok()?;
        if let Some(id) = &self.id {
            serde_json::to_writer(&mut claims, id).ok()?;
        }
        let packed = Packed {
            created: self.created,
            seen: self.seen,
            access,
            refresh: self.refresh.as_ref().map(|token| parts(token.expose())),
            access_claims,
            has_id: self.id.is_some(),
            claims: compress_to_vec(&claims, LEVEL),
        };
        postcard::to_allocvec(&packed).ok()
    }

    /// What was packed.
    pub(super) fn unpack(bytes: &[u8]) -> Option<Session> {
        let packed: Packed = postcard::from_bytes(bytes).ok()?;
        let claims = decompress_to_vec_with_limit(&packed.claims, LONGEST).ok()?;
        let (access, id) = claims.split_at_checked(usize::try_from(packed.access_claims).ok()?)?;
        let id = if packed.has_id { Some(serde_json::from_slice(id).ok()?) } else { None };
        Some(Session {
            access: token(packed.access, access),
            id,
            refresh: packed.refresh.map(|parts| token(parts, &[])),
            created: packed.created,
            seen: packed.seen,
            ticket: None,
        })
    }

    /// Seconds until the seal ends, whichever of the two lifetimes ends first.
    pub(super) fn remaining(&self, config: &Config, now_s: f64) -> f64 {
        let idle = self.seen + config.cookies.idle_seconds - now_s;
        idle.min(self.ends(config) - now_s)
    }

    /// When the session ends in any case, in seconds since 1970.
    pub(super) fn ends(&self, config: &Config) -> f64 {
        self.created + config.cookies.absolute_seconds
    }

    /// Whether the store got it after a request arrived, in milliseconds since 1970.
    pub(super) fn is_written_after(&self, arrived: f64) -> bool {
        self.ticket.as_ref().is_some_and(|ticket| ticket.written > arrived)
    }

    /// Whether the cookie is old enough to be sealed anew: not at every request.
    pub(super) fn wants_renewal(&self, config: &Config, now_s: f64) -> bool {
        now_s - self.seen > config.cookies.idle_seconds / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn session(access: &str, refresh: &str, id: Option<serde_json::Value>) -> Session {
        Session {
            access: access.into(),
            id: id.and_then(|claims| claims.as_object().cloned()),
            refresh: Some(refresh.into()),
            created: 1.5,
            seen: 2.0,
            ticket: None,
        }
    }

    fn jwt(claims: &serde_json::Value) -> String {
        let part = |text: &str| Base64UrlUnpadded::encode_string(text.as_bytes());
        [part(r#"{"kid":"k","alg":"RS256"}"#), part(&claims.to_string()), Base64UrlUnpadded::encode_string(&[7; 256])]
            .join(".")
    }

    #[test]
    fn what_is_packed_comes_back_byte_for_byte() {
        let whole = jwt(&json!({ "sub": "1", "cognito:groups": ["a", "b"], "n": 1.0e3 }));
        for (access, refresh) in [
            (whole.as_str(), "a.b.c.d.e"),
            ("opaque", "r"),
            ("a.b.c", ""),
            ("..", "ä.=.%"),
            ("a.YQ.YR", "YQ.YR."),
            (&whole, &whole),
        ] {
            let id = Some(json!({ "sub": "1", "email": "a@example.com" }));
            for id in [id, None] {
                let session = session(access, refresh, id);
                let back = Session::unpack(&session.pack().unwrap()).unwrap();
                assert_eq!(back.access.expose(), access);
                assert_eq!(back.refresh.unwrap().expose(), refresh);
                assert_eq!((back.id, back.created, back.seen), (session.id, 1.5, 2.0));
            }
        }
    }

    #[test]
    fn what_was_not_packed_is_no_session() {
        let packed = session(&jwt(&json!({ "sub": "1" })), "r", None).pack().unwrap();
        for cut in 0..packed.len() {
            let _ = Session::unpack(&packed[..cut]);
        }
        assert!(Session::unpack(&[]).is_none() && Session::unpack(&[255; 64]).is_none());
    }

    #[test]
    fn sixty_groups_fit_into_half_of_what_two_hundred_take() {
        let size = |count: usize| {
            let name =
                |index: usize| format!("{:033}", (index as u128 * 7_919_777_013_331) % 1_000_000_007_000_000_003);
            let groups: Vec<String> = (0..count).map(name).collect();
            let claims = json!({ "sub": "1", "cognito:groups": groups, "username": "ada" });
            session(&jwt(&claims), &"x".repeat(1_700), Some(claims)).pack().unwrap().len()
        };
        assert!(size(60) < 2_900 && size(200) < 5_600, "{} {}", size(60), size(200));
    }
}
