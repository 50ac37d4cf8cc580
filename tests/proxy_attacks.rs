//! Attacks on the auth proxy as they were played, and their neighbours: bytes in disguise, sessions that outlive their end, people who
//! were told to leave.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;
mod proxy_twin;

use cognito_identity_wasm::proxy::Proxy;
use local_twin::{PASSWORD, POOL};
use proxy_twin::*;
use serde_json::{Value, json};

fn access(reply: &Reply) -> String {
    reply.body["tokens"]["accessToken"].as_str().unwrap().to_owned()
}

fn refresh(reply: &Reply) -> String {
    reply.body["tokens"]["refreshToken"].as_str().unwrap().to_owned()
}

#[test]
fn a_cookie_is_found_by_its_bytes_alone() {
    let mut world = World::new("cookie");
    world.sign_in();
    let own = world.cookies.clone();
    let value = own["__Host-auth.0"].clone();
    world.cookies.clear();
    let mut status = |cookie: &str| {
        let headers = [("origin", ORIGIN), ("x-auth-csrf", "1"), ("cookie", cookie)];
        world.send("GET", "/user", &headers, None).status
    };
    let named = |name: &str| format!("{name}={value}");
    for good in ["__Host-auth.0", " __Host-auth.0", "\t__Host-auth.0"] {
        assert_eq!(status(&named(good)), 200, "{good:?}");
    }
    for space in [
        '\u{a0}', '\u{85}', '\u{1680}', '\u{2003}', '\u{2028}', '\u{202f}', '\u{205f}', '\u{3000}', '\u{feff}',
        '\u{b}', '\u{c}', '\r', '\n', '\0', '"', ',',
    ] {
        assert_eq!(status(&named(&format!("{space}__Host-auth.0"))), 401, "{space:?} in front");
        assert_eq!(status(&named(&format!("__Host-auth.0{space}"))), 401, "{space:?} behind");
        assert_eq!(status(&format!("{}{space}", named("__Host-auth.0"))), 401, "{space:?} behind the value");
    }
    for name in [
        "__host-auth.0",
        "__HOST-auth.0",
        "__Host-AUTH.0",
        "__Host-auth.00",
        "__Host-auth%2E0",
        "Host-auth.0",
        "__Host-auth.0 ",
    ] {
        assert_eq!(status(&named(name)), 401, "{name:?}");
    }
    assert_eq!(status(&format!("{0}; {0}", named("__Host-auth.0"))), 401, "two of one name are none");
    assert_eq!(status(&format!("__Host-auth.0=x; {}", named("__Host-auth.0"))), 401);
    assert_eq!(status(&format!("{}; __Host-auth.0=", named("__Host-auth.0"))), 401);
}

#[test]
fn headers_are_judged_by_their_bytes() {
    let mut world = World::new("cookie");
    world.sign_in();
    let mut status = |headers: &[(&str, &str)]| world.send("GET", "/user", headers, None).status;
    assert_eq!(status(&[("origin", ORIGIN), ("x-auth-csrf", " 1\t")]), 200);
    for csrf in ["\u{a0}1", "1\u{a0}", "\u{2003}1", "1\u{85}", "1,1", "01", "1.0", "true", "１"] {
        assert_eq!(status(&[("origin", ORIGIN), ("x-auth-csrf", csrf)]), 403, "{csrf:?}");
    }
    for space in ["\u{a0}", "\u{2003}", "\u{3000}", "\u{85}"] {
        assert_eq!(status(&[("origin", &format!("{ORIGIN}{space}")), ("x-auth-csrf", "1")]), 403, "{space:?}");
    }
    let subject =
        |value: &str| [("origin", ORIGIN.to_owned()), ("x-auth-csrf", "1".into()), ("x-auth-subject", value.into())];
    for value in ["\u{a0}", "nobody", "\u{2003}1"] {
        let headers = subject(value);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(status(&headers), 401, "{value:?}");
    }
    for site in ["cross-site", "same-site", "same_origin", "SAME-ORIGIN", "", "unknown", "same-origin, none"] {
        assert_eq!(status(&[("x-auth-csrf", "1"), ("sec-fetch-site", site)]), 403, "{site:?}");
    }
    assert_eq!(status(&[("x-auth-csrf", "1"), ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none")]), 403);
    assert_eq!(
        (status(&[("x-auth-csrf", "1"), ("sec-fetch-site", "same-origin")]), status(&[("x-auth-csrf", "1")])),
        (200, 200)
    );
}

#[test]
fn an_address_with_two_readings_is_refused_before_anything_else() {
    let mut world = World::new("cookie");
    world.sign_in();
    let before = world.steps.len();
    for path in [
        "/api/..;/admin",
        "/api/..;a=b/x",
        "/%2e%2e/user",
        "/.%2e/user",
        "/api/%2e/x",
        "/./user",
        "/user/.",
        "/x/../user",
        "/x/..",
        "/x\\..\\user",
        "/%u002e%u002e/user",
        "/api/%c0%ae%c0%ae/x",
        "/api/%e0%80%ae/x",
        "/api/%ff",
        "/api/%",
        "/api/%0",
        "/api/%09x",
        "/api/%0d%0aSet-Cookie:x",
        "/api/%00",
        "/api/\u{a0}",
        "/api/a b",
        "/api/\t",
        "/api/..%3b/x",
        "/api/.;/x",
        "/api/%7f",
        "/api/a%252e%252e/x",
        "/api//x",
        "/api/a%2fb",
        "/api/a%5cb",
    ] {
        for method in ["GET", "POST"] {
            let reply = world.call(method, path, None, Value::Null);
            assert_eq!((reply.status, reply.code()), (400, "InvalidRequest"), "{method} {path:?}");
            assert!(reply.outcome.forward.is_none());
        }
    }
    for query in ["/user?a b", "/user?\u{a0}", "/user?a\\r\\n\r\n", "/api/x?#"] {
        assert_eq!(world.call("GET", query, None, Value::Null).status, 400, "{query:?}");
    }
    assert_eq!(world.steps.len(), before, "nothing was asked of anybody");
}

#[test]
fn what_is_cheap_to_refuse_takes_no_slot_and_reads_no_body() {
    let mut world = World::new("cookie");
    let own = [("origin", ORIGIN), ("x-auth-csrf", "1"), ("content-type", "application/json")];
    let body = Some("{}");
    for (method, path, headers) in [
        ("POST", "/nothing", own.to_vec()),
        ("PUT", "/sign-in", own.to_vec()),
        (
            "POST",
            "/sign-in",
            vec![("origin", "https://evil.example"), ("x-auth-csrf", "1"), ("content-type", "application/json")],
        ),
        ("POST", "/sign-in", vec![("origin", ORIGIN), ("content-type", "application/json")]),
        ("POST", "/sign-in", vec![("origin", ORIGIN), ("x-auth-csrf", "1"), ("content-type", "text/plain")]),
        ("POST", "/sign-in", [own.as_slice(), &[("content-length", "70000")]].concat()),
        ("GET", "/health", vec![]),
        ("GET", "/ready", vec![]),
        ("OPTIONS", "/sign-in", vec![("origin", ORIGIN)]),
        ("POST", "/admin/nothing", own.to_vec()),
    ] {
        world.send(method, path, &headers, body);
        assert!(!world.steps.contains(&"begin"), "{method} {path}");
    }
    world.send("POST", "/password/forgot", &own, Some(r#"{"username":"ada"}"#));
    assert_eq!(world.steps[..2], ["begin", "send"]);
    assert_eq!(world.networks, [Some("198.51.100.7".to_owned())]);
    for (slow, status, code) in [(false, 503, "ServiceUnavailable"), (true, 408, "InvalidRequest")] {
        world.busy = Some(slow);
        let reply = world.send("POST", "/password/forgot", &own, Some(r#"{"username":"ada"}"#));
        assert_eq!((reply.status, reply.code()), (status, code));
    }
}

#[test]
fn two_members_of_one_name_are_refused_at_any_depth() {
    let mut world = World::new("token");
    let own = [("origin", ORIGIN), ("x-auth-csrf", "1"), ("content-type", "application/json")];
    for body in [
        r#"{"username":"ada","username":"root"}"#,
        r#"{"username":"ada","\u0075sername":"root"}"#,
        r#"{"username":"ada","clientMetadata":{"a":"1","a":"2"}}"#,
    ] {
        let reply = world.send("POST", "/password/forgot", &own, Some(body));
        assert_eq!((reply.status, reply.code()), (400, "InvalidRequest"), "{body}");
    }
    assert!(world.sent.is_empty());
}

#[test]
fn an_administrator_who_was_disabled_or_left_the_group_is_none() {
    for custody in ["token", "cookie"] {
        for act in ["AdminDisableUser", "AdminRemoveUserFromGroup", "AdminUserGlobalSignOut", "AdminDeleteUser"] {
            let mut world = World::new(custody);
            world.local.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": "admins" }));
            let in_group = json!({ "UserPoolId": POOL, "Username": "ada", "GroupName": "admins" });
            world.local.ok("AdminAddUserToGroup", in_group.clone());
            let signed_in = world.sign_in();
            let token = (custody == "token").then(|| access(&signed_in));
            let status = |world: &mut World| {
                ["/admin/users", "/user"].map(|path| world.call("GET", path, token.as_deref(), Value::Null).status)
            };
            assert_eq!(status(&mut world), [200, 200], "{custody} {act}");
            // Through the proxy itself: the subject is denied. Past it, in the console: the pool is asked live.
            let (method, path) = match act {
                "AdminDisableUser" => ("POST", "/admin/users/ada/disable"),
                "AdminRemoveUserFromGroup" => ("DELETE", "/admin/users/ada/groups/admins"),
                "AdminUserGlobalSignOut" => ("POST", "/admin/users/ada/sign-out"),
                _ => ("DELETE", "/admin/users/ada"),
            };
            let cookies = world.cookies.clone();
            let body = if method == "POST" { json!({}) } else { Value::Null };
            assert_eq!(world.call(method, path, token.as_deref(), body).status, 200, "{custody} {act}");
            world.cookies.clone_from(&cookies);
            assert_eq!(status(&mut world), [401, 401], "{custody} {act}: the old token");
        }
    }
}

#[test]
fn an_administrator_is_asked_for_in_the_pool_and_not_in_the_token() {
    for custody in ["token", "cookie"] {
        for act in ["AdminDisableUser", "AdminRemoveUserFromGroup"] {
            let mut world = World::new(custody);
            world.local.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": "admins" }));
            world
                .local
                .ok("AdminAddUserToGroup", json!({ "UserPoolId": POOL, "Username": "ada", "GroupName": "admins" }));
            let signed_in = world.sign_in();
            let token = (custody == "token").then(|| access(&signed_in));
            assert_eq!(world.call("GET", "/admin/users", token.as_deref(), Value::Null).status, 200);
            let mut whom = json!({ "UserPoolId": POOL, "Username": "ada" });
            if act == "AdminRemoveUserFromGroup" {
                whom["GroupName"] = json!("admins");
            }
            world.local.ok(act, whom);
            let reply = world.call("GET", "/admin/users", token.as_deref(), Value::Null);
            assert_eq!((reply.status, reply.code()), (403, "NotAvailable"), "{custody} {act}");
            assert_eq!(world.records.last().unwrap()["audit"]["what"], "adminRefused");
        }
    }
}

#[test]
fn everywhere_is_everywhere() {
    for custody in ["token", "cookie"] {
        for (method, path, body) in [("POST", "/sign-out/everywhere", json!({})), ("DELETE", "/user", Value::Null)] {
            let mut world = World::new(custody);
            let elsewhere = world.sign_in();
            let other = world.cookies.clone();
            world.cookies.clear();
            let here = world.sign_in();
            let token = |reply: &Reply| (custody == "token").then(|| access(reply));
            assert_eq!(world.call(method, path, token(&here).as_deref(), body).status, 200, "{custody} {path}");
            world.cookies.clone_from(&other);
            let reply = world.call("GET", "/session", token(&elsewhere).as_deref(), Value::Null);
            assert_eq!(reply.status, 401, "{custody} {path}: the session in the other browser");
            if custody == "cookie" {
                let reply = world.call("POST", "/refresh", None, json!({}));
                assert_eq!(reply.status, 401);
                assert!(world.cookies.is_empty(), "what cannot be refreshed is taken out of the browser");
            }
            if path != "/user" {
                world.cookies.clear();
                let again = world.sign_in();
                let reply = world.call("GET", "/session", token(&again).as_deref(), Value::Null);
                assert_eq!(reply.status, 200, "{custody}: who signs in afterwards is in");
            }
        }
    }
}

#[test]
fn a_password_change_ends_the_other_sessions_where_it_is_configured() {
    for custody in ["token", "cookie"] {
        for ends in [false, true] {
            let mut ending = config(custody);
            ending["endOthersOnPasswordChange"] = json!(ends);
            let mut world = World::with(ending);
            let elsewhere = world.sign_in();
            let other = world.cookies.clone();
            world.cookies.clear();
            let here = world.sign_in();
            let own = world.cookies.clone();
            let token = |reply: &Reply| (custody == "token").then(|| access(reply));
            let change = json!({ "previousPassword": PASSWORD, "proposedPassword": "An0ther-Password" });
            assert_eq!(world.call("POST", "/password", token(&here).as_deref(), change).status, 200);
            let status = if ends { 401 } else { 200 };
            world.cookies.clone_from(&other);
            assert_eq!(world.call("GET", "/session", token(&elsewhere).as_deref(), Value::Null).status, status);
            let body = if custody == "token" { json!({ "refreshToken": refresh(&elsewhere) }) } else { json!({}) };
            assert_eq!(world.call("POST", "/refresh", None, body).status, status, "{custody} {ends}: nor by a refresh");
            world.cookies.clone_from(&own);
            assert_eq!(
                world.call("GET", "/session", token(&here).as_deref(), Value::Null).status,
                200,
                "{custody}: this one stays"
            );
        }
    }
}

#[test]
fn a_sign_in_over_a_session_ends_that_session() {
    let mut world = World::new("cookie");
    world.sign_in();
    let old = world.cookies.clone();
    world.sign_in();
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
    world.cookies = old;
    for (method, path, body) in [("GET", "/user", Value::Null), ("POST", "/refresh", json!({}))] {
        assert_eq!(world.call(method, path, None, body).status, 401, "{path}");
    }
}

#[test]
fn a_definitive_refusal_clears_the_cookies_and_a_lost_race_does_not() {
    use cognito_identity_wasm::proxy::Event;
    for (name, clears) in [
        ("NotAuthorizedException", true),
        ("UserNotFoundException", true),
        ("RefreshTokenReuseException", false),
        ("TooManyRequestsException", false),
    ] {
        let mut world = World::new("cookie");
        world.sign_in();
        let body = json!({ "__type": name, "message": "No." }).to_string();
        world.scripted = Some(Event::Replied { status: 400, error_type: None, body });
        assert_ne!(world.call("POST", "/refresh", None, json!({})).status, 200, "{name}");
        assert_eq!(world.cookies.is_empty(), clears, "{name}");
    }
}

#[test]
fn a_denial_lives_as_long_as_what_it_denies() {
    let mut world = World::new("cookie");
    world.sign_in();
    let stolen = world.cookies.clone();
    world.call("POST", "/sign-out", None, json!({}));
    // The service forgets that it revoked the token: the list alone must know.
    world.local.later(5.0 * 3600.0);
    let now = world.local.now / 1000.0;
    assert!(world.denied.values().all(|until| *until > now + 20.0 * 86_400.0), "the session could live for 30 days");
    world.cookies = stolen;
    let before = world.sent.len();
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 401);
    assert_eq!(world.sent.len(), before, "the service was not asked");

    let mut world = World::new("token");
    let signed_in = world.sign_in();
    let (access, refresh) = (access(&signed_in), refresh(&signed_in));
    world.call("POST", "/sign-out", Some(&access), json!({ "token": refresh }));
    let before = world.sent.len();
    assert_eq!(world.call("POST", "/refresh", None, json!({ "refreshToken": refresh })).status, 401);
    assert_eq!(world.sent.len(), before, "the digest of the refresh token is denied");
}

#[test]
fn a_seal_opens_for_its_own_pool_and_client_alone() {
    let mut world = World::new("cookie");
    world.sign_in();
    let cookies = world.cookies.clone();
    for (member, value) in [("userPoolId", "us-east-1_Local0002"), ("clientId", "another")] {
        let mut other = config("cookie");
        other["pools"][0][member] = json!(value);
        world.reconfigure(other);
        world.cookies.clone_from(&cookies);
        assert_eq!(world.call("GET", "/session", None, Value::Null).status, 401, "{member}");
    }
}

#[test]
fn a_session_that_does_not_fit_is_refused_before_anybody_has_its_tokens() {
    let mut world = World::new("cookie");
    for index in 0..400_u64 {
        let name = format!("group-{:027}", index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        world.local.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": name }));
        world.local.ok("AdminAddUserToGroup", json!({ "UserPoolId": POOL, "Username": "ada", "GroupName": name }));
        if [59, 199].contains(&index) {
            world.cookies.clear();
            world.sign_in();
            let bytes: usize = world.cookies.iter().map(|(name, value)| name.len() + value.len() + 3).sum();
            assert!(bytes < if index == 59 { 4096 } else { 8192 }, "{} groups are {bytes} bytes", index + 1);
            assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
        }
    }
    world.cookies.clear();
    let reply = world.try_sign_in();
    assert_eq!((reply.status, reply.code()), (403, "SessionTooLarge"));
    assert!(world.cookies.is_empty());
    assert!(world.sent.last().unwrap().get("Token").is_some(), "the refresh token that nobody has was revoked");
}

#[test]
fn every_act_of_a_person_has_its_line() {
    let mut world = World::new("cookie");
    let sub = world.sign_in().body["tokens"]["accessClaims"]["sub"].clone();
    let line = |what: &str, sub: &Value| json!({ "what": what, "sub": sub, "requestId": "request-1", "address": "198.51.100.7" });
    assert_eq!(world.records.last().unwrap()["audit"], line("signIn", &sub));
    world.call("POST", "/refresh", None, json!({}));
    assert_eq!(world.records.last().unwrap()["audit"], line("refresh", &sub));
    let change = json!({ "previousPassword": PASSWORD, "proposedPassword": "An0ther-Password" });
    world.call("POST", "/password", None, change);
    assert_eq!(world.records.last().unwrap()["audit"], line("passwordChange", &sub));
    world.call("POST", "/sign-out", None, json!({}));
    assert_eq!(world.records.last().unwrap()["audit"], line("signOut", &sub));
    let reply = world.try_sign_in();
    assert_eq!(reply.status, 401, "the password is another one by now");
    assert_eq!(world.records.last().unwrap()["audit"], line("signInRefused", &Value::Null));
    let log = serde_json::to_string(&world.records).unwrap();
    for secret in [PASSWORD, "An0ther-Password", "eyJ", "ada"] {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[test]
fn what_can_be_guessed_by_a_stolen_session_is_limited_by_its_person() {
    let mut limited = config("token");
    limited["rateLimits"] = json!({ "ip": { "points": 5, "seconds": 60 }, "username": { "points": 5, "seconds": 60 } });
    let mut world = World::with(limited);
    let signed_in = world.sign_in();
    assert_eq!(world.succeeded.len(), 1, "the sign-in was told");
    let access = access(&signed_in);
    world.limits.clear();
    world.peer = "2001:db8:1:2:3::4".into();
    let guess = json!({ "previousPassword": "Guess-0001", "proposedPassword": "An0ther-Password" });
    world.call("POST", "/password", Some(&access), guess);
    world.call("POST", "/attributes/verify", Some(&access), json!({ "attributeName": "email", "code": "000000" }));
    world.call("GET", "/user", Some(&access), Value::Null);
    let network = Some("2001:db8:1:2::/64".to_owned());
    assert_eq!(world.limits.len(), 2);
    assert!(
        world.limits.iter().all(|(one, name)| *one == network && name.as_ref().is_some_and(|name| name.len() == 64))
    );
    world.limited = Some(3.0);
    let guess = json!({ "previousPassword": PASSWORD, "proposedPassword": "An0ther-Password" });
    assert_eq!(world.call("POST", "/password", Some(&access), guess).status, 429);
}

#[test]
fn a_dangerous_configuration_is_refused_by_its_path() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut whole = config("cookie");
        change(&mut whole);
        Proxy::new(&whole.to_string()).err().map_or("taken".to_owned(), |error| error.message.to_string())
    };
    let zero = "A".repeat(43);
    type Change<'c> = &'c dyn Fn(&mut Value);
    let cases: [(&str, Change<'_>); 14] = [
        ("keys[0].secret", &|whole| whole["keys"][0]["secret"] = json!(zero)),
        ("keys[0].secret", &|whole| {
            whole["keys"] = json!([{ "id": "a", "secret": key(1) }, { "id": "b", "secret": key(1) }])
        }),
        ("trustedHops[1]", &|whole| whole["trustedHops"] = json!(["10.0.0.0/8", "0.0.0.0/0"])),
        ("trustedHops[0]", &|whole| whole["trustedHops"] = json!(["::/0"])),
        ("cookies.idleSeconds", &|whole| whole["cookies"] = json!({ "idleSeconds": 100, "absoluteSeconds": 99 })),
        ("pools[0].endpoint", &|whole| whole["pools"][0]["endpoint"] = json!("http://localhost:80@evil.example/")),
        ("pools[0].endpoint", &|whole| whole["pools"][0]["endpoint"] = json!("https://good.example@evil.example/")),
        ("pools[0].endpoint", &|whole| whole["pools"][0]["endpoint"] = json!("http://localhost.evil.example/")),
        ("upstreams[\"/api\"]", &|whole| whole["upstreams"]["/api"] = json!("http://127.0.0.1:80@evil.example")),
        ("origins[0]", &|whole| whole["origins"] = json!(["https://app.example.com@evil.example"])),
        ("limits.perClient", &|whole| whole["limits"] = json!({ "perClient": 0 })),
        ("rateLimits.ip.points", &|whole| whole["rateLimits"] = json!({ "ip": { "points": 0, "seconds": 1 } })),
        ("rateLimits.ipv6Prefix", &|whole| whole["rateLimits"] = json!({ "ipv6Prefix": 8 })),
        ("pools[1].cookieName", &|whole| {
            let mut second = whole["pools"][0].clone();
            second["path"] = json!("/second");
            second["clientId"] = json!("second");
            whole["pools"].as_array_mut().unwrap().push(second);
        }),
    ];
    for (place, change) in cases {
        let message = with(change);
        assert!(message.contains(&format!("`{place}`")), "{place}: {message}");
        assert!(!message.contains("evil") && !message.contains(&zero), "{message}");
    }
    for good in [
        "http://localhost:9400/",
        "http://127.0.0.1/",
        "http://[::1]:80/",
        "https://fips.example/",
        "https://vpce.example:8443/",
    ] {
        assert_eq!(with(&|whole| whole["pools"][0]["endpoint"] = json!(good)), "taken", "{good}");
    }
}

#[test]
fn what_a_hook_of_the_pool_says_reaches_the_person() {
    use cognito_identity_wasm::proxy::Event;
    let told = |message: &str| {
        let mut world = World::new("token");
        world.scripted = Some(Event::Replied {
            status: 400,
            error_type: None,
            body: json!({ "__type": "UserLambdaValidationException", "message": message }).to_string(),
        });
        let reply = world.call("POST", "/password/forgot", None, json!({ "username": "ada" }));
        reply.body["error"]["message"].as_str().unwrap().to_owned()
    };
    for said in [
        "Residents of Miami only.",
        "Ask William.",
        "Local laws forbid it.",
        "Your secretary must sign up.",
        "A new client? Call us.",
    ] {
        assert_eq!(told(&format!("PreSignUp failed with error {said}.")), format!("{said}."));
    }
    for service in [
        "Unable to verify secret hash for client abc",
        "Client is disabled.",
        "Lambdas failed",
        "AWS said no",
        "no IAM role",
    ] {
        assert!(!told(service).contains(service), "{service}");
    }
    for word in ["Diamond lawsuits in Miami", "secretary", "clientele"] {
        assert_eq!(told(word), word);
    }
}
