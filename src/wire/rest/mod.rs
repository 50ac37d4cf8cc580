//! The auth proxy's wire: a neutral REST contract in front of the same operations.
//!
//! Both ends share it. The client writes an operation's input as a request and reads the answer back as if Cognito had given
//! it (`pkg-template/src/client/rest.ts`); the proxy reads the request into a [`Call`](crate::operation::Call) and writes Cognito's answer. So the client's
//! calls know nothing of a proxy, and the two ends cannot drift apart.
//!
//! Nothing on this wire names the provider: [`routes`] has the paths, [`names`] the members, parameters and error codes,
//! [`shapes`] the kinds of the members that requests take, [`challenges`] the parameters of a sign-in, and [`answers`] the members of
//! answers. `openapi.json` is made of these tables (`src/proxy/openapi`).
//! Bodies are JSON; secrets travel in bodies and in `Authorization`, never in an address. Identifiers that an address
//! carries (a device's key, a page's mark) are no secrets.

pub mod answers;
pub mod challenges;
pub mod names;
mod reply;
mod request;
pub mod routes;
pub mod shapes;

pub use crate::text::percent::decode;
pub use reply::{UNTOLD, answer, refusal};
pub use request::{Fault, read_call, read_query};
pub use routes::{Access, Found, Route, find, route};

/// A document of the neutral contract in the service's names.
pub fn to_service(json: &crate::operation::Json) -> crate::operation::Json {
    names::to_aws(json)
}

/// The header that every request of a page carries: a form or an image of another site cannot send it.
pub const CSRF_HEADER: &str = "X-Auth-Csrf";

/// The header by which a page that holds no token says for whom it speaks: the `sub` of its session. Another window of the
/// same browser may have signed somebody else in, and cookies alone would not tell.
pub const SUBJECT_HEADER: &str = "X-Auth-Subject";

/// The header that tells the number under which the proxy logged a request.
pub const REQUEST_ID_HEADER: &str = "X-Request-Id";
