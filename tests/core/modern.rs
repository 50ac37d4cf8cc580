//! Tasks of the modern face, turn by turn: what their driver is asked, and what its answers come to.

use crate::support::{NOW, entropy, tokens};
use cognito_identity_wasm::error::AuthError;
use cognito_identity_wasm::modern::{Event, Method, Settings, Task, Turn, codec};
use cognito_identity_wasm::operation::Json;
use cognito_identity_wasm::secret::Secret;
use serde_json::{Value, json};
use std::rc::Rc;

fn given(value: Value) -> Json {
    Json::from(&value)
}

fn parse(text: &str) -> Option<Json> {
    serde_json::from_str::<Value>(text).ok().map(|value| Json::from(&value))
}

fn settings() -> Rc<Settings> {
    let options = json!({ "userPoolId": "eu-central-1_Pool1", "clientId": "client1" });
    Rc::new(Settings::read(&given(options), parse, print).unwrap())
}

fn print(json: &Json) -> String {
    Value::from(json).to_string()
}

fn turn(task: &mut Task, told: Value) -> Turn {
    task.turn(Event::of(given(told), &settings().service), NOW, 0.5).1
}

fn reply(status: u16, body: &Value) -> Value {
    json!({ "status": status, "errorType": null, "requestId": "r1", "body": body })
}

/// Session and clock as the storage has them, for a session that ends so many seconds from now.
fn stored(seconds: f64, refresh: &str) -> Vec<Option<Secret<String>>> {
    let claims =
        json!({ "sub": "mia", "username": "mia", "iat": NOW / 1000.0 - 3600.0, "exp": NOW / 1000.0 + seconds });
    let jwt = crate::support::jwt(claims);
    [jwt.as_str(), jwt.as_str(), refresh, "0"].into_iter().map(|text| Some(Secret::from(text))).collect()
}

fn refused(result: Result<Task, AuthError>) -> String {
    result.unwrap_err().message.clone().into_owned()
}

#[test]
fn a_failure_that_passes_is_waited_for_and_asked_again_and_a_refusal_is_not() {
    let options = given(json!({ "username": "mia", "code": "123456" }));
    let mut task = Task::send(&settings(), "", Method::ConfirmSignUp, &options, &options).unwrap();
    let Turn::Send(request) = turn(&mut task, Value::Null) else { panic!("a request") };
    assert_eq!(request.url, "https://cognito-idp.eu-central-1.amazonaws.com/");
    assert_eq!(request.headers.text_at("X-Amz-Target"), Some("AWSCognitoIdentityProviderService.ConfirmSignUp"));
    assert_eq!(request.body.as_ref().unwrap().text_at("ConfirmationCode"), Some("123456"));

    let Turn::Wait(ms) = turn(&mut task, reply(503, &Value::Null)) else { panic!("a pause") };
    assert!(ms > 0.0);
    let Turn::Send(again) = turn(&mut task, Value::Null) else { panic!("the request again") };
    assert_eq!(again.body.as_ref().unwrap().text_at("ConfirmationCode"), Some("123456"));
    let refusal = json!({ "__type": "CodeMismatchException", "message": "no" });
    let Turn::Failed(error, _) = turn(&mut task, reply(400, &refusal)) else { panic!("the refusal") };
    assert_eq!((&*error.code, error.request_id.as_deref()), ("CodeMismatchException", Some("r1")));
}

#[test]
fn a_sign_in_goes_from_the_stored_device_to_the_first_request() {
    let options = given(json!({ "username": "mia", "password": "pass-word", "flow": "password" }));
    let mut task = Task::sign_in(&settings(), &options, entropy()).unwrap();
    let Turn::Load(keys) = turn(&mut task, Value::Null) else { panic!("the device") };
    assert_eq!(keys[0], "CognitoIdentityServiceProvider.client1.mia.deviceKey");
    let Turn::Send(request) = turn(&mut task, json!([null, null, null])) else { panic!("a request") };
    assert_eq!(request.body.as_ref().unwrap().text_at("AuthFlow"), Some("USER_PASSWORD_AUTH"));
    let (writes, last) =
        task.turn(Event::of(given(reply(200, &tokens("mia", Some("r")))), &settings().service), NOW, 0.5);
    assert!(matches!(last, Turn::SignedIn));
    assert_eq!(task.username(), "mia");
    assert!(writes.last().unwrap().key.ends_with(".LastAuthUser"));
}

#[test]
fn a_session_that_holds_asks_nobody_and_one_that_ended_is_refreshed_first() {
    let none = Json::Null;
    let mut task = Task::session(&settings(), "mia", &none).unwrap();
    assert!(matches!(turn(&mut task, Value::Null), Turn::Load(_)));
    assert!(matches!(task.turn(Event::Loaded(stored(60.0, "r1")), NOW, 0.5).1, Turn::Session));

    let mut task = Task::session(&settings(), "mia", &none).unwrap();
    turn(&mut task, Value::Null);
    let (_, next) = task.turn(Event::Loaded(stored(-1.0, "r1")), NOW, 0.5);
    let Turn::Refresh(key) = next else { panic!("the shared refresh") };
    assert!(key.ends_with(".mia.refreshToken"));
    let mut refresh = task.refresh();
    assert!(matches!(turn(&mut refresh, Value::Null), Turn::Load(_)), "its device");
    let Turn::Send(request) = turn(&mut refresh, json!([null, null, null])) else { panic!("its request") };
    assert_eq!(request.body.as_ref().unwrap().text_at("RefreshToken"), Some("r1"));
}

#[test]
fn a_driver_that_had_to_stop_ends_the_task() {
    let mut task = Task::session(&settings(), "mia", &Json::Null).unwrap();
    turn(&mut task, Value::Null);
    assert!(matches!(turn(&mut task, json!("stopped")), Turn::Stopped));
}

#[test]
fn what_a_caller_passes_is_refused_by_its_name() {
    let settings = settings();
    let sign_in = |options: Value| refused(Task::sign_in(&settings, &given(options), entropy()));
    assert!(sign_in(json!({ "password": "x" })).contains("`username`"));
    assert!(sign_in(json!({ "username": 5, "password": "x" })).contains("`username` must be a string"));
    assert!(sign_in(json!({ "username": "mia", "password": "x", "flow": "magic" })).contains("`flow`"));
    assert!(sign_in(json!({ "username": "m".repeat(2_049), "password": "x" })).contains("`username` must be shorter"));
    assert!(sign_in(json!("mia")).contains("object"));
    let number =
        |value: Value| refused(Task::session(&settings, "mia", &given(json!({ "minValiditySeconds": value }))));
    assert!(number(json!(-1)).contains("`minValiditySeconds`"));
    assert!(number(json!("60")).contains("`minValiditySeconds`"));
}

#[test]
fn settings_are_refused_by_their_name() {
    let read = |options: Value| Settings::read(&given(options), parse, print).unwrap_err().message.clone().into_owned();
    assert!(read(json!({ "clientId": "c" })).contains("`userPoolId`"));
    assert!(read(json!({ "userPoolId": "nowhere", "clientId": "c" })).contains("eu-central-1_"));
    assert!(read(json!({ "userPoolId": "eu-central-1_A", "clientId": "c!" })).contains("`clientId`"));
    let endpoint = json!({ "userPoolId": "eu-central-1_A", "clientId": "c", "endpoint": "ftp://x" });
    assert!(read(endpoint).contains("`endpoint`"));
}

#[test]
fn a_tree_crosses_unchanged_and_bytes_that_are_none_are_refused() {
    let tree = json!({ "a": [null, true, false, -1.5, "ü\u{1f600}", {}], "": { "b": [] } });
    let bytes = codec::encode(&given(tree.clone()));
    assert_eq!(Value::from(&codec::decode(bytes.expose()).unwrap()), tree);
    for end in 0..bytes.expose().len() {
        assert!(codec::decode(&bytes.expose()[..end]).is_none(), "cut at {end}");
    }
}
