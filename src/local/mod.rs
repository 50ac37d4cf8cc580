//! The local Cognito: user pools in memory with real protocol checks; request in, response out.
//!
//! It shares no code with the client's SRP, so that the two cannot be wrong together. A request whose pool has a
//! trigger may stop half-way: the host runs the trigger, and the same request runs again with the answer, with the same
//! time and the same random numbers, on a pool that is as it was before. What a trigger is told after the fact stays done.

mod aliases;
mod api;
mod attributes;
mod client_tokens;
mod codes;
mod config;
mod host;
mod login;
mod login_config;
mod lookup;
mod messages;
mod migration;
mod model;
mod names;
mod overruled;
mod password;
mod proof;
mod secret_hash;
mod shapes;
mod sign_in;
mod snapshot;
mod token_hook;
mod tokens;
mod triggers;

use serde_json::{Value, json};

use crate::error::Result;
use config::Config;
pub use host::env::TriggerFailure;
use host::env::{Env, FETCH, NO_CLIENT, Reply};
use host::faults::Faults;
use host::http::{self, Route};
use host::input::Input;
use host::outbox::Mail;
use host::refusal::{self, Checked, Refusal, Stop};
pub use host::types::{Invocation, Outcome, OutgoingRequest, PoolInfo, Request, Response, Unsigned};
use model::state::State;
use proof::random::Rng;
use proof::signing_key::Keys;
use proof::srp::{Power, Powers};

/// User pools in memory.
pub struct LocalCognito {
    state: State,
    keys: Keys,
    host_signs: bool,
    power: Option<Box<Power>>,
    faults: Faults,
    outbox: Vec<Mail>,
    suspended: Vec<Suspended>,
    next_id: u64,
}

/// A request that waits for a trigger.
struct Suspended {
    id: u64,
    request: Request,
    now_ms: f64,
    entropy: [u8; 32],
    trigger: &'static str,
    replies: Vec<Reply>,
    /// The answer, where the request is over and its trigger hears of it.
    done: Option<Response>,
}

/// Hosts that never answer must not fill the memory.
const MOST_SUSPENDED: usize = 1000;

impl LocalCognito {
    /// Makes the pools that `config` (JSON) describes.
    ///
    /// `pkcs8` is the RSA key that signs tokens, in PKCS#8 DER; when it is empty, [`LocalCognito::set_key`] brings it
    /// before the first request. `entropy` comes from the platform's generator. Fails
    /// when the configuration or the key cannot be used; the message names the member.
    pub fn new(config: &str, pkcs8: &[u8], now_ms: f64, entropy: [u8; 32]) -> Result<LocalCognito> {
        let config = Config::parse(config)?;
        let faults = config.faults()?;
        let keys = Keys::from_pkcs8(pkcs8)?;
        let mut env = Env {
            now: now_ms + faults.clock_skew_ms,
            rng: Rng::new(entropy),
            keys: &keys,
            powers: Powers(None),
            unsigned: None,
            faults: &faults,
            mail: Vec::new(),
            replies: &[],
            used: 0,
            after: None,
            client_id: NO_CLIENT.to_owned(),
            metadata: json!({}),
        };
        let state = config.build(&mut env)?;
        Ok(LocalCognito {
            state,
            keys,
            host_signs: false,
            power: None,
            faults,
            outbox: Vec::new(),
            suspended: Vec::new(),
            next_id: 1,
        })
    }

    /// Whether no key was brought yet: tokens cannot be signed before.
    pub fn needs_key(&self) -> bool {
        self.keys.is_missing()
    }

    /// Takes the RSA key that signs tokens, in PKCS#8 DER.
    pub fn set_key(&mut self, pkcs8: &[u8]) -> Result<()> {
        self.keys = Keys::from_pkcs8(pkcs8)?;
        Ok(())
    }

    /// Leaves signatures to the host: see [`Response::unsigned`]. In wasm an RSA signature takes many times what the platform takes.
    pub fn leave_signing_to_host(&mut self) {
        self.host_signs = true;
    }

    /// Has the host raise to powers: `base^exponent mod modulus`, in big-endian bytes. What it cannot is done here.
    pub fn leave_powers_to_host(&mut self, power: impl Fn(&[u8], &[u8], &[u8]) -> Option<Vec<u8>> + 'static) {
        self.power = Some(Box::new(power));
    }

    /// The key that signs tokens, in PKCS#8 DER; nothing where there is none yet.
    pub fn key(&self) -> &[u8] {
        self.keys.pkcs8()
    }

    /// Answers one request, or asks the host to run a trigger first.
    pub fn handle(&mut self, request: &Request, now_ms: f64, entropy: [u8; 32]) -> Outcome {
        let mut rng = Rng::new(entropy);
        let request_id = rng.uuid();
        if let Some(path) = login::path_of(&self.state, request) {
            if let Some(response) = self.faults.failure(request, &request_id, path) {
                return Outcome::Respond(response);
            }
            return self.run(request.clone(), now_ms, entropy, Vec::new());
        }
        let operation = match http::route(request) {
            Route::Operation(operation) => operation,
            other => {
                let mut response = self.document(request, &request_id, &other);
                if !matches!(other, Route::Faults | Route::Health) {
                    response.delay_ms = self.faults.latency_ms;
                }
                return Outcome::Respond(response);
            }
        };
        if let Some(response) = self.faults.failure(request, &request_id, operation) {
            return Outcome::Respond(response);
        }
        self.run(request.clone(), now_ms, entropy, Vec::new())
    }

    /// Continues a request that waited for a trigger, with the event that the trigger returned, or why it did not.
    pub fn resume(
        &mut self,
        id: u64,
        event: std::result::Result<Value, TriggerFailure>,
        _now_ms: f64,
        entropy: [u8; 32],
    ) -> Outcome {
        let Some(position) = self.suspended.iter().position(|suspended| suspended.id == id) else {
            let request_id = Rng::new(entropy).uuid();
            let gone = Refusal {
                name: "InternalErrorException",
                message: "No request is waiting for this trigger.".into(),
                status: 500,
            };
            let request =
                Request { method: String::new(), path: String::new(), headers: Vec::new(), body: String::new() };
            return Outcome::Respond(http::refusal(&request, &request_id, &gone));
        };
        let Suspended { request, now_ms, entropy, trigger, mut replies, done, .. } =
            self.suspended.swap_remove(position);
        if let Some(done) = done {
            return Outcome::Respond(self.after(&request, entropy, done, &Reply { trigger, answer: event }));
        }
        replies.push(Reply { trigger, answer: event });
        self.run(request, now_ms, entropy, replies)
    }

    /// The answer of a request that is over, unless the trigger that heard of it failed.
    fn after(&self, request: &Request, entropy: [u8; 32], done: Response, reply: &Reply) -> Response {
        let Err(Stop::Refuse(refusal)) = reply.response() else { return done };
        let request_id = Rng::new(entropy).uuid();
        let mut response = match login::path_of(&self.state, request) {
            Some(_) => login::after_failure(&request_id),
            None => http::refusal(request, &request_id, &refusal),
        };
        response.delay_ms = self.faults.latency_ms;
        response
    }

    /// The pools, in configuration order.
    pub fn pools(&self) -> Vec<PoolInfo> {
        self.state
            .pools
            .iter()
            .map(|pool| PoolInfo {
                user_pool_id: pool.id.clone(),
                name: pool.settings.pool_name.clone(),
                client_ids: pool.clients.iter().map(|client| client.client_id.clone()).collect(),
                domains: pool.domains().collect(),
            })
            .collect()
    }

    /// Every message that was sent, newest last; those to one user, when it is named by user name or destination.
    pub fn outbox(&self, username: Option<&str>) -> Value {
        self.outbox
            .iter()
            .filter(|mail| username.is_none_or(|name| mail.username == name || mail.destination == name))
            .map(Mail::to_json)
            .collect()
    }

    /// The whole state as JSON: pools, users, digests of passwords that are as good as these at this server, refresh families, the key.
    pub fn snapshot(&self) -> String {
        snapshot::write(&self.state, &self.keys)
    }

    /// Takes the state of a snapshot; triggers, the address and the fault switches stay as configured.
    ///
    /// A pool has the triggers of the configured pool with its id, else with its name: without a fixed id, every start
    /// makes another one. Answers what else was configured, and is not in the snapshot.
    pub fn restore(&mut self, snapshot: &str) -> Result<Vec<String>> {
        let (mut state, keys) = snapshot::read(snapshot)?;
        let ignored = overruled::overruled(&self.state, &state);
        for pool in &mut state.pools {
            if let Some(known) = overruled::same(&self.state.pools, pool) {
                pool.triggers.clone_from(&known.triggers);
            }
        }
        api::move_to(&mut state, self.state.origin.clone());
        self.state = state;
        self.keys = keys;
        self.suspended.clear();
        Ok(ignored)
    }

    fn run(&mut self, request: Request, now_ms: f64, entropy: [u8; 32], replies: Vec<Reply>) -> Outcome {
        let mut rng = Rng::new(entropy);
        let request_id = rng.uuid();
        let mut env = Env {
            now: now_ms + self.faults.clock_skew_ms,
            rng,
            keys: &self.keys,
            powers: Powers(self.power.as_deref()),
            unsigned: self.host_signs.then(Vec::new),
            faults: &self.faults,
            mail: Vec::new(),
            replies: &replies,
            used: 0,
            after: None,
            client_id: NO_CLIENT.to_owned(),
            metadata: json!({}),
        };
        let answer = answer(&mut env, &mut self.state, &request, &request_id);
        let (mail, unsigned, after) = (env.mail, env.unsigned.unwrap_or_default(), env.after);
        let mut response = match answer {
            Ok(response) => response,
            Err(Stop::Refuse(refusal)) => http::refusal(&request, &request_id, &refusal),
            Err(Stop::Invoke { trigger, event }) => {
                let waits = Suspended { id: 0, request, now_ms, entropy, trigger, replies, done: None };
                return self.invoke(waits, *event);
            }
            Err(Stop::Fetch(outgoing)) => {
                let waits = Suspended { id: 0, request, now_ms, entropy, trigger: FETCH, replies, done: None };
                let id = self.suspend(waits);
                return Outcome::Fetch(OutgoingRequest { id, ..*outgoing });
            }
        };
        self.outbox.extend(mail);
        response.delay_ms = self.faults.latency_ms;
        // A refusal has no token.
        response.unsigned = if response.status == 200 { unsigned } else { Vec::new() };
        let Some((trigger, event)) = after else { return Outcome::Respond(response) };
        self.invoke(Suspended { id: 0, request, now_ms, entropy, trigger, replies, done: Some(response) }, event)
    }

    /// Has the host run a trigger.
    fn invoke(&mut self, waits: Suspended, event: Value) -> Outcome {
        let trigger = waits.trigger;
        let pool_id = event.get("userPoolId").and_then(Value::as_str).unwrap_or_default().to_owned();
        Outcome::Invoke(Invocation { id: self.suspend(waits), pool_id, trigger, event })
    }

    /// Keeps a request until the host has what it waits for; gives its number.
    fn suspend(&mut self, waits: Suspended) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        if self.suspended.len() >= MOST_SUSPENDED {
            self.suspended.remove(0);
        }
        self.suspended.push(Suspended { id, ..waits });
        id
    }

    /// Everything that is no operation.
    fn document(&mut self, request: &Request, request_id: &str, route: &Route<'_>) -> Response {
        let unknown = |status: u16, name: &'static str, message: &'static str| {
            http::refusal(request, request_id, &Refusal { name, message: message.into(), status })
        };
        let no_pool = || unknown(404, "ResourceNotFoundException", "User pool does not exist.");
        match route {
            Route::Options => http::respond(request, request_id, 204, "text/plain", String::new()),
            Route::Health => {
                http::document(request, request_id, &json!({ "status": "ok", "pools": self.state.pools.len() }))
            }
            Route::Outbox(username) => http::document(request, request_id, &self.outbox(username.as_deref())),
            Route::Faults => match Faults::parse(&request.body) {
                Ok(faults) => {
                    self.faults = faults;
                    http::document(request, request_id, &json!({}))
                }
                Err(error) => {
                    let message = error.message.clone();
                    http::refusal(
                        request,
                        request_id,
                        &Refusal { name: "InvalidParameterException", message, status: 400 },
                    )
                }
            },
            Route::Jwks(id) => match self.state.pools.iter().find(|pool| pool.id == *id) {
                Some(_) => http::document(request, request_id, &self.keys.jwks()),
                None => no_pool(),
            },
            Route::OpenId(id) => match self.state.pools.iter().find(|pool| pool.id == *id) {
                Some(pool) => http::document(request, request_id, &login::discovery(pool, request)),
                None => no_pool(),
            },
            Route::Foreign => unknown(
                403,
                "AccessDeniedException",
                "Pages from other machines cannot read codes, set faults or call administrator operations: only loopback origins can.",
            ),
            Route::WrongMethod => unknown(405, "UnknownOperationException", "This path does not support this method."),
            Route::Operation(_) | Route::NotFound => {
                unknown(404, "UnknownOperationException", "Not found: there is no endpoint at this path.")
            }
        }
    }
}

/// The answer of managed login or of an operation.
fn answer(env: &mut Env<'_>, state: &mut State, request: &Request, request_id: &str) -> Checked<Response> {
    if let Some(path) = login::path_of(state, request) {
        // Elsewhere tokens stand in an address, where the host looks for none.
        if path != login::TOKEN {
            env.unsigned = None;
        }
        return login::run(env, state, request, request_id);
    }
    let Route::Operation(operation) = http::route(request) else { return Err(refusal::internal()) };
    let body = if request.body.trim().is_empty() { "{}" } else { &request.body };
    match serde_json::from_str::<Value>(body) {
        Ok(Value::Object(input)) => {
            api::run(env, state, operation, Input(&input)).map(|body| http::answer(request, request_id, &body))
        }
        _ => Err(refusal::refuse("SerializationException", "The request body must be a JSON object.")),
    }
}

#[cfg(test)]
#[test]
fn types_that_cross_to_typescript_are_those_of_rust() {
    use crate::typescript::{declared, hold};
    let imports = "import type { TriggerEvent, TriggerName } from '../../types/local.js';\n\n";
    let all = [
        declared::<Request>(),
        declared::<Response>(),
        declared::<Unsigned>(),
        declared::<Outcome>(),
        declared::<Invocation>(),
        declared::<OutgoingRequest>(),
        declared::<PoolInfo>(),
    ];
    hold("pkg-template/src/local/engine-types.ts", imports, &all);
}
