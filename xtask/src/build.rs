//! `cargo xtask build`: from the crate and `pkg-template/` to a package that `npm pack` takes as it is.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::command::{cargo, output, program, run};
use crate::paths::{generated, package, root, target};
use crate::{bindgen, bundle, fresh, glue, inline, npm, panics, shorten, tables, twin};

/// What the engines are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What the module may use, and what the supported engines have. `-all` writes modules that Node 20 refuses.
const WASM_FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds the package and says where it is.
pub fn build() -> Result<PathBuf> {
    build_of(&[])
}

/// Builds the package, with these engines alone compiled anew; all that changed, where none is named.
pub fn build_of(only: &[OsString]) -> Result<PathBuf> {
    thread::scope(|scope| {
        let tools = scope.spawn(npm::install);
        add_target()?;
        let digest = fresh::digest()?;
        let mut compiled = Vec::new();
        let named = |engine: &str| only.is_empty() || only.iter().any(|name| name == engine);
        let twins = bundle::TWINS.map(|(name, features)| (name, features.to_owned()));
        let all = bundle::ENGINES.into_iter().map(|name| (name, format!("npm-{name}"))).chain(twins);
        for (engine, features) in
            all.filter(|(engine, _)| named(engine) && !fresh::is(&generated().join(engine), &digest))
        {
            compiled.push((engine, compile(engine, &features)?));
        }
        tools.join().map_err(|_| anyhow!("npm"))??;
        for (engine, wasm) in compiled {
            if twin::is(engine) {
                twin::generate(engine, &wasm)?
            } else {
                generate(engine, &wasm)?
            }
            fresh::tell(&generated().join(engine), &digest)?;
        }
        Ok::<(), anyhow::Error>(())
    })?;
    tables::write(&generated())?;
    bundle::assemble(&package())?;
    run(npm::tool("tsc").args(["-p", "pkg-template"]))?;
    println!("built {}", package().strip_prefix(root()).unwrap_or(&package()).display());
    Ok(package())
}

/// Adds the wasm target; a Rust that does not come from rustup has to bring it.
pub fn add_target() -> Result<()> {
    let Ok(installed) = output(program("rustup").args(["target", "list", "--installed"])) else {
        return Ok(());
    };
    if !installed.lines().any(|line| line.trim() == TARGET) {
        run(program("rustup").args(["target", "add", TARGET]))?;
    }
    Ok(())
}

/// Flags that keep this machine's folders out of the wasm, where panics name sources: the same code is the same bytes then.
fn nameless() -> Result<String> {
    let home = std::env::home_dir().unwrap_or_default();
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let rust = output(program("rustc").args(["--print", "sysroot"]))?;
    // Literal strings of TOML, because paths of Windows have backslashes.
    Ok(format!("'--remap-path-prefix={}=', '--remap-path-prefix={}='", cargo.display(), rust.trim()))
}

/// What makes a page's engine smaller: a stack far below the default of 1 MiB (the deepest call uses a tenth of it, and addresses
/// of constants are shorter), and SHA-256 in rolled loops, because a sign-in hashes a few kilobytes.
const SMALL: &str =
    "'-Clink-arg=-zstack-size=131072', '--cfg', 'sha2_backend=\"soft\"', '--cfg', 'sha2_backend_soft=\"compact\"'";

/// What the compiler is told for an engine.
fn flags(name: &str) -> String {
    match name {
        twin if twin::is(twin) => format!("{SMALL}, {}", twin::FLAGS),
        page if is_of_page(page) => SMALL.into(),
        _ => String::new(),
    }
}

/// Whether pages download the engine.
fn is_of_page(name: &str) -> bool {
    bundle::OF_PAGES.contains(&name)
}

/// Compiles the crate with some features and puts the wasm aside, for the next set of features writes the same file.
pub fn compile(name: &str, features: &str) -> Result<PathBuf> {
    let mut build = cargo();
    if name == "server" {
        // A server downloads nothing: there, speed counts more than bytes.
        build.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3");
    }
    run(build.args([
        // `rustc` and not `build`, for this one type: where a crate is an `rlib` as well, nothing is optimised at link time.
        "rustc",
        "--lib",
        "--crate-type=cdylib",
        "--release",
        "--target",
        TARGET,
        "--features",
        features,
        "--config",
        &format!("target.{TARGET}.rustflags=[{}, {}]", nameless()?, flags(name)),
    ]))
    .with_context(|| format!("the `{features}` build"))?;
    let folder = generated().join(name);
    fs::create_dir_all(&folder)?;
    let wasm = folder.join("compiled.wasm");
    fs::copy(target().join(TARGET).join("release/cognito_identity_wasm.wasm"), &wasm)?;
    Ok(wasm)
}

/// Makes of a compiled crate: `<name>.wasm`, `<name>_bg.js` and `<name>_inline.js`, in the engine's folder.
pub fn generate(name: &str, compiled: &Path) -> Result<()> {
    let folder = compiled.parent().context("a folder")?;
    bindgen::generate(compiled, folder, name)?;
    let raw = folder.join(format!("{name}_bg.wasm"));
    let wasm = folder.join(format!("{name}.wasm"));
    let glue = folder.join(format!("{name}_bg.js"));
    fs::write(&glue, glue::adapt(&fs::read_to_string(&glue)?, name)?)?;
    let mut more = vec!["--strip-debug", "--strip-producers", "--strip-target-features"];
    if is_of_page(name) {
        // First what is the same becomes one function, so that one name is enough.
        optimise(&raw, &raw, &[])?;
        shorten::shorten(&raw, &glue)?;
        panics::silence(&raw)?;
        // Until nothing changes: the others would take minutes.
        more.push("--converge");
    }
    optimise(&raw, &wasm, &more)?;
    let text = inline::spell(&fs::read(&wasm)?);
    fs::write(folder.join(format!("{name}_inline.js")), format!("export const wasm = \"{text}\";\n"))?;
    Ok(())
}

/// How wasm-opt works for size: with functions in the order that compresses best, too.
///
/// The memory is the module's own, so it begins as zeros; and its first kilobyte is the far end of the stack, which no
/// pointer reaches by an offset.
const PASSES: [&str; 8] = [
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions",
    "--zero-filled-memory",
    "--low-memory-unused",
];

/// Runs wasm-opt for size.
pub fn optimise(from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    run(npm::tool("wasm-opt").args(PASSES).args(WASM_FEATURES).args(more).arg(from).arg("-o").arg(to))
}
