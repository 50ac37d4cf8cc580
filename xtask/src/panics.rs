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
    module.emit_wasm_file(wasm)
}

/// Names are mangled, with the hash of the crate: `core[59807616e1fa2540]::panicking::panic_fmt`.
fn is_end(name: &str) -> bool {
    (name.starts_with("core") || name.starts_with("alloc")) && ENDS.iter().any(|end| name.contains(end))
}

#[cfg(test)]
mod tests {
    use super::is_end;

    #[test]
    fn a_function_of_ours_is_never_one_that_ends_the_program() {
        assert!(is_end("core[c5930c85a12de822]::panicking::panic_bounds_check"));
        assert!(is_end("alloc[3ca501edff3f0c7c]::raw_vec::handle_error"));
        assert!(!is_end("cognito_identity_wasm::panicking::panic_here"));
        assert!(!is_end("core[c5930c85a12de822]::str::converts::from_utf8"));
    }
}
