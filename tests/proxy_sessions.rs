//! Sessions in a store that instances share, and who is signed in on a server that renders.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;
mod proxy_twin;

use cognito_identity_wasm::proxy::Proxy;
use proxy_twin::*;
use serde_json::{Value, json};

fn stored() -> Value {
    let mut whole = config("cookie");
    whole.as_object_mut().unwrap().remove("keys");
    whole["sessions"] = json!({ "redis": "redis://127.0.0.1" });
    whole
}

fn world() -> World {
    World::with(stored())
}

fn expire(world: &mut World) {
    world.local.later(3601.0);
}

const READ: &str = "refresh";

fn reading(what: &str) -> Value {
    json!({ "refresh": what == READ, "token": false, "act": false })
}

#[test]
fn the_cookie_is_a_short_ticket_and_a_refresh_does_not_change_it() {
    let mut world = world();
    let reply = world.sign_in();
    let [line] = reply.set_cookies()[..] else { panic!("one cookie") };
    assert!(line.len() < 200, "{} bytes", line.len());
    assert!(line.starts_with("__Host-auth.0=t."));
    let before = world.cookies.clone();
    for _ in 0..3 {
        assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
        world.local.later(5.0);
    }
    assert_eq!((world.cookies.clone(), world.sessions.len()), (before, 1));
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
}

#[test]
fn a_ticket_that_was_altered_opens_nothing() {
    let mut world = world();
    world.sign_in();
    let value = world.cookies["__Host-auth.0"].clone();
    for (from, to) in [("t.", "u."), ("t.", "1."), ("AAAA", "AAAB"), ("AA.", "AB."), (".A", "."), ("t.", "t..")] {
        world.cookies.insert("__Host-auth.0".into(), value.replacen(from, to, 1));
        assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401, "{from} to {to}");
    }
    // The right id with another secret.
    let (id, _) = value.rsplit_once('.').unwrap();
    world.cookies.insert("__Host-auth.0".into(), format!("{id}.{}", "A".repeat(43)));
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
    world.cookies.insert("__Host-auth.0".into(), value);
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
}

#[test]
fn a_session_of_another_pool_or_client_does_not_open() {
    let mut world = world();
    world.sign_in();
    let mut other = stored();
    other["pools"][0]["clientId"] = json!("anotherclient");
    world.reconfigure(other);
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
}

#[test]
fn signed_out_is_gone_from_the_store_and_nothing_revives_it() {
    let mut world = world();
    world.sign_in();
    let cookies = world.cookies.clone();
    assert_eq!(world.call("POST", "/sign-out", None, json!({})).status, 200);
    assert!(world.sessions.is_empty() && world.cookies.is_empty());
    world.cookies = cookies;
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 401);
    assert!(world.sessions.is_empty());
}

#[test]
fn idle_time_is_the_store_s_and_the_end_is_the_session_s() {
    let mut world = world();
    world.sign_in();
    for _ in 0..40 {
        world.local.later(80_000.0);
        if world.call("POST", "/refresh", None, json!({})).status == 401 {
            break;
        }
    }
    let lived = world.local.now / 1000.0;
    let fresh = World::new("cookie").local.now / 1000.0;
    assert!((29.0..31.5).contains(&((lived - fresh) / 86_400.0)), "{} days", (lived - fresh) / 86_400.0);
    world.sign_in();
    world.local.later(86_401.0);
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 401, "nobody used it for a day");
}

#[test]
fn an_outage_of_the_store_signs_nobody_out() {
    let mut world = world();
    world.sign_in();
    let cookies = world.cookies.clone();
    world.store_is_down = true;
    for (method, path, body) in
        [("GET", "/user", Value::Null), ("POST", "/refresh", json!({})), ("GET", "/session", Value::Null)]
    {
        let reply = world.call(method, path, None, body);
        assert_eq!((reply.status, reply.code()), (503, "ServiceUnavailable"), "{path}");
    }
    assert_eq!(world.try_sign_in().status, 503, "tokens that cannot be kept are revoked");
    assert!(world.sent.last().unwrap().get("Token").is_some());
    assert_eq!(world.cookies, cookies);
    world.store_is_down = false;
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
}

#[test]
fn a_refresh_that_the_store_does_not_take_revokes_nothing_and_clears_nothing() {
    let mut world = world();
    world.sign_in();
    let cookies = world.cookies.clone();
    let sent = world.sent.len();
    for step in ["keep", "denied"] {
        world.down_at = Some(step);
        let reply = world.call("POST", "/refresh", None, json!({}));
        assert_eq!((reply.status, reply.code()), (503, "ServiceUnavailable"), "{step}");
        assert_eq!((reply.set_cookies().len(), &world.cookies), (0, &cookies), "{step}");
        world.down_at = None;
    }
    assert!(world.sent[sent..].iter().all(|sent| sent.get("Token").is_none()), "nothing was revoked");
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
}

#[test]
fn a_sign_out_that_failed_can_be_repeated() {
    for down in ["deny", "drop"] {
        let mut world = world();
        world.sign_in();
        let cookies = world.cookies.clone();
        world.down_at = Some(down);
        assert_eq!(world.call("POST", "/sign-out", None, json!({})).status, 503, "{down}");
        assert_eq!(world.cookies, cookies, "{down}");
        world.down_at = None;
        assert_eq!(world.call("POST", "/sign-out", None, json!({})).status, 200);
        world.cookies = cookies;
        assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
    }
}

#[test]
fn a_cookie_whose_refresh_was_refused_asks_the_service_once() {
    let mut world = World::new("cookie");
    world.sign_in();
    let cookies = world.cookies.clone();
    world.scripted = Some(cognito_identity_wasm::proxy::Event::Replied {
        status: 400,
        error_type: Some("NotAuthorizedException".into()),
        body: r#"{"message":"Refresh Token has been revoked"}"#.into(),
    });
    for _ in 0..3 {
        world.cookies.clone_from(&cookies);
        expire(&mut world);
        assert_eq!(world.read("GET", &[], reading(READ)).status, 401);
    }
    assert_eq!(world.steps.iter().filter(|step| **step == "send").count(), 3, "two of the sign-in, one refresh");
    let refused = |record: &&Value| record["audit"]["what"] == "refreshRefused";
    assert_eq!(world.records.iter().filter(refused).count(), 1);
}

#[test]
fn where_several_pools_answer_at_a_host_the_meant_one_must_be_named() {
    let mut both = config("cookie");
    let mut second = both["pools"][0].clone();
    second["clientId"] = json!("customers");
    second["cookieName"] = json!("customers");
    both["pools"].as_array_mut().unwrap().push(second);
    let mut world = World::with(both);
    world.sign_in();
    let named = |id: &str| json!({ "refresh": false, "token": false, "act": false, "clientId": id });
    assert_eq!(world.read("GET", &[], reading("")).status, 400);
    assert_eq!(world.read("GET", &[], named(local_twin::CLIENT)).status, 200);
    assert_eq!(world.read("GET", &[], named("customers")).status, 401);
    assert_eq!(world.read("GET", &[], named("nothing")).status, 404);
}

#[test]
fn who_comes_while_another_refreshes_gets_what_that_one_got() {
    let mut world = world();
    world.sign_in();
    let arrived = world.local.now;
    world.local.later(1.0);
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
    let sent = world.sent.len();
    let written = world.local.now;
    world.local.now = arrived;
    let late = world.call("POST", "/refresh", None, json!({}));
    world.local.now = written;
    assert_eq!((late.status, world.sent.len()), (200, sent), "{}", late.body);
    assert!(late.body["tokens"]["expiresIn"].as_f64().unwrap() > 3000.0, "{}", late.body);
}

#[test]
fn a_lost_race_at_the_service_is_answered_with_the_winner_s_session() {
    let mut world = world();
    world.sign_in();
    let old = world.sessions.clone();
    world.local.later(2.0);
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
    let new = world.sessions.clone();
    // The loser read the session before the winner wrote, and its refresh token is refused after.
    world.sessions = old;
    world.scripted = Some(cognito_identity_wasm::proxy::Event::Replied {
        status: 400,
        error_type: Some("RefreshTokenReuseException".into()),
        body: r#"{"message":"x"}"#.into(),
    });
    world.swap_at_send = Some(new);
    world.local.later(2.0);
    let reply = world.call("POST", "/refresh", None, json!({}));
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(world.sessions.len(), 1);
}

#[test]
fn a_refusal_ends_the_session_in_the_store() {
    let mut world = world();
    world.sign_in();
    world.scripted = Some(cognito_identity_wasm::proxy::Event::Replied {
        status: 400,
        error_type: Some("NotAuthorizedException".into()),
        body: r#"{"message":"Refresh Token has been revoked"}"#.into(),
    });
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 401);
    assert!(world.sessions.is_empty() && world.cookies.is_empty());
}

#[test]
fn sealed_cookies_go_on_where_a_store_is_added() {
    let mut world = World::new("cookie");
    world.sign_in();
    let mut both = stored();
    both["keys"] = config("cookie")["keys"].clone();
    world.reconfigure(both);
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
    assert!(world.cookies["__Host-auth.0"].starts_with("t."), "a ticket takes its place");
    assert_eq!((world.cookies.len(), world.sessions.len()), (1, 1));
}

#[test]
fn a_second_sign_in_ends_the_session_before_it() {
    let mut world = world();
    world.sign_in();
    let first = world.cookies.clone();
    world.local.later(5.0);
    world.sign_in();
    assert_eq!(world.sessions.len(), 1);
    assert_ne!(world.cookies, first);
    world.cookies = first;
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
}

#[test]
fn a_session_without_a_key_or_a_store_is_refused_at_the_start() {
    let mut neither = stored();
    neither.as_object_mut().unwrap().remove("sessions");
    let error = Proxy::new(&neither.to_string()).unwrap_err();
    assert!(error.message.contains("sessions.redis"), "{}", error.message);
    let mut odd = stored();
    odd["sessions"] = json!({ "redis": { "cluster": ["redis://a"], "name": "m" } });
    assert!(Proxy::new(&odd.to_string()).unwrap_err().message.contains("`sessions.redis`"));
    let mut password = stored();
    password["sessions"] = json!({ "redis": "user:canary-password@host" });
    assert!(!Proxy::new(&password.to_string()).unwrap_err().message.contains("canary"));
}

#[test]
fn a_server_reads_who_is_signed_in_and_writes_nothing() {
    for config in [config("cookie"), stored()] {
        let mut world = World::with(config);
        assert_eq!(world.read("GET", &[], reading("")).status, 401);
        world.sign_in();
        let reply = world.read("GET", &[], reading(""));
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(reply.body["claims"]["username"], "ada");
        assert_eq!(reply.body["idClaims"]["token_use"], "id");
        let sent = world.sent.len();
        expire(&mut world);
        let ended = world.read("GET", &[], reading(""));
        assert_eq!(ended.status, 200, "a session goes on after its access token");
        assert!(ended.body["expiresAt"].as_f64().unwrap() < world.local.now);
        assert_eq!((ended.set_cookies().len(), world.sent.len()), (0, sent));
        let fresh = world.read("GET", &[], reading(READ));
        assert!(fresh.body["expiresAt"].as_f64().unwrap() > world.local.now, "{}", fresh.body);
        assert_eq!(world.sent.len(), sent + 1);
        assert_eq!(world.read("GET", &[], reading(READ)).status, 200);
        assert_eq!(world.sent.len(), sent + 1, "one that holds is not renewed");
    }
}

#[test]
fn a_reader_tells_an_outage_from_nobody() {
    let mut world = World::new("cookie");
    world.sign_in();
    expire(&mut world);
    world.service_is_down = true;
    assert_eq!(world.read("GET", &[], reading(READ)).status, 504);
    world.service_is_down = false;
    world.store_is_down = true;
    assert_eq!(world.read("GET", &[], reading("")).status, 503);
    world.store_is_down = false;
    assert_eq!(world.read("GET", &[], reading(READ)).status, 200);
}

#[test]
fn a_session_that_was_ended_is_nobody_s() {
    for config in [config("cookie"), stored()] {
        let mut world = World::with(config);
        world.sign_in();
        let cookies = world.cookies.clone();
        assert_eq!(world.call("POST", "/sign-out", None, json!({})).status, 200);
        world.cookies = cookies;
        for what in ["", READ] {
            assert_eq!(world.read("GET", &[], reading(what)).status, 401, "{what}");
        }
    }
}

#[test]
fn whoever_acts_must_not_come_from_another_site() {
    let act = || json!({ "refresh": true, "token": true, "act": true });
    let mut world = World::new("cookie");
    world.sign_in();
    let mut status = |method: &str, headers: &[(&str, &str)]| world.read(method, headers, act()).status;
    assert_eq!(status("GET", &[]), 200);
    assert_eq!(status("GET", &[("sec-fetch-site", "cross-site")]), 200, "a link from elsewhere");
    assert_eq!(status("POST", &[]), 403);
    assert_eq!(status("POST", &[("x-auth-csrf", "1")]), 200);
    assert_eq!(status("POST", &[("origin", ORIGIN)]), 200);
    assert_eq!(status("POST", &[("origin", "https://auth.example.com")]), 200);
    assert_eq!(status("DELETE", &[("sec-fetch-site", "same-origin")]), 200);
    for origin in ["https://evil.example", "null", "https://app.example.com.evil.example", ""] {
        assert_eq!(status("POST", &[("origin", origin)]), 403, "{origin}");
        assert_eq!(status("POST", &[("origin", origin), ("x-auth-csrf", "1")]), 403, "{origin}");
    }
    assert_eq!(status("PUT", &[("sec-fetch-site", "same-site")]), 403);
    assert_eq!(status("PATCH", &[("sec-fetch-site", "cross-site"), ("x-auth-csrf", "1")]), 403);
}

#[test]
fn a_bearer_is_read_in_custody_token() {
    let mut world = World::new("token");
    let reply = world.sign_in();
    let bearer = format!("Bearer {}", reply.body["tokens"]["accessToken"].as_str().unwrap());
    let read =
        world.read("POST", &[("authorization", &bearer)], json!({ "refresh": true, "token": true, "act": true }));
    assert_eq!((read.status, &read.body["claims"]["username"]), (200, &json!("ada")), "{}", read.body);
    assert_eq!(world.read("GET", &[], reading("")).status, 401);
    assert_eq!(world.read("GET", &[("authorization", "Bearer x.y.z")], reading("")).status, 401);
}
