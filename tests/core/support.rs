//! A host for native tests, as `pkg-template/src/client/run.ts` is one for pages: it performs the turns of a machine against a
//! scripted service and a map for a storage, and writes down everything that was asked and changed.

use base64ct::{Base64UrlUnpadded, Encoding};
use cognito_identity_wasm::client::{Effect, Entropy, Machine};
use cognito_identity_wasm::srp;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::vec::IntoIter;

/// 1 January 2026, 00:00:00 UTC.
pub const NOW: f64 = 1_767_225_600_000.0;
/// More turns than any call has.
const ENDLESS: usize = 64;

/// The same bytes on every run: transcripts are byte-exact.
pub fn entropy() -> Entropy {
    let mut next = 0u8;
    Entropy::draw(|bytes: &mut [u8]| {
        for byte in bytes {
            next = next.wrapping_mul(5).wrapping_add(11);
            *byte = next;
        }
        Ok::<(), ()>(())
    })
    .unwrap()
}

pub fn jwt(claims: Value) -> String {
    format!("e30.{}.c2ln", Base64UrlUnpadded::encode_string(claims.to_string().as_bytes()))
}

/// What the host tells of a token's claims: as `summary` of `pkg-template/src/client/token.ts`.
pub fn summary(token: Option<&str>) -> Value {
    let claims = || {
        let payload = token?.split('.').nth(1)?;
        let claims: Value = serde_json::from_slice(&Base64UrlUnpadded::decode_vec(payload).ok()?).ok()?;
        let known = ["device_key", "exp", "iat", "origin_jti", "sub", "username"];
        let told = known.into_iter().filter_map(|name| Some((name.to_owned(), claims.get(name)?.clone())));
        Some(Value::Object(told.collect()))
    };
    claims().unwrap_or(Value::Null)
}

/// `{ access?, id? }`, where a claim that is not there is left out as `JSON.stringify` does.
pub fn summaries(access: Option<&str>, id: Option<&str>) -> Value {
    let told = [("access", summary(access)), ("id", summary(id))];
    Value::Object(told.into_iter().filter(|(_, claims)| !claims.is_null()).map(|(k, v)| (k.to_owned(), v)).collect())
}

/// `AuthenticationResult` whose tokens say `name`, issued now, valid for an hour.
pub fn tokens(name: &str, refresh: Option<&str>) -> Value {
    tokens_until(name, refresh, 3600.0)
}

/// The same, valid for so many seconds.
pub fn tokens_until(name: &str, refresh: Option<&str>, seconds: f64) -> Value {
    let iat = NOW / 1000.0;
    let claims = |token_use: &str| json!({ "sub": name, "username": name, "token_use": token_use, "iat": iat, "exp": iat + seconds, "origin_jti": "o" });
    let mut result = json!({ "AccessToken": jwt(claims("access")), "IdToken": jwt(claims("id")), "ExpiresIn": 3600 });
    if let Some(refresh) = refresh {
        result["RefreshToken"] = refresh.into();
    }
    json!({ "AuthenticationResult": result })
}

/// What the host answers to `send` when the service gave this body.
pub fn ok(body: Value) -> Value {
    let result = &body["AuthenticationResult"];
    let claims = summaries(result["AccessToken"].as_str(), result["IdToken"].as_str());
    let has_tokens = result.is_object();
    let mut reply = json!({ "status": 200, "requestId": "r1", "body": body });
    if has_tokens {
        reply["claims"] = claims;
    }
    reply
}

/// What it answers when the service refused.
pub fn refusal(code: &str, message: &str) -> Value {
    json!({ "status": 400, "requestId": "r1", "body": { "__type": code }, "code": code, "message": message })
}

/// What it answers when the service failed.
pub fn failure(status: u16) -> Value {
    json!({ "status": status, "requestId": "r1", "code": "", "message": "" })
}

/// What it answers when nothing arrived.
pub fn outage() -> Value {
    json!({ "none": true })
}

/// How a call ended for its caller.
pub type Ended = Result<Ending, Value>;

#[derive(Debug)]
pub struct Ending {
    pub effect: Effect,
    pub what: Value,
}

/// Changes the answer to a turn, which has a number; `None` leaves it.
pub type Tamper<'a> = &'a mut dyn FnMut(usize, Effect, &str) -> Option<String>;

/// What stopped the call, and whatever else one run has.
struct Run<'a> {
    answers: IntoIter<Value>,
    /// With it no script must fit, and nothing but panics is looked for.
    tamper: Option<Tamper<'a>>,
    turns: usize,
}

/// A pool with one storage; what runs on it is written down.
#[derive(Clone)]
pub struct Host {
    /// Keys as they are without the pool's prefix.
    pub storage: BTreeMap<String, String>,
    pub transcript: Vec<Value>,
    /// Runs before the answer to each request, to change what is stored meanwhile.
    pub meanwhile: Option<fn(&mut BTreeMap<String, String>)>,
    pub pool: Value,
}

impl Default for Host {
    fn default() -> Host {
        let pool = json!({ "clientId": "client1", "poolName": "Pool1", "deviceName": "test" });
        Host { storage: BTreeMap::new(), transcript: Vec::new(), meanwhile: None, pool }
    }
}

impl Host {
    pub fn with(entries: &[(&str, &str)]) -> Host {
        let storage = entries.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Host { storage, ..Host::default() }
    }

    /// With a setting of the pool more.
    pub fn setting(mut self, name: &str, value: Value) -> Host {
        self.pool[name] = value;
        self
    }

    /// Stores a session under a user's name, valid for an hour.
    pub fn session(self, user: &str, refresh: &str) -> Host {
        self.session_until(user, refresh, 3600.0)
    }

    /// The same, valid for so many seconds.
    pub fn session_until(mut self, user: &str, refresh: &str, seconds: f64) -> Host {
        let result = tokens_until(user, None, seconds);
        for (name, value) in [
            ("accessToken", result["AuthenticationResult"]["AccessToken"].as_str().unwrap()),
            ("idToken", result["AuthenticationResult"]["IdToken"].as_str().unwrap()),
            ("refreshToken", refresh),
            ("clockDrift", "0"),
        ] {
            self.storage.insert(format!("{user}.{name}"), value.to_owned());
        }
        self.storage.insert("LastAuthUser".to_owned(), user.to_owned());
        self
    }

    pub fn stored(&self, name: &str) -> Option<&str> {
        self.storage.get(name).map(String::as_str)
    }

    /// What is stored for a user, as the host tells it.
    fn entries(&self, user: &str) -> Value {
        let mut told = Map::new();
        for name in ["idToken", "accessToken", "refreshToken", "clockDrift"].into_iter().chain([
            "deviceKey",
            "deviceGroupKey",
            "randomPasswordKey",
            "username",
        ]) {
            if let Some(value) = self.stored(&format!("{user}.{name}")) {
                told.insert(name.to_owned(), value.into());
            }
        }
        if let Some(last) = self.stored("LastAuthUser") {
            told.insert("last".to_owned(), last.into());
        }
        let text = |name| self.stored(&format!("{user}.{name}"));
        told.insert("claims".to_owned(), summaries(text("accessToken"), text("idToken")));
        Value::Object(told)
    }

    /// The text that starts a call.
    pub fn text_of(&self, call: &Value) -> String {
        let mut call = call.clone();
        if let Some(user) = call["user"].as_str() {
            call["stored"] = self.entries(user);
        }
        if call["method"] == "refresh" {
            // As if the refresh began right after its caller had looked, and had a lock.
            if call["access"].is_null() {
                call["access"] = call["stored"]["accessToken"].clone();
            }
            if call["exclusive"].is_null() {
                call["exclusive"] = true.into();
            }
        }
        call["pool"] = self.pool.clone();
        call.to_string()
    }

    fn apply(&mut self, writes: &Value) {
        for write in writes.as_array().unwrap() {
            let key = write[0].as_str().unwrap().to_owned();
            self.transcript.push(match write[1].as_str() {
                Some(value) => json!({ "set": key, "to": value }),
                None => json!({ "remove": key }),
            });
            match write[1].as_str() {
                Some(value) => self.storage.insert(key, value.to_owned()),
                None => self.storage.remove(&key),
            };
        }
    }

    /// Runs a call to its end; every scripted answer must be used.
    pub fn run(&mut self, call: &Value, answers: Vec<Value>) -> Ended {
        let mut run = Run { answers: answers.into_iter(), tamper: None, turns: 0 };
        let ended = self.turns(call, &mut run).unwrap_or_else(|| panic!("a turn that nobody can read"));
        assert_eq!(run.answers.len(), 0, "the call ended before the script did: {:?}", self.transcript);
        ended
    }

    /// Runs a call to its end while its answers are tampered with; nothing where a turn came out that is no JSON text.
    pub fn run_tampered(&mut self, call: &Value, answers: Vec<Value>, tamper: Tamper<'_>) -> Option<Ended> {
        self.turns(call, &mut Run { answers: answers.into_iter(), tamper: Some(tamper), turns: 0 })
    }

    fn turns(&mut self, call: &Value, run: &mut Run<'_>) -> Option<Ended> {
        let entropy = (call["method"] == "signIn").then(entropy);
        let (mut machine, mut turn) = Machine::start(self.text_of(call), entropy, NOW);
        let mut stopped = json!("the host");
        loop {
            run.turns += 1;
            assert!(run.turns < ENDLESS, "the call does not end");
            let parsed = serde_json::from_str::<Value>(turn.expose());
            let Ok(parsed) = parsed else {
                assert!(run.tamper.is_some(), "{}", turn.expose());
                return None;
            };
            let [writes, word, what] = parsed.as_array().unwrap().as_slice() else { panic!("{parsed}") };
            let effect = *Effect::ALL.iter().find(|effect| *word == effect.word()).unwrap();
            self.apply(writes);
            let answer = match effect {
                Effect::Load => self.entries(what.as_str().unwrap_or_default()),
                Effect::Send => self.send(what, run),
                Effect::Wait => {
                    assert!(what.as_f64().unwrap() > 0.0);
                    json!({})
                }
                Effect::Refresh => match self.refresh(what, run)? {
                    Ok(_) => json!({}),
                    Err(error) => {
                        stopped = error;
                        json!({ "stopped": true })
                    }
                },
                end => {
                    assert!(machine.resume("{}".to_owned(), NOW).expose().is_empty(), "the end is the end");
                    return Some(match end {
                        Effect::Failed => Err(what.clone()),
                        Effect::Stopped => Err(stopped),
                        effect => Ok(Ending { effect, what: what.clone() }),
                    });
                }
            };
            let answer = answer.to_string();
            let number = run.turns;
            let other = run.tamper.as_mut().and_then(|tamper| tamper(number, effect, &answer));
            turn = machine.resume(other.unwrap_or(answer), NOW);
        }
    }

    fn send(&mut self, what: &Value, run: &mut Run<'_>) -> Value {
        let operation = what["operation"].as_str().unwrap();
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        self.transcript.push(json!({ "send": target, "body": what["body"] }));
        let answer = run.answers.next();
        if let Some(meanwhile) = self.meanwhile {
            meanwhile(&mut self.storage);
        }
        match answer {
            Some(mut answer) => {
                // The time of a proof that answers it.
                answer["time"] = srp::timestamp(NOW).into();
                answer
            }
            None if run.tamper.is_some() => refusal("NotAuthorizedException", "The script is over."),
            None => panic!("no answer left for {operation}"),
        }
    }

    fn refresh(&mut self, what: &Value, run: &mut Run<'_>) -> Option<Ended> {
        let mut call = json!({ "method": "refresh", "user": what["user"], "token": what["token"], "access": what["access"], "options": {} });
        if what["clientMetadata"].is_object() {
            call["options"]["clientMetadata"] = what["clientMetadata"].clone();
        }
        self.turns(&call, run)
    }

    pub fn sent(&self) -> Vec<&str> {
        self.transcript.iter().filter_map(|entry| entry["send"].as_str()?.rsplit('.').next()).collect()
    }

    /// The body of the n-th request.
    pub fn body(&self, number: usize) -> &Value {
        let bodies: Vec<&Value> = self.transcript.iter().filter_map(|entry| entry.get("body")).collect();
        bodies[number]
    }

    /// Compares the transcript with the stored one, but for the order of members; `UPDATE_TRANSCRIPTS=1` stores it instead, for
    /// a person to read.
    pub fn matches(&self, name: &str) {
        let path = format!("{}/tests/fixtures/transcripts/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let actual = Value::from(self.transcript.clone());
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        let expected = serde_json::from_str::<Value>(&written).unwrap_or_default();
        if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() && actual != expected {
            std::fs::write(&path, serde_json::to_string_pretty(&actual).unwrap() + "\n").unwrap();
            return;
        }
        let text = serde_json::to_string_pretty(&actual).unwrap();
        assert!(actual == expected, "{name}: run with UPDATE_TRANSCRIPTS=1 and read the difference\n{text}");
    }
}
