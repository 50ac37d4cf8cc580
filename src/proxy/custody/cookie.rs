//! Names and attributes of the cookies.

use super::super::config::{Config, Pool, SameSite};
use super::super::http::Request;

/// How many there may be of an earlier version of this proxy.
const LEFT_CHUNKS: usize = 8;

pub(super) fn name(pool: &Pool, index: usize) -> String {
    format!("__Host-{}.{index}", pool.cookie_name)
}

/// A `Set-Cookie` value. `age` is in seconds.
pub(super) fn set(pool: &Pool, config: &Config, index: usize, value: &str, age: f64) -> String {
    let same_site = match config.cookies.same_site {
        SameSite::Strict => "Strict",
        SameSite::Lax => "Lax",
        SameSite::None => "None",
    };
    format!("{}={value}; Path=/; Max-Age={age}; Secure; HttpOnly; SameSite={same_site}", name(pool, index))
}

/// The `Set-Cookie` values that end a session.
pub(super) fn clear(request: &Request, pool: &Pool, config: &Config) -> Vec<String> {
    leftovers(request, pool, config, 0)
}

/// The `Set-Cookie` values that remove what the browser has of the cookies from this one on.
pub(super) fn leftovers(request: &Request, pool: &Pool, config: &Config, from: usize) -> Vec<String> {
    let there = (from..LEFT_CHUNKS).filter(|index| !request.cookies(&name(pool, *index)).is_empty());
    there.map(|index| set(pool, config, index, "", 0.0)).collect()
}
