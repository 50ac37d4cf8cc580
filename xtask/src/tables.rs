//! The tables of the crate that TypeScript reads, as modules: each has one source.

use std::fs;
use std::path::Path;

use anyhow::Result;
use cognito_identity_wasm::login;
use cognito_identity_wasm::operation::{METHODS, Operation};
use cognito_identity_wasm::wire::rest::{names, routes::ROUTES};

/// What no method of the client asks for.
const NEVER_ASKED: [Operation; 2] = [Operation::SetUserSettings, Operation::UpdateAuthEventFeedback];

/// Writes `client-methods.js` and `client-contract.js`.
pub fn write(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("client-methods.js"), constant("METHODS", METHODS))?;
    fs::write(folder.join("login-methods.js"), constant("METHODS", login::METHODS))?;
    let asked = ROUTES.iter().filter(|route| !NEVER_ASKED.contains(&route.operation));
    let mut routes: Vec<String> =
        asked.map(|route| [route.operation.name(), route.method, route.path].join(" ")).collect();
    // The proxy's own: no operation of the service stands behind it.
    routes.push("GetSession GET /session".into());
    let pairs = |table: &[(&str, &str)]| {
        table.iter().map(|(aws, neutral)| format!("{aws}={neutral}")).collect::<Vec<_>>().join(" ")
    };
    let contract = [
        constant("ROUTES", &routes.join("\n")),
        constant("PARAMETERS", &names::PARAMETERS.map(names::parameter).join(" ")),
        constant("MEMBERS", &pairs(&names::MEMBERS)),
        constant("CODES", &pairs(&names::CODES)),
        constant("OWN_CODES", &names::OWN_CODES.join(" ")),
        constant("FLOWS", &pairs(&names::METHODS)),
    ];
    Ok(fs::write(folder.join("client-contract.js"), contract.concat())?)
}

fn constant(name: &str, text: &str) -> String {
    format!("export const {name} = {text:?};\n")
}
