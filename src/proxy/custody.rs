//! Cookie custody: the session lies sealed in cookies that the browser keeps and no JavaScript reads.
//!
//! The value is `<chunks>.<key id>.<base64url of nonce, ciphertext, tag>`, cut at 4 kB into `__Host-<name>.0…n`. The seal
//! binds the cookie's name and the key id, so that no cookie passes for one of another pool. The first key of the
//! configuration seals; every other still opens, which is how keys rotate.

use serde_json::{Value, json};

use super::config::{Config, Pool, SameSite};
use super::exchange::{Host, Step};
use super::http::Request;
use crate::operation::Tokens;
use crate::secret::Secret;

/// Browsers keep 4096 bytes of name, value and attributes.
const CHUNK: usize = 3800;
const MOST_CHUNKS: usize = 8;

/// What a cookie holds.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) access: Secret<String>,
    pub(super) id: Option<Secret<String>>,
    pub(super) refresh: Option<Secret<String>>,
    /// When the person signed in, in seconds since 1970.
    pub(super) created: f64,
    /// When the person was last seen, up to a tenth of the idle time ago.
    pub(super) seen: f64,
}

impl Session {
    /// A session of fresh tokens. A refresh keeps what the service does not renew.
    pub(super) fn new(tokens: &Tokens, before: Option<&Session>, now_s: f64) -> Session {
        Session {
            access: tokens.access.clone(),
            id: tokens.id.clone(),
            refresh: tokens.refresh.clone().or_else(|| before.and_then(|session| session.refresh.clone())),
            created: before.map_or(now_s, |session| session.created),
            seen: now_s,
        }
    }

    fn write(&self) -> String {
        let text = |secret: &Option<Secret<String>>| secret.as_ref().map(|secret| secret.expose().clone());
        json!({ "a": self.access.expose(), "i": text(&self.id), "r": text(&self.refresh), "c": self.created, "s": self.seen })
            .to_string()
    }

    fn read(text: &str) -> Option<Session> {
        let value: Value = serde_json::from_str(text).ok()?;
        let secret = |name: &str| value.get(name).and_then(Value::as_str).map(Secret::from);
        let number = |name: &str| value.get(name).and_then(Value::as_f64);
        Some(Session {
            access: secret("a")?,
            id: secret("i"),
            refresh: secret("r"),
            created: number("c")?,
            seen: number("s")?,
        })
    }

    /// Seconds until the seal ends, whichever of the two lifetimes ends first.
    fn remaining(&self, config: &Config, now_s: f64) -> f64 {
        let idle = self.seen + config.cookies.idle_seconds - now_s;
        let absolute = self.created + config.cookies.absolute_seconds - now_s;
        idle.min(absolute)
    }

    /// Whether the cookie is old enough to be sealed anew: not at every request.
    pub(super) fn wants_renewal(&self, config: &Config, now_s: f64) -> bool {
        now_s - self.seen > config.cookies.idle_seconds / 10.0
    }
}

fn name(pool: &Pool, index: usize) -> String {
    format!("__Host-{}.{index}", pool.cookie_name)
}

fn bound(pool: &Pool, key: &str) -> String {
    format!("auth-proxy v1 {} {key}", pool.cookie_name)
}

/// Opens the session of a request; whatever is wrong with a cookie, there is none.
pub(super) async fn open(request: &Request, pool: &Pool, config: &Config, host: &Host, now_s: f64) -> Option<Session> {
    let first = request.cookie(&name(pool, 0))?;
    let (count, rest) = first.split_once('.')?;
    let (key, start) = rest.split_once('.')?;
    let count = count.parse::<usize>().ok().filter(|count| (1..=MOST_CHUNKS).contains(count))?;
    if !config.keys.iter().any(|known| known.id == key) {
        return None;
    }
    let mut sealed = start.to_owned();
    for index in 1..count {
        sealed.push_str(request.cookie(&name(pool, index))?);
    }
    let plain = host.text(Step::Open { key: key.to_owned(), sealed, bound: bound(pool, key) }).await?;
    let session = Session::read(&plain)?;
    // A clock that went back must not make a session young again.
    (session.remaining(config, now_s) > 0.0).then_some(session)
}

/// The `Set-Cookie` values that keep a session, and remove chunks that it no longer needs.
pub(super) async fn seal(
    session: &Session,
    request: &Request,
    pool: &Pool,
    config: &Config,
    host: &Host,
    now_s: f64,
) -> Option<Vec<String>> {
    let key = &config.keys.first()?.id;
    let step = Step::Seal { key: key.clone(), plain: session.write(), bound: bound(pool, key) };
    let sealed = host.text(step).await?;
    let prefix = key.len() + 3;
    let count = (sealed.len() + prefix).div_ceil(CHUNK);
    if count > MOST_CHUNKS {
        return None;
    }
    let value = format!("{count}.{key}.{sealed}");
    let age = session.remaining(config, now_s).floor().max(1.0);
    let mut cookies: Vec<String> = (0..count)
        .map(|index| {
            let part = value.get(index * CHUNK..((index + 1) * CHUNK).min(value.len())).unwrap_or_default();
            cookie(pool, config, index, part, age)
        })
        .collect();
    cookies.extend(leftovers(request, pool, config, count));
    Some(cookies)
}

/// The `Set-Cookie` values that end a session.
pub(super) fn clear(request: &Request, pool: &Pool, config: &Config) -> Vec<String> {
    leftovers(request, pool, config, 0)
}

fn leftovers(request: &Request, pool: &Pool, config: &Config, from: usize) -> Vec<String> {
    let there = (from..MOST_CHUNKS).filter(|index| request.cookie(&name(pool, *index)).is_some());
    there.map(|index| cookie(pool, config, index, "", 0.0)).collect()
}

fn cookie(pool: &Pool, config: &Config, index: usize, value: &str, age: f64) -> String {
    let same_site = match config.cookies.same_site {
        SameSite::Strict => "Strict",
        SameSite::Lax => "Lax",
        SameSite::None => "None",
    };
    format!("{}={value}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite={same_site}", name(pool, index))
}
