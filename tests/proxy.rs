//! The auth proxy in front of the local Cognito, natively: custody, forgery, tampering, the deny list, secrets.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;
mod proxy_twin;

use cognito_identity_wasm::proxy::Proxy;
use local_twin::{PASSWORD, POOL, secret_hash};
use proxy_twin::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn tokens(reply: &Reply) -> (String, String) {
    let text = |name: &str| reply.body["tokens"][name].as_str().unwrap().to_owned();
    (text("accessToken"), text("refreshToken"))
}

fn long_attributes() -> Value {
    let text = incompressible(3900);
    let (profile, website) = text.split_at(1900);
    json!([{ "Name": "profile", "Value": profile }, { "Name": "website", "Value": website.get(..1800) }])
}

/// A text that no packing makes shorter by much.
fn incompressible(length: u32) -> String {
    let mut state = 1_u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'!' + (state >> 24) as u8 % 90)
    };
    (0..length).map(letter).filter(|letter| *letter != '"' && *letter != '\\').collect()
}

#[test]
fn in_token_custody_the_app_holds_the_tokens_and_every_route_takes_them() {
    let mut world = World::new("token");
    let signed_in = world.sign_in();
    let (access, refresh) = tokens(&signed_in);
    assert!(signed_in.set_cookies().is_empty());
    let user = world.call("GET", "/user", Some(&access), Value::Null);
    assert_eq!((user.status, &user.body["username"]), (200, &json!("ada")));
    let changed = json!({ "userAttributes": [{ "name": "name", "value": "Ada" }] });
    assert_eq!(world.call("PATCH", "/attributes", Some(&access), changed).status, 200);
    let password = json!({ "previousPassword": PASSWORD, "proposedPassword": "An0ther-Password" });
    assert_eq!(world.call("POST", "/password", Some(&access), password).status, 200);
    let renewed = world.call("POST", "/refresh", None, json!({ "refreshToken": refresh }));
    let fresh = renewed.body["tokens"]["accessToken"].as_str().unwrap().to_owned();
    assert_ne!(fresh, access);
    assert_eq!(world.call("POST", "/sign-out", Some(&fresh), json!({ "token": refresh })).status, 200);
    for token in [&access, &fresh] {
        let reply = world.call("GET", "/user", Some(token), Value::Null);
        assert_eq!((reply.status, reply.code()), (401, "NotAuthorized"), "one family, one end");
    }
    assert_eq!(world.call("GET", "/user", None, Value::Null).code(), "NotSignedIn");
}

#[test]
fn in_cookie_custody_no_answer_holds_a_token_and_the_cookies_are_enough() {
    let mut world = World::new("cookie");
    let signed_in = world.sign_in();
    let text = signed_in.body.to_string();
    assert!(!text.contains("eyJ") && !text.contains("Token\""), "{text}");
    assert_eq!(signed_in.body["tokens"]["accessClaims"]["username"], "ada");
    assert_eq!(signed_in.body["tokens"]["idClaims"]["email"], "ada@example.com");
    assert!(world.cookies.contains_key("__Host-auth.0"));
    assert_eq!(world.call("GET", "/user", None, Value::Null).body["username"], "ada");
    let session = world.call("GET", "/session", None, Value::Null);
    assert_eq!(session.body["tokens"]["accessClaims"], signed_in.body["tokens"]["accessClaims"]);
    let renewed = world.call("POST", "/refresh", None, json!({}));
    assert_eq!(renewed.status, 200, "{}", renewed.body);
    assert_ne!(renewed.body["tokens"]["accessClaims"]["jti"], signed_in.body["tokens"]["accessClaims"]["jti"]);
    let stolen = world.cookies.clone();
    assert_eq!(world.call("POST", "/sign-out", None, json!({})).status, 200);
    assert!(world.cookies.is_empty());
    assert_eq!(world.call("POST", "/sign-out", None, json!({})).status, 200, "a second time is no error");
    world.cookies = stolen;
    for (method, path, body) in [("GET", "/user", Value::Null), ("POST", "/refresh", json!({}))] {
        assert_eq!(world.call(method, path, None, body).status, 401, "a replay of {path} after sign-out");
    }
}

#[test]
fn a_page_that_speaks_for_somebody_else_is_told_that_nobody_is_signed_in() {
    let mut world = World::new("cookie");
    let signed_in = world.sign_in();
    let own = signed_in.body["tokens"]["accessClaims"]["sub"].as_str().unwrap().to_owned();
    let mut ask = |method: &str, path: &str, subject: &str| {
        let headers = [
            ("origin", ORIGIN),
            ("x-auth-csrf", "1"),
            ("x-auth-subject", subject),
            ("content-type", "application/json"),
        ];
        let body = (method == "POST").then_some("{}");
        let reply = world.send(method, path, &headers, body);
        (reply.status, reply.code().to_owned(), world.cookies.len())
    };
    for (method, path) in [("GET", "/user"), ("GET", "/session"), ("POST", "/refresh")] {
        let (status, code, cookies) = ask(method, path, "another");
        assert_eq!((status, code.as_str(), cookies > 0), (401, "NotSignedIn", true), "{path}");
        assert_eq!(ask(method, path, &own).0, 200, "{path}");
    }
    let (status, code, cookies) = ask("POST", "/sign-out", "another");
    assert_eq!((status, code.as_str(), cookies > 0), (401, "NotSignedIn", true), "the other person's session lives on");
    assert_eq!(ask("GET", "/user", &own).0, 200);
    assert_eq!(ask("POST", "/sign-out", &own), (200, "-".to_owned(), 0));
}

#[test]
fn in_cookie_custody_a_token_of_the_apps_own_is_refused_as_such() {
    let mut world = World::new("cookie");
    let reply = world.call("GET", "/user", Some("a.b.c"), Value::Null);
    assert_eq!((reply.status, reply.code()), (403, "NotAvailable"));
    world.sign_in();
    let reply = world.call("POST", "/refresh", None, json!({ "refreshToken": "r" }));
    assert_eq!((reply.status, reply.code()), (403, "NotAvailable"));
}

#[test]
fn a_large_session_is_cut_into_cookies_that_shrink_again() {
    let mut world = World::new("cookie");
    let long = json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": long_attributes() });
    world.local.ok("AdminUpdateUserAttributes", long);
    world.sign_in();
    let many = world.cookies.len();
    assert!(many >= 2, "{many}");
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
    let first = world.cookies.clone();
    world.sign_in();
    let second = world.cookies.clone();
    world.cookies.insert("__Host-auth.1".into(), first["__Host-auth.1"].clone());
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401, "chunks of two sessions do not make one");
    world.cookies.clone_from(&second);
    world.cookies.remove("__Host-auth.1");
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401, "a chunk is missing");
    world.cookies = second;
    let short = json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": [{ "Name": "profile", "Value": "" }, { "Name": "website", "Value": "" }] });
    world.local.ok("AdminUpdateUserAttributes", short);
    world.call("POST", "/refresh", None, json!({}));
    assert!(world.cookies.len() < many);
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
}

#[test]
fn a_cookie_that_was_changed_in_any_way_is_no_session() {
    let mut world = World::new("cookie");
    world.sign_in();
    let good = world.cookies.clone();
    let first = good["__Host-auth.0"].clone();
    let status = |world: &mut World, value: String| {
        world.cookies.insert("__Host-auth.0".into(), value);
        world.call("GET", "/user", None, Value::Null).status
    };
    assert_eq!(status(&mut world, first.clone()), 200);
    let header = first.find('.').unwrap() + 4;
    for at in [header, header + 20, first.len() - 1] {
        let mut bytes = first.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(status(&mut world, String::from_utf8(bytes).unwrap()), 401, "a bit at {at}");
    }
    let rest = first.split_once('.').unwrap().1;
    for value in [
        first[..first.len() - 1].to_owned(),
        first[..10].to_owned(),
        format!("9.{rest}"),
        format!("0.{rest}"),
        format!("-1.{rest}"),
        first.replacen("k1", "k2", 1),
        String::new(),
        "1.k1.".into(),
    ] {
        assert_eq!(status(&mut world, value.clone()), 401, "{}", &value[..value.len().min(12)]);
    }
}

#[test]
fn a_cookie_of_another_pool_does_not_open() {
    let mut other = config("cookie");
    other["pools"][0]["cookieName"] = json!("second");
    let mut world = World::new("cookie");
    world.sign_in();
    world.reconfigure(other);
    world.cookies = world.cookies.iter().map(|(name, value)| (name.replace("auth", "second"), value.clone())).collect();
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
}

#[test]
fn an_old_key_still_opens_and_the_new_one_seals() {
    let mut world = World::new("cookie");
    world.sign_in();
    let mut rotated = config("cookie");
    rotated["keys"] = json!([{ "id": "k2", "secret": key(2) }, { "id": "k1", "secret": key(1) }]);
    world.reconfigure(rotated.clone());
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
    assert!(world.cookies["__Host-auth.0"].contains(".k2."));
    rotated["keys"] = json!([{ "id": "k2", "secret": key(2) }]);
    world.reconfigure(rotated.clone());
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 200);
    rotated["keys"] = json!([{ "id": "k3", "secret": key(3) }]);
    world.reconfigure(rotated);
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
}

#[test]
fn a_session_ends_when_idle_and_in_any_case_after_its_absolute_lifetime() {
    let mut short = config("cookie");
    short["cookies"] = json!({ "idleSeconds": 1000, "absoluteSeconds": 2500 });
    let mut world = World::with(short);
    world.sign_in();
    for step in 0..5 {
        world.local.later(450.0);
        let reply = world.call("GET", "/session", None, Value::Null);
        assert_eq!(reply.status, 200, "{step}: it is used");
        assert!(!reply.set_cookies().is_empty(), "{step}: so it is sealed anew");
        assert!(world.call("GET", "/session", None, Value::Null).set_cookies().is_empty(), "but not at every request");
    }
    world.local.later(300.0);
    assert_eq!(
        world.call("GET", "/session", None, Value::Null).status,
        401,
        "2550 s are more than the absolute lifetime"
    );
    world.sign_in();
    world.local.later(1000.0);
    assert_eq!(world.call("GET", "/session", None, Value::Null).status, 401, "idle");
}

#[test]
fn the_csrf_matrix() {
    let mut world = World::new("cookie");
    world.sign_in();
    let mut status = |headers: &[(&str, &str)]| {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        let reply = world.send("PATCH", "/attributes", &all, Some(r#"{"userAttributes":[]}"#));
        (reply.status, reply.code().to_owned(), reply.header("Access-Control-Allow-Origin").map(str::to_owned))
    };
    let refused = |code: &str| (403, code.to_owned(), None);
    let csrf = ("x-auth-csrf", "1");
    assert_ne!(status(&[csrf, ("origin", ORIGIN)]).0, 403);
    assert_eq!(status(&[csrf, ("origin", ORIGIN)]).2.as_deref(), Some(ORIGIN));
    assert_ne!(status(&[csrf, ("origin", "https://auth.example.com"), ("sec-fetch-site", "same-origin")]).0, 403);
    assert_ne!(status(&[csrf]).0, 403, "no browser");
    assert_eq!(status(&[("origin", ORIGIN)]).1, "CsrfHeaderMissing");
    assert_eq!(status(&[("origin", ORIGIN), ("x-auth-csrf", "0")]).1, "CsrfHeaderMissing");
    assert_eq!(status(&[("origin", ORIGIN), csrf, csrf]).1, "CsrfHeaderMissing");
    for foreign in [
        "https://evil.example",
        "null",
        "",
        "https://app.example.com.evil.example",
        "http://app.example.com",
        "https://APP.example.com",
    ] {
        assert_eq!(status(&[csrf, ("origin", foreign)]), refused("OriginNotAllowed"), "{foreign}");
    }
    assert_eq!(status(&[csrf, ("origin", ORIGIN), ("origin", ORIGIN)]), refused("OriginNotAllowed"));
    assert_eq!(status(&[csrf, ("sec-fetch-site", "cross-site")]), refused("OriginNotAllowed"));
    assert_eq!(status(&[csrf, ("sec-fetch-site", "same-site")]), refused("OriginNotAllowed"));
}

#[test]
fn a_preflight_is_answered_for_configured_origins_alone() {
    let mut world = World::new("cookie");
    let asked = [
        ("origin", ORIGIN),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,x-auth-csrf"),
    ];
    let reply = world.send("OPTIONS", "/sign-in", &asked, None);
    assert_eq!(reply.status, 204);
    assert_eq!(reply.header("Access-Control-Allow-Headers"), Some("content-type, x-auth-csrf"));
    assert_eq!(reply.header("Access-Control-Allow-Credentials"), Some("true"));
    let reply = world.send("OPTIONS", "/sign-in", &[("origin", "https://evil.example")], None);
    assert_eq!((reply.status, reply.header("Access-Control-Allow-Origin")), (403, None));
}

#[test]
fn secrets_are_added_and_a_second_one_is_tried() {
    let mut world = World::new("token");
    world.sign_in();
    assert_eq!(world.sent[0]["AuthParameters"]["SECRET_HASH"], secret_hash(SECRET, "ada"));
    assert_eq!(world.sent[0]["UserContextData"], json!({ "IpAddress": "198.51.100.7" }));
    let mut rotating = config("token");
    rotating["pools"][0]["clientSecrets"] = json!(["the-next-secret", SECRET]);
    world.reconfigure(rotating.clone());
    let (_, refresh) = tokens(&world.sign_in());
    assert_eq!(world.call("POST", "/refresh", None, json!({ "refreshToken": refresh })).status, 200);
    rotating["pools"][0]["clientSecrets"] = json!(["wrong"]);
    world.reconfigure(rotating);
    let wrong = world.call("POST", "/password/forgot", None, json!({ "username": "ada" }));
    assert_eq!((wrong.status, wrong.code()), (401, "NotAuthorized"));
    assert!(!wrong.body.to_string().to_lowercase().contains("secret"), "{}", wrong.body);
}

#[test]
fn an_app_cannot_forge_its_address() {
    let mut hops = config("token");
    hops["trustedHops"] = json!(["10.0.0.0/8"]);
    let mut world = World::with(hops);
    let body = r#"{"username":"ada","userContextData":{"encodedData":"e","ipAddress":"6.6.6.6"}}"#;
    let mut ip = |peer: &str| {
        world.peer = peer.into();
        world.send(
            "POST",
            "/password/forgot",
            &[("content-type", "application/json"), ("x-auth-csrf", "1"), ("x-forwarded-for", "1.2.3.4, 203.0.113.9")],
            Some(body),
        );
        world.sent.last().unwrap()["UserContextData"].clone()
    };
    assert_eq!(ip("198.51.100.7"), json!({ "EncodedData": "e", "IpAddress": "198.51.100.7" }));
    assert_eq!(ip("10.0.0.1"), json!({ "EncodedData": "e", "IpAddress": "203.0.113.9" }));
}

#[test]
fn forged_tokens_never_reach_the_service() {
    use base64ct::{Base64UrlUnpadded, Encoding};
    let mut world = World::new("token");
    let signed_in = world.sign_in();
    let (access, _) = tokens(&signed_in);
    let id = signed_in.body["tokens"]["idToken"].as_str().unwrap().to_owned();
    let parts: Vec<&str> = access.split('.').collect();
    let encode = |value: Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
    let payload = |name: &str, value: Value| {
        let mut claims = local_twin::claims(&json!(access));
        claims[name] = value;
        encode(claims)
    };
    let forged = [
        format!("{}.{}.", encode(json!({ "alg": "none" })), parts[1]),
        format!("{}.{}.{}", encode(json!({ "alg": "HS256", "kid": "x" })), parts[1], parts[2]),
        format!("{}.{}.{}", encode(json!({ "alg": "RS256", "kid": "unknown" })), parts[1], parts[2]),
        format!("{}.{}.{}", parts[0], payload("sub", json!("someone-else")), parts[2]),
        format!("{}.{}.{}", parts[0], payload("iss", json!("https://evil.example/p")), parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        id,
        "nonsense".into(),
    ];
    let before = world.sent.len();
    for token in forged {
        let reply = world.call("GET", "/user", Some(&token), Value::Null);
        assert_eq!((reply.status, reply.code()), (401, "NotAuthorized"));
        assert!(!reply.body.to_string().contains(&token));
    }
    assert_eq!(world.sent.len(), before);
    world.local.later(3700.0);
    assert_eq!(world.call("GET", "/user", Some(&access), Value::Null).status, 401, "expired");
    assert_eq!(world.sent.len(), before);
}

#[test]
fn a_forged_token_at_sign_out_denies_nobody() {
    let mut world = World::new("token");
    let (access, refresh) = tokens(&world.sign_in());
    let cut = &access[..access.len() - 2];
    world.call("POST", "/sign-out", Some(cut), json!({ "token": "not-the-refresh-token" }));
    assert!(world.denied.is_empty());
    assert_eq!(world.call("GET", "/user", Some(&access), Value::Null).status, 200);
    world.call("POST", "/sign-out", Some(&access), json!({ "token": refresh }));
    assert!(!world.denied.is_empty());
    assert!(world.denied.keys().all(|key| !key.contains(&access) && !key.contains("eyJ")));
}

#[test]
fn a_store_that_is_down_fails_closed_or_open_as_configured() {
    for (mode, status) in [("closed", 503), ("open", 200)] {
        for custody in ["token", "cookie"] {
            let mut chosen = config(custody);
            chosen["denyList"] = json!({ "onFailure": mode });
            let mut world = World::with(chosen);
            let signed_in = world.sign_in();
            world.store_is_down = true;
            let token = (custody == "token").then(|| tokens(&signed_in).0);
            assert_eq!(world.call("GET", "/user", token.as_deref(), Value::Null).status, status, "{mode} {custody}");
            assert_eq!(world.send("GET", "/ready", &[], None).status, 503);
            assert_eq!(world.send("GET", "/health", &[], None).status, 200);
        }
    }
}

#[test]
fn a_denied_token_is_refused_on_every_route_of_a_person() {
    use cognito_identity_wasm::wire::rest::{Access, routes::ROUTES};
    let mut world = World::new("token");
    let (access, _) = tokens(&world.sign_in());
    let cognito_identity_wasm::proxy::Denial { keys, until, .. } =
        cognito_identity_wasm::proxy::denial(&access, false, world.local.now / 1000.0);
    world.denied.extend(keys.into_iter().map(|key| (key, until)));
    let before = world.sent.len();
    for route in ROUTES.iter().filter(|route| route.access == Access::Person) {
        let path = route.path.replace("{deviceKey}", "k").replace("{credentialId}", "k").replace("{sessionId}", "k");
        let body = if matches!(route.method, "GET" | "DELETE") { Value::Null } else { whole(route.operation) };
        let reply = world.call(route.method, &path, Some(&access), body);
        assert_eq!((reply.status, reply.code()), (401, "NotAuthorized"), "{path}: {}", reply.body);
    }
    for path in ["/session", "/api/x", "/admin/users"] {
        assert_eq!(world.call("GET", path, Some(&access), Value::Null).status, 401, "{path}");
    }
    assert_eq!(world.sent.len(), before);
}

/// A body with the members that an operation wants.
fn whole(operation: cognito_identity_wasm::operation::Operation) -> Value {
    use cognito_identity_wasm::wire::rest::{names, shapes};
    let value = |name: &str| match shapes::shape(name) {
        shapes::Shape::Text => json!("x"),
        shapes::Shape::Texts | shapes::Shape::Records => json!([]),
        _ => json!({}),
    };
    let wanted = operation.members().iter().filter(|member| {
        // The path carries a device's key, except where a device is new.
        let in_path = member.name == "DeviceKey" && operation.name() != "ConfirmDevice";
        member.required && !in_path && member.name != "AccessToken"
    });
    Value::Object(wanted.map(|member| (names::member(member.name), value(member.name))).collect())
}

#[test]
fn only_administrators_administer_and_each_act_is_in_the_log() {
    for custody in ["token", "cookie"] {
        let mut world = World::new(custody);
        let signed_in = world.sign_in();
        let token = (custody == "token").then(|| tokens(&signed_in).0);
        assert_eq!(world.call("GET", "/admin/users", token.as_deref(), Value::Null).status, 403, "{custody}");
        assert!(world.commands.is_empty());
        world.local.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": "admins" }));
        world.local.ok("AdminAddUserToGroup", json!({ "UserPoolId": POOL, "Username": "ada", "GroupName": "admins" }));
        let signed_in = world.sign_in();
        let token = (custody == "token").then(|| tokens(&signed_in).0);
        let mut call = |method: &str, path: &str, body: Value| world.call(method, path, token.as_deref(), body);
        let created = call("POST", "/admin/users", json!({ "username": "bob/é", "messageAction": "SUPPRESS" }));
        assert_eq!(created.status, 200, "{}", created.body);
        assert_eq!(created.body["user"]["username"], "bob/é");
        let page = call("GET", "/admin/users?limit=1", Value::Null);
        assert_eq!(page.body["users"].as_array().unwrap().len(), 1);
        assert_eq!(call("POST", "/admin/users/bob%2F%C3%A9/disable", json!({})).status, 200);
        assert_eq!(call("GET", "/admin/users/bob%2F%C3%A9", Value::Null).body["enabled"], false);
        assert_eq!(call("PUT", "/admin/users/bob%2F%C3%A9/groups/admins", json!({})).status, 200);
        assert_eq!(call("POST", "/admin/users", json!({ "username": "eve", "userPoolId": "other" })).status, 400);
        assert_eq!(call("POST", "/admin/users/bob", json!({})).status, 405);
        assert_eq!(call("GET", "/admin/nothing", Value::Null).status, 404);
        assert_eq!(call("POST", "/admin/denied-tokens", json!({ "token": "a-leaked-refresh-token" })).status, 200);
        let reply = call("POST", "/admin/users/none/enable", json!({}));
        assert_eq!((reply.status, reply.code()), (400, "UserNotFound"));
        let audited: Vec<&str> = world.records.iter().filter_map(|record| record["audit"]["what"].as_str()).collect();
        let acts: Vec<&str> = audited.into_iter().filter(|what| *what != "signIn").collect();
        assert_eq!(acts[..4], ["adminRefused", "AdminCreateUser", "ListUsers", "AdminDisableUser"]);
        assert!(world.records.iter().all(|record| !record.to_string().contains("a-leaked-refresh-token")));
        let without_csrf = world.send("GET", "/admin/users", &[("origin", ORIGIN)], None);
        assert_eq!(without_csrf.code(), "CsrfHeaderMissing");
    }
}

#[test]
fn a_request_goes_on_to_the_apps_own_api_with_the_token_and_without_the_cookies() {
    let mut world = World::new("cookie");
    assert_eq!(world.call("GET", "/api/x", None, Value::Null).status, 401);
    world.sign_in();
    let strangers = [
        ("origin", ORIGIN),
        ("x-auth-csrf", "1"),
        ("authorization", "Bearer forged"),
        ("x-forwarded-for", "6.6.6.6"),
        ("x-forwarded-user", "root"),
        ("x_forwarded_user", "root"),
        ("x-remote-user", "root"),
        ("remote-user", "root"),
        ("x-amzn-oidc-identity", "root"),
        ("x-amzn-oidc-data", "root"),
        ("x_auth_request_user", "root"),
        ("x-webauth-user", "root"),
        ("host", "evil.example"),
        ("connection", "close"),
        ("accept-language", "de"),
        ("x-amzn-trace-id", "Root=1"),
    ];
    let reply = world.send("GET", "/api/orders?page=2", &strangers, None);
    let forward = reply.outcome.forward.unwrap();
    for (name, _) in strangers {
        let goes_on = ["accept-language", "x-amzn-trace-id"].contains(&name);
        assert_eq!(forward.without.iter().any(|known| known == name), !goes_on, "{name}");
    }
    assert_eq!(forward.url, "https://api.example.com/api/orders?page=2");
    let token = &forward.headers.iter().find(|(name, _)| name == "Authorization").unwrap().1;
    assert_eq!(local_twin::claims(&json!(token.strip_prefix("Bearer ").unwrap()))["token_use"], "access");
    assert!(forward.without.iter().any(|known| known == "cookie"));
    for path in ["/api/../admin", "/api//evil.example", "/api/%2e%2e/x", "/api/a%2Fb"] {
        let reply = world.call("GET", path, None, Value::Null);
        assert!(reply.outcome.forward.is_none() && reply.status == 400, "{path}");
    }
    assert_eq!(world.call("GET", "/apix", None, Value::Null).status, 404);
}

#[test]
fn several_pools_are_told_apart_by_path_and_host() {
    let mut several = config("cookie");
    let mut second = several["pools"][0].clone();
    second["path"] = json!("/second");
    second["cookieName"] = json!("second");
    let mut third = several["pools"][0].clone();
    third["host"] = json!("other.example.com");
    several["pools"] = json!([second, third]);
    let mut world = World::with(several);
    let forgot = json!({ "username": "ada" });
    assert_eq!(world.call("POST", "/password/forgot", None, forgot.clone()).code(), "NotFound", "no pool is here");
    for path in ["/secondary/password/forgot", "/second", "/second//password/forgot"] {
        assert_eq!(world.call("POST", path, None, forgot.clone()).code(), "NotFound", "{path}");
    }
    let start = json!({ "method": "PASSWORD", "authParameters": { "username": "ada", "password": PASSWORD } });
    assert_eq!(world.call("POST", "/second/sign-in", None, start).code(), "NotAvailable", "the pool is found");
    assert_eq!(world.call("POST", "/second/password/forgot", None, forgot).status, 200);
}

#[test]
fn a_sign_in_that_raises_the_level_names_the_session_that_it_raises() {
    let step_up = json!({ "method": "CHOICE", "authParameters": { "username": "ada", "targetAcrValues": "2" } });
    let mut world = World::new("cookie");
    assert_eq!(world.call("POST", "/sign-in", None, step_up.clone()).code(), "NotSignedIn");
    world.sign_in();
    world.call("POST", "/sign-in", None, step_up);
    let sent = &world.sent.last().unwrap()["AuthParameters"];
    assert_eq!(local_twin::claims(&sent["ACCESS_TOKEN"])["username"], "ada");
}

#[test]
fn signing_out_everywhere_and_deletion_end_the_session_here_too() {
    for (method, path, body) in [("POST", "/sign-out/everywhere", json!({})), ("DELETE", "/user", Value::Null)] {
        let mut world = World::new("cookie");
        world.sign_in();
        let stolen = world.cookies.clone();
        assert_eq!(world.call(method, path, None, body).status, 200, "{path}");
        assert!(world.cookies.is_empty());
        world.cookies = stolen;
        let before = world.sent.len();
        assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
        assert_eq!(world.sent.len(), before, "the deny list knows, without asking the service");
    }
}

#[test]
fn a_sign_out_while_the_service_is_down_ends_the_session_here() {
    let mut world = World::new("cookie");
    world.sign_in();
    let stolen = world.cookies.clone();
    world.service_is_down = true;
    assert_eq!(world.call("POST", "/sign-out", None, json!({})).code(), "ServiceUnavailable");
    assert!(world.cookies.is_empty());
    world.service_is_down = false;
    world.cookies = stolen;
    assert_eq!(world.call("GET", "/user", None, Value::Null).status, 401);
}

#[test]
fn a_denial_that_could_not_be_kept_is_in_the_log() {
    let mut world = World::new("cookie");
    world.sign_in();
    world.store_is_down = true;
    let reply = world.call("POST", "/sign-out", None, json!({}));
    assert_eq!((reply.status, reply.code()), (503, "ServiceUnavailable"), "the tokens would still be taken here");
    assert!(world.cookies.is_empty(), "and all the same the browser forgets them");
    assert_eq!(world.records.last().unwrap()["denyList"], "failed");
}

#[test]
fn a_limiter_that_is_down_lets_pass_or_not_as_configured() {
    for (mode, status) in [("open", 200), ("closed", 503)] {
        let mut limited = config("token");
        limited["rateLimits"] = json!({ "ip": { "points": 5, "seconds": 60 }, "onFailure": mode });
        let mut world = World::with(limited);
        world.store_is_down = true;
        assert_eq!(world.call("POST", "/password/forgot", None, json!({ "username": "ada" })).status, status, "{mode}");
    }
}

#[test]
fn passwords_and_operations_that_are_not_offered_do_not_pass() {
    let mut world = World::new("token");
    let password = json!({ "method": "PASSWORD", "authParameters": { "username": "ada", "password": PASSWORD } });
    assert_eq!(world.call("POST", "/sign-in", None, password.clone()).code(), "NotAvailable");
    let answer =
        json!({ "challengeName": "PASSWORD", "challengeResponses": { "username": "ada", "password": PASSWORD } });
    assert_eq!(world.call("POST", "/challenge", None, answer).code(), "NotAvailable");
    assert!(world.sent.is_empty());
    let mut open = config("token");
    open["passwordSignIn"] = json!(true);
    open["operations"] = json!(["InitiateAuth"]);
    world.reconfigure(open);
    assert_eq!(world.call("POST", "/sign-in", None, password).status, 200);
    assert_eq!(world.call("POST", "/sign-up", None, json!({ "username": "eve" })).code(), "NotAvailable");
}

#[test]
fn bad_requests_are_refused_for_what_is_wrong_with_them() {
    let mut world = World::new("token");
    let json = ("content-type", "application/json");
    let mut code = |method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>| {
        let reply = world.send(method, path, &[headers, &[("x-auth-csrf", "1")]].concat(), body);
        (reply.status, reply.code().to_owned())
    };
    let told = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(code("POST", "/nothing", &[json], Some("{}")), told(404, "NotFound"));
    assert_eq!(
        code("POST", "/", &[json, ("x-amz-target", "AWSCognitoIdentityProviderService.AdminGetUser")], Some("{}")),
        told(404, "NotFound")
    );
    assert_eq!(code("PUT", "/sign-in", &[json], Some("{}")), told(405, "MethodNotAllowed"));
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/jsonx", ""]
    {
        assert_eq!(
            code("POST", "/sign-in", &[("content-type", kind)], Some("{}")),
            told(415, "UnsupportedMediaType"),
            "{kind}"
        );
    }
    for body in ["", "[]", "null", "{", "{\"a\":", "\u{feff}{}"] {
        assert_eq!(code("POST", "/sign-in", &[json], Some(body)), told(400, "InvalidRequest"), "{body}");
    }
    let deep = "[".repeat(10_000);
    assert_eq!(code("POST", "/sign-in", &[json], Some(&deep)), told(400, "InvalidRequest"));
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(70_000));
    assert_eq!(code("POST", "/sign-in", &[json], Some(&large)), told(413, "PayloadTooLarge"));
    let long = "x".repeat(40_000);
    assert_eq!(code("POST", "/sign-in", &[json, ("x", &long)], Some("{}")), told(431, "RequestHeadersTooLarge"));
    let split = r#"{"method":"SRP","authParameters":{"username":"ada\r\nX-Evil: 1","srpA":"1"}}"#;
    let reply = world.send("POST", "/sign-in", &[json, ("x-auth-csrf", "1")], Some(split));
    assert!(reply.headers.iter().all(|(_, value)| !value.contains(['\r', '\n'])));
    let sent = world.sent.last().unwrap();
    assert_eq!(sent["AuthParameters"]["USERNAME"], "ada\r\nX-Evil: 1", "the service's to judge, as it is");
    assert!(!world.records.last().unwrap().to_string().contains("X-Evil"));
}

#[test]
fn a_header_of_the_services_own_changes_nothing_of_what_a_route_means() {
    let mut world = World::new("token");
    let body =
        json!({ "method": "SRP", "authParameters": { "username": "ada", "srpA": local_twin::Srp::new().public() } });
    let headers = [
        ("content-type", "application/json"),
        ("x-auth-csrf", "1"),
        ("x-amz-target", "AWSCognitoIdentityProviderService.AdminDeleteUser"),
    ];
    let reply = world.send("POST", "/sign-in", &headers, Some(&body.to_string()));
    assert_eq!((reply.status, &reply.body["challengeName"]), (200, &json!("PASSWORD_VERIFIER")));
}

#[test]
fn parts_of_two_sessions_or_in_another_order_are_no_session() {
    let mut world = World::new("cookie");
    let long = json!({ "UserPoolId": POOL, "Username": "ada", "UserAttributes": long_attributes() });
    world.local.ok("AdminUpdateUserAttributes", long);
    world.sign_in();
    let first = world.cookies.clone();
    // In another browser: a second sign-in in the same one would end the first session.
    world.cookies.clear();
    world.sign_in();
    let second = world.cookies.clone();
    assert!(first.len() >= 2 && second.len() == first.len());
    let name = |index: usize| format!("__Host-auth.{index}");
    // A session, and what stands in the place of its first two parts.
    let mut status = |whole: &BTreeMap<String, String>, parts: [&str; 2]| {
        world.cookies = whole.clone();
        for (index, part) in parts.into_iter().enumerate() {
            world.cookies.insert(name(index), part.to_owned());
        }
        world.call("GET", "/user", None, Value::Null).status
    };
    let [a, b] = [&first, &second].map(|cookies| [0, 1].map(|index| cookies[&name(index)].as_str()));
    assert_eq!((status(&first, a), status(&second, b)), (200, 200));
    assert_eq!((status(&first, [b[0], a[1]]), status(&first, [a[0], b[1]])), (401, 401), "parts of two sessions");
    assert_eq!(status(&first, [a[1], a[0]]), 401, "another order");
}

#[test]
fn attempts_are_counted_by_address_and_by_a_digest_of_the_name() {
    let mut limited = config("token");
    limited["rateLimits"] = json!({ "ip": { "points": 5, "seconds": 60 } });
    let mut world = World::with(limited);
    let (access, _) = tokens(&world.sign_in());
    world.call("POST", "/password/forgot", None, json!({ "username": "ADA" }));
    world.call("GET", "/user", Some(&access), Value::Null);
    assert_eq!(world.limits.len(), 3, "sign-in, challenge and forgotten password, and no route of a person");
    assert!(world.limits.iter().all(|(ip, _)| ip.as_deref() == Some("198.51.100.7")));
    assert_eq!(world.limits[0].1, world.limits[2].1, "whatever the spelling");
    assert!(world.limits[0].1.as_ref().is_some_and(|digest| digest.len() == 64));
    world.limited = Some(7.2);
    let reply = world.call("POST", "/password/forgot", None, json!({ "username": "ada" }));
    assert_eq!((reply.status, reply.code(), reply.header("Retry-After")), (429, "RateLimited", Some("8")));
}

#[test]
fn a_service_that_is_down_is_told_and_ends_no_session() {
    let mut world = World::new("cookie");
    world.sign_in();
    let cookies = world.cookies.clone();
    world.service_is_down = true;
    for (method, path, body) in [("GET", "/user", Value::Null), ("POST", "/refresh", json!({}))] {
        let reply = world.call(method, path, None, body);
        assert_eq!(
            (reply.status, reply.code(), &reply.body["error"]["retryable"]),
            (504, "ServiceUnavailable", &json!(true))
        );
    }
    assert_eq!(world.cookies, cookies);
    world.service_is_down = false;
    world.local.faults(json!({ "throttle": { "times": 1 } }));
    let reply = world.call("POST", "/refresh", None, json!({}));
    assert_eq!((reply.status, reply.code()), (429, "TooManyRequests"));
    assert_eq!(world.call("POST", "/refresh", None, json!({})).status, 200);
}

#[test]
fn answers_tell_nothing_of_the_provider() {
    let mut world = World::new("cookie");
    let mut told = String::new();
    let mut keep = |reply: Reply| {
        told += &reply.body.to_string();
        told += &format!("{:?}", reply.headers);
    };
    keep(world.call(
        "POST",
        "/password/reset",
        None,
        json!({ "username": "ada", "confirmationCode": "1", "password": "x" }),
    ));
    keep(world.call("POST", "/sign-in", None, json!({ "method": "CHOICE", "authParameters": {} })));
    keep(world.call("POST", "/challenge", None, json!({ "challengeName": "SMS_MFA" })));
    keep(world.call(
        "POST",
        "/feedback",
        None,
        json!({ "username": "a", "eventId": "1", "feedbackToken": "t", "feedbackValue": "Valid" }),
    ));
    keep(world.call("POST", "/sign-up/confirm", None, json!({ "username": "nobody", "confirmationCode": "1" })));
    keep(world.call("GET", "/user", None, Value::Null));
    let told = told.to_lowercase();
    for word in
        ["cognito", "aws", "amazon", "lambda", "exception", "x-amz", "secret_hash", CLIENT_ID, &POOL.to_lowercase()]
    {
        assert!(!told.contains(word), "{word}: {told}");
    }
}

const CLIENT_ID: &str = local_twin::CLIENT;

#[test]
fn the_log_holds_no_secret_and_no_name() {
    let mut world = World::new("token");
    let (access, refresh) = tokens(&world.sign_in());
    world.call("POST", "/sign-up", None, json!({ "username": "canary-name", "password": "canary-password" }));
    world.call("POST", "/canary-path?canary=query", None, json!({ "canary": "body" }));
    world.call("GET", "/devices/canary-device", Some(&access), Value::Null);
    world.call("CANARY", "/sign-in", Some("canary-token"), json!({}));
    world.call("POST", "/refresh", None, json!({ "refreshToken": refresh }));
    let log = Value::Array(world.records.clone()).to_string();
    for secret in ["canary", "CANARY", "ada", SECRET, &access, &refresh, PASSWORD] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    assert_eq!(world.records.last().unwrap()["route"], "/refresh");
    assert_eq!(world.records.last().unwrap()["status"], 200);
}

#[test]
fn a_wrong_configuration_says_where_and_repeats_no_value() {
    type Change<'c> = &'c dyn Fn(&mut Value);
    let why = |change: Change<'_>| {
        let mut changed = config("cookie");
        change(&mut changed);
        Proxy::new(&changed.to_string()).map(|_| ()).unwrap_err().message.to_string()
    };
    let cases: [(&str, Change); 14] = [
        ("`pools[0].userPoolId`", &|c| c["pools"][0]["userPoolId"] = json!("CANARY")),
        ("`pools[0].clientSecrets[0]`", &|c| c["pools"][0]["clientSecrets"] = json!([7])),
        ("`pools[0].clientSecrets`", &|c| c["pools"][0]["clientSecrets"] = json!("CANARY")),
        ("`pools[0].endpoint`", &|c| c["pools"][0]["endpoint"] = json!("http://CANARY/")),
        ("`pools`", &|c| c["pools"] = json!([])),
        ("`keys`", &|c| c["keys"] = json!([])),
        ("`keys[0].secret`", &|c| c["keys"][0]["secret"] = json!("CANARY")),
        ("`keys[1].id`", &|c| c["keys"] = json!([{ "id": "a", "secret": key(1) }, { "id": "a/b", "secret": key(2) }])),
        ("`origins[0]`", &|c| c["origins"] = json!(["https://CANARY/path"])),
        ("`trustedHops[0]`", &|c| c["trustedHops"] = json!(["CANARY"])),
        ("`operations[0]`", &|c| c["operations"] = json!(["CANARY"])),
        ("`upstreams`", &|c| c["upstreams"] = json!({ "/sign-in/x": "https://a.example" })),
        ("`upstreams[\"/x\"]`", &|c| c["upstreams"] = json!({ "/x": "http://canary.example" })),
        ("rateLimits", &|c| c["rateLimits"] = json!({ "ip": { "points": 0, "seconds": 1 } })),
    ];
    for (place, change) in cases {
        let message = why(change);
        assert!(message.contains(place), "{message}");
        assert!(!message.contains("CANARY") && !message.contains("canary"), "{message}");
    }
    assert!(why(&|c| c["custodi"] = json!("cookie")).contains("custodi"), "an unknown member is named");
    assert!(!format!("{:?}", World::new("cookie").proxy).contains(SECRET));
}
