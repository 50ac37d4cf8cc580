//! Managed login, turn by turn: what is kept, what is sent, what an answer means, and every refusal.

use cognito_identity_wasm::login::Machine;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NOW: f64 = 1_800_000_000_000.0;
const SECONDS: i64 = 1_800_000_000;
const STATE: &str = "stateAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const ISSUER: &str = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Test";

/// A host: its storage, the answers that it is told, and what it was asked to send.
struct Host {
    storage: BTreeMap<String, Value>,
    now: f64,
    replies: Vec<Value>,
    sent: Vec<Value>,
}

impl Host {
    fn new(replies: impl IntoIterator<Item = Value>) -> Host {
        Host { storage: BTreeMap::new(), now: NOW, replies: replies.into_iter().collect(), sent: Vec::new() }
    }

    fn run(&mut self, call: &Value) -> Result<Value, Value> {
        let (mut machine, mut turn) = Machine::start(call.to_string(), self.now);
        loop {
            let (writes, effect, what): (Vec<(String, Value)>, String, Value) =
                serde_json::from_str(turn.expose()).unwrap();
            for (key, value) in writes {
                match value {
                    Value::Null => _ = self.storage.remove(&key),
                    value => _ = self.storage.insert(key, value),
                }
            }
            let answer = match effect.as_str() {
                "value" => {
                    assert_eq!(*machine.resume("{}".into(), self.now).expose(), "", "nothing comes after the end");
                    return Ok(what);
                }
                "failed" => return Err(what),
                "load" => {
                    let entry = self.storage.get(&format!("{}.login", what.as_str().unwrap()));
                    json!({ "entry": entry, "index": self.storage.get("logins") })
                }
                "send" => {
                    // A transaction that is being redeemed is there for nobody else.
                    assert!(!self.storage.keys().any(|key| *key == format!("{STATE}.login")));
                    self.sent.push(what);
                    self.replies.remove(0)
                }
                other => panic!("{other}"),
            };
            turn = machine.resume(answer.to_string(), self.now);
        }
    }

    fn error(&mut self, call: &Value) -> Value {
        self.run(call).unwrap_err()
    }
}

fn pool() -> Value {
    json!({
        "userPoolId": "eu-central-1_Test", "clientId": "client1", "domain": "https://auth.example.com",
        "issuers": [ISSUER, "https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Test"],
        "at": "https://app.example.com/cb",
    })
}

fn authorize(state: &str, options: &Value) -> Value {
    let mut all = json!({
        "state": state, "nonce": "nonce1", "code_challenge": "challenge1", "redirect_uri": "https://app.example.com/cb",
    });
    all.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
    json!({
        "method": "authorize", "pool": pool(), "options": all, "verifier": "verifier1", "at": "https://app.example.com/cb",
        "state": { "path": "/a\"b" }, "now": NOW as i64,
    })
}

/// The way back, with this in the answer beside the state.
fn complete(answer: &Value) -> Value {
    let mut all = json!({ "state": STATE });
    all.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
    json!({ "method": "complete", "pool": pool(), "answer": all, "at": "https://app.example.com/cb" })
}

fn code() -> Value {
    complete(&json!({ "code": "code1" }))
}

fn claims() -> Value {
    let access = json!({ "iss": ISSUER, "client_id": "client1", "sub": "s1", "token_use": "access", "iat": SECONDS, "exp": SECONDS + 3600 });
    let id = json!({ "iss": ISSUER, "aud": "client1", "sub": "s1", "token_use": "id", "nonce": "nonce1", "iat": SECONDS, "exp": SECONDS + 3600 });
    json!({ "access": access, "id": id })
}

fn tokens(claims: &Value) -> Value {
    let body = json!({ "access_token": "a.b.c", "id_token": "d.e.f", "refresh_token": "r1", "token_type": "Bearer" });
    json!({ "status": 200, "body": body, "claims": claims })
}

/// A host where a sign-in was begun.
fn begun(replies: impl IntoIterator<Item = Value>) -> Host {
    let mut host = Host::new(replies);
    host.run(&authorize(STATE, &json!({}))).unwrap();
    host
}

#[test]
fn the_way_out_keeps_a_transaction_and_sends_a_challenge_and_a_nonce() {
    let mut host = Host::new([]);
    let query = host.run(&authorize(STATE, &json!({ "prompt": "login", "max_age": 60 }))).unwrap();
    assert_eq!(
        query,
        json!({
            "response_type": "code", "client_id": "client1", "code_challenge_method": "S256", "state": STATE,
            "nonce": "nonce1", "code_challenge": "challenge1", "redirect_uri": "https://app.example.com/cb",
            "prompt": "login", "max_age": 60,
        })
    );
    assert_eq!(
        serde_json::to_value(&host.storage).unwrap(),
        json!({
            (format!("{STATE}.login")): {
                "began": NOW as i64, "pool": "eu-central-1_Test", "domain": "https://auth.example.com",
                "at": "https://app.example.com/cb", "redirect_uri": "https://app.example.com/cb", "nonce": "nonce1",
                "verifier": "verifier1", "max_age": 60, "state": { "path": "/a\"b" },
            },
            "logins": { (STATE): NOW as i64 },
        })
    );
}

#[test]
fn the_way_back_redeems_the_code_once_and_forgets_the_transaction_first() {
    let mut host = begun([tokens(&claims())]);
    let done = host.run(&code()).unwrap();
    assert_eq!(
        done,
        json!({ "access_token": "a.b.c", "id_token": "d.e.f", "refresh_token": "r1", "state": { "path": "/a\"b" } })
    );
    assert_eq!(
        host.sent,
        [json!({ "form": {
            "grant_type": "authorization_code", "client_id": "client1", "code": "code1",
            "redirect_uri": "https://app.example.com/cb", "code_verifier": "verifier1",
        } })]
    );
    assert!(host.storage.is_empty());
    assert_eq!(host.error(&code())["code"], "UnknownState");
    assert_eq!(host.sent.len(), 1);
}

#[test]
fn a_look_at_an_address_tells_whether_it_is_an_answer_to_us_and_touches_nothing() {
    let mut host = begun([]);
    let before = host.storage.clone();
    let look = |host: &mut Host, change: &[(&str, Value)]| {
        let mut call = code();
        call["peek"] = true.into();
        for (name, value) in change {
            call[*name] = value.clone();
        }
        host.run(&call).unwrap()
    };
    assert_eq!(look(&mut host, &[]), true);
    // An unknown state is ours where it comes to our address, and nobody's elsewhere.
    let other = json!({ "state": "other", "code": "c" });
    assert_eq!(look(&mut host, &[("answer", other.clone())]), true);
    assert_eq!(look(&mut host, &[("answer", other), ("at", "https://app.example.com/x".into())]), Value::Null);
    assert_eq!(host.storage, before);
}

#[test]
fn transactions_that_nobody_came_back_to_are_removed_by_whoever_comes_by() {
    let mut host = begun([]);
    host.now = NOW + 1000.0;
    host.run(&authorize("second", &json!({}))).unwrap();
    assert_eq!(host.storage["logins"], json!({ (STATE): NOW as i64, "second": NOW as i64 }));
    host.now = NOW + 600_001.0;
    let mut third = authorize("third", &json!({}));
    third["now"] = json!(NOW as i64 + 600_001);
    host.run(&third).unwrap();
    let keys: Vec<_> = host.storage.keys().map(String::as_str).collect();
    assert_eq!(keys, ["logins", "third.login"]);
    assert_eq!(host.storage["logins"], json!({ "third": NOW as i64 + 600_001 }));
}

#[test]
fn an_answer_is_judged_before_anything_is_sent() {
    let answer = |answer: Value| complete(&answer);
    let with = |name: &str, value: Value| {
        let mut call = code();
        call["pool"][name] = value;
        call
    };
    let at = {
        let mut call = code();
        call["at"] = "https://app.example.com/other".into();
        call
    };
    for (call, expected) in [
        (answer(json!({ "code": "c", "iss": "https://evil.example" })), "IssuerMismatch"),
        (answer(json!({ "code": "c", "iss": "" })), "IssuerMismatch"),
        (answer(json!({ "error": "access_denied", "iss": "https://evil.example" })), "IssuerMismatch"),
        (answer(json!({ "error": "access_denied" })), "access_denied"),
        (answer(json!({ "error": "login_required" })), "login_required"),
        (with("userPoolId", "eu-central-1_Other".into()), "UnknownState"),
        (with("domain", "https://other.example.com".into()), "UnknownState"),
        (at, "UnknownState"),
    ] {
        let mut host = begun([]);
        let error = host.error(&call);
        assert_eq!(error["code"], expected, "{call}");
        assert_eq!(error["state"], json!({ "path": "/a\"b" }), "{call}");
        assert!(host.storage.is_empty(), "{call}");
    }
    for late in [600_001.0, -600_001.0, 1e15] {
        let mut host = begun([]);
        host.now += late;
        assert_eq!(host.error(&code())["code"], "LoginExpired");
    }
    let mut host = begun([tokens(&claims())]);
    host.now += 599_999.0;
    host.run(&code()).unwrap();
}

#[test]
fn an_oauth_error_keeps_its_name_and_its_words() {
    let refusal = |error: &str| complete(&json!({ "error": error, "error_description": "the \"words\"" }));
    for (name, kind) in [
        ("access_denied", "service"),
        ("invalid_request", "service"),
        ("server_error", "server"),
        ("temporarily_unavailable", "server"),
    ] {
        let error = begun([]).error(&refusal(name));
        assert_eq!((error["code"].as_str(), error["kind"].as_str()), (Some(name), Some(kind)));
        assert_eq!(error["reason"], "the \"words\"");
        let reply = json!({ "status": 400, "body": { "error": name, "error_description": "no" } });
        let error = begun([reply]).error(&code());
        assert_eq!((error["code"].as_str(), error["reason"].as_str()), (Some(name), Some("no")));
    }
    // Without words, its name.
    assert_eq!(begun([]).error(&complete(&json!({ "error": "access_denied" })))["reason"], "access_denied");
}

#[test]
fn what_is_no_answer_of_the_token_endpoint_signs_nobody_in() {
    for (reply, code_of, kind) in [
        (json!({ "none": true }), "NetworkError", "network"),
        (json!({ "status": 200 }), "Internal", "internal"),
        (json!({ "status": 200, "body": [] }), "Internal", "internal"),
        (json!({ "status": 302, "body": {} }), "Internal", "internal"),
        (json!({ "status": 403 }), "Internal", "internal"),
        (json!({ "status": 400, "body": { "error": 7 } }), "Internal", "internal"),
        (json!({ "status": 502, "body": "text" }), "Internal", "server"),
        (json!({ "status": "200", "body": {} }), "NetworkError", "network"),
    ] {
        let mut host = begun([reply.clone()]);
        let error = host.error(&code());
        assert_eq!((error["code"].as_str(), error["kind"].as_str()), (Some(code_of), Some(kind)), "{reply}");
        assert_eq!(error["state"], json!({ "path": "/a\"b" }), "{reply}");
        assert_eq!(error.get("retryable"), None, "{reply}");
        assert!(host.storage.is_empty(), "{reply}");
    }
}

#[test]
fn tokens_are_taken_that_are_of_this_transaction_alone() {
    let now = json!(SECONDS);
    for (token, claim, value, expected) in [
        ("id", "nonce", json!("nonce2"), "NonceMismatch"),
        ("id", "nonce", Value::Null, "NonceMismatch"),
        ("id", "nonce", json!(["nonce1"]), "NonceMismatch"),
        ("id", "iss", json!("https://evil.example"), "InvalidIdToken"),
        ("access", "iss", json!("https://evil.example"), "InvalidIdToken"),
        ("id", "iss", Value::Null, "InvalidIdToken"),
        ("id", "aud", json!("client2"), "InvalidIdToken"),
        ("id", "aud", json!(["client1"]), "InvalidIdToken"),
        ("access", "client_id", json!("client2"), "InvalidIdToken"),
        ("access", "client_id", Value::Null, "InvalidIdToken"),
        ("access", "sub", json!("s2"), "InvalidIdToken"),
        ("id", "sub", Value::Null, "InvalidIdToken"),
        ("id", "token_use", json!("access"), "InvalidIdToken"),
        ("access", "token_use", json!("id"), "InvalidIdToken"),
        ("id", "exp", now.clone(), "InvalidIdToken"),
        ("access", "exp", now, "InvalidIdToken"),
        ("id", "exp", json!("9999999999"), "InvalidIdToken"),
        ("id", "iat", json!(SECONDS - 301), "InvalidIdToken"),
        ("access", "iat", json!(SECONDS + 301), "InvalidIdToken"),
        ("id", "iat", Value::Null, "InvalidIdToken"),
    ] {
        let mut altered = claims();
        altered[token][claim] = value;
        let error = begun([tokens(&altered)]).error(&code());
        assert_eq!(error["code"], expected, "{token} {altered}");
        assert_eq!(error["state"], json!({ "path": "/a\"b" }));
    }
    for lost in ["id", "access"] {
        let mut altered = claims();
        altered[lost] = Value::Null;
        assert_eq!(begun([tokens(&altered)]).error(&code())["code"], "InvalidIdToken", "{lost}");
    }
    // What a provider need not say, and the issuer's other form.
    let mut other = claims();
    other["id"]["iss"] = pool()["issuers"][1].clone();
    other["id"].as_object_mut().unwrap().remove("token_use");
    begun([tokens(&other)]).run(&code()).unwrap();
}

#[test]
fn times_are_judged_by_each_other_and_by_no_clock_here() {
    for hours in [-1000, 1000] {
        let mut shifted = claims();
        for token in ["id", "access"] {
            for claim in ["iat", "exp"] {
                shifted[token][claim] = json!(shifted[token][claim].as_i64().unwrap() + hours * 3600);
            }
        }
        begun([tokens(&shifted)]).run(&code()).unwrap();
    }
}

#[test]
fn max_age_counts_from_when_the_sign_in_began() {
    for (waited, since, is_ok) in [(0.0, 60, true), (0.0, 71, false), (100_000.0, 165, true), (100_000.0, 171, false)] {
        let mut host = Host::new([]);
        host.run(&authorize(STATE, &json!({ "max_age": 60 }))).unwrap();
        let mut aged = claims();
        aged["id"]["auth_time"] = json!(SECONDS - since);
        host.replies = vec![tokens(&aged)];
        host.now += waited;
        assert_eq!(host.run(&code()).is_ok(), is_ok, "{waited} {since}");
    }
    let mut host = Host::new([tokens(&claims())]);
    host.run(&authorize(STATE, &json!({ "max_age": 60 }))).unwrap();
    assert_eq!(host.error(&code())["code"], "InvalidIdToken");
}

#[test]
fn a_program_gets_its_token_by_the_grant_or_by_the_api() {
    let by_form = json!({ "method": "clientCredentials", "form": { "grant_type": "client_credentials" } });
    let by_body = json!({ "method": "clientCredentials", "body": { "ClientId": "c" } });
    let reply = json!({ "status": 200, "body": { "access_token": "t", "expires_in": 60 } });
    let mut host = Host::new([reply]);
    assert_eq!(host.run(&by_form).unwrap(), json!({ "token": "t", "expires_in": 60 }));
    assert_eq!(host.sent, [json!({ "form": { "grant_type": "client_credentials" } })]);
    let result = json!({ "ClientAuthenticationResult": { "AccessToken": "t", "ExpiresIn": 60 } });
    let reply = json!({ "status": 200, "body": result });
    assert_eq!(Host::new([reply]).run(&by_body).unwrap(), json!({ "token": "t", "expires_in": 60 }));
    for call in [by_form, by_body] {
        let empty = json!({ "status": 200, "body": {} });
        assert_eq!(Host::new([empty]).error(&call)["code"], "Internal");
        let refused = json!({ "status": 400, "body": { "error": "invalid_client" } });
        assert_eq!(Host::new([refused]).error(&call)["code"], "invalid_client");
    }
}

#[test]
fn whatever_a_host_says_nothing_panics() {
    let texts = [
        "",
        "null",
        "{}",
        "[]",
        "\"",
        "{\"entry\":7}",
        "{\"entry\":{},\"index\":[1,[2],{}]}",
        "{\"body\":",
        "{\"entry\":{\"began\":-999999999999999},\"index\":{\"a\":-999999999999999}}",
    ];
    for first in texts {
        let (mut machine, _) = Machine::start(first.into(), f64::NAN);
        for answer in texts {
            let _ = machine.resume(answer.into(), f64::INFINITY);
        }
        assert_eq!(format!("{machine:?}"), "Machine");
    }
    for call in [code(), authorize(STATE, &json!({}))] {
        for answer in texts {
            for other in texts {
                let (mut machine, _) = Machine::start(call.to_string(), -1.0);
                let _ = machine.resume(answer.into(), NOW);
                let _ = machine.resume(other.into(), NOW);
            }
        }
    }
}
