//! Managed login: the pages, the endpoints of OAuth 2.0 and OpenID Connect, sign-in through identity providers. They exist for
//! pools that have a domain.

mod account;
mod asked;
mod authorize;
mod challenges;
mod confirm_page;
mod error_page;
mod federated_users;
mod federation;
mod finish;
mod forgot_page;
mod here;
mod language;
mod oidc;
mod pretend_page;
mod reply;
mod sheet;
mod sign_in_page;
mod sign_up_page;
mod steps;
mod token;
mod visit;

use serde_json::{Value, json};

use crate::local::api::on;
use crate::local::host::env::Env;
use crate::local::host::refusal::{Checked, Stop};
use crate::local::host::types::{Request, Response};
use crate::local::model::pool::Pool;
use crate::local::model::state::State;
use crate::local::tokens::pool_id_of;
use asked::Wrong;
use here::Here;
use reply::Reply;
use sheet::Sheet;
use visit::Visit;

/// The endpoint that gives tokens in a body.
pub(in crate::local) const TOKEN: &str = "/oauth2/token";

const PATHS: [&str; 13] = [
    "/confirm",
    "/confirmForgotPassword",
    "/error",
    "/forgotPassword",
    "/login",
    "/logout",
    "/oauth2/authorize",
    "/oauth2/idpresponse",
    "/oauth2/revoke",
    TOKEN,
    "/oauth2/userInfo",
    "/pretend",
    "/signup",
];

/// The path, where managed login answers a request.
pub(in crate::local) fn path_of(state: &State, request: &Request) -> Option<&'static str> {
    if request.method.eq_ignore_ascii_case("OPTIONS") {
        return None;
    }
    let visit = Visit::read(request);
    let known = PATHS.into_iter().find(|path| *path == visit.path);
    // The host of a pool's domain has nothing else.
    known.or_else(|| (!is_document(visit.path) && of_host(state, &visit).is_some()).then_some("/missing"))
}

fn is_document(path: &str) -> bool {
    path.contains("/.well-known/")
}

/// The pool of the domain that the request was sent to.
fn of_host(state: &State, visit: &Visit<'_>) -> Option<usize> {
    let host = visit.host_name();
    state.pools.iter().position(|pool| pool.domains().any(|domain| domain.eq_ignore_ascii_case(host)))
}

/// The pool that a request is about.
fn pool_of(state: &State, visit: &Visit<'_>) -> Option<usize> {
    if let Some(index) = of_host(state, visit) {
        return Some(index);
    }
    let holds = |has: &dyn Fn(&Pool) -> bool| state.pools.iter().position(has);
    let basic = visit.basic();
    let client = visit.query.get("client_id").or(basic.as_ref().map(|(id, _)| id.as_str()));
    let client = client.or_else(|| visit.form.get("client_id"));
    let token = visit.bearer().or_else(|| visit.form.get("access_token"));
    let found = match (visit.path, client, token) {
        ("/oauth2/idpresponse" | "/pretend", ..) => {
            let state = visit.query.get("state")?;
            holds(&|pool| pool.login.away.contains_key(state))
        }
        ("/oauth2/userInfo", _, Some(token)) => {
            let id = pool_id_of(token)?;
            holds(&|pool| pool.id == id)
        }
        (_, Some(id), _) => holds(&|pool| pool.client(id).is_ok()),
        _ => None,
    };
    found.filter(|index| state.pools.get(*index).is_some_and(|pool| pool.domains().next().is_some()))
}

/// Answers a request, or stops where the host must be asked first.
pub(in crate::local) fn run(
    env: &mut Env<'_>,
    state: &mut State,
    request: &Request,
    id: &str,
) -> Result<Response, Stop> {
    let visit = Visit::read(request);
    let reply = match pool_of(state, &visit).and_then(|index| state.pools.get_mut(index)) {
        Some(pool) => on(env, pool, |env, pool| serve(env, pool, &visit))?,
        None => without_pool(env, &visit),
    };
    Ok(reply.into_response(id))
}

/// What a browser gets where everything is done, and the trigger that heard of it failed.
pub(in crate::local) fn after_failure(request_id: &str) -> Response {
    error_page::go_to("trigger").into_response(request_id)
}

/// What is said to a request that is about no pool with a domain.
fn without_pool(env: &mut Env<'_>, visit: &Visit<'_>) -> Reply {
    match visit.path {
        TOKEN => Reply::oauth_error("invalid_client", None),
        "/oauth2/revoke" => Reply::json(401, &json!({ "error": "invalid_client" })),
        "/oauth2/userInfo" if visit.bearer().is_some() => account::bad_token(),
        "/oauth2/userInfo" => account::no_token(),
        "/error" => error_page::show(env, None, visit, visit.query.get("error").unwrap_or_default()),
        "/oauth2/idpresponse" | "/pretend" => error_page::go_to("expired"),
        _ => error_page::go_to("invalid_client"),
    }
}

fn serve(env: &mut Env<'_>, pool: &mut Pool, visit: &Visit<'_>) -> Checked<Reply> {
    let posts = visit.is("POST");
    match visit.path {
        TOKEN if posts => return token::token(env, pool, visit),
        "/oauth2/revoke" if posts => return Ok(account::revoke(pool, visit)),
        TOKEN | "/oauth2/revoke" => {
            return Ok(Reply::new(405, "text/plain", String::new()).header("allow", "POST"));
        }
        "/oauth2/userInfo" => return Ok(account::user_info(env, pool, visit)),
        "/logout" => return Ok(account::logout(pool, visit).unwrap_or_else(error_page::go_to)),
        "/error" => {
            let code = visit.query.get("error").unwrap_or_default();
            return Ok(error_page::show(env, Some(pool), visit, code));
        }
        _ => {}
    }
    let sheet = Sheet::new(env, visit);
    match visit.path {
        "/pretend" => return federation::pretend(env, pool, visit, &sheet),
        "/oauth2/idpresponse" => return federation::response(env, pool, visit, &sheet),
        path if !PATHS.contains(&path) => return Ok(error_page::show(env, Some(pool), visit, "missing")),
        _ => {}
    }
    if posts && visit.path != "/oauth2/authorize" && !sheet.accepts(visit) {
        return Ok(error_page::show(env, Some(pool), visit, "forged"));
    }
    let asked = match asked::read(pool, &visit.query) {
        Ok(asked) => asked,
        Err(Wrong::Page(code)) => return Ok(error_page::go_to(code)),
        Err(Wrong::Back(reply)) => return Ok(reply),
    };
    env.client_id.clone_from(&asked.client.client_id);
    page(env, pool, Here { visit, sheet: &sheet, asked: &asked })
}

fn page(env: &mut Env<'_>, pool: &mut Pool, here: Here<'_>) -> Checked<Reply> {
    match (here.visit.path, here.visit.is("POST")) {
        ("/oauth2/authorize", _) => authorize::authorize(env, pool, here),
        ("/signup", false) => Ok(sign_up_page::show(pool, here, None)),
        ("/signup", true) => sign_up_page::post(env, pool, here),
        ("/confirm", true) => confirm_page::post(env, pool, here),
        ("/forgotPassword", false) => Ok(forgot_page::show(pool, here, None)),
        ("/forgotPassword", true) => forgot_page::post(env, pool, here),
        ("/confirmForgotPassword", true) => forgot_page::confirm(env, pool, here),
        ("/confirmForgotPassword", false) => Ok(Reply::redirect(&here.asked.link("/forgotPassword"))),
        ("/login", true) => sign_in_page::post(env, pool, here),
        ("/login", false) => {
            let hint = here.asked.login_hint.as_deref().unwrap_or_default();
            Ok(sign_in_page::show(pool, here, hint, None))
        }
        _ => Ok(Reply::redirect(&here.asked.link("/login"))),
    }
}

/// The endpoints as discovery names them, on the address that serves the request.
pub(in crate::local) fn discovery(pool: &Pool, request: &Request) -> Value {
    let address = Visit::read(request).address();
    let mut document = json!({
        "issuer": pool.issuer,
        "jwks_uri": format!("{address}/{}/.well-known/jwks.json", pool.id),
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    });
    if let (Some(document), true) = (document.as_object_mut(), pool.domains().next().is_some()) {
        for (name, path) in [
            ("authorization_endpoint", "/oauth2/authorize"),
            ("token_endpoint", TOKEN),
            ("userinfo_endpoint", "/oauth2/userInfo"),
            ("revocation_endpoint", "/oauth2/revoke"),
            ("end_session_endpoint", "/logout"),
        ] {
            document.insert(name.to_owned(), json!(format!("{address}{path}")));
        }
    }
    document
}
