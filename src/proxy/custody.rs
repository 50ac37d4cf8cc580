//! Cookie custody: the session lies sealed in cookies that the browser keeps and no JavaScript reads.
//!
//! The value is `<chunks>.<key id>.<base64url of nonce, ciphertext, tag>`, cut into `__Host-<name>.0…n`. The seal binds the
//! cookie's name, the key id, the user pool and the app client, so that no cookie passes for one of another place. The first
//! key of the configuration seals; every other still opens, which is how keys rotate.

use base64ct::{Base64UrlUnpadded, Encoding};

use super::config::{Config, Pool, SameSite};
use super::exchange::{Host, Step};
use super::failure::{Checked, session_too_large};
use super::http::Request;
use super::session::Session;

/// Browsers keep 4096 bytes of name, value and attributes.
const CHUNK: usize = 3800;
/// Servers and proxies take 8 kB of cookies in a request: with more of them, a browser could not even sign out.
const MOST_CHUNKS: usize = 2;
/// How many there may be of an earlier version of this proxy.
const LEFT_CHUNKS: usize = 8;

fn name(pool: &Pool, index: usize) -> String {
    format!("__Host-{}.{index}", pool.cookie_name)
}

fn bound(pool: &Pool, key: &str) -> String {
    format!("auth-proxy v2 {} {key} {} {}", pool.cookie_name, pool.user_pool_id, pool.client_id)
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
    let session = Session::unpack(&Base64UrlUnpadded::decode_vec(&plain).ok()?)?;
    // A clock that went back must not make a session young again.
    (session.remaining(config, now_s) > 0.0).then_some(session)
}

/// The `Set-Cookie` values that keep a session, and remove chunks that it no longer needs; none where nothing can be sealed.
///
/// # Errors
/// `SessionTooLarge`.
pub(super) async fn seal(
    session: &Session,
    request: &Request,
    pool: &Pool,
    config: &Config,
    host: &Host,
    now_s: f64,
) -> Checked<Option<Vec<String>>> {
    let (Some(key), Some(plain)) = (config.keys.first(), session.pack()) else { return Ok(None) };
    let key = &key.id;
    let plain = Base64UrlUnpadded::encode_string(&plain);
    let Some(sealed) = host.text(Step::Seal { key: key.clone(), plain, bound: bound(pool, key) }).await else {
        return Ok(None);
    };
    let prefix = key.len() + 3;
    let count = (sealed.len() + prefix).div_ceil(CHUNK);
    if count > MOST_CHUNKS {
        return Err(session_too_large());
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
    Ok(Some(cookies))
}

/// The `Set-Cookie` values that end a session.
pub(super) fn clear(request: &Request, pool: &Pool, config: &Config) -> Vec<String> {
    leftovers(request, pool, config, 0)
}

fn leftovers(request: &Request, pool: &Pool, config: &Config, from: usize) -> Vec<String> {
    let there = (from..LEFT_CHUNKS).filter(|index| !request.cookies(&name(pool, *index)).is_empty());
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
