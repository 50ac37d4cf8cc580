//! `cargo xtask size`: what each import costs a page, and whether that is within the budget.

use std::fs;
use std::io::Write;

use anyhow::{Result, bail};

use crate::command::{output, program};
use crate::paths::{generated, package, root};
use crate::{build, costs, npm};

/// The most that the default import may cost, in bytes of brotli.
const BUDGET: usize = 34_500;

/// The most that the entry for apps behind an auth proxy may cost.
const PROXY_BUDGET: usize = 34_500;

/// The most that managed login may cost beside the default import, with all its functions.
const LOGIN_BUDGET: usize = 9_000;

/// The most that managed login may cost beside the entry for apps behind an auth proxy, with all its functions.
const PROXY_LOGIN_BUDGET: usize = 3_500;

/// The most that the drop-in API may cost.
const DROP_IN_BUDGET: usize = 21_600;

/// The most that the modern API without WebAssembly may cost.
const NO_WASM_BUDGET: usize = 46_000;

/// The most that the binding for a framework may cost beside it.
const FRAMEWORK_BUDGET: usize = 1_000;

/// The most that the texts of one language may cost.
const MESSAGES_BUDGET: usize = 2_000;

/// The most that asking for the kind of an error may cost.
const ERRORS_BUDGET: usize = 2_000;

/// What a page that signs people in imports.
const SIGN_IN: &str = "Pool, isAuthError";
/// The same, by the names of amazon-cognito-identity-js.
const DROP_IN: &str = "CognitoUserPool, CognitoUser, AuthenticationDetails";

/// All of managed login.
const LOGIN: &str =
    "authorize, clientCredentials, completeRedirect, signInWithPopup, signInWithRedirect, signOutWithRedirect";

/// What a bundle loads when it is needed: pages that do not need it never fetch it.
const APART: [&str; 2] = ["rest.js", "on-demand.js"];

/// The same behind an auth proxy.
const PROXY_LOGIN: &str = "authorize, completeRedirect, signInWithPopup, signInWithRedirect, signOutWithRedirect";

struct Cost {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table and fails over the budget.
pub fn size() -> Result<()> {
    build::build()?;
    let wasm = |name: &str| cost(&fs::read(package().join("dist").join(name))?);
    let (client, dropin) = (wasm("client.wasm")?, wasm("dropin.wasm")?);
    let slim = bundled("slim.js", SIGN_IN)?;
    let inlined = bundled("index.js", SIGN_IN)?;
    println!("\n{:<46}{:>9}{:>9}{:>9}", "bytes", "raw", "gzip", "brotli");
    show("slim: JavaScript", &slim);
    show("slim: client.wasm", &client);
    show("slim: sum", &add(&slim, &client));
    show("default entry, wasm inlined", &inlined);
    show("on demand: behind an auth proxy", &bundled("rest.js", "rest")?);
    show("on demand: trace, keepFresh, late storages", &bundled("on-demand.js", "keepFresh, later, report")?);
    let proxy = bundled("proxy.js", SIGN_IN)?;
    show("entry for apps behind an auth proxy", &proxy);
    let proxy_login = bundle(&[("proxy.js", SIGN_IN), ("proxy-login.js", PROXY_LOGIN)])?;
    show("the same with managed login", &proxy_login);
    let no_wasm = bundled("no-wasm.js", SIGN_IN)?;
    show("without WebAssembly", &no_wasm);
    let with_login = bundle(&[("index.js", SIGN_IN), ("login.js", LOGIN)])?;
    show("default entry with managed login", &with_login);
    let errors = bundled("index.js", "isAuthError")?;
    show("default entry, isAuthError alone", &errors);
    let react = bundled("react.js", "AuthProvider, RequireAuth, useAuth, useStep")?;
    let vue = bundled("vue.js", "createAuth, useAuth, useStep")?;
    let [english, german] = ["en", "de"].map(|language| bundled("messages.js", &format!("{language}, messages")));
    let (english, german) = (english?, german?);
    for (name, cost) in [
        ("React, beside it", &react),
        ("Vue, beside it", &vue),
        ("messages, English", &english),
        ("messages, German", &german),
    ] {
        show(name, cost);
    }
    show("a storage in IndexedDB", &bundled("storage.js", "indexedDbStorage")?);
    let dropin_slim = bundled("slim.js", DROP_IN)?;
    let dropin_inlined = bundled("index.js", DROP_IN)?;
    show("drop-in, without WebAssembly", &bundled("no-wasm.js", DROP_IN)?);
    let incumbent = incumbent()?;
    show("drop-in, slim: JavaScript", &dropin_slim);
    show("drop-in, slim: dropin.wasm", &dropin);
    show("drop-in, slim: sum", &add(&dropin_slim, &dropin));
    show("drop-in, default entry, wasm inlined", &dropin_inlined);
    show("amazon-cognito-identity-js", &incumbent);
    if package().join("dist/local.js").exists() {
        show("local (not for pages in production)", &bundled("local.js", "* as all")?);
    }
    costs::print(&generated().join("client"))?;
    println!("\n{:<46}{:>9}{:>9}", "bytes of brotli", "cost", "budget");
    let mut over = Vec::new();
    for (name, cost, budget) in [
        ("the default entry", inlined.brotli, BUDGET),
        ("the entry for apps behind an auth proxy", proxy.brotli, PROXY_BUDGET),
        ("without WebAssembly", no_wasm.brotli, NO_WASM_BUDGET),
        ("managed login, on top", with_login.brotli - inlined.brotli, LOGIN_BUDGET),
        ("React", react.brotli, FRAMEWORK_BUDGET),
        ("Vue", vue.brotli, FRAMEWORK_BUDGET),
        ("messages, English", english.brotli, MESSAGES_BUDGET),
        ("messages, German", german.brotli, MESSAGES_BUDGET),
        ("managed login behind a proxy, on top", proxy_login.brotli - proxy.brotli, PROXY_LOGIN_BUDGET),
        ("isAuthError alone", errors.brotli, ERRORS_BUDGET),
        ("the drop-in", dropin_inlined.brotli, DROP_IN_BUDGET),
        ("the drop-in beside the incumbent", dropin_inlined.brotli, incumbent.brotli),
    ] {
        println!("{name:<46}{cost:>9}{budget:>9}");
        if cost > budget {
            over.push(name);
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("over the budget: {}", over.join(", ")) }
}

/// What a page pays for an import of one of our bundles.
fn bundled(entry: &str, names: &str) -> Result<Cost> {
    bundle(&[(entry, names)])
}

/// What the page pays that imports the same names from the package that the drop-in API stands in for.
fn incumbent() -> Result<Cost> {
    bundle(&[(&root().join("node_modules/amazon-cognito-identity-js").display().to_string(), DROP_IN)])
}

/// What a bundler makes of imports, minified; each from a file of ours, or from somewhere else.
fn bundle(imports: &[(&str, &str)]) -> Result<Cost> {
    let source = generated().join("size.js");
    let (mut text, mut all) = (String::new(), Vec::new());
    for (from, names) in imports {
        let (imported, used) = match names.strip_prefix("* as ") {
            Some(name) => ((*names).to_owned(), name),
            None => (format!("{{ {names} }}"), *names),
        };
        text += &format!("import {imported} from '{}';\n", package().join("dist").join(from).display());
        all.push(used);
    }
    fs::write(&source, format!("{text}console.log({});\n", all.join(", ")))?;
    let mut esbuild = program(npm::bin("esbuild"));
    esbuild.arg(&source).args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--external:node:*",
        "--external:react",
        "--external:vue",
    ]);
    esbuild.args(APART.map(|file| format!("--external:./{file}")));
    cost(output(&mut esbuild)?.as_bytes())
}

fn cost(bytes: &[u8]) -> Result<Cost> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let mut small = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
    Ok(Cost { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: small.len() })
}

fn add(one: &Cost, other: &Cost) -> Cost {
    Cost { raw: one.raw + other.raw, gzip: one.gzip + other.gzip, brotli: one.brotli + other.brotli }
}

fn show(name: &str, cost: &Cost) {
    println!("{name:<46}{:>9}{:>9}{:>9}", cost.raw, cost.gzip, cost.brotli);
}
