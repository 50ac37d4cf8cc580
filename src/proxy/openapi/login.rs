//! Managed login: the address that a browser opens, and the code that an app redeems.

use serde_json::{Map, Value, json};

use super::errors::Errors;
use super::schema::{described, object, with};
use super::words::{self, About};
use crate::wire::rest::REQUEST_ID_HEADER;

/// What the query of `GET /login` takes.
const QUERY: [(&str, &str); 11] = [
    (
        "return",
        "Where people come back to: a path, or an address of an origin that the server allows, without a fragment. Default: `/`.",
    ),
    ("state", "Comes back as `login_state`: up to 64 letters, digits, `-` and `_`."),
    ("provider", "Goes to this provider at once."),
    (
        "idpIdentifier",
        "The same by an identifier of the provider, such as a mail domain. Not together with `provider`.",
    ),
    ("loginHint", "Fills in the user name."),
    ("lang", "The language of the login pages, such as `de`."),
    (
        "prompt",
        "`none` shows no page: whoever is not signed in there comes back with `LoginRequired`. `login` asks for the password again.",
    ),
    ("screen", "The page to begin with."),
    ("acrValues", "The authentication levels to reach, the favourite first, with spaces between them."),
    ("maxAge", "How long ago the person may have authenticated, in seconds."),
    ("resource", "The API that the access token is for."),
];

fn schema(name: &str) -> Value {
    match name {
        "maxAge" => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        "screen" => json!({ "type": "string", "enum": ["login", "signUp", "forgotPassword"] }),
        "state" => json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" }),
        "return" => json!({ "type": "string", "minLength": 1, "maxLength": 1024 }),
        _ => json!({ "type": "string", "minLength": 1, "maxLength": 256 }),
    }
}

/// `GET /login`.
pub(super) fn start() -> Value {
    let query = QUERY.map(|(name, words)| in_query(name, schema(name), words));
    opened("getLogin", words::LOGIN, json!(query), Errors::of_login())
}

/// `GET /sign-out`.
pub(super) fn leave() -> Value {
    let words =
        "Where people come back to: an address that the server allows. Default: the first of its sign-out addresses.";
    let query = in_query("return", schema("return"), words);
    opened("getSignOut", words::LEAVE, json!([query]), Errors::of_leaving())
}

fn in_query(name: &str, schema: Value, words: &str) -> Value {
    json!({ "name": name, "in": "query", "required": false, "schema": schema, "description": words })
}

/// What no program calls: it needs no header, and answers with a redirect.
fn opened(id: &str, about: About, query: Value, errors: Errors) -> Value {
    let About { tag, summary, description } = about;
    let mut responses = Map::new();
    responses.insert(
        "302".into(),
        json!({
            "description": "To the login pages.",
            "headers": {
                REQUEST_ID_HEADER: { "$ref": "#/components/headers/RequestId" },
                "Location": { "schema": { "type": "string" }, "description": "The address of the login pages." },
            },
        }),
    );
    responses.extend(errors.write());
    json!({
        "operationId": id,
        "tags": [tag],
        "summary": summary,
        "description": description,
        "security": [],
        "parameters": query,
        "responses": responses,
    })
}

/// The body of `POST /login/redeem`.
pub(super) fn redeemed() -> Value {
    let code = described(json!({ "type": "string", "minLength": 1 }), "The `login_code` of the address.");
    let mut body = object(vec![("code".into(), code, true)]);
    with(&mut body, "additionalProperties", json!(false));
    body
}
