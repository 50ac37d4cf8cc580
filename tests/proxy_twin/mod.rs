//! A host of the auth proxy for its tests: the local Cognito behind it, real AES-GCM and real signatures, a browser's cookies.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::collections::{BTreeMap, HashMap};

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base64ct::{Base64UrlUnpadded, Encoding};
use cognito_identity_wasm::operation::Json;
use cognito_identity_wasm::proxy::{Event, Exchange, Outcome, Proxy, Request, Step, Turn};
use cognito_identity_wasm::wire::rest as wire;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::local_twin::{self, CLIENT, POOL, Server, Srp};

pub const ORIGIN: &str = "https://app.example.com";
/// The login pages.
pub const DOMAIN: &str = "https://login.example.com";
pub const SECRET: &str = "CLIENT-SECRET-canary-0001";

pub struct World {
    pub local: Server,
    pub proxy: Proxy,
    pub keys: BTreeMap<String, Vec<u8>>,
    pub cookies: BTreeMap<String, String>,
    pub denied: HashMap<String, f64>,
    /// Denials up to a time: the time, the family that is excepted, and how long they are kept.
    pub before: HashMap<String, (f64, Option<String>, f64)>,
    /// Sessions by the ids of their tickets.
    pub sessions: BTreeMap<String, Stored>,
    pub body: Option<String>,
    /// What the service answers in place of its own answer.
    pub scripted: Option<Event>,
    /// What the store has from the next call of the service on.
    pub swap_at_send: Option<BTreeMap<String, Stored>>,
    /// Whether there is no slot; whether because of a slow body.
    pub busy: Option<bool>,
    pub networks: Vec<Option<String>>,
    pub succeeded: Vec<(Option<String>, String)>,
    pub store_is_down: bool,
    /// The step at which the store is down.
    pub down_at: Option<&'static str>,
    pub service_is_down: bool,
    pub keys_are_down: bool,
    pub peer: String,
    pub limits: Vec<(Option<String>, Option<String>)>,
    pub limited: Option<f64>,
    /// Bodies that went to the service.
    pub sent: Vec<Value>,
    pub commands: Vec<(String, Value)>,
    /// What the token endpoint was sent: the header and the form.
    pub redeemed: Vec<(Option<String>, String)>,
    /// What the token endpoint answers in place of its own answer.
    pub scripted_tokens: Option<Event>,
    /// What it answered last.
    pub last_tokens: Value,
    /// What may happen once, and did.
    pub marks: BTreeMap<String, f64>,
    pub steps: Vec<&'static str>,
    pub records: Vec<Value>,
    nonce: u64,
}

/// A session in the store.
#[derive(Clone)]
pub struct Stored {
    secret: String,
    bound: String,
    plain: String,
    version: u64,
    pub written: f64,
    pub until: f64,
}

pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Value,
    pub outcome: Outcome,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.iter().filter(|(name, _)| name == "Set-Cookie").map(|(_, value)| value.as_str()).collect()
    }

    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or("-")
    }

    /// The answer in the service's names, as the client will read it.
    pub fn aws(&self) -> Value {
        Value::from(&wire::to_service(&Json::from(&self.body)))
    }
}

pub fn key(byte: u8) -> Value {
    json!(Base64UrlUnpadded::encode_string(&[byte; 32]))
}

pub fn config(custody: &str) -> Value {
    json!({
        "pools": [{ "userPoolId": POOL, "clientId": CLIENT, "clientSecrets": [SECRET] }],
        "custody": custody,
        "keys": [{ "id": "k1", "secret": key(1) }],
        "origins": [ORIGIN],
        "admin": { "group": "admins" },
        "upstreams": { "/api": "https://api.example.com" },
    })
}

impl World {
    pub fn new(custody: &str) -> World {
        World::with(config(custody))
    }

    pub fn with(config: Value) -> World {
        let local = Server::with(json!({}), json!({ "ClientSecret": SECRET }));
        World {
            local,
            keys: keys_of(&config),
            proxy: Proxy::new(&config.to_string()).unwrap(),
            cookies: BTreeMap::new(),
            denied: HashMap::new(),
            before: HashMap::new(),
            sessions: BTreeMap::new(),
            body: None,
            scripted: None,
            swap_at_send: None,
            busy: None,
            networks: Vec::new(),
            succeeded: Vec::new(),
            store_is_down: false,
            down_at: None,
            service_is_down: false,
            keys_are_down: false,
            peer: "198.51.100.7".into(),
            limits: Vec::new(),
            limited: None,
            sent: Vec::new(),
            commands: Vec::new(),
            redeemed: Vec::new(),
            scripted_tokens: None,
            last_tokens: Value::Null,
            marks: BTreeMap::new(),
            steps: Vec::new(),
            records: Vec::new(),
            nonce: 0,
        }
    }

    pub fn reconfigure(&mut self, config: Value) {
        self.keys = keys_of(&config);
        self.proxy = Proxy::new(&config.to_string()).unwrap();
    }

    /// A request of a page of the app's origin, with the cookies that the browser has.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Reply {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut all: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            all.push(("cookie".into(), pairs.join("; ")));
        }
        let request = Request {
            method: method.into(),
            scheme: "https".into(),
            host: "auth.example.com".into(),
            path: path.into(),
            query: query.into(),
            headers: all,
            peer: Some(self.peer.clone()),
        };
        self.body = body.map(str::to_owned);
        let exchange = self.proxy.handle(request, self.local.now, "request-1".into());
        self.finish(exchange)
    }

    /// What a server that renders reads, by the cookies that the browser has.
    pub fn read(&mut self, method: &str, headers: &[(&str, &str)], reading: Value) -> Reply {
        let mut headers: Vec<(String, String)> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        headers.push(("cookie".into(), pairs.join("; ")));
        let request = Request {
            method: method.into(),
            scheme: "https".into(),
            host: "auth.example.com".into(),
            path: "/anywhere".into(),
            headers,
            ..Request::default()
        };
        let reading = serde_json::from_value(reading).unwrap();
        let exchange = self.proxy.read(request, reading, self.local.now, "request-2".into());
        self.finish(exchange)
    }

    fn finish(&mut self, mut exchange: Exchange) -> Reply {
        let mut event = None;
        let outcome = loop {
            match exchange.resume(event.take()) {
                Turn::Ask(step) => event = Some(self.perform(step)),
                Turn::Done(outcome) => break *outcome,
            }
        };
        self.records.push(outcome.record.clone());
        let response = outcome.respond.clone().unwrap_or_default();
        self.keep_cookies(&response.headers);
        let body = response.body.as_deref().map_or(Value::Null, |body| serde_json::from_str(body).unwrap());
        Reply { status: response.status, headers: response.headers, body, outcome }
    }

    /// As the client sends: JSON, the CSRF header, its origin, and the token where it has one.
    pub fn call(&mut self, method: &str, path: &str, token: Option<&str>, body: Value) -> Reply {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![("origin", ORIGIN), ("x-auth-csrf", "1")];
        headers.extend(bearer.as_deref().map(|value| ("authorization", value)));
        let body = (!body.is_null()).then(|| body.to_string());
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        self.send(method, path, &headers, body.as_deref())
    }

    /// SRP over the neutral contract.
    pub fn sign_in(&mut self) -> Reply {
        let reply = self.try_sign_in();
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply
    }

    /// The same, whatever comes of it.
    pub fn try_sign_in(&mut self) -> Reply {
        let srp = Srp::new();
        let body = json!({ "method": "SRP", "authParameters": { "username": "ada", "srpA": srp.public() } });
        let challenge = self.call("POST", "/sign-in", None, body);
        assert_eq!(challenge.status, 200, "{}", challenge.body);
        assert_eq!(challenge.body["challengeParameters"]["realm"], "Local0001");
        let answers = srp.responses(&challenge.aws()["ChallengeParameters"], local_twin::PASSWORD);
        let responses = json!({
            "username": answers["USERNAME"],
            "timestamp": answers["TIMESTAMP"],
            "passwordClaimSecretBlock": answers["PASSWORD_CLAIM_SECRET_BLOCK"],
            "passwordClaimSignature": answers["PASSWORD_CLAIM_SIGNATURE"],
        });
        let body = json!({ "challengeName": "PASSWORD_VERIFIER", "challengeResponses": responses });
        self.call("POST", "/challenge", None, body)
    }

    fn keep_cookies(&mut self, headers: &[(String, String)]) {
        for (_, line) in headers.iter().filter(|(name, _)| name == "Set-Cookie") {
            assert!(line.len() <= 4096, "a browser drops a longer one");
            assert!(line.contains("; Path=/; ") && line.contains("; Secure; HttpOnly; SameSite="));
            let (pair, attributes) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            assert!(name.starts_with("__Host-"));
            if attributes.contains("Max-Age=0;") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn perform(&mut self, step: Step) -> Event {
        let name = serde_json::to_value(&step).unwrap()["step"].as_str().unwrap().to_owned();
        if self.down_at == Some(&name) {
            return Event::Flag { value: None };
        }
        let down = |is_down: bool, value: bool| Event::Flag { value: (!is_down).then_some(value) };
        match step {
            Step::Send { url, target, body } => {
                self.steps.push("send");
                assert_eq!(url, "https://cognito-idp.us-east-1.amazonaws.com/");
                if let Some(sessions) = self.swap_at_send.take() {
                    self.sessions = sessions;
                }
                if let Some(event) = &self.scripted {
                    return event.clone();
                }
                if self.service_is_down {
                    return Event::Unanswered { timeout: true };
                }
                self.sent.push(serde_json::from_str(&body).unwrap());
                let operation = target.split('.').nth(1).unwrap();
                let response = self.local.send(&local_twin::post(operation, body));
                let error_type = local_twin::header(&response, "x-amzn-ErrorType").map(str::to_owned);
                Event::Replied { status: response.status, error_type, body: response.body }
            }
            Step::Redeem { url, authorization, body } => {
                self.steps.push("redeem");
                let path = url.strip_prefix(DOMAIN).unwrap().to_owned();
                self.redeemed.push((authorization.clone(), body.clone()));
                if let Some(event) = &self.scripted_tokens {
                    return event.clone();
                }
                if self.service_is_down {
                    return Event::Unanswered { timeout: true };
                }
                let kind = "application/x-www-form-urlencoded".to_owned();
                let mut headers = vec![("content-type".to_owned(), kind)];
                headers.extend(authorization.map(|value| ("authorization".to_owned(), value)));
                let request = cognito_identity_wasm::local::Request { method: "POST".into(), path, headers, body };
                let response = self.local.send(&request);
                self.last_tokens = serde_json::from_str(&response.body).unwrap_or_default();
                Event::Replied { status: response.status, error_type: None, body: response.body }
            }
            Step::Draw { bytes } => {
                let draw = |number: u32| {
                    self.nonce += 1;
                    Sha256::digest([self.nonce.to_be_bytes().as_slice(), &number.to_be_bytes()].concat())
                };
                let drawn: Vec<u8> = (0..bytes.div_ceil(32)).flat_map(draw).take(bytes as usize).collect();
                Event::Text { text: Some(Base64UrlUnpadded::encode_string(&drawn)) }
            }
            Step::Once { mark, seconds } => {
                self.steps.push("once");
                let (now, until) = (self.local.now, self.local.now + seconds * 1000.0);
                let is_new = !self.store_is_down && self.marks.insert(mark, until).is_none_or(|until| until <= now);
                down(self.store_is_down, is_new)
            }
            Step::Seal { key, plain, bound } => {
                self.nonce += 1;
                let mut nonce = [0; 12];
                nonce[4..].copy_from_slice(&self.nonce.to_be_bytes());
                let plain = Base64UrlUnpadded::decode_vec(&plain).unwrap();
                let payload = Payload { msg: &plain, aad: bound.as_bytes() };
                let sealed = self.cipher(&key).encrypt(&nonce.into(), payload).unwrap();
                Event::Text { text: Some(Base64UrlUnpadded::encode_string(&[nonce.as_slice(), &sealed].concat())) }
            }
            Step::Open { key, sealed, bound } => Event::Text { text: self.open(&key, &sealed, &bound) },
            Step::Load { .. } | Step::Keep { .. } | Step::Drop { .. } | Step::Take { .. } if self.store_is_down => {
                Event::Flag { value: None }
            }
            Step::Load { ticket, bound, seconds } => {
                self.steps.push("load");
                self.load(&ticket, &bound, seconds)
            }
            Step::Keep { before, plain, bound, seconds } => {
                self.steps.push("keep");
                Event::Kept { ticket: self.keep(before, plain, bound, seconds) }
            }
            Step::Take { ticket, bound } => {
                self.steps.push("take");
                let event = self.load(&ticket, &bound, 0.0);
                self.sessions.remove(ticket.split_once('.').unwrap().0);
                event
            }
            Step::Drop { ticket, version } => {
                self.steps.push("drop");
                let (id, _) = ticket.split_once('.').unwrap();
                let is_meant = |stored: &Stored| version.is_none_or(|version| version == stored.version.to_string());
                if self.sessions.get(id).is_some_and(is_meant) {
                    self.sessions.remove(id);
                }
                Event::Flag { value: Some(true) }
            }
            Step::Verify { jwks, key, token } => {
                self.steps.push("verify");
                let path = jwks.strip_prefix("https://cognito-idp.us-east-1.amazonaws.com").unwrap().to_owned();
                let known: Value = serde_json::from_str(&self.local.send(&local_twin::get(&path)).body).unwrap();
                let jwk = known["keys"].as_array().unwrap().iter().find(|jwk| jwk["kid"] == key.as_str());
                down(self.keys_are_down, jwk.is_some_and(|jwk| signature_is_good(jwk, &token)))
            }
            Step::Begin { body, network } => {
                self.steps.push("begin");
                self.networks.push(network);
                match self.busy {
                    Some(slow) => Event::Busy { slow },
                    None => Event::Began { body: self.body.clone().filter(|_| body) },
                }
            }
            Step::Denied { keys, issued, family } => {
                self.steps.push("denied");
                let now = self.local.now / 1000.0;
                let known = keys.iter().any(|key| self.denied.get(key).is_some_and(|until| *until > now));
                let before = issued.iter().any(|(name, at)| {
                    self.before.get(name).is_some_and(|(time, except, until)| {
                        *until > now && at <= time && (except.is_none() || *except != family)
                    })
                });
                down(self.store_is_down, known || before)
            }
            Step::DenyBefore { names, except, seconds } => {
                self.steps.push("denyBefore");
                if !self.store_is_down {
                    let now = (self.local.now / 1000.0).floor();
                    self.before.extend(names.into_iter().map(|name| (name, (now, except.clone(), now + seconds))));
                    self.local.later(1.0);
                }
                down(self.store_is_down, true)
            }
            Step::Succeeded { network, username } => {
                self.succeeded.push((network, username));
                Event::Flag { value: Some(true) }
            }
            Step::Deny { keys, until } => {
                self.steps.push("deny");
                if !self.store_is_down {
                    self.denied.extend(keys.into_iter().map(|key| (key, until)));
                }
                down(self.store_is_down, true)
            }
            Step::Limit { network, username } => {
                self.limits.push((network, username));
                Event::Wait { seconds: self.limited, known: !self.store_is_down }
            }
            Step::Admin { command, input, .. } => {
                let response = self.local.send(&local_twin::post(&command, input.to_string()));
                self.commands.push((command, input));
                let error_type = local_twin::header(&response, "x-amzn-ErrorType").map(str::to_owned);
                Event::Replied { status: response.status, error_type, body: response.body }
            }
            Step::Ready => down(self.store_is_down, true),
        }
    }

    fn load(&mut self, ticket: &str, bound: &str, seconds: f64) -> Event {
        let (now, (id, secret)) = (self.local.now, ticket.split_once('.').unwrap());
        let mut event = Event::Found { plain: None, version: String::new(), written: 0.0 };
        if let Some(stored) = self.sessions.get_mut(id).filter(|stored| stored.until > now) {
            stored.until = now + seconds * 1000.0;
            if stored.secret == secret && stored.bound == bound {
                let (plain, version) = (Some(stored.plain.clone()), stored.version.to_string());
                event = Event::Found { plain, version, written: stored.written };
            }
        }
        event
    }

    fn keep(&mut self, before: Option<(String, String)>, plain: String, bound: String, seconds: f64) -> Option<String> {
        self.nonce += 1;
        let [id, secret] = [[0; 16].as_slice(), &[0; 32]].map(|zeros| {
            let bytes = [&self.nonce.to_be_bytes(), zeros.get(8..).unwrap_or_default()].concat();
            Base64UrlUnpadded::encode_string(&bytes)
        });
        let fresh = || [id, secret].join(".");
        let ticket = before.as_ref().map_or_else(fresh, |(ticket, _)| ticket.clone());
        let (id, secret) = ticket.split_once('.').unwrap();
        if let Some((_, version)) = before {
            let is_meant = |stored: &&Stored| stored.version.to_string() == version;
            self.sessions.get(id).filter(is_meant)?;
        }
        let (written, until) = (self.local.now, self.local.now + seconds * 1000.0);
        let stored = Stored { secret: secret.into(), bound, plain, version: self.nonce, written, until };
        self.sessions.insert(id.to_owned(), stored);
        Some(ticket)
    }

    fn cipher(&self, key: &str) -> Aes256Gcm {
        Aes256Gcm::new_from_slice(&self.keys[key]).unwrap()
    }

    fn open(&self, key: &str, sealed: &str, bound: &str) -> Option<String> {
        let bytes = Base64UrlUnpadded::decode_vec(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<12>()?;
        let payload = Payload { msg: sealed, aad: bound.as_bytes() };
        Some(Base64UrlUnpadded::encode_string(&self.cipher(key).decrypt(&(*nonce).into(), payload).ok()?))
    }
}

fn keys_of(config: &Value) -> BTreeMap<String, Vec<u8>> {
    let read = |key: &Value| {
        let secret = Base64UrlUnpadded::decode_vec(key["secret"].as_str().unwrap()).unwrap();
        (key["id"].as_str().unwrap().to_owned(), secret)
    };
    config["keys"].as_array().into_iter().flatten().map(read).collect()
}

fn signature_is_good(jwk: &Value, token: &str) -> bool {
    let part = |name: &str| jwk[name].as_str().unwrap();
    let key = jsonwebtoken::DecodingKey::from_rsa_components(part("n"), part("e")).unwrap();
    let (message, signature) = token.rsplit_once('.').unwrap();
    jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key, jsonwebtoken::Algorithm::RS256).unwrap_or(false)
}
