//! A request whose pool is known: what every step of its way reads, and what it leaves for the answer and for the log.

use std::cell::{OnceCell, RefCell};
use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::client_ip::{client_ip, network_of};
use super::config::{Config, Pool};
use super::exchange::{Event, Host, Step};
use super::failure::{Checked, busy, invalid, no_json, slow, too_large, unsupported_media_type};
use super::http::{Request, trimmed};
use super::unique;

/// A request on its way.
pub(super) struct Visit<'v> {
    pub(super) config: &'v Config,
    pub(super) pool: &'v Pool,
    pub(super) request: &'v Request,
    pub(super) host: &'v Host,
    pub(super) id: &'v str,
    /// When the request arrived, in milliseconds since 1970.
    pub(super) now: f64,
    record: &'v RefCell<Map<String, Value>>,
    cookies: RefCell<Vec<String>>,
    more_cookies: RefCell<Vec<String>>,
    body: OnceCell<Option<String>>,
}

impl<'v> Visit<'v> {
    pub(super) fn new(
        (config, pool): (&'v Config, &'v Pool),
        request: &'v Request,
        host: &'v Host,
        (id, now): (&'v str, f64),
        record: &'v RefCell<Map<String, Value>>,
    ) -> Visit<'v> {
        let (cookies, more_cookies, body) = (RefCell::default(), RefCell::default(), OnceCell::new());
        Visit { config, pool, request, host, id, now, record, cookies, more_cookies, body }
    }

    pub(super) fn now_s(&self) -> f64 {
        (self.now / 1000.0).floor()
    }

    fn address(&self) -> Option<IpAddr> {
        let forwarded = self.request.list("x-forwarded-for", ',');
        client_ip(self.request.peer.as_deref(), forwarded, &self.config.hops)
    }

    /// The address of the person's machine.
    pub(super) fn client_ip(&self) -> Option<String> {
        self.address().map(|ip| ip.to_string())
    }

    /// What counts as one client: an IPv4 address, or the network of an IPv6 address, of which one machine has as many as it likes.
    pub(super) fn client_network(&self) -> Option<String> {
        Some(network_of(self.address()?, self.config.ipv6_prefix()))
    }

    // ---- the log -------------------------------------------------------------------------------------------------

    /// Adds to the line in the log.
    pub(super) fn note(&self, name: &str, value: &str) {
        self.record.borrow_mut().insert(name.to_owned(), json!(value));
    }

    /// The route by its template: a path may hold a person's name.
    pub(super) fn label(&self, route: &str) {
        self.note("route", route);
    }

    /// What was done, by whom (`sub`; unknown where a sign-in was refused), and on whom where an administrator did it.
    pub(super) fn audit(&self, what: &str, sub: Option<&str>, target: Option<&str>) {
        let mut entry = Map::from_iter([
            ("what".to_owned(), json!(what)),
            ("sub".to_owned(), json!(sub)),
            ("requestId".to_owned(), json!(self.id)),
            ("address".to_owned(), json!(self.client_ip())),
        ]);
        entry.extend(target.map(|target| ("target".to_owned(), json!(target))));
        self.record.borrow_mut().insert("audit".to_owned(), Value::Object(entry));
    }

    // ---- what came -----------------------------------------------------------------------------------------------

    /// Takes a slot, and the body where there may be one: from here on the request costs something.
    pub(super) async fn begin(&self, body: bool) -> Checked<()> {
        match self.host.ask(Step::Begin { body, network: self.client_network() }).await {
            Event::Began { body } => {
                if body.as_ref().is_some_and(|body| body.len() > self.config.limits.body_bytes) {
                    return Err(too_large());
                }
                let _ = self.body.set(body);
                Ok(())
            }
            Event::Busy { slow: true } => Err(slow()),
            _ => Err(busy()),
        }
    }

    /// Refuses a body that does not say that it is JSON, which a form of another site cannot, and one that says that it is too long.
    pub(super) fn check_body_head(&self) -> Checked<()> {
        let kind = self.request.header("content-type").unwrap_or_default();
        let mut parts = kind.split(';').map(trimmed);
        let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
        if !is_json || !parts.all(|part| part.is_empty() || part.eq_ignore_ascii_case("charset=utf-8")) {
            return Err(unsupported_media_type());
        }
        let length = self.request.header("content-length").map(str::parse::<usize>);
        if length.is_some_and(|length| length.is_ok_and(|length| length > self.config.limits.body_bytes)) {
            return Err(too_large());
        }
        Ok(())
    }

    /// The body: one object, of whose members, down to the deepest, no two have one name.
    pub(super) fn json_body(&self) -> Checked<Map<String, Value>> {
        let body = self.body.get().and_then(Option::as_deref).unwrap_or_default();
        match unique::parse(body) {
            Ok(Value::Object(body)) => Ok(body),
            Err(error) if error.is_data() => {
                Err(invalid("The body has two members of one name, or a value of no kind that JSON has."))
            }
            _ => Err(no_json()),
        }
    }

    /// Refuses a body where none belongs.
    pub(super) fn no_body(&self) -> Checked<()> {
        match self.body.get() {
            Some(Some(body)) if !body.is_empty() => Err(invalid("This route takes no body.")),
            _ => Ok(()),
        }
    }

    // ---- the cookies ---------------------------------------------------------------------------------------------

    /// What the answer sets of a session, in place of what it set before.
    pub(super) fn set_cookies(&self, cookies: Vec<String>) {
        self.cookies.replace(cookies);
    }

    /// What the answer sets besides.
    pub(super) fn add_cookie(&self, cookie: String) {
        self.more_cookies.borrow_mut().push(cookie);
    }

    /// The `Set-Cookie` values of the answer.
    pub(super) fn take_cookies(&self) -> Vec<String> {
        let mut cookies = self.cookies.take();
        cookies.append(&mut self.more_cookies.borrow_mut());
        cookies
    }
}
