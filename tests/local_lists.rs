//! The local Cognito's lists: pages that hold while their items come and go.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod local_twin;

use local_twin::*;
use serde_json::{Value, json};

fn page(server: &mut Server, operation: &str, member: &str, body: &Value) -> (Vec<Value>, Value) {
    let answer = server.ok(operation, body.clone());
    let token = ["PaginationToken", "NextToken"].iter().find_map(|name| answer.get(*name)).cloned();
    (answer[member].as_array().unwrap().clone(), token.unwrap_or_default())
}

#[test]
fn nobody_is_passed_over_or_shown_twice_when_others_go_and_come() {
    let mut server = Server::plain();
    let create = |server: &mut Server, name: &str| {
        server.ok("AdminCreateUser", json!({ "UserPoolId": POOL, "Username": name, "MessageAction": "SUPPRESS" }));
    };
    for index in 0..8 {
        create(&mut server, &format!("user{index}"));
    }
    let mut body = json!({ "UserPoolId": POOL, "Limit": 3, "Filter": "username ^= \"user\"" });
    let mut seen = Vec::new();
    loop {
        let (users, token) = page(&mut server, "ListUsers", "Users", &body);
        seen.extend(users.iter().map(|user| text(user, "Username")));
        if seen.len() == 3 {
            // Two who were shown, the last among them; and one who comes before it.
            for name in ["user0", "user2"] {
                server.ok("AdminDeleteUser", json!({ "UserPoolId": POOL, "Username": name }));
            }
            create(&mut server, "user1b");
        }
        if token.is_null() {
            break;
        }
        body["PaginationToken"] = token;
    }
    assert_eq!(seen, ["user0", "user1", "user2", "user3", "user4", "user5", "user6", "user7"]);
}

#[test]
fn groups_clients_and_pools_page_by_what_was_shown_last() {
    let mut server = Server::plain();
    for name in ["c", "a", "b", "d"] {
        server.later(1.0);
        server.ok("CreateGroup", json!({ "UserPoolId": POOL, "GroupName": name }));
        server.ok("CreateUserPoolClient", json!({ "UserPoolId": POOL, "ClientName": name }));
        server.ok("CreateUserPool", json!({ "PoolName": name }));
    }
    let mut body = json!({ "UserPoolId": POOL, "Limit": 2 });
    let (first, token) = page(&mut server, "ListGroups", "Groups", &body);
    assert_eq!([&first[0]["GroupName"], &first[1]["GroupName"]], ["c", "a"], "in the order of their making");
    for name in ["c", "a"] {
        server.ok("DeleteGroup", json!({ "UserPoolId": POOL, "GroupName": name }));
    }
    body["NextToken"] = token;
    let (second, token) = page(&mut server, "ListGroups", "Groups", &body);
    assert_eq!([&second[0]["GroupName"], &second[1]["GroupName"]], ["b", "d"]);
    assert_eq!(token, Value::Null);

    let mut body = json!({ "UserPoolId": POOL, "MaxResults": 3 });
    let (first, token) = page(&mut server, "ListUserPoolClients", "UserPoolClients", &body);
    server.ok("DeleteUserPoolClient", json!({ "UserPoolId": POOL, "ClientId": first[2]["ClientId"] }));
    body["NextToken"] = token;
    let (second, _) = page(&mut server, "ListUserPoolClients", "UserPoolClients", &body);
    assert_eq!(second.iter().map(|client| text(client, "ClientName")).collect::<Vec<_>>(), ["b", "d"]);

    let mut body = json!({ "MaxResults": 2 });
    let (first, token) = page(&mut server, "ListUserPools", "UserPools", &body);
    server.ok("DeleteUserPool", json!({ "UserPoolId": first[1]["Id"] }));
    body["NextToken"] = token;
    let (second, _) = page(&mut server, "ListUserPools", "UserPools", &body);
    assert_eq!(second.iter().map(|pool| text(pool, "Name")).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn a_token_of_another_making_is_refused() {
    let body = json!({ "UserPoolId": POOL, "PaginationToken": "made-up" });
    assert_eq!(Server::plain().refused("ListUsers", body), refusal("InvalidParameter", "Invalid pagination token."));
}
