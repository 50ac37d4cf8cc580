//! The auth proxy: an app talks to it and knows no provider; it alone knows the user pool and the app client's secrets.
//!
//! ```text
//! a request → [http]     what came, and what goes back
//!             [target]   is the address one for every reader
//!             [origin]   may this page speak to us: CORS, CSRF
//!             [serve]    the way of a request: pool, route, allow list, slot, body, limits, person, call, answer
//!               [visit]    what all of these read: the request, its body, its line in the log, its cookies
//!               [lifetime] how sessions begin, are refreshed and end
//!               [person]   who is signed in: a bearer token, or the session of the cookies
//!               [session]  what is kept of it, packed
//!               [custody]  where it lies: sealed in cookies, or in a store under a ticket
//!               [deny]     what is kept of a leaked or revoked token
//!               [service]  the call to Cognito: client id, secret hash, the real client's address
//!               [upstream] a request that is passed on to the app's own API
//!               [admin]    what an administrator may do
//!               [login]    managed login: people leave for the login pages, and come back with a session
//!             [failure]  errors with neutral codes
//! [reader]  who is signed in, for the server that the proxy is in
//! [openapi] the description of all this, made of the same tables
//! ```
//!
//! It does no I/O: [`Proxy::handle`] gives an [`Exchange`], which asks the host for one [`Step`] at a time, until it is done.
//! It keeps no session: what it must know of one comes with each request, or from the store that instances share.

mod address;
mod admin;
mod claims;
mod client_ip;
mod config;
mod custody;
mod deny;
mod exchange;
mod failure;
mod http;
mod lifetime;
mod login;
mod openapi;
mod origin;
mod person;
mod reader;
mod serve;
mod service;
mod session;
mod store;
mod target;
mod unique;
mod upstream;
mod visit;

use std::rc::Rc;

use crate::error::Result;
pub use admin::{AdminRoute, ROUTES as ADMIN_ROUTES};
pub use config::{Config, Custody, Outage, Pool};
pub use deny::{Denial, Marks, denial, marks_of_token};
pub use exchange::{Event, Exchange, Step, Turn};
pub use http::{Forward, Outcome, Request, Response};
pub use openapi::openapi;
pub use reader::Reading;

/// The proxy of one configuration.
#[derive(Clone, Debug)]
pub struct Proxy {
    config: Rc<Config>,
}

impl Proxy {
    /// Reads a configuration, JSON.
    ///
    /// # Errors
    /// `InvalidArgument`; the message names the member and what to write there, and repeats no value.
    pub fn new(config: &str) -> Result<Proxy> {
        Ok(Proxy { config: Rc::new(Config::parse(config)?) })
    }

    /// What was configured.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Starts to answer a request. `id` is what logs call it by; `now` is in milliseconds since the epoch.
    pub fn handle(&self, request: Request, now: f64, id: String) -> Exchange {
        let config = Rc::clone(&self.config);
        Exchange::new(|host| Box::pin(serve::serve(config, request, host, now, id)))
    }

    /// Starts to read who is signed in, for a server that renders pages or has routes of its own.
    pub fn read(&self, request: Request, reading: Reading, now: f64, id: String) -> Exchange {
        let config = Rc::clone(&self.config);
        Exchange::new(|host| Box::pin(reader::read(config, request, reading, host, now, id)))
    }
}

#[cfg(test)]
#[test]
fn types_that_cross_to_typescript_are_those_of_rust() {
    use crate::typescript::{declared, hold};
    let mut all = vec![
        declared::<Request>(),
        declared::<Reading>(),
        declared::<Turn>(),
        declared::<Step>(),
        declared::<Event>(),
        declared::<Outcome>(),
        declared::<Response>(),
        declared::<Forward>(),
        declared::<Marks>(),
        declared::<Denial>(),
    ];
    all.extend(config::typescript());
    all.push(declared::<crate::token::verify::Options>());
    hold("pkg-template/src/server/engine-types.ts", "", &all);
}
