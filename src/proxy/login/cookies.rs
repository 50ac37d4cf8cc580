//! Names and attributes of the cookies of a login: one for each that is under way, and those of what waits for the app.

use super::super::config::{Config, Pool, SameSite};
use super::super::deny;
use super::super::http::Request;

/// How many logins may be under way in a browser beside one that begins, and how many bytes their cookies may take.
const MOST: usize = 4;
const MOST_BYTES: usize = 4_000;

/// Browsers keep 4096 bytes of name, value and attributes.
const CHUNK: usize = 3_800;
/// Servers and proxies take 8 kB of cookies in a request.
const MOST_CHUNKS: usize = 2;

/// The name of a cookie of this purpose; sessions have numbers there.
fn name(pool: &Pool, purpose: &str) -> String {
    format!("__Host-{}.{purpose}", pool.cookie_name)
}

/// A `Set-Cookie` value; without an age the cookie goes. Strict ones would be missing where the login pages send people back.
fn set(name: &str, value: &str, age: f64, same_site: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite={same_site}")
}

/// The name of the cookie of a login.
pub(super) fn of_login(pool: &Pool, state: &str) -> String {
    let digest = deny::digest(state);
    name(pool, &["login-", digest.get(..16).unwrap_or_default()].concat())
}

/// Keeps a cookie that comes back with a page.
pub(super) fn keep(name: &str, value: &str, age: f64) -> String {
    set(name, value, age, "Lax")
}

/// Removes a cookie.
pub(super) fn remove(name: &str) -> String {
    set(name, "", 0.0, "Lax")
}

/// Removes the oldest logins of this browser, where there are too many. A value begins with the second in which its login began.
pub(super) fn make_room(request: &Request, pool: &Pool) -> Vec<String> {
    let of_logins = name(pool, "login-");
    let mut all: Vec<(f64, &str, usize)> = request
        .cookies_that_begin(&of_logins)
        .map(|(name, value)| {
            let began = value.split('.').next().and_then(|text| text.parse().ok());
            (began.unwrap_or_default(), name, name.len() + value.len())
        })
        .collect();
    all.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut bytes = 0;
    let too_many = all.iter().enumerate().filter(|(index, (_, _, size))| {
        bytes += size;
        *index >= MOST || bytes > MOST_BYTES
    });
    too_many.map(|(_, (_, name, _))| remove(name)).collect()
}

/// The name of the cookie with the address to come back to after a sign-out.
pub(super) fn of_sign_out(pool: &Pool) -> String {
    name(pool, "sign-out")
}

/// What the app redeems, in as many cookies as it takes; none where it does not fit.
pub(super) fn of_tokens(request: &Request, pool: &Pool, config: &Config, held: &str, age: f64) -> Option<Vec<String>> {
    let same_site = if config.cookies.same_site == SameSite::None { "None" } else { "Lax" };
    let count = held.len().div_ceil(CHUNK);
    let part = |index: usize| {
        let text = held.get(index * CHUNK..((index + 1) * CHUNK).min(held.len())).unwrap_or_default();
        set(&name(pool, &format!("tokens-{index}")), text, age, same_site)
    };
    let there = |index: &usize| !request.cookies(&name(pool, &format!("tokens-{index}"))).is_empty();
    let left = (count..MOST_CHUNKS).filter(there).map(|index| remove(&name(pool, &format!("tokens-{index}"))));
    (count <= MOST_CHUNKS).then(|| (0..count).map(part).chain(left).collect())
}

/// What waits for the app, out of its cookies.
pub(super) fn tokens_in(request: &Request, pool: &Pool) -> Option<String> {
    let parts = (0..MOST_CHUNKS).map_while(|index| request.cookie(&name(pool, &format!("tokens-{index}"))));
    Some(parts.collect::<String>()).filter(|held| !held.is_empty())
}

/// Removes what waits for the app.
pub(super) fn without_tokens(request: &Request, pool: &Pool) -> Vec<String> {
    let names = (0..MOST_CHUNKS).map(|index| name(pool, &format!("tokens-{index}")));
    names.filter(|name| !request.cookies(name).is_empty()).map(|name| remove(&name)).collect()
}
