//! Machines, turn by turn: what their host is asked, what its answers come to, and that it has the same lists.

use crate::flows::{account, play, start, with};
use crate::support::{Host, NOW, failure, ok, outage, refusal, tokens};
use cognito_identity_wasm::client::{Effect, Machine};
use cognito_identity_wasm::wire::cognito::DOMAINS;
use serde_json::{Value, json};

fn read(turn: &str) -> (Vec<Value>, String, Value) {
    let [writes, effect, what] = serde_json::from_str::<[Value; 3]>(turn).unwrap();
    (writes.as_array().unwrap().clone(), effect.as_str().unwrap().to_owned(), what)
}

/// A confirmation of a sign-up.
fn confirm() -> Value {
    let call = account("ConfirmSignUp", "name", json!({ "ConfirmationCode": "123456" }));
    with(call, "username", "mia".into())
}

/// The same for an operation that allows this.
fn allowing(what: &str) -> Value {
    let mut call = confirm();
    call[what] = true.into();
    call
}

#[test]
fn a_failure_that_passes_is_waited_for_and_asked_again_and_a_refusal_is_not() {
    let (mut machine, turn) = Machine::start(Host::default().text_of(&confirm()), None, NOW);
    let (writes, effect, request) = read(turn.expose());
    assert_eq!((writes.len(), effect.as_str()), (0, "send"));
    assert_eq!(request["operation"], "ConfirmSignUp");
    assert_eq!(request["body"], json!({ "ClientId": "client1", "Username": "mia", "ConfirmationCode": "123456" }));
    let (_, effect, ms) = read(machine.resume(failure(503).to_string(), NOW).expose());
    assert_eq!((effect.as_str(), ms), ("wait", json!(400)));
    let (_, effect, again) = read(machine.resume("{}".into(), NOW).expose());
    assert_eq!((effect.as_str(), again), ("send", request));
    let refused = refusal("CodeMismatchException", "no").to_string();
    let (_, effect, error) = read(machine.resume(refused, NOW).expose());
    assert_eq!((effect.as_str(), error["code"].as_str()), ("failed", Some("CodeMismatchException")));
    assert_eq!(error["requestId"], "r1");
    assert_eq!(format!("{machine:?}"), "Machine");
}

#[test]
fn a_request_is_sent_three_times_at_most() {
    for answer in [outage(), failure(500), refusal("TooManyRequestsException", "slow"), failure(429)] {
        let mut host = Host::default();
        let error = host.run(&allowing("again"), vec![answer; 3]).unwrap_err();
        assert_eq!(error["retryable"], true, "{error}");
        assert_eq!(host.sent().len(), 3);
    }
    // What is not idempotent is sent once, unless there was an answer that it was not done.
    let mut host = Host::default();
    let error = host.run(&confirm(), vec![outage()]).unwrap_err();
    assert_eq!((error["code"].as_str(), error.get("retryable")), (Some("NetworkError"), None));
    assert!(error["message"].as_str().unwrap().contains("may have happened"));
    let error = host.run(&confirm(), vec![failure(503), outage()]).unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("may have happened"));
    let mut limited = refusal("RateLimited", "slow");
    limited["retryable"] = true.into();
    assert_eq!(Host::default().run(&confirm(), vec![limited]).unwrap_err()["kind"], "server");
    assert_eq!(Host::default().run(&confirm(), vec![json!({ "none": false })]).unwrap_err()["code"], "Internal");
}

#[test]
fn whose_fault_it_is() {
    let error = |answer: Value| {
        let error = Host::default().run(&confirm(), vec![answer]).unwrap_err();
        assert!(!error["message"].as_str().unwrap().is_empty());
        assert_eq!(error.get("retryable"), None);
        [error["code"].as_str().unwrap().to_owned(), error["kind"].as_str().unwrap().to_owned()]
    };
    assert_eq!(error(refusal("LimitExceededException", "")), ["LimitExceededException", "service"]);
    // A captive portal, a firewall, a wrong endpoint.
    assert_eq!(error(failure(404)), ["Internal", "internal"]);
    assert_eq!(error(json!({ "status": 200, "body": [1] })), ["Internal", "internal"]);
    // The auth proxy's own.
    let mut own = refusal("NotSignedIn", "no");
    own["isOwn"] = true.into();
    own["retryable"] = false.into();
    assert_eq!(error(own), ["NotSignedIn", "caller"]);
    // Nothing at all is a success where the operation says so, and 200 says that it is the service's own.
    let nothing = |status: u16| json!({ "status": status, "empty": true });
    assert_eq!(error(nothing(200)), ["Internal", "internal"]);
    let call = allowing("empty");
    let empty = Host::default().run(&call, vec![nothing(200)]).unwrap();
    assert_eq!((empty.effect, empty.what), (Effect::Value, json!({})));
    for answer in [nothing(202), nothing(204), json!({ "status": 200 })] {
        assert_eq!(Host::default().run(&call, vec![answer]).unwrap_err()["code"], "Internal");
    }
}

#[test]
fn a_sign_in_begins_with_the_first_request_and_ends_with_the_last_user() {
    let (mut machine, turn) =
        Machine::start(Host::default().text_of(&start("password")), Some(crate::support::entropy()), NOW);
    let (_, effect, request) = read(turn.expose());
    assert_eq!((effect.as_str(), request["body"]["AuthFlow"].as_str()), ("send", Some("USER_PASSWORD_AUTH")));
    let (writes, effect, what) = read(machine.resume(ok(tokens("mia", Some("r"))).to_string(), NOW).expose());
    assert_eq!((effect.as_str(), what["username"].as_str()), ("signedIn", Some("mia")));
    assert_eq!(*writes.last().unwrap(), json!(["LastAuthUser", "mia"]));
}

#[test]
fn a_session_that_ended_asks_for_the_shared_refresh() {
    let call = json!({ "method": "session", "user": "mia", "options": {} });
    let text = Host::default().session_until("mia", "r1", -1.0).text_of(&call);
    let (mut machine, turn) = Machine::start(text, None, NOW);
    let (_, effect, what) = read(turn.expose());
    assert_eq!((effect.as_str(), &what["user"], &what["token"]), ("refresh", &json!("mia"), &json!("r1")));
    assert!(what["access"].is_string());
    let (_, effect, what) = read(machine.resume("{}".into(), NOW).expose());
    assert_eq!((effect.as_str(), what), ("load", json!("mia")));
}

#[test]
fn a_host_that_had_to_stop_ends_the_call() {
    let (mut machine, _) = Machine::start(Host::default().text_of(&confirm()), None, NOW);
    assert_eq!(read(machine.resume(r#"{"stopped":true}"#.into(), NOW).expose()).1, "stopped");
    for _ in 0..2 {
        assert!(machine.resume("{}".into(), NOW).expose().is_empty());
    }
}

#[test]
fn an_account_operation_brings_the_token_the_name_or_the_session() {
    let run = |call: &Value| {
        let mut host = Host::default().session("mia", "r1").setting("clientSecret", "shh".into());
        host.run(call, vec![ok(json!({}))]).unwrap();
        host.body(0).clone()
    };
    let token = tokens("mia", None)["AuthenticationResult"]["AccessToken"].clone();
    let metadata = json!({ "m": "1" });
    let mut call = with(account("UpdateUserAttributes", "token", json!({})), "clientMetadata", metadata.clone());
    assert_eq!(run(&call), json!({ "AccessToken": token }), "an operation that takes no metadata gets none");
    call["takesMetadata"] = true.into();
    assert_eq!(run(&call), json!({ "AccessToken": token, "ClientMetadata": metadata }));
    let hashed = run(&with(account("ForgotPassword", "name", json!({})), "username", "mia".into()));
    assert!(hashed["SecretHash"].is_string());
    let call = with(account("AssociateSoftwareToken", "session", json!({})), "session", "handle".into());
    assert_eq!(run(&call), json!({ "Session": "handle" }));
}

#[test]
fn the_end_of_a_person_clears_and_a_forgotten_device_goes_where_it_is_this_one() {
    assert!(play("delete_user").0.storage.is_empty());
    assert_eq!(play("forget_device").0.stored("mia.deviceKey"), None);
    let mut host = Host::with(&[("mia.deviceKey", "us-east-1_d")]).session("mia", "r1");
    let call = account("ForgetDevice", "device", json!({}));
    host.run(&with(call.clone(), "key", "us-east-1_other".into()), vec![ok(json!({}))]).unwrap();
    assert_eq!(host.stored("mia.deviceKey"), Some("us-east-1_d"));
    host.run(&call, vec![ok(json!({}))]).unwrap();
    assert_eq!(host.stored("mia.deviceKey"), None);
    let error = host.run(&call, vec![]).unwrap_err();
    assert_eq!(error["code"], "NotAvailable");
}

#[test]
fn names_that_need_escapes_cross_as_they_are() {
    let name = "mi\"a\\\n\u{1}é😀";
    let mut host = Host::default();
    let mut call = with(start("password"), "username", name.into());
    call["user"] = name.into();
    assert_eq!(host.run(&call, vec![ok(tokens(name, Some("r1")))]).unwrap().what["username"], name);
    assert_eq!(host.body(0)["AuthParameters"]["USERNAME"], name);
    assert_eq!(host.stored("LastAuthUser"), Some(name));
    assert_eq!(host.stored(&format!("{name}.refreshToken")), Some("r1"));
    let call = json!({ "method": "session", "user": name, "options": { "forceRefresh": true } });
    host.run(&call, vec![ok(tokens(name, Some("r2")))]).unwrap();
    let call = json!({ "method": "signOut", "user": name, "options": {} });
    host.run(&call, vec![ok(json!({}))]).unwrap();
    assert!(host.storage.is_empty());
}

// ---- what the two languages share --------------------------------------------------------------------------------

fn host_file(name: &str) -> String {
    let path = format!("{}/pkg-template/src/client/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// What stands between quotes, one after the other.
fn quoted(text: &str) -> Vec<&str> {
    text.split('\'').skip(1).step_by(2).collect()
}

#[test]
fn the_host_has_the_same_effects() {
    let file = host_file("effect.ts");
    let list = file.split("export type Effect =").nth(1).unwrap().split(';').next().unwrap();
    assert_eq!(quoted(list), Effect::ALL.map(Effect::word));
}

#[test]
fn the_host_has_the_same_domains() {
    let file = host_file("cognito.ts");
    let table = file.split("const DOMAINS = {").nth(1).unwrap().split("};").next().unwrap();
    let words = quoted(table);
    let pairs: Vec<(&str, &str)> = words.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    assert_eq!(pairs, DOMAINS);
}

#[test]
fn the_host_tells_the_claims_that_the_native_one_tells() {
    let file = host_file("token.ts");
    let told = "{ device_key, exp, iat, origin_jti, sub, username }";
    assert_eq!(file.matches(told).count(), 2, "summary() in tests/core/support.rs has these, too");
}
