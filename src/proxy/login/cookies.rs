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
/// How many bytes may wait for all the tabs of a browser.
const MOST_WAITING: usize = 9_000;

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
    // Browsers send the older of two first.
    all.reverse();
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

/// How the cookies begin that hold what waits for the app.
const TOKENS: &str = "tokens-";

/// The names of the cookies that hold what waits for this code: tabs that come back at once do not disturb each other.
fn names_of_tokens(pool: &Pool, code: &str) -> [String; MOST_CHUNKS] {
    let digest = deny::digest(code);
    let digest = digest.get(..16).unwrap_or_default();
    core::array::from_fn(|index| name(pool, &format!("{TOKENS}{digest}-{index}")))
}

/// What the app redeems, in as many cookies as it takes; none where it does not fit. What waits for other tabs goes where there is no room.
pub(super) fn of_tokens(
    (request, pool, config): (&Request, &Pool, &Config),
    code: &str,
    held: &str,
    age: f64,
) -> Option<Vec<String>> {
    let same_site = if config.cookies.same_site == SameSite::None { "None" } else { "Lax" };
    let count = held.len().div_ceil(CHUNK);
    let mut cookies: Vec<String> = names_of_tokens(pool, code)
        .iter()
        .take(count)
        .enumerate()
        .map(|(index, name)| {
            let text = held.get(index * CHUNK..((index + 1) * CHUNK).min(held.len())).unwrap_or_default();
            set(name, text, age, same_site)
        })
        .collect();
    let waiting = name(pool, TOKENS);
    let others: Vec<(&str, &str)> = request.cookies_that_begin(&waiting).collect();
    if held.len() + others.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MOST_WAITING {
        cookies.extend(others.iter().map(|(name, _)| remove(name)));
    }
    (count <= MOST_CHUNKS).then_some(cookies)
}

/// What waits for this code, out of its cookies.
pub(super) fn tokens_in(request: &Request, pool: &Pool, code: &str) -> Option<String> {
    let names = names_of_tokens(pool, code);
    Some(names.iter().map_while(|name| request.cookie(name)).collect::<String>()).filter(|held| !held.is_empty())
}

/// Removes what waits for this code.
pub(super) fn without_tokens(request: &Request, pool: &Pool, code: &str) -> Vec<String> {
    let names = names_of_tokens(pool, code);
    names.iter().filter(|name| !request.cookies(name).is_empty()).map(|name| remove(name)).collect()
}
