//! What the server remembers, as plain data that knows nobody: pools, users, app clients, sign-ins under way.

pub(super) mod app_client;
pub(super) mod credential;
pub(super) mod login;
pub(super) mod pending;
pub(super) mod pool;
pub(super) mod refresh_family;
pub(super) mod resource;
pub(super) mod schema;
pub(super) mod settings;
pub(super) mod state;
pub(super) mod user;
