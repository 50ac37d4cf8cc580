//! Puts the package together: bundles, typings, the files that are copied.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::run;
use crate::paths::{generated, root, template};
use crate::{entries, npm};

/// The engines that the crate can be built to, each by the feature `npm-` and its name.
pub const ENGINES: [&str; 6] = ["client", "proxy", "dropin", "login", "local", "server"];

/// The engines that pages download; each other one is bundled with an entry of its own.
pub const OF_PAGES: [&str; 4] = ["client", "proxy", "dropin", "login"];

/// The engines of the modern API and of managed login as JavaScript, and the features of the crate that each is made of.
pub const TWINS: [(&str, &str); 3] = [
    ("client-twin", "npm-client,npm-twin"),
    ("proxy-twin", "npm-proxy,npm-twin"),
    ("login-twin", "npm-login,npm-twin"),
];

/// The engines of the modern API: with Cognito's own wire, and for apps behind an auth proxy.
pub const MODERN: [&str; 2] = ["client", "proxy"];

/// Whether the package has an entry for the engine.
pub fn has_entry(engine: &str) -> bool {
    OF_PAGES.contains(&engine) || template().join("src").join(engine).join("index.ts").is_file()
}

/// esbuild on one entry, knowing where the generated modules lie.
pub fn esbuild(entry: &Path) -> Command {
    let mut command = npm::tool("esbuild");
    command.arg(entry).args(["--bundle", "--target=es2022", "--log-level=warning", "--legal-comments=none"]);
    for engine in ENGINES {
        let folder = generated().join(engine);
        for (part, file) in [("glue", "_bg.js"), ("inline", "_inline.js")] {
            let path = folder.join(format!("{engine}{file}"));
            command.arg(format!("--alias:{engine}-{part}={}", path.display()));
        }
    }
    command.arg(format!("--alias:login-host={}", template().join("src/login/turn.ts").display()));
    command.arg(format!("--alias:client-host={}", template().join("src/client/index.ts").display()));
    let of_login = entry.parent().is_some_and(|folder| folder.ends_with("login"));
    let methods = if of_login { "login-methods" } else { "client-methods" };
    for (table, file) in [("client-methods", methods), ("client-contract", "client-contract")] {
        command.arg(format!("--alias:{table}={}", generated().join(format!("{file}.js")).display()));
    }
    command.arg(format!("--alias:engine-text={}", template().join("src/engine/text.ts").display()));
    // In CommonJS there is none, and the code that asks for it looks first.
    command.arg("--log-override:empty-import-meta=silent");
    command
}

/// Members that only the client's own TypeScript names: no caller, no JSON and no other file of the package sees them. Minifiers leave
/// them as they are, so they are shortened here.
const INTERNAL: [&str; 37] = [
    "context",
    "controller",
    "decoded",
    "drift",
    "effect",
    "ended",
    "forget",
    "held",
    "host",
    "identity",
    "isArgument",
    "isAtOnce",
    "isClosed",
    "isDetached",
    "isFresh",
    "isNone",
    "isRequired",
    "isShared",
    "issuer",
    "keepsTokens",
    "made",
    "mayHaveHappened",
    "opened",
    "part",
    "prefix",
    "proxied",
    "sessionOf",
    "settings",
    "shapes",
    "shown",
    "stands",
    "summary",
    "summaryOf",
    "texts",
    "traits",
    "transport",
    "wireName",
];

/// Makes the short names: the same in all bundles, because managed login works on what a pool of another bundle holds.
fn mangled() -> [String; 2] {
    let cache = generated().join("short-names.json");
    [format!("--mangle-props=^({})$", INTERNAL.join("|")), format!("--mangle-cache={}", cache.display())]
}

/// `node` makes esbuild list the names for Node's import of CommonJS; it adds nothing else to code that needs no Node.
fn flavour(format: &str) -> [String; 2] {
    let platform = if format == "cjs" { "node" } else { "neutral" };
    [format!("--format={format}"), format!("--platform={platform}")]
}

/// Writes the package.
pub fn assemble(engines: &[&str], package: &Path) -> Result<()> {
    if package.exists() {
        fs::remove_dir_all(package)?;
    }
    let dist = package.join("dist");
    fs::create_dir_all(&dist)?;
    let entry = |name: &str| template().join("src/entry").join(name);
    let formats = [("esm", "js"), ("cjs", "cjs")];
    // A file of its own: a page that only asks `isAuthError` downloads no engine.
    run(esbuild(&template().join("src/errors.ts"))
        .args(flavour("esm"))
        .arg(format!("--outfile={}", dist.join("errors.js").display())))?;
    for (modern, source, roof, suffix, query) in [
        ("default.ts", "inline", "index", "", ""),
        ("no-wasm.ts", "none", "no-wasm", "-no-wasm", ""),
        ("slim.ts", "slim", "slim", "-slim", ""),
        ("workerd.ts", "workerd", "workerd", "-workerd", ""),
        ("workerd.ts", "workerd", "edge", "-edge", "?module"),
    ] {
        for (bundle, entry, engine) in
            [("modern", modern, "client"), ("proxy", modern, "proxy"), ("dropin", "dropin.ts", "dropin")]
        {
            if source == "slim" && engine == "proxy" {
                continue;
            }
            let is_modern = MODERN.contains(&engine);
            for (format, extension) in formats {
                let bundle = dist.join(format!("{bundle}{suffix}.{extension}"));
                let apart = is_modern && format == "esm";
                run(esbuild(&template().join("src/entry").join(entry))
                    .args(source_alias(source))
                    .arg(storage_alias("storage-helper"))
                    .args(if is_modern { modern_aliases(engine, source == "none") } else { Vec::new() })
                    .args([
                        format!("--alias:{}-wasm=./{engine}.wasm{query}", if is_modern { "client" } else { engine }),
                        format!("--external:./{engine}.wasm{query}"),
                    ])
                    .args(flavour(format))
                    .args(apart.then_some("--external:*/errors.js"))
                    .args(without_wasm(source == "none"))
                    .args(is_modern.then(mangled).into_iter().flatten())
                    .arg(format!("--outfile={}", bundle.display())))?;
                if apart {
                    errors_beside(&bundle)?;
                }
            }
        }
        entries::roof(&dist, roof, suffix)?;
    }
    login(&dist, &formats)?;
    // Metro sees a `require` in CommonJS alone.
    run(esbuild(&entry("dropin.ts"))
        .args(source_alias("none"))
        .args(without_wasm(true))
        .arg(storage_alias("storage-helper-rn"))
        .args(flavour("cjs"))
        .arg("--external:@react-native-async-storage/async-storage")
        .arg(format!("--outfile={}", dist.join("dropin-react-native.cjs").display())))?;
    entries::react_native(&dist)?;
    entries::deep_paths(package)?;
    script(&dist)?;
    for name in ["node.mjs", "proxy.node.mjs", "login.node.mjs"] {
        fs::copy(entry(name), dist.join(name))?;
    }
    for engine in OF_PAGES {
        fs::copy(generated().join(engine).join(format!("{engine}.wasm")), dist.join(format!("{engine}.wasm")))?;
    }
    for engine in engines.iter().filter(|name| !OF_PAGES.contains(name)) {
        side_entry(engine, package, &formats)?;
    }
    tolerant(&dist)?;
    typings(package)?;
    for entry in ["slim", "no-wasm", "proxy", "login"] {
        forwarder(package, entry)?;
    }
    forwarder_at(package, "no-wasm/login", "login-no-wasm", "login")?;
    for file in ["package.json", "README.md", "DEVIATIONS.md", "PROXY.md", "openapi.json", "proxy-config.schema.json"] {
        fs::copy(template().join(file), package.join(file)).with_context(|| format!("pkg-template/{file}"))?;
    }
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root().join(file), package.join(file)).context(file)?;
    }
    Ok(())
}

/// Bundles managed login: with its wasm inlined, as JavaScript, and for Workers.
fn login(dist: &Path, formats: &[(&str, &str)]) -> Result<()> {
    for (entry, suffix, query) in
        [("default", "", ""), ("no-wasm", "-no-wasm", ""), ("workerd", "-workerd", ""), ("workerd", "-edge", "?module")]
    {
        let is_twin = entry == "no-wasm";
        let engine = if is_twin { "login-twin" } else { "login" };
        let folder = generated().join(engine);
        for (format, extension) in formats {
            let bundle = dist.join(format!("login{suffix}.{extension}"));
            run(esbuild(&template().join(format!("src/login/{entry}.ts")))
                .args([
                    format!("--alias:login-glue={}", folder.join(format!("{engine}_bg.js")).display()),
                    format!("--alias:login-twin={}", folder.join("login-twin_js.js").display()),
                    // None of it is left: a login works on a pool that is there.
                    format!("--alias:client-service={}", template().join("src/client/settings.ts").display()),
                    format!("--alias:login-wasm=./login.wasm{query}"),
                    format!("--external:./login.wasm{query}"),
                ])
                .args(flavour(format))
                .args((*format == "esm").then_some("--external:*/errors.js"))
                .args(without_wasm(is_twin))
                .args(mangled())
                .arg(format!("--outfile={}", bundle.display())))?;
            if *format == "esm" {
                errors_beside(&bundle)?;
            }
        }
    }
    Ok(())
}

/// esbuild keeps the path of an external file as the source wrote it.
fn errors_beside(bundle: &Path) -> Result<()> {
    Ok(fs::write(bundle, fs::read_to_string(bundle)?.replace("\"../errors.js\"", "\"./errors.js\""))?)
}

/// Which of the two engines a bundle of the modern API has, and whom its pools can ask.
fn modern_aliases(engine: &str, is_twin: bool) -> Vec<String> {
    let service = if engine == "client" { "settings" } else { engine };
    let engine = if is_twin { format!("{engine}-twin") } else { engine.to_owned() };
    let folder = generated().join(&engine);
    let code = if is_twin { ("twin", "js") } else { ("inline", "inline") };
    [
        ("service", template().join(format!("src/client/{service}.ts"))),
        ("glue", folder.join(format!("{engine}_bg.js"))),
        (code.0, folder.join(format!("{engine}_{}.js", code.1))),
    ]
    .map(|(name, path)| format!("--alias:client-{name}={}", path.display()))
    .into()
}

/// What builds with and without WebAssembly are told: the latter may lack more of the platform, and bring it along.
fn without_wasm(is: bool) -> Vec<String> {
    let mut arguments = vec![format!("--define:NO_WASM={is}")];
    if is {
        arguments.push(format!("--inject:{}", template().join("src/no-wasm/platform.ts").display()));
    }
    arguments
}

/// Where the drop-in API keeps tokens when nobody says where.
fn storage_alias(file: &str) -> String {
    format!("--alias:dropin-storage={}", template().join(format!("src/dropin/{file}.ts")).display())
}

/// Where the drop-in API's wasm comes from.
fn source_alias(source: &str) -> [String; 2] {
    let engine = if source == "none" { "engine-bigint" } else { "engine" };
    [("source", format!("source/{source}")), ("engine", engine.to_owned())].map(|(name, file)| {
        format!("--alias:dropin-{name}={}", template().join(format!("src/dropin/{file}.ts")).display())
    })
}

/// The drop-in API as a script: the global of the incumbent's, or a module for loaders that ask for one.
fn script(dist: &Path) -> Result<()> {
    const BEGIN: &str = "(function (root, make) { if (typeof module === 'object' && module.exports) module.exports = make(); else if (typeof define === 'function' && define.amd) define([], make); else root.AmazonCognitoIdentity = make(); })(typeof self === 'undefined' ? this : self, function () {";
    for (name, more) in [("amazon-cognito-identity", [].as_slice()), ("amazon-cognito-identity.min", &["--minify"])] {
        run(esbuild(&template().join("src/dropin/index.ts"))
            .args(source_alias("inline"))
            .arg(storage_alias("storage-helper"))
            .args(without_wasm(false))
            .args(["--format=iife", "--platform=neutral", "--global-name=all"])
            .args([format!("--banner:js={BEGIN}"), format!("--footer:js={}", entries::script_end())])
            .args(more)
            .arg(format!("--outfile={}", dist.join(format!("{name}.js")).display())))?;
    }
    Ok(())
}

/// Lets the helper of esbuild's that defines exports pass over what a page has put on `Object.prototype`.
fn tolerant(dist: &Path) -> Result<()> {
    for file in fs::read_dir(dist)? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "js" && extension != "cjs") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        for begin in ["for (var ", "for(var "] {
            // No source of ours has such a loop, so the first is the helper's.
            let Some((before, (name, (all, after)))) = text
                .split_once(begin)
                .and_then(|(before, rest)| Some((before, rest.split_once(" in ")?)))
                .and_then(|(before, (name, rest))| Some((before, (name, rest.split_once(')')?))))
            else {
                continue;
            };
            fs::write(&path, format!("{before}{begin}{name} of Object.keys({all})){after}"))?;
        }
    }
    Ok(())
}

/// Bundles `src/<engine>/index.ts`, `src/<engine>/workerd.ts` for Workers when there is one, and so `cli.ts` as a program.
fn side_entry(engine: &str, package: &Path, formats: &[(&str, &str)]) -> Result<()> {
    let folder = template().join("src").join(engine);
    for (format, extension) in formats {
        run(esbuild(&folder.join("index.ts"))
            .args(flavour(format))
            .arg("--external:node:*")
            .arg(format!("--outfile={}", package.join("dist").join(format!("{engine}.{extension}")).display())))?;
    }
    fs::write(
        package.join("dist").join(format!("{engine}.node.mjs")),
        fs::read(folder.join("node.mjs")).with_context(|| format!("src/{engine}/node.mjs"))?,
    )?;
    forwarder(package, engine)?;
    let workers = folder.join("workerd.ts");
    if workers.is_file() {
        for (name, mark) in [("workerd", ""), ("edge", "?module")] {
            let wasm = format!("./{engine}.wasm{mark}");
            for (format, extension) in formats {
                run(esbuild(&workers)
                    .args(flavour(format))
                    .args([format!("--alias:{engine}-wasm={wasm}"), format!("--external:{wasm}")])
                    .arg("--external:node:*")
                    .arg(format!(
                        "--outfile={}",
                        package.join(format!("dist/{engine}.{name}.{extension}")).display()
                    )))?;
            }
        }
        fs::copy(generated().join(engine).join(format!("{engine}.wasm")), package.join(format!("dist/{engine}.wasm")))?;
    }
    let program = folder.join("cli.ts");
    if program.is_file() {
        run(esbuild(&program)
            .args(["--format=esm", "--platform=node", "--banner:js=#!/usr/bin/env node"])
            .arg("--external:cognito-identity-wasm/*")
            .arg(format!("--outfile={}", package.join("bin/cli.mjs").display())))?;
    }
    Ok(())
}

/// The typings twice: a `.d.ts` speaks of an ES module, and `require` wants a `.d.cts`.
fn typings(package: &Path) -> Result<()> {
    let types = package.join("types");
    fs::create_dir_all(&types)?;
    for file in fs::read_dir(template().join("types"))? {
        let path = file?.path();
        let name = path.file_name().and_then(|name| name.to_str()).context("a file name")?;
        let text = fs::read_to_string(&path)?;
        fs::write(types.join(name), &text)?;
        let twin = name.strip_suffix(".d.ts").context("typings end in .d.ts")?;
        fs::write(types.join(format!("{twin}.d.cts")), text.replace(".js'", ".cjs'"))?;
    }
    Ok(())
}

/// A folder for resolvers that know no exports map.
fn forwarder(package: &Path, name: &str) -> Result<()> {
    forwarder_at(package, name, name, name)
}

/// The same, to files of other names.
fn forwarder_at(package: &Path, at: &str, name: &str, types: &str) -> Result<()> {
    let folder = package.join(at);
    fs::create_dir_all(&folder)?;
    let up = "../".repeat(at.split('/').count());
    // Metro looks no further than this file, whatever the package exports.
    let native = match name {
        "proxy" | "login" => &format!("  \"react-native\": \"{up}dist/{name}-no-wasm.cjs\",\n"),
        "slim" | "no-wasm" => "  \"react-native\": \"../dist/react-native.cjs\",\n",
        _ => "",
    };
    let text = format!(
        "{{\n  \"main\": \"{up}dist/{name}.cjs\",\n  \"module\": \"{up}dist/{name}.js\",\n{native}  \"types\": \"{up}types/{types}.d.cts\",\n  \"sideEffects\": false\n}}\n"
    );
    Ok(fs::write(folder.join("package.json"), text)?)
}
