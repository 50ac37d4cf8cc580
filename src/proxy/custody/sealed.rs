//! The session lies sealed in cookies.
//!
//! The value is `<chunks>.<key id>.<base64url of nonce, ciphertext, tag>`, cut into `__Host-<name>.0…n`. The seal binds the
//! cookie's name, the key id, the user pool and the app client, so that no cookie passes for one of another place. The first
//! key of the configuration seals; every other still opens, which is how keys rotate.

use base64ct::{Base64UrlUnpadded, Encoding};

use super::super::config::Pool;
use super::super::exchange::Step;
use super::super::failure::{Checked, bad_gateway, session_too_large};
use super::super::session::Session;
use super::super::visit::Visit;
use super::cookie;

/// Browsers keep 4096 bytes of name, value and attributes.
const CHUNK: usize = 3800;
/// Servers and proxies take 8 kB of cookies in a request: with more of them, a browser could not even sign out.
const MOST_CHUNKS: usize = 2;

fn bound(pool: &Pool, key: &str) -> String {
    format!("auth-proxy v2 {} {key} {} {}", pool.cookie_name, pool.user_pool_id, pool.client_id)
}

impl Visit<'_> {
    /// Opens a session; `first` is the first cookie.
    pub(super) async fn open(&self, first: &str) -> Option<Session> {
        let (count, rest) = first.split_once('.')?;
        let (key, start) = rest.split_once('.')?;
        let count = count.parse::<usize>().ok().filter(|count| (1..=MOST_CHUNKS).contains(count))?;
        if !self.config.keys.iter().any(|known| known.id == key) {
            return None;
        }
        let mut sealed = start.to_owned();
        for index in 1..count {
            sealed.push_str(self.request.cookie(&cookie::name(self.pool, index))?);
        }
        let plain = self.host.text(Step::Open { key: key.to_owned(), sealed, bound: bound(self.pool, key) }).await?;
        let session = Session::unpack(&Base64UrlUnpadded::decode_vec(&plain).ok()?)?;
        // A clock that went back must not make a session young again.
        (session.remaining(self.config, self.now_s()) > 0.0).then_some(session)
    }

    /// The `Set-Cookie` values that keep a session, and remove chunks that it no longer needs.
    pub(super) async fn seal(&self, session: &Session, plain: Vec<u8>) -> Checked<Vec<String>> {
        let key = &self.config.keys.first().ok_or_else(bad_gateway)?.id;
        let plain = Base64UrlUnpadded::encode_string(&plain);
        let step = Step::Seal { key: key.clone(), plain, bound: bound(self.pool, key) };
        let sealed = self.host.text(step).await.ok_or_else(bad_gateway)?;
        let prefix = key.len() + 3;
        let count = (sealed.len() + prefix).div_ceil(CHUNK);
        if count > MOST_CHUNKS {
            return Err(session_too_large());
        }
        let value = format!("{count}.{key}.{sealed}");
        let age = session.remaining(self.config, self.now_s()).floor().max(1.0);
        let mut cookies: Vec<String> = (0..count)
            .map(|index| {
                let part = value.get(index * CHUNK..((index + 1) * CHUNK).min(value.len())).unwrap_or_default();
                cookie::set(self.pool, self.config, index, part, age)
            })
            .collect();
        cookies.extend(cookie::leftovers(self.request, self.pool, self.config, count));
        Ok(cookies)
    }
}
