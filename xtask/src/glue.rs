//! Fits the glue that wasm-bindgen writes to where it runs; for pages, without what none of them needs.

use anyhow::{Context, Result, bail};

use crate::{bundle, twin};

/// The parts that pages can do without, by where each begins and ends: a workaround for more than 2 GB of text, and a polyfill that
/// `pkg-template/src/engine/text.ts` has.
const NEEDLESS: [(&str, &str); 3] = [
    ("const MAX_SAFARI_DECODE_BYTES", ";\n"),
    ("    numBytesDecoded += bytes.length;", "    }\n"),
    ("if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n"),
];

/// The registry of machines, each of which the host frees.
const REGISTRY: [(&str, &str); 3] = [
    ("const MachineFinalization", "1));\n"),
    ("        MachineFinalization.unregister", ";\n"),
    ("        MachineFinalization.register", ";\n"),
];

/// The glue of an engine, adapted.
pub fn adapt(glue: &str, engine: &str) -> Result<String> {
    let glue = encoded_at_once(glue)?;
    let mut adapted = glue.replace("typeof global === 'undefined' ? undefined : global", "undefined");
    if adapted.contains("typeof global ") || !adapted.contains("new TextDecoder(") {
        bail!("wasm-bindgen writes other glue than this was made for: look at xtask/src/glue.rs");
    }
    adapted.insert_str(0, "import { TextDecoder, TextEncoder } from 'engine-text';\n");
    if twin::is(engine) {
        // Where a memory grows, the old buffer is not taken away.
        let stale = "cachedUint8ArrayMemory0.byteLength === 0";
        if !adapted.contains(stale) {
            bail!("the glue looks for a grown memory in another way: look at xtask/src/glue.rs");
        }
        adapted = adapted.replace(stale, "cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer");
    } else if !bundle::OF_PAGES.contains(&engine) {
        return Ok(adapted);
    }
    for (from, to) in NEEDLESS {
        adapted = without(&adapted, from, to)?;
    }
    if engine == "dropin" {
        return Ok(adapted);
    }
    for (from, to) in REGISTRY {
        // Of an engine with calls to run alone, the class has another name.
        let from = if engine.starts_with("login") { from.replace("Machine", "LoginMachine") } else { from.into() };
        adapted = without(&adapted, &from, to)?;
    }
    if engine.starts_with("login") {
        return Ok(adapted);
    }
    // Workers have none: one stand-in for all classes.
    let each = "(typeof FinalizationRegistry === 'undefined')\n    ? { register: () => {}, unregister: () => {} }\n    : new FinalizationRegistry(";
    if !adapted.contains(each) {
        bail!("the glue makes its registries in another way: look at xtask/src/glue.rs");
    }
    adapted = without_free(&adapted.replace(each, "new Registry("));
    adapted.insert_str(0, "const Registry = globalThis.FinalizationRegistry ?? class { register() {} };\n");
    // The classes are freed in one way, so one registry is enough.
    for class in ["Pool", "User"] {
        adapted = without(&adapted, &format!("const {class}Finalization"), "1));\n")?;
        adapted = adapted.replace(&format!("{class}Finalization"), "SessionFinalization");
    }
    // What cannot be opened throws here, and never through the wasm.
    for (argument, open, more) in [("options", "openPool", ", this"), ("tokens", "openSession", "")] {
        let head = format!("constructor({argument}) {{\n");
        let Some((before, after)) = adapted.split_once(&head) else { bail!("the glue has no `{head}`") };
        adapted = format!(
            "import {{ {open} }} from 'client-host';\n{before}{head}{argument} = {open}({argument}{more});\n{after}"
        );
    }
    Ok(adapted)
}

/// A text is encoded in one piece, as the glue does where nothing can be reallocated: its other way copies character by character,
/// and grows the place bit by bit.
fn encoded_at_once(glue: &str) -> Result<String> {
    if !glue.contains("function passStringToWasm0(arg, malloc, realloc) {\n    if (realloc === undefined) {") {
        return Ok(glue.to_owned());
    }
    let glue = without(glue, "    let len = arg.length;", "    WASM_VECTOR_LEN = offset;\n    return ptr;\n")?;
    Ok(glue
        .replace(", wasm.__wbindgen_realloc)", ")")
        .replace("(arg, malloc, realloc) {\n    if (realloc === undefined) {", "(arg, malloc) {\n    {"))
}

/// The text without its first part from one mark to the other.
fn without(text: &str, from: &str, to: &str) -> Result<String> {
    let start = text.find(from).with_context(|| format!("the glue has no `{from}`: look at xtask/src/glue.rs"))?;
    let length = text.get(start..).and_then(|rest| rest.find(to)).context("a part of the glue without an end")?;
    Ok([text.get(..start), text.get(start + length + to.len()..)].into_iter().flatten().collect())
}

/// Leaves out what `pkg-template/src/engine/harden.ts` replaces in the classes that people hold: how they are freed and disposed of.
fn without_free(glue: &str) -> String {
    let (mut kept, mut is_machine, mut skipping) = (String::new(), false, false);
    for line in glue.lines().filter(|line| !line.starts_with("if (Symbol.dispose)")) {
        is_machine = if line.starts_with("export class ") { line.contains("Machine") } else { is_machine };
        if !is_machine && ["    __destroy_into_raw() {", "    free() {"].contains(&line) {
            skipping = true;
        }
        if !skipping {
            kept += line;
            kept.push('\n');
        }
        skipping &= line != "    }";
    }
    kept
}
