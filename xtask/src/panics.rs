//! Makes a trap of each way to panic: nobody reads the message of a panic in the client's builds, and the code that gathers it
//! is of no use.
//!
//! The standard library says what went wrong before the panic handler is reached, which in these builds is a trap itself. What a
//! defect comes to is the same; only the places that prepared the message are gone. (`-Cpanic=immediate-abort` does this too, with
//! an unstable compiler.)

use std::path::Path;

use anyhow::{Result, ensure};
use walrus::{FunctionBuilder, FunctionKind, Module};

/// The functions of `core` and `alloc` that never return.
const ENDS: [&str; 8] = [
    "::panicking::panic",
    "::slice::index::slice_index_fail",
    "::alloc::handle_alloc_error",
    "::raw_vec::handle_error",
    "::raw_vec::capacity_overflow",
    "::option::expect_failed",
    "::option::unwrap_failed",
    "::result::unwrap_failed",
];

/// Rewrites the module. It still has its names, by which the functions are known.
pub fn trap(wasm: &Path) -> Result<()> {
    let mut module = Module::from_file(wasm)?;
    let ends: Vec<_> = module
        .funcs
        .iter()
        .filter(|function| function.name.as_deref().is_some_and(is_end))
        .map(walrus::Function::id)
        .collect();
    ensure!(!ends.is_empty(), "no panic was found: are the names of the functions still there?");
    for id in ends {
        let (parameters, results) = module.types.params_results(module.funcs.get(id).ty());
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
        builder.func_body().unreachable();
        let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
    }
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in segments {
        blank(&mut module.data.get_mut(id).value);
    }
    module.emit_wasm_file(wasm)
}

/// Where the names of sources begin: `nameless` in `build.rs` has taken this machine's folders away.
const SOURCES: [&[u8]; 3] = [b"registry/src/", b"/rustc/", b"src/"];
const END: &[u8] = b".rs";
const LONGEST: usize = 120;

/// What `core` and `alloc` would have said. A text that a later Rust words otherwise only stays where it is.
const MESSAGES: [&[u8]; 16] = [
    b"slice index starts at ",
    b" but ends at ",
    b"index out of bounds: the len is ",
    b" but the index is ",
    b"range start index ",
    b"range end index ",
    b" out of range for slice of length ",
    b"copy_from_slice: source slice length (",
    b") does not match destination slice length (",
    b"removal index (is ",
    b") should be < len (is ",
    b"attempt to join into collection with len > usize::MAX",
    b"attempt to divide by zero",
    b"capacity overflow",
    b"mid > len",
    b"input is too big",
];

/// Writes zeros, which compress to nothing, over the messages of panics and over the names of their sources.
fn blank(data: &mut [u8]) {
    let mut at = 0;
    while at < data.len() {
        let rest = &data[at..data.len().min(at + LONGEST)];
        let message = MESSAGES.iter().find(|message| rest.starts_with(message)).map(|message| message.len());
        let source = || SOURCES.iter().any(|begin| rest.starts_with(begin)).then(|| length(rest)).flatten();
        let unread = message.or_else(source);
        data[at..at + unread.unwrap_or_default()].fill(0);
        at += unread.unwrap_or(1);
    }
}

/// How long the name is with which the bytes begin.
fn length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(END.len()).position(|window| window == END)?;
    let letters = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    bytes[..end].iter().all(letters).then_some(end + END.len())
}

/// Names are mangled, with the hash of the crate: `core[59807616e1fa2540]::panicking::panic_fmt`.
fn is_end(name: &str) -> bool {
    (name.starts_with("core") || name.starts_with("alloc")) && ENDS.iter().any(|end| name.contains(end))
}

#[cfg(test)]
mod tests {
    use super::{blank, is_end};

    #[test]
    fn only_what_the_standard_library_says_is_blanked() {
        let mut data = b"Token mid > len, a length".to_vec();
        blank(&mut data);
        assert_eq!(data, b"Token \0\0\0\0\0\0\0\0\0, a length");
    }

    #[test]
    fn only_the_names_of_sources_are_blanked() {
        let mut data = b"Tokensrc/srp/a_b.rsThe src/ of it. a.rs".to_vec();
        blank(&mut data);
        assert_eq!(data, b"Token\0\0\0\0\0\0\0\0\0\0\0\0\0\0The src/ of it. a.rs");
    }

    #[test]
    fn a_function_of_ours_is_never_one_that_ends_the_program() {
        assert!(is_end("core[c5930c85a12de822]::panicking::panic_bounds_check"));
        assert!(is_end("alloc[3ca501edff3f0c7c]::raw_vec::handle_error"));
        assert!(!is_end("cognito_identity_wasm::panicking::panic_here"));
        assert!(!is_end("core[c5930c85a12de822]::str::converts::from_utf8"));
    }
}
